"""What the engine may open: the pictures that a report declares and the files of its layout; never the network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcherResponse

from ..layout import Layout
from ..picture import bare_picture

BASE = "https://layout.invalid/"
"""The address of the layout's folder for the engine; nothing ever asks for it (RFC 6761, 6.4)."""
LARGEST = 50_000_000
"""No picture may be larger, in bytes."""
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_ENDINGS = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf", ".otf": "font/otf"}


class Fetcher:
    """Opens one report's pictures and its layout's files; refuses every other address with a `ValueError`.

    The engine turns a refusal into a warning of its own, which `engine` collects.
    """

    _fail_on_errors = False  # the engine asks for it

    def __init__(self, layout: Layout, pictures: Mapping[str, Path]) -> None:
        self._layout = layout
        self._pictures = pictures

    def __call__(self, url: str) -> URLFetcherResponse:
        """Return the file at `url`."""
        if url in self._pictures:
            return _picture(url, self._pictures[url], self._layout.audience != "internal")
        if not url.startswith(BASE):
            raise ValueError("only the pictures of the report and the files of the layout may be shown")
        name = unquote(urlsplit(url).path).lstrip("/")
        path = self._layout.path(name)
        if path is None:
            raise ValueError(f"the layout has no file {name}")
        data = self._layout.read(name)
        kind = _ENDINGS.get(path.suffix.lower()) or _kind(data)
        return URLFetcherResponse(url, data, {"Content-Type": kind})


def _picture(url: str, path: Path, bare: bool) -> URLFetcherResponse:
    if not path.is_file():
        raise ValueError(f"there is no file {path.name}")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} is larger than {LARGEST:,} bytes")
    data = path.read_bytes()
    kind = _kind(data, path.name)
    return URLFetcherResponse(url, bare_picture(data) if bare else data, {"Content-Type": kind})


def _kind(data: bytes, name: str = "this file") -> str:
    """Return what kind of picture `data` is by its first bytes; raises ValueError if it is none that prints."""
    kind = next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if not kind:
        raise ValueError(f"{name} is no PNG, JPEG, GIF or WebP picture")
    return kind
