"""Every kind of source: what came from a site's address → its items. See docs/sources.md.

A source is one function, `read(response, site, *, now) -> Listing`. It never fetches: what else must be asked for is
in the Listing's `follow`, and each of those answers is read by the same function.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import entry_points
from typing import Protocol

from cleaner import SelectorError
from feeds.config import SiteConfig
from feeds.errors import FeedsError, FetchError, ScrapeError
from feeds.model import Listing, Request, Response
from feeds.scrape.sources import api, auto, feed, page, sitemap, wordpress
from feeds.scrape.sources.auto import source_of
from feeds.scrape.sources.discover import discover
from feeds.scrape.sources.parts import told_apart

__all__ = [
    "MOST_LEADS",
    "Reader",
    "advised",
    "discover",
    "json_items",
    "listing_request",
    "read_listing",
    "source_of",
]

GROUP = "feedmill.sources"
"""Entry points of sources that others write: `name = "package.module:function"`."""
MOST_LEADS = 5
"""Answers without items that may lead from a site's address to its listing: robots.txt, an index of sitemaps, …"""


class Reader(Protocol):
    """A source."""

    def __call__(self, response: Response, site: SiteConfig, *, now: datetime) -> Listing: ...


READERS: dict[str, Reader] = {
    "auto": auto.read,
    "feed": feed.read,
    "json": api.read,
    "page": page.read,
    "sitemap": sitemap.read,
    "wordpress": wordpress.read,
}
_REQUESTS: dict[str, Callable[[str, SiteConfig], Request]] = {
    "auto": lambda url, _: Request(url=url, accept=auto.ACCEPT),
    "feed": lambda url, _: Request(url=url, accept=feed.ACCEPT),
    "json": api.request,
    "sitemap": lambda url, _: Request(url=url, accept=sitemap.ACCEPT),
}


def listing_request(url: str, site: SiteConfig) -> Request:
    """How `site.source` asks for one of the site's addresses: what it accepts, and with what body."""
    ask = _REQUESTS.get(site.source)
    return ask(url, site) if ask else Request(url=url)


def read_listing(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The items in one answer, by the site's `source`.

    Raises ScrapeError where the answer is not what such a source reads, or holds neither items nor a way to them.
    """
    reader = READERS.get(site.source)
    try:
        listing = reader(response, site, now=now) if reader else _plugged_in(response, site, now)
    except SelectorError as error:
        mend = f"see sites.{site.slug}.listing"
        raise ScrapeError(str(error), where=response.final_url, mend=mend) from error
    return told_apart(listing, response)


def json_items(response: Response) -> str | None:
    """JMESPath to what looks like the items of an API's answer; None where nothing does."""
    try:
        return api.items_path(json.loads(response.body))
    except (ValueError, RecursionError):
        return None


def advised(error: FeedsError, site: SiteConfig) -> FeedsError:
    """A failure to fetch what a source led to, with that source's own way out of it."""
    if site.source == "wordpress" and isinstance(error, FetchError) and error.status in (401, 403, 404):
        what = f"the WordPress API is closed ({error.status})"
        return FetchError(what, where=error.where, mend=wordpress.MEND, kind=error.kind, status=error.status)
    if site.source == "sitemap" and isinstance(error, FetchError) and error.status == 404:
        mend = "set url to the sitemap's own address, or set source: page"
        return FetchError("no sitemap was found", where=error.where, mend=mend, kind=error.kind, status=error.status)
    return error


def _plugged_in(response: Response, site: SiteConfig, now: datetime) -> Listing:
    found = entry_points(group=GROUP, name=site.source)
    if not found:
        raise ScrapeError(
            f"there is no source {site.source!r}", where=response.final_url, mend="install the package that brings it"
        )
    try:
        listing = next(iter(found)).load()(response, site, now=now)
    except FeedsError:
        raise
    except Exception as error:  # code of others: one site's trouble never stops the next
        raise ScrapeError(f"source {site.source!r} failed: {error!r}", where=response.final_url) from error
    if not isinstance(listing, Listing):
        raise ScrapeError(f"source {site.source!r} gave {type(listing).__name__}, no Listing", where=response.final_url)
    return listing
