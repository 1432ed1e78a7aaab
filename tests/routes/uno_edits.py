"""Edits in a real LibreOffice, as a person makes them: the cursor is set, words are typed, a format is chosen.

Runs under the Python that has LibreOffice's ``uno`` (Debian: ``/usr/bin/python3`` with ``python3-uno``), not under that
of the tests: ``python3 uno_edits.py < jobs.json``. A job is ``{"source": file, "target": file, "steps": [[verb, …]]}``;
the target's ending says its format. Prints ``{target: ""}``, or what went wrong. `VERBS` lists what can be done.

A *spot* is said by two texts: the paragraph that holds the first, and in it the second.
"""

import base64
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.awt.FontWeight import BOLD
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from com.sun.star.text.TextContentAnchorType import AS_CHARACTER

FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8"}
EDITOR = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="givenname"><value>Maria</value></prop></item>
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="sn"><value>Souza</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun"><value>false</value></prop></item>
</oor:items>
"""


class Opened:
    """A text document with a cursor in it."""

    def __init__(self, document, dispatcher, graphics):
        self.document = document
        self._graphics = graphics
        self.text = document.Text
        self.controller = document.CurrentController
        self.view = self.controller.ViewCursor
        self._dispatcher = dispatcher

    def do(self, command, **arguments):
        told = tuple(PropertyValue(name, 0, value, 0) for name, value in arguments.items())
        self._dispatcher.executeDispatch(self.controller.Frame, f".uno:{command}", "", 0, told)

    def found(self, words):
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        every = self.document.findAll(search)
        return [every.getByIndex(at) for at in range(every.Count)]

    def spot(self, among, words):
        for each in self.found(words):
            whole = paragraph(each)
            if among in whole.String:
                return each
        raise LookupError(f"“{words}” stands in no paragraph with “{among}”")

    def select(self, spot):
        self.controller.select(spot)
        self.view = self.controller.ViewCursor

    def graphic(self, data):
        with tempfile.NamedTemporaryFile(suffix=".png") as image:
            image.write(base64.b64decode(data))
            image.flush()
            where = PropertyValue("URL", 0, Path(image.name).as_uri(), 0)
            return self._graphics.queryGraphic((where,))

    def all_of(self, words):
        return paragraph(self.spot(words, words))


def paragraph(spot):
    cursor = spot.Text.createTextCursorByRange(spot)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    return cursor


def type_over(opened, among, words, instead):
    """Select words and type others instead."""
    opened.select(opened.spot(among, words))
    opened.do("InsertText", Text=instead)


def delete(opened, among, words):
    """Select words and delete them."""
    opened.select(opened.spot(among, words))
    opened.do("Delete")


def type_behind(opened, words, more):
    """Set the cursor behind words and type."""
    opened.select(opened.spot(words, words).End)
    opened.do("InsertText", Text=more)


def add_behind(opened, words, *new):
    """Press Enter at the end of a paragraph and type; each further text is a further paragraph."""
    opened.select(opened.all_of(words).End)
    for each in new:
        opened.do("InsertPara")
        opened.do("InsertText", Text=each)


def delete_paragraph(opened, words):
    """Select a paragraph with its end, and delete it."""
    cursor = opened.all_of(words)
    if not cursor.goRight(1, True):
        cursor.collapseToEnd()
    opened.select(cursor)
    opened.do("Delete")


def bold(opened, among, words):
    """Make words bold."""
    opened.spot(among, words).CharWeight = BOLD


def italic(opened, among, words):
    """Make words italic."""
    opened.spot(among, words).CharPosture = ITALIC


def link(opened, among, words, target):
    """Make words lead somewhere."""
    opened.spot(among, words).HyperLinkURL = target


def unlink(opened, among, words):
    """Take the link away from words."""
    opened.select(opened.spot(among, words))
    opened.do("RemoveHyperlink")


def move(opened, words, command, times):
    """Move a paragraph with Ctrl+Alt+Up or Down."""
    opened.select(opened.all_of(words).Start)
    for _ in range(times):
        opened.do(command)


def cut_and_paste(opened, words, behind):
    """Cut a paragraph and paste it behind another."""
    cursor = opened.all_of(words)
    cursor.goRight(1, True)
    opened.select(cursor)
    opened.do("Cut")
    there = opened.all_of(behind)
    there.goRight(1, False)
    opened.select(there.End)
    opened.do("Paste")


def split(opened, among, before):
    """Press Enter behind words, and delete the space that follows them."""
    spot = opened.spot(among, before)
    cursor = spot.Text.createTextCursorByRange(spot.End)
    cursor.goRight(1, True)
    opened.select(cursor)
    opened.do("Delete")
    opened.do("InsertPara")


def join(opened, words):
    """Press Delete at the end of a paragraph, and type a space."""
    opened.select(opened.all_of(words).End)
    opened.do("Delete")
    opened.do("InsertText", Text=" ")


def section(opened, behind, style, heading, list_style, *points):
    """Add a section behind a paragraph: a heading of a style, and points of another."""
    cursor = opened.all_of(behind)
    text, cursor = cursor.Text, cursor.Text.createTextCursorByRange(cursor.End)
    for at, each in enumerate((heading, *points)):
        text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.ParaStyleName = list_style if at else style
        text.insertString(cursor, each, False)


def section_at_end(opened, style, heading, list_style, *points):
    """Type a section of one's own in the last paragraph of the document."""
    cursor = opened.text.createTextCursorByRange(opened.text.End)
    for at, each in enumerate((heading, *points)):
        if at:
            opened.text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.ParaStyleName = list_style if at else style
        opened.text.insertString(cursor, each, False)


def delete_from_to(opened, first, last):
    """Select whole paragraphs, from the one to the other, and delete them."""
    begun, ended = opened.all_of(first), opened.all_of(last)
    cursor = begun.Text.createTextCursorByRange(begun.Start)
    cursor.gotoRange(ended.End, True)
    cursor.goRight(1, True)
    opened.select(cursor)
    opened.do("Delete")


def table(opened, behind, *rows):
    """Insert a table behind a paragraph."""
    cursor = opened.all_of(behind)
    text, cursor = cursor.Text, cursor.Text.createTextCursorByRange(cursor.End)
    text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    cursor.ParaStyleName = "Text Body"
    made = opened.document.createInstance("com.sun.star.text.TextTable")
    made.initialize(len(rows), len(rows[0]))
    text.insertTextContent(cursor, made, False)
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            made.getCellByPosition(column, at).setString(words)


def footnote(opened, among, behind, words):
    """Insert a footnote behind words."""
    spot = opened.spot(among, behind)
    note = opened.document.createInstance("com.sun.star.text.Footnote")
    spot.Text.insertTextContent(spot.End, note, False)
    note.setString(words)


def picture(opened, behind, alt, data):
    """Insert a picture, in base64, in a paragraph of its own behind another, and say what it shows."""
    cursor = opened.all_of(behind)
    text, cursor = cursor.Text, cursor.Text.createTextCursorByRange(cursor.End)
    text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    cursor.ParaStyleName = "Text Body"
    made = opened.document.createInstance("com.sun.star.text.TextGraphicObject")
    made.Graphic = opened.graphic(data)
    made.AnchorType, made.Description, made.Width, made.Height = AS_CHARACTER, alt, 2000, 1500
    text.insertTextContent(cursor, made, False)


def delete_picture(opened, alt):
    """Delete the picture that shows something."""
    every = opened.document.GraphicObjects
    found = next(each for each in map(every.getByIndex, range(every.Count)) if each.Description == alt)
    found.Anchor.Text.removeTextContent(found)


def track(opened):
    """Have changes tracked from here on."""
    opened.document.RecordChanges = True


VERBS = {
    each.__name__: each
    for each in (
        type_over,
        delete,
        type_behind,
        add_behind,
        delete_paragraph,
        bold,
        italic,
        link,
        unlink,
        move,
        cut_and_paste,
        split,
        join,
        section,
        section_at_end,
        delete_from_to,
        table,
        footnote,
        picture,
        delete_picture,
        track,
    )
}


def edited(desktop, dispatcher, graphics, job):
    """Do one job."""
    source, target = Path(job["source"]), Path(job["target"])
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, ())
    try:
        opened = Opened(document, dispatcher, graphics)
        for verb, *arguments in job["steps"]:
            VERBS[verb](opened, *arguments)
        kind = PropertyValue("FilterName", 0, FILTERS[target.suffix], 0)
        document.storeToURL(target.as_uri(), (kind,))
    finally:
        document.close(True)


def attempted(desktop, dispatcher, graphics, job):
    """Do one job; return what went wrong, "" if nothing did."""
    try:
        edited(desktop, dispatcher, graphics, job)
    except (LookupError, uno.getClass("com.sun.star.uno.Exception")) as mistake:
        return f"{type(mistake).__name__}: {mistake}"
    return ""


def connected(pipe, running):
    """Return the context of the office program behind a pipe, once it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if running.poll() is not None:
                raise
            time.sleep(0.1)
    os.killpg(running.pid, signal.SIGKILL)
    raise TimeoutError("LibreOffice did not answer within 30 seconds")


def started(home):
    """Return a running office program and its context; one that ends while it starts is started once more."""
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={(home / 'profile').as_uri()}"]
    for attempt in range(3):
        pipe = f"{home.name}-{attempt}"
        accept = f"--accept=pipe,name={pipe};urp;"
        running = subprocess.Popen([*command, accept], stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return running, connected(pipe, running)
        except NoConnectException:
            if attempt == 2:
                raise
    raise AssertionError("a third failure is told")


def main():
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(prefix="routes-") as home:
        settings = Path(home) / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(EDITOR, "utf-8")
        running, context = started(Path(home))
        try:
            make = context.ServiceManager.createInstanceWithContext
            desktop = make("com.sun.star.frame.Desktop", context)
            dispatcher = make("com.sun.star.frame.DispatchHelper", context)
            graphics = make("com.sun.star.graphic.GraphicProvider", context)
            done = {job["target"]: attempted(desktop, dispatcher, graphics, job) for job in jobs}
            json.dump(done, sys.stdout)
            with contextlib.suppress(DisposedException):  # it may be gone before it has said so
                desktop.terminate()
        finally:
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)  # the launcher and the office program behind it


if __name__ == "__main__":
    main()
