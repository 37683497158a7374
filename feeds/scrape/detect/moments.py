"""When each item was published, as far as the page says with it: in its record, or in the heading above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, islice

from cleaner import date_order
from feeds.scrape.detect.page import Node, Page
from feeds.scrape.detect.records import Record, parts

MAX_TEXT = 160
"""Columns of a text in which a date is looked for."""
_PARTS, _PARTS_WIDTH = 5, 40
"""Pieces and columns of a date that is set in parts, as calendars do: day, month and year each in a box."""
_FEW = 0.2
"""Where no larger share of the items holds a date, it is looked for above them."""
_NEAR = 12
"""Pieces of text between a list and the line above it that dates it, at the most."""
_ATTRIBUTES = ("datetime", "content", "title", "data-date", "data-time", "data-timestamp", "data-datetime")
_MACHINE = re.compile(
    r"\s*(\d{4}-\d\d-\d\d(?:[T\s]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|[+-]\d\d:?\d\d)?)?|\d{10}|\d{13}"
    r"|\w{3},? \d{1,2} \w{3} \d{4}[^|]{0,30})(?:\s.*)?",
    re.DOTALL,
)
_NUMERIC = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_PUBLISHED = re.compile(r"publi|posted|created|date|time|age|when", re.IGNORECASE)
_OTHER = re.compile(r"modif|updat|edit|comment|repl|last|expir|deadline|due|clos|ends?\b", re.IGNORECASE)

_ENOUGH = 500
"""Dates that are asked in which order day and month stand."""
_RUN = 4
"""Different days from which on the order of a list tells something."""

Reader = Callable[[str], datetime | None]
Said = tuple[object, Node, str, float]
"""What may be a date in a record: place, node, text, how far it can be trusted."""


@dataclass(slots=True)
class Column:
    """The moments that stand at one place of the records."""

    found: dict[int, datetime] = field(default_factory=dict)
    score: float = 0.0
    least: float = 0.0  # share of the items that must have it, the more the less it is marked as a date


def moments(
    page: Page, rows: Sequence[Record], titles: Sequence[str | None], read: Callable[..., datetime | None]
) -> list[datetime | None]:
    """Of each item its date; `read` is `cleaner.parse_date` with what is known of the page."""
    said = [list(_said(page, row, title)) for row, title in zip(rows, titles, strict=True)]
    read = partial(read, day_first=_day_first(page, said, read))
    found: dict[int, datetime | None] = {}
    for numbers in parts(rows):
        found.update(zip(numbers, _found([said[number] for number in numbers], read), strict=True))
    if sum(map(bool, found.values())) > _FEW * len(rows):
        return [found[number] for number in range(len(rows))]
    above = _above(page, rows, read)
    return above if any(above) else [found[number] for number in range(len(rows))]


def _found(said: Sequence[Sequence[Said]], read: Reader) -> list[datetime | None]:
    """The moments that one section's records hold."""
    columns: dict[object, Column] = {}
    for number, texts in enumerate(said):
        for place, node, text, weight in texts:
            column = columns.setdefault(place, Column())
            column.least = 0.5 if weight < 1 else 0.0 if weight > 1.4 else 0.1
            if number not in column.found and (moment := read(text)):
                column.found[number] = moment
                column.score += weight * _worth(node)
    usual = [column for column in columns.values() if len(column.found) >= max(1, column.least * len(said))]
    ranked = sorted(usual, key=lambda column: -column.score)
    return [next((c.found[n] for c in ranked if n in c.found), None) for n in range(len(said))]


def _day_first(page: Page, said: Sequence[Sequence[Said]], read: Callable[..., datetime | None]) -> bool | None:
    """Whether the list writes the day before the month: by its own dates, by others on the page, by its being in order.

    None where none of these tells: then it is as the page's language has it.
    """
    rows = [[text for _, _, text, _ in row if _NUMERIC.search(text)] for row in said]
    others = (text for text in page.pieces if len(text) <= MAX_TEXT and _NUMERIC.search(text))
    for texts in (chain.from_iterable(rows), others):
        if any(rows) and (order := date_order(islice(texts, _ENOUGH))) is not None:
            return order
    unsure = [text for row in rows[:_ENOUGH] for text in row[:1] if not read(text)]
    readings = {order: [read(text, day_first=order) for text in unsure] for order in (True, False)}
    steady = [order for order, moments in readings.items() if _is_steady(moments)]
    return steady[0] if len(steady) == 1 else None


def _is_steady(moments: Sequence[datetime | None]) -> bool:
    """Whether moments run from the newest to the oldest, or the other way; few or alike ones tell nothing."""
    known = [moment for moment in moments if moment]
    return len(set(known)) >= _RUN and sorted(known) in (known, known[::-1])


def _worth(node: Node) -> float:
    """How much an element's names speak for its being the date of publication."""
    names = " ".join(
        f"{up.classes} {up.element.get('itemprop') or ''} {up.element.get('id') or ''}"
        for _, up in zip(range(2), [node, *node.ancestors], strict=False)
    )
    return (1.5 if _PUBLISHED.search(names) else 1.0) * (0.4 if _OTHER.search(names) else 1.0)


def _said(page: Page, row: Record, title: str | None) -> Iterator[Said]:
    for node in row.nodes:
        if 1 < node.p1 - node.p0 <= _PARTS and node.width <= _PARTS_WIDTH:
            parts = page.text(node)
            if any(ch.isdigit() for ch in parts) and parts != title:
                yield (node.path, "parts"), node, parts, 1.1
        for name in _ATTRIBUTES:
            text = node.element.get(name)
            if not text:
                continue
            if machine := _MACHINE.fullmatch(text[:100]):
                yield (node.path, name), node, machine[1], 2.0 if node.tag == "time" else 1.5
            elif name == "datetime":
                yield (node.path, name), node, text, 1.5
    for piece in range(row.p0, row.p1):
        text = page.pieces[piece]
        if page.widths[piece] <= MAX_TEXT and any(ch.isdigit() for ch in text) and text != title:
            owner = page.owners[piece]
            yield owner.path, owner, text, 1.2 if page.widths[piece] < 40 else 0.7


def _above(page: Page, rows: Sequence[Record], read: Reader) -> list[datetime | None]:
    """Where no record holds a date: that of the heading, or other short line, which stands above a run of items."""
    starts = [row.p0 for row in rows]
    inside = {piece for row in rows for piece in range(row.p0, row.p1)}
    dated: list[tuple[int, datetime, int]] = []
    for node in page.nodes:
        if node.p1 == node.p0 or node.width > 80 or node.p0 in inside or node.p0 > starts[-1]:
            continue
        if page.owners[node.p0] is node:
            text = page.text(node)
            if any(ch.isdigit() for ch in text) and (moment := read(text)):
                dated.append((node.p0, moment, node.path))
    if not dated:
        return [None] * len(rows)
    # One shape of line dates the list, and it stands near it; a stray date in the page's header does not.
    shape = next((each for at, _, each in reversed(dated) if starts[0] - _NEAR < at < starts[0]), None)
    lines = [(at, moment) for at, moment, each in dated if each == shape]
    return [next((moment for at, moment in reversed(lines) if at < start), None) for start in starts]
