"""What a pack costs: ours against one WeasyPrint document and against typst, of the same text in the same run.

For each size a demo conference is made; `rapporteur pack` binds it cold, and again after one word of one session was
changed that no other part of the pack repeats, and after one of a recommendation, which the lists repeat; each time in
a process of its own. typst (its PyPI binding) and WeasyPrint set the words of the pack's Word file, lists and index
among them, with contents and tags as one document: headings, paragraphs and plain tables. They keep nothing, so an edit
costs them what the whole costs; they look nothing up and check nothing.
Counted are CPU seconds of a process and its children, and the most memory of one process. What takes seconds is done
`TIMES` times, and the least counts: what else goes on in a machine only adds.

Exits with 1 if time per session grows by more than 1.25 from the smallest size to any other, a process takes 300 MB or
more, or one edit costs more than a quarter of typst at any size from 200 sessions on: below, to import the engine alone
takes longer. ``python tests/bench/pack.py [50 200 800]`` takes
some twenty minutes; a WeasyPrint document of more than `LONGEST` sessions is left out, for it takes gigabytes.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

SIZES = (50, 200, 800)
LONGEST = 200
PR_SET_CHILD_SUBREAPER = 36
TIMES = 5
GROWTH, MEGABYTES, SHARE, JUDGED = 1.25, 300, 1 / 4, 200
"""The goals; of smaller packs than `JUDGED` sessions the share of typst is told and not judged."""


@dataclass(frozen=True)
class Cost:
    """What a process cost: seconds of CPU with its children, seconds by the clock, megabytes of the largest process."""

    cpu: float
    wall: float
    memory: float


def cost(*command: str) -> Cost:
    """Return what a command costs; raises `RuntimeError` with what it said if it fails.

    The processes that render are children of one that outlives the command for a moment: they are waited for too.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        if os.waitstatus_to_exitcode(status):
            said.seek(0)
            raise RuntimeError(said.read().decode("utf-8", "replace")[-2000:])
    every = [used, *_orphans()]
    return Cost(
        sum(each.ru_utime + each.ru_stime for each in every), wall, max(each.ru_maxrss for each in every) / 1000
    )


def least(command: Callable[[], Cost]) -> Cost:
    """Return what a command costs that is done several times, when it costs least; the most memory of all."""
    every = [command() for _ in range(TIMES)]
    return replace(min(every, key=lambda each: each.cpu), memory=max(each.memory for each in every))


def _orphans() -> Iterator[Any]:
    """Yield what the processes used that a command leaves to us, once they have ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


# The same text as one document of others

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = """<!doctype html><html lang=en><title>Pack</title><style>
@page { size: A4; margin: 25mm; @bottom-center { content: counter(page) } }
body { font: 10pt/14pt "Source Serif Pro", serif } h1 { break-before: page } td { border: 0.5pt solid; padding: 2pt }
nav a::after { content: leader(".") target-counter(attr(href), page) }
</style><body>"""
TYPST_HEAD = '#set document(title: "Pack")\n#set page(numbering: "1")\n#set text(size: 10pt)\n#outline(depth: 2)\n'

Block = tuple[int, list[list[str]]]
"""A level, 0 for no heading, and rows of cells: those of a table, or the one of a paragraph."""


def blocks(word: Path) -> list[Block]:
    """Return the headings, paragraphs and tables of a pack in Word, without its contents."""
    import docx

    document = docx.Document(str(word))
    names = {each.style_id: each.name.lower() for each in document.styles}
    return [each for each in _blocks(document.element.body, names) if any(map(any, each[1]))]


def _blocks(parent: Any, names: Mapping[str, str]) -> Iterator[Block]:
    for each in parent:
        if each.tag == f"{W}tbl":
            yield 0, [[_words(cell) for cell in row.iter(f"{W}tc")] for row in each.iter(f"{W}tr")]
        elif each.tag == f"{W}sdt":
            yield from _blocks(each.find(f"{W}sdtContent"), names)
        elif each.tag == f"{W}p":
            style = each.find(f"{W}pPr/{W}pStyle")
            name = "" if style is None else names[style.get(f"{W}val")]
            if not name.startswith("toc"):
                yield int(name[-1]) if name.startswith("heading") else 0, [[_words(each)]]


def _words(element: Any) -> str:
    lines = ("".join(text.text or "" for text in line.iter(f"{W}t")) for line in element.iter(f"{W}p"))
    return " ".join(lines)


def html(made: list[Block]) -> str:
    """Return blocks as one HTML document with contents."""
    titles = [(at, rows[0][0]) for at, (level, rows) in enumerate(made) if level in (1, 2)]
    contents = "".join(f'<p><a href="#n{at}">{escape(title)}</a></p>' for at, title in titles)
    return f"{HEAD}<nav>{contents}</nav>{''.join(_html(at, *each) for at, each in enumerate(made))}"


def _html(at: int, level: int, rows: list[list[str]]) -> str:
    if level:
        return f'<h{level} id="n{at}">{escape(rows[0][0])}</h{level}>'
    if len(rows) == len(rows[0]) == 1:
        return f"<p>{escape(rows[0][0])}</p>"
    return f"<table>{''.join(f'<tr>{_cells(row)}' for row in rows)}</table>"


def _cells(row: list[str]) -> str:
    return "".join(f"<td>{escape(each)}" for each in row)


def typst(made: list[Block]) -> str:
    """Return blocks as one typst document with contents."""
    return TYPST_HEAD + "".join(_typst(*each) for each in made)


def _typst(level: int, rows: list[list[str]]) -> str:
    if level:
        return f"{'#pagebreak(weak: true)' if level == 1 else ''}\n{'=' * level} {_typed(rows[0][0])}\n\n"
    if len(rows) == len(rows[0]) == 1:
        return f"{_typed(rows[0][0])}\n\n"
    columns = max(map(len, rows))
    cells = (f"[{_typed(each)}]" for row in rows for each in [*row, *[""] * (columns - len(row))])
    return f"#table(columns: {columns}, {', '.join(cells)})\n\n"


def _typed(text: str) -> str:
    return re.sub(r"([\\#*_`<>@$\[\]~/=+\-.'\"])", r"\\\1", text)


WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=sys.argv[3:])"


def others(workspace: Path, sessions: int) -> Iterator[tuple[str, Callable[[], Cost]]]:
    """Yield the others by name, with what sets the text of a workspace's pack by them."""
    from rapporteur.pdf import fonts

    out, made = str(workspace / "other.pdf"), blocks(next((workspace / "build" / "pack").glob("*.docx")))
    (workspace / "pack.typ").write_text(typst(made), "utf-8")
    (workspace / "pack.html").write_text(html(made), "utf-8")
    folders = sorted({str(path.parent) for path in fonts.house_files()})
    yield "typst", lambda: cost(sys.executable, "-c", TYPST, str(workspace / "pack.typ"), out, *folders)
    if sessions <= LONGEST:
        yield "WeasyPrint", lambda: cost(sys.executable, "-c", WEASYPRINT, str(workspace / "pack.html"), out)


# Ours


def edit(workspace: Path, behind: str = "{.summary}") -> None:
    """Put a number at the end of a section's first sentence, of a session in the middle, in place of the last one."""
    paths = sorted((workspace / "source" / "sessions").glob("*.md"))
    path = paths[len(paths) // 2]
    before, found, after = path.read_text("utf-8").partition(behind)
    sentence, stop, rest = after.partition(".")
    sentence = re.sub(r" \d{3}$", "", sentence) + f" {time.time_ns() // 1000 % 1000:03}"
    path.write_text(before + found + sentence + stop + rest, "utf-8")
    time.sleep(0.1)  # what is written while a pack is made is not taken for what it was made of


def measured(size: int) -> dict[str, Cost]:
    """Return what each way costs for so many sessions, and print it."""
    run = [str(Path(sys.executable).with_name("rapporteur"))]
    found: dict[str, Cost] = {}

    def told(name: str, each: Cost) -> None:
        found[name] = each
        per = each.cpu / size * 1000
        print(f"{size:>8}  {name:<28}{each.cpu:>9.1f}{per:>9.0f}{each.wall:>9.1f}{each.memory:>9.0f}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w"
        cost(*run, "demo", "--sessions", str(size), str(workspace))
        pack = [*run, "-w", str(workspace), "pack"]
        told("pack, cold", cost(*pack, "--no-word"))

        def edited() -> Cost:
            edit(workspace)
            return cost(*pack, "--no-word")

        told("pack, nothing edited", least(lambda: cost(*pack, "--no-word")))
        told("pack, one edit", least(edited))
        edit(workspace, "{.recommendations}")
        told("pack, a list says it, too", cost(*pack, "--no-word"))
        told("pack and its Word file", cost(*pack))
        for name, way in others(workspace, size):
            told(name, least(way) if name == "typst" else way())
    return found


def main(sizes: tuple[int, ...]) -> int:
    """Print the table; return 1 if a goal is missed."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        sys.exit("only Linux lets us count the processes of processes")
    print(f"{'sessions':>8}  {'':<28}{'CPU s':>9}{'ms each':>9}{'wall s':>9}{'MB':>9}")
    found = {size: measured(size) for size in sizes}
    each = {size: costs["pack, cold"].cpu / size for size, costs in found.items()}
    growth = max(each.values()) / each[min(each)]
    memory = max(cost_.memory for costs in found.values() for name, cost_ in costs.items() if name.startswith("pack"))
    shares = {size: costs["pack, one edit"].cpu / costs["typst"].cpu for size, costs in found.items()}
    told = ", ".join(f"{share:.2f} of typst at {size}" for size, share in shares.items())
    print(f"time per session grows {growth:.2f} times; {memory:.0f} MB at most; one edit costs {told}")
    slow = any(share > SHARE for size, share in shares.items() if size >= JUDGED)
    return int(growth > GROWTH or memory >= MEGABYTES or slow)


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
