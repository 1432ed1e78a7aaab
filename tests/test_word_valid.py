"""Word files as foreign programs see them: a validator, our own lint, python-docx, pandoc, LibreOffice."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

import words
from rapporteur import office
from rapporteur.word.read import paragraphs
from words import made, text

ALL = """
## Summary

A **bold** [link](https://example.org/a?b=1&c=2#d), a note[^1], [within](#R-1) and `code`.\\
Broken & <tagged> "text".

> A quote
>
> - with a point

```
code  here
```

- one
  - two
    1. three

      | a | b |
      |:--|--:|
      | 1 | 2 |

3. begins at three

![Country](a.png "Photo: Ana")

***

| Country | People |
|---|---|
| Peru[^2] | 3 |

| Another | table |
|---|---|
| right | below |

هذه فقرة باللغة العربية وفيها English 2012.

[^1]: With a [link](https://example.org/note).
[^2]: In a table.

### A heading inside

## A section of its own

## Key recommendations

We should:

- Act {#R-1 to="Governments"}
  - now
- Go on {no="2 bis"}

### Group

7. Seven
"""
FRONT = {
    "track": "4",
    "format": "Panel",
    "when": "[{date: 2012-09-06, time: 22:30–01:00 (+1)}, {date: Friday 7 September}]",
    "people": "{organiser: {name: 'A & B', email: a@e.org}, presenters: [Ana, Bo], guest: Cy}",
    "participants": "{women: 11, men: 9, total: 20}",
}
FILES: dict[str, Callable[[Path], bytes]] = {
    "all": lambda picture: made(text(ALL, **FRONT), pictures={"a.png": picture}, date="2012-09-06"),
    "draft": lambda picture: made(text(ALL, **(FRONT | {"state": "draft"})), pictures={"a.png": picture}),
    "blank": lambda _: made(text(title='""', state="draft"), blank=True),
    "igf": lambda _: made(text("## Discussions\n\nx\n", people="{chair: Ana}"), "igf"),
    "igf-blank": lambda _: made(text(title='""', state="draft"), "igf", blank=True),
    "arabic": lambda picture: made(text(ALL, **(FRONT | {"language": "ar"})), pictures={"a.png": picture}),
    "chinese": lambda picture: made(text(ALL, **(FRONT | {"language": "zh"})), pictures={"a.png": picture}),
    "empty": lambda _: made(text()),
}
FALSE_ALARMS = {
    "Value 'bbPlcHdr' is not in allowed values": "openxml-audit takes the type of a glossary entry (ECMA-376 part 1, "
    "§17.12.15) for the type of a page section; Word writes the same",
}
"""What openxml-audit says of files that are right, and why it is no error."""


@pytest.fixture(scope="module", params=FILES)
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    picture = tmp_path_factory.mktemp("word") / "a.png"
    picture.write_bytes(words.png(800, 300))
    return FILES[request.param](picture)


def test_an_independent_validator_finds_no_error(data: bytes, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "made.docx"
    path.write_bytes(data)
    found = [str(each) for each in OpenXmlValidator().validate(str(path)).errors]
    assert [each for each in found if not any(known in each for known in FALSE_ALARMS)] == []


def test_the_validator_would_find_an_error(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    from rapporteur.container import pack, unpack

    parts = unpack(FILES["empty"](tmp_path))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:pPr>", b"<w:pPr><w:nonsense/>", 1)
    path = tmp_path / "made.docx"
    path.write_bytes(pack(parts))
    assert any("nonsense" in str(each) for each in OpenXmlValidator().validate(str(path)).errors)


def test_our_lint_finds_nothing_that_leads_nowhere(data: bytes) -> None:
    assert words.lint(data) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("word/document.xml", 'w:name="rpt_title"', 'w:name="rpt_track"', "two bookmarks are called rpt_track"),
        ("word/document.xml", "<w:bookmarkEnd", "<w:proofErr", "do not begin and end alike"),
        ("word/document.xml", 'w:pStyle w:val="Title"', 'w:pStyle w:val="Lost"', "names the style Lost"),
        ("word/document.xml", 'w:numId w:val="4"', 'w:numId w:val="99"', "names the list 99"),
        ("word/document.xml", 'docPart w:val="Rpt', 'docPart w:val="Not', "no placeholder is called NotHint"),
        ("word/document.xml", 'r:embed="rId', 'r:embed="rIdX', "names the relationship rIdX"),
        ("word/document.xml", 'w:fldCharType="x"', "", ""),
        ("word/footer1.xml", 'w:fldCharType="end"', 'w:fldCharType="begin"', "a field does not begin and end"),
        ("word/_rels/document.xml.rels", "media/", "lost/", "which is not there"),
        ("word/numbering.xml", '<w:abstractNumId w:val="3"/>', '<w:abstractNumId w:val="33"/>', "of the kind 33"),
    ],
)
def test_our_lint_would_find_it(part: str, old: str, new: str, told: str, tmp_path: Path) -> None:
    from rapporteur.container import pack, unpack

    (tmp_path / "a.png").write_bytes(words.png(80, 30))
    parts = unpack(FILES["all"](tmp_path / "a.png"))
    parts[part] = parts[part].decode().replace(old, new).encode()
    found = "\n".join(words.lint(pack(parts)))
    assert told in found
    assert bool(found) == bool(told)


def test_python_docx_opens_it_and_knows_its_styles_by_name(data: bytes) -> None:
    document = docx.Document(io.BytesIO(data))
    names = {"Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Bullet 2", "List Number"}
    names |= {"Quote", "Hyperlink", "footnote text", "footnote reference", "Caption", "Header", "Footer", "Body Text"}
    assert names <= {style.name for style in document.styles}
    assert document.core_properties.language in ("en", "ar", "zh")
    assert document.sections[0].header.paragraphs[0].text


def test_styles_settings_and_roots_are_as_word_wants_them(data: bytes) -> None:
    file = words.Opened(data)
    assert file.all("//w:compatSetting[@w:name='compatibilityMode']/@w:val", "word/settings.xml") == ["15"]
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/glossary/document.xml"):
        head = file.parts[part][:900]
        assert b"xmlns:w14=" in head
        assert b'mc:Ignorable="w14 w15"' in head
    types = file.parts["[Content_Types].xml"].decode()
    assert all(f'PartName="/{name}"' in types or name.endswith((".rels", ".png", "Types].xml")) for name in file.parts)


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
def test_pandoc_reads_headings_lists_and_footnotes(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(words.png(80, 30))
    path = tmp_path / "made.docx"
    path.write_bytes(FILES["all"](tmp_path / "a.png"))
    told = subprocess.run(["pandoc", "-t", "json", str(path)], capture_output=True, check=True).stdout
    blocks = _flat(json.loads(told)["blocks"])
    kinds = [each["t"] for each in blocks]
    headings = [(each["c"][0], _words(each["c"][2])) for each in blocks if each["t"] == "Header"]
    assert headings == [
        (1, "Summary"),
        (2, "A heading inside"),
        (2, "A section of its own"),
        (1, "Key recommendations"),
        (2, "Group"),
    ]
    assert kinds.count("Note") == 2
    assert kinds.count("Table") == 4
    assert kinds.count("BulletList") >= 3
    starts = [each["c"][0][0] for each in blocks if each["t"] == "OrderedList"]
    assert {1, 3, 7} <= set(starts)


def _flat(found: object) -> list[dict[str, object]]:
    """Return every element of pandoc's tree."""
    if isinstance(found, dict):
        own = [found] if "t" in found else []
        return own + [each for value in found.values() for each in _flat(value)]
    return [each for value in found for each in _flat(value)] if isinstance(found, list) else []


def _words(found: object) -> str:
    return "".join(each["c"] if each["t"] == "Str" else " " for each in _flat(found) if each["t"] in ("Str", "Space"))  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_lays_it_out_with_every_word(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=180, env=office.environment())
    told = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "made.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    shown = "".join(told.split())
    for line in paragraphs(data):
        for word in line.split():
            if word.isascii() and word.isalnum():
                assert word.lower() in shown.lower(), line


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_sample_fits_two_pages(tmp_path: Path) -> None:
    from rapporteur import source
    from rapporteur.format import Options
    from rapporteur.word import exporter

    found = source.read(Path(__file__).resolve().parent.parent)
    (tmp_path / "made.docx").write_bytes(exporter.export(found.conference.reports[0], found.layout, Options()))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        "--headless",
        home,
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "made.docx"),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=180, env=office.environment())
    told = subprocess.run(["pdfinfo", str(tmp_path / "made.pdf")], capture_output=True, check=True).stdout
    assert b"Pages:           2" in told


def test_nothing_heavy_is_imported_to_list_the_exporter() -> None:
    code = (
        "import sys; from rapporteur.word import exporter\n"
        "print([name for name in ('docx', 'lxml', 'jinja2', 'babel', 'markupsafe') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert told.strip() == "[]"
