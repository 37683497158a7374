"""The day in a text for people: numbers and names of months, and nothing that only looks like a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cleaner.metadata.calendars import base_language, fold, jalali_day, jalali_month, month
from cleaner.metadata.clock import find_times

Place = tuple[int, int, int, int, int]
"""Year, month and day, and where in the text they stand."""

NUMERIC = re.compile(
    r"(?<![A-Za-z0-9_./+$€£])(?<!\A-)(?<![\x00-\x7f]-)(?<!\d:)"  # no part of a version, an address, a price
    r"(\d{1,4})(\s?[./-]\s?)(\d{1,2})([./-]|\s?[./-]\s)(\d{1,4})"
    r"(?!\d)(?![./-]\w)(?=T\d\d:|[^A-Za-z_]|$)"
)
_MARKED = re.compile(
    r"(?:(\d{4}|\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日日號号일]?"
    r"|(\d{1,2})\s?(?:tháng|thg\.?)\s?(\d{1,2})(?:,|\s?năm)?\s(\d{4})"
    r"|(\d{4})\s?оны?\s(\d{1,2})[\s-]?(?:р|дугаар|дүгээр)?\s?сары?н?\s(\d{1,2})",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\x00-\x40\[-`{-\xbf\d\s\u2000-\u206f\u3000-\u303f])*|\S")
_FILLERS = frozenset(
    """, . - / ' | de del d of the den dem di do da em a o os er re st nd rd th ° º ª n r e i ta en gada ngay ko m y
    le la г год года жыл жылғы жылдың yil йил ימי ב של ที่ วันที่ พ ศ พศ พุทธศักราช""".split()
)
_DAY_FIRST_REGIONS = frozenset("GB IE AU NZ IN ZA SG MY HK PK NG KE GH LK BD MT CY JM TT EG AE IL 150 001".split())
_MONTH_FIRST_REGIONS = frozenset("US PH".split())
_NO_CUSTOM = frozenset(("", "en", "zh", "ja", "ko", "hu", "mn"))  # languages whose dd/mm order is not settled


@dataclass(frozen=True, slots=True)
class Custom:
    """How dates are written on a site."""

    language: str | None
    home: tzinfo
    timezone: str | None
    now: datetime | None
    day_first: bool | None


def find_day(text: str, custom: Custom) -> Place | None:
    """The first day that a text names, in the form that `calendars.plain` gives; it need not exist in the calendar.

    Raises ValueError where a day can be read in two ways.
    """
    return _marked(text, custom) or _numeric(text, custom) or _named(text, custom)


def usual_order(language: str | None, timezone: str | None) -> bool | None:
    """Day before month by custom: of the language's region, else of the site's part of the world, else unknown."""
    base = base_language(language)
    regions = {part.upper() for part in (language or "").replace("_", "-").split("-")[1:]}
    if regions & _MONTH_FIRST_REGIONS and base in ("en", "es", "tl"):
        return False
    if base == "tl":
        return False
    if base not in _NO_CUSTOM or (base == "en" and regions & _DAY_FIRST_REGIONS):
        return True
    if base == "en" and timezone:
        area = timezone.partition("/")[0]
        if timezone.startswith(("America/", "US/", "Pacific/Honolulu")):
            return False
        return True if area in ("Europe", "Africa", "Australia", "Asia") else None
    return None


def _marked(text: str, custom: Custom) -> Place | None:
    """2024年3月5日, 2024년 3월 5일, 5 tháng 3, 2024, 2024 оны 3-р сарын 5."""
    for match in _MARKED.finditer(text):
        if match[4]:
            return int(match[6]), int(match[5]), int(match[4]), *match.span()
        if match[7]:
            return int(match[7]), int(match[8]), int(match[9]), *match.span()
        if match[1]:
            return _full_year(match[1]), int(match[2]), int(match[3]), *match.span()
        if custom.now and len(text) <= 40:
            year = _latest_year(int(match[2]), int(match[3]), custom.now, custom.home)
            return year, int(match[2]), int(match[3]), *match.span()
    return None


def _numeric(text: str, custom: Custom) -> Place | None:
    """2024-03-05, 05.03.2024, 3/13/24: the first that can be a date decides."""
    for match in NUMERIC.finditer(text):
        if match[2].strip() != match[4].strip():
            continue
        a, b, c = match[1], match[3], match[5]
        if len(a) == 4 and len(c) <= 2:
            return int(a), int(b), int(c), *match.span()
        if len(a) <= 2 and len(c) in (2, 4) and (len(c) == 4 or "." not in match[2] or len(b) + len(a) > 2):
            first = _settle(int(a), int(b), match[2].strip(), custom)
            if first is None:
                raise ValueError(f"two readings: {match[0]}")
            day, month_number = (int(a), int(b)) if first else (int(b), int(a))
            return _full_year(c), month_number, day, *match.span()
    return None


def _settle(first: int, second: int, mark: str, custom: Custom) -> bool | None:
    """Whether the day comes first in a date of two small numbers and a year."""
    if first > 12 or second > 12 or first == second:
        return first >= second
    if custom.day_first is not None:
        return custom.day_first
    usual = usual_order(custom.language, custom.timezone)
    # points between the numbers are a European habit, wherever no custom says else
    return True if usual is None and mark == "." and base_language(custom.language) != "en" else usual


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year - 543 if 2400 <= year <= 2643 else year  # the Buddhist era, as Thailand counts
    return year + (2000 if year < 70 else 1900)


def _latest_year(month_number: int, day: int, now: datetime, home: tzinfo) -> int:
    """The year that makes the date the latest one that is not ahead; a day is left for the zones' differences."""
    today = now.astimezone(home).date() + timedelta(days=1)
    for year in range(today.year, today.year - 5, -1):  # 29 February may be four years back
        try:
            if date(year, month_number, day) <= today:
                return year
        except ValueError:
            continue
    raise ValueError(f"no such day: {day}.{month_number}.")


def _named(text: str, custom: Custom) -> Place | None:
    """5 March 2024, March 5th, 2024, 2024. március 5.: a month's name with a day and a year beside it."""
    base = base_language(custom.language)
    tokens = [*_TOKEN.finditer(text)]
    named = any(token[0][0].isalpha() and (month(token[0], base) or jalali_month(token[0])) for token in tokens)
    if not named and base not in _TWO_WORDS:
        return None
    clocks = [(when.start, when.end) for when in find_times(text)]
    tokens = [token for token in tokens if not any(start <= token.start() < end for start, end in clocks)]
    for place, token in enumerate(tokens):
        if not token[0][0].isalpha():
            continue
        name, end = _two_words(tokens, place, base)
        number = month(name, base)
        persian = None if number else jalali_month(name)
        if number or persian:
            found = _beside(tokens, place, end, thai=base == "th")
            if found and found[0] is None and (custom.now is None or len(text) > 40 or persian):
                continue
            if found:
                return _dated(found, number, persian, custom)
    return None


_TWO_WORDS = frozenset(("ar", "ga", ""))  # languages with months of two words


def _two_words(tokens: list[re.Match[str]], place: int, base: str) -> tuple[str, int]:
    """The month's name at `place`, of two words where it is of two, and the place after it.

    Arabic papers name a month twice, for east and west: "آب/أغسطس".
    """
    word = tokens[place][0]
    twice = place + 2 < len(tokens) and tokens[place + 1][0] == "/"
    if twice and (number := month(word, base)) and month(tokens[place + 2][0], base) == number:
        return word, place + 3
    if place + 1 < len(tokens) and base in _TWO_WORDS and month(f"{word} {tokens[place + 1][0]}", base):
        return f"{word} {tokens[place + 1][0]}", place + 2
    return word, place + 1


def _dated(
    found: tuple[int | None, int, int, int], number: int | None, persian: int | None, custom: Custom
) -> Place | None:
    year, day, start, end = found
    if persian:
        moment = jalali_day(year or 0, persian, day)
        return (moment.year, moment.month, moment.day, start, end) if moment else None
    assert number is not None
    if year is None:
        assert custom.now is not None
        year = _latest_year(number, day, custom.now, custom.home)
    return year, number, day, start, end


def _beside(
    tokens: list[re.Match[str]], place: int, end: int, *, thai: bool
) -> tuple[int | None, int, int, int] | None:
    """(year or None, day, start, end) from the numbers around the month's name at tokens[place:end]."""
    before = _number(tokens, place - 1, -1)
    after = _number(tokens, end, +1)
    span_start, span_end = tokens[place].start(), tokens[end - 1].end()
    if before and _is_day(before[0]):
        day, start = int(before[0]), tokens[before[1]].start()
        later = _number(tokens, after[1] + 1, +1) if after else None
        if after and _is_day(after[0]) and later and len(later[0]) == 4:
            return _full_year(later[0]), int(after[0]), span_start, tokens[later[1]].end()  # No 7 Mar 5, 2024
        if after and (year := _as_year(after, tokens, thai=thai)):
            return year, day, start, tokens[after[1]].end()
        earlier = _number(tokens, before[1] - 1, -1)
        if earlier and len(earlier[0]) == 4:  # 2024. gada 5. marts
            return _full_year(earlier[0]), day, tokens[earlier[1]].start(), span_end
        return None, day, start, span_end
    if after and _is_day(after[0]):
        day, stop = int(after[0]), tokens[after[1]].end()
        later = _number(tokens, after[1] + 1, +1)
        if later and (year := _as_year(later, tokens, thai=thai)):
            return year, day, span_start, tokens[later[1]].end()
        if before and len(before[0]) == 4:
            return _full_year(before[0]), day, tokens[before[1]].start(), stop
        return None, day, span_start, stop
    return None


def _number(tokens: list[re.Match[str]], place: int, step: int) -> tuple[str, int] | None:
    """The number next to `place` in that direction, over at most four fillers ("5th of March, 2024")."""
    for _ in range(5):
        if not 0 <= place < len(tokens):
            return None
        word = tokens[place][0]
        if word.isdigit():
            return word, place
        if fold(word) not in _FILLERS:
            return None
        place += step
    return None


def _is_day(digits: str) -> bool:
    return len(digits) <= 2 and 1 <= int(digits) <= 31


def _as_year(number: tuple[str, int], tokens: list[re.Match[str]], *, thai: bool) -> int | None:
    """Four digits, or two that stand where only a year can ("5 Mar '24", "05-Mar-24", "5 Mar 24")."""
    digits, place = number
    if len(digits) == 4:
        return _full_year(digits) if digits[0] != "0" else None
    if len(digits) != 2:
        return None
    if thai:
        return int(digits) + 1957
    follows = tokens[place + 1][0] if place + 1 < len(tokens) else ""
    marked = tokens[place - 1][0] in "'-/."
    return _full_year(digits) if marked or not follows or not follows[0].isalnum() else None
