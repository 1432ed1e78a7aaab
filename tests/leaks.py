"""A workspace with a word that nobody can guess in every internal place, and a search that looks into every byte.

The search owes nothing to the code that makes the files: archives are opened, the streams of a PDF decoded, texts read
by two other programs, tags taken out, and each word looked for in every way a file may spell it.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf

import words
from rapporteur import coding

PLACES = (
    "email", "unasked_email", "programme_email", "withheld_name", "withheld_position", "withheld_organisation",
    "withheld_country", "withheld_printed", "withheld_email", "internal_text", "internal_role", "internal_choice",
    "section_heading", "section_words", "section_link", "section_code", "section_table", "section_note",
    "picture_alt", "picture_credit", "picture_name", "field_section", "point", "nested_point", "quoted_point",
    "recommendation", "recommendation_id", "recommendation_to", "below_recommendation", "follow_contact",
    "follow_comment", "follow_updated_by", "follow_history", "follow_of_internal", "yaml_comment", "unprinted_braces",
    "open_points", "cluster_wording",
)  # fmt: skip
NEVER = {"follow_history", "open_points", "programme_email"}
"""What stands in no edition at all, also in none for readers within the conference."""
PHONE = "+41 79 555 08 31"


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(each)) for each in str(number))


TOKENS = {place: f"Qz{_letters(7919 * (at + 101))}x{_letters(104729 * (at + 3))}" for at, place in enumerate(PLACES)}
PUBLIC = tuple(f"Open{_letters(48611 * at)}" for at in range(1, 13))
"""Words of the same kind that everybody may read."""

FORM = """\
  - {id: room_note, type: text, audience: internal, label: Note on the room}
  - {id: fixer, type: people, audience: internal, label: Fixer}
  - {id: mood, type: choice, audience: internal, label: Mood, choices: [good, bad]}
  - {id: press_desk, type: people, audience: public, label: Press desk, parts: [name, email]}
  - {id: assessment, type: prose, audience: internal, label: Assessment}
grid:
  - [[organiser, room_note], [moderator, rapporteur], [presenters]]
  - [[format], [when], [participants]]
  - [[mood, fixer]]
"""
CONFERENCE = "name: Assembly\ntracks:\n  - {id: 1, name: Water}\nlayout: house\nlanguages: [en]\n"


def _session(t: dict[str, str], p: tuple[str, ...]) -> str:
    return f"""\
---
id: T1-S01
title: Water {p[0]}
track: 1
state: reviewed  # {t["yaml_comment"]}
when: {{date: 2027-03-12, time: 14:30–16:00}}
room_note: "{t["internal_text"]}"
mood: "{t["internal_choice"]}"
people:
  organiser: {{name: Amina {p[1]}, organisation: Rivers, email: {t["email"]}@example.org, phone: "{PHONE}"}}
  moderator:
    - {{name: Jonas {p[2]}, position: Director}}
    - name: Zed {t["withheld_name"]}
      position: {t["withheld_position"]}
      organisation: {t["withheld_organisation"]}
      country: {t["withheld_country"]}
      email: {t["withheld_email"]}@example.org
      printed: Dr {t["withheld_printed"]}
      withheld: yes
  rapporteur: Li Wen
  helper: {{name: Kim {p[3]}, email: {t["unasked_email"]}@example.org}}
  press_desk: {{name: Ola, email: {p[4]}@example.org}}
  fixer: Max {t["internal_role"]}
participants: {{women: 11, men: 9, total: 20}}
---

## Summary

What was presented, in **{p[5]}** words.[^1]

![A bridge {p[6]}](pictures/open.png "Photo {p[7]}")

> - Quoted
> - In a quote {t["quoted_point"]} {{audience="internal"}}

[^1]: A note {p[8]}.

## Backstage {t["section_heading"]} {{.internal}}

Behind the scenes {t["section_words"]}, see [there](https://{t["section_link"]}.example.org/).[^2]

| Head | {t["section_table"]} |
| --- | --- |
| a | b |

```
{t["section_code"]}
```

![What {t["picture_alt"]} saw](pictures/{t["picture_name"]}.png "By {t["picture_credit"]}")

[^2]: Said {t["section_note"]} in confidence.

## Outcomes

- One point {p[9]} {{#bar .{t["unprinted_braces"]}}}
- Not for all {t["point"]} {{audience="internal"}}
- Another
  - with a part
  - and one {t["nested_point"]} {{.internal}}

## Assessment

It went {t["field_section"]}.

## Key recommendations

Governments should:

1. Put it into law {p[10]}. {{#T1-S01-R01 to="Governments"}}
2. Keep {t["recommendation"]} {{#T1-S01-{t["recommendation_id"]} to="{t["recommendation_to"]}" audience="internal"}}
3. Publish what they measure: {{#T1-S01-R03}}
   - all of it {p[11]}
   - but {t["below_recommendation"]} {{audience="internal"}}
"""


def _follow_up(t: dict[str, str]) -> str:
    return f"""\
T1-S01-R01:
  status: in_progress
  contact: {t["follow_contact"]}
  updated_by: {t["follow_updated_by"]}
  comment: {t["follow_comment"]}
  history:
    - {{on: 2027-05-01, by: {t["follow_history"]}, column: status, before: "", after: in_progress}}
T1-S01-{t["recommendation_id"]}:
  status: done
  responsible: {t["follow_of_internal"]}
"""


PROGRAMME = f"""\
sessions:
  - id: T1-S01
    title: Water {PUBLIC[0]}
    track: 1
    when: {{date: 2027-03-12, time: 14:30–16:00}}
    people:
      rapporteur: {{name: Li Wen, email: {TOKENS["programme_email"]}@example.org}}
"""
CLUSTERS = f"""\
clusters:
  - same: yes
    ids: [T1-S01-R01, T1-S01-{TOKENS["recommendation_id"]}]
    wording: {TOKENS["cluster_wording"]}
"""


def workspace(folder: Path) -> Path:
    """Make the workspace, with a layout whose form has internal fields; return it."""
    sessions = folder / "source/sessions"
    sessions.mkdir(parents=True)
    (folder / "source/conference.yaml").write_text(CONFERENCE, "utf-8")
    (folder / "source/programme.yaml").write_text(PROGRAMME, "utf-8")
    (folder / "source/followup.yaml").write_text(_follow_up(TOKENS), "utf-8")
    (folder / "source/clusters.yaml").write_text(CLUSTERS, "utf-8")
    (sessions / "s1.md").write_text(_session(TOKENS, PUBLIC), "utf-8")
    (sessions / "s1.comments.md").write_text(f"- {TOKENS['open_points']}\n", "utf-8")
    (folder / "source/pictures").mkdir()
    (folder / "source/pictures/open.png").write_bytes(words.png(24, 13))
    (folder / f"source/pictures/{TOKENS['picture_name']}.png").write_bytes(words.png(13, 24))
    house = folder / "layouts/house"
    house.mkdir(parents=True)
    (house / "layout.toml").write_text('name = "house"\nextends = "rapporteur"\n', "utf-8")
    usual = Path(__file__).parent.parent / "layouts/rapporteur/form.yaml"
    asked = usual.read_text("utf-8").partition("# Rows of cells")[0]
    (house / "form.yaml").write_text(asked + FORM, "utf-8")
    return folder


CARELESS = f"Zed {TOKENS['withheld_name']}, {TOKENS['email']}@example.org, {PHONE}"
"""A withheld name, an address and a number, as somebody writes them where nobody thinks of the public."""


def careless(folder: Path) -> Path:
    """Make the same workspace with what is withheld in every text that stands around the reports; return it."""
    workspace(folder)
    said = CARELESS
    conference = f"""\
name: Assembly of {said}
edition: {said}
place: {said}
dates: {said}
tracks:
  - {{id: 1, name: "{said}"}}
layout: house
languages: [en]
pack:
  acronyms: {{ZED: "{said}"}}
  index: ["{said}", water]
  front: [foreword.md, thanks.md]
"""
    (folder / "source/conference.yaml").write_text(conference, "utf-8")
    (folder / "source/pack").mkdir()
    (folder / "source/pack/foreword.md").write_text(f"# Foreword\n\nBy {said}.\n", "utf-8")
    (folder / "source/pack/thanks.md").write_text("# Thanks\n\nTo all.\n", "utf-8")
    announced = f"""\
  - id: T1-S09
    title: "{said}"
    track: 1
    format: "{said}"
    room: "{said}"
    when: {{date: 2027-03-13, time: 14:30–16:00}}
    people:
      rapporteur: {{name: Kim, organisation: "{said}"}}
"""
    (folder / "source/programme.yaml").write_text(PROGRAMME + announced, "utf-8")
    followed = f'T1-S01-R01:\n  status: in_progress\n  response: "{said}"\n  responsible: A Ministry\n'
    (folder / "source/followup.yaml").write_text(followed, "utf-8")
    agreed = f'clusters:\n  - same: yes\n    ids: [T1-S01-R01, T1-S01-R03]\n    wording: "{said}"\n'
    (folder / "source/clusters.yaml").write_text(agreed, "utf-8")
    return folder


def leaked(data: bytes, name: str = "") -> set[str]:
    """Return the places whose words stand anywhere in a file or its name."""
    texts = [text.lower() for text in (*texts_of(data), name.encode())]
    found = {place for place, token in TOKENS.items() if any(_holds(text, token) for text in texts)}
    digits = re.sub(r"\D", "", PHONE)
    dialled = (re.sub(rb"[\s()./-]|\xe2\x80\x93", b"", text) for text in texts)
    return found | ({"phone"} if any(digits.encode() in text for text in dialled) else set())


def lacks(data: bytes, wanted: tuple[str, ...] = PUBLIC) -> set[str]:
    """Return the public words that a file does not hold."""
    texts = [text.lower() for text in texts_of(data)]
    return {word for word in wanted if not any(_holds(text, word) for text in texts)}


def _holds(text: bytes, token: str) -> bool:
    return any(form in text for form in _spellings(token))


@cache
def _spellings(token: str) -> tuple[bytes, ...]:
    """Return how a word may stand in a file, in small letters: as bytes, in hexadecimal, in the name of a bookmark."""
    low = token.lower()
    plain = [low.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    spelled = [each.encode(code).hex().encode() for each in (token, low) for code in ("utf-8", "utf-16-be")]
    return (*plain, *spelled, coding.coded(token).lower().encode())


def texts_of(data: bytes) -> Iterator[bytes]:
    """Yield a file's bytes, those of all that it holds, and its texts as other programs read them."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from texts_of(archive.read(name))
    elif data.lstrip().startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif data.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"<?xml", b"<")):
        yield html.unescape(re.sub(rb"<[^>]*>", b"", data).decode("utf-8", "replace")).encode()
        yield html.unescape(data.decode("utf-8", "replace")).encode()


def _of_pdf(data: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):  # also of objects that nothing refers to
        try:
            yield zlib.decompressobj().decompress(found[1])
        except zlib.error:
            yield found[1]
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from _of_object(thing, 0)
    yield from _read_by_others(data)


def _of_object(thing: object, depth: int) -> Iterator[bytes]:
    if isinstance(thing, pikepdf.String):
        yield bytes(thing)
        yield str(thing).encode()
    elif isinstance(thing, pikepdf.Stream):
        try:
            inner = thing.read_bytes()
        except pikepdf.PdfError:
            inner = thing.read_raw_bytes()
        yield from texts_of(inner) if not inner.startswith(b"%PDF") or depth < 3 else ()
        yield from _of_object(pikepdf.Dictionary(dict(thing.items())), depth + 1) if depth < 20 else ()
    elif isinstance(thing, pikepdf.Dictionary) and depth < 20:
        for key, value in thing.items():
            yield key.encode()
            yield from _of_object(value, depth + 1) if not getattr(value, "is_indirect", False) else ()
    elif isinstance(thing, pikepdf.Array) and depth < 20:
        for value in thing:
            yield from _of_object(value, depth + 1) if not getattr(value, "is_indirect", False) else ()
    elif isinstance(thing, pikepdf.Name):
        yield str(thing).encode()


def _read_by_others(data: bytes) -> Iterator[bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    shown = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    if shutil.which("pdftotext"):
        shown += subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    yield shown.encode()
    yield re.sub(r"[\s\u00ad\u2010-]", "", shown).encode()
