"""The time zone of a site, as far as its pages and its address tell; for dates that name none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.urls import host

_NAMED = re.compile(
    r"""["']?(?:time_?zone|tz)(?:_?(?:name|string|id))?["']?\s*[:=]\s*(?:\{[^{}]{0,80}["']string["']\s*:\s*)?"""
    r"""["']([A-Z][A-Za-z]+\\?/[A-Za-z_+-]+(?:\\?/[A-Za-z_]+)?)["']""",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?([+-])(\d\d):?(\d\d)\b")
_MAX_MOMENTS = 200
_MOSTLY_ONE = frozenset("CL CN EC ES NZ PT UA".split())
"""Countries with islands or a far end of another clock, but nearly all of whose people live by the first."""
_ANYWHERE = frozenset(
    "AD AG AI AM AS BZ CC CD CO DJ FM GG GL IM IO IS LA LI LY ME MS NU SC SH SO SR ST SU TK TO TV VC WS".split()
)
"""Endings of addresses that all the world uses for their sound."""
_COUNTRY_OF_LANGUAGE = {code: code.upper() for code in "bg fi hr hu is it lt lv pl ro sk th tr".split()} | dict(
    pair.split(":")
    for pair in """cs:CZ da:DK de:DE el:GR et:EE he:IL ja:JP ka:GE ko:KR nb:NO nn:NO no:NO sl:SI sr:RS sv:SE uk:UA
    vi:VN zh:CN""".split()
)
"""Languages that are spoken under one clock, by all but a few."""
_WORLDWIDE = frozenset("ar en es fr pt ru".split())
"""Languages that are spoken in many zones, whose region is often but what the software came with."""
_TOLD_REGIONS = frozenset("en-GB en-IE en-IN en-NZ en-ZA en-SG en-PH en-PK en-NG en-KE".split())
"""Regions of such a language that nobody's software comes with."""


@dataclass(frozen=True, slots=True)
class ZoneGuess:
    """An IANA name, and what speaks for it."""

    name: str
    why: str


def guess_zone(pages: Sequence[str], url: str, language: str | None, *, now: datetime) -> ZoneGuess | None:
    """The zone that the pages of a site name, else that of its country; None where nothing tells, or they disagree.

    pages: their source. url: an address of the site. Offsets in the pages' own dates must fit the zone.
    """
    moments = [moment for page in pages for moment in _moments(page)][:_MAX_MOMENTS]
    for guess in (_named(pages), _of_address(url, now), _of_language(language, now)):
        if guess and _fits(guess.name, moments):
            return guess
    return None


def _named(pages: Sequence[str]) -> ZoneGuess | None:
    """The only zone that the pages' own data name."""
    names = {match[1].replace("\\", "") for page in pages for match in _NAMED.finditer(page)}
    known = {name for name in names if name != "Etc/UTC" and _zone(name)}
    return ZoneGuess(known.pop(), "the page names it") if len(known) == 1 else None


def _of_address(url: str, now: datetime) -> ZoneGuess | None:
    ending = host(url).rsplit(".", 1)[-1].upper()
    country = {"UK": "GB"}.get(ending, ending)
    if country in _ANYWHERE or not (name := _zone_of_country(country, now.year)):
        return None
    return ZoneGuess(name, f"its address ends in .{ending.lower()}")


def _of_language(language: str | None, now: datetime) -> ZoneGuess | None:
    base, _, region = (language or "").replace("_", "-").partition("-")
    base, region = base.lower(), region.rsplit("-", 1)[-1].upper()
    country = _COUNTRY_OF_LANGUAGE.get(base, "")
    if len(region) == 2 and (base not in _WORLDWIDE or f"{base}-{region}" in _TOLD_REGIONS):
        country = region
    name = _zone_of_country(country, now.year)
    return ZoneGuess(name, f"it is written in {language}") if name else None


def _moments(page: str) -> list[tuple[datetime, timedelta]]:
    """The moments that a page gives with an offset; one of zero may be UTC for machines."""
    found = []
    for at, sign, hours, minutes in _MOMENT.findall(page)[:_MAX_MOMENTS]:
        ahead = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        try:
            local = datetime.fromisoformat(at).replace(tzinfo=UTC)
        except ValueError:
            continue
        if ahead:
            found.append((local - ahead, ahead))
    return found


def _fits(name: str, moments: Sequence[tuple[datetime, timedelta]]) -> bool:
    """Whether nine in ten of the offsets are those of the zone: pages quote others, too."""
    zone = _zone(name)
    right = sum(moment.astimezone(zone).utcoffset() == ahead for moment, ahead in moments)
    return right >= 0.9 * len(moments)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone_of_country(country: str, year: int) -> str | None:
    """The zone of a country with one clock, for most of its people."""
    names = _zones().get(country, ())
    if not names:
        return None
    one = country in _MOSTLY_ONE or len({_clock(name, year) for name in names}) == 1
    return names[0] if one else None


def _clock(name: str, year: int) -> tuple[timedelta | None, ...]:
    """A zone's offsets over a year."""
    zone = ZoneInfo(name)
    return tuple(datetime(year, month, 15, tzinfo=zone).utcoffset() for month in range(1, 13))


@lru_cache(maxsize=1)
def _zones() -> dict[str, list[str]]:
    """Country → its zones, the most populous first, as the time zone database lists them."""
    found: dict[str, list[str]] = {}
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return found
