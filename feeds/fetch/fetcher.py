"""Request → Response: the only door to the network.

One fetch, from top to bottom: robots.txt is asked, the host's line waited in, the request sent within its bounds,
again if the host was merely busy, and redirects are followed one by one, each judged like the first.
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from feeds.config import SiteConfig
from feeds.errors import FetchError
from feeds.fetch.addresses import Target, read_url
from feeds.fetch.connection import Adapter
from feeds.fetch.exchange import Exchange
from feeds.fetch.files import is_file, read_file
from feeds.fetch.freshness import fresh_until, retry_after, validators
from feeds.fetch.hosts import Hosts, stopped
from feeds.fetch.memory import HostMemory, RunMemory
from feeds.fetch.redirects import following, is_redirect
from feeds.fetch.robots import MAX_BYTES as ROBOTS_BYTES
from feeds.fetch.robots import Robots, RobotsBook
from feeds.fetch.send import Outgoing, Reply, send
from feeds.fetch.visit import Visit
from feeds.model import Request, Response, Validators

_TRIES = 4
_LONGEST_BACKOFF = 20.0
_BUSY = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses that another try may mend."""
_ROBOTS_REDIRECTS = 5


class Clock:
    """Seconds of `fetch.timeout` that one fetch has left; waiting for a host's turn takes none of them."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds


class Fetcher:
    """Fetches pages for all sites of a run; thread-safe.

    `folder` is where config.yaml lies: `file:` URLs lead into it, and the paths of certificates start there.
    `memory` keeps what hosts asked of us from run to run. `allow_private` opens, for each site, the private hosts that
    its own URLs name. `backoff` is the first wait before another try, in seconds at the most; it doubles with each.
    """

    def __init__(
        self, *, folder: Path, memory: HostMemory | None = None, allow_private: bool = False, backoff: float = 1.0
    ) -> None:
        self._folder = folder
        self._allow_private = allow_private
        self._backoff = backoff
        self._closing = threading.Event()
        self._adapter = Adapter()
        memory = memory or RunMemory()
        self._hosts = Hosts(memory, self._closing)
        self._robots = RobotsBook(memory)
        self._visits: dict[tuple[str, ...], Visit] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; fetches that wait end with FetchError, kind "stopped"."""
        self._closing.set()
        self._adapter.close()

    def fetch(self, request: Request, site: SiteConfig) -> Response:
        """The page that `request` names, fetched in the name of `site`.

        Raises:
            FetchError: when there is no page to be had; `kind` says why (see README.md for all kinds).
        """
        visit = self._visit(site)
        try:
            if is_file(request.url) and visit.reads_files:
                return read_file(request, self._folder, visit.config.max_bytes)
            return self._follow(request, visit)
        except FetchError as error:
            raise visit.redacted(error) from None

    def requests_made(self, site: SiteConfig) -> int:
        """How many requests this run has made for the site so far, robots.txt aside."""
        return self._visit(site).requests

    def _visit(self, site: SiteConfig) -> Visit:
        key = (site.slug, *site.url)
        with self._lock:
            if key not in self._visits:
                self._visits[key] = Visit(site, self._allow_private)
            return self._visits[key]

    def _follow(self, request: Request, visit: Visit) -> Response:
        """Fetch, and go where redirects lead."""
        clock = Clock(visit.config.timeout.total_seconds())
        target = read_url(request.url, visit.private)
        permanent: str | None = None
        always_permanent = True
        seen: set[tuple[str, str | None]] = set()
        for _ in range(visit.config.max_redirects + 1):
            cookies = self._cookies(target, visit)
            if (target.url, cookies) in seen:
                break
            seen.add((target.url, cookies))
            delay = self._allowed(target, visit, clock)
            reply = self._persist(request, target, visit, clock, delay)
            if not is_redirect(reply.status):
                return _response(request, target, reply, permanent)
            target = following(target, reply, visit.private)
            request = _after_redirect(request, reply.status)
            always_permanent = always_permanent and reply.status in (301, 308)
            permanent = target.url if always_permanent else permanent
        what = f"redirects lead in a circle, or through more than {visit.config.max_redirects} steps"
        mend = "if the site is well in a browser, raise fetch.max_redirects"
        raise FetchError(what, where=request.url, mend=mend, kind="too-many-redirects")

    def _allowed(self, target: Target, visit: Visit, clock: Clock) -> float:
        """Seconds between requests that the host gets; FetchError when its robots.txt does not want us."""
        delay = visit.config.delay.total_seconds()
        if visit.config.robots == "ignore":
            return delay
        agent = visit.config.user_agent or "Feedmill"
        return max(delay, self._robots.check(target, agent, lambda: self._ask_robots(target, visit, clock)))

    def _ask_robots(self, target: Target, visit: Visit, clock: Clock) -> Robots:
        """Read a host's robots.txt: 4xx means that there are no rules, 5xx and 429 that nothing may be fetched."""
        delay = visit.config.delay.total_seconds()
        request = Request(url=f"{target.origin}/robots.txt", accept="text/plain,*/*;q=0.8")
        where = read_url(request.url, visit.private)
        for _ in range(_ROBOTS_REDIRECTS + 1):
            try:
                reply = self._persist(request, where, visit, clock, delay, robots=True)
            except FetchError as error:
                if error.status is None:
                    raise
                return Robots(time.time(), closed=error.status == 429 or error.status >= 500)
            if not is_redirect(reply.status):
                return Robots(time.time(), reply.body.decode("utf-8", "replace").replace("\0", ""))
            where = following(where, reply, visit.private)
        return Robots(time.time())

    def _persist(
        self, request: Request, target: Target, visit: Visit, clock: Clock, delay: float, *, robots: bool = False
    ) -> Reply:
        """Send, and send again when the host is merely busy or the connection broke."""
        for attempt in range(_TRIES):
            exchange = self._exchange(target, visit, robots)
            try:
                return self._once(request, target, visit, clock, delay, exchange)
            except FetchError as error:
                wait = self._wait(error, attempt, exchange)
                if wait is None or request.method == "POST" or attempt == _TRIES - 1 or wait >= clock.left:
                    self._hosts[target.key].failed(error, connected=exchange.connected or not exchange.dialled)
                    raise
                clock.left -= wait
                if self._closing.wait(wait):
                    raise stopped(target.url) from None
        raise AssertionError("the last try returns or raises")

    def _wait(self, error: FetchError, attempt: int, exchange: Exchange) -> float | None:
        """Seconds until another try makes sense, None when it does not: exponential, with full jitter."""
        if error.kind == "connection" and not exchange.dialled and not exchange.answered:
            return 0.0  # the server had closed the kept connection while we were not looking
        if error.kind not in ("connection", "incomplete") and error.status not in _BUSY:
            return None
        longest = min(self._backoff * 2**attempt, _LONGEST_BACKOFF)
        return max(error.retry_after or 0.0, random.uniform(0, longest))  # noqa: S311 - spreads load, hides nothing

    def _once(
        self, request: Request, target: Target, visit: Visit, clock: Clock, delay: float, exchange: Exchange
    ) -> Reply:
        host = self._hosts[target.key]
        arrived = time.monotonic()
        with host.turn():
            visit.give_back(time.monotonic() - arrived)
            host.pause(delay, visit.seconds_left(), clock.left)
            if not exchange.truncate:
                visit.spend_request(target.url)
            started = time.monotonic()
            exchange.start(min(clock.left, max(visit.seconds_left(), 0.0)))
            try:
                reply = send(self._adapter, self._outgoing(request, target, visit), exchange)
            finally:
                clock.left -= time.monotonic() - started
            host.answered()
            self._remember(reply, target, visit)
            _judge(reply, request, target)
            return reply

    def _exchange(self, target: Target, visit: Visit, robots: bool) -> Exchange:
        config = visit.config
        return Exchange(
            target.url,
            seconds=config.timeout.total_seconds(),
            max_bytes=ROBOTS_BYTES if robots else config.max_bytes,
            max_header_bytes=config.max_header_bytes,
            max_headers=config.max_headers,
            private=visit.private,
            truncate=robots,
        )

    def _outgoing(self, request: Request, target: Target, visit: Visit) -> Outgoing:
        headers = visit.headers(request, target)
        if cookies := self._cookies(target, visit):
            headers["Cookie"] = cookies
        config = visit.config
        certificate = config.client_certificate if visit.is_own(target) else None
        return Outgoing(
            url=target.url,
            method=request.method,
            headers=headers,
            body=request.body,
            authorities=self._file(config.ca_certificates),
            certificate=self._file(certificate),
            proxy=config.proxy,
        )

    def _file(self, name: str | None) -> str | None:
        return str(self._folder / name) if name else None

    def _cookies(self, target: Target, visit: Visit) -> str | None:
        """The Cookie header for `target`: the operator's own, and what its server asked to be sent back."""
        own = [f"{name}={value}" for name, value in visit.config.cookies.items()] if visit.is_own(target) else []
        if given := visit.cookies.header_for(target.url):
            own.append(given)
        return "; ".join(own) or None

    def _remember(self, reply: Reply, target: Target, visit: Visit) -> None:
        """Cookies for the rest of the run, and how long the host wants to be left alone."""
        if reply.set_cookies:
            visit.cookies.take(target.url, reply.set_cookies)
        if reply.status in (429, 503) and (wait := retry_after(reply.headers, datetime.now(UTC))):
            self._hosts[target.key].stay_away(wait)


def _judge(reply: Reply, request: Request, target: Target) -> None:
    """Raise FetchError for an answer that is no page."""
    status, asked = reply.status, request.validators
    if status == 304 and not (asked.etag or asked.last_modified):
        raise FetchError(
            "the server says 304 Not Modified to who has nothing yet", where=target.url, kind="unexpected-304"
        )
    if (200 <= status < 300 and status != 206) or status == 304 or is_redirect(status):
        return
    if status == 206:
        raise FetchError("the server sent a part of the page, unasked", where=target.url, kind="partial", status=status)
    kind, words = _STATUS.get(status, ("status", f"the server answers {status}"))
    if status < 200:
        kind = "protocol"
    wait = retry_after(reply.headers, datetime.now(UTC))
    raise FetchError(words, where=target.url, kind=kind, status=status, retry_after=wait)


_STATUS = {
    401: ("status", "the server wants a password (401)"),
    403: ("status", "the server does not let us in (403)"),
    404: ("status", "there is no such page (404)"),
    410: ("gone", "the page is gone for good (410)"),
    429: ("status", "the server has had too many requests (429)"),
    451: ("status", "the page is withheld for legal reasons (451)"),
    503: ("status", "the server is busy or under repair (503)"),
}


def _response(request: Request, target: Target, reply: Reply, permanent: str | None) -> Response:
    fresh = fresh_until(reply.headers, datetime.now(UTC))
    found = validators(reply.headers)
    if reply.status == 304:
        found = Validators(
            etag=found.etag or request.validators.etag,
            last_modified=found.last_modified or request.validators.last_modified,
        )
    elif not reply.body and request.method == "GET":
        raise FetchError("the server sent an empty page", where=target.url, kind="empty")
    return Response(
        url=request.url,
        final_url=target.url,
        status=304 if reply.status == 304 else 200,
        headers=reply.headers,
        body=reply.body,
        validators=found,
        permanent_url=permanent,
        fresh_until=fresh,
    )


def _after_redirect(request: Request, status: int) -> Request:
    """What is asked for at the next address: 303, and of old 301 and 302, turn a POST into a GET."""
    if request.method == "POST" and status in (301, 302, 303):
        return replace(request, method="GET", body=None)
    return request
