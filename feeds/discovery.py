"""From an address to a site config that is proved to work: what `feedmill add` proposes. Stores nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feeds.config import SiteConfig, slugify
from feeds.errors import FeedsError, ScrapeError
from feeds.model import Item, Request, Response
from feeds.scrape import discover, listing_request, propose, read_listing
from feeds.trial import Fetch, SiteTrial, try_site
from feeds.urls import host, identity

PAGES = 3
"""Pages of a listing that goes on which the site is to read: a first build then begins with more than one page."""
ARTICLES = 3
"""Item pages that are opened to see whether the cleaner needs help."""
_ALIKE = 0.5
"""Share of the page's items that a native feed must hold to be the same list."""
_SHORTEST_REPEAT = 20
"""Characters of a line that several articles share, from which on it is taken for furniture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """A proposed site, what it gives today, and what was noticed on the way."""

    slug: str
    site: Mapping[str, Any]
    trial: SiteTrial
    notes: tuple[str, ...] = ()


def discover_site(
    url: str, fetch: Fetch, *, now: datetime, taken: Sequence[str] = (), prefer_page: bool = False
) -> Discovery:
    """Look at the page at `url` and propose its site config, tried on the page and on its first articles.

    A healthy native feed that lists the same items is preferred, its entries to be made whole from their pages.
    prefer_page: leave such a feed aside. Raises FeedsError where the page cannot be had or lists nothing.
    """
    probe = SiteConfig(slug="new", url=(url,))
    response = fetch(listing_request(url, probe), probe)
    try:
        site, items, notes = _page_site(response, probe, fetch, now)
    except ScrapeError:
        # No page with items: a feed, a sitemap or an API may still be read as it is.
        site, items, notes = {"url": url}, read_listing(response, probe, now=now).items, []
    if not prefer_page and (feed := _native_feed(response, items, fetch, now)):
        site = {"url": feed, **{key: site[key] for key in ("title", "language") if key in site}, "source": "feed"}
        notes = [f"the page announces a feed of the same items: {feed} (take the page itself with --page)"]
    trial = try_site(_config(site), fetch, now=now, articles=ARTICLES)
    if repeats := _repeats(trial):
        site = {**site, "article": {"strip_text": [f"^{re.escape(line)}$" for line in repeats]}}
        notes.append(f"{len(repeats)} lines that the articles share are stripped")
        trial = try_site(_config(site), fetch, now=now, articles=ARTICLES)
    name = str(site.get("title") or trial.listing.title or host(url))
    return Discovery(slug=slugify(name, taken=taken), site=site, trial=trial, notes=tuple(notes))


def _page_site(
    response: Response, probe: SiteConfig, fetch: Fetch, now: datetime
) -> tuple[dict[str, Any], Sequence[Item], list[str]]:
    """The proposal for a page with items, proved on its second page where it has one; raises ScrapeError."""
    proposal = propose(response.body, response.final_url)
    if proposal.next_page:
        second = _second_page(proposal.next_page, probe, fetch)
        proposal = propose(response.body, response.final_url, second) if second else proposal
    site, notes = dict(proposal.config), []
    if proposal.next_page:
        site["listing"] = {**site.get("listing", {}), "pages": PAGES}
        notes.append(f"the listing goes on at {proposal.next_page}: its first {PAGES} pages are read")
    if not proposal.exact:
        notes.append("no selector gives just these items: they are found anew at each visit")
    return site, proposal.items, notes


def _second_page(url: str, probe: SiteConfig, fetch: Fetch) -> Response | None:
    try:
        return fetch(Request(url=url), probe)
    except FeedsError:
        return None


def _native_feed(response: Response, items: Sequence[Item], fetch: Fetch, now: datetime) -> str | None:
    """The address of a feed that the page announces and that lists what the page lists."""
    wanted = {identity(item.url) for item in items}
    for link in discover(response).feeds[:3]:
        site = SiteConfig(slug="new", url=(link.url,), source="feed")
        try:
            listing = read_listing(fetch(listing_request(link.url, site), site), site, now=now)
        except FeedsError:
            continue
        held = {identity(item.url) for item in listing.items if item.title}
        if held and len(held & wanted) >= _ALIKE * min(len(wanted), len(held)):
            return link.url
    return None


def _repeats(trial: SiteTrial) -> list[str]:
    """Lines that every article opened has in common: what the cleaner took for story on this site."""
    texts = [draft.text for draft in trial.drafts if draft.text]
    if len(texts) < ARTICLES:
        return []
    counts = Counter(line for text in texts for line in {*text.splitlines()} if len(line) >= _SHORTEST_REPEAT)
    return sorted(line for line, count in counts.items() if count == len(texts))[:5]


def _config(site: Mapping[str, Any]) -> SiteConfig:
    return SiteConfig.model_validate({**site, "slug": "new"})
