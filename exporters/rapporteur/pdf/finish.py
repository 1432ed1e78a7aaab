"""What a PDF says about itself: title, authors, language, state and dates, in XMP and in the old dictionary alike.

Nothing here is read from the machine: the same report gives the same identifiers (ISO 32000-1, 14.3 and 14.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pydyf

CREATOR = "Rapporteur"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a PDF says about its report; `date` is a day or a moment as ISO 8601, "" if the source states none."""

    title: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    identifier: str = ""
    date: str = ""

    def dictionary(self) -> Any:
        """Return it as the engine takes it, which must be started."""
        from weasyprint.document import DocumentMetadata

        return DocumentMetadata(
            title=self.title,
            authors=list(self.authors),
            description=self.subject,
            keywords=list(self.keywords),
            generator=CREATOR,
            created=self.date or None,
            modified=self.date or None,
            lang=self.language,
        )

    def packet(self, producer: str) -> str:
        """Return it as an XMP packet (ISO 16684-1) that claims PDF/UA-1 (ISO 14289-1, 5)."""
        return _PACKET.format(properties="\n".join(each for each in self._properties(producer) if each))

    def _properties(self, producer: str) -> Iterable[str]:
        yield "<pdfuaid:part>1</pdfuaid:part>"
        yield "<dc:format>application/pdf</dc:format>"
        yield _list("dc:title", "Alt", (self.title,))
        yield _list("dc:creator", "Seq", self.authors)
        yield _list("dc:description", "Alt", (self.subject,))
        yield _list("dc:subject", "Bag", self.keywords)
        yield _list("dc:language", "Bag", (self.language,))
        yield _text("dc:identifier", self.identifier)
        yield _text("pdf:Keywords", ", ".join(self.keywords))
        yield _text("pdf:Producer", producer)
        yield _text("xmp:CreatorTool", CREATOR)
        yield _text("xmp:CreateDate", self.date)
        yield _text("xmp:ModifyDate", self.date)


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _list(name: str, kind: str, values: Iterable[str]) -> str:
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{language}>{escape(value)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def finish(pdf: Any, metadata: Metadata, direction: str) -> None:
    """Complete a PDF that the engine is about to write."""
    producer = pdf.info["Producer"].string
    stream = pydyf.Stream(
        [metadata.packet(producer).encode()], pydyf.Dictionary({"Type": "/Metadata", "Subtype": "/XML"})
    )
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    if direction == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
