"""Read a date as pages write it, or say that there is none: never a guess.

A date without a time of day is midnight at its start in the site's zone: the day stays the day there, whatever the
reader's zone, and reading the page again gives the same moment. A time without a zone is the site's too; without a
known zone it is UTC. The offset that a page names is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from cleaner.metadata.calendars import plain
from cleaner.metadata.clock import TimeOfDay, find_times, home_zone, read_zone
from cleaner.metadata.relative import read_relative
from cleaner.metadata.written import NUMERIC, Custom, find_day, usual_order

MAX_TEXT = 200
"""Characters of a text that are looked at: whoever writes a date writes it within a line."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Outside of these nobody published a web page, not even a newspaper's archive."""

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ]{1,2}(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,12})?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?)?"
)
_ZONED = re.compile(r"(?:[Zz]|[+-]\d\d(?::?\d\d)?)$")
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[Tt]?(\d\d)(\d\d)(\d\d)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?)?")
_WEEK = re.compile(r"(\d{4})-?W(\d\d)-?(\d)")
_ORDINAL = re.compile(r"(\d{4})-(\d{3})")
_EPOCH = re.compile(r"@?(\d{10}|\d{13})|/Date\((\d{9,14})(?:[+-]\d{4})?\)/")


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
    found = find_dates(text, language=language, timezone=timezone, now=now, day_first=day_first, limit=1)
    return found[0].moment if found else None


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text."""

    moment: datetime
    label: str  # what stands before it, back to the date before: "Updated on"
    rest: int  # characters of the text that are neither date nor time
    has_time: bool
    has_zone: bool


def find_dates(
    text: str,
    *,
    language: str | None = None,
    timezone: str | None = None,
    now: datetime | None = None,
    day_first: bool | None = None,
    limit: int = 3,
) -> list[Found]:
    """The dates that `text` names, in its order; for the arguments see `parse_date`.

    A text that names something impossible ("31 April 2024") or ambiguous ends there.
    """
    head = plain(text[: 4 * MAX_TEXT])[:MAX_TEXT]
    if now is None and not _THREE_DIGITS.search(head):  # a day, and two digits of a year
        return []
    custom = Custom(language, home_zone(timezone), timezone, now, day_first)
    found: list[Found] = []
    try:
        if moment := _machine(head, custom.home):
            found.append(
                Found(
                    moment,
                    "",
                    0,
                    has_time=len(head) > 10,
                    has_zone=moment.tzinfo is not custom.home or (len(head) > 10 and bool(_ZONED.search(head))),
                )
            )
        elif not _MACHINE_ONLY.fullmatch(head):
            found.extend(_each_visible(head, custom, limit))
    except (ValueError, OverflowError):  # no such day, hour or moment
        pass
    return [each for each in found if _is_plausible(each.moment)]


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
    for text in texts:
        for match in NUMERIC.finditer(plain(text[: 4 * MAX_TEXT])[:MAX_TEXT]):
            low, high = sorted((int(match[1]), int(match[3])))
            if len(match[1]) <= 2 and len(match[5]) in (2, 4) and 1 <= low <= 12 < high <= 31:
                seen.add(int(match[1]) == high)
            elif len(match[1]) <= 2 and len(match[5]) == 4 and 1 <= low < high <= 12:
                days = set(known) if days is None else days
                readings = {first for first in (True, False) if _reading(match, day_first=first) in days}
                seen |= readings if len(readings) == 1 else set()
    if len(seen) == 1:
        return seen.pop()
    return None if seen else usual_order(language, timezone)


def _reading(match: re.Match[str], *, day_first: bool) -> date | None:
    day, month_number = (match[1], match[3]) if day_first else (match[3], match[1])
    year = int(match[5])
    return date(year, int(month_number), int(day)) if FIRST_YEAR <= year <= LAST_YEAR else None


def _is_plausible(moment: datetime) -> bool:
    instant = moment.astimezone(UTC)
    return FIRST_YEAR <= moment.year <= LAST_YEAR and instant != datetime(1970, 1, 1, tzinfo=UTC)


# --- machines' formats ---------------------------------------------------------------------------------------------

_DIGIT = re.compile(r"\d")
_THREE_DIGITS = re.compile(r"\d\D*\d\D*\d")
_MACHINE_ONLY = re.compile(r"[@+-]?\d+")


def _machine(text: str, home: tzinfo) -> datetime | None:
    """A text that is nothing but a date in a machine's format."""
    if match := _ISO.fullmatch(text) or _BASIC.fullmatch(text):
        year, month_number, day = int(match[1]), int(match[2]), int(match[3])
        if match[4] is None:
            return datetime(year, month_number, day, tzinfo=home)
        zone, _ = read_zone(match[7] or "", 0)
        return TimeOfDay(int(match[4]), int(match[5]), int(match[6] or 0), zone).on(year, month_number, day, home)
    if match := _EPOCH.fullmatch(text):
        number = int(match[1] or match[2])
        seconds = number / 1000 if match[2] or len(match[1]) == 13 else number
        return datetime.fromtimestamp(seconds, tz=UTC)
    if match := _WEEK.fullmatch(text):
        day_of = date.fromisocalendar(int(match[1]), int(match[2]), int(match[3]))
        return datetime(day_of.year, day_of.month, day_of.day, tzinfo=home)
    if match := _ORDINAL.fullmatch(text):
        start = datetime(int(match[1]), 1, 1, tzinfo=home)
        moment = start + timedelta(days=int(match[2]) - 1)
        return moment if moment.year == start.year else None
    return None


# --- dates for people ----------------------------------------------------------------------------------------------


def _each_visible(text: str, custom: Custom, limit: int) -> Iterator[Found]:
    """The dates of a text for people. Raises ValueError where one is no date after all."""
    place = 0
    for _ in range(limit):
        tail = text[place:]
        found = find_day(tail, custom)
        if found is None:
            break
        year, month_number, day, start, end = found
        if place and _PART_OF_DATE.search(tail[:start]):
            break  # "28 /06 /Juin /2012": the day before it is the date's
        when = _time_near(tail, start, end)
        if not FIRST_YEAR <= year <= LAST_YEAR or (when is None and re.match(r"T\d\d:", tail[end:])):
            break
        if when:
            moment = when.on(year, month_number, day, custom.home)
        else:
            moment = datetime(year, month_number, day, tzinfo=custom.home)
        spent = end - start + (when.end - when.start if when else 0)
        zoned = when is not None and when.zone is not None
        yield Found(moment, tail[:start], max(0, len(tail) - spent), has_time=when is not None, has_zone=zoned)
        place += max(end, when.end if when else 0)
    if place == 0 and custom.now and (told := read_relative(text, custom.home, custom.now)):
        yield Found(told, "", 0, has_time=False, has_zone=False)


_PART_OF_DATE = re.compile(r"\d\s?/\s?$")


def _time_near(text: str, start: int, end: int) -> TimeOfDay | None:
    """The time of day that belongs to the date at start:end: the next one on either side, no other number between."""
    if start < (within := text.find(":", start, end)):  # Tue Mar 5 14:30:00 2024
        return next((when for when in find_times(text) if when.start <= within < when.end), None)
    blank = text[:start] + " " * (end - start) + text[end:]
    blank = blank[:end] + re.sub(r"^T(?=\d\d:)", " ", blank[end:])
    for when in find_times(blank):
        after, before = text[end : when.start], text[when.end : start]
        gap = after if when.start >= end else before
        beside = when.end <= start or when.start >= end - 1
        if beside and len(gap) <= 40 and not _DIGIT.search(gap):
            return when
    return None
