"""Files: whole or not at all, never outside their folder, one writer at a time."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rapporteur import files
from rapporteur.problems import WrongUse


def test_a_file_is_written_whole_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "deep" / "a.txt"
    files.write_atomically(path, b"one")
    path.chmod(0o640)
    files.write_atomically(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)
    assert [each.name for each in path.parent.iterdir()] == ["a.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_atomically(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.txt", b"old")]


def test_a_reader_never_sees_a_torn_file(tmp_path):
    path = tmp_path / "a.txt"
    whole = {b"a" * 100_000, b"b" * 100_000}
    files.write_atomically(path, b"a" * 100_000)
    writer = threading.Thread(
        target=lambda: [files.write_atomically(path, letter * 100_000) for letter in (b"a", b"b") * 15]
    )
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.add(path.read_bytes())
    writer.join()
    assert seen <= whole


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path):
    (tmp_path / "word").mkdir()
    (tmp_path / "word" / f"{files.PARTIAL}x").write_bytes(b"")
    (tmp_path / "word" / "a.docx").write_bytes(b"")
    files.remove_partial(tmp_path)
    assert [each.name for each in (tmp_path / "word").iterdir()] == ["a.docx"]


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "b/../../a", "link/a", "a\0b", "x" * 5000, "loop", "loop/a"])
def test_nothing_outside_a_folder_is_inside_it(tmp_path, name):
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "a").write_bytes(b"secret")
    (folder / "link").symlink_to(tmp_path)
    (folder / "loop").symlink_to(folder / "loop")
    assert files.inside(folder, name) is None


def test_what_is_inside_is_found_by_any_of_its_names(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "alias").symlink_to(tmp_path / "b")
    for name in ("b/c", "./b/c", "b/../b/c", "alias/c"):
        assert files.inside(tmp_path, name) == (tmp_path / "b/c").resolve()


def test_a_new_file_is_never_written_over_another(tmp_path):
    files.write_new(tmp_path / "a", b"mine")
    with pytest.raises(WrongUse, match="exists already"):
        files.write_new(tmp_path / "a", b"yours")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"mine")]


def test_a_second_run_waits_and_says_why_it_gives_up(tmp_path):
    with files.locked(tmp_path), pytest.raises(WrongUse, match="another run is still working"):
        _lock_elsewhere(tmp_path)


def _lock_elsewhere(folder):
    program = (
        f"from pathlib import Path\nfrom rapporteur.files import locked\nwith locked(Path({str(folder)!r}), 0.1): pass"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=_environment()
    )
    if run.returncode:
        raise WrongUse(run.stderr.strip().rpartition("WrongUse: ")[2])


def _environment():
    return os.environ | {"PYTHONPATH": str(Path(files.__file__).parents[1])}
