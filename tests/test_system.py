"""What the machine must have: the list, and the doctor that looks for it."""

from __future__ import annotations

import argparse
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur import diagnosis, system
from rapporteur.cli import doctor
from rapporteur.pdf import fonts
from rapporteur.system import Need

TOP = Path(__file__).resolve().parents[1]


# The list


def test_every_row_names_a_known_stage_and_kind_and_a_package_on_every_system() -> None:
    rows = system.needs()
    assert len(rows) > 20
    for need in rows:
        assert need.kind in {"library", "program", "python", "font"}, need
        known = r"build|sample|test|release|script:[A-Z][a-z]{3}"
        assert all(re.fullmatch(known, stage) for stage in need.stages), need
        assert list(need.packages) == list(system.SYSTEMS)
        assert all(need.packages.values())
        assert need.about


def test_a_row_with_a_missing_column_is_refused() -> None:
    with pytest.raises((ValueError, IndexError)):
        system.parsed("build library libx.so.0 libx0 x x x\n")


def test_what_a_build_needs_is_small_and_named() -> None:
    packages = {need.packages["debian"] for need in system.needs("build")}
    assert packages == {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "python3-venv"}


def test_every_script_has_a_font_for_text_and_one_for_labels_with_a_file_each() -> None:
    assert system.FONTS_BY_SCRIPT["Arab"] == system.Fonts(
        ("Noto Naskh Arabic", "Noto Sans Arabic"),
        ("NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Regular.ttf"),
    )
    for script, known in system.FONTS_BY_SCRIPT.items():
        assert len(known.families) == len(known.files) == len(set(known.files)), script
        assert len({need.packages["debian"] for need in system.needs(f"script:{script}")}) == 1
        assert script in diagnosis.SCRIPTS


def test_signs_count_only_if_the_two_families_lack_them() -> None:
    from fontTools.ttLib import TTFont

    faces = [path for path in fonts.house_files() if path.name.endswith("-Regular.ttf")]
    has: set[str] = set()
    for path in faces:
        with TTFont(path, lazy=True) as face:
            has.update(map(chr, face.getBestCmap()))
    signs = set(map(chr, (*range(0x2190, 0x2C00), *range(0x1F000, 0x1FB00))))
    assert {sign for sign in signs if system.scripts_in(sign) == set()} == signs & has


# Scripts


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("₪50", {"Hebr"}),  # the sign of a currency that only fonts of that script have
        ("", set()),
        ("14:30–16:00 · 5 €", set()),
        ("Café – naïve", {"Latn"}),
        ("Łódź, Việt Nam", {"Latn"}),
        ("Αθήνα Москва", {"Grek", "Cyrl"}),
        ("توصيات", {"Arab"}),
        ("सिफ़ारिशें", {"Deva"}),
        ("建议，", {"Hani"}),
        ("，", {"Hani"}),
        ("東京とソウル 서울", {"Hani", "Kana", "Hang"}),
        ("שלום ไทย বাংলা தமிழ் ქართული հայերեն አማርኛ", {"Hebr", "Thai", "Beng", "Taml", "Geor", "Armn", "Ethi"}),
        ("ខ្មែរ ગુજરાતી తెలుగు", {"Khmr", "Gujr", "Telu"}),
        ("✔ ● → ≥ ✓", {"Zsym"}),
        ("ᚠᚢᚦ", {"Zzzz"}),
    ],
)
def test_the_scripts_of_a_text_are_those_of_its_letters(text: str, scripts: set[str]) -> None:
    assert system.scripts_in(text) == scripts


@given(st.text(), st.text())
def test_two_texts_together_have_the_scripts_of_both(one: str, other: str) -> None:
    assert system.scripts_in(one + other) == system.scripts_in(one) | system.scripts_in(other)


@given(st.characters(categories=["L"]))
def test_every_letter_has_a_script(letter: str) -> None:
    assert len(system.scripts_in(letter)) == 1


def test_every_letter_that_unicode_names_after_a_script_counts_for_it() -> None:
    named = {"LATIN": "Latn", "GREEK": "Grek", "CYRILLIC": "Cyrl", "ARMENIAN": "Armn", "HEBREW": "Hebr"}
    named |= {"ARABIC": "Arab", "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml", "THAI": "Thai"}
    named |= {"GEORGIAN": "Geor", "ETHIOPIC": "Ethi", "HANGUL": "Hang", "HIRAGANA": "Kana", "KATAKANA": "Kana"}
    letters = [letter for letter in map(chr, range(0x10000)) if letter.isalpha()]
    firsts = [(letter, unicodedata.name(letter, "").split(" ")[0]) for letter in letters]
    wrong = {letter for letter, first in firsts if first in named and system.scripts_in(letter) != {named[first]}}
    assert wrong == set()


# What is here, and how to get the rest


def test_a_library_that_is_not_here_has_no_version() -> None:
    assert system.library_version("libnothing-of-this-name.so.0") is None


def test_the_libraries_of_the_pdf_engine_are_here_and_new_enough() -> None:
    for need in (need for need in system.needs("build") if need.kind == "library"):
        version = system.found(need)
        assert version is not None, f"{need.probe}: run `rapporteur doctor`"
        assert system.at_least(version, need.minimum)


@pytest.mark.parametrize(
    ("version", "minimum", "enough"),
    [("1.50.12", "1.44", True), ("1.44", "1.44", True), ("1.9", "1.44", False), ("", "9", True)],
)
def test_versions_are_compared_number_by_number(version: str, minimum: str, enough: bool) -> None:
    assert system.at_least(version, minimum) is enough


def test_macos_keeps_a_library_under_other_names() -> None:
    assert system.library_names("libpango-1.0.so.0", "linux") == ("libpango-1.0.so.0",)
    names = system.library_names("libpango-1.0.so.0", "darwin")
    assert names[0] == "libpango-1.0.0.dylib"
    assert "/opt/homebrew/lib/libpango-1.0.0.dylib" in names


@pytest.mark.parametrize(
    ("here", "wanted"),
    [
        ("NotoNaskhArabic[wght].ttf", "NotoNaskhArabic-Regular.ttf"),
        ("NotoSansThai[wdth,wght].ttf", "NotoSansThai-Regular.ttf"),
        ("NotoSerifCJK.ttc", "NotoSerifCJK-Regular.ttc"),
        ("NotoSerifCJK-VF.ttc", "NotoSerifCJK-Regular.ttc"),
        ("NotoSansSymbols2-Regular.ttf", "NotoSansSymbols2-Regular.ttf"),
    ],
)
def test_a_file_of_all_weights_will_do_where_a_system_packages_no_other(
    here: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {here: Path(here), "NotoSans-Italic[wdth,wght].ttf": Path("no")}
    monkeypatch.setattr(system, "_font_files", lambda: files)
    found = system._whole_families.__wrapped__() | files
    assert found.get(wanted) == Path(here)
    assert Path("no") not in {path for name, path in found.items() if name.endswith("-Regular.ttf")}


def test_the_digest_of_the_systems_fonts_is_of_their_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "NotoSansThai-Regular.ttf"
    digests = set()
    for content in (None, b"one", b"other"):
        if content:
            path.write_bytes(content)
        monkeypatch.setattr(system, "font_file", lambda name: path if name == path.name and path.is_file() else None)
        digests.add(system.fonts_digest.__wrapped__())
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("release", "family"),
    [
        ("ID=debian\nVERSION_ID=12\n", "debian"),
        ('ID=ubuntu\nID_LIKE="debian"\n', "debian"),
        ("ID=linuxmint\nID_LIKE='ubuntu debian'\n", "debian"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "fedora"),
        ("ID=alpine\n", "alpine"),
        ("ID=manjaro\nID_LIKE=arch\n", "arch"),
        ("ID=plan9\n", ""),
        ("", ""),
    ],
)
def test_the_family_of_a_system_is_read_from_its_release_file(release: str, family: str) -> None:
    assert system.os_family(release, "linux") == family


def test_a_mac_needs_no_release_file() -> None:
    assert system.os_family("", "darwin") == "macos"


@pytest.mark.parametrize(
    ("family", "line"),
    [
        ("debian", "sudo apt-get update && sudo apt-get install -y --no-install-recommends fonts-noto-core qpdf"),
        ("fedora", "sudo dnf install -y google-noto-naskh-arabic-fonts google-noto-sans-arabic-fonts qpdf"),
        ("alpine", "sudo apk add font-noto-arabic qpdf"),
        ("arch", "sudo pacman -S --needed noto-fonts qpdf"),
        ("macos", "brew install font-noto-naskh-arabic font-noto-sans-arabic qpdf"),
        ("", "install with this system's package manager what brings: NotoNaskhArabic-Regular.ttf"),
    ],
)
def test_the_line_to_paste_is_that_of_the_system(family: str, line: str) -> None:
    qpdf = [need for need in system.needs() if need.probe == "qpdf"]
    assert system.fix((*system.needs("script:Arab"), *qpdf), family).startswith(line)


def test_root_needs_no_sudo_and_nothing_missing_needs_no_line() -> None:
    assert system.fix(system.needs("build"), "debian", root=True).startswith("apt-get update && apt-get install")
    assert system.fix((), "debian") == ""


# The doctor


def diagnose(capsys: pytest.CaptureFixture[str], workspace: Path = TOP) -> tuple[int, str]:
    status = doctor.run(argparse.Namespace(workspace=workspace))
    return status, capsys.readouterr().out


def test_the_doctor_finds_nothing_wrong_here(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = diagnose(capsys)
    assert status == 0, said
    assert "error" not in said
    assert said.count("of 12 font files") == said.count("of 2 font files") == 2


def test_a_missing_subsetter_is_an_error_with_the_line_that_installs_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = system.found

    def without(need: Need) -> str | None:
        return None if need.probe == "libharfbuzz-subset.so.0" else there(need)

    monkeypatch.setattr(system, "found", without)
    monkeypatch.setattr(system, "os_family", lambda: "debian")
    status, said = diagnose(capsys)
    assert status == 1
    assert re.search(r"^error +libharfbuzz-subset\.so\.0 +not found", said, re.MULTILINE)
    assert re.search(r"^ +(sudo )?apt-get update && .* libharfbuzz-subset0$", said, re.MULTILINE)


def test_an_old_pango_is_an_error(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "found", lambda need: "1.40.1" if "libpango" in need.probe else "99")
    status, said = diagnose(capsys)
    assert status == 1
    assert said.count("1.40.1 is too old; 1.44 or newer is needed") == 2


def test_the_doctor_asks_for_the_fonts_that_the_source_needs_and_for_no_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = tmp_path / "source" / "sessions"
    sessions.mkdir(parents=True)
    (tmp_path / "source" / "conference.yaml").write_text("name: Всемирная ассамблея\n", encoding="utf-8")
    (sessions / "a.md").write_text("عربي and ᚠ", encoding="utf-8")
    monkeypatch.setattr(system, "font_file", lambda name: None)
    monkeypatch.setattr(system, "os_family", lambda: "debian")
    status, said = diagnose(capsys, tmp_path)
    assert status == 1
    assert "Noto Naskh Arabic is not installed; source/sessions/a.md needs it" in said
    assert "no font is known for letters of source/sessions/a.md" in said
    assert "Devanagari" not in said
    assert said.rstrip().endswith("--no-install-recommends fonts-noto-core")


def test_other_versions_than_the_tested_ones_are_told_and_no_error() -> None:
    told = diagnosis.versions({"a": "1.0", "b": "2.0"}, {"a": "1.0", "b": "2.1"})
    assert (told.state, told.said) == ("note", "1 differ: b 2.1 (tested: 2.0)")
    assert diagnosis.versions({"a": "1.0"}, {"a": "1.0"}).state == "ok"
    assert diagnosis.versions({"a": "4.4"}, {"a": "4.004"}).state == "ok"
    assert diagnosis.versions({"a": "4.4"}, {"a": "4.40"}).state == "note"


def test_the_tested_set_pins_every_library_that_a_build_uses() -> None:
    import tomllib

    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[>=]", line)[0].lower().replace("_", "-") for line in asked}
    assert names <= {name.lower().replace("_", "-") for name in diagnosis.tested()}


def test_the_tested_set_names_no_host_and_no_path() -> None:
    lines = (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines[1:])
