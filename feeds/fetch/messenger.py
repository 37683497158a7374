"""One question to one host, asked when it is our turn, and asked again when the host was merely busy."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.errors import FetchError
from feeds.fetch.addresses import Target
from feeds.fetch.connection import Adapter
from feeds.fetch.exchange import Exchange
from feeds.fetch.freshness import retry_after
from feeds.fetch.hosts import Hosts, stopped
from feeds.fetch.memory import HostMemory
from feeds.fetch.robots import MAX_BYTES as ROBOTS_BYTES
from feeds.fetch.send import Outgoing, Reply, send
from feeds.fetch.status import judge
from feeds.fetch.visit import Visit
from feeds.model import Request

_TRIES = 4
_LONGEST_BACKOFF = 20.0
_BUSY = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses that another try may mend."""


@dataclass(slots=True)
class Errand:
    """One fetch under way, over all its redirects and tries."""

    request: Request
    visit: Visit
    seconds_left: float
    """Of `fetch.timeout`; waiting for a host's turn takes none of them."""
    origin: str = ""
    """Of the URL that was asked for: where the request's own headers may go."""
    hurried: bool = False
    """A part of a page that is being rendered: it comes as fast as one connection gives it, as in any browser."""
    robots: bool = False
    """It is for robots.txt itself: not on the site's account, and cut where it is too long."""


class Messenger:
    """Carries errands to hosts; one for all sites of a run, thread-safe."""

    def __init__(self, folder: Path, memory: HostMemory, backoff: float) -> None:
        self._folder = folder
        self._backoff = backoff
        self._closing = threading.Event()
        self._adapter = Adapter()
        self._hosts = Hosts(memory, self._closing)

    def close(self) -> None:
        self._closing.set()
        self._adapter.close()

    def ask(self, errand: Errand, target: Target, delay: float) -> Reply:
        """The answer of `target`: a page, a 304 or a redirect.

        Raises:
            FetchError: when after some tries there is none of these, or no time for another try.
        """
        for attempt in range(_TRIES):
            exchange = self._exchange(errand, target)
            try:
                return self._ask_once(errand, target, delay, exchange)
            except FetchError as error:
                wait = self._wait(error, attempt, exchange)
                last = wait is None or attempt == _TRIES - 1 or errand.request.method == "POST"
                if last or wait is None or wait >= errand.seconds_left:
                    self._hosts[target.key].failed(error, connected=exchange.connected or not exchange.dialled)
                    raise
                errand.seconds_left -= wait
                if self._closing.wait(wait):
                    raise stopped(target.url) from None
        raise AssertionError("the last try returns or raises")

    def _wait(self, error: FetchError, attempt: int, exchange: Exchange) -> float | None:
        """Seconds until another try makes sense, None when it does not: exponential, with full jitter."""
        if not exchange.dialled and error.kind in ("connection", "protocol"):
            return 0.0  # the server had closed the kept connection, or said more on it than its last answer
        if error.kind not in ("connection", "incomplete") and error.status not in _BUSY:
            return None
        longest = min(self._backoff * 2**attempt, _LONGEST_BACKOFF)
        return max(error.retry_after or 0.0, random.uniform(0, longest))  # noqa: S311 - spreads load, hides nothing

    def _ask_once(self, errand: Errand, target: Target, delay: float, exchange: Exchange) -> Reply:
        if self._closing.is_set():
            raise stopped(target.url)
        host, visit = self._hosts[target.key], errand.visit
        arrived = time.monotonic()
        with host.turn():
            visit.give_back(time.monotonic() - arrived)
            host.pause(target.url, 0.0 if errand.hurried else delay, visit.seconds_left(), errand.seconds_left)
            if not errand.robots:
                visit.spend_request(target.url)
            started = time.monotonic()
            exchange.start(max(0.0, min(errand.seconds_left, visit.seconds_left())))
            try:
                reply = send(self._adapter, self._outgoing(errand, target), exchange)
            finally:
                errand.seconds_left -= time.monotonic() - started
            host.answered()
            visit.cookies.take(target.url, reply.set_cookies)
            if reply.status in (429, 503) and (wait := retry_after(reply.headers, datetime.now(UTC))):
                host.stay_away(wait)
        judge(reply, errand.request, target.url)
        return reply

    def _exchange(self, errand: Errand, target: Target) -> Exchange:
        config = errand.visit.config
        return Exchange(
            target.url,
            seconds=config.timeout.total_seconds(),
            max_bytes=ROBOTS_BYTES if errand.robots else config.max_bytes,
            max_header_bytes=config.max_header_bytes,
            max_headers=config.max_headers,
            private=errand.visit.private,
            truncate=errand.robots,
        )

    def _outgoing(self, errand: Errand, target: Target) -> Outgoing:
        visit, request = errand.visit, errand.request
        return Outgoing(
            url=target.url,
            method=request.method,
            headers=visit.headers(request, target, errand.origin),
            body=request.body,
            authorities=self._file(visit.config.ca_certificates),
            certificate=self._file(visit.config.client_certificate if visit.is_own(target) else None),
            proxy=visit.proxy,
            only_headers=request.only_headers,
        )

    def _file(self, name: str | None) -> str | None:
        return str(self._folder / name) if name else None
