"""What `conference.yaml` states of a conference, key by key, typed."""

from __future__ import annotations

from . import matters, slots, withheld, zones
from .edition import EDITIONS, PAGES, Printing
from .labels import DIGITS
from .report import Conference, Origin, Track
from .settings import LANGUAGE, Settings

KEYS = (
    "name", "edition", "place", "dates", "timezone", "tracks", "languages", "layout", "form", "ids", "digits", "print",
    "deadline", "programme", "attendance", "pack", "packs", "contact", "public_addresses",
)  # fmt: skip
"""What conference.yaml may say."""


def conference(settings: Settings, origin: Origin) -> Conference:
    """Return the conference without its reports; what is wrong is noted in `settings.problems`."""
    settings.only(*KEYS)
    languages = _languages(settings)
    return Conference(
        name=settings.text("name"),
        edition=settings.text("edition"),
        place=settings.text("place"),
        dates=settings.text("dates"),
        tracks=_tracks(settings),
        languages=languages,
        layout=settings.text("layout", "rapporteur"),
        form=settings.text("form"),
        ids=settings.text("ids", Conference().ids),
        digits=settings.choice("digits", DIGITS, "latn"),
        printing=_printing(settings),
        timezone=_timezone(settings),
        deadline=slots.due(settings, languages[0]),
        columns=_columns(settings),
        suppress=_suppress(settings),
        contact=matters.contact(settings),
        public_addresses=_public_addresses(settings),
        origin=origin,
    )


def _public_addresses(settings: Settings) -> tuple[str, ...]:
    """Return the addresses that everybody may read (``public_addresses: [press@example.org, +41 22 555 01 02]``)."""
    found = settings.texts("public_addresses")
    for at, each in enumerate(found):
        if not withheld.address(each).distinct:
            hint = "public_addresses: [press@example.org, +41 22 555 01 02]"
            settings.error(f"public_addresses.{at}", f"“{each}” is no e-mail address or telephone number", hint)
    return found


def _tracks(settings: Settings) -> tuple[Track, ...]:
    found: dict[str, Track] = {}
    for each in settings.maps("tracks"):
        each.only("id", "name")
        name = each.text("id")
        if not name:
            each.error("id", "a track needs an id", "id: 3", "track")
        elif name in found:
            each.error("id", f"there is a track “{name}” already", "give each track an id of its own", "track")
        found.setdefault(name, Track(name, each.text("name")))
    return tuple(found.values())


def _printing(settings: Settings) -> Printing:
    found = settings.maps("print")
    if not found:
        return Printing()
    one, usual = found[0], Printing()
    one.only("editions", "paper", "printer")
    editions = one.texts("editions") or usual.editions
    for each in editions:
        if each not in EDITIONS:
            one.error("editions", f"there is no edition “{each}”", f"use some of: {', '.join(EDITIONS)}", "edition")
    return Printing(
        editions=tuple(each for each in dict.fromkeys(editions) if each in EDITIONS) or usual.editions,
        paper=one.choice("paper", PAGES, usual.paper),
        printer=one.text("printer"),
    )


def _suppress(settings: Settings) -> int:
    """Return below which figure attendance is hidden, 0 for none (``attendance: {suppress: 5}``)."""
    for one in settings.maps("attendance"):
        one.only("suppress")
        text = one.text("suppress", "0")
        if text.isascii() and text.isdecimal() and len(text) < 4:
            return int(text)
        one.error("suppress", f"“{text}” is no number of people", "suppress: 5 hides figures from 1 to 4", "value")
    return 0


def _timezone(settings: Settings) -> str:
    found = settings.text("timezone")
    if not found or zones.read(found):
        return found
    settings.error("timezone", f"“{found}” is no time zone", "write Europe/Paris, or an offset: +05:30", "timezone")
    return ""


def _columns(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return which columns of an imported programme say what: ``programme: {title: Session name}``."""
    found = [
        (field, name) for each in settings.maps("programme") for field in each.node.map for name in each.texts(field)
    ]
    return tuple(found)


def _languages(settings: Settings) -> tuple[str, ...]:
    found = settings.texts("languages")
    for each in found:
        if not LANGUAGE.fullmatch(each):
            hint = "write en, pt-BR or zh-Hant (BCP 47)"
            settings.error("languages", f"“{each}” is no language tag", hint, "language")
    return tuple(each for each in found if LANGUAGE.fullmatch(each)) or Conference().languages
