"""The day in a text for people: numbers and names of months, and nothing that only looks like a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cleaner.metadata.dates.calendars import fold, jalali_day, jalali_month, month
from cleaner.metadata.dates.clock import find_times
from cleaner.metadata.dates.model import Custom


class Day(NamedTuple):
    """A day as written, which need not exist in the calendar, and where in the text it stands."""

    year: int
    month: int
    day: int
    start: int
    end: int


def find_day(text: str, custom: Custom) -> Day | None:
    """The first day that a text names, in the form that `calendars.plain` gives.

    Raises ValueError where a day can be read in two ways, or is none of the calendar.
    """
    return _marked(text, custom) or _numeric(text, custom) or _named(text, custom)


# --- 2024年3月5日 ---------------------------------------------------------------------------------------------------

_MARKED = re.compile(
    r"(?:(?P<year1>\d{4}|\d\d)\s?[年년]\s?)?(?P<month1>\d{1,2})\s?[月월]\s?(?P<day1>\d{1,2})\s?[日日號号일]?"
    r"|(?P<day2>\d{1,2})\s?(?:tháng|thg\.?)\s?(?P<month2>\d{1,2})(?:,|\s?năm)?\s(?P<year2>\d{4})"
    r"|(?P<year3>\d{4})\s?оны?\s(?P<month3>\d{1,2})[\s-]?(?:р|дугаар|дүгээр)?\s?сары?н?\s(?P<day3>\d{1,2})",
    re.IGNORECASE,
)


def _marked(text: str, custom: Custom) -> Day | None:
    """2024年3月5日, 2024년 3월 5일, 5 tháng 3, 2024, 2024 оны 3-р сарын 5."""
    for match in _MARKED.finditer(text):
        form = next(form for form in "123" if match[f"day{form}"])
        year, month_number, day = match[f"year{form}"], int(match[f"month{form}"]), int(match[f"day{form}"])
        if year:
            return Day(_full_year(year), month_number, day, *match.span())
        if custom.now and len(text) <= _ALONE:
            return Day(_latest_year(month_number, day, custom), month_number, day, *match.span())
    return None


# --- 05.03.2024 ----------------------------------------------------------------------------------------------------

NUMERIC = re.compile(
    r"(?<![A-Za-z0-9_./+$€£])(?<!\A-)(?<![\x00-\x7f]-)(?<!\d:)"  # no part of a version, an address, a price
    r"(?P<a>\d{1,4})(?P<mark1>\s?[./-]\s?)(?P<b>\d{1,2})(?P<mark2>[./-]|\s?[./-]\s)(?P<c>\d{1,4})"
    r"(?!\d)(?![./-]\w)(?=T\d\d:|[^A-Za-z_]|$)"
)


def _numeric(text: str, custom: Custom) -> Day | None:
    """2024-03-05, 05.03.2024, 3/13/24: the first that can be a date decides."""
    for match in NUMERIC.finditer(text):
        a, b, c, mark = match["a"], match["b"], match["c"], match["mark1"].strip()
        if mark != match["mark2"].strip():
            continue
        if len(c) <= 2 and (len(a) == 4 or (len(a) == len(c) == 2 and custom.is_year_first)):
            return Day(_full_year(a), int(b), int(c), *match.span())
        is_version = mark == "." and len(a + b + c) == 4  # "1.2.34"
        if len(a) <= 2 and len(c) in (2, 4) and not is_version:
            day, month_number = (a, b) if _is_day_first(int(a), int(b), mark, custom) else (b, a)
            return Day(_full_year(c), int(month_number), int(day), *match.span())
    return None


def _is_day_first(first: int, second: int, mark: str, custom: Custom) -> bool:
    """Whether the day comes first in a date of two small numbers and a year. Raises ValueError where nothing tells."""
    if first > 12 or second > 12 or first == second:
        return first >= second
    if custom.day_first is not None:
        return custom.day_first
    usual = custom.usual_order()
    if usual is None and mark == "." and custom.base != "en":
        return True  # points between the numbers are a European habit
    if usual is None:
        raise ValueError(f"two readings: {first}{mark}{second}")
    return usual


# --- 5 March 2024 --------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\x00-\x40\[-`{-\xbf\d\s\u2000-\u206f\u3000-\u303f])*|\S")
_FILLERS = frozenset(
    """, . - / ' | de del d of the den dem di do da em a o os er re st nd rd th ° º ª n r e i ta en gada ngay ko m y
    le la г год года жыл жылғы жылдың yil йил ימי ב של ที่ วันที่ พ ศ พศ พุทธศักราช""".split()
)
"""What may stand between a month's name and its numbers: "5th of March, 2024"."""
_TWO_WORDS = frozenset(("ar", "ga", ""))
"""Languages with months of two words, and the unknown one."""
_ALONE = 40
"""Characters: in a longer text a day and a month without a year are no date."""

Tokens = list[re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Name:
    """A month's name at tokens[start:end]."""

    month: int
    start: int
    end: int
    is_persian: bool


@dataclass(frozen=True, slots=True)
class _Number:
    """A number beside a month's name."""

    digits: str
    place: int  # among the tokens

    @property
    def is_day(self) -> bool:
        return len(self.digits) <= 2 and 1 <= int(self.digits) <= 31

    @property
    def is_year(self) -> bool:
        return len(self.digits) == 4


def _named(text: str, custom: Custom) -> Day | None:
    """5 March 2024, March 5th, 2024, 2024. március 5.: a month's name with a day and a year beside it."""
    tokens = [*_TOKEN.finditer(text)]
    if custom.base not in _TWO_WORDS and not any(
        _read_name(tokens, place, custom.base) for place in range(len(tokens))
    ):
        return None
    clocks = find_times(text)
    tokens = [token for token in tokens if not any(when.start <= token.start() < when.end for when in clocks)]
    language = custom.base
    for place, token in enumerate(tokens):
        name = _read_name(tokens, place, language) if token[0][0].isalpha() else None
        found = _beside(tokens, name, is_thai=language == "th") if name else None
        if name is None or found is None:
            continue
        year, day, start, end = found
        if name.is_persian:
            if year is None:
                continue
            ours = jalali_day(year, name.month, day)
            return Day(ours.year, ours.month, ours.day, start, end) if ours else None
        if year is None:
            if custom.now is None or len(text) > _ALONE:
                continue
            year = _latest_year(name.month, day, custom)
        return Day(year, name.month, day, start, end)
    return None


def _read_name(tokens: Tokens, place: int, language: str) -> _Name | None:
    """The month that a name at this place means; it may be of two words, or said twice ("آب/أغسطس", east and west)."""
    word, *after = [token[0] for token in tokens[place : place + 3]]
    number = month(word, language)
    if number and len(after) == 2 and after[0] == "/" and month(after[1], language) == number:
        return _Name(number, place, place + 3, is_persian=False)
    if after and language in _TWO_WORDS and (both := month(f"{word} {after[0]}", language)):
        return _Name(both, place, place + 2, is_persian=False)
    if number:
        return _Name(number, place, place + 1, is_persian=False)
    persian = jalali_month(word)
    return _Name(persian, place, place + 1, is_persian=True) if persian else None


def _beside(tokens: Tokens, name: _Name, *, is_thai: bool) -> tuple[int | None, int, int, int] | None:
    """(year or None, day, start, end) from the numbers around a month's name."""
    before, after = _number(tokens, name.start - 1, -1), _number(tokens, name.end, +1)
    later = _number(tokens, after.place + 1, +1) if after else None
    start, end = tokens[name.start].start(), tokens[name.end - 1].end()
    if before and before.is_day:
        if after and after.is_day and later and later.is_year:  # No 7 Mar 5, 2024
            return _full_year(later.digits), int(after.digits), start, tokens[later.place].end()
        day, start = int(before.digits), tokens[before.place].start()
        if after and (year := _as_year(after, tokens, is_thai=is_thai)):
            return year, day, start, tokens[after.place].end()
        earlier = _number(tokens, before.place - 1, -1)
        if earlier and earlier.is_year:  # 2024. gada 5. marts
            return _full_year(earlier.digits), day, tokens[earlier.place].start(), end
        return None, day, start, end
    if after and after.is_day:
        day, end = int(after.digits), tokens[after.place].end()
        if later and (year := _as_year(later, tokens, is_thai=is_thai)):
            return year, day, start, tokens[later.place].end()
        if before and before.is_year:
            return _full_year(before.digits), day, tokens[before.place].start(), end
        return None, day, start, end
    return None


def _number(tokens: Tokens, place: int, step: int) -> _Number | None:
    """The number next to `place` in that direction, over at most four fillers."""
    for _ in range(5):
        if not 0 <= place < len(tokens):
            return None
        word = tokens[place][0]
        if word.isdigit():
            return _Number(word, place)
        if fold(word) not in _FILLERS:
            return None
        place += step
    return None


def _as_year(number: _Number, tokens: Tokens, *, is_thai: bool) -> int | None:
    """Four digits, or two that stand where only a year can ("5 Mar '24", "05-Mar-24", "5 Mar 24")."""
    if number.is_year:
        return _full_year(number.digits) if number.digits[0] != "0" else None
    if len(number.digits) != 2:
        return None
    if is_thai:
        return int(number.digits) + 1957
    follows = tokens[number.place + 1][0] if number.place + 1 < len(tokens) else ""
    is_marked = tokens[number.place - 1][0] in "'-/."
    return _full_year(number.digits) if is_marked or not follows[:1].isalnum() else None


# --- years ---------------------------------------------------------------------------------------------------------


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year - 543 if 2400 <= year <= 2643 else year  # the Buddhist era, as Thailand counts
    return year + (2000 if year < 70 else 1900)


def _latest_year(month_number: int, day: int, custom: Custom) -> int:
    """The year that makes the date the latest one that is not ahead; a day is left for the zones' differences."""
    assert custom.now is not None
    latest = custom.now.astimezone(custom.home) + timedelta(days=1)
    for year in range(latest.year, latest.year - 5, -1):  # 29 February may be four years back
        try:
            if date(year, month_number, day) <= latest.date():
                return year
        except ValueError:
            continue
    raise ValueError(f"no such day: {day}.{month_number}.")
