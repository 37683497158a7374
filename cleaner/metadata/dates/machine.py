"""Dates that programs write for programs: ISO 8601 in its forms, and seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from cleaner.metadata.dates.clock import TimeOfDay, read_zone
from cleaner.metadata.dates.model import Found

_ZONE = r"(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?"
_EXTENDED = re.compile(
    rf"(\d{{4}})-(\d\d)-(\d\d)(?:[Tt ]{{1,2}}(?P<h>\d\d):?(?P<m>\d\d)(?::?(?P<s>\d\d)(?:[.,]\d{{1,12}})?)?\s?{_ZONE})?"
)
_BASIC = re.compile(rf"(\d{{4}})(\d\d)(\d\d)(?:[Tt]?(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?\s?{_ZONE})?")
_WEEK = re.compile(r"(\d{4})-?W(\d\d)-?(\d)")
_ORDINAL = re.compile(r"(\d{4})-(\d{3})")
_SECONDS = re.compile(r"@?(\d{10})")
_MILLISECONDS = re.compile(r"@?(\d{13})|/Date\((\d{9,14})(?:[+-]\d{4})?\)/")


def read_machine(text: str, home: tzinfo) -> Found | None:
    """The date that the whole text is; None where it is none. Raises ValueError or OverflowError for no such day."""
    if match := _EXTENDED.fullmatch(text) or _BASIC.fullmatch(text):
        return _read_iso(match, home)
    if match := _SECONDS.fullmatch(text):
        return _since_1970(int(match[1]))
    if match := _MILLISECONDS.fullmatch(text):
        return _since_1970(int(match[1] or match[2]) / 1000)
    if match := _WEEK.fullmatch(text):
        day = date.fromisocalendar(int(match[1]), int(match[2]), int(match[3]))
        return Found(datetime(day.year, day.month, day.day, tzinfo=home))
    if match := _ORDINAL.fullmatch(text):
        new_year = datetime(int(match[1]), 1, 1, tzinfo=home)
        moment = new_year + timedelta(days=int(match[2]) - 1)
        return Found(moment) if moment.year == new_year.year else None
    return None


def _read_iso(match: re.Match[str], home: tzinfo) -> Found:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match["h"] is None:
        return Found(datetime(year, month, day, tzinfo=home))
    zone, _ = read_zone(match["zone"] or "", 0)
    when = TimeOfDay(int(match["h"]), int(match["m"]), int(match["s"] or 0), zone)
    return Found(when.on(year, month, day, home), has_time=True, has_zone=match["zone"] is not None)


def _since_1970(seconds: float) -> Found:
    return Found(datetime.fromtimestamp(seconds, tz=UTC), has_time=True, has_zone=True)
