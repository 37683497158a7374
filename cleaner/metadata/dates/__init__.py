"""Read a date as pages write it, or say that there is none: never a guess.

A date without a time of day is midnight at its start in the site's zone: the day stays the day there, whatever the
reader's zone, and reading the page again gives the same moment. A time without a zone is the site's too; without a
known zone it is UTC. The offset that a page names is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from cleaner.metadata.dates.calendars import plain
from cleaner.metadata.dates.clock import TimeOfDay, find_times
from cleaner.metadata.dates.machine import read_machine
from cleaner.metadata.dates.model import Custom, Found
from cleaner.metadata.dates.relative import read_relative
from cleaner.metadata.dates.written import NUMERIC, Day, find_day

__all__ = ["Custom", "Found", "date_order", "find_dates", "parse_date", "read_dates"]

MAX_TEXT = 200
"""Characters of a text that are looked at: whoever writes a date writes it within a line."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Outside of these nobody published a web page, not even a newspaper's archive."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""What an empty field of a database becomes."""


def parse_date(
    text: str,
    *,
    language: str | None = None,
    timezone: str | None = None,
    now: datetime | None = None,
    day_first: bool | None = None,
) -> datetime | None:
    """The first date that `text` names, aware; None where there is none or where it could be read in two ways.

    text: a machine's format, or a short text for people ("Posted on 5 March 2024, 14:30 by Jane").
    language: BCP 47, for the names of months and the order of day and month ("en-GB").
    timezone: the site's IANA zone, for dates that name none; UTC otherwise.
    now: aware; only with it are "2 hours ago" and "March 4" dates.
    day_first: what `date_order` found on the site; overrides the language's custom.
    """
    found = read_dates(text, Custom(language, timezone, now, day_first), limit=1)
    return found[0].moment if found else None


def find_dates(text: str, *, language: str | None = None, limit: int = 3) -> list[Found]:
    """The dates that `text` names, in its order; none that is told from now."""
    return read_dates(text, Custom(language), limit=limit)


def read_dates(text: str, custom: Custom, *, limit: int = 3) -> list[Found]:
    """The dates that `text` names, in its order.

    A text that names something impossible ("31 April 2024") or ambiguous ends there.
    """
    head = _head(text)
    if custom.now is None and not _THREE_DIGITS.search(head):
        return []
    found: list[Found] = []
    try:
        if told := read_machine(head, custom.home):
            found.append(told)
        elif not _NUMBER.fullmatch(head):
            found.extend(_each_for_people(head, custom, limit))
    except (ValueError, OverflowError):  # no such day, hour or moment
        pass
    return [each for each in found if FIRST_YEAR <= each.moment.year <= LAST_YEAR and each.moment != _EPOCH]


_THREE_DIGITS = re.compile(r"\d\D*\d\D*\d")  # a day, and two digits of a year
_NUMBER = re.compile(r"[@+-]?\d+")


def date_order(
    texts: Iterable[str], language: str | None = None, timezone: str | None = None, known: Iterable[date] = ()
) -> bool | None:
    """Whether a site writes the day before the month, judged by all its dates; None where that stays open.

    A number over 12 settles it for the others: "31/05/2024" somewhere makes "04/05/2024" the 4th of May. So does a
    date of which only one reading is among the days that are `known` (they are asked for only where it matters).
    Dates that contradict each other settle nothing; without any, the language's custom counts.
    """
    seen: set[bool] = set()
    days: set[date] | None = None
    custom = Custom(language, timezone)
    for first, second, year in (numbers for text in texts for numbers in _numeric_dates(text)):
        if len(year) == 2 and custom.is_year_first:
            continue  # it is the day
        low, high = sorted((int(first), int(second)))
        if 1 <= low <= 12 < high <= 31:
            seen.add(int(first) == high)
        elif 1 <= low < high <= 12 and len(year) == 4:
            days = set(known) if days is None else days
            readings = {order for order in (True, False) if _day(first, second, year, day_first=order) in days}
            seen |= readings if len(readings) == 1 else set()
    if len(seen) == 1:
        return seen.pop()
    return None if seen else custom.usual_order()


def _head(text: str) -> str:
    return plain(text[: 4 * MAX_TEXT])[:MAX_TEXT]


def _numeric_dates(text: str) -> Iterator[tuple[str, str, str]]:
    """The three numbers of every date such as 04/05/2024."""
    for match in NUMERIC.finditer(_head(text)):
        first, second, year = match["a"], match["b"], match["c"]
        if len(first) <= 2 and len(year) in (2, 4):
            yield first, second, year


def _day(first: str, second: str, year: str, *, day_first: bool) -> date | None:
    day, month = (first, second) if day_first else (second, first)
    return date(int(year), int(month), int(day)) if FIRST_YEAR <= int(year) <= LAST_YEAR else None


def _each_for_people(text: str, custom: Custom, limit: int) -> Iterator[Found]:
    """The dates of a text for people. Raises ValueError where one is no date after all."""
    place = 0
    for _ in range(limit):
        tail = text[place:]
        day = find_day(tail, custom)
        if day is None or (place and _PART_OF_DATE.search(tail[: day.start])):
            break
        when = _time_of(day, tail)
        if not FIRST_YEAR <= day.year <= LAST_YEAR or (when is None and _BROKEN_TIME.match(tail, day.end)):
            break
        start, end, moment = day.start, day.end, datetime(day.year, day.month, day.day, tzinfo=custom.home)
        rest = len(tail) - (end - start)
        if when:
            start, end = min(start, when.start), max(end, when.end)
            moment = when.on(day.year, day.month, day.day, custom.home)
            rest -= when.end - when.start
        is_zoned = when is not None and when.zone is not None
        yield Found(moment, tail[:start], tail[end:], max(0, rest), has_time=when is not None, has_zone=is_zoned)
        place += end
    if place == 0 and custom.now and (told := read_relative(text, custom.home, custom.now)):
        yield Found(told)


_PART_OF_DATE = re.compile(r"\d\s?/\s?$")  # "28 /06 /Juin /2012": the day before it is the date's
_BROKEN_TIME = re.compile(r"T\d\d:")


def _time_of(day: Day, text: str) -> TimeOfDay | None:
    """The time of day that belongs to a date: the next one on either side, with no other number between."""
    if day.start < (within := text.find(":", day.start, day.end)):  # Tue Mar 5 14:30:00 2024
        return next((when for when in find_times(text) if when.start <= within < when.end), None)
    after = _T.sub(" ", text[day.end :], count=1)
    for when in find_times(text[: day.start] + " " * (day.end - day.start) + after):
        if when.end <= day.start:
            gap = text[when.end : day.start]
        elif when.start >= day.end - 1:
            gap = text[day.end : when.start]
        else:
            continue
        if len(gap) <= _GAP and not any(ch.isdecimal() for ch in gap):
            return when
    return None


_T = re.compile(r"^T(?=\d\d:)")
_GAP = 40  # characters between a date and its time
