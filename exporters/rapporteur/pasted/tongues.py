"""In which language a text is written: by its script, then by the labels it uses and by its small words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from ..spelling import fold

_SCRIPTS = {"ar": "[\u0620-\u064a]", "hi": "[\u0904-\u0939]", "zh": "[\u3400-\u9fff]", "ru": "[\u0400-\u04ff]"}
_LATIN = "[A-Za-z\u00c0-\u024f]"
_WEIGHT = {"zh": 3}
"""A Chinese character says as much as so many letters."""
_SMALL = {
    "en": "the a of and to in for that is are with on was were be this should by which their",
    "fr": "de le la les des du et en pour dans que est une aux sur par qui ont sont avec ces",
    "es": "de y el la los las del y en para que con una por es se son como al sus más fue",
    "pt": "de o os as da do das dos e em para que com uma por é não são ao à mais na no nas nos",
}
_SAMPLE = 60_000


def language(text: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return the language of a text among those whose `labels` are given by language; "" if nothing tells."""
    sample = text[:_SAMPLE]
    letters = {name: len(re.findall(script, sample)) * _WEIGHT.get(name, 1) for name, script in _SCRIPTS.items()}
    latin = len(re.findall(_LATIN, sample))
    most = max(letters, key=lambda name: letters[name])
    if letters[most] > latin:
        return most if most in labels else ""
    scores = _labels_used(sample, labels)
    words = Counter(fold(sample).split())
    for name, small in _SMALL.items():
        if name in labels:
            scores[name] += sum(words[word] for word in {fold(each) for each in small.split()})
    best = scores.most_common(2)
    if not best or best[0][1] == 0 or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return best[0][0]


def _labels_used(sample: str, labels: Mapping[str, Mapping[str, str]]) -> Counter[str]:
    """Return how much the labels of each language of Latin script speak for it."""
    begun = {fold(line.split(":")[0]).strip(" *#") for line in sample.split("\n") if len(line.split(":")[0]) < 80}
    scores = Counter({name: 0 for name in labels if name not in _SCRIPTS})
    for name in scores:
        scores[name] = len(begun & labels[name].keys())
    return scores
