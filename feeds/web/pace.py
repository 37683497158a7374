"""How long a published feed may be cached: until its sites are visited again, for nothing changes before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from feeds.errors import StoreError
from feeds.model import SiteHealth

FRESH = timedelta(minutes=5)
"""Of what no schedule is known: feeds before their first visit, index and health."""
_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(days=1)
_LOOK = timedelta(minutes=1)


class Schedule:
    """When the sites are visited next, looked up once a minute at the most. Thread-safe."""

    def __init__(self, health: Callable[[], Sequence[SiteHealth]], feeds: Mapping[str, Sequence[str]]) -> None:
        """health: asks the store. feeds: the sites that each published feed is made of, by the stem of its files."""
        self._health = health
        self._feeds = feeds
        self._lock = threading.Lock()
        self._looked: datetime | None = None
        self._next: Mapping[str, datetime] = {}

    def fresh_for(self, stem: str, now: datetime | None = None) -> timedelta:
        """Time until the first visit that can change the files of `stem`, between a minute and a day."""
        now = now or datetime.now(UTC)
        visits = self._visits(now)
        coming = [visits[slug] for slug in self._feeds.get(stem, ()) if slug in visits]
        return min(max(min(coming) - now, _SHORTEST), _LONGEST) if coming else FRESH

    def _visits(self, now: datetime) -> Mapping[str, datetime]:
        with self._lock:
            if self._looked is None or not self._looked <= now < self._looked + _LOOK:
                self._looked = now
                with suppress(StoreError):  # what was known stays good enough
                    self._next = {each.slug: each.next_visit for each in self._health() if each.next_visit}
            return self._next
