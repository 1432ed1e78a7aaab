"""Nothing internal is in what is made for the public: every byte of it is searched for words that nobody can guess."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from PIL import Image, ImageCms, PngImagePlugin

import leaks
from leaks import NEVER, PLACES, PUBLIC, TOKENS, lacks, leaked
from rapporteur import (
    audience,
    checks,
    container,
    exposed,
    fair_copy,
    jobs,
    laid_open,
    packing,
    picture,
    printer,
    source,
    variants,
    withheld,
)
from rapporteur.build import Wish, build
from rapporteur.labels import Labels
from rapporteur.problems import errors
from rapporteur.prose import Attributes, Item, List, Paragraph
from rapporteur.report import FollowUp, Person, Recommendations
from rapporteur.verify import verify
from reports import asked, read, session_text, sessions


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return leaks.workspace(tmp_path_factory.mktemp("leaks"))


def made(workspace, whose, **wish):
    """Build for an audience; return the bytes of every file by its name."""
    with ThreadPoolExecutor(1) as executor:
        outcome = build(workspace, Wish(audience=whose, **wish), executor)
    assert not errors(outcome.problems), outcome.problems
    folder = workspace / ("build" if whose == "internal" else f"build/{whose}")
    return {each.path: (folder / each.path).read_bytes() for each in outcome.made}


@pytest.fixture(scope="module")
def public(workspace):
    return made(workspace, "public", editions=("archive",))


def test_no_byte_of_a_public_edition_holds_what_is_internal(public):
    assert {name.partition("/")[0] for name in public} == {"word", "pdf", "excel"}
    assert {name: leaked(data, name) for name, data in public.items()} == {name: set() for name in public}


def test_nothing_public_is_lost_from_a_public_edition(public):
    register = {PUBLIC[at] for at in (0, 1, 2, 3, 10, 11)}  # title, people, recommendations
    for name, data in public.items():
        assert lacks(data) == (set() if "excel" not in name else set(PUBLIC) - register), name


def test_each_internal_word_stands_in_an_internal_edition_where_the_search_finds_it(workspace):
    found = set().union(*(leaked(data) for data in made(workspace, "internal", editions=("archive",)).values()))
    assert found == {*PLACES, "phone"} - NEVER


def test_a_picture_of_an_internal_section_is_in_no_file(public):
    for name, data in public.items():
        if name.endswith(".docx"):
            assert sum(text.startswith(b"\x89PNG") for text in leaks.texts_of(data)) == 1
        if name.endswith(".pdf"):
            with pikepdf.open(leaks.BytesIO(data)) as pdf:
                shown = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Width" in each]
            assert {(int(each.Width), int(each.Height)) for each in shown} == {(24, 13)}


def test_the_attached_source_is_a_session_file_that_says_what_the_edition_says(workspace, public):
    data = next(data for name, data in public.items() if name.endswith(".pdf"))
    with pikepdf.open(leaks.BytesIO(data)) as pdf:
        (name, attached), *others = pdf.attachments.items()
        text = attached.get_file().read_bytes().decode()
    assert (name, others) == ("T1-S01.md", [])
    shown, _ = seen(workspace)
    report = shown.conference.reports[0]
    again, problems = source.session.read(text, report.origin.file, _asked(shown))
    assert fair_copy.same(again, report)
    assert problems == ()
    assert text == report.origin.text


def test_the_record_of_a_public_build_does_not_stand_among_what_is_sent(workspace, public):
    assert (workspace / "build/public-manifest.json").is_file()
    assert {each.name for each in (workspace / "build/public").iterdir()} == {"word", "pdf", "excel"}


def test_the_register_for_the_public_has_no_column_of_what_is_internal(public):
    texts = b"\n".join(leaks.texts_of(public["excel/recommendations.xlsx"]))
    assert b"responsible" in texts
    assert not [each for each in (b"updated_by", b"Updated by", b"contact ", b"comment ") if each in texts]


@pytest.mark.slow
def test_no_byte_of_any_edition_pack_or_job_for_a_printer_holds_what_is_internal(workspace):
    editions = ("archive", "web", "large-print", "press", "booklet", "nup", "brief")
    files = made(workspace, "public", editions=editions)
    shown, _ = seen(workspace)
    with ThreadPoolExecutor(1) as executor:
        pack = packing.packed(shown, shown.conference.reports, executor=executor, word=True)
        archive = variants.archive(shown, shown.conference.reports, "assembly", executor)
    digest, _ = variants.digest(shown, shown.conference.reports)
    chosen = printer.chosen(shown.layout, "european-offset", "A4")
    job = jobs.made(
        jobs.copy_of(shown.conference.reports[0], shown.conference, shown.layout, workspace, chosen),
        shown.conference, shown.layout, workspace, chosen, jobs.Order(),
    )  # fmt: skip
    assert pack.word
    files |= (
        {"pack.pdf": pack.data, "pack.docx": pack.word, "digest.pdf": digest} | dict(job.files) | dict(archive.files)
    )
    assert len([name for name in files if name.endswith(".pdf")]) >= len(editions) + 4
    assert {name: leaked(data, name) for name, data in files.items()} == {name: set() for name in files}
    assert lacks(pack.data) == set()
    whole = source.read(workspace)
    with ThreadPoolExecutor(1) as executor:
        internal = packing.packed(whole, whole.conference.reports, executor=executor)
    assert leaked(internal.data) > {"withheld_name", "section_words", "field_section", "recommendation"}


def seen(workspace):
    """Return the source as the public may see it, and what is wrong with it."""
    whole = source.read(workspace)
    return audience.seen(whole, "public", checks.check(whole))


def _asked(shown):
    return source.session.Asked(shown.layout.form, shown.layout.catalogue, "en")


# What stands around the reports: nobody marks it, and everybody writes names there


AROUND = {
    "clusters.yaml": {4},
    "conference.yaml": {1, 2, 3, 4, 6, 10, 11},
    "followup.yaml": {3},
    "pack/foreword.md": {3},
    "programme.yaml": {9, 11, 12, 15},
}


@pytest.fixture(scope="module")
def careless(tmp_path_factory):
    return leaks.careless(tmp_path_factory.mktemp("careless"))


@pytest.fixture(scope="module")
def carelessly_public(careless):
    with ThreadPoolExecutor(1) as executor:
        outcome = build(careless, Wish(audience="public", editions=("archive",)), executor)
    assert {each.what for each in outcome.made} == {"made"}
    return {each.path: (careless / "build/public" / each.path).read_bytes() for each in outcome.made}


def test_what_is_withheld_and_stands_around_the_reports_is_told_with_its_line(careless):
    found = [each for each in checks.check(source.read(careless)) if each.rule == audience.RULE]
    lines = {}
    for each in found:
        lines.setdefault(each.where.file.removeprefix("source/"), set()).add(each.where.line)
    assert lines == AROUND
    assert {each.severity for each in found} == {"warning"}
    assert len(found) == 3 * sum(map(len, AROUND.values()))  # a name, an address, a number


def test_no_byte_of_a_public_edition_holds_what_somebody_wrote_around_the_reports(careless, carelessly_public):
    assert len(carelessly_public) == 3
    assert {name: leaked(data, name) for name, data in carelessly_public.items()} == {
        name: set() for name in carelessly_public
    }
    texts = b"\n".join(leaks.texts_of(carelessly_public["excel/recommendations.xlsx"]))
    assert b"A Ministry" in texts  # all else of the follow-up stays
    assert not seen(careless)[0].conference.name


def test_an_internal_edition_laid_open_gives_away_all_of_it(careless, carelessly_public):
    with ThreadPoolExecutor(1) as executor:
        outcome = build(careless, Wish(exporters=("excel",)), executor)
    data = (careless / "build" / outcome.made[0].path).read_bytes()
    secrets = exposed.secrets(source.read(careless), seen(careless)[0])
    found = {each.kind for each in laid_open.held(data, "recommendations.xlsx", secrets)}
    assert found == {"name", "email", "phone"}
    for name, public in carelessly_public.items():
        assert laid_open.held(public, name, secrets) == ()
    path = careless / "build/public/excel/recommendations.xlsx"
    path.write_bytes(data)
    told = [each for each in verify(careless, whose="public")[1] if each.rule == "leak"]
    assert {each.where.file for each in told} >= {"build/public/excel/recommendations.xlsx"}
    path.write_bytes(carelessly_public["excel/recommendations.xlsx"])


def test_a_text_around_the_reports_that_is_let_through_is_a_leak_that_is_found(careless, monkeypatch):
    monkeypatch.setattr(audience.around, "mapped", lambda conference, say: conference)
    shown, _ = audience.seen(source.read(careless), "public", ())
    assert _found(shown) >= {"withheld_name", "email", "phone"}


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", b"<a><!-- by Jane Doe --></a>"),
        ("a.xml", b"<a><![CDATA[Jane <b> Doe]]></a>"),
        ("a.xml", b"<?by Jane Doe?><a/>"),
        ("a.xml", b'<a b="Jane\nDoe"/>'),
        ("a.xml", b"<a b='Jane&#32;Doe'/>"),
        ("a.xml", b"<a>Ja</a><a>ne</a> <a>Doe</a>"),
        ("a.xml", "<a>Jane Doe</a>".encode("utf-16")),
        ("a.xml", "<a>Jane Doe</a>".encode("utf-16-le")),
        ("a.xml", "<a>Jane Doe</a>".encode("utf-16-be")),
        ("a.txt", "Jane Doe".encode("utf-16")),
        ("a.rels", b'<a Target="https://x.org/Jane%20Doe"/>'),
        ("a.json", b'{"a": "mailto:Jane%20Doe"}'),
        ("a.xml", b"<a b='&#x4A;ane&#x20;&#68;oe'/>"),
        ("a.xml", b"<a>&#x4a;ane <b>&#68;</b>oe</a>"),
        ("a.html", b"&#x4A;ane &#68;oe"),
        ("a.md", b"&#x4A;ane &#68;oe"),
        ("a.json", rb'{"a": "\u004aane\u0020Doe"}'),
        ("a.yaml", rb'a: "\x4Aane \U00000044oe"'),
        ("a.png", PNG + b"\0tEXtAuthor\0Jane Doe\xff\0"),
        ("a.png", PNG + "\0XPAuthor Jane Doe".encode("utf-16-le")),
        ("a.png", PNG + "\0XPAuthor Jane Doe".encode("utf-16-be")),
    ],
)
def test_a_file_laid_open_hides_a_name_in_no_way_of_writing(name, data):
    jane = withheld.Secret("name", "Jane Doe")
    assert laid_open.held(data, name, [jane]) == (jane,)
    packed = container.pack({f"word/{name}": data})
    assert laid_open.held(packed, "a.docx", [jane]) == (jane,)
    assert laid_open.held(data, name, [withheld.Secret("name", "Jane Roe")]) == ()


def test_a_name_with_accents_is_found_in_the_bytes_of_a_picture():
    name = withheld.Secret("name", "José Núñez")
    for coding in ("utf-8", "latin-1", "utf-16-le"):
        assert laid_open.held(PNG + "\0José Núñez\0".encode(coding), "a.png", [name]) == (name,)


def test_a_file_is_read_back_and_searched_once_however_often_it_lies_there(carelessly_public, monkeypatch):
    calls = []
    monkeypatch.setattr(laid_open, "texts", lambda data, name, reread: calls.append(name) or ["Jane Doe"])
    jane = withheld.Secret("name", "Jane Doe")
    search = laid_open.Search([jane], laid_open.Reread())
    (data,) = (data for name, data in carelessly_public.items() if name.endswith(".pdf"))
    assert [search.held(data, f"{folder}/a.pdf") for folder in ("pdf", "archive", "press")] == [(jane,)] * 3
    assert search.held(b"else", "Doe_Jane.pdf") == (jane,)
    assert calls == ["pdf/a.pdf", "Doe_Jane.pdf"]
    monkeypatch.undo()
    reread = laid_open.Reread()
    assert reread.words("pdf", data) is reread.words("pdf", bytes(bytearray(data)))


@pytest.mark.parametrize("name", ["José Núñez", "Ḥanān Öz", "𐐷𐐲 𐐷𐐲", "李文", "محمد علي"])  # one beyond the first plane
def test_a_name_is_found_in_json_of_plain_letters(name):
    secret = withheld.Secret("name", name)
    assert json.dumps(name).isascii()
    assert laid_open.held(json.dumps({"people": [f"by {name} alone"]}).encode(), "a.json", [secret]) == (secret,)


def noted(kind, **how):
    """Return a picture of a kind as Pillow writes it, with a trailer that is no part of it, and its points."""
    stream = leaks.BytesIO()
    image = Image.linear_gradient("L").resize((40, 40)).convert("RGB")
    image.save(stream, kind, **how)
    return stream.getvalue() + b"\0by Jane Doe"


def noting(tag):
    exif = Image.Exif()
    exif[tag] = "Jane Doe"
    return exif.tobytes()


AUTHOR = noting(0x013B)
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>by Jane Doe</x:xmpmeta>"
PACKED = PngImagePlugin.PngInfo()
PACKED.add_text("Author", "Jane Doe " * 20, zip=True)
PACKED.add_itxt("Author", "Jane Doe " * 20, "en", "Author", zip=True)
FRAMES = {"save_all": True, "append_images": [Image.new("RGB", (40, 40), hue) for hue in ("red", "blue")]}


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("PNG", {"exif": AUTHOR}),
        ("PNG", {"pnginfo": PACKED}),
        ("JPEG", {"exif": AUTHOR, "comment": b"Jane Doe", "xmp": XMP}),
        ("JPEG", {"progressive": True, "comment": b"Jane Doe"}),
        ("GIF", {"comment": b"Jane Doe"}),
        ("GIF", {"comment": b" " * 251 + b"Jane Doe"}),  # it is parted: a block has 255 bytes
        ("GIF", {"comment": b"Jane Doe", "loop": 0, **FRAMES}),
        ("WEBP", {"exif": AUTHOR, "xmp": XMP, "lossless": True}),
        ("WEBP", {"exif": AUTHOR, "loop": 0, **FRAMES}),
    ],
)
def test_notes_of_a_picture_are_found_and_taken_out_and_its_points_stay(kind, how):
    jane = withheld.Secret("name", "Jane Doe")
    data = noted(kind, **how)
    for each in (data, data.removesuffix(b"\0by Jane Doe")):
        assert laid_open.held(each, "a.picture", [jane]) == (jane,)
    bare = picture.bare_picture(data)
    assert laid_open.held(bare, "a.picture", [jane]) == ()
    assert b"Doe" not in bare
    with Image.open(leaks.BytesIO(data)) as before, Image.open(leaks.BytesIO(bare)) as now:
        frames = getattr(before, "n_frames", 1)
        assert (now.size, now.info.get("loop"), getattr(now, "n_frames", 1)) == (
            before.size, before.info.get("loop"), frames,
        )  # fmt: skip
        for frame in range(frames):
            before.seek(frame), now.seek(frame)
            assert now.tobytes() == before.tobytes()
    assert picture.bare_picture(bare) == bare


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_damaged_picture_is_left_as_far_as_it_is_one(kind):
    data = noted(kind)
    for at in range(0, len(data), 7):
        picture.bare_picture(data[:at])
        picture.bare_picture(data[:at] + b"\xff" + data[at + 1 :])
        for note in picture.notes(data[:at] + b"\0" + data[at + 1 :]):
            assert isinstance(note, bytes)


def test_a_file_of_brackets_is_laid_open_in_a_moment():
    started = time.perf_counter()
    assert laid_open.held(b"<" * 300_000, "a.xml", [withheld.Secret("name", "Jane Doe")]) == ()
    assert time.perf_counter() - started < 5


def photographed(folder):
    """Put a photograph into a workspace that names who took it, lies on its side and has a profile; return its file."""
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = f"Zed {TOKENS['withheld_name']}", 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = folder / "source/pictures/open.jpg"
    Image.linear_gradient("L").save(picture, exif=exif, icc_profile=profile, comment=TOKENS["withheld_name"])
    path = folder / "source/sessions/s1.md"
    path.write_text(path.read_text("utf-8").replace("pictures/open.png", "pictures/open.jpg"), "utf-8")
    return picture


@pytest.mark.slow
def test_a_photograph_in_a_pack_for_the_public_says_nothing_of_who_took_it(tmp_path):
    folder = leaks.workspace(tmp_path)
    photographed(folder)
    shown, _ = seen(folder)
    with ThreadPoolExecutor(1) as executor:
        pack = packing.packed(shown, shown.conference.reports, executor=executor, word=True)
    secrets = exposed.secrets(source.read(folder), shown)
    assert any(name.endswith(".jpg") for name in container.unpack(pack.word))
    for name, data in {"a.pdf": pack.data, "a.docx": pack.word}.items():
        assert laid_open.held(data, name, secrets) == ()
        assert leaked(data, name) == set()


def test_a_photograph_for_the_public_says_nothing_of_who_took_it_and_stands_as_it_stood(tmp_path):
    folder = leaks.workspace(tmp_path)
    picture = photographed(folder)
    inside = made(folder, "internal", exporters=("word", "pdf"))
    outside = made(folder, "public", exporters=("word", "pdf"))
    secrets = exposed.secrets(source.read(folder), seen(folder)[0])
    for name, data in inside.items():
        found = {each.text for each in laid_open.held(data, name, [each for each in secrets if each.kind == "name"])}
        assert f"Zed {TOKENS['withheld_name']}" in found
    for name, data in outside.items():
        assert laid_open.held(data, name, secrets) == ()
        assert leaked(data, name) == set()
    (word,) = (data for name, data in outside.items() if name.endswith(".docx"))
    (shown,) = (data for name, data in container.unpack(word).items() if name.endswith(".jpg"))
    with Image.open(leaks.BytesIO(shown)) as now, Image.open(picture) as before:
        assert now.tobytes() == before.tobytes()
        assert (dict(now.getexif()), now.info["icc_profile"]) == ({0x0112: 6}, before.info["icc_profile"])


@pytest.mark.slow
def test_no_byte_of_a_public_pack_holds_what_somebody_wrote_around_the_reports(careless):
    shown, wrong = seen(careless)
    reports, absent = packing.bindable(shown, wrong)
    with ThreadPoolExecutor(1) as executor:
        pack = packing.packed(shown, reports, absent, executor=executor, word=True)
        archive = variants.archive(shown, shown.conference.reports, "assembly", executor)
    digest, _ = variants.digest(shown, shown.conference.reports)
    files = {"pack.pdf": pack.data, "pack.docx": pack.word, "digest.pdf": digest} | dict(archive.files)
    assert {name: leaked(data, name) for name, data in files.items()} == {name: set() for name in files}
    assert absent == {"T1-S09"}


# The search finds what the projection would let through, place by place


SWITCHED_OFF = {
    "roles": (lambda found, form, labels: tuple(found), {"email", "unasked_email", "phone", "withheld_name"}),
    "_person": (lambda person, told, name: person, {"email", "withheld_name", "withheld_organisation"}),
    "_section": (lambda section: section, {"point", "nested_point", "quoted_point", "below_recommendation"}),
    "_marked": (lambda blocks: False, {"point", "recommendation", "recommendation_to"}),
    "followed": (lambda found: found, {"follow_contact", "follow_comment", "follow_updated_by"}),
    "public": (lambda report, form, labels: report, {"section_words", "internal_text", "field_section", "picture_alt"}),
}


@pytest.mark.parametrize("name", SWITCHED_OFF)
def test_a_part_of_the_projection_that_is_switched_off_is_a_leak_that_is_found(workspace, monkeypatch, name):
    instead, told = SWITCHED_OFF[name]
    monkeypatch.setattr(audience, name, instead)
    monkeypatch.setattr("rapporteur.report.UNPUBLISHED", ())
    if name == "followed":
        monkeypatch.setattr("rapporteur.excel.UNPUBLISHED", ())
    shown, _ = audience.seen(source.read(workspace), "public", ())  # without the rules, which would find it, too
    assert told <= _found(shown)


def _found(shown):
    """Return what leaks in a session's Word file and source, and in the register."""
    from rapporteur import excel, word
    from rapporteur.naming import options_for

    report = shown.conference.reports[0]
    options = [options_for(one, shown.conference, shown.workspace, False, audience="public") for one in (report, None)]
    files = (
        word.exporter.export(report, shown.layout, options[0]),
        excel.exporter.export(shown.conference, shown.layout, options[1]),
        fair_copy.written(report, shown.layout.form).encode(),
    )
    return set().union(*map(leaked, files))


def test_nothing_leaks_while_all_of_the_projection_is_on(workspace):
    assert _found(seen(workspace)[0]) == set()


# Random reports


@given(sessions())
def test_of_a_report_without_internal_parts_the_public_sees_every_word(written):
    report, _ = read(written[0])
    shown = public_of(report)
    assert fair_copy.same(shown, replace(report, roles=shown.roles))
    assert shown == report or "{" in written[0]
    assert public_of(shown) == shown


@given(sessions())
def test_what_is_marked_in_a_random_report_is_gone_and_all_else_stays(written):
    report, _ = read(written[0])
    shown = public_of(_hidden(report))
    assert fair_copy.same(shown, public_of(report))
    text = fair_copy.written(shown, asked().form)
    assert leaked(text.encode()) == set()
    again, problems = read(text)
    assert not errors(problems)
    assert fair_copy.same(again, shown)


def public_of(report):
    return audience.public(report, asked().form, Labels(asked().words("en")))


def _hidden(report):
    """Return a report with internal sections, points and addresses added wherever they can stand."""
    token = TOKENS["section_words"]
    words = read(session_text(f"## More {token} {{.internal}}\n\nSaid {token}.\n"))[0].sections[0]
    around = [each for section in report.sections for each in (words, _pointed(section, token))]
    people = (replace(role, people=tuple(_reached(each) for each in role.people)) for role in report.roles)
    return replace(report, roles=tuple(people), sections=(*around, words))


def _reached(person):
    return replace(person, email=f"{TOKENS['email']}@example.org", phone=leaks.PHONE)


def _pointed(section, token):
    return replace(section, blocks=tuple(_block(each, token) for each in section.blocks))


def _block(block, token):
    mark = Attributes(pairs=(("audience", "internal"),))
    blocks = (Paragraph(read(session_text(f"## A\n\n{token}\n"))[0].sections[0].blocks[0].inlines, mark),)
    if isinstance(block, List):
        return replace(block, items=(*block.items, Item(blocks)))
    if isinstance(block, Recommendations):
        return replace(block, items=(*block.items, replace(block.items[0], blocks=blocks)))
    return block


def test_the_conference_for_the_public_keeps_what_became_of_public_recommendations_only():
    report, _ = read(session_text("## Key recommendations\n\n- A {#R1}\n- B {#R2 audience=internal}\n"))
    told = FollowUp((("status", "done"), ("comment", "c"), ("contact", "d")), ((("by", "e"),),))
    conference = source.Conference(follow_up=(("R1", told), ("R2", told), ("gone", told)))
    shown = audience.public_conference(conference, [public_of(report)], asked().form, Labels(asked().words("en")))
    assert shown.follow_up == (("R1", FollowUp((("status", "done"),))),)


def test_people_who_are_withheld_keep_their_place_and_nothing_else():
    front = "id: S\ntitle: T\npeople:\n  moderator: {name: Ana Pérez, organisation: O, withheld: yes}\n"
    shown = public_of(read(session_text(front=front))[0])
    assert shown.people("moderator") == (Person("Name withheld", withheld=True),)
