"""The styles of a house's template in the roles of ours: found by name, or copied without font and colour.

Names of built-in styles are English in every file, whatever language the program spoke; ids are not (``berschrift1``,
``Titel``). So a role is looked for by name, whatever its case; a layout may say otherwise: ``[word.styles] bullet =
"House bullet"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from ..problems import Place, Problem, error
from .cleaning import Notes
from .package import W, whole
from .schema import child, local, put, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .look import Look

SHORT = {
    "bullet": "list bullet",
    "number": "list number",
    "body": "body text",
    "text": "body text",
    "code": "html code",
    "footnote": "footnote text",
    "link": "hyperlink",
    "hint": "placeholder text",
}
"""Short names of roles, for layout.toml."""
BODY = 21
"""The size of our text in half points; the copies of our styles grow and shrink with the template's."""
_OWN_COLOUR = frozenset(("placeholder text", "hyperlink"))
_OWN_FONT = frozenset(("html code", "html preformatted"))
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
_DEEPEST = 40


class Role(NamedTuple):
    """What a role became: its name, the style's id and name, whether it was added, and how it is set.

    The size is in half points, the font as the file names it.
    """

    name: str
    id: str
    style: str
    added: bool
    font: str
    size: int


class Styles:
    """The template's styles, to which those of ours that it lacks are added."""

    def __init__(self, theirs: _Element, notes: Notes) -> None:
        self.tree = theirs
        self._mend(notes)
        self.by_id = {value(each, "", "styleId"): each for each in self._all()}
        self.by_name = {(_kind(each), value(each, "name").lower()): each for each in reversed(self._all())}
        self.defaults = {_kind(each): each for each in self._all() if value(each, "", "default") in ("1", "true", "on")}
        self.added: dict[str, str] = {}
        self.roles: dict[str, str] = {}

    def _all(self) -> list[_Element]:
        return self.tree.findall(f"{{{W}}}style")

    def _mend(self, notes: Notes) -> None:
        """Remove styles given twice, and what names a style that is not there or leads in a circle."""
        seen: dict[str, _Element] = {}
        for style in self._all():
            name = value(style, "", "styleId")
            if not name or not value(style, "name") or name in seen:
                self.tree.remove(style)
                notes.mend(f"the style {name or 'without an id'} is there twice or has no name")
            else:
                seen[name] = style
        for style in seen.values():
            for tag in ("basedOn", "next", "link"):
                named = style.find(f"{{{W}}}{tag}")
                if named is not None and (value(named) not in seen or (tag == "basedOn" and _circles(style, seen))):
                    style.remove(named)
                    notes.mend(f"the style “{value(style, 'name')}” names one that is not there ({value(named)})")
            for element in list(style.iter(f"{{{W}}}lang")):
                element.getparent().remove(element)  # type: ignore[union-attr]

    def adopt(self, ours: _Element, wishes: Mapping[str, str], file: str) -> list[Problem]:
        """Give each of our styles one of the template's, or add it; return wishes that cannot be granted."""
        told = {_role(name): style for name, style in wishes.items()}
        known = {_bare(value(style, "name")): style for style in ours.findall(f"{{{W}}}style")}
        problems = [
            error(
                Place(file),
                f"[word.styles] {name}: there is no such role",
                f"roles: {', '.join(sorted(known))}",
                "template",
            )
            for name in sorted(told)
            if name not in known
        ]
        scale = self._size_of(self.defaults.get("paragraph")) / BODY
        renamed: dict[str, str] = {}
        for role, style in known.items():
            found = self._found(role, style, told)
            if role in told and found is None:
                what = f"[word.styles] {role}: the template has no {_kind(style)} style “{told[role]}”"
                problems.append(error(Place(file), what, "write the style's name as the program shows it", "template"))
            name = value(found, "", "styleId") if found is not None else self._add(role, style, scale)
            if value(style, "", "default") and _kind(style) not in self.defaults:
                put(self.by_id[name], default=1)
                self.defaults[_kind(style)] = self.by_id[name]
            self.roles[role] = renamed[value(style, "", "styleId")] = name
        for name in self.added.values():
            for tag in ("basedOn", "next", "link"):
                named = self.by_id[name].find(f"{{{W}}}{tag}")
                if named is not None:
                    put(named, val=renamed[value(named)])
        return problems

    def _found(self, role: str, style: _Element, told: Mapping[str, str]) -> _Element | None:
        kind, name = _kind(style), value(style, "name").lower()
        if role in told:
            wish = told[role].lower()
            named = self.by_name.get((kind, wish))
            return named if named is not None else next((e for i, e in self.by_id.items() if i.lower() == wish), None)
        if value(style, "", "default") and kind in self.defaults:
            return self.defaults[kind]
        return self.by_name.get((kind, name))

    def _add(self, role: str, style: _Element, scale: float) -> str:
        """Add a copy of our style, without font and colour, in sizes that go with the template's; return its id."""
        copy = deepcopy(style)
        name = value(style, "", "styleId")
        while name in self.by_id:
            name = f"RPT{name}"
        put(copy, styleId=name)
        for element in list(copy.iter(f"{{{W}}}rFonts", f"{{{W}}}color", f"{{{W}}}sz", f"{{{W}}}szCs")):
            tag, kept = local(element), _OWN_COLOUR if local(element) == "color" else _OWN_FONT
            if tag in ("sz", "szCs"):
                put(element, val=max(12, round(whole(value(element), BODY) * scale)))
            elif role not in kept and local(element.getparent()) == "rPr":  # type: ignore[arg-type]
                element.getparent().remove(element)  # type: ignore[union-attr]
        self.tree.append(copy)
        self.by_id[name] = copy
        self.added[role] = name
        return name

    def speak(self, look: Look) -> None:
        """Set the language and direction of the report, and fonts for scripts that the template names none for."""
        defaults = self.tree.find(f"{{{W}}}docDefaults")
        if defaults is None:
            from lxml import etree

            defaults = etree.Element(f"{{{W}}}docDefaults")
            self.tree.insert(0, defaults)
        face = child(child(defaults, "rPrDefault"), "rPr")
        put(child(face, "lang"), val=look.language, eastAsia=look.east_asian_language, bidi=look.complex_language)
        fonts = child(face, "rFonts")
        for name, theme, ours in (("eastAsia", "eastAsiaTheme", look.east_asian), ("cs", "cstheme", look.complex)):
            if not value(fonts, "", name) and not value(fonts, "", theme):
                put(fonts, **{name: ours})
        if face.find(f"{{{W}}}sz") is not None and face.find(f"{{{W}}}szCs") is None:
            put(child(face, "szCs"), val=value(face, "sz"))
        plain = child(self.defaults["paragraph"], "pPr")
        for old in plain.findall(f"{{{W}}}bidi"):
            plain.remove(old)
        if look.rtl:
            child(plain, "bidi")

    def table(self, theme: Mapping[str, str]) -> tuple[Role, ...]:
        """Return every role with the style it has; `theme` names the theme's fonts."""
        return tuple(
            Role(
                role,
                name,
                value(self.by_id[name], "name"),
                role in self.added,
                self._font_of(self.by_id[name], theme),
                self._size_of(self.by_id[name]),
            )
            for role, name in self.roles.items()
        )

    def chain(self, style: _Element | None) -> list[_Element]:
        """Return a style and those it is based on."""
        found: list[_Element] = []
        while style is not None and len(found) < _DEEPEST:
            found.append(style)
            style = self.by_id.get(value(style, "basedOn"))
        return found

    def _faces(self, style: _Element | None) -> list[_Element]:
        faces = [each.find(f"{{{W}}}rPr") for each in self.chain(style)]
        default = self.tree.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr")
        return [each for each in (*faces, default) if each is not None]

    def _size_of(self, style: _Element | None) -> int:
        """Return the size of a style in half points; Word's own is 10 pt where nothing says another."""
        return next((whole(value(face, "sz"), 20) for face in self._faces(style) if value(face, "sz")), 20)

    def _font_of(self, style: _Element | None, theme: Mapping[str, str]) -> str:
        for face in self._faces(style):
            named = value(face, "rFonts", "asciiTheme")
            font = theme.get("major" if named.startswith("major") else "minor", "") if named else ""
            if found := font or value(face, "rFonts", "ascii"):
                return found
        return ""

    def colour(self, role: str) -> str:
        """Return the colour that a role's style names, "" if none does."""
        for face in self._faces(self.by_id.get(self.roles.get(role, ""))):
            if (found := value(face, "color")) and found != "auto":
                return found
        return ""


def _kind(style: _Element) -> str:
    return value(style, "", "type") or "paragraph"


def _role(name: str) -> str:
    plain = name.lower().replace("-", " ").replace("_", " ")
    return SHORT.get(plain, plain)


def _bare(name: str) -> str:
    """Return the name of a role: ``label`` for our style “RPT Label”."""
    return name.lower().removeprefix("rpt ")


def _circles(style: _Element, styles: Mapping[str, _Element]) -> bool:
    """Whether a style is based on itself in the end."""
    seen: set[str] = set()
    each: _Element | None = style
    while each is not None:
        name = value(each, "", "styleId")
        if name in seen:
            return True
        seen.add(name)
        each = styles.get(value(each, "basedOn"))
    return False
