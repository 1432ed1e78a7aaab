"""A PDF for print, completed: nothing in it that a reader could press, an output intent, and what it says of itself.

PDF/X-4 (ISO 15930-7:2010), and in the same file PDF/A-2u (ISO 19005-2), which veraPDF can judge. Nothing is read from
the machine: the same pages give the same identifiers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from uuid import UUID

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from ..edition import PLAIN
from ..printer import Printer
from ..xmp import CREATOR, About, Unknown, packet, text, told

_KEPT = ("/Type", "/Pages", "/PageLabels", "/ViewerPreferences", "/Lang")
_UNKNOWN = (
    Unknown("PDF/X identification", "pdfxid", "GTS_PDFXVersion", "Text", "the part of ISO 15930"),
    Unknown("Adobe PDF", "pdf", "Trapped", "Text", "whether the file has been trapped"),
)


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
    archive = PLAIN in about.claims
    said = packet((*_claimed(archive), *told(about, CREATOR), *_marked(about, identity)), _UNKNOWN if archive else ())
    pdf.Root.Metadata = pdf.make_stream(said.encode(), Type=Name.Metadata, Subtype=Name.XML)
    date = _date(about.date)
    old = {"Title": about.title, "Author": ", ".join(about.authors), "Subject": about.subject,
            "Keywords": ", ".join(about.keywords), "Creator": CREATOR, "Producer": CREATOR,
            "CreationDate": date, "ModDate": date}  # fmt: skip
    info = {f"/{key}": String(value) for key, value in old.items() if value}
    pdf.trailer.Info = pdf.make_indirect(Dictionary({**info, "/Trapped": Name("/False")}))
    if about.language:
        pdf.Root.Lang = String(about.language)


def rename(pdf: Pdf, mark: bytes) -> None:
    """Give a PDF that was made of another an identity of its own; `mark` stands for its content."""
    if "/Metadata" in pdf.Root:
        packet, identity = pdf.Root.Metadata.read_bytes(), UUID(bytes=hashlib.sha256(mark).digest()[:16], version=4)
        packet = re.sub(rb"(ID>uuid:)[0-9a-f-]{36}", rb"\g<1>" + str(identity).encode(), packet)
        pdf.Root.Metadata.write(packet)


def _claimed(archive: bool) -> Iterable[str]:
    yield text("pdfxid:GTS_PDFXVersion", "PDF/X-4")
    if archive:
        yield text("pdfaid:part", "2")
        yield text("pdfaid:conformance", "U")


def _marked(about: About, identity: UUID) -> Iterable[str]:
    """Yield what PDF/X asks beside (ISO 15930-7, 6.7 and 6.8)."""
    yield text("pdf:Trapped", "False")
    yield text("xmp:MetadataDate", about.date)
    yield text("xmpMM:DocumentID", f"uuid:{identity}")
    yield text("xmpMM:InstanceID", f"uuid:{identity}")
    yield text("xmpMM:VersionID", "1")
    yield text("xmpMM:RenditionClass", "default")


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
