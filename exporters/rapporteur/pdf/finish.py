"""What a PDF says about itself: title, authors, language, state and dates, in XMP and in the old dictionary alike.

Nothing here is read from the machine: the same report gives the same identifiers (ISO 32000-1, 14.3 and 14.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from ..edition import ARCHIVE, UA

CREATOR = "Rapporteur"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
{properties}
</rdf:Description>{extension}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_EXTENSION = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>the part of ISO 14289 that the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""What PDF/A asks to be told of properties that it does not know (ISO 19005-3, 6.6.2.3.3)."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a PDF says about its report; `date` is a day or a moment as ISO 8601, "" if the source states none.

    `claims` are the standards it says it keeps; `source` is the session's file, by the name it is attached with.
    """

    title: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    identifier: str = ""
    date: str = ""
    claims: tuple[str, ...] = (UA,)
    source: tuple[str, bytes] | None = None

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
        """Return it as an XMP packet (ISO 16684-1) with the claims (ISO 14289-1, 5; ISO 19005-3, 6.6.4)."""
        extension = _EXTENSION if ARCHIVE in self.claims and UA in self.claims else ""
        properties = "\n".join(each for each in self._properties(producer) if each)
        return _PACKET.format(properties=properties, extension=extension)

    def _properties(self, producer: str) -> Iterable[str]:
        if UA in self.claims:
            yield "<pdfuaid:part>1</pdfuaid:part>"
        if ARCHIVE in self.claims:
            yield "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>"
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
    if metadata.source:
        _attach(pdf, *metadata.source, metadata.date)
    if ARCHIVE in metadata.claims:
        _describe_colours(pdf)
        for each in pdf.objects:
            if isinstance(each, pydyf.Dictionary) and each.get("Type") == "/Annot":
                each["F"] = 4  # it prints (ISO 19005-3, 6.3.2)


def _attach(pdf: Any, name: str, data: bytes, date: str) -> None:
    """Attach the source that the PDF was made from (ISO 32000-2, 7.11.4 and 14.13; ISO 19005-3, 6.8)."""
    about = {"Size": len(data), "CheckSum": f"<{hashlib.md5(data, usedforsecurity=False).hexdigest()}>"}
    if date:
        about["ModDate"] = pydyf.String(f"D:{date[:10].replace('-', '')}000000Z")
    kind = {"Type": "/EmbeddedFile", "Subtype": "/text#2fmarkdown", "Params": pydyf.Dictionary(about)}
    stream = pydyf.Stream([data], pydyf.Dictionary(kind), compress=True)
    pdf.add_object(stream)
    held = pydyf.Dictionary({"F": stream.reference, "UF": stream.reference})
    file = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(name),
            "UF": pydyf.String(name),
            "Desc": pydyf.String("the source of this report"),
            "EF": held,
            "AFRelationship": "/Source",
        }
    )
    pdf.add_object(file)
    names = pydyf.Dictionary({"Names": pydyf.Array([pydyf.String(name), file.reference])})
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = names
    pdf.catalog["AF"] = pydyf.Array([file.reference])


def _describe_colours(pdf: Any) -> None:
    """Say that the colours are sRGB (ISO 19005-3, 6.2.3)."""
    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    stream = pydyf.Stream([profile], pydyf.Dictionary({"N": 3}), compress=True)
    pdf.add_object(stream)
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pydyf.String("sRGB"),
        "Info": pydyf.String("sRGB2014"),
        "DestOutputProfile": stream.reference,
    }
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
