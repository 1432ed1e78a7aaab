"""Links and e-mail addresses that cannot be right, found without asking the network."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]]+@(?:[^\s@<>(),;:\"\[\].]+\.)+(?!\d+\Z)[^\s@<>(),;:\"\[\].]{2,}")
SCHEMES = ("http", "https", "mailto")


def is_email(text: str) -> bool:
    """Return whether `text` can be one e-mail address."""
    return EMAIL.fullmatch(text) is not None


def wrong(href: str) -> str:
    """Return what is wrong with the target of a link, "" if nothing is."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(href)
    except ValueError:
        return f"“{href}” cannot be a link"
    if href.startswith("#") and len(href) > 1:
        return ""
    if parts.scheme not in SCHEMES:
        return f"“{href}” is no link to the web or to an e-mail address"
    if parts.scheme == "mailto":
        return "" if is_email(parts.path) else f"“{parts.path}” cannot be an e-mail address"
    host = parts.hostname or ""
    return "" if "." in host.strip(".") or host == "localhost" else f"“{href}” names no web site"
