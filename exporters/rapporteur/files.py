"""Files on disk: read as text, written whole or not at all, told apart by digest, and one writer at a time."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .problems import WrongUse

PARTIAL = ".partial-"
"""Names of unfinished files begin so; the next build removes what a killed one left."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal (FIPS 180-4)."""
    return hashlib.sha256(data).hexdigest()


def stamp(path: Path) -> tuple[int, int, int]:
    """Return what tells a file from what it was before without reading it: size, time of the last write, inode."""
    known = path.stat()
    return known.st_size, known.st_mtime_ns, known.st_ino


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, even if the power fails.

    The new file keeps the permissions of the old one. On a full disk the old file stays and OSError is raised.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; systems that cannot open a folder do without."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def free_name(path: Path) -> Path:
    """Return a free name beside `path`, for what somebody changed and nothing may overwrite."""
    names = (path.with_name(f"{path.stem}.changed{n or ''}{path.suffix}") for n in range(1000))
    return next(name for name in names if not name.exists())


def remove_partial(folder: Path) -> None:
    """Remove the unfinished files that a killed run left under `folder`."""
    for path in folder.rglob(f"{PARTIAL}*"):
        path.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path, wait: float = 600.0) -> Iterator[None]:
    """Hold the workspace's lock: a second run waits up to `wait` seconds, and a killed run holds nothing.

    Raises WrongUse when the time is up.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=wait):
            yield
    except Timeout:
        raise WrongUse(f"another run is still working in {folder}; try again when it is done") from None


def inside(folder: Path, name: str) -> Path | None:
    """Return the file that `name` means below `folder`, or None if it leads outside (by ``..``, a root or a link).

    None too for what cannot be a name: one with a NUL in it, or longer than the system allows.
    """
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        path.is_file()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: links that lead in a circle
        return None
    return path if path.is_relative_to(root) else None


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to a file that must not exist yet; raises `WrongUse` if it does, also if another run was quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise WrongUse(f"{path} exists already; it was left as it is")
    handle, name = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        os.link(name, path)
    except FileExistsError:
        raise WrongUse(f"{path} exists already; it was left as it is") from None
    finally:
        Path(name).unlink(missing_ok=True)
