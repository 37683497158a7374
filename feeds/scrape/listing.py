"""A show page by the site's own selectors: Response → Listing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import escape

from lxml import etree

from cleaner import (
    Enclosure,
    attribute_text,
    compile_selector,
    date_order,
    first_match,
    first_read,
    one_line,
    parse_date,
    plain_text,
    sanitize,
)
from feeds.config import ListingConfig, SiteConfig
from feeds.errors import ScrapeError
from feeds.media_types import media_type_named
from feeds.model import Item, Listing, Response
from feeds.scrape.article import look_for_wall, public_url
from feeds.scrape.dom import base_url, text_of, tree_of
from feeds.urls import absolute, absolute_part

_HEADINGS = "*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
_HEADING = compile_selector(f"(./descendant-or-self::{_HEADINGS})[1]")
_LINKS = tuple(
    map(
        compile_selector,
        ["./self::a[@href]", f"(.//{_HEADINGS}//a[@href])[1]", "(.//a[@href])[1]", "(./ancestor::a[@href])[last()]"],
    )
)
_TIME = compile_selector("(./descendant-or-self::time)[1]")
_TITLES = ("//meta[@property='og:title']/@content", "//title", "//meta[@property='og:site_name']/@content", "//h1")
_HOME = re.compile(r"home ?(?:page)?|index|start(?:seite)?|accueil|inicio|главная|首页", re.IGNORECASE)
_DESCRIPTION = ("//meta[@name='description' or @property='og:description']/@content",)

# Where an element keeps the address or the moment that it stands for, when a selector names the element alone.
_WRITTEN_ADDRESS = re.compile(r"(?:https?:)?/\S+")
_ADDRESS = ("href", "data-src", "data-lazy-src", "data-original", "src", "content")
_MOMENT = ("datetime", "content")


def read_selected(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The items that `listing.items` and its fields select, in page order, each URL once
    (or as often as `listing.id` finds other ids with it).

    Raises ScrapeError when `listing.items` matches nothing, or when nothing that it matches has a link.
    """
    root = tree_of(response)
    base = base_url(root, response.final_url)
    rows = [node for node in first_match(root, site.listing.items) if isinstance(node, etree._Element)]
    if not rows:
        look_for_wall(response)
    rows = rows[: site.listing.max_items]
    moments = [_moment(row, site.listing) for row in rows]
    language = site.language or root.get("lang")
    read_date = partial(
        parse_date,
        language=language,
        timezone=site.timezone,
        now=now,
        day_first=date_order([moment for moment in moments if moment], language),
    )
    items = [_read_item(row, moment, base, site.listing, read_date) for row, moment in zip(rows, moments, strict=True)]
    return replace(
        describe(root, response, site),
        items=_each_once(items, response.final_url, site),
        next_page=_address(root, base, site.listing.next_page),
    )


def describe(root: etree._Element, response: Response, site: SiteConfig) -> Listing:
    """What a show page says of itself: a Listing that has no items yet."""
    return Listing(
        url=public_url(response),
        title=_title_of(root),
        description=_text(root, _DESCRIPTION),
        language=site.language or root.get("lang"),
    )


def _title_of(root: etree._Element) -> str | None:
    titles = [title for each in _TITLES if (title := _text(root, (each,)))]
    return next((title for title in titles if not names_no_site(title)), titles[0] if titles else None)


def names_no_site(title: str) -> bool:
    """Whether a title is but "Home" or the like: any site has a page of that name."""
    return _HOME.fullmatch(title) is not None


def _read_item(
    row: etree._Element,
    moment: str | None,
    base: str,
    listing: ListingConfig,
    read_date: Callable[[str], datetime | None],
) -> Item | None:
    url = _link(row, base, listing)
    if url is None:
        return None
    html = sanitize(_markup(row, listing.content), base)
    if not listing.content and "#" in url:
        html = sanitize(_inner_html(row), base)  # a part of this very page: the row is the story
    return Item(
        url=url,
        title=_title(row, listing),
        published=read_date(moment) if moment else None,
        summary=_text(row, listing.summary),
        html=html or None,
        image=_address(row, base, listing.image),
        authors=_texts(row, listing.author),
        categories=_texts(row, listing.categories),
        enclosures=_enclosures(row, base, listing),
        id=_text(row, listing.id),
        why=f"listing.items {', '.join(map(repr, listing.items))}",
    )


def _each_once(found: Iterable[Item | None], url: str, site: SiteConfig) -> tuple[Item, ...]:
    rows = list(found)
    items: dict[tuple[str, str | None], Item] = {}
    for item in rows:
        if item is not None:
            items.setdefault((item.url, item.id), item)
    if items:
        return tuple(items.values())
    if not rows:
        key, what = "items", "the listing matched no items"
    else:
        key, what = "link", f"none of the listing's {len(rows)} items has a link"
    written = site.written(f"listing.{key}", getattr(site.listing, key))
    raise ScrapeError(what, where=url, mend=f"{written}; try: feedmill preview {site.slug}")


def _link(row: etree._Element, base: str, listing: ListingConfig) -> str | None:
    """Where a row leads; with a fragment where that is a part of the show page itself."""
    if listing.link:
        return _address(row, base, listing.link, _led_to)
    links = (_value(node, _ADDRESS, text=False) for each in _LINKS for node in each.select(row))
    return next((url for href in links if href and (url := _led_to(base, href))), None)


def _led_to(base: str, href: str) -> str | None:
    here = href.lstrip().startswith("#") or href.partition("#")[0] == base
    return absolute_part(base, href) if here else absolute(base, href)


def _title(row: etree._Element, listing: ListingConfig) -> str | None:
    if listing.title:
        return _text(row, listing.title)
    shown = (_line(row, node) for each in (_HEADING, *_LINKS) for node in each.select(row))
    return next((title for title in shown if title), None)


def _moment(row: etree._Element, listing: ListingConfig) -> str | None:
    if not listing.published:
        return next(_moments(_TIME.select(row)), None)
    return next(iter(first_read(row, listing.published, lambda found: [*_moments(found)])), None)


def _moments(found: Iterable[etree._Element | str]) -> Iterator[str]:
    return (text for node in found if (text := _value(node, _MOMENT)))


def _address(
    row: etree._Element, base: str, selectors: tuple[str, ...], resolved: Callable[[str, str], str | None] = absolute
) -> str | None:
    def read(found: Iterable[etree._Element | str]) -> list[str]:
        values = (_value(node, _ADDRESS, text=False) or _address_told(node) for node in found)
        return [url for value in values if value and (url := resolved(base, value))]

    return next(iter(first_read(row, selectors, read)), None)


def _address_told(node: etree._Element | str) -> str | None:
    """The address that an element has as its text, as elements of XML do."""
    text = _value(node, ())
    return text if text and _WRITTEN_ADDRESS.fullmatch(text) else None


def _enclosures(row: etree._Element, base: str, listing: ListingConfig) -> tuple[Enclosure, ...]:
    def read(found: Iterable[etree._Element | str]) -> list[str]:
        values = (_value(node, _ADDRESS, text=False) for node in found)
        return [*dict.fromkeys(url for value in values if value and (url := absolute(base, value)))]

    return tuple(Enclosure(url=url, type=media_type_named(url)) for url in first_read(row, listing.audio, read))


def _text(row: etree._Element, selectors: tuple[str, ...]) -> str | None:
    return next(iter(_texts(row, selectors)), None)


def _texts(row: etree._Element, selectors: tuple[str, ...]) -> tuple[str, ...]:
    def read(found: Iterable[etree._Element | str]) -> list[str]:
        return [*dict.fromkeys(line for node in found if (line := _line(row, node, "content")))]

    return tuple(first_read(row, selectors, read))


def _line(row: etree._Element, node: etree._Element | str, *attributes: str) -> str:
    """What a selector's match says, as one line of text.

    An element of HTML says what it shows: its `&lt;b&gt;` is no markup. One of XML (a feed's) often holds markup.
    """
    value = _value(node, attributes) or ""
    if row.getroottree().getroot().tag != "html":
        return plain_text(value)
    shown = isinstance(node, etree._Element) and not any(map(node.get, attributes))
    return one_line(value) if shown else attribute_text(value)


def _markup(row: etree._Element, selectors: tuple[str, ...]) -> str:
    """What the elements hold, as it stands; of a text or an attribute, its own words."""

    def read(found: Iterable[etree._Element | str]) -> list[str]:
        parts = (escape(node) if isinstance(node, str) else _inner_html(node) for node in found)
        return [part for part in parts if part.strip()]

    return "\n".join(first_read(row, selectors, read))


def _inner_html(node: etree._Element) -> str:
    inside = [str(etree.tostring(child, encoding="unicode", method="html")) for child in node]
    return escape(node.text or "") + "".join(inside)


def _value(node: etree._Element | str, attributes: tuple[str, ...], *, text: bool = True) -> str | None:
    """What a selector's match says: a string as it is, an element by the first attribute it has, else its text."""
    if isinstance(node, str):
        return node.strip() or None
    said = next((value for name in attributes if (value := node.get(name))), None)
    if said is None and text:
        said = text_of(node)
    return said or None
