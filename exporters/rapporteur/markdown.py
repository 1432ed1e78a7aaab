"""CommonMark to prose: markdown-it's tokens become blocks and inlines, each with the line it starts on."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

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
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

NESTING = 60
"""Lists and quotes may stand this deep inside each other; `checks` refuses deeper text, which would be lost."""

ATTRIBUTES = re.compile(
    r"""\s*\{\s*(?=[#.\w])(?P<id>\#[\w.:-]+)?(?P<names>(?:\s*\.[A-Za-z][\w-]*)*)"""
    r"""(?P<pairs>(?:\s*[A-Za-z][\w-]*=(?:"[^"]*"|[^\s"{}]+))*)\s*\}\s*$"""
)
_PAIR = re.compile(r'([A-Za-z][\w-]*)=(?:"([^"]*)"|([^\s"{}]+))')


def attributes_of(text: str) -> tuple[str, Attributes | None]:
    """Return `text` without the attributes in braces at its end, and these; other braces are text and stay."""
    found = ATTRIBUTES.search(text)
    if not found:
        return text, None
    pairs = tuple((m[1], m[2] if m[2] is not None else m[3]) for m in _PAIR.finditer(found["pairs"]))
    names = tuple(name for name in re.split(r"[\s.]+", found["names"]) if name)
    return text[: found.start()], Attributes((found["id"] or "#")[1:], names, pairs)


def read(text: str, first_line: int = 1) -> Blocks:
    """Return the blocks of `text`, whose first line is line `first_line` of its file."""
    from markdown_it.tree import SyntaxTreeNode

    tokens = _parser().parse(text)
    notes = _notes(tokens)
    return _Reader(first_line, notes).blocks(SyntaxTreeNode(tokens))


def depth(text: str) -> int:
    """Return how deep the lists and quotes of `text` are nested."""
    return max((token.level for token in _parser().parse(text) if token.nesting == 1), default=0) // 2 + 1


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 1000}).enable("table").use(footnote_plugin)
    parser.disable("reference")  # a line like "[Chair]: thanks" is words, and would vanish as a definition
    parser.core.ruler.before("inline", "attributes", _take_attributes)
    return parser


def _take_attributes(state: StateCore) -> None:
    """Move the attributes of headings and list items out of their text before it is read as inlines."""
    for before, opener, token in zip([None, *state.tokens], state.tokens, state.tokens[1:], strict=False):
        first_in_item = opener.type == "paragraph_open" and before is not None and before.type == "list_item_open"
        if token.type == "inline" and (opener.type == "heading_open" or first_in_item):
            token.content, token.meta["attributes"] = attributes_of(token.content)


def _notes(tokens: list[Token]) -> dict[int, list[list[Token]]]:
    """Return the inline tokens of every footnote's paragraphs by the footnote's number."""
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
    return notes


class _Reader:
    """Turns a syntax tree into blocks; knows where the text starts and what the footnotes say."""

    def __init__(self, first_line: int, notes: dict[int, list[list[Token]]]) -> None:
        self._first_line = first_line
        self._notes = notes
        self._open: set[int] = set()

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
        for at, node in enumerate(nodes):
            following = nodes[at + 1].content if at + 1 < len(nodes) else ""
            for inline in self._inline(node, found, following):
                if isinstance(inline, Text) and found and isinstance(found[-1], Text):
                    found[-1] = Text(found[-1].text + inline.text)
                else:
                    found.append(inline)
        return tuple(inline for inline in found if inline != Text(""))

    def _inline(self, node: SyntaxTreeNode, before: list[Inline], following: str) -> Inlines:
        match node.type:
            case "text" | "text_special":
                return (Text(node.content),)
            case "softbreak":
                return (Text(_space_between(before, following)),)
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
                return (Picture(str(node.attrs["src"]), node.content, str(node.attrs.get("title", ""))),)
            case "footnote_ref":
                return (Note(self._note(int(node.meta["id"]))),)
        raise AssertionError(f"markdown gave an unknown inline: {node.type}")

    def _note(self, number: int) -> Inlines:
        """Return the words of a footnote; one that calls itself ends there."""
        from markdown_it.tree import SyntaxTreeNode

        if number in self._open:
            return ()
        self._open.add(number)
        found: list[Inline] = []
        for tokens in self._notes.get(number, []):
            if found:
                found.append(Break())
            found.extend(self._inlines(SyntaxTreeNode(tokens).children))
        self._open.discard(number)
        return tuple(found)


def _space_between(before: list[Inline], following: str) -> str:
    """Return what a line end in the source means: a space, but nothing between two wide East Asian characters."""
    last = before[-1].text[-1:] if before and isinstance(before[-1], Text) else ""
    wide = all(c and unicodedata.east_asian_width(c) in "WF" and not _is_hangul(c) for c in (last, following[:1]))
    return "" if wide else " "


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
