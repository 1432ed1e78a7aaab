"""LibreOffice, where there is one: files of other office programs as DOCX."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from .problems import Place, Refused, error

SECONDS = 120
"""A conversion that takes longer is given up."""
_FILTER = "docx:MS Word 2007 XML"


def program() -> str | None:
    """Return LibreOffice's program, None if there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def environment() -> dict[str, str]:
    """Return the environment for it: the PDF engine may have hidden the fonts of the system from this process."""
    return {name: value for name, value in os.environ.items() if name not in ("FONTCONFIG_FILE", "PANGO_LANGUAGE")}


def as_docx(data: bytes, suffix: str, file: str) -> bytes:
    """Return a text document as DOCX; raises `Refused` without LibreOffice, and for what it cannot open in time.

    It runs with a profile of its own: no macros, and none of the settings of whoever is at the machine.
    """
    soffice = program()
    hint = "open it in an office program and save it as DOCX"
    if soffice is None:
        raise Refused(
            [error(Place(file), f"reading {suffix} files needs LibreOffice, which is not here", hint, "office")]
        )
    with TemporaryDirectory(prefix="rapporteur-") as home:
        folder = Path(home)
        path = folder / f"returned{suffix}"
        path.write_bytes(data)
        command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", _FILTER, "--outdir", str(folder / "made"), str(path)]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=environment())  # noqa: S603
        except subprocess.TimeoutExpired:
            raise Refused([error(Place(file), "LibreOffice took too long to open it", hint, "office")]) from None
        made = folder / "made" / "returned.docx"
        if not made.is_file():
            raise Refused([error(Place(file), "LibreOffice cannot open it", hint, "office")])
        return made.read_bytes()
