"""Layouts: found in order, inherited file by file, closed to code, and their mistakes have a file and a line."""

import pytest

import reports
from rapporteur import layout
from rapporteur.problems import Refused, WrongUse


@pytest.fixture
def made(tmp_path):
    """Return a function that writes a layout of the workspace and finds it."""

    def make(name="house", extends="rapporteur", **texts):
        folder = tmp_path / "layouts" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "layout.toml").write_text(f'extends = "{extends}"\n')
        for file, text in texts.items():
            (folder / file.replace("_", ".")).write_text(text, "utf-8")
        return layout.find(name, tmp_path)

    return make


def refused(call, *arguments):
    with pytest.raises(Refused) as raised:
        call(*arguments)
    return [(str(each.where), each.what) for each in raised.value.problems]


# Finding


def test_a_layout_of_the_workspace_wins_over_the_built_in_one_and_may_extend_it(made, tmp_path):
    (built_in,) = [each for each in layout.find("rapporteur").folders if each.name == "rapporteur"]
    own = made("rapporteur", "rapporteur", theme_css="own")
    assert own.folders[:2] == ((tmp_path / "layouts/rapporteur").resolve(), built_in)
    assert own.read("theme.css") == b"own"
    assert own.form.id == "rapporteur_form"


def test_what_a_layout_lacks_comes_from_the_one_it_extends_down_to_common(made):
    made("middle", "igf", a_txt="a of middle", b_txt="b of middle")
    found = made("house", "middle", b_txt="b of house")
    assert [folder.name for folder in found.folders] == ["house", "middle", "igf", "rapporteur", "common"]
    assert (found.read("a.txt"), found.read("b.txt")) == (b"a of middle", b"b of house")
    assert found.form.id == "workshop_report"


def test_settings_are_merged_table_by_table(made, tmp_path):
    made("middle")
    (tmp_path / "layouts/middle/layout.toml").write_text('extends = "rapporteur"\n[word]\na = 1\nb = 2\n')
    made("house", "middle")
    (tmp_path / "layouts/house/layout.toml").write_text('extends = "middle"\n[word]\nb = 3\n')
    found = layout.find("house", tmp_path).settings["word"]
    assert (found["a"], found["b"]) == (1, 3)


def test_a_name_that_no_layout_has_is_told_with_those_there_are(made, tmp_path):
    made("house")
    with pytest.raises(WrongUse, match="there is no layout “hause”; there are: house, igf, rapporteur"):
        layout.find("hause", tmp_path)
    with pytest.raises(WrongUse, match="there is no layout “nobody”"):
        made("other", "nobody")
    for name in ("../rapporteur", "/etc", "rapporteur/labels", "."):
        with pytest.raises(WrongUse, match="there is no layout"):
            layout.find(name, tmp_path)


def test_layouts_that_extend_each_other_in_a_circle_are_told(made):
    with pytest.raises(WrongUse):
        made("one", "other")
    with pytest.raises(WrongUse, match="extends itself in a circle"):
        made("other", "one")


def test_a_broken_layout_toml_has_its_line(made, tmp_path):
    made("house")
    (tmp_path / "layouts/house/layout.toml").write_text('extends = "rapporteur"\nname = \n')
    assert refused(layout.find, "house", tmp_path)[0][0] == "layouts/house/layout.toml:2"
    (tmp_path / "layouts/house/layout.toml").write_bytes(b'name = "\xff"\n')
    assert refused(layout.find, "house", tmp_path) == [("layouts/house/layout.toml:1", "a character here is not UTF-8")]


def test_the_digest_is_that_of_every_file_of_every_layout_below(made, tmp_path):
    made("middle", a_txt="a")
    one = made("house", "middle").digest()
    layout._digest.cache_clear()
    assert made("house", "middle").digest() == one
    (tmp_path / "layouts/middle/a.txt").write_text("b")
    layout._digest.cache_clear()
    assert made("house", "middle").digest() != one


# Closed doors


@pytest.mark.parametrize(
    "name", ["../secret.txt", "../../secret.txt", "/etc/hostname", "link.txt", "out/secret.txt", "a\0b", "x" * 999]
)
def test_no_file_outside_the_layout_can_be_read(made, tmp_path, name):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/secret.txt").write_text("secret")
    found = made("house")
    (tmp_path / "layouts/house/link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "layouts/house/out").symlink_to(tmp_path)
    assert found.path(name) is None
    with pytest.raises(Refused, match="has no file"):
        found.read(name)
    if "\0" not in name:
        assert refused(made("house", a_html='{% include "' + name + '" %}').render, "a.html", {})


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ word.__globals__ }}",
        "{{ word.__self__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''|attr('__class__') }}",
        "{{ '%s'.format.__class__ }}",
        "{{ '{0.__class__}'.format(1).x }}",
        "{% for a in range(999999999) %}{% endfor %}",
        "{{ lipsum.__globals__ }}",
        "{{ names.append(1) }}",
        "{{ names.clear() }}",
        "{% do words.update({}) %}",
        "{{ missing }}",
        "{{ names.missing }}",
        "{{ names[7] }}",
        "{{ 1 // 0 }}",
        "{% include 'nothing' %}",
        "{{ import('os') }}",
    ],
)
def test_a_template_can_run_no_code_and_every_name_must_be_there(made, text):
    found = made(a_html=f"one\ntwo\n{text}\n")
    context = {"word": "".join, "names": ["a"], "words": {"a": 1}}
    ((where, what),) = refused(found.render, "a.html", context)
    assert where in ("layouts/house/a.html:3", "house")
    assert what
    assert context == {"word": "".join, "names": ["a"], "words": {"a": 1}}


def test_words_are_escaped_and_cannot_become_markup(made):
    found = made(a_html='<p title="{{ words }}">{{ words }}</p>')
    assert (
        found.render("a.html", {"words": "<b> & \"'"})
        == '<p title="&lt;b&gt; &amp; &#34;&#39;">&lt;b&gt; &amp; &#34;&#39;</p>'
    )


# Mistakes and their places


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<p>\n{% if %}</p>", 2),
        ("<p>\n\n{{ a b }}", 3),
        ("{% for x in y %}\n\n", 1),
        ("\n\n\n{{ missing.x }}", 4),
        ("\n{% nonsense %}", 2),
        ("\n\n{{ 'a' + 1 }}", 3),
        ("{{ '", 1),
        ("\n{% set x = {} %}\n{{ x.y }}", 3),
    ],
)
def test_a_template_that_cannot_be_rendered_names_its_file_and_line(made, text, line):
    ((where, what),) = refused(made(a_html=text).render, "a.html", {})
    assert where == f"layouts/house/a.html:{line}"
    assert what.startswith("the layout cannot be rendered: ")


def test_the_place_of_a_mistake_is_in_the_file_that_holds_it(made):
    made("middle", b_html="\n{% macro m() %}\n\n{{ missing }}{% endmacro %}")
    found = made(
        "house",
        "middle",
        a_html='\n{% import "b.html" as b %}\n{{ b.m() }}',
        c_html='{% include "d.html" %}',
        d_html="\n{{ x }}",
    )
    assert refused(found.render, "a.html", {})[0][0] == "layouts/middle/b.html:4"
    assert refused(found.render, "c.html", {})[0][0] == "layouts/house/d.html:2"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("<article>\n<p>a</p>\n<blink>b</blink></article>", 3, "<blink> is not in the outline dialect"),
        ('<article>\n\n<p onclick="x">a</p></article>', 3, "<p> takes no attribute “onclick”"),
        (
            "<article>\n{% for n in range(9) %}\n<p>{{ n }}</p>\n{% endfor %}\n<script/></article>",
            5,
            "<script> is not in the outline dialect",
        ),
        (
            "{# one\ntwo #}<article>\n{% if true %}\n<p>\n<i>a</i></p>{% endif %}</article>",
            5,
            "<i> is not in the outline dialect",
        ),
        (
            "<article>\n{% for n in range(9) %}<p/>\n{% endfor %}\n<p>a</em></article>",
            4,
            "the layout does not give well-formed text",
        ),
        ("<article>\n<p>a\n</article>", 2, "the layout does not give well-formed text"),
        ('<article>{% for n in range(9) %}\n<p/>{% endfor %}\n{% set x = "<b>" %}\n<blink/></article>', 4, ""),
    ],
)
def test_an_outline_that_leaves_the_dialect_names_the_line_of_the_template(made, text, line, what):
    found = refused(made(a_html=text).outline, "a.html", {})
    if what:
        assert found[0][0] == f"layouts/house/a.html:{line}"
    assert found[0][1].startswith(what or "<blink>")
    assert "line" not in found[0][1].partition(":")[2]


def test_every_departure_from_the_dialect_is_told_at_once(made):
    found = made(a_html="<article><i/>\n<u/>\n<p foo='1' bar='2'/></article>")
    assert [where.rpartition(":")[2] for where, _ in refused(found.outline, "a.html", {})] == ["1", "2", "3", "3"]


def test_a_file_of_another_encoding_or_too_large_is_told(made, tmp_path):
    found = made(a_html="x")
    (tmp_path / "layouts/house/a.html").write_bytes(b"one\ntwo \xff\n")
    assert refused(found.render, "a.html", {}) == [("layouts/house/a.html:2", "a character here is not UTF-8")]
    with (tmp_path / "layouts/house/big.html").open("wb") as file:
        file.truncate(layout.LARGEST + 1)
    assert refused(found.read, "big.html") == refused(found.render, "big.html", {})


# Labels


def test_a_layout_may_change_words_and_add_a_language(made, tmp_path):
    found = made("house")
    (tmp_path / "layouts/house/labels").mkdir()
    (tmp_path / "layouts/house/labels/en.yaml").write_text("language: en\nwords: {outcomes: Results}\n")
    (tmp_path / "layouts/house/labels/sw.yaml").write_text("language: sw\nwords: {outcomes: Matokeo}\n")
    assert found.catalogue("en").words["outcomes"]["neutral"] == "Results"
    assert found.catalogue("sw").words["outcomes"]["neutral"] == "Matokeo"
    assert found.catalogue("sw").words["lessons"] == found.catalogue("en").words["lessons"]
    assert {"sw", "en", "ar"} <= set(found.languages())


def test_a_broken_catalogue_names_its_file_and_line(made, tmp_path):
    found = made("house")
    (tmp_path / "layouts/house/labels").mkdir()
    (tmp_path / "layouts/house/labels/fr.yaml").write_text("language: fr\nwords:\n  outcomes: a\n  outcomes: b\n")
    ((where, what),) = refused(found.catalogue, "fr")
    assert (where, what) == (
        "layouts/house/labels/fr.yaml:4",
        "“outcomes” stands here a second time; the first is on line 3",
    )
    (tmp_path / "layouts/house/labels/es.yaml").write_text("language: es\nwords:\n  outcomes: [a]\n")
    assert refused(found.catalogue, "es")[0][0] == "layouts/house/labels/es.yaml"


def test_every_layout_that_ships_holds_no_code():
    assert list((reports.CHECKOUT / "layouts").rglob("*.py")) == []
