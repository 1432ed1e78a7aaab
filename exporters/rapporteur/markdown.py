"""CommonMark to prose: markdown-it's tokens become blocks and inlines, each with the line it starts on."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from . import losses
from .problems import Problem
from .prose import (
    Align,
    Attributes,
    Block,
    Blocks,
    Break,
    Cell,
    Code,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    plain,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

ATTRIBUTES = re.compile(
    r"""(?<!\\)\{\s*+(?=[#.\w])(?P<id>\#[\w.:-]++)?(?P<names>(?:\s*+\.[A-Za-z][\w-]*+)*+)"""
    r"""(?P<pairs>(?:\s*+[A-Za-z][\w-]*+=(?:"[^"]*+"|[^\s"{}]++)(?=[\s}]))*+)\s*+\}\s*+\Z"""
)
"""Braces at the end of a text; every part is possessive, so that no text takes longer than its length to read."""
_PAIR = re.compile(r'([A-Za-z][\w-]*)=(?:"([^"]*)"|([^\s"{}]+))')


def attributes_of(text: str) -> tuple[str, Attributes | None]:
    """Return `text` without the attributes in braces at its end, and these; other braces are text and stay."""
    found = ATTRIBUTES.search(text) if text.rstrip().endswith("}") else None
    if not found:
        return text, None
    pairs = tuple((m[1], m[2] if m[2] is not None else m[3]) for m in _PAIR.finditer(found["pairs"]))
    names = tuple(name for name in re.split(r"[\s.]+", found["names"]) if name)
    return text[: found.start()].rstrip(), Attributes((found["id"] or "#")[1:], names, pairs)


def read(text: str, file: str, first_line: int = 1) -> tuple[Blocks, tuple[Problem, ...]]:
    """Return the blocks of `text`, which begins at line `first_line` of `file`, and the words they would not show.

    A text that is nested too deeply gives no blocks at all.
    """
    from markdown_it.tree import SyntaxTreeNode

    lost: list[Problem] = []
    tokens = parser().parse(text, {"lost": lost, "file": file, "first": first_line})
    if losses.too_deep(lost):
        return (), tuple(lost)
    return _Reader(first_line, _notes(tokens)).blocks(SyntaxTreeNode(tokens)), tuple(lost)


@cache
def parser() -> MarkdownIt:
    """Return the parser of a session's text: CommonMark with tables, footnotes and braces, in which no words vanish."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    stop = 3 * losses.NESTING  # where markdown-it drops text: deeper than we allow, a list being two of its levels
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": stop}).enable("table").use(footnote_plugin)
    parser.disable("reference")  # a line like "[Chair]: thanks" is words, and would vanish as a definition
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign] # an address is printed as written
    parser.core.ruler.before("inline", "attributes", _take_attributes)
    parser.core.ruler.before("footnote_tail", "losses", _tell_losses)
    return parser


def _tell_losses(state: StateCore) -> None:
    env = state.env
    notes = env.get("footnotes", {"refs": {}, "list": {}})
    env["lost"].extend(losses.told(state.tokens, notes, state.src.split("\n"), env["file"], env["first"]))


def _take_attributes(state: StateCore) -> None:
    """Move the attributes of headings and list items out of their text before it is read as inlines."""
    for before, opener, token in zip([None, *state.tokens], state.tokens, state.tokens[1:], strict=False):
        first_in_item = opener.type == "paragraph_open" and before is not None and before.type == "list_item_open"
        if token.type == "inline" and (opener.type == "heading_open" or first_in_item):
            token.content, token.meta["attributes"] = attributes_of(token.content)


def _notes(tokens: list[Token]) -> dict[int, list[list[Token]]]:
    """Return the inline tokens of every footnote's paragraphs and code by the footnote's number."""
    from markdown_it.token import Token

    notes: dict[int, list[list[Token]]] = {}
    number = None
    for token in tokens:
        if token.type == "footnote_open":
            number = int(token.meta["id"])
            notes[number] = []
        elif token.type == "footnote_close":
            number = None
        elif token.type == "inline" and number is not None:
            notes[number].append(token.children or [])
        elif token.type in ("fence", "code_block") and number is not None:
            notes[number].append([Token("code_inline", "code", 0, content=token.content.rstrip("\n"))])
    return notes


class _Reader:
    """Turns a syntax tree into blocks; knows where the text starts and what the footnotes say."""

    def __init__(self, first_line: int, notes: dict[int, list[list[Token]]]) -> None:
        self._first_line = first_line
        self._notes = notes
        self._in_note = False

    def _line(self, node: SyntaxTreeNode) -> int:
        return self._first_line + (node.map[0] if node.map else 0)

    def blocks(self, node: SyntaxTreeNode) -> Blocks:
        found = (self._block(child) for child in node.children)
        return tuple(block for block in found if block is not None)

    def _block(self, node: SyntaxTreeNode) -> Block | None:
        line = self._line(node)
        match node.type:
            case "paragraph":
                last = self._first_line + node.map[1] - 1 if node.map else line
                return Paragraph(self._content(node), self._attributes(node), line, last)
            case "heading":
                return Heading(int(node.tag[1]), self._content(node), self._attributes(node), line)
            case "bullet_list" | "ordered_list":
                return self._list(node, line)
            case "table":
                return self._table(node, line)
            case "blockquote":
                return Quote(self.blocks(node), line)
            case "fence" | "code_block":
                return Preformatted(node.content.rstrip("\n"), line)
            case "hr":
                return Rule(line)
            case "footnote_block" | "footnote_anchor":
                return None
        raise AssertionError(f"markdown gave an unknown block: {node.type}")

    def _attributes(self, node: SyntaxTreeNode) -> Attributes | None:
        found = node.children[0].meta.get("attributes") if node.children else None
        return found if isinstance(found, Attributes) else None

    def _list(self, node: SyntaxTreeNode, line: int) -> List:
        items = tuple(Item(self.blocks(child), self._line(child)) for child in node.children)
        if node.type == "bullet_list":
            return List(items, None, line)
        return List(items, int(node.attrs.get("start", 1)), line)

    def _table(self, node: SyntaxTreeNode, line: int) -> Table:
        rows = [tuple(self._cell(cell) for cell in row.children) for part in node.children for row in part.children]
        return Table(rows[0], tuple(rows[1:]), line)

    def _cell(self, node: SyntaxTreeNode) -> Cell:
        aligns: dict[str, Align] = {
            "text-align:left": "left",
            "text-align:center": "center",
            "text-align:right": "right",
        }
        return Cell(self._content(node), aligns.get(str(node.attrs.get("style", "")), ""))

    def _content(self, node: SyntaxTreeNode) -> Inlines:
        return self._inlines(node.children[0].children) if node.children else ()

    def _inlines(self, nodes: list[SyntaxTreeNode]) -> Inlines:
        found: list[Inline] = []
        nodes = [node for node in nodes if node.type != "text" or node.content]
        for at, node in enumerate(nodes):
            following = _first_letter(nodes[at + 1]) if at + 1 < len(nodes) else ""
            for inline in self._inline(node, found, following):
                if isinstance(inline, Text) and found and isinstance(found[-1], Text):
                    found[-1] = Text(found[-1].text + inline.text)
                else:
                    found.append(inline)
        return tuple(found)

    def _inline(self, node: SyntaxTreeNode, before: list[Inline], following: str) -> Inlines:
        match node.type:
            case "text" | "text_special":
                return (Text(node.content),)
            case "softbreak":
                space = _space_between(before, following)
                return (Text(space),) if space else ()
            case "hardbreak":
                return (Break(),)
            case "code_inline":
                return (Code(node.content),)
            case "strong":
                return (Strong(self._inlines(node.children)),)
            case "em":
                return (Emphasis(self._inlines(node.children)),)
            case "link":
                return (Link(str(node.attrs["href"]), self._inlines(node.children)),)
            case "image":
                alt = plain(self._inlines(node.children))
                return (Picture(unquote(str(node.attrs["src"])), alt, str(node.attrs.get("title", ""))),)
            case "footnote_ref":
                return (Note(self._note(int(node.meta["id"]))),)
        raise AssertionError(f"markdown gave an unknown inline: {node.type}")

    def _note(self, number: int) -> Inlines:
        """Return the words of a footnote; a footnote that it calls is refused (see `losses`) and left out."""
        from markdown_it.tree import SyntaxTreeNode

        if self._in_note:
            return ()
        self._in_note = True
        found: list[Inline] = []
        for tokens in self._notes.get(number, []):
            if found:
                found.append(Break())
            found.extend(self._inlines(SyntaxTreeNode(tokens).children))
        self._in_note = False
        return tuple(found)


def _first_letter(node: SyntaxTreeNode) -> str:
    return node.content[:1] or next((letter for each in node.children if (letter := _first_letter(each))), "")


def _space_between(before: list[Inline], following: str) -> str:
    """Return what a line end in the source means: a space, but nothing between two wide East Asian characters."""
    last = plain(tuple(before[-1:]))[-1:]
    wide = all(c and unicodedata.east_asian_width(c) in "WF" and not _is_hangul(c) for c in (last, following))
    return "" if wide else " "


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
