"""Types that config values are written in: durations, selectors, patterns, one-or-many."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from cleaner import SelectorError, compile_selector

T = TypeVar("T")
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(second|minute|hour|day|week)s?", re.IGNORECASE)


def _duration(value: Any) -> Any:
    """ "30 minutes", "1 day", or a number of seconds."""
    if isinstance(value, bool):
        raise ValueError("not a duration: write a number and a unit, as '30 minutes'")
    if isinstance(value, (int, float)) and value >= 0:
        return timedelta(seconds=value)
    if isinstance(value, str) and (match := _DURATION.fullmatch(value.strip())):
        return timedelta(seconds=float(match[1]) * _UNITS[match[2].lower()])
    if isinstance(value, timedelta):
        return value
    raise ValueError(
        "not a duration: write a number and a unit (seconds, minutes, hours, days, weeks), as '30 minutes'"
    )


def _selector(value: str) -> str:
    try:
        compile_selector(value)
    except SelectorError as error:
        raise ValueError(str(error)) from error
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{value!r} is no valid regular expression: {error}") from error
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"no such time zone: {value!r} (write an IANA name, as 'Europe/London')")
    return value


def _many(value: Any) -> Any:
    """One value may be written without its list."""
    return value if isinstance(value, (list, tuple)) else (value,)


Duration = Annotated[timedelta, BeforeValidator(_duration), WithJsonSchema({"type": ["string", "number"]})]
SelectorText = Annotated[str, AfterValidator(_selector)]
Pattern = Annotated[str, AfterValidator(_pattern)]
TimeZone = Annotated[str, AfterValidator(_zone)]
OneOrMany = Annotated[tuple[T, ...], BeforeValidator(_many)]
Selectors = OneOrMany[SelectorText]
