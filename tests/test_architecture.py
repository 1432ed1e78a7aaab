"""The architecture is what the package's own page says: its map is complete, imports point down, modules stay small."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import rapporteur

ROOT = Path(rapporteur.__file__).resolve().parent
CHECKOUT = Path(__file__).resolve().parent.parent
EXPORTERS = ("word", "pdf", "excel")
LINES, FUNCTION = 400, 60


@cache
def the_map():
    """Return the level of each module, as the package's docstring states it; a room's modules have the room's level."""
    levels, level, room = {}, None, ""
    for line in rapporteur.__doc__.splitlines():
        if heading := re.fullmatch(r"Level (\d)", line):
            level, room = int(heading[1]), ""
        elif level is not None and (entry := re.match(r"    (\w+)(/?) +(\S.*)$", line)):
            name, is_room, says = entry.groups()
            room = name if is_room else ""
            _add(levels, name, level)
            _add_all(levels, room, says.partition(": ")[2], level)
        elif room and line.startswith(" " * 17):
            _add_all(levels, room, line, level)
    return levels


def _add_all(levels, room, words, level):
    for name in words.split() if room else ():
        _add(levels, f"{room}.{name}", level)


def _add(levels, name, level):
    assert name not in levels, f"{name} stands twice on the map"
    levels[name] = level


@cache
def modules():
    """Return every module of the package by its name below the package."""
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = [*path.relative_to(ROOT).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    del found[""]
    return found


@cache
def _parsed(path):
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(name):
    """Return the modules of the package that a module imports, anywhere in it, but for types alone."""
    path = modules()[name]
    home = ["rapporteur", *name.split(".")] if path.name == "__init__.py" else ["rapporteur", *name.split(".")[:-1]]
    found = set()
    for node in _running(_parsed(path)):
        if isinstance(node, ast.ImportFrom):
            base = [*home[: len(home) - node.level + 1], *filter(None, [node.module])] if node.level else [node.module]
            found |= {_known(".".join(base), each.name) for each in node.names}
        elif isinstance(node, ast.Import):
            found |= {_known(each.name) for each in node.names}
    return found - {None, name}


def _running(tree):
    """Yield the nodes of a module that run, without what only type checkers read."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _running(node)


def _known(base, name=""):
    for whole in (f"{base}.{name}", base):
        if whole.removeprefix("rapporteur.") in modules():
            return whole.removeprefix("rapporteur.")
    return None


def test_every_module_is_on_the_map_and_every_name_on_the_map_is_a_module():
    assert set(the_map()) - set(modules()) == set(), "on the map, and not there"
    assert set(modules()) - set(the_map()) == set(), "there, and not on the map in rapporteur/__init__.py"


def test_the_map_has_levels_and_the_ground_stands_on_nothing():
    assert set(the_map().values()) == {0, 1, 2, 3, 4, 5, 6, 7}
    ground = {name for name, level in the_map().items() if level == 0}
    assert set().union(*map(imports, ground)) <= ground
    assert imports("source") >= {"settings", "report", "session"}, "imports are not read"


def test_imports_point_down_or_sideways():
    levels = the_map()
    up = [(name, other) for name in modules() for other in imports(name) if levels[other] > levels[name]]
    assert up == []


def test_no_imports_go_in_a_circle():
    def walk(name, path):
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name not in done:
            for other in sorted(imports(name)):
                walk(other, [*path, name])
            done.add(name)

    done = set()
    for name in sorted(modules()):
        walk(name, [])


def test_the_exporters_never_import_each_other_and_nothing_below_knows_them():
    rooms = {name: name.split(".")[0] for name in modules()}
    for name in modules():
        known = {rooms[other] for other in imports(name)} & set(EXPORTERS)
        assert known <= {rooms[name]}, f"{name} imports {known}"


@pytest.mark.parametrize("folder", ["layouts", "source"])
def test_no_code_stands_where_designers_and_rapporteurs_work(folder):
    assert list((CHECKOUT / folder).rglob("*.py")) == []


def test_no_module_is_too_long():
    long = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    assert {name: lines for name, lines in long.items() if lines > LINES} == {}


def test_no_function_is_too_long():
    long = []
    for name, path in modules().items():
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.body[0].lineno + 1
                long.extend([f"{name}.{node.name}: {lines}"] if lines > FUNCTION else [])
    assert long == []


def test_no_module_is_a_bag():
    bags = {"utils", "util", "helpers", "helper", "manager", "base", "data", "misc", "resources"}
    assert {name for name in modules() if name.split(".")[-1] in bags} == set()


def test_the_ways_of_the_test_itself_can_fail(tmp_path, monkeypatch):
    monkeypatch.setitem(the_map(), "report", 9)
    with pytest.raises(AssertionError):
        test_imports_point_down_or_sideways()
