"""The source that fits what the address leads to: a feed, a sitemap, an API, else the page itself."""

from __future__ import annotations

from datetime import datetime

from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Listing, Request, Response
from feeds.scrape.forms import is_json
from feeds.scrape.sources import api, feed, page, sitemap, wordpress
from feeds.scrape.sources.discover import discover

ACCEPT = (
    "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json;q=0.9,*/*;q=0.8"
)


def read(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The items of a feed, a sitemap, a JSON API or a page.

    A page with neither selectors nor items that can be found leads to the feed or the WordPress API that it announces.
    Raises ScrapeError where none of these gives anything.
    """
    match source_of(response):
        case "feed":
            return feed.read(response, site, now=now)
        case "sitemap":
            return sitemap.read(response, site, now=now)
        case "wordpress":
            return wordpress.read(response, site, now=now)
        case "json":
            return api.read(response, site, now=now)
    try:
        return page.read(response, site, now=now)
    except ScrapeError:
        if site.listing.items or not (follow := _elsewhere(response)):
            raise
        return Listing(url=response.final_url, follow=follow)


def source_of(response: Response) -> str:
    """What an answer is by its first characters: a source's name, `page` where it is nothing else."""
    if feed.is_feed(response):
        return "feed"
    if sitemap.is_sitemap(response):
        return "sitemap"
    if is_json(response.body):
        return "wordpress" if wordpress.is_answer(response) else "json"
    return "page"


def _elsewhere(response: Response) -> tuple[Request, ...]:
    found = discover(response)
    if found.feeds:
        return (Request(url=found.feeds[0].url, accept=feed.ACCEPT),)
    return wordpress.ask(response)
