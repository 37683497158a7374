"""When a page was published and last changed: the day that its sources agree on, with the best time that any gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cleaner.metadata.dates import Custom
from cleaner.metadata.sightings import SAYS_PUBLISHED, Kind, Sighting, find_sightings
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import Surroundings
from cleaner.metadata.zones import compared

WEIGHTS: Mapping[str, float] = {
    "labelled first": 3.6, "labelled": 3.0, "meta published": 2.9, "near line": 2.8, "address": 2.4, "near time": 2.1,
    "line above": 1.5, "article json-ld": 1.5, "page json-ld": 1.4, "microdata": 0.6, "modified": 0.6, "time": 0.6,
    "called a date": 0.6, "prose": 0.3, "json-ld created": 0.1, "far line": 0.1, "elsewhere": -0.7,
    "nearest line": 0.15, "only modified": -0.4, "modified though issued": -1.0,
}  # fmt: skip
"""What speaks for a day, by the kinds of places that have it; fitted (conditional logit) to 1,080 dated article pages,
then rounded, and microdata and JSON-LD trusted more than those pages do: abroad, where days and months are easily
confused, they are worth it."""
_DOUBTFUL = frozenset((Kind.ELSEWHERE, Kind.FAR_LINE, Kind.PROSE))
"""Alone no reason to take a day for the page's."""
_OF_LISTS = frozenset((Kind.CALLED, Kind.TIME))


@dataclass(frozen=True, slots=True)
class Dates:
    """What the page says of its time."""

    published: datetime | None = None
    modified: datetime | None = None
    source: str = ""  # of published


def sightings(signals: Signals, around: Surroundings, custom: Custom) -> list[Sighting]:
    """The page's dates, as they are to be read beside each other."""
    found = find_sightings(signals, around, custom)
    return compared(found, zone_is_known=custom.timezone is not None)


def choose_dates(found: Sequence[Sighting]) -> Dates:
    """The day that the sources speak for most, and the latest change after it."""
    days = claims(found)
    fit = {day: said for day, said in days.items() if said.keys() - _DOUBTFUL}
    if not fit and len(days) == 1 and Kind.FAR_LINE in next(iter(days.values())):
        fit = days
    if not fit or _is_list(days):
        return Dates()
    later = -1 if _is_thread(found) else 1  # of two days that as much speaks for
    day = max(fit, key=lambda day: (_score(fit[day]), later * day.toordinal()))
    same = [each for each in found if each.moment.date() == day and each.kind is not Kind.ELSEWHERE]
    best = next((each for each in same if each.has_time), same[0])
    changes = [each.moment for each in found if each.kind is Kind.MODIFIED and each.moment > best.moment]
    return Dates(best.moment, max(changes, default=None), best.kind.value)


def _score(said: Mapping[str, float]) -> float:
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in said.items())


def claims(found: Sequence[Sighting]) -> dict[date, dict[str, float]]:
    """Day → what speaks for it; one moment written in two zones speaks for both days."""
    days: dict[date, dict[str, float]] = defaultdict(dict)
    moments = {each.moment.date(): each.moment for each in found if each.has_time}
    for each in found:
        days[each.moment.date()][each.kind] = 1.0
        for day, moment in moments.items():
            if each.has_time and abs((moment - each.moment).total_seconds()) < 120:
                days[day][each.kind] = 1.0
    nearest = next((each.moment.date() for each in found if each.kind is Kind.NEAR_LINE), None)
    if nearest is not None:
        days[nearest]["nearest line"] = 1.0
    is_issued = any(said.keys() & SAYS_PUBLISHED for said in days.values())
    for said in days.values():
        if Kind.MODIFIED in said and not said.keys() & SAYS_PUBLISHED:
            said["only modified"] = 1.0
            said["modified though issued"] = float(is_issued)
    return days


def _is_thread(found: Sequence[Sighting]) -> bool:
    """Whether the page has posts, each with its time; the first is the page's."""
    posts = [each for each in found if each.kind in (Kind.TIME, Kind.LABELLED)]
    return sum(bool(each.moment.hour or each.moment.minute) for each in posts) > 2


def _is_list(days: Mapping[date, Mapping[str, float]]) -> bool:
    """Whether the dates are those of reviews or other pages: several days, and nothing says that one is the page's."""
    listed = [said for said in days.values() if said.keys() & _OF_LISTS]
    return len(listed) > 3 and all(said.keys() <= _DOUBTFUL | _OF_LISTS for said in days.values())
