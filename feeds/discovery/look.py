"""A first look at a site: each page is asked for once, however often a proposal is tried on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cleaner import decode
from feeds.config import Config, SiteConfig, site_like
from feeds.errors import FetchError
from feeds.model import Listing, Request, Response
from feeds.scrape import listing_request, read_listing
from feeds.trial import SiteTrial, try_site
from feeds.urls import without_trackers
from feeds.whole import Fetch

ARTICLES = 3
"""Item pages that are opened to see whether the cleaner needs help."""


@dataclass(slots=True)
class Look:
    """What may be asked of a site that is no part of `config` yet."""

    fetch: Fetch
    config: Config
    now: datetime
    keys: Mapping[str, Any] = field(default_factory=dict)  # that every proposal begins with, as `fetch`
    _answers: dict[tuple[str, str, bytes | None], Response] = field(default_factory=dict)

    def site(self, keys: Mapping[str, Any]) -> SiteConfig:
        """The site that config.yaml would give for these keys."""
        return site_like(self.config, {**self.keys, **keys})

    def ask(self, request: Request, site: SiteConfig) -> Response:
        """The answer, from memory where it was asked for before; raises FetchError."""
        key = (request.method, request.url, request.body)
        if key not in self._answers:
            self._answers[key] = self.fetch(request, site)
        return self._answers[key]

    def first(self, typed: str) -> tuple[str, Response]:
        """The page at what a person typed and its address, with a scheme and without trackers; raises FetchError."""
        has_scheme = "://" in typed or typed.startswith("file:")
        schemes = ("",) if has_scheme else ("https://", "http://")
        addresses = dict.fromkeys(url for each in schemes for url in (without_trackers(each + typed), each + typed))
        failed: FetchError | None = None
        for address in addresses:
            try:
                return address, self._page(address)
            except FetchError as error:
                failed = failed or error
                if error.kind == "refused":
                    break
        raise failed or FetchError("no address was given")

    def _page(self, url: str) -> Response:
        site = self.site({"url": url})
        return self.ask(listing_request(site.url[0], site), site)

    def listing(self, keys: Mapping[str, Any]) -> Listing:
        """What the site's first page lists; raises FeedsError."""
        site = self.site(keys)
        return read_listing(self.ask(listing_request(site.url[0], site), site), site, now=self.now)

    def trial(self, keys: Mapping[str, Any]) -> SiteTrial:
        """The site tried on its listing and its first articles; raises FeedsError."""
        return try_site(self.site(keys), self.ask, now=self.now, articles=ARTICLES)

    def sources(self) -> list[str]:
        """The text of every page seen so far."""
        return [decode(answer.body, answer.content_type) for answer in self._answers.values()]
