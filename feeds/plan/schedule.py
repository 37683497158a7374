"""When to look again: at a site, at an article, at an item that could not be read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from feeds.config import SiteConfig
from feeds.memory import Aside, Changes, Known, KnownEntry
from feeds.plan.digests import rules_digest

SHORTEST = timedelta(minutes=10)
"""Between two visits of a site whose pace we learn, as is the next."""
LONGEST = timedelta(days=1)
UNKNOWN_PACE = timedelta(hours=1)
"""Between two visits of a site that has not yet shown a pace."""
LONGEST_RETRY_AFTER = timedelta(days=7)
RECHECKED_FOR = timedelta(days=14)
"""After its first sight, how long an article is asked for corrections."""
OVERDUE = timedelta(hours=6)
"""A listing that has not changed costs one request, unless re-checks have been due for this long."""
_CLOCK_IS_WRONG = timedelta(days=1)
"""A visit that lies so far ahead was made by a clock that was set right since."""
ATTEMPTS = 8
"""To read an item, over about five days; after that, only when its row changes."""


def reads_files(site: SiteConfig) -> bool:
    """Whether the site is a folder on this machine, which nobody minds being looked at."""
    return all(url.startswith("file:") for url in site.url)


def is_due(known: Known, site: SiteConfig, now: datetime) -> bool:
    """Whether the site is to be visited by now.

    A visit may come a little early (a twentieth of the interval, 5 minutes at the most), so that a
    timer which strikes every 30 minutes meets a site that is due every 30 minutes each time.
    """
    if known.is_new or known.last_visit is None or (known.tried or known.rules) != rules_digest(site):
        return True
    if known.gone:
        return False
    if known.last_visit > now + _CLOCK_IS_WRONG:
        return True  # it was then: what is to come would not come for years
    every = site.fetch.every
    if every is None and reads_files(site):
        return True
    due = known.next_visit or now
    if every is not None and not known.failures:
        due = known.last_visit + every  # the config may have changed since
    early = min((due - known.last_visit) / 20, timedelta(minutes=5))
    return now >= due - early


def next_visit(
    known: Known,
    site: SiteConfig,
    now: datetime,
    *,
    fresh_until: datetime | None = None,
    retry_after: float | None = None,
) -> datetime | None:
    """When to come again after a visit at `now` that left the site as `known`. None: never, it is gone; `now`:
    whenever somebody builds.

    fresh_until: by the listing's Cache-Control or Expires; retry_after: seconds, as the server asked.
    """
    if known.gone:
        return None
    if site.fetch.every is None and reads_files(site):
        return now
    pause = _pause(known, site, now)
    if site.fetch.every is None and fresh_until is not None:
        pause = max(pause, min(fresh_until - now, LONGEST))
    if retry_after is not None:
        pause = max(pause, min(timedelta(seconds=retry_after), LONGEST_RETRY_AFTER))
    return now + pause


def _pause(known: Known, site: SiteConfig, now: datetime) -> timedelta:
    if site.fetch.every is not None:
        return site.fetch.every
    if known.failures:
        return _doubled(SHORTEST, known.failures - 1)
    usual = UNKNOWN_PACE if known.pace is None else timedelta(seconds=known.pace)
    # A site that has long been silent is looked at less often, whatever its pace used to be.
    silent = (now - known.last_change) / 10 if known.last_change else SHORTEST
    return min(max(usual, silent, SHORTEST), LONGEST)


def pace(published: Sequence[datetime]) -> float | None:
    """Seconds between two entries, the median; None before there are three that were not published at once.

    published: of the newest entries, newest first. Gaps below a minute are batches, or our own spacing of
    undated entries.
    """
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(published)]
    real = [gap for gap in gaps if gap >= 60]
    return median(real) if len(real) >= 2 else None


def next_check(first_seen: datetime, site: SiteConfig, now: datetime) -> datetime | None:
    """When to ask once more whether an article that was asked for at `now` was corrected; None: no more.

    Each time when it is twice as old: a dozen conditional requests in its first two weeks. A new article is due
    at once, which is to say when its listing is next another one.
    """
    if site.article is False:
        return None
    if reads_files(site):
        return now
    age = max(now - first_seen, timedelta())
    return now + age if age <= RECHECKED_FOR else None


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try an item again that failed so many times: at the next visit, then ever later; None: no more."""
    if attempts <= 1:
        return now
    return now + _doubled(SHORTEST, 2 * (attempts - 2)) if attempts < ATTEMPTS else None


def _doubled(pause: timedelta, times: int) -> timedelta:
    factor: int = 2 ** min(times, 10)
    return min(pause * factor, LONGEST)


def scheduled(changes: Changes, site: SiteConfig, now: datetime) -> Changes:
    """The changes of a visit with the times at which what they are about is to be looked at again."""
    known = tuple(replace(each, next_check=_after_look(each, site, now)) for each in changes.known)
    asides = tuple(replace(each, next_try=_after_try(each, now)) for each in changes.asides)
    given_up = [each.item.url for each in asides if each.reason == "failed" and each.next_try is None]
    return replace(changes, known=known, asides=asides, settled=(*changes.settled, *given_up))


def _after_look(known: KnownEntry, site: SiteConfig, now: datetime) -> datetime | None:
    if known.deleted or known.told or not known.item.has_page:
        return None
    if known.gone_since and site.withdraw:
        return now + LONGEST  # until it has been gone for long enough to be withdrawn
    return next_check(known.first_seen, site, now)


def _after_try(aside: Aside, now: datetime) -> datetime | None:
    match aside.reason:
        case "waiting":
            return now
        case "failed":
            return next_try(aside.attempts, now)
        case "filtered":
            return None
