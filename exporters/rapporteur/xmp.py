"""What a PDF says of itself: the facts, and the packet in which they are written and read (XMP, ISO 16684-1).

Nothing is read from the machine: the same facts give the same packet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

CREATOR = "Rapporteur"
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}
"""The names that are used, by prefix."""
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="{rdf}">
<rdf:Description rdf:about="" {spaces}>
{properties}
</rdf:Description>{extension}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_EXTENSION = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
_SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{about}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{address}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{tells}</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>"""


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says about itself; `date` is a day or a moment as ISO 8601, "" if the source states none.

    `claims` are the standards that it says it keeps.
    """

    title: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    identifier: str = ""
    date: str = ""
    claims: tuple[str, ...] = ()


class Unknown(NamedTuple):
    """A property that PDF/A does not know and must be told of (ISO 19005-3, 6.6.2.3.3)."""

    about: str
    prefix: str
    name: str
    kind: str
    tells: str


def packet(properties: Iterable[str], unknown: Iterable[Unknown] = ()) -> str:
    """Return properties as a packet; `unknown` are those that PDF/A is told of."""
    schemas = "".join(_SCHEMA.format(**each._asdict(), address=SPACES[each.prefix]) for each in unknown)
    return _PACKET.format(
        rdf=_RDF,
        spaces="\n ".join(f'xmlns:{prefix}="{address}"' for prefix, address in SPACES.items()),
        properties="\n".join(each for each in properties if each),
        extension=_EXTENSION.format(schemas=schemas) if schemas else "",
    )


def told(about: About, producer: str) -> Iterator[str]:
    """Yield what every PDF says of itself, as properties; an empty one says nothing."""
    yield text("dc:format", "application/pdf")
    yield _listed("dc:title", "Alt", (about.title,))
    yield _listed("dc:creator", "Seq", about.authors)
    yield _listed("dc:description", "Alt", (about.subject,))
    yield _listed("dc:subject", "Bag", about.keywords)
    yield _listed("dc:language", "Bag", (about.language,))
    yield text("dc:identifier", about.identifier)
    yield text("pdf:Keywords", ", ".join(about.keywords))
    yield text("pdf:Producer", producer)
    yield text("xmp:CreatorTool", CREATOR)
    yield text("xmp:CreateDate", about.date)
    yield text("xmp:ModifyDate", about.date)


def text(name: str, value: str) -> str:
    """Return a property of one value, "" for none."""
    return f"<{name}>{escape(value, quote=False)}</{name}>" if value else ""


def _listed(name: str, kind: str, values: Iterable[str]) -> str:
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{language}>{escape(value, quote=False)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def read(data: bytes) -> Mapping[str, str]:
    """Return what a packet says, by prefix and name as in `SPACES`; raises ValueError if it is no XML."""
    from lxml import etree

    from .container import parser

    try:
        root = etree.fromstring(data.strip(b"\0 \r\n"), parser())
    except etree.XMLSyntaxError as mistake:
        raise ValueError(f"its metadata is no XML: {mistake}") from mistake
    found: dict[str, str] = {}
    for description in root.iter(f"{{{_RDF}}}Description"):
        said = {str(name): str(value) for name, value in description.attrib.items()}
        said |= {str(each.tag): " ".join("".join(each.itertext("*")).split()) for each in description}
        found |= {_prefixed(name): value for name, value in said.items()}
    return found


def _prefixed(name: str) -> str:
    address, _, own = name.removeprefix("{").rpartition("}")
    return next((f"{prefix}:{own}" for prefix, known in SPACES.items() if known == address), own)
