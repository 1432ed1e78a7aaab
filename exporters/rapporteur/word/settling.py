"""Tracked changes of a returned Word file settled in its tree, so that readers after it meet none.

ECMA-376 part 1, §17.13.5. A mark that is settled goes whole: a deleted paragraph mark (or an inserted one, if that is
rejected) joins its paragraph with the next. The joined paragraph has the properties of the second, whose mark stays;
only if the second has no words of its own, it has those of the first: LibreOffice sets them so, and Word's own users
who delete from the end of a heading to the end of the text below expect the heading to stay one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from .spots import W

if TYPE_CHECKING:
    from lxml.etree import _Element

How = Literal["accept", "reject"]

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_GOING = frozenset((f"{W}del", f"{W}moveFrom", f"{_W14}conflictDel"))
"""What is taken out with all it holds."""
WRAPPERS = _GOING | {f"{W}ins", f"{W}moveTo", f"{_W14}conflictIns"}
CHANGES = frozenset(
    f"{W}{each}Change" for each in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr")
)
"""What holds the properties as they were before."""
_STAYING = {
    f"{W}rPr": WRAPPERS,
    f"{W}pPr": frozenset((f"{W}rPr", f"{W}sectPr")),
    f"{W}sectPr": frozenset((f"{W}headerReference", f"{W}footerReference")),
    f"{W}trPr": WRAPPERS,
    f"{W}tcPr": frozenset((f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")),
}
"""What of some properties the old ones never tell, so that it stays when they come back."""
_PAIRS = (
    *((f"{W}{one}", f"{W}{other}") for one, other in (("ins", "del"), ("moveTo", "moveFrom"), ("cellIns", "cellDel"))),
    (f"{_W14}conflictIns", f"{_W14}conflictDel"),
    *(
        (f"{space}customXml{one}Range{end}", f"{space}customXml{other}Range{end}")
        for space, one, other in ((W, "Ins", "Del"), (W, "MoveTo", "MoveFrom"), (_W14, "ConflictIns", "ConflictDel"))
        for end in ("Start", "End")
    ),
)
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
_OTHER_MERGE = {f"{W}vMerge": f"{W}vMergeOrig", f"{W}vMergeOrig": f"{W}vMerge"}
_RANGES = frozenset(
    [f"{W}move{way}Range{end}" for way in ("From", "To") for end in ("Start", "End")]
    + [f"{W}customXml{kind}Range{end}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")]
    + [f"{_W14}customXmlConflict{kind}Range{end}" for kind in ("Ins", "Del") for end in ("Start", "End")]
)
_UNWRAPPED = ("Del", "MoveFrom", "ConflictDel")
_CONTROLS = frozenset((f"{W}sdt", f"{W}customXml"))
_BLOCKS = frozenset((f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml", f"{W}tr", f"{W}tc"))
_UNSAID = (f"{W}delText", f"{W}delInstrText")
_PAIRED = tuple(f"{W}{each}{end}" for each in ("bookmark", "commentRange") for end in ("Start", "End"))
_SHOWN = (f"{W}t", f"{W}drawing", f"{W}pict", f"{W}object", f"{W}footnoteReference", f"{W}endnoteReference", f"{W}sym")


def rejected(marks: Collection[_Element]) -> None:
    """Turn marks of changes into those of the opposite changes, which to accept is to reject what they were."""
    for mark in marks:
        parent = mark.getparent()
        if parent is None:
            continue
        if mark.tag in CHANGES:
            if len(mark):
                _restore(parent, mark[0])
            _remove(mark)
        elif mark.tag == f"{W}cellMerge":
            states = {_OTHER_MERGE[str(name)]: state for name, state in mark.attrib.items() if name in _OTHER_MERGE}
            mark.attrib.clear()
            mark.attrib.update(states)
        elif parent.tag == f"{W}numPr":
            _remove(parent)
        else:
            mark.tag = _OPPOSITES.get(str(mark.tag), mark.tag)
    for mark in marks:
        _speak(mark)


def resolved(tree: _Element, how: How) -> None:
    """Accept or reject every tracked change of one part; no mark of any is left."""
    if how == "reject":
        rejected(list(tree.iter(*CHANGES, *_OPPOSITES, f"{W}cellMerge")))
        _speak(tree)
    _properties(tree)
    _controls(tree)
    joining = _marked(tree)
    _cells(tree)
    for each in list(tree.iter(*WRAPPERS)):
        if each.tag in _GOING:
            _drop(each)
        else:
            _unwrap(each)
    for each in list(tree.iter(*_RANGES, *_UNSAID)):  # deleted words that stood astray
        _remove(each)
    _join(joining)


def _speak(holder: _Element) -> None:
    """Give words that were deleted, and are not any more, their plain name back."""
    for text in list(holder.iter(*_UNSAID)):
        if not any(above.tag in _GOING for above in text.iterancestors()):
            text.tag = f"{W}t" if text.tag == f"{W}delText" else f"{W}instrText"


# properties


def _properties(tree: _Element) -> None:
    for mark in [*tree.iter(*CHANGES, f"{W}numberingChange"), *tree.iterfind(f".//{W}numPr/{W}ins")]:
        _remove(mark)


def _restore(properties: _Element, old: _Element) -> None:
    """Put the properties back that were; a section's references come before, a paragraph's mark after the others."""
    staying = _STAYING.get(str(properties.tag), frozenset())
    kept = [child for child in properties if child.tag in staying]
    came = [child for child in old if child.tag not in staying]
    properties[:] = [*kept, *came] if properties.tag in (f"{W}sectPr", f"{W}rPr") else [*came, *kept]


# controls, cells and words


def _controls(tree: _Element) -> None:
    """Take away the controls whose removal is accepted; what they hold stays."""
    starts = {f"{space}customXml{kind}RangeStart" for kind in _UNWRAPPED for space in (W, _W14)}
    ends = {name.replace("Start", "End") for name in starts}
    if next(tree.iter(*starts), None) is None:
        return
    opened: set[str] = set()
    going = []
    for each in tree.iter(*starts, *ends, *_CONTROLS):
        if each.tag in starts:
            opened.add(each.get(f"{W}id", ""))
        elif each.tag in ends:
            opened.discard(each.get(f"{W}id", ""))
        elif opened:
            going.append(each)
    for control in going:
        content = control.find(f"{W}sdtContent")
        if content is not None:
            _unwrap(content)
        for about in [child for child in control if child.tag in (f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr")]:
            control.remove(about)
        _unwrap(control)


def _cells(tree: _Element) -> None:
    """Take out rows and cells that go; of the others take the mark."""
    for mark in list(tree.iterfind(f".//{W}tr/{W}trPr/*")):
        if mark.tag in _GOING:
            _drop(_parent(_parent(mark)))
        elif mark.tag in WRAPPERS:
            _unmark(mark)
    for mark in list(tree.iter(f"{W}cellIns", f"{W}cellDel")):
        if mark.tag == f"{W}cellDel" and _parent(_parent(mark)).tag == f"{W}tc":
            _drop(_parent(_parent(mark)))
        else:
            _unmark(mark)
    for mark in list(tree.iter(f"{W}cellMerge")):
        _merge(mark, mark.get(f"{W}vMerge"))


def _merge(mark: _Element, state: str | None) -> None:
    """Turn the mark of merged cells into what it says the cell is: a restart, a continuation, or neither."""
    properties = _parent(mark)
    for each in properties.findall(f"{W}vMerge"):
        properties.remove(each)
    if state is None:
        properties.remove(mark)
        return
    mark.tag = f"{W}vMerge"
    mark.attrib.clear()
    mark.set(f"{W}val", {"rest": "restart", "cont": "continue"}.get(state, state))


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("a part is a tracked change as a whole")
    return parent


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unmark(mark: _Element) -> None:
    """Take out a mark, and the properties that held nothing else."""
    properties = _parent(mark)
    properties.remove(mark)
    if not len(properties):
        _remove(properties)


def _unwrap(element: _Element) -> None:
    """Put what an element holds in its place."""
    if element.getparent() is None:
        return
    for child in list(element):
        element.addprevious(child)
    _remove(element)


def _drop(element: _Element) -> None:
    """Take out an element, but for the ends of ranges that reach beyond it; then whatever holds nothing any more."""
    parent = element.getparent()
    if parent is None:
        return
    for mark in _lonely(element):
        element.addprevious(mark)
    block = element.tag in _BLOCKS
    parent.remove(element)
    if block:
        _prune(parent)


def _lonely(element: _Element) -> list[_Element]:
    """Return the bookmarks' and comments' beginnings and ends in an element whose other end is not in it."""
    there: dict[tuple[str, str], list[_Element]] = {}
    for mark in element.iter(*_PAIRED):
        kind = str(mark.tag).removesuffix("Start").removesuffix("End")
        there.setdefault((kind, mark.get(f"{W}id", "")), []).append(mark)
    return [marks[0] for marks in there.values() if len(marks) == 1]


def _prune(holder: _Element) -> None:
    """Take out a table without rows, a row without cells, a control without a block, and so on outwards."""
    while holder.tag in (f"{W}tbl", f"{W}tr", f"{W}sdtContent", *_CONTROLS):
        parent = holder.getparent()
        if parent is None or any(child.tag in _BLOCKS or child.tag == f"{W}sdtContent" for child in holder):
            return
        for mark in holder.findall("*"):
            if mark.tag in _PAIRED:
                holder.addprevious(mark)
        parent.remove(holder)
        holder = parent


# paragraph marks


def _marked(tree: _Element) -> list[_Element]:
    """Return the paragraphs whose mark goes, in order; the marks of marks are taken from all."""
    joining = []
    for properties in list(tree.iterfind(f".//{W}p/{W}pPr/{W}rPr")):
        marks = [child for child in properties if child.tag in WRAPPERS]
        if any(mark.tag in _GOING for mark in marks):
            joining.append(_parent(_parent(properties)))
        for mark in marks:
            _unmark(mark)
    return joining


def _join(paragraphs: list[_Element]) -> None:
    """Join each paragraph with the one that follows, the last first, so that each piece moves only once."""
    spoken: dict[_Element, bool] = {}
    for paragraph in reversed(paragraphs):
        if paragraph.getparent() is None:
            continue
        says = _says(paragraph)
        after, between = _following(paragraph)
        if after is None:
            if not says and between:
                _dissolve(paragraph)
            continue
        goes_on = spoken[after] if after in spoken else _says(after)
        spoken[after] = says or goes_on
        _merged(paragraph, after, [mark for mark in between if mark.tag in _PAIRED], keep=says and not goes_on)


def _says(paragraph: _Element) -> bool:
    return any(each.tag != f"{W}t" or each.text for each in paragraph.iter(*_SHOWN))


def _following(paragraph: _Element) -> tuple[_Element | None, list[_Element]]:
    """Return the next paragraph of the same cell or text, and what stands between.

    If there is none, what stands between ends with the table that is in the way, and is empty at the end of a text.
    """
    between: list[_Element] = []
    for node in _after(paragraph):
        if node.tag == f"{W}p":
            return node, between
        between.append(node)
        if node.tag == f"{W}tbl":
            return None, between
    return None, []


def _after(node: _Element) -> Iterator[_Element]:
    """Yield what follows a paragraph in the same cell or text, into and out of controls."""
    while True:
        yield from _opened(node.itersiblings())
        parent = node.getparent()
        if parent is None or parent.tag not in (f"{W}sdtContent", *_CONTROLS):
            return
        node = parent


def _opened(nodes: Iterable[_Element]) -> Iterator[_Element]:
    for node in nodes:
        if node.tag in _CONTROLS or node.tag == f"{W}sdtContent":
            yield from _opened(node)
        else:
            yield node


def _merged(first: _Element, second: _Element, between: list[_Element], keep: bool) -> None:
    """Move the content of the first paragraph, and the marks between, to the beginning of the second."""
    properties = first.find(f"{W}pPr")
    own = second.find(f"{W}pPr")
    if keep:
        own = _exchanged(second, own, properties)
    coming = [*(child for child in first if child is not properties), *between]
    if own is None:
        for child in reversed(coming):
            second.insert(0, child)
    else:
        for child in reversed(coming):
            own.addnext(child)
    holder = _parent(first)
    holder.remove(first)
    _prune(holder)


def _exchanged(second: _Element, own: _Element | None, properties: _Element | None) -> _Element | None:
    """Give the second paragraph the properties of the first, but for the end of a page section, which is its own."""
    ending = own.find(f"{W}sectPr") if own is not None else None
    if own is not None:
        second.remove(own)
    if properties is not None:
        for gone in properties.findall(f"{W}sectPr"):
            properties.remove(gone)
        second.insert(0, properties)
        if ending is not None:
            properties.append(ending)
    return properties


def _dissolve(paragraph: _Element) -> None:
    """Take out a paragraph that says nothing and has nothing to be joined with, but for its marks."""
    for mark in [child for child in paragraph if child.tag in _PAIRED]:
        paragraph.addprevious(mark)
    holder = _parent(paragraph)
    holder.remove(paragraph)
    _prune(holder)
