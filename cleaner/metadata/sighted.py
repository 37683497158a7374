"""The dates that stand somewhere on a page, and what they say of one another: zones, and days that were moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone


@dataclass(frozen=True, slots=True)
class Sighting:
    """A date that stands somewhere on the page."""

    moment: datetime
    claim: str  # the kind of place, a key of `published.WEIGHTS`
    has_time: bool
    has_zone: bool = False


SAYS_PUBLISHED = frozenset(
    ("article json-ld", "page json-ld", "meta published", "microdata", "labelled", "labelled first")
)
_SHOWN = frozenset(("labelled", "near line", "near time", "line above"))
_ODD_OFFSETS = frozenset((-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825))
"""Minutes ahead of Greenwich of the zones that are no whole hours (IANA time zones, 2026), summer time included."""


def compared(found: list[Sighting], *, zone_is_known: bool) -> list[Sighting]:
    """The sightings as they are to be read beside each other; a site's known zone needs no guessing."""
    found = _without_moved(found)
    return found if zone_is_known else _in_local_day(_in_one_zone(_in_local_time(found)))


def _without_moved(found: list[Sighting]) -> list[Sighting]:
    """A "published" that is moved with every change is the day of the change, where JSON-LD has an earlier one."""
    changed = {each.moment for each in found if each.claim == "modified"}
    first = min((each.moment for each in found if each.claim == "article json-ld"), default=None)
    return [
        replace(each, claim="modified")
        if first and each.claim == "meta published" and each.moment in changed and each.moment > first
        else each
        for each in found
    ]


def _in_local_time(found: list[Sighting]) -> list[Sighting]:
    """Where a page shows a moment of its metadata in local time, with its zone or without: give both that zone.

    "2023-12-23T03:22:07Z" in the metadata and "Dec 22, 2023, 10:22 PM" in the byline are one moment, five hours west
    of Greenwich.
    """
    zoned = sorted({each.moment for each in found if each.has_time and each.has_zone and not each.moment.utcoffset()})
    local: dict[datetime, datetime] = {}
    for each in found:
        if each.has_time and each.moment.utcoffset():
            for moment in zoned:
                if abs((each.moment - moment).total_seconds()) < 60:
                    local.setdefault(moment, moment.astimezone(each.moment.tzinfo))
        elif each.has_time and not each.has_zone:
            for moment in zoned:
                seconds = (each.moment - moment).total_seconds()
                ahead = round(seconds / 900) * 15
                if abs(seconds - ahead * 60) < 60 and _is_offset(ahead):
                    here = moment.astimezone(timezone(timedelta(minutes=ahead)))
                    local.setdefault(each.moment, local.setdefault(moment, here))
    return [replace(each, moment=local.get(each.moment, each.moment)) for each in found]


def _in_one_zone(found: list[Sighting]) -> list[Sighting]:
    """A page that names one offset from Greenwich, and no other, means it wherever it names none."""
    zones = {each.moment.utcoffset() for each in found if each.has_time and each.has_zone and each.claim != "elsewhere"}
    if len(zones) != 1 or not (offset := zones.pop()):
        return found
    here = timezone(offset)
    return [
        replace(each, moment=each.moment.replace(tzinfo=here))
        if each.has_time and not each.has_zone and not each.moment.utcoffset()
        else each
        for each in found
    ]


def _is_offset(minutes: int) -> bool:
    """Whether somewhere clocks are so far ahead of Greenwich: a chance difference of two moments seldom is."""
    return minutes != 0 and -720 <= minutes <= 840 and (minutes % 60 == 0 or minutes in _ODD_OFFSETS)


def _in_local_day(found: list[Sighting]) -> list[Sighting]:
    """Where a page shows the day before or after a moment that its metadata give in UTC: that moment on that day.

    "2023-12-22T20:40:00Z" in the metadata and "December 23, 2023" in the byline are one day in the east. The hours of
    the difference are the fewest that will do; the moment is the same with any.
    """
    shown = {each.moment.date() for each in found if each.claim in _SHOWN and not each.has_time}
    changed = {each.moment.date() for each in found if each.claim == "modified"}
    local: dict[datetime, datetime] = {}
    for moment in {each.moment for each in found if each.has_zone and each.claim in SAYS_PUBLISHED}:
        if moment.utcoffset() or moment.date() in shown or not any((moment.hour, moment.minute, moment.second)):
            continue
        to_yesterday, to_tomorrow = moment.hour + 1, 24 - moment.hour
        yesterday, tomorrow = (moment.date() + timedelta(days=days) for days in (-1, 1))
        if to_yesterday <= 11 and yesterday in shown:
            local[moment] = moment.astimezone(timezone(timedelta(hours=-to_yesterday)))
        elif to_tomorrow <= 13 and tomorrow in shown and not any(day > moment.date() for day in changed):
            local[moment] = moment.astimezone(timezone(timedelta(hours=to_tomorrow)))
    return [replace(each, moment=local.get(each.moment, each.moment)) for each in found]
