"""What is compiled once: what was kept gives the same as what is compiled anew, and nobody else's is kept."""

import subprocess
import sys

import pytest

from rapporteur import catalogues, compiled, fingerprint, layout

SHEET = """
import sys
from pathlib import Path
from rapporteur import compiled
compiled.FOLDER = Path(sys.argv[1])
from rapporteur import form, layout, source
from rapporteur.format import Options, load
from rapporteur.layout import find
from rapporteur.naming import options_for
read = source.read(Path(sys.argv[2]))
report = read.conference.reports[0]
options = options_for(report, read.conference, read.workspace, False, "", "internal")
data = load("pdf").export(report, read.layout, options)
Path(sys.argv[3]).write_bytes(data)
print("cffi" in sys.modules, "jinja2.compiler" in sys.modules)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def test_what_is_kept_comes_back_until_what_it_was_made_from_changes_or_it_is_damaged(folder):
    assert compiled.recall("a", "text") is None
    compiled.keep("a", "text", b"what it became")
    assert compiled.recall("a", "text") == b"what it became"
    assert compiled.recall("a", "another text") is None
    (path,) = folder.iterdir()
    for damaged in (b"", path.read_bytes()[:-1], path.read_bytes() + b"x", b"x" + path.read_bytes()[1:]):
        path.write_bytes(damaged)
        assert compiled.recall("a", "text") is None


def test_nothing_is_kept_where_python_may_keep_nothing(folder, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled.keep("a", "text", b"what it became")
    assert not folder.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a-file").write_text("")
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "a-file")
    compiled.keep("a", "text", b"what it became")
    assert compiled.recall("a", "text") is None


def test_templates_and_labels_of_the_house_are_kept_and_those_of_a_workspace_are_not(folder, tmp_path):
    own = tmp_path / "w" / "layouts" / "own"
    (own / "labels").mkdir(parents=True)
    (own / "layout.toml").write_text('extends = "rapporteur"\n')
    (own / "labels" / "en.yaml").write_text("report: Account\n")
    (own / "own.jinja").write_text("{% import 'hues.jinja' as hues %}Own")
    found = layout.find("own", tmp_path / "w")
    assert not found.ours
    assert found.render("own.jinja", {}) == "Own"
    catalogues.read.cache_clear()
    first = found.catalogue("en")
    assert {path.name.split(".cpython")[0] for path in folder.iterdir()} == {
        "common-hues.jinja",
        "layouts-common-labels-en.yaml",
    }
    catalogues.read.cache_clear()
    assert found.catalogue("en") == first


def test_a_template_that_says_something_else_by_now_is_compiled_anew(folder, tmp_path, monkeypatch):
    house = tmp_path / "house"
    (house / "one").mkdir(parents=True)
    (house / "one" / "layout.toml").write_text("")
    monkeypatch.setattr(layout, "built_in", lambda: house)
    for said in ("first", "second"):
        (house / "one" / "page.jinja").write_text(said)
        layout._environment.cache_clear()
        assert layout.Layout("one", (house / "one",)).render("page.jinja", {}) == said


def test_a_pdf_is_the_same_from_what_was_kept_and_no_declaration_or_template_is_read_again(tmp_path):
    import reports

    workspace = reports.workspace(tmp_path / "w", reports.session_text("\n## Messages\n\n1. One.\n2. Two.\n"))
    made = []
    for at in range(2):
        out = tmp_path / f"{at}.pdf"
        command = [sys.executable, "-c", SHEET, str(tmp_path / "kept"), str(workspace), str(out)]
        environment = {"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "0", "PYTHONPATH": ":".join(sys.path)}
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.split()
        made.append((out.read_bytes(), said))
    assert made[0][0] == made[1][0]
    assert (made[0][1][0], made[1][1][0]) == ("True", "False")
    kept = {path.name.split(".cpython")[0] for path in (tmp_path / "kept").iterdir()}
    assert {"weasyprint.html", "weasyprint.text.ffi", "layouts-rapporteur-pdf.css", "rapporteur-pdf.html.jinja"} <= kept


def test_the_digest_of_the_code_is_of_today_though_it_is_kept(folder, tmp_path, monkeypatch):
    house = tmp_path / "code"
    house.mkdir()
    (house / "a.py").write_text("1")
    monkeypatch.setattr(fingerprint, "__file__", str(house / "fingerprint.py"))
    first = fingerprint._code()
    assert (fingerprint._code(), len(list(folder.iterdir()))) == (first, 1)
    (house / "a.py").write_text("2")
    second = fingerprint._code()
    (house / "b.py").write_text("1")
    assert len({first, second, fingerprint._code()}) == 3
