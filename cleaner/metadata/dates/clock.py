"""The time of day within a date's text, and its zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

_AM = r"a\.?\s?m\b\.?|上午|午前|凌晨|早上|清晨|오전|π\.?μ\b\.?|ص\b|SA\b|ÖÖ\b"
_PM = r"p\.?\s?m\b\.?|下午|午後|晚上|傍晚|中午|오후|μ\.?μ\b\.?|م\b|CH\b|ÖS\b"
_CLOCK = re.compile(
    rf"""
    (?:(?P<am0>{_AM})|(?P<pm0>{_PM}))?\s?
    (?<![\d.:,])
    (?:
        (?P<h1>\d{{1,2}}):(?P<m1>\d{{2}})(?::(?P<s1>\d{{2}})(?:[.,]\d{{1,9}})?)?(?![\d:])
      | (?P<h2>\d{{1,2}})\s?(?:[hH]|[時时点點]|시)\s?(?P<m2>\d{{2}})?(?![\d])(?:[分min]{{0,3}}|\s?분)(?![^\W\d_])
      | (?P<h3>\d{{1,2}})\.(?P<m3>\d{{2}})(?![\d.])
      | (?P<h4>\d{{1,2}})(?=\s?[ap]\.?m\b)
    )
    (?:\s?(?:(?P<am1>{_AM})|(?P<pm1>{_PM})))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAYBE = re.compile(r"\d\s?[:.hH時时点點시]|\d\s?[apAP]\.?[mM]")
# 14.30 is a time only where something says so: a number with a point is more often a price or a score.
_BEFORE_DOT = re.compile(
    r"(?:\b(?:um|kl\.?|klo|at|ore|alle|om|à|a las|às|godz\.?|pukul|jam|v|в|о)|[|,·•])\s?$", re.IGNORECASE
)
_AFTER_DOT = re.compile(r"\s?(?:uhr|uur|h\b|hrs|wib\b|wita\b|wit\b|[ap]\.?m\b|est\b|gmt\b|bst\b)", re.IGNORECASE)
_ZONE = re.compile(
    r"""
    \s?(?:h\b|uhr\b|uur\b|hrs?\b|น\.)?[\s,]?\s?
    \(?(?P<name>Z\b|z\b|UTC|GMT|UT\b|[A-Z]{2,5}\b|МСК|мск)?\s?
    (?:(?P<hours>[+-]\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d))?
    (?:\s?\[(?P<region>[A-Za-z_]{2,20}(?:/[A-Za-z_+-]{2,30}){0,2})\])?
    """,
    re.VERBOSE,
)

_HOURS = {
    "Z": 0.0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "МСК": 3, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1, "GST": 4, "PKT": 5, "NPT": 5.75,
    "WIB": 7, "WITA": 8, "WIT": 9, "ICT": 7, "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9,
    "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3,
    "NST": -3.5, "NDT": -2.5, "ADT": -3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Hours east of Greenwich of abbreviations that mean one thing. CST, IST, AST and their like mean several."""
_REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_AMBIGUOUS = {"CST": "America/Chicago"}


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time as written, and where in the text it stands."""

    hour: int  # 24: the next midnight
    minute: int
    second: int = 0
    zone: tzinfo | str | None = None  # None: none is named; a string: an abbreviation that depends on the date
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        if self.hour > 24 or self.minute > 59 or self.second > 60 or (self.hour == 24 and (self.minute or self.second)):
            raise ValueError(f"no such time: {self.hour}:{self.minute}:{self.second}")

    def on(self, year: int, month: int, day: int, home: tzinfo) -> datetime:
        """The moment on that day. `home` is the site's own zone; raises ValueError or OverflowError."""
        # 24:00 is tomorrow, and a leap second the next one.
        since_midnight = timedelta(hours=self.hour, minutes=self.minute, seconds=self.second)
        shown = datetime(year, month, day, tzinfo=UTC) + since_midnight  # in whatever zone it is
        zone = _by_name(self.zone, shown, home) if isinstance(self.zone, str) else self.zone
        return shown.replace(tzinfo=zone or home)


def find_times(text: str) -> list[TimeOfDay]:
    """Every time of day in `text` (in the form that `calendars.plain` gives), in order."""
    if not _MAYBE.search(text):
        return []
    return [found for match in _CLOCK.finditer(text) if (found := _read(match, text)) is not None]


def named_zone(name: str) -> tzinfo | None:
    """The zone of an IANA name; None where there is no such."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return None


def read_zone(text: str, start: int) -> tuple[tzinfo | str | None, int]:
    """The zone written at `start`, and where it ends. A name that depends on the date stays a name."""
    match = _ZONE.match(text, start)
    assert match is not None  # nothing in it must be there
    if match["hours"]:
        return _offset(match["hours"], match["minutes"] or "00"), match.end()
    if match["region"] and (zone := named_zone(match["region"])):
        return zone, match.end()
    name = (match["name"] or "").upper()
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name])), match.end()
    return (name, match.end()) if 2 <= len(name) <= 4 else (None, start)


def _offset(hours: str, minutes: str) -> tzinfo | None:
    """The zone so far from Greenwich ("-3", "30"); None where none is so far."""
    if int(hours[1:]) > 14 or int(minutes) > 59:
        return None
    ahead = timedelta(hours=int(hours[1:]), minutes=int(minutes))
    return timezone(-ahead if hours[0] == "-" else ahead)


def _by_name(name: str, moment: datetime, home: tzinfo) -> tzinfo | None:
    """What an abbreviation means at that moment: the site's own zone if it goes by that name, else a known one."""
    if home.tzname(moment) == name:
        return home
    region = _REGIONS.get(name) or _AMBIGUOUS.get(name)
    return named_zone(region) if region else None


def _read(match: re.Match[str], text: str) -> TimeOfDay | None:
    form = next(form for form in "1234" if match[f"h{form}"])
    hour = int(match[f"h{form}"])
    minute = int(match[f"m{form}"] or 0) if form != "4" else 0
    second = int(match["s1"] or 0)
    if form == "3" and not (_BEFORE_DOT.search(text[: match.start("h3")]) or _AFTER_DOT.match(text, match.end("m3"))):
        return None
    morning, evening = match["am0"] or match["am1"], match["pm0"] or match["pm1"]
    if morning or evening:
        hour = _from_twelve(hour, evening=bool(evening))
    zone, end = read_zone(text, match.end())
    try:
        return TimeOfDay(hour, minute, second, zone, match.start(), end)
    except ValueError:
        return None


def _from_twelve(hour: int, *, evening: bool) -> int:
    if hour > 12:
        return hour  # "14:30 PM": a careless template
    return hour % 12 + (12 if evening else 0)


@cache
def home_zone(name: str | None) -> tzinfo:
    """The site's zone; UTC where none is known or the name is none."""
    return (named_zone(name) if name else None) or UTC
