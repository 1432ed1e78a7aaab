"""The house's templates, compiled once."""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from . import compiled


class Compiled(BytecodeCache):
    """The compiled templates of a folder and those within it; others are compiled each time."""

    def __init__(self, house: Path) -> None:
        self._house = house

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return under what name a template is kept, "" if it is not of the house."""
        path = Path(filename or "")
        return "-".join(path.relative_to(self._house).parts) if path.is_relative_to(self._house) else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what is kept of it."""
        if bucket.key and (kept := compiled.recall(bucket.key, _made_from(bucket))):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        if bucket.key:
            compiled.keep(bucket.key, _made_from(bucket), bucket.bytecode_to_string())


def _made_from(bucket: Bucket) -> str:
    return f"{bucket.checksum} {jinja2.__version__}"
