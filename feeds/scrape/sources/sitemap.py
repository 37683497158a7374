"""A sitemap as source (https://www.sitemaps.org/protocol.html, with Google's news and image extensions).

Given an ordinary page, the site's sitemaps are looked up in robots.txt and read for what lies below that page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from cleaner import decode, parse, parse_date, plain_text
from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Item, Listing, Request, Response
from feeds.scrape.forms import root_name
from feeds.scrape.listing import describe
from feeds.urls import absolute, normal, registrable_domain

ACCEPT = "application/xml,text/xml,text/plain;q=0.9,*/*;q=0.5"
MAX_URLS = 50_000
"""Of one sitemap, as its protocol has it."""
MAX_BYTES = 50 * 1024 * 1024
"""Of one sitemap when unzipped, as its protocol has it."""
MAX_MAPS = 10
"""Maps of an index that are followed, those changed last first."""

_ROBOTS = re.compile(r"^\s*sitemap\s*:\s*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_NOT_STORIES = re.compile(
    r"categor|tag|author|user|image|video|page[-_]?sitemap|product_cat|taxonom|location|kategorie", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def read(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The URLs of one sitemap, changed last first; of an index, of robots.txt or of a page, the way to sitemaps.

    Raises ScrapeError where the answer is none of these.
    """
    del now
    body = _unzipped(response.body)
    if _is_map(body):
        return _read_map(body, response, site)
    if urlsplit(response.final_url).path == "/robots.txt":
        found = [url for href in _ROBOTS.findall(decode(body)[:500_000]) if (url := absolute(response.final_url, href))]
        return _follow(response, found or [urljoin(response.final_url, "/sitemap.xml")])
    if b"<" in body[:2000]:
        root = parse(decode(body, response.content_type))
        robots = Request(url=urljoin(response.final_url, "/robots.txt"), may_be_absent=True)
        return replace(describe(root, response, site), follow=(robots,))
    lines = (normal(line.strip()) for line in decode(body).splitlines()[:MAX_URLS])
    items = [Item(url=url, why="a line of the sitemap") for url in lines if url and _belongs(url, site)]
    return Listing(url=_page(response, site), items=tuple(items[: site.listing.max_items]))


def is_sitemap(response: Response) -> bool:
    """Whether an answer is a sitemap or an index of such, by its first characters."""
    return _is_map(_unzipped(response.body[:65_536]))


def _is_map(body: bytes) -> bool:
    return root_name(body) in ("urlset", "sitemapindex")


def _unzipped(body: bytes) -> bytes:
    """Sitemaps may be gzip files (`sitemap.xml.gz`), which are no compressed transfer: they arrive as they are."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_BYTES)
    except zlib.error:
        return body


def _follow(response: Response, urls: list[str]) -> Listing:
    urls = [url for url in dict.fromkeys(urls) if url != response.url][:MAX_MAPS]
    return Listing(url=response.final_url, follow=tuple(Request(url=url, accept=ACCEPT) for url in urls))


def _read_map(body: bytes, response: Response, site: SiteConfig) -> Listing:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ScrapeError("the sitemap cannot be read", where=response.final_url, mend=str(error)) from error
    base = response.final_url
    if etree.QName(root).localname == "sitemapindex":
        maps = [(_text(node, "loc"), _moment(node, "lastmod")) for node in _children(root, "sitemap")]
        return _follow(response, [url for each in _newest(maps) if (url := absolute(base, each))])
    nodes = sorted(_children(root, "url"), key=_changed, reverse=True)
    items = (item for node in nodes if (item := _item(node, base, site)))
    return Listing(url=_page(response, site), items=tuple(islice(items, site.listing.max_items)))


def _changed(node: etree._Element) -> datetime:
    return _moment(node, "lastmod") or _moment(node, "publication_date") or _LONG_AGO


def _page(response: Response, site: SiteConfig) -> str:
    """What people read: the site's page, where that led to the map."""
    return response.final_url if response.url in site.url else site.url[0]


def _newest(maps: list[tuple[str, datetime | None]]) -> list[str]:
    """The maps of an index that are likely to hold the latest stories, those first."""

    def rank(each: tuple[str, datetime | None]) -> tuple[bool, bool, datetime, int]:
        url, changed = each
        name = url.rpartition("/")[2].lower()
        number = int((_NUMBER.findall(name) or ["0"])[-1][:9])
        return bool(_NOT_STORIES.search(name)), "news" not in name, changed or _LONG_AGO, number

    # Stories before other things, news first; then by date, and among undated ones the highest number is the latest.
    ordered = sorted(maps, key=lambda each: rank(each)[2:], reverse=True)
    return [url for url, _ in sorted(ordered, key=lambda each: rank(each)[:2]) if url]


def _item(node: etree._Element, base: str, site: SiteConfig) -> Item | None:
    url = absolute(base, _text(node, "loc"))
    if url is None or not _belongs(url, site):
        return None
    changed = _moment(node, "lastmod")
    published = _moment(node, "publication_date")
    return Item(
        url=url,
        title=plain_text(_text(_first(node, "news"), "title") or _text(_first(node, "video"), "title")) or None,
        published=published,
        updated=changed,
        image=absolute(base, _text(_first(node, "image"), "loc")) if _first(node, "image") is not None else None,
        why="a URL of the sitemap",
    )


def _belongs(url: str, site: SiteConfig) -> bool:
    """Whether a URL lies below one of the site's pages; all do where the site's address is the sitemap itself."""
    for start in site.url:
        path = urlsplit(start).path
        folder = "/" if path.endswith((".xml", ".gz", ".txt")) else path.rstrip("/") + "/"
        if (
            registrable_domain(url) == registrable_domain(start)
            and urlsplit(url).path.startswith(folder)
            and url != start
        ):
            return True
    return False


def _children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    found = (child for child in node if isinstance(child.tag, str) and etree.QName(child).localname == name)
    for count, child in enumerate(found):
        if count >= MAX_URLS:
            return
        yield child


def _first(node: etree._Element, name: str) -> etree._Element | None:
    return next(
        (each for each in node.iter() if isinstance(each.tag, str) and etree.QName(each).localname == name), None
    )


def _text(node: etree._Element | None, name: str) -> str:
    found = None if node is None else _first(node, name)
    return (found.text or "").strip() if found is not None else ""


def _moment(node: etree._Element, name: str) -> datetime | None:
    text = _text(node, name)
    try:
        moment = datetime.fromisoformat(text)  # as the protocol has it; quick, for maps are long
    except ValueError:
        return parse_date(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
