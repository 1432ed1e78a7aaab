"""Faults for preflight to find: each a change to a clean PDF that plants that one fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String, parse_content_stream, unparse_content_stream

MM = 72 / 25.4
IMAGE = b"\x40" * 12


def paint(pdf: Pdf, content: bytes, page: int = 0, **resources: dict[str, Any]) -> None:
    """Add content in front of all a page shows, as an artifact, with the resources that it uses."""
    own = pdf.pages[page].obj
    for kind, things in resources.items():
        held = dict(own.Resources.get(f"/{kind}", {}).items()) | {f"/{name}": each for name, each in things.items()}
        own.Resources = Dictionary({**dict(own.Resources.items()), f"/{kind}": Dictionary(held)})
    before = own.Contents.read_bytes() if isinstance(own.Contents, Stream) else b""
    own.Contents = pdf.make_stream(b"q\n" + before + b"\nQ\n/Artifact BMC q " + content + b" Q EMC\n")


def image(pdf: Pdf, space: Any = Name.DeviceGray, pixels: tuple[int, int] = (400, 400), **more: Any) -> Stream:
    parts = {Name.DeviceGray: 1, Name.DeviceRGB: 3, Name.DeviceCMYK: 4}[space]
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": pixels[0], "Height": pixels[1]}
    data = more.pop("level", b"\x40") * (pixels[0] * pixels[1] * parts)
    return pdf.make_stream(data, ColorSpace=space, BitsPerComponent=8, **about, **more)


def shown(pdf: Pdf, wide: float = 72, **about: Any) -> None:
    paint(pdf, f"{wide} 0 0 {wide} 200 200 cm /X Do".encode(), XObject={"X": image(pdf, **about)})


def font_of(pdf: Pdf) -> tuple[str, Any]:
    """Return the font of the first page that the text uses most, by its name."""
    fonts = pdf.pages[0].obj.Resources.Font
    used = [str(each.operands[0]) for each in parse_content_stream(pdf.pages[0], "Tf")]
    name = max(sorted(set(used)), key=used.count)
    return name, fonts[name]


def words(pdf: Pdf, colour: bytes = b"0 0 0 1 k", at: tuple[float, float] = (200, 200), size: float = 12) -> None:
    name, _ = font_of(pdf)
    code = next(
        bytes(string)
        for each in parse_content_stream(pdf.pages[0], "TJ")
        for string in each.operands[0]
        if isinstance(string, String) and len(bytes(string)) >= 2
    )[:2].hex()
    paint(pdf, colour + f" BT {name} {size} Tf 1 0 0 1 {at[0]} {at[1]} Tm <{code * 5}> Tj ET".encode())


def elements(pdf: Pdf, *roles: str) -> list[Any]:
    return [each for each in pdf.objects if isinstance(each, Dictionary) and str(each.get("/S", ""))[1:] in roles]


def link(pdf: Pdf, **about: Any) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 100, 200, 120]), F=4, **about)
    pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get("/Annots", ()), pdf.make_indirect(note)])


def in_all(pdf: Pdf, change: Callable[[Any], None]) -> None:
    for page in pdf.pages:
        change(page.obj)


def without(pdf: Pdf, *keys: str) -> None:
    for page in pdf.pages:
        for key in keys:
            if key in page.obj:
                del page.obj[key]


def inner(font: Any) -> Any:
    return font.DescendantFonts[0] if "/DescendantFonts" in font else font


def bleed_of(page: Any) -> None:
    left, bottom, right, top = (float(each) for each in page.BleedBox)
    page.BleedBox = Array([left + 6, bottom + 6, right - 6, top - 6])


def trim_of(page: Any, by: float) -> None:
    left, bottom, right, top = (float(each) for each in page.TrimBox)
    page.TrimBox = Array([left, bottom, right - by, top])
    page.BleedBox = Array([left - 8.6, bottom - 8.6, right - by + 8.6, top + 8.6])


def replaced(pdf: Pdf, key: str, text: str, by: str) -> None:
    pdf.Root[key].write(pdf.Root[key].read_bytes().replace(text.encode(), by.encode()))


def nameless(pdf: Pdf) -> None:
    replaced(pdf, "/Metadata", "dc:title", "dc:rights")
    del pdf.trailer.Info.Title


def two_dates(pdf: Pdf) -> None:
    replaced(pdf, "/Metadata", "</dc:format>", "</dc:format><xmp:CreateDate>2018-09-05</xmp:CreateDate>")
    pdf.trailer.Info.CreationDate = String("D:19990101000000Z")


def undated(pdf: Pdf) -> None:
    del pdf.trailer.Info.ModDate


def wider(pdf: Pdf) -> None:
    """Say that the widest letters are a little wider still."""
    widths = inner(font_of(pdf)[1]).W
    held = next(each for each in widths if isinstance(each, Array))
    held[0] = float(held[0]) + 9


def knocked_out(pdf: Pdf) -> None:
    paint(pdf, b"0.4 0 0 0 k 190 190 90 40 re f")
    words(pdf, b"0 0 0 1 k", size=10)


def on_a_picture(pdf: Pdf) -> None:
    shown(pdf)
    words(pdf, b"0.3 g", at=(205, 230))


def scanned(pdf: Pdf) -> None:
    paint(pdf, b"595 0 0 842 0 0 cm /X Do", 1, XObject={"X": image(pdf)})
    page = pdf.pages[1].obj
    page.Contents = pdf.make_stream(
        page.Contents.read_bytes().rpartition(b"/Artifact BMC")[2].join([b"/Artifact BMC", b""])
    )


def only_an_art_box(page: Any) -> None:
    page.ArtBox = page.TrimBox
    del page.TrimBox


def boxed(pdf: Pdf) -> None:
    paint(pdf, f"0 0 0 1 k BT {font_of(pdf)[0]} 12 Tf 1 0 0 1 200 200 Tm <0000> Tj ET".encode())


def fontless(pdf: Pdf) -> None:
    descriptor = inner(font_of(pdf)[1]).FontDescriptor
    del descriptor[next(key for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor)]


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert(1)")))


def type3(pdf: Pdf) -> None:
    glyph = pdf.make_stream(b"1000 0 d0 0 0 750 750 re f")
    square = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 750, 750]), FirstChar=97, LastChar=97,
                        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(square=glyph),
                        Widths=Array([1000]), Encoding=Dictionary(Differences=Array([97, Name.square])),
                        Resources=Dictionary())  # fmt: skip
    paint(pdf, b"0 0 0 1 k BT /T3 12 Tf 1 0 0 1 200 200 Tm (a) Tj ET", Font={"T3": pdf.make_indirect(square)})


def turned_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def beyond_the_paper(page: Any) -> None:
    left, bottom, right, top = (float(each) for each in page.MediaBox)
    page.TrimBox = Array([left - 9, bottom, right, top])


def untagged(pdf: Pdf) -> None:
    name, _ = font_of(pdf)
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(
        page.Contents.read_bytes() + f"\nq 0 g BT {name} 12 Tf 1 0 0 1 200 200 Tm <00030004> Tj ET Q".encode()
    )


def pale(pdf: Pdf) -> None:
    """Make the words of the last paragraph of the second page light grey."""
    page = pdf.pages[1]
    kept = list(parse_content_stream(page))
    at = [n for n, each in enumerate(kept) if str(each.operator) == "BT"][len(kept) // 400]
    kept[at:at] = list(parse_content_stream(pdf.make_stream(b"0.8 g")))
    page.obj.Contents = pdf.make_stream(unparse_content_stream(kept))


def drop_outline_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def grey_profile(pdf: Pdf) -> None:
    for intent in pdf.Root.OutputIntents:
        intent.DestOutputProfile = pdf.make_stream(b"\0" * 128, N=1)


def level(pdf: Pdf, role: str, by: str, at: int = 0) -> None:
    elements(pdf, role)[at].S = Name(f"/{by}")


def figure(pdf: Pdf, said: str | None) -> None:
    root = elements(pdf, "Document", "NonStruct", "Div")[0]
    kids = list(root.K) if isinstance(root.K, Array) else [root.K]
    own = Dictionary(S=Name.Figure, P=root, K=Array())
    if said is not None:
        own.Alt = String(said)
    root.K = Array([*kids, pdf.make_indirect(own)])


def table(pdf: Pdf) -> None:
    root = elements(pdf, "Document", "NonStruct", "Div")[0]
    own = pdf.make_indirect(Dictionary(S=Name.Table, P=root))
    row = pdf.make_indirect(Dictionary(S=Name.TR, P=own))
    cell = pdf.make_indirect(Dictionary(S=Name.TD, P=row, K=Array()))
    own.K, row.K = Array([row]), Array([cell])
    root.K = Array([*list(root.K), own])


def many_pages(pdf: Pdf) -> None:
    del pdf.Root.Outlines
    for _ in range(20):
        pdf.pages.append(pdf.pages[1])


def private(pdf: Pdf) -> None:
    _, font = font_of(pdf)
    data = font.ToUnicode.read_bytes()
    start = data.index(b"beginbf")
    changed = data[:start] + data[start:].replace(b"0065>", b"e065>")
    assert changed != data
    font.ToUnicode.write(changed)


FAULTS: tuple[tuple[str, str, Callable[[Pdf], Any]], ...] = (
    ("F03", "web", script),
    ("F03", "press", script),
    ("F04", "web", lambda pdf: setattr(pdf.Root, "AcroForm", Dictionary(Fields=Array(), XFA=String("x")))),
    ("M01", "web", lambda pdf: pdf.Root.__delitem__("/Metadata")),
    ("M03", "web", nameless),
    ("M04", "web", lambda pdf: pdf.Root.__delitem__("/Lang")),
    ("M05", "press", lambda pdf: setattr(pdf.trailer.Info, "Title", String("Another"))),
    ("M05", "press", two_dates),
    ("T01", "press", fontless),
    ("T02", "press", type3),
    ("T03", "web", lambda pdf: font_of(pdf)[1].__delitem__("/ToUnicode")),
    ("T05", "press", wider),
    ("T06", "press", boxed),
    ("T07", "web", private),
    ("T08", "press", lambda pdf: words(pdf, size=5)),
    ("C01", "web", lambda pdf: words(pdf, b"0 g", at=(-20, 200))),
    ("C02", "press", lambda pdf: words(pdf, at=(12, 200))),
    ("C03", "web", scanned),
    ("X01", "press", lambda pdf: in_all(pdf, only_an_art_box)),
    ("X02", "web", lambda pdf: in_all(pdf, beyond_the_paper)),
    ("X02", "press", lambda pdf: setattr(pdf.pages[0].obj, "ArtBox", pdf.pages[0].obj.TrimBox)),
    ("X03", "press", lambda pdf: in_all(pdf, lambda page: trim_of(page, 4))),
    ("X04", "press", lambda pdf: in_all(pdf, bleed_of)),
    ("X05", "press", lambda pdf: link(pdf, Contents=String("words about it"))),
    ("X06", "press", lambda pdf: paint(pdf, f"0 0 0 0.2 k {3 * MM} 300 60 60 re f".encode())),
    ("X07", "press", drop_outline_intent),
    ("X08", "press", grey_profile),
    ("X09", "press", lambda pdf: setattr(pdf.Root.OutputIntents[0], "OutputConditionIdentifier", String(""))),
    ("X10", "press", lambda pdf: replaced(pdf, "/Metadata", "PDF/X-4", "PDF/Y-4")),
    ("X11", "press", lambda pdf: pdf.trailer.Info.__delitem__("/Trapped")),
    ("X12", "press", lambda pdf: paint(pdf, b"/GT gs", ExtGState={"GT": Dictionary(TR=Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([1]), C1=Array([0])))})),
    ("X13", "press", undated),
    ("K01", "press", lambda pdf: paint(pdf, b"0.2 0.4 0.9 rg 200 200 60 60 re f")),
    ("K01", "press", lambda pdf: paint(pdf, b"1 0 0 RG 1 w 200 200 m 300 300 l S")),
    ("K01", "press", lambda pdf: paint(pdf, b"200 200 60 60 re W n /SH sh", Shading={"SH": Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([200, 200, 260, 260]), Function=Dictionary(
            FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([1, 0, 0]), C1=Array([0, 0, 1])))})),
    ("K02", "press", lambda pdf: paint(pdf, b"0.9 0.9 0.9 0.9 k 200 200 60 60 re f")),
    ("K03", "press", lambda pdf: words(pdf, b"0.5 0.3 0.2 0 k", size=7)),
    ("K04", "press", lambda pdf: words(pdf, b"0.6 0.5 0.5 0.9 k")),
    ("K05", "press", lambda pdf: paint(pdf, b"0 0 0 1 K 0.1 w 200 200 m 300 300 l S")),
    ("K06", "press", lambda pdf: paint(pdf, b"/OV gs 0 0 0 0 k 200 200 60 60 re f", ExtGState={
        "OV": Dictionary(OP=True, op=True, OPM=1)})),
    ("K07", "press", knocked_out),
    ("G01", "press", turned_page),
    ("G02", "press", lambda pdf: pdf.pages[1].obj.__setitem__("/TrimBox", _narrower(pdf.pages[1].obj.TrimBox))),
    ("I01", "press", lambda pdf: shown(pdf, pixels=(100, 100))),
    ("I02", "press", lambda pdf: shown(pdf, space=Name.DeviceRGB)),
    ("I03", "press", lambda pdf: shown(pdf, Interpolate=True)),
    ("I04", "press", lambda pdf: shown(pdf, space=Name.DeviceCMYK, level=b"\xf0")),
    ("A01", "web", lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")),
    ("A02", "web", lambda pdf: pdf.Root.__delitem__("/ViewerPreferences")),
    ("A03", "web", lambda pdf: setattr(elements(pdf, "H2")[0], "K", Array())),
    ("A04", "web", lambda pdf: figure(pdf, None)),
    ("A05", "web", lambda pdf: figure(pdf, "IMG_2231.jpg")),
    ("A06", "web", table),
    ("A07", "web", lambda pdf: link(pdf, Contents=String("https://example.org/a"))),
    ("A08", "web", lambda pdf: level(pdf, "H1", "H2")),
    ("A09", "web", lambda pdf: level(pdf, "H2", "H4", at=1)),
    ("A10", "web", untagged),
    ("A11", "web", many_pages),
    ("A12", "web", pale),
    ("A12", "web", on_a_picture),
)  # fmt: skip
"""The check that must find it, the clean edition it is planted in, and what plants it."""


def _narrower(box: Any) -> Array:
    left, bottom, right, top = (float(each) for each in box)
    return Array([left, bottom, right - 0.45 * MM, top])
