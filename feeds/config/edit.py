"""Add sites to a config.yaml that a person wrote, without touching a byte of theirs.

Dumping the file anew, even by a round trip, would settle indentation, quotes and line breaks its own way. So
the new text is put in at the place that the parser's events name, and the result is read again and compared
before it is written.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from feeds.config.slugs import slug_fault
from feeds.config.source import read_events, read_tree
from feeds.errors import ConfigError


def append_site(path: Path, slug: str, site: Mapping[str, Any], *, comment: str = "") -> None:
    """Add one site to the config at `path`; see `append_sites`."""
    append_sites(path, {slug: site}, comment=comment)


def append_sites(path: Path, sites: Mapping[str, Mapping[str, Any]], *, comment: str = "") -> None:
    """Add `sites` (slug → keys, plain values) below those that config.yaml has; `comment` goes above the first.

    Whatever else the file says stays byte for byte; the file is replaced in one step. Raises ConfigError when a slug
    is taken or no file name, and when the file is such that nothing can be added without rewriting it.
    """
    where = str(path)
    try:
        before = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {error.strerror}", where=where, mend="'feedmill init' writes one"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError("not UTF-8 text", where=where, mend="save it as UTF-8") from error
    _write(path, with_sites(before, sites, where=where, comment=comment))


def with_sites(text: str, sites: Mapping[str, Mapping[str, Any]], *, where: str = "", comment: str = "") -> str:
    """`text` with `sites` added: what `append_sites` writes."""
    if not sites:
        return text
    tree = read_tree(text, {})
    if tree.data is None and tree.complaints:
        told = tuple(each.render(where, text.splitlines()) for each in tree.complaints)
        raise ConfigError("not valid YAML", where=where, complaints=told)
    old = tree.data
    known = (old or {}).get("sites") if isinstance(old, dict) or old is None else None
    for slug in sites:
        if fault := slug_fault(slug):
            raise ConfigError(fault, where=f"{where}: sites.{slug}")
        if isinstance(known, dict) and slug in known:
            raise ConfigError(f"there is a site {slug!r} already", where=where, mend="choose another name")
    new = _inserted(text, sites, comment)
    result = read_tree(new, {}).data if new is not None else None
    if new is None or not _is_sum(old, sites, result):
        raise ConfigError("a site cannot be added to this file by itself", where=where, mend=f"add:\n{dump(sites)}")
    return new


def dump(sites: Mapping[str, Mapping[str, Any]], *, indent: int = 2) -> str:
    """`sites` as YAML, to stand below `sites:` once it is indented."""
    yaml = YAML()
    yaml.width = 100_000
    yaml.indent(mapping=indent, sequence=indent + 2, offset=indent)
    stream = io.StringIO()
    yaml.dump(_plain(sites), stream)
    return stream.getvalue()


def _plain(value: Any) -> Any:
    """Dicts, lists and scalars that YAML shows without tags."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def _is_sum(old: Any, sites: Mapping[str, Mapping[str, Any]], new: Any) -> bool:
    """Whether `new` says what `old` said, and `sites` beside it."""
    old = old or {}
    expected = {**old, "sites": {**(old.get("sites") or {}), **read_tree(dump(sites), {}).data}}
    return bool(new == expected)


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a value stands in the text: the indexes of its events."""

    first: int
    last: int


def _inserted(text: str, sites: Mapping[str, Mapping[str, Any]], comment: str) -> str | None:
    newline = "\r\n" if "\r\n" in text else "\n"
    events = read_events(text)
    block = _Block(sites, comment, newline)
    if not events:
        return _at_end(text, "sites:" + newline + block.at(2), newline)
    if not isinstance(events[0], MappingStartEvent):
        return None
    span = _find(events, "sites")
    if span is None:
        if events[0].flow_style:
            return _into_flow(text, events, _Span(0, len(events) - 1), "sites: {" + block.flow() + "}")
        return _at_end(text, newline + "sites:" + newline + block.at(2), newline)
    value = events[span.first]
    if isinstance(value, ScalarEvent) or (isinstance(value, MappingStartEvent) and span.last == span.first + 1):
        return _into_nothing(text, value, events[span.last], block)
    if not isinstance(value, MappingStartEvent):
        return None
    if value.flow_style:
        return _into_flow(text, events, span, block.flow())
    return _into_block(text, events, span, block)


@dataclass(frozen=True, slots=True)
class _Block:
    """The new text, in the forms it can take."""

    sites: Mapping[str, Mapping[str, Any]]
    comment: str
    newline: str

    def at(self, column: int, *, apart: bool = False) -> str:
        """As a block whose keys stand in `column`, each site after a blank line when they are to stand `apart`."""
        pad = " " * column
        parts = []
        for slug, site in self.sites.items():
            lines = dump({slug: site}, indent=min(max(column, 2), 8)).removesuffix("\n").split("\n")
            parts.append("".join(f"{pad}{line}{self.newline}" if line else self.newline for line in lines))
        head = "".join(f"{pad}# {line}{self.newline}" for line in self.comment.splitlines())
        gap = self.newline if apart else ""
        return gap + head + gap.join(parts)

    def flow(self) -> str:
        """As the inside of braces."""
        yaml = YAML()
        yaml.width = 1_000_000
        yaml.default_flow_style = True
        stream = io.StringIO()
        yaml.dump(_plain(self.sites), stream)
        return stream.getvalue().strip().removeprefix("{").removesuffix("}")


def _find(events: Sequence[Event], key: str) -> _Span | None:
    """The value of `key` in the mapping that the document is."""
    at = 1
    while at < len(events) - 1:
        last = _end(events, at)
        value_last = _end(events, last + 1)
        if isinstance(event := events[at], ScalarEvent) and event.value == key:
            return _Span(last + 1, value_last)
        at = value_last + 1
    return None


def _end(events: Sequence[Event], first: int) -> int:
    depth = 0
    for at in range(first, len(events)):
        depth += isinstance(events[at], CollectionStartEvent) - isinstance(events[at], CollectionEndEvent)
        if depth == 0:
            return at
    return len(events) - 1


def _at_end(text: str, addition: str, newline: str) -> str | None:
    if re.search(r"^\.\.\.", text, re.MULTILINE):
        return None  # the document ends before the file does
    if not text.strip():
        addition = addition.removeprefix(newline)
    return text + ("" if not text or text.endswith("\n") else newline) + addition


def _into_nothing(text: str, first: Event, last: Event, block: _Block) -> str | None:
    """`sites:` has no value yet, or `{}` or `~`: these go, and the sites follow below the line."""
    if isinstance(first, NodeEvent) and (first.anchor or (isinstance(first, ScalarEvent) and first.style)):
        return None
    start, end = first.start_mark.index, last.end_mark.index
    if text[start:end].strip() not in ("", "{}", "~", "null"):
        return None
    if text[start:end]:
        before = text[:start].rstrip(" ")
        text, start = before + text[end:], len(before)
    line_end = text.find("\n", start)
    if line_end < 0:
        return text + block.newline + block.at(2)
    return text[: line_end + 1] + block.at(2) + text[line_end + 1 :]


def _into_flow(text: str, events: Sequence[Event], span: _Span, addition: str) -> str:
    """Inside braces: after the last value, or after the comma behind it."""
    brace = events[span.last].start_mark.index
    if span.last == span.first + 1:
        return text[:brace] + addition + text[brace:]
    end = events[span.last - 1].end_mark.index
    comma = re.match(r"(?:\s|#[^\n]*\n)*,", text[end:brace])
    if comma:
        end += comma.end()
    return f"{text[:end]}{'' if comma else ','} {addition}{text[end:]}"


def _into_block(text: str, events: Sequence[Event], span: _Span, block: _Block) -> str:
    """Below the last site and the comments that belong to it."""
    inside = [each for each in events[span.first + 1 : span.last] if not _is_block_end(each)]
    column = inside[0].start_mark.column
    lines = text.splitlines(keepends=True)
    mark = inside[-1].end_mark
    at = mark.line + (1 if mark.column else 0)
    n = at
    while n < len(lines) and (match := re.match(r"([ \t]*)(#?)", lines[n])):
        if match[2] and len(match[1]) >= column:
            at = n + 1
        elif lines[n].strip():
            break
        n += 1
    apart = _stand_apart(events, span, lines) and bool(lines[at - 1].strip())
    addition = block.at(column, apart=apart)
    head = "".join(lines[:at])
    return head + ("" if head.endswith("\n") else block.newline) + addition + "".join(lines[at:])


def _is_block_end(event: Event) -> bool:
    return isinstance(event, CollectionEndEvent) and event.start_mark.index == event.end_mark.index


def _stand_apart(events: Sequence[Event], span: _Span, lines: Sequence[str]) -> bool:
    """Whether blank lines part the sites; a lone site does not say, and gets one."""
    starts, at = [], span.first + 1
    while at < span.last:
        starts.append(events[at].start_mark.line)
        at = _end(events, _end(events, at) + 1) + 1
    above = [n - 1 for n in starts[1:]]
    while above and lines[above[-1]].lstrip().startswith("#"):
        above[-1] -= 1
    return not above or not lines[above[-1]].strip()


def _write(path: Path, text: str) -> None:
    """In one step, so that no reader ever sees half a file."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
