"""What else a page offers: feeds, the WordPress API, a sitemap; found in its head and its HTTP headers, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cleaner import plain_text
from feeds.model import Response
from feeds.scrape.dom import base_url, html_of
from feeds.urls import absolute, registrable_domain

_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/rdf+xml": "rss",
    "application/x.atom+xml": "atom",
    "application/x-atom+xml": "atom",
}
_LINK_HEADER = re.compile(
    r"<([^<>]{1,2000})>((?:\s*;\s*[\w!#$&+.^`|~*-]{1,40}\s*=\s*(?:\"[^\"]{0,500}\"|[^\s\",;]{1,500}))*)"
)
_PARAMETER = re.compile(r";\s*([\w*-]{1,40})\s*=\s*(?:\"([^\"]{0,500})\"|([^\s\",;]{1,500}))")
_LIKE_A_FEED = re.compile(
    r"/(?:[\w.-]*[._-])?(?:rss|atom|rdf|feeds?)(?:[_-]?[12](?:\.0)?)?(?:\.(?:xml|rdf|rss|json|php|aspx))?/?$",
    re.IGNORECASE,
)
_NAMED_FEED = re.compile(r"\b(?:rss|atom|feed|rdf|xml)", re.IGNORECASE)
MAX_LINKS = 50
MAX_LINKED = 5
"""Feeds that are only linked to, at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that the page announces."""

    url: str
    kind: str  # rss, atom or json
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Other ways to what a page shows."""

    feeds: tuple[FeedLink, ...] = ()  # those of comments last
    wordpress: str | None = None  # root of its REST API
    resource: str | None = None  # what this very page is in the API: a category, a tag, an author
    sitemap: str | None = None


def discover(response: Response) -> Offers:
    """What the page announces in `link` elements and Link headers (RFC 8288)."""
    return offers(html_of(response), response.final_url, response.headers.get("link", ""))


def offers(root: etree._Element, url: str, link_header: str = "") -> Offers:
    """The same for a page that is parsed already.

    Feeds that the page only links to, as old sites do, come after those that it announces.
    """
    links = [*_elements(root, url), *_header(link_header, url)][:MAX_LINKS]
    feeds = {
        href: FeedLink(url=href, kind=_TYPES[kind], title=plain_text(title) or None)
        for href, rels, kind, title in links
        if "alternate" in rels and kind in _TYPES
    }
    api = next((href for href, rels, _, _ in links if "https://api.w.org/" in rels), None)
    resource = next(
        (
            href
            for href, rels, kind, _ in links
            if api and "alternate" in rels and kind == "application/json" and href.startswith(api)
        ),
        None,
    )
    linked = [FeedLink(url=href, kind="rss", title=name) for href, name in _linked(root, url) if href not in feeds]
    return Offers(
        feeds=(*sorted(feeds.values(), key=_is_about_comments), *sorted(linked, key=_is_about_comments)),
        wordpress=api,
        resource=resource,
        sitemap=next((href for href, rels, _, _ in links if "sitemap" in rels), None),
    )


def _linked(root: etree._Element, url: str) -> Iterator[tuple[str, str | None]]:
    """Links of the page's own site that are called like a feed and lead to an address like one."""
    start = base_url(root, url)
    found: dict[str, str | None] = {}
    for link in root.iter("a"):
        href = link.get("href") or ""
        if not _LIKE_A_FEED.search(href.partition("?")[0]) or len(found) >= MAX_LINKED:
            continue
        text = " ".join(" ".join(map(str, link.itertext())).split())
        named = f"{text} {link.get('title') or ''} {link.get('class') or ''} {link.get('type') or ''} {href}"
        address = absolute(start, href)
        if address and _NAMED_FEED.search(named) and registrable_domain(address) == registrable_domain(url):
            found.setdefault(address, plain_text(text) or None)
    yield from found.items()


def _is_about_comments(feed: FeedLink) -> bool:
    return "comment" in f"{feed.url} {feed.title}".lower()


def _elements(root: etree._Element, url: str) -> Iterator[tuple[str, list[str], str, str]]:
    start = base_url(root, url)
    for link in root.iter("link"):
        rels = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if rels and (href := absolute(start, link.get("href") or "")):
            yield href, rels, kind, link.get("title") or ""


def _header(text: str, url: str) -> Iterator[tuple[str, list[str], str, str]]:
    for link in _LINK_HEADER.finditer(text[:10_000]):
        parameters = {name.lower(): quoted or token for name, quoted, token in _PARAMETER.findall(link[2])}
        if href := absolute(url, link[1]):
            kind = parameters.get("type", "").lower()
            yield href, parameters.get("rel", "").lower().split(), kind, parameters.get("title", "")
