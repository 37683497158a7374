"""A name that stands by the title with nothing to say that it is one: beside the date, above a job, first below."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, pairwise

from cleaner.dom import HEADINGS, body_of
from cleaner.metadata.bylines import is_dated, undated
from cleaner.metadata.names import are_written_small, is_bare_name, is_job, key, read_name
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import MAX_LINE, Line
from cleaner.metadata.texts import pieces_of, text_of


def find_bare_names(signals: Signals, lines: Sequence[Line], sites: Collection[str]) -> list[str]:
    """The names that the first fitting line is made of; none where no line is.

    lines: those by the title. sites: what the site may be called. Below the title of an article a line may be a name
    even where no date is beside it.
    """
    lines = [line for line in lines if "caption" not in line.hints]
    below = [line.text for line in lines if line.distance == 1 and line.element.tag not in HEADINGS]
    for text in [*_by_the_date(lines), *_above_jobs(lines), *(below if signals.is_article else ())]:
        names = _names(text)
        if names and not any(key(name) in sites for name in names) and _are_people(names, signals):
            return names
    return []


def _names(text: str) -> list[str]:
    """The names that a text is nothing but ("Jane Doe", "Jane Doe, John Roe"); none where it is more."""
    names = [read_name(part) for part in text.split(",")]
    return names if all(map(is_bare_name, names)) else []


def _are_people(names: Sequence[str], signals: Signals) -> bool:
    """Whether the names are neither a section's ("North Korea" in the menu) nor words that the text has as well."""
    links = (each for each in signals.anchors if (each.text or "").strip() in names)
    above = (each for link in links for each in islice(link.iterancestors(), 6))
    if any(each.tag == "nav" or "menu" in each.get("class", "") for each in above):
        return False
    return not are_written_small(names, text_of(body_of(signals.root), 30_000))


def _by_the_date(lines: Sequence[Line]) -> Iterator[str]:
    """What else is on the line that has the date, and on the ones next to it."""
    dated = {line.distance for line in lines if is_dated(line.text)}
    for line in lines:
        if line.distance in dated:
            yield undated(line.text)
            yield from _pieces(line)
        elif dated & {line.distance - 1, line.distance + 1} and not _is_label(line):
            yield line.text


def _pieces(line: Line) -> list[str]:
    """The parts of a line, by its marks ("5 March · 3 min · Jane Doe") and by the elements that hold them."""
    marked = [part.strip() for part in _MARKS.split(line.text)]
    is_whole = len(text_of(line.element, 2 * MAX_LINE)) <= MAX_LINE  # and not a box of which this is the first line
    return [*marked, *(pieces_of(line.element) if is_whole else ())]


_MARKS = re.compile(r"[·|•]")


def _is_label(line: Line) -> bool:
    return line.element.tag in HEADINGS or line.text.endswith(":")


def _above_jobs(lines: Sequence[Line]) -> Iterator[str]:
    plain = [line for line in lines if line.element.tag not in HEADINGS]
    return (
        one.text for one, next_one in pairwise(plain) if next_one.distance == one.distance + 1 and is_job(next_one.text)
    )
