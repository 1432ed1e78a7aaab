"""An organiser's Word template as layout: valid, in the house's look, without the house's secrets, and read back."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

import words
from rapporteur import layout, office, parity, view
from rapporteur.cli import main
from rapporteur.container import pack, unpack
from rapporteur.format import Options
from rapporteur.picture import bare_picture
from rapporteur.problems import Refused, WrongUse, errors
from rapporteur.report import Report
from rapporteur.word import exporter, look, marks
from rapporteur.word.template import Adopted, examined
from words import CONFERENCE, DIGEST, Opened

TEMPLATES = Path(__file__).resolve().parent / "fixtures" / "templates"
sys.path.insert(0, str(TEMPLATES))
import make  # noqa: E402

FRONT = {
    "track": "4",
    "format": "Panel",
    "when": "[{date: 2012-09-06, time: 22:30–23:00}, {date: Friday 7 September}]",
    "people": "{organiser: {name: 'A & B', email: a@e.org}, presenters: [Ana Torres, Bo Li], rapporteur: Cy Kay}",
    "participants": "{women: 11, men: 9, total: 20}",
}
BODY = """
## Summary {.summary}

A **bold** [link](https://example.org/a?b=1&c=2#d), a note[^1] & <b>.

- one
  - two
    1. three

> A quote

| a | b |
|:--|--:|
| 1 | 2 |

## Outcomes {.outcomes}

- It was agreed.

## A section of its own

5. five
6. six

[^1]: The note.

## Key recommendations

We should:

- Act {#R-1 to="Governments"}
- Go on {no="2 bis"}
"""


def pandoc() -> bytes:
    return subprocess.run(
        ["pandoc", "--print-default-data-file", "reference.docx"], capture_output=True, check=True
    ).stdout


def python_docx() -> bytes:
    import docx

    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def ours() -> bytes:
    """Return a form of ours as a template: its controls are filled anew."""
    return words.made(words.text(title='""', state="draft"), blank=True)


def bare() -> bytes:
    """Return the least that Word opens: a document and nothing else."""
    top = make.links(("rId1", "officeDocument", "word/document.xml"))
    document = make.part("document", "<w:body><w:p/></w:body>")
    return pack({"[Content_Types].xml": make.types("document", {}), "_rels/.rels": top, "word/document.xml": document})


SOURCES: dict[str, Callable[[], bytes]] = {
    "house.dotx": lambda: (TEMPLATES / "house.dotx").read_bytes(),
    "slots.docx": lambda: (TEMPLATES / "slots.docx").read_bytes(),
    "writer-de.docx": lambda: (TEMPLATES / "writer-de.docx").read_bytes(),
    "writer-fr.dotx": lambda: (TEMPLATES / "writer-fr.dotx").read_bytes(),
    "pandoc.docx": pandoc,
    "python-docx.docx": python_docx,
    "ours.docx": ours,
    "bare.docx": bare,
}


@pytest.fixture(scope="module", params=SOURCES)
def chosen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> layout.Layout:
    if request.param.startswith("pandoc") and not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    return laid(tmp_path_factory.mktemp("templates") / request.param, SOURCES[request.param]())


def laid(path: Path, data: bytes, form: str = "") -> layout.Layout:
    path.write_bytes(data)
    return layout.of_template(path.name, path, None, form)


def report(form: str = "rapporteur", **front: str) -> Report:
    return words.read(words.text(BODY, **(FRONT | front)), form)[0]


def filled(chosen: layout.Layout, form: str = "rapporteur", blank: bool = False, **front: str) -> bytes:
    return exporter.export(report(form, **front), chosen, Options(conference=CONFERENCE, base=DIGEST, blank=blank))


def looked(chosen: layout.Layout) -> Adopted:
    return examined(chosen, look.of(chosen.settings, "en", "ltr"))


def edited(parts: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    text = parts[name].decode()
    assert old in text
    return parts | {name: text.replace(old, new).encode()}


def marked(content: str) -> bytes:
    """Return slots.docx with another body."""
    parts = make.slots()
    return pack(parts | {"word/document.xml": make.part("document", f"<w:body>{content}</w:body>")})


# every template


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_file_is_valid_and_nothing_in_it_leads_nowhere(
    chosen: layout.Layout, language: str, tmp_path: Path
) -> None:
    from openxml_audit import OpenXmlValidator

    for state in ("final", "draft"):
        data = filled(chosen, language=language, state=state)
        path = tmp_path / "made.docx"
        path.write_bytes(data)
        found = [str(each) for each in OpenXmlValidator().validate(str(path)).errors]
        assert [each for each in found if "bbPlcHdr" not in each] == []
        assert words.lint(data) == []


def test_no_word_of_the_report_is_lost(chosen: layout.Layout) -> None:
    one = report()
    shown = view.view(one, CONFERENCE, chosen)
    assert (
        parity.problems(shown, exporter.words(filled(chosen)), "x.docx") == () if hasattr(parity, "problems") else True
    )
    said = "".join("".join(exporter.words(filled(chosen))).split())
    for claim in parity.claims(shown):
        assert parity.bare(claim.text) in parity.bare(said), claim


def test_every_field_and_section_has_its_control_and_its_bookmark_once(chosen: layout.Layout) -> None:
    file, plain = Opened(filled(chosen)), Opened(words.made(words.text(BODY, **FRONT)))
    tags = "//w:sdtPr/w:tag/@w:val"
    assert sorted(file.all(tags)) == sorted(plain.all(tags))
    names = "//w:bookmarkStart[starts-with(@w:name, 'rpt_') or starts-with(@w:name, '_rpt')]/@w:name"
    assert sorted(file.all(names)) == sorted(plain.all(names))


def test_it_reads_back_as_a_form_of_our_own_does(chosen: layout.Layout) -> None:
    from rapporteur.word.recover import reading

    mine, plain = layout.find("rapporteur"), words.made(words.text(BODY, **FRONT))
    read, known = reading(filled(chosen), "x.docx", chosen), reading(plain, "x.docx", mine)
    assert (read.report, read.base, read.schema) == (known.report, known.base, known.schema)
    said = [{key: [e.text for e in lines] for key, lines in each.fields.items() if lines} for each in (read, known)]
    assert said[0].keys() == said[1].keys()
    assert looked(chosen).mode == "slots" or said[0] == said[1]
    ours_ = {unit.marks: unit for unit in known.body if unit.marks}
    theirs = {unit.marks: unit for unit in read.body if unit.marks}
    assert theirs == ours_


def test_the_report_and_its_base_are_named_at_every_foot(chosen: layout.Layout) -> None:
    file = Opened(filled(chosen))
    feet = [name for name in file.parts if name.startswith("word/footer")]
    used = file.all("//w:footerReference/@r:id")
    assert feet
    assert len(used) >= len(feet)
    for name in feet:
        assert f"Base {DIGEST[:10]}" in "".join(file.all("//w:t/text()", name))


def test_the_blank_form_asks_for_everything(chosen: layout.Layout) -> None:
    empty, _ = words.read(words.text(title='""', state="draft"))
    file = Opened(exporter.export(empty, chosen, Options(conference=CONFERENCE, blank=True)))
    plain = Opened(words.made(words.text(title='""', state="draft"), blank=True))
    assert sorted(file.all("//w:sdtPr/w:tag/@w:val")) == sorted(plain.all("//w:sdtPr/w:tag/@w:val"))


def test_the_igf_form_goes_into_any_template_without_marks(chosen: layout.Layout) -> None:
    if looked(chosen).mode == "styles":
        igf = replace(chosen, folders=layout.find("igf").folders)
        assert words.lint(filled(igf, "igf")) == []


def test_the_same_bytes_come_out_each_time_and_in_each_process(chosen: layout.Layout) -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = [sys.argv[1], sys.argv[2]]; import test_word_template as t; "
        "from pathlib import Path; from rapporteur import layout; p = Path(sys.argv[3]); "
        "print(hashlib.sha256(t.filled(layout.of_template(p.name, p))).hexdigest())"
    )
    import hashlib

    here = Path(__file__).resolve().parent
    assert chosen.house
    command = [sys.executable, "-c", code, str(here), str(TEMPLATES), str(chosen.house)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    assert told.stdout.strip() == hashlib.sha256(filled(chosen)).hexdigest()


# the house's look, and not its secrets


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> layout.Layout:
    return laid(tmp_path_factory.mktemp("house") / "house.dotx", SOURCES["house.dotx"]())


def test_the_templates_are_what_their_script_makes() -> None:
    assert unpack((TEMPLATES / "house.dotx").read_bytes()) == make.house()
    assert unpack((TEMPLATES / "slots.docx").read_bytes()) == make.slots()


def test_page_letterhead_and_styles_of_the_house_are_kept(house: layout.Layout) -> None:
    file = Opened(filled(house))
    assert file.all("//w:sectPr/w:pgSz/@w:w") == ["12240"]
    assert file.all("//w:sectPr/w:pgMar/@w:left") == ["1700"]
    assert sorted(file.all("//w:headerReference/@w:type")) == ["default", "even", "first"]
    assert sorted(file.all("//w:footerReference/@w:type")) == ["default", "even", "first"]
    assert file.all("//w:evenAndOddHeaders", "word/settings.xml")
    assert sum(name.startswith("word/media/") for name in file.parts) == 1
    assert file.all("//w:p[w:pPr/w:pStyle/@w:val='Titel']//w:t/text()") == ["Water for all"]
    assert "Summary" in file.all("//w:p[w:pPr/w:pStyle/@w:val='berschrift1']//w:t/text()")
    assert file.all("//w:p[w:pPr/w:pStyle/@w:val='Aufzhlungszeichen']//w:t/text()")[0] == "one"
    theme = etree.tostring(file.tree("word/theme/theme1.xml"))
    assert b"Noto Serif" in theme


def test_points_keep_the_sign_of_the_house_and_deeper_ones_stand_deeper(house: layout.Layout) -> None:
    file = Opened(filled(house))
    kind = "//w:abstractNum[w:lvl/w:pStyle/@w:val='Aufzhlungszeichen']"
    assert file.all(f"{kind}/w:lvl[1]/w:lvlText/@w:val", "word/numbering.xml") == ["■"]
    left = [int(each) for each in file.all(f"{kind}/w:lvl/w:pPr/w:ind/@w:left", "word/numbering.xml")]
    assert len(left) == 9
    assert left == sorted(set(left))


def test_added_styles_bring_no_font_and_no_colour(house: layout.Layout) -> None:
    file = Opened(filled(house))
    added = [each.id for each in looked(house).roles if each.added and each.name not in ("placeholder text",)]
    assert len(added) > 20
    for name in added:
        style = f"//w:style[@w:styleId='{name}'][@w:type='paragraph']/w:rPr"
        assert file.all(f"{style}/w:color", "word/styles.xml") == []
        if "HTML" not in name:
            assert file.all(f"{style}/w:rFonts", "word/styles.xml") == []
    accents = set(file.all("//w:style[@w:styleId='RPTGrid']//w:top/@w:color", "word/styles.xml"))
    assert accents == {"4774AA"}  # the theme's 4F81BD, dark enough to be read


def test_the_foot_counts_pages_where_the_house_does_not(house: layout.Layout) -> None:
    file = Opened(filled(house))
    numbers = {
        name: len(file.all("//w:instrText[contains(., 'PAGE ')]", name))
        for name in file.parts
        if "footer" in name and name.endswith(".xml")
    }
    assert sorted(numbers.values()) == [1, 1]


@pytest.mark.parametrize("secret", make.SECRETS)
def test_nothing_of_the_house_leaks(house: layout.Layout, secret: str) -> None:
    raw = b"".join(unpack(SOURCES["house.dotx"]()).values())
    assert secret.encode() in raw
    assert secret.encode() not in b"".join(unpack(filled(house)).values())


def test_it_is_told_what_was_taken_out_and_mended(house: layout.Layout) -> None:
    found = looked(house)
    assert found.mode == "styles"
    assert {"comments", "custom XML", "pictures kept elsewhere", "protection", "variables"} <= set(found.removed)
    assert "the path of another template" in found.removed
    assert any("Fehlt" in each for each in found.mended)
    assert [each.severity for each in found.problems] == ["warning"]


def test_a_picture_loses_its_notes_and_nothing_else() -> None:
    from PIL import Image

    plain = make.png(30, 30, "secret")
    assert b"secret" not in bare_picture(plain)
    assert Image.open(io.BytesIO(bare_picture(plain))).tobytes() == Image.open(io.BytesIO(plain)).tobytes()
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "JPEG", comment=b"secret", exif=b"Exif\0\0secret")
    assert b"secret" in stream.getvalue()
    assert b"secret" not in bare_picture(stream.getvalue())
    assert Image.open(io.BytesIO(bare_picture(stream.getvalue()))).size == (8, 8)


def named(workspace: Path, styles: str) -> layout.Layout:
    """Return a layout folder with the house's template, whose layout.toml chooses these styles."""
    folder = workspace / "layouts" / "house"
    folder.mkdir(parents=True)
    shutil.copy(TEMPLATES / "house.dotx", folder)
    toml = 'extends = "rapporteur"\n[word]\ntemplate = "house.dotx"\n[word.styles]\n'
    (folder / "layout.toml").write_text(toml + styles)
    return layout.find("house", workspace)


def test_a_layout_may_choose_other_styles(tmp_path: Path) -> None:
    file = Opened(filled(named(tmp_path, 'bullet = "Hausliste"\n')))
    assert file.all("//w:p[w:pPr/w:pStyle/@w:val='Hausliste']//w:t/text()")[0] == "one"


def test_a_style_or_a_role_that_is_not_there_cannot_be_chosen(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        filled(named(tmp_path, 'bullet = "Lost"\nsausage = "x"\n'))
    told = [each.what.partition(":")[0] for each in refusal.value.problems]
    assert told == ["[word.styles] list bullet", "[word.styles] sausage"]


# marks


@pytest.fixture(scope="module")
def slotted(tmp_path_factory: pytest.TempPathFactory) -> layout.Layout:
    return laid(tmp_path_factory.mktemp("slots") / "slots.docx", SOURCES["slots.docx"]())


def test_marks_become_fields_where_they_stand(slotted: layout.Layout) -> None:
    file = Opened(filled(slotted))
    (title,) = file.all("//w:p[.//w:tag/@w:val='rpt:title']")
    assert words.ask(title, "w:pPr/w:jc/@w:val") == ["center"]
    assert words.ask(title, ".//w:sdtContent/w:r/w:rPr/w:b")
    cells = [words.said(each) for each in file.all("(//w:tbl)[1]//w:tc")]
    assert cells[:3] == ["Track", "Track 4 – Water & <land>", "Presenters"]
    assert cells[-1] == "11 women, 9 men"
    assert len(file.all("(//w:tbl)[1]//w:tc//w15:repeatingSectionItem")) == 2
    assert "{{" not in "".join(file.all("//w:t/text()"))
    order = [words.said(each)[:15] for each in file.all("/w:document/w:body/*")]
    assert order.index("What was agreed") < order.index("End of report T")


def test_the_words_of_the_template_itself_are_known(slotted: layout.Layout) -> None:
    assert {"Track", "When:", "(local time)", "women,", "men", "What was agreed", "End of report"} <= set(
        looked(slotted).fixed
    )


def test_words_beside_a_mark_stay_and_further_lines_follow(slotted: layout.Layout) -> None:
    lines = [words.said(each) for each in Opened(filled(slotted)).all("/w:document/w:body/w:p")]
    at = next(at for at, line in enumerate(lines) if line.startswith("When: "))
    assert lines[at].endswith("6 September 2012 (local time)")
    assert lines[at + 1 : at + 3] == ["22:30–23:00", "Friday 7 September"]


def test_a_name_used_again_is_plain_words(slotted: layout.Layout) -> None:
    file = Opened(filled(slotted))
    assert words.said(file.tree("word/header1.xml")).endswith("World Assembly · Water for all")
    assert file.all("//w:sdt", "word/header1.xml") == []
    assert words.said(file.tree("word/footer1.xml")).startswith("Report T3-S01, Final")


def test_what_no_mark_asks_for_is_added_and_told(tmp_path: Path) -> None:
    chosen = laid(tmp_path / "few.docx", marked(make.p(make.t("{{rpt.section.outcomes}}"))))
    found = looked(chosen)
    assert found.mode == "slots"
    assert {"title", "presenters", "section.recommendations"} <= set(found.missing)
    assert "{{rpt.title}}" in found.problems[0].what
    file = Opened(filled(chosen))
    assert sorted(file.all("//w:sdtPr/w:tag/@w:val")) == sorted(
        Opened(words.made(words.text(BODY, **FRONT))).all("//w:sdtPr/w:tag/@w:val")
    )
    assert file.all("//w:sdtPr/w:tag/@w:val")[0] == "rpt:section:outcomes"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{{rpt.sausage}}", "the mark {{rpt.sausage}} is not known"),
        ("{{rpt.''.__class__.__mro__}}", "is not known"),
        ("{{rpt.title}", "this looks like a mark and is none: “{{rpt.title}”"),
        ("{{rpt.sections}} and more", "must stand in a paragraph of its own"),
    ],
)
def test_a_mark_that_cannot_be_is_an_error(content: str, told: str, tmp_path: Path) -> None:
    chosen = laid(tmp_path / "wrong.docx", marked(make.p(make.t(f"{{{{rpt.title}}}} {content}"))))
    assert any(told in each.what for each in errors(looked(chosen).problems))
    with pytest.raises(Refused):
        filled(chosen)


def test_the_error_names_every_mark_that_is_known(tmp_path: Path) -> None:
    chosen = laid(tmp_path / "wrong.docx", marked(make.p(make.t("{{rpt.sausage}}"))))
    (problem,) = errors(looked(chosen).problems)
    for name in ("participants.women", "section.outcomes", "sections", "grid", "presenters"):
        assert name in problem.hint


def test_nothing_is_evaluated(tmp_path: Path) -> None:
    content = make.p(make.t("{{rpt.title}} {{ 7 * 191 }} {% include 'x' %}"))
    chosen = laid(tmp_path / "jinja.docx", marked(content))
    said = "".join(exporter.words(filled(chosen)))
    assert "1337" not in said
    assert "{{ 7 * 191 }}" in said
    assert len([each for each in looked(chosen).problems if "looks like a mark" in each.what]) == 2


# what is refused


MACROS = "application/vnd.ms-word.template.macroEnabledTemplate.main"
ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]>'
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p | {"word/vbaProject.bin": b"x"}, "holds macros"),
        (
            lambda p: edited(
                p,
                "[Content_Types].xml",
                f"{make.KIND}template.main+xml",
                "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
            ),
            "holds macros",
        ),
        (
            lambda p: edited(p, "word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
            "declares a document type",
        ),
        (lambda p: edited(p, "word/styles.xml", "</w:styles>", ""), "cannot be read"),
        (lambda p: p | {"_rels/.rels": make.links()}, "no Word document"),
        (
            lambda p: edited(p, "word/document.xml", make.W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
            "Strict Open XML",
        ),
        (lambda p: edited(p, "word/document.xml", "w:body", "w:nobody"), "has no body"),
        (lambda p: p | {"../x.xml": b"x"}, "leads out of the file"),
    ],
)
def test_a_template_that_cannot_be_trusted_is_refused(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], told: str, tmp_path: Path
) -> None:
    chosen = laid(tmp_path / "bad.dotx", pack(change(make.house())))
    with pytest.raises(Refused) as refusal:
        filled(chosen)
    assert told in str(refusal.value)


def test_what_is_embedded_is_taken_out_and_told(tmp_path: Path) -> None:
    parts = edited(
        make.house(), "word/header1.xml", "</w:p>", '<w:r><w:object><o:OLEObject r:id="rId1"/></w:object></w:r></w:p>'
    )
    chosen = laid(tmp_path / "ole.dotx", pack(parts | {"word/embeddings/oleObject1.bin": b"x"}))
    assert any("embedded objects" in each.what for each in looked(chosen).problems)
    assert b"OLEObject" not in b"".join(unpack(filled(chosen)).values())


# layouts


def test_a_template_in_the_workspace_is_a_layout_and_its_bytes_count(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    path = tmp_path / "layouts" / "house.dotx"
    shutil.copy(TEMPLATES / "house.dotx", path)
    found = layout.find("layouts/house.dotx", tmp_path, "igf")
    assert found.form.id == layout.find("igf").form.id
    assert found.template == path.resolve()
    before = found.digest()
    path.write_bytes(path.read_bytes() + b"x")
    assert found.digest() != before


@pytest.mark.parametrize("name", ["../house.dotx", "layouts/none.dotx", "/etc/x.docx"])
def test_a_template_outside_the_workspace_is_no_layout(name: str, tmp_path: Path) -> None:
    workspace = tmp_path / "w"
    workspace.mkdir()
    shutil.copy(TEMPLATES / "house.dotx", tmp_path)
    with pytest.raises(WrongUse, match="no Word template"):
        layout.find(name, workspace)


def test_the_check_prints_the_table_and_writes_a_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rapporteur import office

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(office, "program", lambda: None)
    shutil.copy(TEMPLATES / "slots.docx", tmp_path)
    assert main(["layouts", "--check", "slots.docx"]) == 0
    told = capsys.readouterr().out
    assert "slot mode" in told
    assert "heading 1            heading 1                    Noto Serif           15 pt" in told
    assert "participants.women (text)" in told
    assert words.lint((tmp_path / "build" / "check" / "slots-sample.docx").read_bytes()) == []
    assert main(["layouts", "--check", "none.docx"]) == 2
    (tmp_path / "wrong.docx").write_bytes(marked(make.p(make.t("{{rpt.sausage}}"))))
    assert main(["layouts", "--check", "wrong.docx"]) == 1
    assert "{{rpt.sausage}} is not known" in capsys.readouterr().err


def test_a_template_is_prepared_once(house: layout.Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    from rapporteur.word import template

    filled(house)
    monkeypatch.setattr(template, "examined", lambda *_: pytest.fail("prepared again"))
    filled(house, title="Another")


def test_marks_of_our_own_ids_stay_below_those_of_templates() -> None:
    from rapporteur.word.template import FREE_IDS

    assert max(marks.number(str(each)) for each in range(2000)) <= FREE_IDS


def test_a_form_of_ours_as_template_keeps_nothing_of_the_report_it_was_made_for(tmp_path: Path) -> None:
    old = words.made(words.text(BODY, **FRONT).replace("T3-S01", "T9-S09"), base="f" * 64)
    file = Opened(filled(laid(tmp_path / "old.docx", old)))
    edges = [name for name in file.parts if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")]
    said = " ".join("".join(file.all("//w:t/text()", name)) for name in edges)
    assert "T9-S09" not in said
    assert "f" * 10 not in said
    assert said.count("T3-S01") == 2


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_shows_every_word(chosen: layout.Layout, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(filled(chosen))
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
    told = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "made.pdf"), "-"], capture_output=True, check=True
    ).stdout
    shown = "".join(told.decode().split()).lower()
    for word in ("Water", "Outcomes", "agreed", "Governments", "Ana", "Kay", "quote"):
        assert word.lower() in shown
