"""The next Word, PDF and register print what became of a recommendation, and only then are made again."""

import reports
from rapporteur.build import Wish, build
from rapporteur.word.read import paragraphs

SESSION = reports.session_text(
    "\n## Key recommendations {.recommendations}\n\n- Act. {#T3-S01-R01}\n- Rest. {#T3-S01-R02}\n"
)
OTHER = reports.session_text("\n## Key recommendations {.recommendations}\n\n- Go. {#T3-S02-R01}\n").replace(
    "id: T3-S01", "id: T3-S02"
)


def made(folder):
    return sorted(each.path for each in build(folder, Wish(exporters=("word",))).made)


def test_a_status_is_printed_and_makes_only_its_own_session_stale(tmp_path):
    folder = reports.workspace(tmp_path, SESSION, OTHER)
    assert len(made(folder)) == 2
    (folder / "source/followup.yaml").write_text("T3-S01-R02:\n  status: done\n  responsible: Li Wei\n", "utf-8")
    (path,) = made(folder)
    assert "T3-S01" in path
    assert "Status: Done · Responsible: Li Wei" in paragraphs((folder / "build" / path).read_bytes())
    assert made(folder) == []
    (folder / "source/followup.yaml").write_text("T3-S01-R02:\n  status: done\n  comment: seen\n", "utf-8")
    assert len(made(folder)) == 1, "the responsible is gone"
    (folder / "source/followup.yaml").write_text("T3-S01-R02:\n  status: done\n  comment: seen twice\n", "utf-8")
    assert made(folder) == [], "comments are not printed"
