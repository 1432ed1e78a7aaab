"""A PDF for print, completed: nothing in it that a reader could press, an output intent, and what it says of itself.

PDF/X-4 (ISO 15930-7:2010), and in the same file PDF/A-2u (ISO 19005-2), which veraPDF can judge. Nothing is read from
the machine: the same pages give the same identifiers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from ..printer import Printer

if TYPE_CHECKING:
    from . import About

ARCHIVE = "PDF/A-2u"
PRODUCER = "Rapporteur"
_KEPT = ("/Type", "/Pages", "/PageLabels", "/ViewerPreferences", "/Lang")
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
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
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{tells}</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>"""
_UNKNOWN = (
    ("PDF/X identification", "http://www.npes.org/pdfx/ns/id/", "pdfxid", "GTS_PDFXVersion", "the part of ISO 15930"),
    ("Adobe PDF", "http://ns.adobe.com/pdf/1.3/", "pdf", "Trapped", "whether the file has been trapped"),
)
"""What PDF/A must be told of, since it does not know these properties (ISO 19005-2, 6.6.2.3.3)."""


def strip(pdf: Pdf, claims: bool = False) -> None:
    """Take out all but pages: links, forms, scripts, attachments, bookmarks and tags; pages lose theirs with `boxes`.

    `claims` says that what a press edition says of itself and of its colours stays; others claim what ends here.
    """
    intents = pdf.Root.get("/OutputIntents", ())
    press = claims and any(each.get("/S") == Name.GTS_PDFX for each in intents)
    kept = (*_KEPT, "/Metadata", "/OutputIntents") if press else _KEPT
    _drop(pdf.Root, [key for key in pdf.Root.keys() if key not in kept])  # noqa: SIM118
    if "/ViewerPreferences" in pdf.Root:
        preferences = pdf.Root.ViewerPreferences
        _drop(preferences, [key for key in preferences.keys() if key != "/Direction"])  # noqa: SIM118
    for thing in pdf.objects:
        if isinstance(thing, (Dictionary, Stream)):
            _drop(thing, ("/StructParent", "/StructParents"))


def _drop(thing: Any, keys: Iterable[str]) -> None:
    for key in keys:
        if key in thing:
            del thing[key]


def intend(pdf: Pdf, printer: Printer, profile: bytes, archive: bool) -> None:
    """Say for what print the colours are (ISO 15930-7, 6.2.2; ISO 19005-2, 6.2.3)."""
    stream = pdf.make_stream(profile, N=4, Alternate=Name.DeviceCMYK)
    about = {
        "/Type": Name.OutputIntent,
        "/OutputConditionIdentifier": String(printer.condition),
        "/OutputCondition": String(printer.title or printer.name),
        "/Info": String(printer.condition if printer.profile else "computed from the aim values of ISO 12647-2"),
        "/DestOutputProfile": stream,
    }
    if printer.condition != "Custom":
        about["/RegistryName"] = String("http://www.color.org")
    kinds = (Name.GTS_PDFX, Name.GTS_PDFA1) if archive else (Name.GTS_PDFX,)
    pdf.Root.OutputIntents = Array([Dictionary({**about, "/S": kind}) for kind in kinds])


def describe(pdf: Pdf, about: About, mark: bytes) -> None:
    """Write what a PDF says of itself, in XMP and in the old dictionary; `mark` stands for its content."""
    identity = UUID(bytes=hashlib.sha256(mark).digest()[:16], version=4)
    packet = _PACKET.format(
        properties="\n".join(each for each in _properties(about, identity) if each),
        extension=_EXTENSION.format(schemas=_schemas()) if ARCHIVE in about.claims else "",
    )
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    date = _date(about.date)
    told = {"Title": about.title, "Author": ", ".join(about.authors), "Subject": about.subject,
            "Keywords": ", ".join(about.keywords), "Creator": PRODUCER, "Producer": PRODUCER,
            "CreationDate": date, "ModDate": date}  # fmt: skip
    info = {f"/{key}": String(value) for key, value in told.items() if value}
    pdf.trailer.Info = pdf.make_indirect(Dictionary({**info, "/Trapped": Name("/False")}))
    if about.language:
        pdf.Root.Lang = String(about.language)


def _schemas() -> str:
    parts = ("about", "address", "prefix", "name", "tells")
    return "".join(_SCHEMA.format(**dict(zip(parts, each, strict=True))) for each in _UNKNOWN)


def rename(pdf: Pdf, mark: bytes) -> None:
    """Give a PDF that was made of another an identity of its own; `mark` stands for its content."""
    if "/Metadata" in pdf.Root:
        packet, identity = pdf.Root.Metadata.read_bytes(), UUID(bytes=hashlib.sha256(mark).digest()[:16], version=4)
        packet = re.sub(rb"(ID>uuid:)[0-9a-f-]{36}", rb"\g<1>" + str(identity).encode(), packet)
        pdf.Root.Metadata.write(packet)


def _properties(about: About, identity: UUID) -> Iterable[str]:
    yield "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    if ARCHIVE in about.claims:
        yield "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>"
    yield "<dc:format>application/pdf</dc:format>"
    yield _list("dc:title", "Alt", (about.title,))
    yield _list("dc:creator", "Seq", about.authors)
    yield _list("dc:description", "Alt", (about.subject,))
    yield _list("dc:subject", "Bag", about.keywords)
    yield _list("dc:language", "Bag", (about.language,))
    yield _text("dc:identifier", about.identifier)
    yield _text("pdf:Keywords", ", ".join(about.keywords))
    yield _text("pdf:Producer", PRODUCER)
    yield _text("pdf:Trapped", "False")
    yield _text("xmp:CreatorTool", PRODUCER)
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield _text(f"xmp:{name}", about.date)
    yield _text("xmpMM:DocumentID", f"uuid:{identity}")
    yield _text("xmpMM:InstanceID", f"uuid:{identity}")
    yield _text("xmpMM:VersionID", "1")
    yield _text("xmpMM:RenditionClass", "default")


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _list(name: str, kind: str, values: Iterable[str]) -> str:
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{language}>{escape(value)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _date(date: str) -> str:
    """Return a date of ISO 8601 as a PDF writes it (ISO 32000-1, 7.9.4), "" for none."""
    from datetime import UTC, datetime

    if not date:
        return ""
    moment = datetime.fromisoformat(date)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"D:{moment.astimezone(UTC):%Y%m%d%H%M%S}Z"


def written(pdf: Pdf) -> bytes:
    """Return the bytes of a PDF, the same for the same content, in PDF 1.6 (ISO 15930-7, 6.1)."""
    file = BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        file,
        force_version="1.6",
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return file.getvalue()
