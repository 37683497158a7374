"""The plan of the house, checked: which room may import which, and each library's one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("feeds/**/*.py"), *ROOT.glob("cleaner/**/*.py")])

# From the bottom up: a room imports from rooms below its own row, never from its neighbours.
FLOORS: list[set[str]] = [
    {
        "feeds.errors",
        "feeds.urls",
        "feeds.model",
        "feeds.bundle",
        "feeds.media_types",
        "feeds.memory",
        "feeds.redact",
        "feeds.report",
        "feeds.xml",
    },
    {"feeds.config"},
    {"feeds.fetch", "feeds.scrape", "feeds.plan", "feeds.assemble", "feeds.store", "feeds.publish"},
    {"feeds.whole", "feeds.update", "feeds.trial", "feeds.discovery"},
    {"feeds.jobs"},
    {"feeds.web"},
    {"feeds.cli"},
    {"feeds.__main__"},
]
SHARED_FLOORS = {0, 3}
"""Floors whose rooms may lean on each other."""
DOORS = {
    "requests": ["feeds.fetch"],
    "urllib3": ["feeds.fetch"],
    "protego": ["feeds.fetch"],
    "playwright": ["feeds.fetch"],
    "feedgen": ["feeds.publish"],
    "jinja2": ["feeds.publish"],
    "boto3": ["feeds.publish"],
    "click": ["feeds.cli"],
    "rich": ["feeds.cli"],
    "sqlalchemy": ["feeds.store"],
    "procrastinate": ["feeds.jobs"],
    "ruamel": ["feeds.config"],
    "feedparser": ["feeds.scrape"],
    "readability": ["cleaner.extract"],
    "nh3": ["cleaner.sanitize"],
    "regex": ["cleaner.patterns"],
    "catboost": ["cleaner.train"],
    "lightgbm": ["feeds.scrape.detect.train"],
    "starlette": ["feeds.web"],
    "uvicorn": ["feeds.web"],
}


SIDE_DOORS = {
    "feeds.config.importers": "a library of its own, which no other command needs",
    "feeds.jobs.worker": "for machines that share a queue: it brings asyncio",
    "feeds.web.serve": "comes with the extra `serve`",
}
"""A room is entered by what its `__init__` names, and by these."""


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: imports are absolute here"
            yield node.lineno, f"{node.module}"


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _floor(module: str) -> int | None:
    return next((n for n, rooms in enumerate(FLOORS) if _room(module) in rooms), None)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_run_down(path: Path) -> None:
    importer = _name(path)
    if importer == "feeds":
        return
    for line, imported in _imports(path):
        where = f"{path.relative_to(ROOT)}:{line}: {importer} imports {imported}"
        if importer.startswith("cleaner"):
            assert not imported.startswith("feeds"), f"{where}: the cleaner knows nothing of feeds"
        elif imported.startswith("cleaner"):
            assert imported == "cleaner", f"{where}: through the cleaner's front door only"
        elif imported.startswith("feeds.") and _room(imported) != _room(importer):
            mine, theirs = _floor(importer), _floor(imported)
            assert mine is not None, f"{importer} stands on no floor"
            assert theirs is not None, f"{imported} stands on no floor"
            assert theirs < mine or (mine == theirs and mine in SHARED_FLOORS), f"{where}: upwards or sideways"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_room_is_entered_by_its_door(path: Path) -> None:
    importer = _name(path)
    for line, imported in _imports(path):
        if imported.startswith("feeds.") and _room(imported) != _room(importer) and imported not in SIDE_DOORS:
            what = f"{path.relative_to(ROOT)}:{line}: {imported}: name it in {_room(imported)}'s __init__"
            assert imported == _room(imported), what


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_each_library_has_one_door(path: Path) -> None:
    importer = _name(path)
    for line, imported in _imports(path):
        doors = DOORS.get(imported.partition(".")[0])
        if doors is not None:
            inside = any(importer == door or importer.startswith(f"{door}.") for door in doors)
            assert inside, f"{path.relative_to(ROOT)}:{line}: {imported} belongs to {' and '.join(doors)}"


def test_the_readme_tells_what_every_room_owns() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("| room |")[2]
    rooms = {path.relative_to(ROOT / "feeds").parts[0] for path in MODULES if path.is_relative_to(ROOT / "feeds")}
    named = {room if room.endswith(".py") else f"feeds/{room}/" for room in rooms if not room.startswith("__")}
    assert not [each for each in sorted(named) if f"{each}`" not in table]


def test_no_room_is_named_for_nothing() -> None:
    named_for_nothing = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert not [path for path in MODULES if named_for_nothing & set(path.with_suffix("").parts)]


def test_no_room_has_grown_into_a_hall() -> None:
    assert not [(_name(path), size) for path in MODULES if (size := path.stat().st_size) > 24_000]
