"""The way from an address to a proposal: a feed of the site's own, else selectors, else what the address is itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feeds.config import Config, slugify
from feeds.discovery.look import Look
from feeds.discovery.native import native_feeds
from feeds.discovery.rules import article_rules
from feeds.errors import FeedsError, ScrapeError
from feeds.model import Item, Request, Response
from feeds.scrape import (
    Proposal,
    find_items,
    guess_zone,
    is_story_itself,
    json_items,
    look_for_wall,
    names_no_site,
    propose,
    source_of,
)
from feeds.trial import SiteTrial
from feeds.urls import host, identity, registrable_domain
from feeds.whole import Fetch

PAGES = 3
"""Pages of a listing that goes on which the site is to read: a first build then begins with more than one page."""
_LONG_TITLE = 40
"""Characters from which on a title is more than a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """A proposed site, what it gives today, and what was noticed on the way."""

    slug: str
    site: Mapping[str, Any]
    trial: SiteTrial
    notes: tuple[str, ...] = ()


def discover_site(
    url: str,
    fetch: Fetch,
    config: Config,
    *,
    now: datetime,
    prefer_page: bool = False,
    render: bool = False,
) -> Discovery:
    """Look at the page at `url` and propose its site config, tried on the page and on its first articles.

    A healthy native feed that lists the same items is preferred, its entries to be made whole from their pages.
    url: with or without its scheme. prefer_page: leave such a feed aside. render: read the pages in a browser.
    Raises FeedsError where the page cannot be had or lists nothing.
    """
    look = Look(fetch, config, now, {"fetch": {"render": "browser"}} if render else {})
    typed, response = look.first(url)
    # What config.yaml names: the address that was typed, or to which it has moved for good.
    site, notes = _proposed(response.permanent_url or typed, response, look, prefer_page)
    look.trial(site)  # its articles tell of the zone, too
    if found := guess_zone(look.sources(), response.final_url, site.get("language"), now=now):
        site = _with_zone(site, found.name)
        notes.append(f"dates that name no time zone are read in that of {found.name}: {found.why}")
    rules, trial, more = article_rules(site, look)
    site = {**site, **({"article": rules} if rules else {}), **look.keys}
    title = str(site.get("title") or trial.listing.title or "")
    return Discovery(
        slug=slugify(_name(title, response.final_url), taken=config.sites),
        site=site,
        trial=trial,
        notes=(*notes, *more, *_whole(trial)),
    )


def _proposed(url: str, response: Response, look: Look, prefer_page: bool) -> tuple[dict[str, Any], list[str]]:
    """The keys of the site but for its time zone and article rules."""
    source = source_of(response)
    if source == "json" and (path := json_items(response)) and path != "@":
        return {"url": url, "source": source, "json": {"items": path}}, []
    if source != "page":
        return {"url": url, "source": source}, []
    try:
        site, items, notes = _page_site(url, response, look)
    except ScrapeError as error:
        look_for_wall(response)  # says more than that there are no items
        if prefer_page:
            raise
        site, items, notes, nothing = {}, (), [], error
    rejected = []
    for feed in [] if prefer_page else native_feeds(response, items, look):
        if not feed.fault:
            named = {key: value for key, value in site.items() if key in ("title", "language")}
            note = f"the page announces a feed of its items: {feed.url} (take the page itself with --page)"
            return {"url": feed.url, **named, "source": "feed"}, [note]
        rejected.append(f"its feed {feed.url} is not taken: {feed.fault}")
    if site:
        return site, [*notes, *rejected]
    wordpress = {"url": url, "source": "wordpress"}
    try:
        look.trial(wordpress)
    except FeedsError:
        raise nothing from None
    return wordpress, ["no items were found on the page: they are read from its WordPress API", *rejected]


def _page_site(url: str, response: Response, look: Look) -> tuple[dict[str, Any], Sequence[Item], list[str]]:
    """The proposal for a page with items, proved on its second page where it has one; raises ScrapeError."""
    proposal = propose(response.body, response.final_url)
    pages, notes = 1, []
    if proposal.next_page:
        second, fault = _second_page(proposal, look)
        if second:
            proposal, pages = propose(response.body, response.final_url, second), PAGES
            notes.append(f"the listing goes on at {proposal.next_page}: its first {PAGES} pages are read")
        else:
            notes.append(f"only the first page is read; {proposal.next_page}: {fault}")
    site = {**proposal.config, "url": url}
    if pages > 1:
        site["listing"] = {**site.get("listing", {}), "pages": pages}
    if is_story_itself(response):
        notes.append("the page is an article itself: is there not another one that lists such articles?")
    if not proposal.exact:
        notes.append("no selector gives just these items: they are found anew at each visit")
    return site, proposal.items, notes


def _second_page(proposal: Proposal, look: Look) -> tuple[Response | None, str]:
    """The listing's next page, or why it is none."""
    url = proposal.next_page or ""
    try:
        second = look.ask(Request(url=url), look.site({"url": url}))
    except FeedsError as error:
        return None, error.what
    found = {identity(item.url) for item in find_items(second.body, second.final_url)}
    if not found:
        return None, "no items were found on it"
    if found <= {identity(item.url) for item in proposal.items}:
        return None, "it shows the same items"
    return second, ""


def _with_zone(site: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """`timezone` stands beside `language`, before `source` and what follows."""
    head = {key: site[key] for key in ("url", "title", "language") if key in site}
    return {**head, "timezone": zone, **{key: value for key, value in site.items() if key not in head}}


def _whole(trial: SiteTrial) -> list[str]:
    """A word on feeds that tell the stories whole themselves."""
    pairs = list(zip(trial.listing.items, trial.drafts, strict=False))
    told = [len(item.html or "") > len(draft.text) > 0 for item, draft in pairs]
    if not told or not all(told):
        return []
    return ["the source tells its stories whole: with 'article: false' their pages need not be opened"]


def _name(title: str, url: str) -> str:
    """What to call a site's files: its title, begun with its host's name where that says too little."""
    name, owner = _short(title), registrable_domain(url).partition(".")[0]
    if not name or names_no_site(name):
        return host(url)
    is_known = " " in name.strip() or not owner.isalpha() or owner in name.lower()
    return name if is_known else f"{owner} {name}"


def _short(title: str) -> str:
    """Of a long title its first part: "BBC News" of "BBC News - Breaking news, video and the latest top stories"."""
    if len(title) <= _LONG_TITLE:
        return title
    parts = [part for part in re.split(r"\s+[-–—|·•»]+\s+|\s*\|\s*|:\s+", title) if len(part) > 3]
    return parts[0] if parts else title
