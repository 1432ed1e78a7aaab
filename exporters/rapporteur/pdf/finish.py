"""What a PDF says about itself: title, authors, language, state and dates, in XMP and in the old dictionary alike.

Nothing here is read from the machine: the same report gives the same identifiers (ISO 32000-1, 14.3 and 14.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pydyf

from ..edition import ARCHIVE, UA
from ..xmp import CREATOR, About, Unknown, packet, text, told

_UNKNOWN = (
    Unknown("PDF/UA identification", "pdfuaid", "part", "Integer", "the part of ISO 14289 that the file keeps"),
)


@dataclass(frozen=True, slots=True)
class Metadata(About):
    """What a PDF says about its report; `source` is the session's file, by the name it is attached with."""

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
        both = ARCHIVE in self.claims and UA in self.claims
        return packet((*self._claimed(), *told(self, producer)), _UNKNOWN if both else ())

    def _claimed(self) -> Iterable[str]:
        yield text("pdfuaid:part", "1" if UA in self.claims else "")
        if ARCHIVE in self.claims:
            yield text("pdfaid:part", "3")
            yield text("pdfaid:conformance", "A")


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
