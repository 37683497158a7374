"""Types that config values are written in: durations, selectors, patterns, one-or-many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, StringConstraints, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from cleaner import compile_pattern
from feeds.config.selectors import checked
from feeds.urls import is_web

T = TypeVar("T")
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
_LONGEST = 100 * 365 * 86400
_OFFSET = re.compile(r"(?:UTC|GMT|CET|EST)?\s*([+-])0?(1[0-4]|\d)(?::?00)?", re.IGNORECASE)
_OTHER_SOURCES = {
    **dict.fromkeys(("rss", "atom", "rdf", "xml", "jsonfeed"), "feed"),
    **dict.fromkeys(("html", "web", "site", "website", "scrape"), "page"),
    **dict.fromkeys(("api", "rest"), "json"),
    "wp": "wordpress",
}
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-[a-wy-z0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?|x(-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
"""The form of a BCP 47 tag (RFC 5646): language, script, region, variants, extensions, private use."""
_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "czech": "cs", "danish": "da", "deutsch": "de", "dutch": "nl", "english": "en",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "persian": "fa", "polish": "pl",
    "portuguese": "pt", "romanian": "ro", "russian": "ru", "spanish": "es", "swedish": "sv", "turkish": "tr",
    "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip
_DURATION = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)\s*(second|minute|hour|day|week)s?", re.IGNORECASE)


def _duration(value: Any) -> Any:
    """ "30 minutes", "1 day", or a number of seconds."""
    if isinstance(value, bool):
        raise ValueError("not a duration: write a number and a unit, as '30 minutes'")
    if isinstance(value, timedelta):
        return value
    seconds = -1.0
    if isinstance(value, (int, float)):
        seconds = float(value)
    elif isinstance(value, str) and (match := _DURATION.fullmatch(value.strip())):
        seconds = float(match[1]) * _UNITS[match[2].lower()]
    if 0 <= seconds <= _LONGEST:
        return timedelta(seconds=seconds)
    raise ValueError(
        "not a duration: write a number and a unit (seconds, minutes, hours, days, weeks), as '30 minutes'"
    )


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is no whole number")
    return value


def _pattern(value: str) -> str:
    compile_pattern(value)
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no such time zone: {value!r} ({_zone_meant(value)})") from error
    return value


def _zone_meant(value: str) -> str:
    if offset := _OFFSET.fullmatch(value):
        # The zones that tz calls Etc/GMT-1 count the other way round, as POSIX does.
        fixed = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
        return f"name a place, as 'Europe/Paris', whose summer time counts too; the hour alone is {fixed!r}"
    written = value.strip().casefold().replace(" ", "_")
    zones = {zone.casefold(): zone for zone in sorted(available_timezones())}
    city = next((zone for same, zone in zones.items() if same == written or same.rpartition("/")[2] == written), None)
    near = city or next((zones[each] for each in get_close_matches(written, zones, 1)), None)
    return f"did you mean {near!r}?" if near else "write an IANA name, as 'Europe/London'"


def _jmespath(value: str) -> str:
    try:
        jmespath.compile(value)
    except JMESPathError as error:
        raise ValueError(f"{value!r} is no valid JMESPath: {str(error).splitlines()[0]}") from error
    return value


def _language(value: str) -> str:
    if not _TAG.fullmatch(value):
        meant = _LANGUAGES.get(value.casefold()) or value.strip().replace("_", "-")
        hint = f"did you mean {meant!r}?" if _TAG.fullmatch(meant) else "write one as 'en' or 'pt-BR'"
        raise ValueError(f"{value!r} is no language tag ({hint})")
    return value


def _above_zero(value: timedelta) -> timedelta:
    if not value:
        raise ValueError("0 leaves no time for anything: write a number and a unit, as '30 seconds'")
    return value


def _source(value: str) -> str:
    if value not in SOURCES and value not in (plugins := entry_points(group="feedmill.sources").names):
        names = ", ".join([*SOURCES, *sorted(plugins)])
        near = _OTHER_SOURCES.get(value.casefold()) or next(iter(get_close_matches(value.casefold(), SOURCES, 1)), "")
        hint = f"; did you mean {near!r}?" if near else ""
        raise ValueError(f"no such source: {value!r} (there are {names}{hint})")
    return value


def _folder_url(value: str) -> str:
    """With a slash at its end, so that names go behind it; what is no web address stays as written, to be told so."""
    return value if value.endswith("/") or not is_web(value) else f"{value}/"


def _many(value: Any) -> Any:
    """One value may be written without its list."""
    return value if isinstance(value, (list, tuple)) else (value,)


SOURCES = ("page", "feed", "sitemap", "json", "wordpress", "auto")
"""The kinds of source that ship with Feedmill; plug-ins add theirs under the entry point `feedmill.sources`."""


@dataclass(frozen=True)
class Called:
    """What the reference page calls a value of this type."""

    name: str


@dataclass(frozen=True)
class _OneOrManySchema:
    least: int = 0

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(schema) | ({"minItems": self.least} if self.least else {})
        return {"anyOf": [many["items"], many]}


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    WithJsonSchema({"type": ["string", "number"], "examples": ["30 minutes"]}),
    Called("duration"),
]
FolderURL = Annotated[str, AfterValidator(_folder_url)]
Span = Annotated[Duration, AfterValidator(_above_zero)]
Whole = Annotated[int, BeforeValidator(_number)]
Filled = Annotated[str, StringConstraints(min_length=1)]
SelectorText = Annotated[str, AfterValidator(checked), Called("selector")]
JMESPath = Annotated[str, AfterValidator(_jmespath), Called("JMESPath")]
Pattern = Annotated[Filled, AfterValidator(_pattern), Called("pattern")]
TimeZone = Annotated[str, AfterValidator(_zone), Called("time zone")]
Language = Annotated[str, AfterValidator(_language), Called("language tag")]
Source = Annotated[str, AfterValidator(_source), Called("source")]
AttributeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][\w.:-]*$")]
TagName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]
OneOrMany = Annotated[tuple[T, ...], BeforeValidator(_many), _OneOrManySchema()]
OneOrMore = Annotated[tuple[T, ...], BeforeValidator(_many), Field(min_length=1), _OneOrManySchema(least=1)]
Selectors = OneOrMany[SelectorText]
