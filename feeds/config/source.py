"""The text of config.yaml → plain values, each with its place in the file.

Values are built from the parser's events by a loop of our own: it knows every place, sees a key that is given
twice, and bounds what aliases unfold to. Scalars follow YAML 1.2's core schema, so `no` and `12:30` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from feeds.config.complaints import Complaint, Path, Place
from feeds.config.syntax import character_complaint, syntax_complaint

MAX_BYTES = 10_000_000
_MAX_VALUES = 300_000  # once aliases are unfolded
_MAX_DEPTH = 40
_NULL = re.compile(r"|~|null|Null|NULL")
_BOOL = re.compile(r"(true|True|TRUE)|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18}|[0-9]{1,18}(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?")
_ENV = re.compile(r"\$(\$?)\{([A-Za-z_]\w*)\}", re.ASCII)


class _WrittenInt(int):
    """A whole number that still knows how it was written: as text, `007` stays `007`."""

    written: str

    def __str__(self) -> str:
        return self.written


class _WrittenFloat(float):
    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Tree:
    """What the file says."""

    data: Any
    """Plain dicts, lists and scalars. A key without a value is left out: it says nothing."""
    keys: Mapping[Path, Place] = field(default_factory=dict)
    values: Mapping[Path, Place] = field(default_factory=dict)
    from_environment: Mapping[Path, tuple[str, str]] = field(default_factory=dict)
    """Values that hold `${NAME}`: the text as written and as expanded."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Name → value of every environment variable used."""
    complaints: tuple[Complaint, ...] = ()

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where `path` is in the file: its value, or its key; the nearest thing around it where it is not there."""
        while path:
            if found := (self.keys.get(path) if key else None) or self.values.get(path) or self.keys.get(path):
                return found
            path, key = path[:-1], True
        return Place(1, 1)


def read_tree(text: str, environ: Mapping[str, str]) -> Tree:
    """Read the YAML in `text`; faults go to the tree's complaints, and what could be read is there beside them.

    After a fault in the YAML itself nothing can be read, and that is the only complaint.
    """
    try:
        events = read_events(text)
    except _TooMuchError as error:
        return Tree(None, complaints=(Complaint(_place(error.event), (), str(error)),))
    except MarkedYAMLError as error:
        return Tree(None, complaints=(syntax_complaint(error),))
    except (ReaderError, YAMLStreamError) as error:
        return Tree(None, complaints=(character_complaint(text, error),))
    except YAMLError as error:
        return Tree(None, complaints=(Complaint(Place(1, 1), (), f"not valid YAML: {error}"),))
    builder = _Builder(events, text.splitlines(), environ)
    try:
        data = builder.build((), 0) if events else None
    except _TooMuchError as error:
        return Tree(None, complaints=(Complaint(_place(error.event), (), str(error)),))
    return Tree(data, builder.keys, builder.values, builder.expanded, builder.secrets, tuple(builder.complaints))


def read_events(text: str) -> list[Event]:
    """The events of the one document. libyaml is ten times faster but refuses `[h2::text]`, which is valid YAML."""
    try:
        events = _shallow(YAML(typ="safe").parse(text))
    except YAMLError:
        events = _shallow(YAML(typ="safe", pure=True).parse(text))
    starts = [each for each in events if isinstance(each, DocumentStartEvent)]
    if len(starts) > 1:
        raise MarkedYAMLError(problem="a second document", problem_mark=starts[1].start_mark)
    return [each for each in events if isinstance(each, (NodeEvent, CollectionEndEvent))]


def _shallow(events: Iterable[Event]) -> list[Event]:
    """All of `events`; stops early where they nest too deep, for the parser's time grows with depth squared."""
    found, depth = [], 0
    for event in events:
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise _TooMuchError(event, f"nested more than {_MAX_DEPTH} levels deep")
        found.append(event)
    return found


class _TooMuchError(Exception):
    def __init__(self, event: Event, what: str) -> None:
        super().__init__(what)
        self.event = event


@dataclass
class _Builder:
    events: list[Event]
    lines: list[str]
    environ: Mapping[str, str]
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    expanded: dict[Path, tuple[str, str]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    unfolding: set[str] = field(default_factory=set)
    at: int = 0
    count: int = 0

    def build(self, path: Path, depth: int) -> Any:
        """The value that begins at the next event."""
        event = self.events[self.at]
        self.count += 1
        if self.count > _MAX_VALUES:
            raise _TooMuchError(event, f"more than {_MAX_VALUES:,} values once its aliases are unfolded")
        if depth > _MAX_DEPTH:
            raise _TooMuchError(event, f"nested more than {_MAX_DEPTH} levels deep")
        if isinstance(event, AliasEvent):
            self.at += 1
            return self._alias(event, path, depth)
        self.values.setdefault(path, _place(event))
        if isinstance(event, NodeEvent) and event.anchor:
            return self._anchored(event, path, depth)
        return self._node(event, path, depth)

    def _node(self, event: Event, path: Path, depth: int) -> Any:
        self.at += 1
        tag = str(getattr(event, "tag", None) or "!").replace("tag:yaml.org,2002:", "!!")
        if tag not in ("!", "!!str", "!!map", "!!seq"):
            self.complain(event, path, f"YAML tags such as {tag!r} have no meaning here", "leave it out")
        if isinstance(event, MappingStartEvent):
            return self._mapping(path, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path, depth)
        assert isinstance(event, ScalarEvent)
        return self._scalar(event, path)

    def _anchored(self, event: NodeEvent, path: Path, depth: int) -> Any:
        self.anchors[event.anchor] = self.at
        self.unfolding.add(event.anchor)
        value = self._node(event, path, depth)
        self.unfolding.discard(event.anchor)
        return value

    def _alias(self, event: AliasEvent, path: Path, depth: int) -> Any:
        name = event.anchor
        if name not in self.anchors:
            self.complain(event, path, f"'*{name}' names nothing in this file", "text that begins with * needs quotes")
            return None
        if name in self.unfolding:
            self.complain(event, path, f"'*{name}' stands inside the very thing that it names")
            return None
        back, self.at = self.at, self.anchors[name]
        self.unfolding.add(name)
        target = self.events[self.at]
        self.values.setdefault(path, _place(target))
        value = self._node(target, path, depth)
        self.unfolding.discard(name)
        self.at = back
        return value

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(self.events[self.at], CollectionEndEvent):
            items.append(self.build((*path, len(items)), depth + 1))
        self.at += 1
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        first: dict[str, Place] = {}
        while not isinstance(event := self.events[self.at], CollectionEndEvent):
            if not isinstance(event, ScalarEvent):
                self.complain(event, path, "a key must be a single word")
                self.build((*path, "?"), depth + 1)
                self.build((*path, "?"), depth + 1)
                continue
            self.at += 1
            key = str(event.value)
            if key == "<<" and not event.style:
                self._merge_key(merged, path, depth)
                continue
            here = (*path, key)
            if key in first:
                self.complain(event, here, f"given twice: first on line {first[key].line}", "keep one of them")
                self.build((*path, f"{key} (again)"), depth + 1)
                continue
            first[key] = self.keys[here] = _place(event)
            self.values.pop(here, None)  # of a merged mapping: our own value counts
            value = self.build(here, depth + 1)
            if value is None:
                self._check_empty(event, here)
            else:
                own[key] = value
        self.at += 1
        return {**merged, **own}

    def _merge_key(self, merged: dict[str, Any], path: Path, depth: int) -> None:
        """`<<: *name`: the keys of another mapping (or of several, the first counts)."""
        event = self.events[self.at]
        found = self.build(path, depth + 1)
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, dict):
                merged.update({key: value for key, value in each.items() if key not in merged})
            elif each is not None:
                self.complain(event, path, "'<<' takes in the keys of another mapping, and this is none")

    def _check_empty(self, event: Event, path: Path) -> None:
        """`items: #main` is empty, for `#` begins a comment: a trap for CSS selectors."""
        line = self.lines[event.end_mark.line] if event.end_mark.line < len(self.lines) else ""
        if match := re.match(r"\s*:\s+(#[^\s#].*)", line[event.end_mark.column :]):
            text = match[1].strip()
            self.complain(
                event, path, f"empty, for {text!r} after a blank is a comment", f"in quotes it counts: {text!r}"
            )

    def _scalar(self, event: ScalarEvent, path: Path) -> Any:
        text = str(event.value)
        if not event.style and not event.tag:
            return self._plain(event, text, path)
        return self._expand(event, text, path)

    def _plain(self, event: Event, text: str, path: Path) -> Any:
        if _NULL.fullmatch(text):
            return None
        if match := _BOOL.fullmatch(text):
            return bool(match[1])
        if _INT.fullmatch(text) or _FLOAT.fullmatch(text):
            number = _WrittenInt(text) if _INT.fullmatch(text) else _WrittenFloat(text)
            number.written = text
            return number
        return self._expand(event, text, path)

    def _expand(self, event: Event, text: str, path: Path) -> str:
        """`${NAME}` becomes the variable's value; `$${NAME}` stands for the text `${NAME}` itself."""
        if "${" not in text:
            return text

        def value_of(match: re.Match[str]) -> str:
            if match[1]:
                return match[0][1:]
            name = match[2]
            if name not in self.environ:
                self.complain(event, path, f"the environment has no {name}", f"set it: export {name}=…")
                return match[0]
            self.secrets[name] = self.environ[name]
            return self.environ[name]

        expanded = _ENV.sub(value_of, text)
        self.expanded[path] = (text, expanded)
        return expanded

    def complain(self, event: Event, path: Path, what: str, mend: str = "") -> None:
        self.complaints.append(Complaint(_place(event), path, what, mend))


def _place(event: Event) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
