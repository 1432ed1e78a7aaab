"""`rapporteur formats` and `rapporteur layouts`: what is installed, and where a layout comes from."""

from __future__ import annotations

import argparse

from . import common


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `formats` and `layouts` to the command line."""
    formats = commands.add_parser(
        "formats",
        help="list the exporters that are installed",
        description="Lists the exporters by name, with the package each comes from. Loads none of them.",
        epilog="An exporter of your own: see “Write an exporter” in the README.",
    )
    formats.set_defaults(run=run_formats)
    layouts = commands.add_parser(
        "layouts",
        help="list the layouts that can be used here",
        description="Lists the layouts of this workspace, of plug-ins and built in; the first of a name is used. "
        "With --check: what a Word template of your own becomes, with a sample in build/check/.",
        epilog="A layout of your own: see “Write a layout” in the README.",
    )
    layouts.add_argument(
        "--check",
        metavar="TEMPLATE",
        help="tell what this Word template (.docx, .dotx, or a layout that has one) becomes, and write a sample",
    )
    layouts.add_argument("--form", default="", metavar="LAYOUT", help="with --check: the layout whose form is asked")
    common.add_strict(layouts)
    layouts.set_defaults(run=run_layouts)


def run_formats(arguments: argparse.Namespace) -> int:
    """Print name and origin of each exporter, and what is wrong among them."""
    from .. import format as seam

    listed, problems = seam.installed()
    for each in listed:
        print(f"{each.name:12} {each.distribution} {each.version}")
    common.tell(problems)
    return common.code(problems, strict=False)


def run_layouts(arguments: argparse.Namespace) -> int:
    """Print name, form and origin of each layout, or what a template becomes."""
    from .. import layout
    from ..problems import WrongUse

    try:
        workspace = common.workspace(arguments)
    except WrongUse:
        workspace = None
    if arguments.check:
        from . import examination

        return examination.run(arguments.check, workspace, arguments.form, arguments.strict)
    seen: set[str] = set()
    for name, _, owner in layout.folders(workspace):
        if name != layout.COMMON and name not in seen:
            seen.add(name)
            found = layout.find(name, workspace)
            chain = " → ".join(folder.name for folder in found.folders)
            print(f"{name:16} {owner:12} form {found.form.id or '–':20} {chain}")
    return 0
