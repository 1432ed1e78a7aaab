"""A report is laid out as often as it must be, and written once."""

from xml.etree import ElementTree

import pytest

from rapporteur import layout
from rapporteur.pdf import breaks, engine, page
from rapporteur.pdf.finish import Metadata
from rapporteur.problems import Refused

ABOUT = Metadata("Wells", language="en")
WORDS = "The wells of the town are counted, and their price named. " * 12
LIST = f"<ul><li><p>{WORDS}</p></li><li><p>{WORDS}</p></li></ul>"


def sheet(inside):
    hues = "--hue: #123; --hue-soft: #eee; --hue-line: #456; --on-hue-soft: #def"
    return page.read(f'<html lang="en" style="{hues}"><body>{inside}</body></html>', {}, "wells.md")


def laid(of, step="", most=0):
    return engine.Laid(of, layout.find("rapporteur"), ("pdf.css",), "en", step, most)


@pytest.fixture(scope="module")
def torn():
    """Return a sheet whose heading stays alone on the first page unless its row is moved."""
    row = f'<div class="row"><h2 class="cell side" data-keep>Outcomes</h2><div class="cell text">{LIST}</div></div>'
    return sheet(f'<div style="height: 260mm"></div>{row}')


def test_what_one_setting_moves_stays_where_it_was_for_the_next(torn, monkeypatch):
    moved = []
    mend = breaks.mend
    monkeypatch.setattr(breaks, "mend", lambda document, root: moved.append(mend(document, root)) or moved[-1])
    before = ElementTree.tostring(torn.root)
    first = laid(torn)
    assert moved == [True, False]
    assert ElementTree.tostring(torn.root) == before
    assert laid(torn, most=1).pages == first.pages == 2
    assert moved == [True, False]


def test_a_layout_is_the_same_each_time_that_it_is_written(torn):
    one = laid(torn)
    assert one.written(ABOUT) == one.written(ABOUT) == laid(torn).written(ABOUT)


def test_what_the_engine_warns_of_refuses_only_what_is_written():
    tried = laid(sheet('<p>Wells</p><img src="https://wells.invalid/map.png" alt="A map">'))
    with pytest.raises(Refused, match="cannot be shown"):
        tried.written(ABOUT)


def test_the_date_of_a_font_that_is_made_for_a_file_is_not_today(monkeypatch):
    of = sheet('<p lang="el">Φρέατα, <em>και μόνο φρέατα</em></p>')  # whose italics are a variable font
    written = []
    for year in (2001, 2031):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str((year - 1970) * 31_557_600))
        written.append(laid(of).written(ABOUT))
    assert written[0] == written[1]
