"""Files that LibreOffice opened and saved again, fifty in one run of it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rapporteur import office

PROGRAM = office.program()
AT_ONCE = 50
SECONDS, ALONE = 120, 60
"""So long may a run take, and so long one with a file alone: LibreOffice 7.4 never finishes about 3 of 1,000."""
DOCX, ODT = "docx:MS Word 2007 XML", "odt:writer8"


def resaved(files: Sequence[bytes]) -> list[bytes | None]:
    """Return files saved as DOCX again."""
    return converted(files, ".docx", (DOCX,))


def through_odt(files: Sequence[bytes]) -> list[bytes | None]:
    """Return files saved as ODT, and that as DOCX again."""
    return converted(files, ".docx", (ODT, DOCX))


def converted(files: Sequence[bytes], suffix: str, kinds: Sequence[str]) -> list[bytes | None]:
    """Return files with the ending `suffix` saved as each of `kinds` in turn; None for what did not come back."""
    return [back for at in range(0, len(files), AT_ONCE) for back in _run(files[at : at + AT_ONCE], suffix, kinds)]


def _run(files: Sequence[bytes], suffix: str, kinds: Sequence[str]) -> Iterator[bytes | None]:
    with TemporaryDirectory(prefix="routes-") as home:
        folder = Path(home) / "0"
        folder.mkdir()
        names = [f"{at:04}" for at in range(len(files))]
        for name, data in zip(names, files, strict=True):
            (folder / f"{name}{suffix}").write_bytes(data)
        for step, kind in enumerate(kinds, 1):
            target = Path(home) / str(step)
            _convert(sorted(folder.iterdir()), kind, target, Path(home) / "profile")
            folder, suffix = target, "." + kind.partition(":")[0]
        for name in names:
            path = folder / f"{name}{suffix}"
            yield path.read_bytes() if path.is_file() else None


def _convert(paths: Sequence[Path], kind: str, target: Path, profile: Path) -> None:
    assert PROGRAM, "LibreOffice is not installed"
    target.mkdir()
    command = [PROGRAM, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(target)]
    ending = kind.partition(":")[0]
    waiting, stopped_at = list(paths), []
    while waiting:
        _watch([*command, *map(str, waiting)], SECONDS)
        done = sum((target / path.with_suffix(f".{ending}").name).is_file() for path in waiting)
        stopped_at += waiting[done : done + 1]
        waiting = waiting[done + 1 :]
    for path in stopped_at:  # the machine may have been busy
        _watch([*command, str(path)], ALONE)


def _watch(command: Sequence[str], seconds: int) -> None:
    """Run a program; when it takes too long, end it with all the programs it started."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": office.environment()}
    with subprocess.Popen(command, start_new_session=True, **quiet) as run:
        try:
            run.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
