"""What people do to a form in LibreOffice: scripted once, so that every test run can read its saved files back."""

from __future__ import annotations

from typing import NamedTuple

BLUE = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR42mPgjsmGIwacHAC7mwnZ0+7LpwAAAABJRU5ErkJggg=="
"""A picture of four by three points (PNG, base64)."""


class Edit(NamedTuple):
    """An edit: the name of its file, the session whose form it is, the steps, and whether it was saved as ODT first.

    `comments`, as (the words they hang on, what they say), are in the form before it is opened, and not edited.
    """

    name: str
    session: str
    steps: tuple[tuple[object, ...], ...]
    through_odt: bool = False
    comments: tuple[tuple[str, str], ...] = ()


BESIDE = (("type_over", "Repair comes before", "before", "ahead of"),)

EDITS = (
    Edit("unedited", "routes", ()),
    Edit("unedited-odt", "routes", (), through_odt=True),
    Edit(
        "fields",
        "routes",
        (
            ("type_over", "Water for every town", "every town", "all towns"),
            ("type_over", "Engagement Workshop", "Engagement Workshop", "Panel"),
            ("type_over", "Women: 11", "11", "12"),
            ("type_over", "Men: 9", "9", "8"),
            ("type_over", "14:30–16:00", "16:00", "16:30"),
        ),
    ),
    Edit(
        "point-added",
        "routes",
        (("add_behind", "Records are kept", "Meters are rare."), ("bold", "Meters are", "rare")),
    ),
    Edit("point-moved", "routes", (("move", "Records are kept", "MoveUp", 3),)),
    Edit("point-deleted", "routes", (("delete_paragraph", "Records are kept"),)),
    Edit("faces", "routes", (("bold", "Old wells fail", "fail"), ("italic", "Repair comes", "before"))),
    Edit("link-set", "routes", (("link", "Ask the women", "the women", "https://example.org/c%20d#women"),)),
    Edit("link-removed", "routes", (("unlink", "Prices differ", "regulator"),)),
    Edit("presenter-typed", "routes", (("add_behind", "Jordan", "Fatou Sall, Engineer, Well Makers, Senegal"),)),
    Edit(
        "presenter-changed",
        "routes",
        (
            ("type_over", "Amal Haddad", "Director", "Chair"),
            ("type_over", "Osvaldo Elissetche", "Argentina", "Chile"),
        ),
    ),
    Edit(
        "section-added",
        "routes",
        (("section_at_end", "Heading 1", "Next steps", "List Bullet", "Meet again in Riba.", "Share the map."),),
    ),
    Edit("section-renamed", "routes", (("type_over", "Old and new wells", "Old and new wells", "Wells, old and new"),)),
    Edit("section-removed", "routes", (("delete_from_to", "Lessons learned", "Repair comes before"),)),
    Edit("point-to-section", "routes", (("cut_and_paste", "Records are kept", "Ask the women"),)),
    Edit("point-split", "routes", (("split", "The poorest pay", "most."),)),
    Edit("points-joined", "routes", (("join", "Old wells fail in the dry season."),)),
    Edit(
        "tables",
        "routes",
        (
            ("type_over", "low", "low", "very low"),
            ("table", "Repair comes before", ("Part", "Cost"), ("Pump", "40"), ("Pipe", "7")),
        ),
    ),
    Edit(
        "footnotes",
        "routes",
        (
            ("footnote", "Old wells fail", "season", "In March and April."),
            ("type_over", "Drawn by the towns", "2017", "2016"),
        ),
    ),
    Edit(
        "tracked",
        "routes",
        (
            ("track",),
            ("type_over", "Small towns can run", "Small", "Many"),
            ("delete", "They also wait", " They also wait longest."),
            ("add_behind", "Pay for repair", "Count every well."),
        ),
    ),
    Edit(
        "comments",
        "routes",
        (),
        comments=(("Old wells fail", "Which months?"), ("Men:", "Who counted them?")),
    ),
    Edit("scripts", "routes", (("type_behind", "Repair comes before building", " — الإصلاح أولا، 先维修"),)),
    Edit("beside-headings", "headings", BESIDE),
    Edit("beside-headings-odt", "headings", BESIDE, through_odt=True),
    Edit("heading-edited", "headings", (("type_over", "Wells counted", "twice", "three times"),)),
    Edit("picture-deleted", "routes", (("delete_picture", "A pump in the dry season"),)),
    Edit("picture-added", "routes", (("picture", "Repair comes before", "A tap, drawn", BLUE),)),
    Edit(
        "arabic",
        "arabic",
        (
            ("type_over", "الأسعار مختلفة", "دون سبب", "في كل مدينة"),
            ("add_behind", "تدريب شخصين", "حساب كل بئر."),
            ("type_over", "النساء: 11", "11", "12"),
        ),
    ),
    Edit(
        "chinese-odt",
        "chinese",
        (("type_over", "价格不同", "没有理由", "理由不明"), ("add_behind", "每个城镇培训", "统计每口水井。")),
        through_odt=True,
    ),
)
