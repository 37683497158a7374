"""One site in one run: what it may spend, what is sent in its name and to whom, what must never be shown."""

from __future__ import annotations

import base64
import re
import threading
import time
from urllib.parse import unquote, urlsplit

from feeds import __version__
from feeds.config import FetchConfig, SiteConfig
from feeds.errors import FetchError
from feeds.fetch.addresses import Private, Target, opened, read_url
from feeds.fetch.coding import ACCEPT_ENCODING
from feeds.fetch.cookies import Cookies
from feeds.fetch.files import is_file
from feeds.model import Request
from feeds.redact import Redactor

_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Visit:
    """What a run knows of a site while it fetches its pages. Thread-safe."""

    def __init__(self, site: SiteConfig, allow_private: bool, secrets: tuple[str, ...] = ()) -> None:
        self.site = site
        self.config: FetchConfig = site.fetch
        self.private: Private = opened(site.url, site.fetch.allow_private or allow_private)
        self.cookies = Cookies()
        self.requests = 0
        self._origins = _origins(site.url, self.private)
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._redact = Redactor([*_secrets(site.fetch), *secrets], "…")

    @property
    def user_agent(self) -> str:
        contact = f" (+{self.config.contact})" if self.config.contact else ""
        return self.config.user_agent or f"Feedmill/{__version__}{contact}"

    @property
    def proxy(self) -> str | None:
        """The proxy to go through.

        Raises:
            FetchError: kind "proxy", when it is none that we can hold to our bounds.
        """
        proxy = self.config.proxy
        if proxy and not proxy.lower().startswith(("http://", "https://")):
            raise FetchError(
                "only HTTP proxies can be used", mend="write fetch.proxy as http://host:port", kind="proxy"
            )
        return proxy or None

    @property
    def reads_files(self) -> bool:
        """Whether the config itself names files: a page of the web cannot send us to one."""
        return any(is_file(url) for url in self.site.url)

    def seconds_left(self) -> float:
        return self.config.max_seconds.total_seconds() - (time.monotonic() - self._started)

    def give_back(self, seconds: float) -> None:
        """Time that went by while other sites had the host is not the site's to pay."""
        with self._lock:
            self._started += seconds

    def spend_request(self, url: str) -> None:
        """Count one more request.

        Raises:
            FetchError: kind "budget", when the site's requests or seconds of this run are spent.
        """
        with self._lock:
            if self.requests >= self.config.budget:
                what = f"the site's {self.config.budget} requests of this run are spent"
                raise FetchError(what, where=url, mend="raise fetch.budget", kind="budget")
            if self.seconds_left() <= 0:
                seconds = self.config.max_seconds.total_seconds()
                what = f"the site's {seconds:g} seconds of this run are spent"
                raise FetchError(what, where=url, mend="raise fetch.max_seconds", kind="budget")
            self.requests += 1

    def is_own(self, target: Target) -> bool:
        """Whether what the operator wants sent (headers, cookies, passwords, certificates) was meant for this host."""
        return target.origin in self._origins

    def cookie_header(self, target: Target) -> str | None:
        """The operator's own cookies where they are meant for, and what the server asked to be sent back."""
        own = [f"{name}={value}" for name, value in self.config.cookies.items()] if self.is_own(target) else []
        if given := self.cookies.header_for(target.url):
            own.append(given)
        return "; ".join(own) or None

    def headers(self, request: Request, target: Target, origin: str) -> dict[str, str | bytes]:
        """What is sent to `target` for `request`, which was meant for `origin`: its own headers go nowhere else."""
        headers = {"User-Agent": self.user_agent, "Accept": request.accept, "Accept-Encoding": ACCEPT_ENCODING}
        if request.validators.etag:
            headers["If-None-Match"] = request.validators.etag
        if request.validators.last_modified:
            headers["If-Modified-Since"] = request.validators.last_modified
        if target.origin == origin:
            headers |= dict(request.headers)
        if self.is_own(target):
            headers |= self.config.headers
            if self.config.auth:
                headers["Authorization"] = "Basic " + base64.b64encode(self.config.auth.encode()).decode()
        if cookies := self.cookie_header(target):
            headers["Cookie"] = cookies
        return {name: _as_sent(name, value) for name, value in headers.items()}

    def redacted(self, error: FetchError) -> FetchError:
        """The same error with every secret of the site's config out of it."""
        return FetchError(
            self._redact(error.what),
            where=self._redact(error.where),
            mend=self._redact(error.mend),
            kind=error.kind,
            status=error.status,
            retry_after=error.retry_after,
        )


def _origins(urls: tuple[str, ...], private: Private) -> frozenset[str]:
    found: set[str] = set()
    for url in urls:
        try:
            origin = read_url(url, private).origin
        except FetchError:
            continue
        found.add(origin)
        # A site that moves to https on its usual port is still the one the operator meant.
        if not re.search(r":\d+$", origin):
            found.add(origin.replace("http://", "https://", 1))
    return frozenset(found)


def _as_sent(name: str, value: str) -> str | bytes:
    """Header values go out as Latin-1; what does not fit, as UTF-8."""
    if _CONTROLS.search(name + value):
        mend = "see fetch.headers, fetch.cookies and fetch.user_agent"
        raise FetchError(f"the header {name!r} holds control characters", mend=mend, kind="refused")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()
    return value


def _secrets(config: FetchConfig) -> set[str]:
    """All that the operator gave us for the site's server or the proxy alone."""
    texts = {*config.headers.values(), *config.cookies.values()}
    if config.auth:
        texts |= {config.auth, config.auth.partition(":")[2], base64.b64encode(config.auth.encode()).decode()}
    if config.proxy and "@" in config.proxy:
        credentials = urlsplit(config.proxy).netloc.rpartition("@")[0]
        texts |= {credentials, credentials.partition(":")[2], unquote(credentials.partition(":")[2])}
    return texts
