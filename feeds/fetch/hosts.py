"""The line in front of each host: one connection at a time, a pause between requests, and when to stay away."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from feeds.errors import FetchError
from feeds.fetch.freshness import LONGEST_WAIT
from feeds.fetch.memory import HostMemory

_STAY_AWAY = "stay-away-until"
_TOO_MUCH_TROUBLE = 9
"""Three pages in a row for which no connection could be made, or nine whose answer did not come whole."""


class Host:
    """One host, shared by all sites that are on it."""

    def __init__(self, key: str, memory: HostMemory, closing: threading.Event) -> None:
        self.key = key
        self._memory = memory
        self._closing = closing
        self._condition = threading.Condition()
        self._line: deque[object] = deque()
        self._busy = False
        self._last_start = float("-inf")
        self._trouble = 0
        self._away_until = 0.0
        with suppress(ValueError):
            until = float(memory.get(key, _STAY_AWAY) or 0)
            if until < time.time() + LONGEST_WAIT:  # else it was remembered by a clock that was wrong
                self._away_until = until

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait in line, first come first served; the host is the caller's alone until the block ends."""
        ticket = object()
        with self._condition:
            self._line.append(ticket)
            while self._busy or self._line[0] is not ticket:
                self._condition.wait(1.0)
                if self._closing.is_set():
                    self._line.remove(ticket)
                    self._condition.notify_all()
                    raise stopped(self.key)
            self._line.popleft()
            self._busy = True
        try:
            yield
        finally:
            with self._condition:
                self._busy = False
                self._condition.notify_all()

    def pause(self, url: str, delay: float, left: float, patience: float) -> None:
        """Within a turn: wait until the request for `url` may start, `delay` seconds after the last one did.

        Raises:
            FetchError: kind "host-down" when the host has been too much trouble in this run, "wait" when it asked us
                to stay away for more than `patience` seconds, "budget" when `delay` takes more than the `left` ones.
        """
        if self._trouble >= _TOO_MUCH_TROUBLE:
            raise FetchError(
                "the host gave no usable answer several times in a row, so this run leaves it alone",
                where=url,
                kind="host-down",
            )
        away = self._away_until - time.time()
        if away > patience:
            until = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(self._away_until))
            what = f"the host asked us to stay away until {until}"
            raise FetchError(what, where=url, kind="wait", retry_after=away)
        wait = max(away, self._last_start + delay - time.monotonic())
        if wait > left:
            what = f"the next request may start in {wait:,.0f} seconds, later than this run lasts for the site"
            mend = "the pause is fetch.delay or robots.txt's Crawl-delay; the bound is fetch.max_seconds"
            raise FetchError(what, where=url, mend=mend, kind="budget")
        if wait > 0 and self._closing.wait(wait):
            raise stopped(url)
        self._last_start = time.monotonic()

    def stay_away(self, seconds: float) -> None:
        """The host asked for it (Retry-After); remembered from run to run."""
        until = time.time() + seconds
        if until > self._away_until:
            self._away_until = until
            self._memory.put(self.key, _STAY_AWAY, f"{until:.0f}")

    def answered(self) -> None:
        self._trouble = 0

    def failed(self, error: FetchError, *, connected: bool) -> None:
        """One more page that could not be had, for all our tries."""
        if error.kind in ("dns", "tls") or (error.kind in ("connection", "timeout") and not connected):
            self._trouble += 3
        elif error.kind in ("connection", "timeout", "incomplete"):
            self._trouble += 1


class Hosts:
    """All hosts of a run."""

    def __init__(self, memory: HostMemory, closing: threading.Event) -> None:
        self._memory = memory
        self._closing = closing
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()

    def __getitem__(self, key: str) -> Host:
        with self._lock:
            if key not in self._hosts:
                self._hosts[key] = Host(key, self._memory, self._closing)
            return self._hosts[key]


def stopped(where: str) -> FetchError:
    return FetchError("the run was stopped", where=where, kind="stopped")
