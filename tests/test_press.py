"""The press: nothing but inks and grey in a file, boxes and marks where printers want them, each page on its sheet."""

import struct
from base64 import b64encode
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from rapporteur import press
from rapporteur.press import colours, cover, finish, icc, inks, order, spaces
from rapporteur.printer import Printer
from rapporteur.problems import Place, Refused, WrongUse
from rapporteur.rectangle import MM
from rapporteur.xmp import About

OFFSET = Printer("offset", "European offset", trim="A4", creep=3)
ABOUT = About("Título", ("A. B.",), "a report", ("final",), "es", "T1-S01", "2012-09-05", ("PDF/A-2u",))
PAGE = """<html lang=en><head><title>T</title><style>
@font-face { font-family: S; src: url("%s") }
@page { size: A4; bleed: 3mm; margin: 20mm }
body { font: 10pt S; color: #1c2426 }
.mast { background: #0b5563; color: #fff; margin: calc(-20mm - 3mm) calc(-20mm - 3mm) 5mm; padding: 20mm }
.grade { height: 9mm; background: linear-gradient(to right, red, rgba(0, 0, 255, .3)) }
.black { height: 9mm; background: linear-gradient(#fff, #000) }
</style></head><body><div class=mast><p style="font-size: 28pt">Heading</p></div>
<p>Words in black and a <a href="https://example.org">link</a>.</p>
<p style="font-size: 7pt; color: #7a3a12">small brown</p><p style="font-size: 20pt; color: #7a3a12">large brown</p>
<p style="color: #55646a">grey</p><p style="color: lab(50%% 60 20)">lab</p><div style="opacity: .5">half</div>
<div class=grade></div><div class=black></div>
<svg width=60 height=60><title>x</title><defs><pattern id=p width=10 height=10 patternUnits=userSpaceOnUse>
<circle r=4 cx=5 cy=5 fill=purple stroke=teal /></pattern></defs><rect width=60 height=60 fill="url(#p)" /></svg>
%s<p style="break-before: page">Second page</p></body></html>"""


def html(text):
    from weasyprint import HTML

    from rapporteur.pdf import engine

    engine.start()
    return HTML(string=text).write_pdf()


def address(data, kind):
    return f"data:{kind};base64,{b64encode(data).decode()}"


def _picture(name):
    gradient = Image.linear_gradient("L")
    coloured = Image.merge("RGB", (gradient, gradient.rotate(90), gradient.rotate(180)))
    made = {
        "rgb.png": coloured,
        "rgb.jpeg": coloured,
        "alpha.png": Image.merge("RGBA", (*coloured.split(), gradient)),
        "palette.png": coloured.quantize(64),
        "grey.png": gradient,
        "neutral.png": Image.merge("RGB", (gradient,) * 3),
    }[name]
    file = BytesIO()
    made.save(file, name.rpartition(".")[2].upper())
    return file.getvalue()


NAMES = ("rgb.png", "rgb.jpeg", "alpha.png", "palette.png", "grey.png", "neutral.png")


@pytest.fixture(scope="module")
def source():
    font = files("font_source_sans_pro").joinpath("files/SourceSansPro-Regular.ttf").read_bytes()
    pictures = (address(_picture(name), f"image/{name.rpartition('.')[2]}") for name in NAMES)
    shown = "".join(f'<img src="{each}" alt=x width=60>' for each in pictures)
    return html(PAGE % (address(font, "font/ttf"), shown))


@pytest.fixture(scope="module")
def made(source):
    return press.pressed(source, OFFSET, ABOUT)


@pytest.fixture(scope="module")
def marked(source):
    return press.pressed(source, replace(OFFSET, marks=True), ABOUT, "t1.pdf")


@pytest.fixture(scope="module")
def converter():
    return inks.Converter(icc.computed(), 300)


def opened(data):
    return pikepdf.open(BytesIO(data))


def streams(pdf):
    """Yield every stream that paints, with its instructions."""
    for thing in pdf.objects:
        kind = thing.get("/Type") if isinstance(thing, pikepdf.Dictionary) else None
        form = isinstance(thing, pikepdf.Stream) and "/BBox" in thing
        if form or kind == pikepdf.Name.Page:
            yield thing, pikepdf.parse_content_stream(thing)


def operators(data, *names):
    with opened(data) as pdf:
        return [
            (str(each.operator), tuple(float(value) for value in each.operands))
            for _, found in streams(pdf)
            for each in found
            if str(each.operator) in names
        ]


def foreign(thing, seen):
    """Yield every colour space below a thing that is no ink and no grey."""
    if isinstance(thing, pikepdf.Name):
        if str(thing) in ("/DeviceRGB", "/CalRGB", "/Lab"):
            yield str(thing)
    elif isinstance(thing, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        if thing.is_indirect:
            if thing.objgen in seen:
                return
            seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Array) and len(thing) == 2 and thing[0] == pikepdf.Name.ICCBased:
            yield f"ICC {thing[1].N}"
        for each in thing if isinstance(thing, pikepdf.Array) else dict(thing.items()).values():
            yield from foreign(each, seen)


# The computed profile


def test_the_computed_profile_is_custom_the_same_each_time_and_can_be_used():
    data = icc.computed(300)
    icc.computed.cache_clear()
    assert icc.computed(300) == data
    assert icc.checked(data, Place("own.icc")) == data
    opened_profile = ImageCms.getOpenProfile(BytesIO(data))
    assert ImageCms.getProfileDescription(opened_profile).strip() == "Custom"
    for word in (b"FOGRA", b"SWOP", b"GRACoL", b"Coated"):
        assert word.lower() not in data[:2000].lower()


def test_separations_are_plausible(converter):
    of = converter.profiled
    assert of((1, 1, 1)) == (0, 0, 0, 0)
    c, m, y, k = of((0, 0, 0))
    assert k > 0.95
    assert k > max(c, m, y)
    c, m, y, k = of((0.04, 0.33, 0.39))  # teal
    assert c > m > 0.2
    assert of((1, 0, 0))[0] < 0.1 < 0.7 < min(of((1, 0, 0))[1:3])


@pytest.mark.parametrize("rgb", [(11, 85, 99), (107, 45, 92), (122, 58, 18), (232, 241, 242), (240, 200, 170)])
def test_a_colour_that_inks_can_show_comes_back_the_same(converter, rgb):
    profile = ImageCms.getOpenProfile(BytesIO(icc.computed()))
    srgb = ImageCms.createProfile("sRGB")
    back = ImageCms.buildTransform(profile, srgb, "CMYK", "RGB", 1, inks._FLAGS)
    printed = Image.new("CMYK", (1, 1), tuple(round(255 * each) for each in converter.profiled([v / 255 for v in rgb])))
    seen = ImageCms.applyTransform(printed, back).getpixel((0, 0))
    assert max(abs(one - other) for one, other in zip(seen, rgb, strict=True)) <= 20


@given(st.tuples(*[st.floats(0, 1)] * 3), st.booleans(), st.booleans())
def test_no_colour_is_above_the_limit_of_ink(rgb, letters, small):
    printed = _converter().colour(rgb, letters, small)
    assert sum(printed) <= 3.005
    assert all(0 <= each <= 1 for each in printed)
    if small:
        assert sum(map(bool, printed)) <= 2 + bool(printed[3])


@cache
def _converter():
    return inks.Converter(icc.computed(), 300)


@given(st.floats(0, 1), st.booleans())
def test_a_grey_is_black_alone(value, letters):
    assert _converter().colour((value,) * 3, letters)[:3] == (0, 0, 0)


def test_greys_grow_darker_evenly_from_paper_to_solid_black(converter):
    tones = [converter.grey(value / 255)[3] for value in range(256)]
    assert tones == sorted(tones, reverse=True)
    assert (tones[255], tones[0]) == (0, 1)


def test_letters_nearly_black_are_solid_black_and_tints_keep_their_hue(converter):
    ink, soft, ground = ((28, 36, 38), (85, 100, 106), (232, 241, 242))
    assert converter.colour(tuple(each / 255 for each in ink), True) == inks.BLACK
    assert converter.colour(tuple(each / 255 for each in soft), True)[:3] == (0, 0, 0)
    assert converter.colour(tuple(each / 255 for each in ground))[0] > 0.05


def test_an_image_stays_within_the_limit_whatever_the_profile_says():
    low = inks.Converter(icc.computed(300), 200)
    picture = low.image(Image.merge("RGB", [Image.effect_noise((40, 40), 90) for _ in range(3)]))
    data = picture.tobytes()
    assert max(sum(data[at : at + 4]) for at in range(0, len(data), 4)) <= 2.0 * 255 + 3


def test_a_printers_profile_is_used_when_it_is_one_and_refused_when_not(source):
    own = replace(OFFSET, profile="own.icc", condition="FOGRA39", output=icc.computed(250))
    with opened(press.pressed(source, own, ABOUT)) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert intent.DestOutputProfile.read_bytes() == own.output
        assert (str(intent.OutputConditionIdentifier), str(intent.RegistryName)) == ("FOGRA39", "http://www.color.org")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    cut = icc.computed()[:-8]
    broken = icc.computed()[:200].ljust(4000, b"\0")
    faults = [srgb, cut, b"", b"x" * 9_000_000, struct.pack(">I", 4000) + broken[4:]]
    for data in faults:
        with pytest.raises(Refused) as raised:
            press.pressed(source, replace(own, output=data), ABOUT)
        assert raised.value.problems[0].where == Place("own.icc")


# Colours


def test_nothing_in_the_file_is_rgb(made, marked, source):
    assert operators(source, "rg", "RG")
    for data in (made, marked):
        assert operators(data, "rg", "RG") == []
        with opened(data) as pdf:
            assert list(foreign(pdf.Root, set())) == []
    with opened(source) as pdf:
        assert "/DeviceRGB" in set(foreign(pdf.Root, set())), "the test sees no RGB"


def test_black_words_are_black_alone_and_overprint_and_the_rest_knocks_out(made):
    with opened(made) as pdf:
        states = pdf.pages[0].Resources.ExtGState
        assert (bool(states.PressOver.op), int(states.PressOver.OPM)) == (True, 1)
        over, fill, shown = False, (), []
        for each in pikepdf.parse_content_stream(pdf.pages[0]):
            name = str(each.operator)
            over = each.operands[0] == pikepdf.Name.PressOver if name == "gs" and "Press" in str(each) else over
            fill = tuple(map(float, each.operands)) if name == "k" else fill
            if name in ("Tj", "TJ"):
                shown.append((fill, over))
    assert (inks.BLACK, True) in shown
    assert all(over == (fill == inks.BLACK) for fill, over in shown)


def test_small_letters_have_fewer_inks_than_large_ones(made):
    builds = {tuple(values) for _, values in operators(made, "k")}
    assert (0.51, 0.77, 0.98, 0.29) in builds or any(sum(map(bool, each)) == 4 for each in builds)
    assert any(each[0] == 0 and each[1] and each[2] and each[3] for each in builds), "small brown keeps its hue"


def content(text, **resources):
    """Return a page of a hand-written stream, converted."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    pdf.pages[0].obj.Contents = pdf.make_stream(text)
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(**resources)
    colours.convert(pdf, _converter())
    return pdf.pages[0].obj.Contents.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"0 0 0 rg 0 0 9 9 re f", "0 0 0 1 k\n0 0 9 9 re\nf"),
        (b"0 0 9 9 re f", "0 0 0 1 k\n0 0 9 9 re\nf"),
        (b"1 0 0 rg 0 g 0 0 9 9 re f", "0 0 0 1 k\n0 0 9 9 re\nf"),
        (b"q 1 g 0 0 9 9 re f Q 0 0 9 9 re f", "q\n0 0 0 0 k\n0 0 9 9 re\nf\nQ\n0 0 0 1 k\n0 0 9 9 re\nf"),
        (b"0 G 0 0 m 9 9 l S", "0 0 0 1 K\n0 0 m\n9 9 l\nS"),
        (b".1 .2 .3 .4 k 0 0 9 9 re W n 0 0 9 9 re f", "0 0 9 9 re\nW\nn\n0.1 0.2 0.3 0.4 k\n0 0 9 9 re\nf"),
        (b"/DeviceRGB cs 1 1 1 sc 0 0 9 9 re f", "0 0 0 0 k\n0 0 9 9 re\nf"),
        (b"/P <</MCID 0>> BDC 1 g 0 0 9 9 re f EMC", "0 0 0 0 k\n0 0 9 9 re\nf"),
        (b"/Artifact BMC q Q EMC", "/Artifact BMC\nq\nQ\nEMC"),
        (b"/Span <</MCID 1/ActualText (x)>> BDC q Q EMC", "/Span << /ActualText (x) >> BDC\nq\nQ\nEMC"),
    ],
)
def test_a_stream_is_rewritten_so(before, after):
    assert content(before) == after


@pytest.mark.parametrize(
    "stream",
    [b"/Odd cs 1 scn 0 0 9 9 re f", b"BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI", b"1 0 0 scn 0 0 9 9 re f"],
)
def test_what_cannot_become_ink_is_refused(stream):
    with pytest.raises(Refused) as raised:
        content(stream)
    assert raised.value.problems[0].rule == "colour"


def test_a_spot_colour_of_inks_stays_and_one_of_rgb_is_refused():
    def spot(space):
        tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], N=1)
        spot = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.Gold, pikepdf.Name(space), tint])
        return content(b"/S cs 1 scn 0 0 9 9 re f", ColorSpace=pikepdf.Dictionary(S=spot))

    assert spot("/DeviceCMYK") == "/S cs\n1 scn\n0 0 9 9 re\nf"
    with pytest.raises(Refused):
        spot("/DeviceRGB")


@given(st.tuples(st.floats(0, 100), st.floats(-128, 127), st.floats(-128, 127)))
def test_every_lab_colour_is_some_colour_of_a_screen(lab):
    assert all(0 <= each <= 1 for each in spaces.rgb(spaces.LAB, list(lab)))
    grey = spaces.rgb(spaces.LAB, [lab[0], 0, 0])
    assert max(grey) - min(grey) < 0.01


def test_images_keep_their_resolution_and_their_masks(made, source):
    def images(data):
        with opened(data) as pdf:
            found = [
                each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
            ]
            return sorted(
                (int(each.Width), int(each.Height), str(each.get("/Filter")), "/SMask" in each) for each in found
            ), [each for each in found if "/Interpolate" in each]

    assert images(made)[0] == images(source)[0]
    assert len(images(made)[0]) == len(NAMES) + 1
    assert images(made)[1] == []


def test_a_neutral_picture_in_rgb_prints_in_black_alone(converter):
    gradient = Image.linear_gradient("L")
    assert converter.image(Image.merge("RGB", (gradient,) * 3)).mode == "L"
    assert converter.image(Image.merge("RGB", (gradient, gradient, gradient.rotate(90)))).mode == "CMYK"


# The finished file


def test_nothing_is_left_that_a_reader_could_press(made):
    with opened(made) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Metadata", "/OutputIntents", "/Lang", "/ViewerPreferences"}
        kept = {"/Type", "/Parent", "/Contents", "/Resources", "/Group", "/MediaBox", "/BleedBox", "/TrimBox"}
        assert all(set(page.obj.keys()) <= kept for page in pdf.pages)
        assert b"example.org" not in b"".join(each.unparse() for each in pdf.objects)


def test_the_file_says_what_it_is_and_for_which_print(made):
    with opened(made) as pdf:
        assert pdf.pdf_version == "1.6"
        kinds = [str(each.S) for each in pdf.Root.OutputIntents]
        assert kinds == ["/GTS_PDFX", "/GTS_PDFA1"]
        assert len({each.DestOutputProfile.objgen for each in pdf.Root.OutputIntents}) == 1
        assert {str(each.OutputConditionIdentifier) for each in pdf.Root.OutputIntents} == {"Custom"}
        assert str(pdf.docinfo.Trapped) == "/False"
        assert str(pdf.docinfo.CreationDate) == "D:20120905000000Z"
        packet = pdf.Root.Metadata.read_bytes().decode()
    for words in ("<pdfxid:GTS_PDFXVersion>PDF/X-4<", "<pdfaid:part>2<", "<pdfaid:conformance>U<", "Título"):
        assert words in packet
    assert packet.count("2012-09-05") == 3


def test_no_archive_is_claimed_where_none_is_asked_for_and_no_date_is_invented(source):
    plain = press.pressed(source, OFFSET, replace(ABOUT, claims=(), date=""))
    with opened(plain) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        assert [str(each.S) for each in pdf.Root.OutputIntents] == ["/GTS_PDFX"]
        assert "/CreationDate" not in pdf.docinfo
    assert b"pdfaid:part" not in packet
    assert b"CreateDate" not in packet


def test_the_same_input_gives_the_same_bytes_and_other_content_another_identity(made, marked, source):
    assert press.pressed(source, OFFSET, ABOUT) == made

    def identity(data):
        with opened(data) as pdf:
            return pdf.Root.Metadata.read_bytes().split(b"DocumentID>")[1]

    assert (
        len({identity(each) for each in (made, marked, press.booklet(made, OFFSET), press.nup(made, 2, 1, "A4"))}) == 4
    )


def test_every_word_is_still_there(made, source):
    import pypdfium2

    def words(data):
        document = pypdfium2.PdfDocument(data)
        texts = [page.get_textpage().get_text_range() for page in document]
        return " ".join(texts).split()

    assert words(made) == words(source)
    assert "Heading" in words(made)


def boxes(page):
    return {name: [float(each) for each in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}


def test_boxes_begin_at_nought_and_leave_the_bleed(made, marked):
    with opened(made) as pdf:
        for page in pdf.pages:
            found = boxes(page)
            assert found["/MediaBox"] == found["/BleedBox"] == pytest.approx([0, 0, 216 * MM, 303 * MM], abs=0.01)
            assert found["/TrimBox"] == pytest.approx([3 * MM, 3 * MM, 213 * MM, 300 * MM], abs=0.01)
    with opened(marked) as pdf:
        found = boxes(pdf.pages[0])
        assert found["/MediaBox"] == pytest.approx([0, 0, 236 * MM, 323 * MM], abs=0.01)
        assert found["/TrimBox"] == pytest.approx([13 * MM, 13 * MM, 223 * MM, 310 * MM], abs=0.01)


def test_marks_stand_outside_the_bleed_in_the_colour_of_all_plates(marked):
    with opened(marked) as pdf:
        page = pdf.pages[0]
        assert page.Resources.ColorSpace.PressAll[1] == pikepdf.Name.All
        left, bottom, right, top = boxes(page)["/BleedBox"]
        found = pikepdf.parse_content_stream(page)
        start = next(at for at, each in enumerate(found) if str(each.operator) == "CS")
        lines = found[start:]
        points = [tuple(map(float, each.operands)) for each in lines if str(each.operator) in ("m", "l")]
    assert len(points) > 16
    assert all(not (left < x < right and bottom < y < top) for x, y in points)


def test_the_slug_names_file_page_and_printer(marked):
    import pypdfium2

    document = pypdfium2.PdfDocument(marked)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 1
    assert all(f"t1.pdf · {at} / {len(texts)} · European offset" in text for at, text in enumerate(texts, 1))


def test_a_page_without_the_bleed_is_refused():
    with pytest.raises(Refused) as raised:
        press.pressed(blank(1), OFFSET, ABOUT)
    assert "page 1 has 0 mm of bleed, and the printer asks for 3 mm" in str(raised.value)


def test_what_is_no_pdf_is_refused():
    for call in (lambda: press.pressed(b"no", OFFSET, ABOUT), lambda: press.booklet(b"%PDF-1.4", OFFSET)):
        with pytest.raises(Refused):
            call()


@pytest.mark.slow
def test_verapdf_accepts_the_press_file_its_booklet_and_its_handout_as_an_archive(made, marked):
    from rapporteur.conformance import verapdf

    if not verapdf.installed():
        pytest.skip("the conformance extra is not installed")
    found = {
        "made": made,
        "marked": marked,
        "booklet": press.booklet(marked, OFFSET),
        "nup": press.nup(made, 2, 1, "A4"),
    }
    verdicts = verapdf.verified(list(found.items()), ["2u"])
    assert [verdict.passed for verdict in verdicts] == [True] * 4, verdicts


# Imposition


@given(st.integers(1, 200), st.booleans(), st.sampled_from(["end", "before-last"]))
def test_a_booklet_holds_each_page_once_and_folds_into_order(pages, right, blanks):
    padded = order.padded(pages, 4, blanks)
    sheets = order.saddled(padded, right)
    places = order.saddled(range(1, len(padded) + 1), right)
    shown = [page for sheet in sheets for spread in sheet for page in spread]
    assert sorted(page for page in shown if page) == list(range(1, pages + 1))
    assert len(shown) == -(-pages // 4) * 4
    assert {sum(spread) for sheet in places for spread in sheet} == {len(padded) + 1}
    assert [sheet[0][0 if right else 1] for sheet in places] == list(range(1, len(padded) // 2, 2))
    assert all(abs(sheet[0][0 if right else 1] - sheet[1][1 if right else 0]) == 1 for sheet in places)


def test_a_booklet_of_eight_pages_is_made_of_these_sheets():
    eight = range(1, 9)
    assert order.saddled(eight) == (((8, 1), (2, 7)), ((6, 3), (4, 5)))
    assert order.saddled(eight, right=True) == (((1, 8), (7, 2)), ((3, 6), (5, 4)))
    assert order.padded(6, 4) == (1, 2, 3, 4, 5, 6, None, None)
    assert order.padded(6, 4, "before-last") == (1, 2, 3, 4, 5, None, None, 6)


@given(st.integers(0, 60), st.floats(0.01, 1), st.floats(0, 5))
def test_creep_grows_with_the_inner_sheets_up_to_its_most(sheet, thickness, most):
    assert order.crept(0, thickness, most) == 0
    assert order.crept(sheet, thickness, most) <= order.crept(sheet + 1, thickness, most) <= most


@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_sheets_of_many_hold_each_page_once_in_reading_order(pages, across, down, right):
    sheets = order.gridded(pages, across, down, right)
    rows = [row[::-1] if right else row for sheet in sheets for row in sheet]
    assert [page for row in rows for page in row if page] == list(range(1, pages + 1))
    assert all(len(sheet) == down and all(len(row) == across for row in sheet) for sheet in sheets)


@given(st.integers(0, 500), st.floats(0.05, 0.4))
def test_the_spine_is_as_thick_as_its_leaves(pages, thickness):
    bound = Printer("bound", binding="perfect", paper_thickness=thickness)
    assert cover.spine(pages, bound) == pytest.approx(-(-pages // 2) * thickness, abs=0.006)
    assert cover.spine(100, replace(bound, paper_thickness=0.1)) == 5.0
    assert cover.spine(pages, replace(bound, binding="saddle")) == 0


def blank(pages, size=(200, 300)):
    """Return a PDF whose pages are empty."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=size)
    file = BytesIO()
    pdf.save(file, static_id=True)
    return file.getvalue()


@pytest.mark.parametrize("right", [False, True])
def test_a_booklet_places_pages_beside_the_fold(right):
    none = replace(OFFSET, bleed=0, paper_thickness=1.0)
    interior = press.pressed(blank(6), none, ABOUT)
    data = press.booklet(interior, none, right)
    assert press.booklet(interior, none, right) == data
    with opened(data) as pdf:
        assert len(pdf.pages) == 4
        assert [float(each) for each in pdf.pages[0].obj.TrimBox] == [0, 0, 400, 300]
        places = [dict(_placed(page)) for page in pdf.pages]
        assert len(pdf.Root.OutputIntents) == 2
    creep = 1.0 * MM
    expected = [{1: 200}, {2: 0}, {6: creep, 3: 200 - creep}, {4: creep, 5: 200 - creep}]
    if right:
        expected = [{1: 0}, {2: 200}, {3: creep, 6: 200 - creep}, {5: creep, 4: 200 - creep}]
    assert [pytest.approx(each, abs=0.01) for each in expected] == places


def _placed(page):
    """Yield the number of each page on a sheet and how far from its left edge it is."""
    x = 0.0
    for each in pikepdf.parse_content_stream(page):
        if str(each.operator) == "cm":
            x = float(each.operands[4])
        elif str(each.operator) == "Do":
            yield int(str(each.operands[0])[2:]), x


def test_pages_keep_their_bleed_in_a_booklet(made):
    with opened(press.booklet(made, OFFSET)) as pdf:
        form = pdf.pages[0].Resources.XObject.P1
        assert float(form.BBox[3]) == pytest.approx(303 * MM, abs=0.01)
        assert "/OutputIntents" in pdf.Root


def test_sheets_of_a_file_for_screens_claim_nothing(source):
    with opened(source) as pdf:
        pdf.Root.Metadata = pdf.make_stream(b"a claim")
        file = BytesIO()
        pdf.save(file)
    with opened(press.nup(file.getvalue(), 2, 2, "A4")) as pdf:
        assert "/Metadata" not in pdf.Root
        assert "/StructTreeRoot" not in pdf.Root


def test_many_on_a_sheet_turn_the_paper_as_they_come_out_larger():
    two = press.nup(blank(3), 2, 1, "A4")
    with opened(two) as pdf:
        assert len(pdf.pages) == 2
        assert [round(float(each)) for each in pdf.pages[0].obj.MediaBox] == [0, 0, 842, 595]
    with opened(press.nup(blank(3), 2, 2, "Letter")) as pdf:
        assert [round(float(each)) for each in pdf.pages[0].obj.MediaBox] == [0, 0, 612, 792]


def test_pages_of_several_sizes_make_no_sheets():
    pdf = opened(blank(2))
    pdf.pages[1].obj.MediaBox = [0, 0, 300, 250]
    file = BytesIO()
    pdf.save(file)
    with pytest.raises(Refused) as raised:
        press.booklet(file.getvalue(), OFFSET)
    assert "page 2 has another size" in str(raised.value)
    with pytest.raises(WrongUse):
        press.nup(blank(1), 0, 2, "A4")


def test_importing_the_press_loads_nothing_heavy():
    import subprocess
    import sys

    code = (
        "import rapporteur.press, rapporteur.printer, sys; print([n for n in ('pikepdf', 'PIL') if n in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_dates_are_written_as_a_pdf_writes_them():
    assert finish._date("2012-09-05T16:00:00+02:00") == "D:20120905140000Z"
    assert finish._date("") == ""
