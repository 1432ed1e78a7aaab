"""Office containers: the same bytes each time, any zip program reads them, and hostile ones are refused."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur.container import Prepared, in_order, pack, packed, unpack
from rapporteur.problems import Refused

NAMES = st.text("abcXYZ019_-/. é", min_size=1, max_size=20).filter(
    lambda name: not name.startswith("/") and not name.endswith("/") and ".." not in name.split("/")
)
PARTS = st.dictionaries(NAMES, st.binary(max_size=9_000), max_size=8).filter(
    lambda parts: len({name.lower() for name in parts}) == len(parts)
)


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return stream.getvalue()


def refusal(data: bytes, **limits: int) -> str:
    with pytest.raises(Refused) as refused:
        unpack(data, "returned.docx", **limits)
    assert all(each.where.file == "returned.docx" for each in refused.value.problems)
    return str(refused.value)


@given(PARTS)
def test_what_is_packed_is_unpacked_whatever_its_names_and_bytes(parts: dict[str, bytes]) -> None:
    assert unpack(pack(parts)) == parts


@given(PARTS, PARTS)
def test_a_prepared_container_holds_the_changing_parts_in_place_of_those_of_the_same_name(
    still: dict[str, bytes], changing: dict[str, bytes]
) -> None:
    made = Prepared(still).pack(changing)
    there = still | changing
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == in_order(there)
        assert {name: archive.read(name) for name in archive.namelist()} == there


@given(PARTS)
def test_equal_parts_make_equal_bytes_whatever_their_order(parts: dict[str, bytes]) -> None:
    turned = dict(reversed(parts.items()))
    assert pack(parts) == pack(turned)
    assert Prepared(parts).pack({}) == Prepared(turned).pack({})


def test_a_part_packed_beforehand_is_spliced_in_as_it_is() -> None:
    ready = packed("word/b.xml", b"<b/>" * 100)
    made = Prepared({"word/a.xml": b"<a/>"}).pack({}, {"word/b.xml": ready})
    assert unpack(made) == {"word/a.xml": b"<a/>", "word/b.xml": b"<b/>" * 100}
    assert ready.local in made


def test_the_content_types_and_the_relationships_come_first_and_the_rest_by_name() -> None:
    names = ["word/document.xml", "_rels/.rels", "docProps/core.xml", "[Content_Types].xml", "a.xml"]
    assert in_order(names) == ["[Content_Types].xml", "_rels/.rels", "a.xml", "docProps/core.xml", "word/document.xml"]


def test_nothing_in_the_file_tells_when_or_where_it_was_made() -> None:
    made = pack({"word/document.xml": b"<x/>", "word/media/a.png": b"\x89PNG"})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr, entry.extra, entry.comment) == (0, 0, b"", b"")
        assert [entry.compress_type for entry in archive.infolist()] == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]


def test_two_processes_with_another_hash_seed_and_time_zone_make_the_same_bytes() -> None:
    code = (
        "import sys; from rapporteur.container import Prepared, pack\n"
        "parts = {f'p{n}.xml': b'<x/>' * n for n in range(20)}\n"
        "sys.stdout.buffer.write(pack(parts) + Prepared(parts).pack({'q.xml': b'q'}))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Kathmandu"))
    }
    assert len(made) == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\3\4 nothing", b"%PDF-1.7", zipped(("a", b"a" * 99))[:-30]],
    ids=["empty", "a beginning", "a PDF", "a cut zip"],
)
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert "no office file, or it is damaged" in refusal(data)


def test_a_part_whose_bytes_were_damaged_is_refused() -> None:
    made = bytearray(pack({"word/document.xml": b"<w:document/>" * 50}))
    made[len("word/document.xml") + 35] ^= 0xFF
    assert "damaged" in refusal(bytes(made))


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.xml", "word/../../up.xml", "word\\document.xml", "C:/x.xml"])
def test_a_name_that_leads_out_of_the_container_is_refused(name: str) -> None:
    made = zipped((name.replace("\\", "|"), b"x")).replace(name.replace("\\", "|").encode(), name.encode())
    assert "leads out of the file" in refusal(made)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_in_it_twice_is_refused_also_in_other_capitals() -> None:
    assert "holds this part twice" in refusal(zipped(("word/a.xml", b"1"), ("word/a.xml", b"2")))
    assert "holds this part twice" in refusal(zipped(("word/a.xml", b"1"), ("Word/A.xml", b"2")))


def test_too_many_parts_and_too_many_bytes_are_refused_both_at_once() -> None:
    told = refusal(zipped(*((f"{n}.xml", b"x" * 50) for n in range(9))), most=8, largest=400)
    assert "9 parts; 8 is the most" in told
    assert "450 bytes; 400 is the most" in told


def test_a_part_that_unfolds_to_a_thousand_times_its_size_is_refused() -> None:
    assert "unfolds to far more" in refusal(zipped(("bomb.xml", b"\0" * 3_000_000)))


def test_a_part_that_states_a_smaller_size_than_it_has_is_not_read_to_its_end() -> None:
    made = bytearray(zipped(("bomb.xml", b"\0" * 900_000)))
    for at, signature in ((22, b"PK\3\4"), (24, b"PK\1\2")):
        begun = bytes(made).index(signature)
        struct.pack_into("<I", made, begun + at, 10)
    assert "damaged" in refusal(bytes(made))


def test_an_encrypted_part_and_a_rare_method_are_refused() -> None:
    made = bytearray(zipped(("a.xml", b"a")))
    struct.pack_into("<H", made, bytes(made).index(b"PK\1\2") + 8, 1)
    assert "encrypted" in refusal(bytes(made))
    assert "packed in a way" in refusal(zipped(("a.xml", b"a" * 99), method=zipfile.ZIP_BZIP2))


def test_deflated_parts_are_raw_deflate_that_any_program_inflates() -> None:
    part = packed("a.xml", b"<a>" * 10_000)
    body = part.local[30 + len("a.xml") :]
    assert zlib.decompress(body, -15) == b"<a>" * 10_000
