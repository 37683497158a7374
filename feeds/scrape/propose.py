"""Found items → the site config that would find them: short selectors, proved on the page and on the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from lxml import etree

from cleaner import compile_selector, decode, parse, parse_date, plain_text
from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Item, Response
from feeds.scrape import naming
from feeds.scrape.detect import Found, detect, find_next_page
from feeds.scrape.dom import text_of
from feeds.scrape.listing import describe, read_selected
from feeds.scrape.sources.discover import Offers, offers
from feeds.urls import absolute, identity

MAX_TRIES = 150
"""Selectors tried for the items, and for each field."""
MAX_FALLBACKS = 3
"""Selectors of one field."""
_ENOUGH = 0.9
"""Share of a field's values that a selector must give to be proposed."""
MAX_EXACT = 8
"""Selectors that give the very items, of which the first that gives their titles too is taken."""
_TITLED = 0.8
"""Share of the titles found that a listing must give."""
_WRONG = 0.05
"""Wrong values that a selector may give beside each right one."""
_RARE = 0.3
"""A field that fewer of the items have is left out."""
_NOW = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
"""Selectors are compared on dates that a page spells out, for which no clock is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A site config for a page, and what is known of it."""

    config: Mapping[str, Any]  # the site's mapping for config.yaml; no `listing` where no selector is as good
    items: tuple[Item, ...]  # as found without a config
    coverage: Mapping[str, int]  # field → how many of the items the proposed config gives it
    exact: bool  # whether the selectors give the very items found, on every page that was given
    offers: Offers  # feeds and the like that the page announces
    next_page: str | None = None  # absolute


def propose(html: bytes, url: str, second_page: Response | None = None) -> Proposal:
    """The config for a listing page.

    html, url: the page and where it was read. second_page: its `next_page`, when it was fetched: there the selectors
    must give nothing but items either, and nine in ten of them. Raises ScrapeError where no items are found.
    """
    first = _Page(html, url, least=1.0)
    if not first.items:
        raise ScrapeError(
            "no items were found on the page",
            where=url,
            mend="give a page that lists them, or name them in listing.items",
        )
    pages = [first, *([_Page(second_page.body, second_page.final_url, least=_ENOUGH)] if second_page else [])]
    pages = [page for page in pages if page.items]
    listing = _listing(pages)
    config = _site(first, listing)
    read = _read(first, config) if listing else first.items
    return Proposal(
        config=config,
        items=tuple(first.items),
        coverage=_coverage(read),
        exact=bool(listing) and all(_agrees(page, config) for page in pages),
        offers=offers(first.root, url),
        next_page=find_next_page(first.root, url),
    )


class _Page:
    """A page, its items found without a config, and the elements that hold them."""

    def __init__(self, html: bytes, url: str, least: float) -> None:
        self.html, self.url = html, url
        self.least = least  # share of the items that selectors must give: what is found by itself may hold a stray one
        self.root = parse(decode(html))
        self.found: Found = detect(self.root, url)
        self.items = self.found.items
        self.keys = [identity(item.url) for item in self.items]


def _site(page: _Page, listing: dict[str, Any]) -> dict[str, Any]:
    said = describe(page.root, Response(url=page.url, final_url=page.url), SiteConfig(url=(page.url,)))
    config: dict[str, Any] = {"url": page.url}
    if said.title:
        config["title"] = said.title
    if said.language:
        config["language"] = said.language
    config["source"] = "page"
    if listing:
        config["listing"] = listing
    return config


def _listing(pages: Sequence[_Page]) -> dict[str, Any]:
    """The `listing` that gives the items of all pages, with their titles where one does; empty where none does."""
    untitled: dict[str, Any] = {}
    tries = ((rows, selector) for rows in _levels(pages[0].found) for selector in _item_selectors(pages[0], rows))
    exact = (listing for rows, selector in tries if (listing := _with_link(pages, {"items": selector}, rows)))
    for listing in islice(exact, MAX_EXACT):
        whole = listing | _fields(pages[0], listing)
        if _titled(pages[0], whole):
            return whole
        untitled = untitled or whole
    return untitled


def _titled(page: _Page, listing: dict[str, Any]) -> bool:
    """Whether a listing gives the items their titles, not the picture's half of a row that has two."""
    read = {identity(item.url): item.title for item in _read(page, {"url": page.url, "listing": listing})}
    wanted = [(key, item.title) for key, item in zip(page.keys, page.items, strict=True) if item.title]
    right = sum(_equal(read.get(key), title) for key, title in wanted)
    return right >= _TITLED * len(wanted)


def _levels(found: Found) -> Iterator[list[etree._Element]]:
    """The elements that may stand for the items: each record's largest, then what the links are in, then the links."""
    chains = [_chain(link, row) for link, row in zip(found.links, found.roots, strict=True)]
    depth = min(map(len, chains), default=0)
    for level in range(depth):
        yield [chain[level] for chain in chains]
    if any(len(chain) > depth for chain in chains):
        yield [chain[-1] for chain in chains]


def _chain(link: etree._Element, root: etree._Element) -> list[etree._Element]:
    """From a record's largest element down to its link."""
    chain = [link]
    while chain[-1] is not root and (up := chain[-1].getparent()) is not None:
        chain.append(up)
    return chain[::-1]


def _item_selectors(page: _Page, rows: Sequence[etree._Element]) -> Iterator[str]:
    within = _common(rows)
    tries = naming.candidates(rows, within)
    kinds: dict[tuple[str, str], list[etree._Element]] = {}
    for row in rows:
        kinds.setdefault((str(row.tag), row.get("class") or ""), []).append(row)
    if 1 < len(kinds) <= 4:  # a hero and its grid: one selector for each kind
        parts = [naming.candidates(each, within)[:4] for each in kinds.values()]
        tries += [naming.join(each) for each in zip(*parts, strict=False)]
    yield from tries[:MAX_TRIES]


def _common(rows: Sequence[etree._Element]) -> etree._Element:
    ancestors = [list(row.iterancestors()) for row in rows]
    shared = set(map(id, ancestors[0])).intersection(*(map(id, each) for each in ancestors[1:]))
    return next((up for up in ancestors[0] if id(up) in shared), rows[0])


def _selects(page: _Page, selector: str) -> bool:
    """Whether a selector matches one element for each item, and nothing else that leads elsewhere."""
    nodes = naming.select(page.root, selector)
    if not page.least * len(page.items) <= len(nodes) <= 2 * len(page.items):
        return False
    held = [{key for link in _links(node) if (key := page.found.key(link))} for node in nodes]
    wanted = set(page.keys)
    given = wanted & set().union(*held)
    return all(each & wanted for each in held) and len(given) >= page.least * len(wanted)


def _links(node: etree._Element) -> Iterator[etree._Element]:
    if node.tag == "a":
        yield node
    yield from node.iterdescendants("a")


def _with_link(pages: Sequence[_Page], listing: dict[str, Any], rows: Sequence[etree._Element]) -> dict[str, Any]:
    """`listing` if it gives the items, with a `link` where the default one is not theirs; else empty."""
    first = pages[0]
    if not all(_selects(page, listing["items"]) for page in pages):
        return {}
    meant, read = dict(zip(first.keys, rows, strict=True)), _rows(first, listing["items"])
    if sum(read.get(key) is row for key, row in meant.items()) < _ENOUGH * len(meant):
        return {}  # the picture's half of a row comes first
    if all(_agrees(page, {"url": page.url, "listing": listing}) for page in pages):
        return listing
    links = first.found.links
    if any(link is row for link, row in zip(links, rows, strict=True)):
        return {}
    for _, name in naming.names(links):
        tried = listing | {"link": f"{name}::attr(href)"}
        if all(_agrees(page, {"url": page.url, "listing": tried}) for page in pages):
            return tried
    return {}


def _read(page: _Page, config: Mapping[str, Any]) -> Sequence[Item]:
    response = Response(url=page.url, final_url=page.url, body=page.html)
    try:
        return read_selected(response, SiteConfig.model_validate({**config, "slug": "proposed"}), now=_NOW).items
    except ScrapeError:
        return ()


def _agrees(page: _Page, config: Mapping[str, Any]) -> bool:
    given, wanted = {identity(item.url) for item in _read(page, config)}, set(page.keys)
    return given <= wanted and len(given) >= page.least * len(wanted)


def _coverage(items: Sequence[Item]) -> dict[str, int]:
    fields = ("title", "published", "summary", "image", "authors", "enclosures")
    return {name: sum(bool(getattr(item, name)) for item in items) for name in fields}


# -- Fields: selectors that give what was found, looked for from the item's element.


def _fields(page: _Page, listing: dict[str, Any]) -> dict[str, Any]:
    """Selectors for the fields that the defaults do not give already."""
    read = {identity(item.url): item for item in _read(page, {"url": page.url, "listing": listing})}
    rows = _rows(page, listing["items"])
    found: dict[str, Any] = {}
    for field, (name, matches, attributes) in _FIELDS.items():
        wanted = {
            key: getattr(item, name) for key, item in zip(page.keys, page.items, strict=True) if getattr(item, name)
        }
        if len(wanted) < max(1, _RARE * len(page.items)):
            continue
        given = sum(_equal(getattr(read.get(key), name, None), value) for key, value in wanted.items())
        if given >= _ENOUGH * len(wanted):
            continue
        if selectors := _field_selectors(page, rows, wanted, matches, attributes):
            found[field] = selectors if len(selectors) > 1 else selectors[0]
    return found


def _rows(page: _Page, selector: str) -> dict[str, etree._Element]:
    """The item elements by the identity of the item that each holds."""
    rows: dict[str, etree._Element] = {}
    for node in naming.select(page.root, selector):
        keys = {key for link in _links(node) if (key := page.found.key(link))}
        for key in page.keys:
            if key in keys:
                rows.setdefault(key, node)
                break
    return rows


Matches = Callable[[str, Any, str], bool]
"""(text at a selector, value wanted, URL of the page) → whether they are the same."""


def _field_selectors(
    page: _Page,
    rows: Mapping[str, etree._Element],
    wanted: Mapping[str, Any],
    matches: Matches,
    attributes: Sequence[str],
) -> list[str]:
    """Selectors, in order of fallback, that together give enough of the wanted values and never a wrong one."""
    left = [key for key in wanted if key in rows]
    chosen: list[str] = []
    while left and len(chosen) < MAX_FALLBACKS:
        found = _best_selector(page, rows, wanted, left, matches, attributes)
        if found is None:
            break
        selector, given = found
        chosen.append(selector)
        left = [key for key in left if key not in given]
    return chosen if len(left) <= (1 - _ENOUGH) * len(wanted) else []


def _best_selector(
    page: _Page,
    rows: Mapping[str, etree._Element],
    wanted: Mapping[str, Any],
    left: Sequence[str],
    matches: Matches,
    attributes: Sequence[str],
) -> tuple[str, set[str]] | None:
    """Of the selectors that the first items left suggest, the most reliable one that gives most, and what it gives."""
    best: tuple[str, set[str]] | None = None
    tries = (each for key in left[:3] for each in _holding(rows[key], wanted[key], matches, attributes, page.url))
    for selector in list(dict.fromkeys(tries))[:MAX_TRIES]:
        said = {key: _said(rows[key], selector) for key in left}
        given = {key for key, text in said.items() if matches(text, wanted[key], page.url)}
        wrong = sum(bool(text) for text in said.values()) - len(given)
        if wrong <= _WRONG * len(given) and len(given) > (len(best[1]) if best else 0):
            best = selector, given
    return best


def _holding(row: etree._Element, value: Any, matches: Matches, attributes: Sequence[str], url: str) -> Iterator[str]:
    found: list[tuple[float, str]] = []
    for node in row.iterdescendants(etree.Element):
        ways = [f"::attr({name})" for name in attributes if matches(node.get(name) or "", value, url)]
        if matches(text_of(node), value, url):
            ways.append("")
        for cost, name in naming.names([node]):
            found += [(cost, f"{name}{way}") for way in ways]
    for _, selector in sorted(found):
        yield selector


def _said(row: etree._Element, selector: str) -> str:
    """The first thing that a selector gives below an item."""
    found = next(iter(compile_selector(selector).select(row)), "")
    return found if isinstance(found, str) else text_of(found)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return plain_text(one) == plain_text(other)
    return bool(one == other)


def _same_text(text: str, value: Any, url: str) -> bool:
    del url
    return bool(text) and plain_text(text) == plain_text(str(value[0] if isinstance(value, tuple) else value))


def _same_moment(text: str, value: Any, url: str) -> bool:
    del url
    read = parse_date(text) if text and len(text) < 100 else None
    return read is not None and read.date() == value.date()


def _same_address(text: str, value: Any, url: str) -> bool:
    address = value[0].url if isinstance(value, tuple) else value
    return bool(text) and not text.startswith("data:") and absolute(url, text) == address


_FIELDS: dict[str, tuple[str, Matches, tuple[str, ...]]] = {
    "title": ("title", _same_text, ("title", "aria-label")),
    "published": ("published", _same_moment, ("datetime", "content", "title", "data-date")),
    "summary": ("summary", _same_text, ()),
    "image": ("image", _same_address, ("src", "data-src", "data-lazy-src", "data-original")),
    "author": ("authors", _same_text, ()),
    "audio": ("enclosures", _same_address, ("href", "src")),
}
