"""A show page as source: by the site's selectors, or its items found by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Listing, Response
from feeds.scrape.article import look_for_wall
from feeds.scrape.detect import detect_items, find_next_page
from feeds.scrape.dom import html_of
from feeds.scrape.listing import describe, read_selected


def read(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The page's items; `next_page` only where the site reads more than one page.

    Raises ScrapeError when there are none.
    """
    listing = read_selected(response, site, now=now) if site.listing.items else _detected(response, site, now)
    if site.listing.pages == 1 or listing.next_page or site.listing.next_page:
        return listing
    root = html_of(response)
    return replace(listing, next_page=find_next_page(root, response.final_url))


def _detected(response: Response, site: SiteConfig, now: datetime) -> Listing:
    root = html_of(response)
    listing = describe(root, response, site)
    items = detect_items(root, response.final_url, language=listing.language, timezone=site.timezone, now=now)
    if not items:
        look_for_wall(response)
        raise ScrapeError(
            "no items were found on the page",
            where=response.final_url,
            mend=f"name them in listing.items, or look at it with: feedmill preview {site.slug}",
        )
    return replace(listing, items=tuple(items[: site.listing.max_items]))
