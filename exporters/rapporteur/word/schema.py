"""The order in which WordprocessingML wants children to stand (ECMA-376 part 1, annex A); foreign files err in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .package import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_FACE = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish"
    " webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
    " eastAsianLayout specVanish oMath"
)
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr"
)
ORDERS = {
    "rPr": _FACE,
    "pPr": _PARAGRAPH,
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked"
    " personal personalCompose personalReply pPr rPr tblPr trPr tcPr tblStylePr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "docDefaults": "rPrDefault pPrDefault",
    "styles": "docDefaults latentStyles style",
    "numbering": "numPicBullet abstractNum num",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "settings": "view zoom removePersonalInformation embedTrueTypeFonts mirrorMargins alignBordersAndEdges"
    " bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop defaultTabStop autoHyphenation"
    " consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps evenAndOddHeaders characterSpacingControl"
    " noLineBreaksAfter noLineBreaksBefore footnotePr endnotePr compat themeFontLang clrSchemeMapping"
    " decimalSymbol listSeparator",
}
"""The children of an element in their order, those that a file of ours may hold."""
_RANKS = {tag: {name: at for at, name in enumerate(order.split())} for tag, order in ORDERS.items()}
_LAST = 1_000


def local(element: _Element) -> str:
    """Return the name of an element without its name space, "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def ordered(root: _Element) -> None:
    """Put the children of every element of `root` in order; those of later versions, which it does not know, last."""
    for element in root.iter(*(f"{{{W}}}{tag}" for tag in ORDERS)):
        ranks = _RANKS[local(element)]
        found = [ranks.get(local(child), _LAST) for child in element]
        if found != sorted(found):
            element[:] = sorted(element, key=lambda child: ranks.get(local(child), _LAST))


def child(parent: _Element, name: str) -> _Element:
    """Return the child `name` of `parent`, made in its place if it has none."""
    from lxml import etree

    found = parent.find(f"{{{W}}}{name}")
    if found is None:
        found = etree.Element(f"{{{W}}}{name}")
        ranks = _RANKS.get(local(parent), {})
        rank = ranks.get(name, _LAST)
        before = sum(1 for each in parent if ranks.get(local(each), _LAST) <= rank)
        parent.insert(before, found)
    return found


def value(element: _Element | None, path: str = "", name: str = "val") -> str:
    """Return the attribute `name` of what stands at `path`, "" if it is not there."""
    found = (
        element.find("/".join(f"{{{W}}}{step}" for step in path.split("/")))
        if path and element is not None
        else element
    )
    return (found.get(f"{{{W}}}{name}") or "") if found is not None else ""


def put(element: _Element, **values: object) -> None:
    """Set attributes of the WordprocessingML name space."""
    for name, each in values.items():
        element.set(f"{{{W}}}{name}", str(each))
