"""Makes ``tests/fixtures/returned/*.docx``: forms of the sessions beside them, edited in a real LibreOffice and saved.

Run ``python tests/routes/make_fixtures.py [NAME…]`` where LibreOffice is; ``UNO_PYTHON`` names a Python that has its
``uno`` if ``/usr/bin/python3`` does not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))

from rapporteur import system  # noqa: E402
from routes import libreoffice  # noqa: E402
from routes.comments import commented  # noqa: E402
from routes.edits import EDITS, Edit  # noqa: E402
from routes.sent import RETURNED, sent  # noqa: E402

PYTHON = system.python_with("uno")
WRITTEN = ("Maria Souza", "2026-11-20T10:00:00Z")
"""Who wrote the comments, and when."""


def made(edits: Sequence[Edit]) -> Iterator[tuple[str, bytes]]:
    """Yield name and file of each edit."""
    with TemporaryDirectory(prefix="routes-") as home:
        jobs = []
        for edit in edits:
            source, target = Path(home) / f"{edit.session}.docx", Path(home) / f"{edit.name}{_suffix(edit)}"
            source.write_bytes(sent(edit.session).data)
            if not edit.comments:
                jobs.append({"source": str(source), "target": str(target), "steps": edit.steps})
        _run(jobs)
        for edit in edits:
            yield edit.name, _saved(edit, Path(home) / f"{edit.name}{_suffix(edit)}")


def _suffix(edit: Edit) -> str:
    return ".odt" if edit.through_odt else ".docx"


def _run(jobs: list[dict[str, object]]) -> None:
    assert PYTHON, "no Python has LibreOffice's uno"
    run = [PYTHON, str(Path(__file__).with_name("uno_edits.py"))]
    ran = subprocess.run(run, input=json.dumps(jobs), stdout=subprocess.PIPE, text=True, timeout=600, check=True)
    failed = [f"{Path(target).name}: {wrong}" for target, wrong in json.loads(ran.stdout).items() if wrong]
    assert not failed, "\n".join(failed)


def _saved(edit: Edit, path: Path) -> bytes:
    data: bytes | None
    if edit.comments:
        (data,) = libreoffice.resaved([commented(sent(edit.session).data, *WRITTEN, *edit.comments)])
    elif edit.through_odt:
        (data,) = libreoffice.converted([path.read_bytes()], ".odt", (libreoffice.DOCX,))
    else:
        data = path.read_bytes()
    assert data, edit.name
    return data


def main() -> None:
    """Make all, or those that are named."""
    names = sys.argv[1:]
    for name, data in made([each for each in EDITS if not names or each.name in names]):
        (RETURNED / f"{name}.docx").write_bytes(data)
        print(f"{len(data):6} {name}.docx")


if __name__ == "__main__":
    main()
