"""Request → Response: the only door to the network.

One fetch, from top to bottom: robots.txt is asked, the host's line waited in, the request sent within its bounds,
again if the host was merely busy, and redirects are followed one by one, each judged like the first.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from feeds.config import SiteConfig
from feeds.errors import FetchError
from feeds.fetch.addresses import Target, read_url
from feeds.fetch.browser import Browser
from feeds.fetch.files import is_file, read_file
from feeds.fetch.freshness import fresh_until, validators
from feeds.fetch.memory import HostMemory, RunMemory
from feeds.fetch.messenger import Errand, Messenger
from feeds.fetch.redirects import following, is_redirect
from feeds.fetch.robots import Robots, RobotsBook
from feeds.fetch.send import Reply
from feeds.fetch.shell import is_empty_shell, is_html
from feeds.fetch.visit import Visit
from feeds.model import NO_VALIDATORS, Request, Response, Validators

_ROBOTS_REDIRECTS = 5
_RENDERED = '"rendered-'


class Fetcher:
    """Fetches pages for all sites of a run; thread-safe.

    `folder` is where config.yaml lies: `file:` URLs lead into it, and the paths of certificates start there.
    `memory` keeps what hosts asked of us from run to run. `allow_private` opens, for each site, the private hosts that
    its own URLs name. `secrets` are shown in no error, beside those of each site's `fetch`. `backoff` is the first wait
    before another try, in seconds at the most; it doubles with each.
    """

    def __init__(
        self,
        *,
        folder: Path,
        memory: HostMemory | None = None,
        allow_private: bool = False,
        secrets: Collection[str] = (),
        backoff: float = 1.0,
    ) -> None:
        self._folder = folder
        self._allow_private = allow_private
        self._secrets = tuple(secrets)
        memory = memory or RunMemory()
        self._messenger = Messenger(folder, memory, backoff)
        self._robots = RobotsBook(memory)
        self._browser = Browser()
        self._visits: dict[tuple[str, ...], Visit] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; fetches that wait end with FetchError, kind "stopped"."""
        self._messenger.close()
        self._browser.close()

    def fetch(self, request: Request, site: SiteConfig) -> Response:
        """The page that `request` names, fetched in the name of `site`.

        Raises:
            FetchError: when there is no page to be had; `kind` says why (see README.md for all kinds).
        """
        visit = self._visit(site)
        try:
            if is_file(request.url) and visit.reads_files:
                return read_file(request, self._folder, visit.config.max_bytes)
            if visit.config.render == "never":
                return self._follow(_errand(request, visit))
            return self._rendered(request, visit)
        except FetchError as error:
            if request.may_be_absent and error.status in (404, 410):
                return Response(url=request.url, final_url=request.url, status=404)
            raise visit.redacted(error) from None

    def _rendered(self, request: Request, visit: Visit) -> Response:
        """The page as a browser shows it; with `render: auto`, only when plain HTTP gave nothing to read."""
        config, known = visit.config, request.validators
        # That the shell did not change says nothing about what its scripts would write.
        rendered_before = config.render == "browser" or (known.etag or "").startswith(_RENDERED)
        errand = _errand(replace(request, validators=NO_VALIDATORS) if rendered_before else request, visit)
        plain = self._follow(errand)
        needs_browser = config.render == "browser" or is_empty_shell(plain.body, plain.content_type)
        if plain.not_modified or not is_html(plain.content_type) or not needs_browser:
            return plain

        def load(part: Request) -> Response:
            return self._follow(Errand(part, visit, max(1.0, errand.seconds_left), hurried=True))

        text, url = self._browser.render(
            plain,
            load,
            seconds=max(1.0, errand.seconds_left),
            max_bytes=config.max_bytes,
            user_agent=visit.user_agent,
            language=visit.site.language,
        )
        return _as_rendered(plain, text, url, known)

    def _visit(self, site: SiteConfig) -> Visit:
        key = (site.slug, *site.url)
        with self._lock:
            known = self._visits.get(key)
            if not known or (known.config is not site.fetch and known.config != site.fetch):
                known = self._visits[key] = Visit(site, self._allow_private, self._secrets)
            return known

    def _follow(self, errand: Errand) -> Response:
        """Fetch, and go where redirects lead."""
        visit, asked = errand.visit, errand.request
        target = read_url(asked.url, visit.private)
        errand.origin = target.origin
        permanent: str | None = None
        moved_for_good = True
        seen: set[tuple[str, str | None]] = set()
        for _ in range(visit.config.max_redirects + 1):
            if (stop := (target.url, visit.cookie_header(target))) in seen:
                break
            seen.add(stop)
            reply = self._messenger.ask(errand, target, self._pace(errand, target))
            if not is_redirect(reply.status):
                return _response(asked, target, reply, permanent)
            target = following(target, reply, visit.private)
            errand.request = _after_redirect(errand.request, reply.status)
            moved_for_good = moved_for_good and reply.status in (301, 308)
            permanent = target.url if moved_for_good else permanent
        what = f"redirects lead in a circle, or through more than {visit.config.max_redirects} steps"
        mend = "if the site is well in a browser, raise fetch.max_redirects"
        raise FetchError(what, where=asked.url, mend=mend, kind="too-many-redirects")

    def _pace(self, errand: Errand, target: Target) -> float:
        """Seconds between requests that the host gets; FetchError when its robots.txt does not want us."""
        config = errand.visit.config
        delay = config.delay.total_seconds()
        if config.robots == "ignore":
            return delay
        agent = config.user_agent or "Feedmill"
        return max(delay, self._robots.check(target, agent, lambda: self._ask_robots(errand, target)))

    def _ask_robots(self, errand: Errand, target: Target) -> Robots:
        """Read a host's robots.txt: 4xx means that there are no rules, 5xx and 429 that nothing may be fetched."""
        request = Request(url=f"{target.origin}/robots.txt", accept="text/plain,*/*;q=0.8")
        asking = Errand(request, errand.visit, errand.seconds_left, target.origin, hurried=errand.hurried, robots=True)
        where = read_url(request.url, errand.visit.private)
        try:
            for _ in range(_ROBOTS_REDIRECTS + 1):
                reply = self._messenger.ask(asking, where, errand.visit.config.delay.total_seconds())
                if not is_redirect(reply.status):
                    return Robots(time.time(), reply.body.decode("utf-8", "replace").replace("\0", ""))
                where = following(where, reply, errand.visit.private)
        except FetchError as error:
            if error.status is None:
                raise
            return Robots(time.time(), closed=error.status == 429 or error.status >= 500)
        finally:
            errand.seconds_left = asking.seconds_left
        return Robots(time.time())


def _errand(request: Request, visit: Visit) -> Errand:
    return Errand(request, visit, visit.config.timeout.total_seconds())


def _as_rendered(plain: Response, text: str, url: str, known: Validators) -> Response:
    """The rendered page as a Response; its ETag is a digest of it, so that one that says the same is a 304."""
    body = text.encode("utf-8", "replace")
    etag = f'{_RENDERED}{hashlib.sha256(body).hexdigest()[:32]}"'
    unchanged = known.etag == etag
    return replace(
        plain,
        final_url=url if url.startswith(("http://", "https://")) else plain.final_url,
        status=304 if unchanged else 200,
        headers={"content-type": "text/html; charset=utf-8", "etag": etag},
        body=b"" if unchanged else body,
        validators=Validators(etag=etag),
        fresh_until=None,
    )


def _response(request: Request, target: Target, reply: Reply, permanent: str | None) -> Response:
    found = validators(reply.headers)
    if reply.status == 304:
        known = request.validators
        found = Validators(etag=found.etag or known.etag, last_modified=found.last_modified or known.last_modified)
    return Response(
        url=request.url,
        final_url=target.url,
        status=304 if reply.status == 304 else 200,
        headers=reply.headers,
        body=reply.body,
        validators=found,
        permanent_url=permanent,
        fresh_until=fresh_until(reply.headers, datetime.now(UTC)),
    )


def _after_redirect(request: Request, status: int) -> Request:
    """What is asked for at the next address: 303, and of old 301 and 302, turn a POST into a GET."""
    if request.method == "POST" and status in (301, 302, 303):
        return replace(request, method="GET", body=None)
    return request
