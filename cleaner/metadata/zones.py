"""What a page's dates say of one another: the zone that they are in, and days that were moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from cleaner.metadata.sightings import SAYS_PUBLISHED, Kind, Sighting

_SHOWN = frozenset((Kind.LABELLED, Kind.NEAR_LINE, Kind.NEAR_TIME, Kind.LINE_ABOVE))
_ODD_OFFSETS = frozenset((-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825))
"""Minutes ahead of Greenwich of the zones that are no whole hours (IANA time zones, 2026), summer time included."""


def compared(found: Sequence[Sighting], *, zone_is_known: bool) -> list[Sighting]:
    """The sightings as they are to be read beside each other; a site's known zone needs no guessing."""
    found = _without_moved(found)
    return found if zone_is_known else _in_local_day(_in_one_zone(_in_local_time(found)))


def _without_moved(found: Sequence[Sighting]) -> list[Sighting]:
    """A "published" that is moved with every change is the day of the change, where JSON-LD has an earlier one."""
    changed = {each.moment for each in found if each.kind is Kind.MODIFIED}
    first = min((each.moment for each in found if each.kind is Kind.ARTICLE), default=None)

    def is_moved(each: Sighting) -> bool:
        return each.kind is Kind.META_PUBLISHED and each.moment in changed and bool(first and each.moment > first)

    return [replace(each, kind=Kind.MODIFIED) if is_moved(each) else each for each in found]


def _in_local_time(found: Sequence[Sighting]) -> list[Sighting]:
    """Where a page shows a moment of its metadata in local time, with its zone or without: give both that zone.

    "2023-12-23T03:22:07Z" in the metadata and "Dec 22, 2023, 10:22 PM" in the byline are one moment, five hours west
    of Greenwich.
    """
    timed = [each for each in found if each.has_time]
    in_utc = sorted({each.moment for each in timed if each.has_zone and not each.moment.utcoffset()})
    local: dict[datetime, datetime] = {}
    for each in timed:
        for moment in in_utc:
            if each.moment.utcoffset() and abs((each.moment - moment).total_seconds()) < 60:
                local.setdefault(moment, moment.astimezone(each.moment.tzinfo))
            elif not each.has_zone and not each.moment.utcoffset() and (zone := _zone_between(each.moment, moment)):
                local.setdefault(each.moment, local.setdefault(moment, moment.astimezone(zone)))
    return [replace(each, moment=local.get(each.moment, each.moment)) for each in found]


def _zone_between(shown: datetime, moment: datetime) -> timezone | None:
    """The zone whose clocks show what was taken for UTC at that moment; a chance difference is seldom one."""
    seconds = (shown - moment).total_seconds()
    ahead = round(seconds / 900) * 15  # minutes
    is_offset = ahead != 0 and -720 <= ahead <= 840 and (ahead % 60 == 0 or ahead in _ODD_OFFSETS)
    return timezone(timedelta(minutes=ahead)) if is_offset and abs(seconds - ahead * 60) < 60 else None


def _in_one_zone(found: Sequence[Sighting]) -> list[Sighting]:
    """A page that names one offset from Greenwich, and no other, means it wherever it names none."""
    named = (each for each in found if each.has_time and each.has_zone and each.kind is not Kind.ELSEWHERE)
    offsets = {each.moment.utcoffset() for each in named}
    if len(offsets) != 1 or not (offset := offsets.pop()):
        return [*found]

    def is_bare(each: Sighting) -> bool:
        return each.has_time and not each.has_zone and not each.moment.utcoffset()

    here = timezone(offset)
    return [replace(each, moment=each.moment.replace(tzinfo=here)) if is_bare(each) else each for each in found]


def _in_local_day(found: Sequence[Sighting]) -> list[Sighting]:
    """Where a page shows the day before or after a moment that its metadata give in UTC: that moment on that day.

    "2023-12-22T20:40:00Z" in the metadata and "December 23, 2023" in the byline are one day in the east. The hours of
    the difference are the fewest that will do; the moment is the same with any.
    """
    shown = {each.moment.date() for each in found if each.kind in _SHOWN and not each.has_time}
    changed = {each.moment.date() for each in found if each.kind is Kind.MODIFIED}
    local: dict[datetime, datetime] = {}
    for moment in {each.moment for each in found if each.has_zone and each.kind in SAYS_PUBLISHED}:
        day = moment.date()
        if moment.utcoffset() or day in shown or not any((moment.hour, moment.minute, moment.second)):
            continue
        to_yesterday, to_tomorrow = moment.hour + 1, 24 - moment.hour
        if to_yesterday <= 11 and day - timedelta(days=1) in shown:
            local[moment] = moment.astimezone(timezone(timedelta(hours=-to_yesterday)))
        elif to_tomorrow <= 13 and day + timedelta(days=1) in shown and not any(each > day for each in changed):
            local[moment] = moment.astimezone(timezone(timedelta(hours=to_tomorrow)))
    return [replace(each, moment=local.get(each.moment, each.moment)) for each in found]
