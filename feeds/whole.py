"""An item's whole story: its page, or the one that has it on a single page, and the further parts that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from cleaner import Article, join
from feeds.config import SiteConfig
from feeds.model import Request, Response
from feeds.scrape import leads_home, read_page, refuse_front_page
from feeds.urls import identity, registrable_domain

Fetch = Callable[[Request, SiteConfig], Response]


def read_whole(response: Response, site: SiteConfig, fetch: Fetch, *, now: datetime) -> Article:
    """The article that begins on the page in `response`, its parts joined.

    Parts are on the same site, each once, `article.max_parts` at the most. Raises FeedsError; a part that cannot be had
    fails the whole: half a story is worse than one that comes at the next visit.
    """
    parts = [*_parts(response, site, fetch, now)]
    return join(parts) if len(parts) > 1 else parts[0]


def _parts(response: Response, site: SiteConfig, fetch: Fetch, now: datetime) -> Iterator[Article]:
    refuse_front_page(response, site)
    article = read_page(response, site, now=now)
    link = article.single_page
    if link and registrable_domain(link) == registrable_domain(response.final_url):
        response = fetch(Request(url=link), site)
        whole = read_page(response, site, now=now)
        address = whole.canonical_url or article.canonical_url  # people read it where the listing leads
        article = replace(whole, url=article.url, canonical_url=address, single_page=link)
    yield article
    seen = {identity(response.url), identity(response.final_url)}
    for _ in range(site.article.max_parts - 1 if site.article else 0):
        url = article.next_page
        if not url or identity(url) in seen or registrable_domain(url) != registrable_domain(response.final_url):
            return
        seen.add(identity(url))
        response = fetch(Request(url=url), site)
        if leads_home(response, site):
            return  # there was no further part
        article = read_page(response, site, now=now)
        yield article
