"""Printers: two ship, what a file demands is typed, and every mistake in it has a line and a way out."""

import pytest

from rapporteur import layout, printer
from rapporteur.problems import Refused


@pytest.fixture
def asked(tmp_path):
    """Return a function that reads a printer from the text of its file, in a layout of the workspace."""

    def read(text, **files):
        folder = tmp_path / "layouts/house"
        (folder / "printers").mkdir(parents=True, exist_ok=True)
        (folder / "layout.toml").write_text('extends = "rapporteur"\n')
        (folder / "printers/ours.yaml").write_text(text, "utf-8")
        for name, data in files.items():
            (folder / name.replace("_", ".")).write_bytes(data)
        return printer.read(layout.find("house", tmp_path), "ours")

    return read


def refused(call, *arguments):
    with pytest.raises(Refused) as raised:
        call(*arguments)
    return [(each.where.file, each.where.line, each.what, each.hint) for each in raised.value.problems]


def test_two_printers_ship_with_every_layout():
    for name in ("rapporteur", "igf"):
        assert printer.names(layout.find(name)) == ("european-offset", "us-digital")
    ours = layout.find("rapporteur")
    europe, america = (printer.read(ours, name) for name in printer.names(ours))
    assert (europe.trim, europe.bleed, europe.safe, europe.ink_limit, europe.image_wanted) == ("A4", 3, 5, 300, 300)
    assert (america.trim, america.bleed, america.safe) == ("Letter", 3.175, 6.35)
    assert {europe.marks, america.marks} == {False}
    assert {europe.standard, america.standard} == {"PDF/X-4"}
    assert {europe.condition, america.condition} == {"Custom"}


def test_a_printer_that_says_nothing_gets_what_most_ask_for(asked):
    assert asked("title: Ours") == printer.Printer("ours", title="Ours")


@pytest.mark.parametrize("standard", ["PDF/X-1a", "PDF/X-1a:2001", "PDF/X-3", "x-3:2003", "PDF/X1a"])
def test_an_older_standard_is_a_problem_that_says_what_to_ask_for(asked, standard):
    ((file, line, what, hint),) = refused(asked, f"title: Ours\nstandard: {standard}\n")
    assert (file, line) == ("layouts/house/printers/ours.yaml", 2)
    assert what.startswith(f"{standard} is not made")
    assert hint.endswith("write: standard: PDF/X-4")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("blead: 3", "“blead” is not known here"),
        ("bleed: three", "“bleed” must be a number, and “three” stands here"),
        ("bleed: -1", "“bleed” cannot be -1"),
        ("safe: nan", "“safe” cannot be nan"),
        ("ink_limit: 500", "“ink_limit” cannot be 500"),
        ("image_minimum: 99.5", "“image_minimum” must be a whole number, and “99.5” stands here"),
        ("image_minimum: 250", "images are refused above the resolution that is warned of"),
        ("marks: maybe", "“maybe” is not a marks"),
        ("binding: right", "“right” is not a binding"),
        ("trim: B5", "“B5” is not a trim"),
        ("standard: PDF/A", "“PDF/A” is not a standard for print that is made"),
        ("profile: none.icc", "the layout has no file none.icc"),
        ("profile: ../../../none.icc", "the layout has no file ../../../none.icc"),
        ("condition: FOGRA39", "“FOGRA39” is a registered condition, and the computed profile is none"),
        ("pages_multiple: 3", "a booklet is made of sheets of four pages"),
    ],
)
def test_a_mistake_is_told_at_its_line(asked, text, what):
    ((_, line, said, hint),) = refused(asked, f"title: Ours\n{text}\n")
    assert (line, said) == (2, what)
    assert hint


def test_all_mistakes_are_told_at_once(asked):
    assert [line for _, line, _, _ in refused(asked, "bleed: x\nsafe: y\ncolour: z\n")] == [3, 1, 2]


def test_a_printers_own_profile_comes_with_it(asked):
    found = asked("profile: own.icc\ncondition: FOGRA39", own_icc=b"bytes")
    assert (found.output, found.condition) == (b"bytes", "FOGRA39")


def test_a_printer_that_no_layout_has_is_told_with_those_there_are():
    ((file, _, what, hint),) = refused(printer.read, layout.find("rapporteur"), "../printers/us-digital")
    assert (file, what) == ("layout rapporteur", "it has no printer “../printers/us-digital”")
    assert hint == "use one of: european-offset, us-digital"
