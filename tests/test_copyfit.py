"""A report is laid out as often as it must be, and written once."""

import gc
import random
import sys
from xml.etree import ElementTree

import pyphen
import pytest

from rapporteur import layout
from rapporteur.pdf import breaks, engine, hyphens, loading, page
from rapporteur.pdf.finish import Metadata
from rapporteur.problems import Refused

pyphen_dictionary = hyphens.Dictionary.__base__
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
    assert moved == [True, False], "what is only tried need not be mended"


def test_a_layout_is_the_same_each_time_that_it_is_written(torn):
    one = laid(torn)
    assert one.written(ABOUT) == one.written(ABOUT) == laid(torn).written(ABOUT)


@pytest.fixture
def made(monkeypatch):
    """Return a list to which the number of each page is added that the engine makes."""
    engine.start()
    from weasyprint.layout import page as pages

    numbers, make = [], pages.make_page
    monkeypatch.setattr(pages, "make_page", lambda *told: numbers.append(told[4]) or make(*told))
    return numbers


def test_what_is_too_long_is_laid_out_no_further_and_written_whole(made):
    of = sheet(LIST * 9)
    whole = laid(of)
    assert made == list(range(1, whole.pages + 1))
    for most in range(1, whole.pages + 2):
        made.clear()
        assert laid(of, most=most).pages == min(whole.pages, most + 1)
        assert len(made) == min(whole.pages, most)
    assert whole.pages > 2
    assert laid(of, most=1).written(ABOUT) == whole.written(ABOUT)


def test_pages_that_tell_how_many_there_are_are_all_laid_out(made):
    of = sheet(f"<style>.all::after {{ content: counter(pages) }}</style><p class=all></p>{LIST * 5}")
    assert laid(of, most=1).pages == 2
    assert made[:2] == [1, 2]


def test_what_the_engine_warns_of_refuses_only_what_is_written():
    tried = laid(sheet('<p>Wells</p><img src="https://wells.invalid/map.png" alt="A map">'))
    with pytest.raises(Refused, match="cannot be shown"):
        tried.written(ABOUT)


def test_what_is_imported_later_is_there_when_it_is_used(monkeypatch):
    monkeypatch.delitem(sys.modules, "wsgiref.util", raising=False)
    with loading.later("wsgiref.util"):
        from wsgiref import util
    assert "wsgiref.util" not in sys.modules
    assert util.guess_scheme({}) == "http"
    assert sys.modules["wsgiref.util"].guess_scheme is util.guess_scheme
    with loading.later("wsgiref.util"):
        from wsgiref import util as again
    assert again is sys.modules["wsgiref.util"]


def test_a_function_is_imported_when_it_is_called(monkeypatch):
    for name in ("wsgiref", "wsgiref.util"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with loading.later("wsgiref.util", "guess_scheme"):
        from wsgiref.util import guess_scheme
    assert not {"wsgiref", "wsgiref.util"} & sys.modules.keys()
    assert guess_scheme({"HTTPS": "on"}) == "https"
    assert "wsgiref.util" in sys.modules


# Catalan has hyphens that change letters, Spanish is not UTF-8, Esperanto says some letters twice
@pytest.mark.parametrize("name", ["en_US", "fr", "es", "ru_RU", "ca", "eo"])
def test_words_are_hyphenated_as_pyphen_does(name):
    path, theirs = pyphen.LANGUAGES[name], pyphen_dictionary(pyphen.LANGUAGES[name])
    ours, letters = hyphens.Dictionary(path), [each.strip(".") for each in theirs.patterns]
    chance = random.Random(name)
    words = ["".join(chance.choices(letters, k=chance.randint(1, 5))) for _ in range(500)]
    found = [[[(int(at), at.data) for at in each.positions(word)] for word in words] for each in (theirs, ours)]
    assert found[0] == found[1]
    assert sum(map(len, found[0])) > 500


def test_garbage_is_looked_for_again_after_a_mistake():
    seen = []

    @loading.uncollected()
    def fails():
        seen.append(gc.isenabled())
        raise Refused([])

    with pytest.raises(Refused):
        fails()
    assert (seen, gc.isenabled()) == ([False], True)


def test_the_engine_can_make_subsets_without_harfbuzz(monkeypatch):
    of = laid(sheet("<p>Wells</p>"))
    from weasyprint.pdf import fonts

    monkeypatch.setattr(fonts, "harfbuzz_subset", None)
    with pytest.raises(Refused) as refused:
        of.written(ABOUT)
    assert ["Using fontTools" in each.what for each in refused.value.problems] == [True]


def test_the_date_of_a_font_that_is_made_for_a_file_is_not_today(monkeypatch):
    of = sheet('<p lang="el">Φρέατα, <em>και μόνο φρέατα</em></p>')  # whose italics are a variable font
    written = []
    for year in (2001, 2031):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str((year - 1970) * 31_557_600))
        written.append(laid(of).written(ABOUT))
    assert written[0] == written[1]
