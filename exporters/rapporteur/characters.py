"""Characters that no deliverable can hold, and what they are called."""

from __future__ import annotations

import re

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (§2.2) cannot hold or discourages: the control characters, lone surrogates and two non-characters."""


def forbidden(text: str) -> tuple[str, ...]:
    """Return each forbidden character of `text` once, as a person can look it up: U+000B, Word's manual line break."""
    return tuple(f"U+{ord(found):04X}, {_named(found)}," for found in sorted(set(FORBIDDEN.findall(text))))


def _named(character: str) -> str:
    if character == "\x0b":
        return "Word's manual line break"
    return "a control character" if character < "\xa0" else "which stands for no letter"
