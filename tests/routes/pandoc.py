"""Files that pandoc read and wrote again, with the names of their styles: ``-f docx+styles -t docx``.

It knows neither controls nor heads and feet; a bookmark stays only where a link leads to it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = shutil.which("pandoc")
SECONDS = 60
"""So long may one file take."""


def converted(files: Sequence[bytes]) -> list[bytes | None]:
    """Return files as pandoc writes them; None for what it gives up."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_converted, files))


def _converted(data: bytes) -> bytes | None:
    assert PROGRAM, "pandoc is not installed"
    with TemporaryDirectory(prefix="routes-") as home:
        sent, back = Path(home) / "sent.docx", Path(home) / "back.docx"
        sent.write_bytes(data)
        command = [PROGRAM, "-f", "docx+styles", "-t", "docx", "-o", str(back), str(sent)]
        ran = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        return back.read_bytes() if ran.returncode == 0 and back.is_file() else None
