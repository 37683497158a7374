"""What else a page offers: feeds, the WordPress API, a sitemap; found in its head and its HTTP headers, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cleaner import decode, parse, plain_text
from feeds.model import Response
from feeds.urls import absolute

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
MAX_LINKS = 50


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
    root = parse(decode(response.body, response.content_type))
    return offers(root, response.final_url, response.headers.get("link", ""))


def offers(root: etree._Element, url: str, link_header: str = "") -> Offers:
    """The same for a page that is parsed already."""
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
    return Offers(
        feeds=tuple(sorted(feeds.values(), key=_is_about_comments)),
        wordpress=api,
        resource=resource,
        sitemap=next((href for href, rels, _, _ in links if "sitemap" in rels), None),
    )


def _is_about_comments(feed: FeedLink) -> bool:
    return "comment" in f"{feed.url} {feed.title}".lower()


def _elements(root: etree._Element, url: str) -> Iterator[tuple[str, list[str], str, str]]:
    bases = (absolute(url, base.get("href") or "") for base in root.iter("base"))
    start = next((base for base in bases if base), url)
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
