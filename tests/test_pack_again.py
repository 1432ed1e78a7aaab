"""A pack made again after an edit: the same bytes as one made of all, and made of all when anything else says it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import listed
import packs
from rapporteur import checks, cli, packing, source
from rapporteur.packing import made_of
from rapporteur.render import Here
from rapporteur.variant import Variant

OF = Variant(word=False)
TEXT = """\
---
id: S1
title: Seeds after the drought
track: 3
state: draft
people:
  organiser: Ana Paz (FAO)
---

## Summary {.summary}

Women keep the seeds. They share them with everybody in the valley, and keep a list.

## Recommendations {.recommendations}

- Pay the keepers of seeds. {#S1-R01 to="Ministries"}
"""
AFTER = "\n## Lessons learned\n\n"


@pytest.fixture(scope="module", autouse=True)
def _record_alone() -> None:
    os.environ["RAPPORTEUR_VERAPDF"] = "no"


def full(folder: Path) -> packing.Pack:
    read = source.read(folder)
    reports, absent = packing.bindable(read, checks.check(read))
    return packing.packed(read, reports, absent, of=OF)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace whose pack was made."""
    folder = packs.workspace(tmp_path_factory.mktemp("again"), "en", "en", "es", short=True)
    packs.surround(folder)
    (folder / "source/sessions/s1.md").write_text(TEXT, "utf-8")
    time.sleep(0.05)  # what was written in the moment in which it is read could be another's edit
    full(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "w"))


def changed(folder: Path) -> source.Source | None:
    before = made_of.read(folder / "build/.parts/internal", OF)
    assert before
    return made_of.changed(before, folder, OF)


def edit(old: str, new: str, name: str = "sessions/s1.md") -> Callable[[Path], None]:
    def done(folder: Path) -> None:
        path = folder / "source" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return done


@pytest.mark.parametrize(("together", "alone"), [(True, None), (False, Here())])
def test_a_pack_made_again_is_the_pack_that_is_made_of_all(folder: Path, together: bool, alone: Here | None) -> None:
    nothing = packing.again(folder, OF)
    assert nothing
    assert nothing[1].made == 0
    edit("keep the seeds", "kept the seeds")(folder)
    if not together:
        first = packing.again(folder, OF, alone=alone)
        assert first
        assert first[1].made == 1
    edit("N1. What", "A line more.\n\nN2. What", "sessions/s0.md")(folder)
    found = packing.again(folder, OF, alone=alone)
    assert found
    assert found[1].made == 1 + together
    shutil.rmtree(folder / "build")
    whole = full(folder)
    assert (found[1].data, found[1].pages, found[1].ids) == (whole.data, whole.pages, whole.ids)
    assert found[1].data != nothing[1].data
    assert set(found[1].problems) == set(whole.problems)


@pytest.mark.parametrize(
    "done",
    [
        edit("title: Seeds", "title: All seeds"),
        edit("track: 3", "track: 1"),
        edit("state: draft", "state: reviewed"),
        edit("Ana Paz", "Ana María Paz"),
        edit("(FAO)", "(UNEP)"),
        edit("Pay the", "Do pay the"),
        edit("Ministries", "Cities"),
        edit("S1-R01", "S1-R09"),
        edit("## Summary", "## The summary"),
        edit("They share", "The Community Seed Bank (CSB) does. They share"),
        edit("state: draft", "state: no such state"),
        edit("id: S1", "id: S7"),
        edit("name: Forum", "name: The Forum", "conference.yaml"),
        edit("Welcome", "Be welcome", "pack/foreword.md"),
        edit("Hall A", "Hall C", "programme.yaml"),
        lambda folder: (folder / "source/followup.yaml").write_text("S1-R01: {status: done}\n", "utf-8"),
        lambda folder: (folder / "source/sessions/s1.md").unlink(),
        lambda folder: shutil.copy(folder / "source/sessions/s1.md", folder / "source/sessions/s9.md"),
        lambda folder: (folder / "source/pictures/a b.png").write_bytes(b"another picture"),
    ],
)
def test_what_other_parts_say_or_depend_on_makes_the_pack_of_all(folder: Path, done: Callable[[Path], object]) -> None:
    assert changed(folder) is not None
    done(folder)
    assert changed(folder) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("everybody", "all emerging countries"),  # a term of the index
        ("and keep a list.", "and keep a list.\n\n" + "A long story goes on here. " * 900),
    ],
)
def test_pages_that_others_name_make_the_pack_of_all(folder: Path, old: str, new: str) -> None:
    edit(old, new)(folder)
    assert changed(folder) is not None
    assert packing.again(folder, OF) is None


def test_a_recommendation_that_moves_to_another_page_is_named_there(folder: Path) -> None:
    name, few, many = "sessions/s1.md", "Only this.", "A long story goes on here. " * 300
    path = folder / "source" / name
    text = path.read_text("utf-8").replace("keep a list.", f"keep a list.\n\n{few}")
    path.write_text(text + AFTER + many, "utf-8")
    time.sleep(0.05)
    before = full(folder)
    assert page_of(folder, before) == {"11"}
    path.write_text(text.replace(few, many) + AFTER + few, "utf-8")
    assert changed(folder) is not None
    assert packing.again(folder, OF) is None
    moved = full(folder)
    assert page_of(folder, moved) == {"13"}
    assert (moved.pages, moved.made) == (before.pages, 2)  # the lists; the session was set before


def page_of(folder: Path, pack: packing.Pack) -> set[str]:
    """Return which pages the lists of a pack name for the one recommendation of S1."""
    path = folder / "pack.pdf"
    path.write_bytes(pack.data)
    lines = listed.in_print(path, listed.printed(path))
    return {each.page for each in lines if each.leads == "session-S1/S1-R01"}


def test_a_damaged_note_or_a_lost_part_makes_the_pack_of_all(folder: Path) -> None:
    parts = folder / "build/.parts/internal"
    (note,) = parts.glob(f"*{made_of.SUFFIX}")
    lost = next(parts.glob("*.json"))
    lost.unlink()
    assert packing.again(folder, OF) is None
    told = note.read_text("utf-8")
    for other in ("../../../source/sessions/s1", "x"):  # a workspace may come from anybody
        note.write_text(re.sub('"part":"[0-9a-f]+"', f'"part":"{other}"', told), "utf-8")
        assert made_of.read(parts, OF) is None
    note.write_bytes(told.encode()[:-40])
    assert packing.again(folder, OF) is None


def test_what_was_written_while_a_pack_was_made_is_not_taken_for_what_it_was_made_of(folder: Path) -> None:
    read = source.read(folder)
    assert made_of.still(replace(read, at=time.time() + 1))
    (folder / "source/programme.yaml").touch()
    assert not made_of.still(read)


def test_its_word_file_is_of_today_only_if_no_session_changed_since(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["-w", str(folder), "pack"]
    assert cli.main(run) == cli.main(run)
    assert "unchanged  build/pack/forum-on-cooperation.docx" in capsys.readouterr().out
    edit("keep the seeds", "kept the seeds")(folder)
    time.sleep(0.05)
    cli.main([*run, "--no-word"])
    capsys.readouterr()
    cli.main(run)
    assert "made       build/pack/forum-on-cooperation.docx" in capsys.readouterr().out
    (folder / "build/pack/forum-on-cooperation.docx").write_bytes(b"somebody's own")
    cli.main(run)
    assert "kept aside" in capsys.readouterr().out


def test_runs_at_once_wait_for_each_other(folder: Path) -> None:
    edit("keep the seeds", "kept the seeds")(folder)
    command = [sys.executable, "-m", "rapporteur", "-w", str(folder), "pack", "--no-word"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [each.communicate()[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sorted(re.findall(r"\d+ parts? set", "".join(told))) == ["0 parts set", "1 part set"]


def test_a_pack_for_others_is_made_of_all(folder: Path) -> None:
    for of in (Variant(word=False, audience="public"), Variant(word=False, tracks=("3",)), Variant(word=True)):
        assert packing.again(folder, of) is None
