"""The list of contents: a field whose entries are written already, so that no program need count them to show them."""

from __future__ import annotations

_CODE = 'TOC \\o "1-2" \\h \\z'
_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> {_CODE} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_AFTER = "</w:pPr>"


def of(entries: str) -> str:
    """Return paragraphs as what a field of contents shows (ECMA-376 part 1, §17.16.5.68).

    The field is not marked as dirty: a program that opens the file shows what stands there, and asks nothing.
    """
    if _AFTER not in entries:
        return entries
    before, _, rest = entries.partition(_AFTER)
    return f"{before}{_AFTER}{_BEGIN}{rest.removesuffix('</w:p>')}{_END}</w:p>"
