"""What a pack costs: ours against one WeasyPrint document and against typst, of the same sessions in the same run.

For each size a demo conference is made; `rapporteur pack` binds it cold, and again after one word of one session was
changed that no other part of the pack repeats, and after one of a recommendation, which the lists repeat; each time in
a process of its own. typst (its PyPI binding) and WeasyPrint set the same Markdown with contents and tags as one
document; they keep nothing, so an edit costs them what the whole costs. Neither makes our lists, index or checks.
Counted are CPU seconds of a process and its children, and the most memory of one process.

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
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

SIZES = (50, 200, 800)
LONGEST = 200
PR_SET_CHILD_SUBREAPER = 36
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
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        if os.waitstatus_to_exitcode(status):
            said.seek(0)
            raise RuntimeError(said.read().decode("utf-8", "replace")[-2000:])
    every = [used, *_orphans()]
    return Cost(
        sum(each.ru_utime + each.ru_stime for each in every), wall, max(each.ru_maxrss for each in every) / 1000
    )


def _orphans() -> Iterator[Any]:
    """Yield what the processes used that a command leaves to us, once they have ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


# The same sessions as one document of others


def sessions(workspace: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the front matter and the body of each session, the attributes of its points left out."""
    import yaml

    for path in sorted((workspace / "source" / "sessions").glob("*.md")):
        _, matter, body = path.read_text("utf-8").split("---\n", 2)
        yield yaml.safe_load(matter), re.sub(r" \{[.#][^}\n]*\}", "", body)


def facts(matter: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the grid of a form says, as rows of two cells."""
    for name, value in matter.items():
        yield name, ", ".join(_flat(value))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _flat(each)
    elif isinstance(value, list):
        for each in value:
            yield from _flat(each)
    else:
        yield str(value)


def _parser() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    return MarkdownIt("commonmark").enable("table").use(footnote_plugin)


HEAD = """<!doctype html><html lang=en><title>Pack</title><style>
@page { size: A4; margin: 25mm; @bottom-center { content: counter(page) } }
body { font: 10pt/14pt "Source Serif Pro", serif } h1 { break-before: page } td { border: 0.5pt solid; padding: 2pt }
nav a::after { content: leader(".") target-counter(attr(href), page) }
</style><body>"""


def html(workspace: Path) -> str:
    """Return all sessions as one HTML document with contents."""
    parser = _parser()
    contents, bodies = [], []
    for matter, body in sessions(workspace):
        name, title = matter["id"], escape(str(matter["title"]))
        contents.append(f'<p><a href="#{name}">{title}</a></p>')
        rows = "".join(f"<tr><td>{escape(a)}<td>{escape(b)}" for a, b in facts(matter))
        bodies.append(f'<h1 id="{name}">{title}</h1><table>{rows}</table>{parser.render(body, {})}')
    return f"{HEAD}<nav>{''.join(contents)}</nav>{''.join(bodies)}"


def typst(workspace: Path) -> str:
    """Return all sessions as one typst document with contents."""
    parser = _parser()
    made = ['#set document(title: "Pack")\n#set page(numbering: "1")\n#set text(size: 10pt)\n#outline(depth: 1)\n']
    for matter, body in sessions(workspace):
        rows = ",".join(f"[{_typed(a)}],[{_typed(b)}]" for a, b in facts(matter))
        made.append(f"#pagebreak()\n= {_typed(str(matter['title']))}\n#table(columns: (auto, 1fr), {rows})\n")
        made.append("".join(_blocks(parser.parse(body, {}))))
    return "\n".join(made)


def _typed(text: str) -> str:
    return re.sub(r"([\\#*_`<>@$\[\]~/=+\-.'\"])", r"\\\1", text)


OPENED = {"bullet_list_open": "#list(", "ordered_list_open": "#enum(", "list_item_open": "["}
CLOSED = {"bullet_list_close": ")\n", "ordered_list_close": ")\n", "list_item_close": "],", "paragraph_close": "\n\n"}


def _blocks(tokens: list[Any]) -> Iterator[str]:
    notes = {}
    for at, token in enumerate(tokens):
        if token.type == "footnote_open":
            inner = next(each for each in tokens[at:] if each.type == "inline")
            notes[token.meta["id"]] = "".join(_inlines(inner.children, {}))
    block = True
    for token in tokens:
        if token.type == "footnote_block_open":
            block = False
        if not block:
            continue
        if token.type == "heading_open":
            yield "=" * int(token.tag[1]) + " "
        elif token.type == "heading_close":
            yield "\n"
        elif token.type == "inline":
            yield from _inlines(token.children, notes)
        yield OPENED.get(token.type, "") + CLOSED.get(token.type, "")


FACES = {"strong_open": "#strong[", "em_open": "#emph[", "strong_close": "]", "em_close": "]", "link_close": "]"}


def _inlines(children: list[Any], notes: Mapping[int, str]) -> Iterator[str]:
    for each in children:
        if each.type == "link_open":
            yield f'#link("{each.attrs["href"]}")['
        elif each.type == "footnote_ref":
            yield f"#footnote[{notes.get(each.meta['id'], '')}]"
        elif each.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield FACES.get(each.type, _typed(each.content))


WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=sys.argv[3:])"


def others(workspace: Path, sessions: int) -> Iterator[tuple[str, Callable[[], Cost]]]:
    """Yield the others by name, with what sets the sessions of a workspace by them."""
    from rapporteur.pdf import fonts

    out = str(workspace / "other.pdf")
    (workspace / "pack.typ").write_text(typst(workspace), "utf-8")
    (workspace / "pack.html").write_text(html(workspace), "utf-8")
    folders = sorted({str(path.parent) for path in fonts.house_files()})
    yield "typst", lambda: cost(sys.executable, "-c", TYPST, str(workspace / "pack.typ"), out, *folders)
    if sessions <= LONGEST:
        yield "WeasyPrint", lambda: cost(sys.executable, "-c", WEASYPRINT, str(workspace / "pack.html"), out)


# Ours


def edit(workspace: Path, behind: str = "{.summary}") -> None:
    """Add a word to a session in the middle, to the first sentence of a section."""
    paths = sorted((workspace / "source" / "sessions").glob("*.md"))
    path = paths[len(paths) // 2]
    before, found, after = path.read_text("utf-8").partition(behind)
    path.write_text(before + found + after.replace(".", f" {time.time_ns() % 1000}.", 1), "utf-8")
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
        for name, way in others(workspace, size):
            told(name, way())
        pack = [*run, "-w", str(workspace), "pack"]
        told("pack, cold", cost(*pack, "--no-word"))
        told("pack, nothing edited", cost(*pack, "--no-word"))
        edit(workspace)
        told("pack, one edit", cost(*pack, "--no-word"))
        edit(workspace, "{.recommendations}")
        told("pack, a list says it, too", cost(*pack, "--no-word"))
        told("pack and its Word file", cost(*pack))
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
