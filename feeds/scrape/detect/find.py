"""A listing page → its items, with no config at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from lxml import etree

from cleaner import Enclosure, decode, parse, parse_date, plain_text
from feeds.model import Item
from feeds.scrape.detect import extras
from feeds.scrape.detect.choose import Choice, choose
from feeds.scrape.detect.moments import moments
from feeds.scrape.detect.page import Page, view
from feeds.scrape.detect.records import Record, records
from feeds.scrape.detect.structured import Resolve, Thing, embedded_state, listed_data
from feeds.scrape.detect.titles import titles
from feeds.scrape.detect.trees import Trees
from feeds.urls import absolute, identity

Reader = Callable[..., datetime | None]

MIN_THINGS = 3
"""Members of the shortest list in a page's data that may be its items."""


def find_items(html: bytes, url: str, *, ranker: Trees | None = None) -> list[Item]:
    """What a person would say the page lists, in page order; empty where it lists nothing.

    html: the page as its server sent it. url: where it was read; relative links start there. ranker: see `choose`.
    """
    return detect(parse(decode(html)), url, ranker=ranker).items


def detect_items(
    root: etree._Element,
    url: str,
    *,
    language: str | None = None,
    timezone: str | None = None,
    now: datetime | None = None,
) -> list[Item]:
    """The same for a page that is parsed already.

    language, timezone, now: as `cleaner.parse_date` takes them; language defaults to the page's own.
    """
    return detect(root, url, language=language, timezone=timezone, now=now).items


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the items, and where on the page each is (nowhere, for those of the page's data)."""

    items: list[Item]
    links: Sequence[etree._Element] = ()
    roots: Sequence[etree._Element] = ()  # of each item the largest element that is its alone
    resolve: Resolve | None = None

    def key(self, link: etree._Element) -> str | None:
        """The identity of where a link leads."""
        target = self.resolve(link.get("href")) if self.resolve else None
        return target[1] if target else None


def detect(
    root: etree._Element,
    url: str,
    *,
    language: str | None = None,
    timezone: str | None = None,
    now: datetime | None = None,
    ranker: Trees | None = None,
) -> Found:
    """The same, with the elements that hold the items."""
    page = view(root, url)
    data = listed_data(root, page.resolve)
    read = partial(parse_date, language=language or root.get("lang"), timezone=timezone, now=now)
    choice = choose(page, _sets(data), ranker)
    if choice is None or choice.is_weak:
        data += embedded_state(root, page.resolve)
        if things := _unseen(data, page):
            return Found([_from_data(thing, page, read) for thing in things])
    if choice is None or choice.is_nothing:
        return Found([])
    rows = records(page, choice)
    items = _told_twice(_read(page, choice, rows, read), data, page, read)
    return Found(items, [row.link.node.element for row in rows], [row.nodes[0].element for row in rows], page.resolve)


def told_sets(page: Page) -> list[frozenset[str]]:
    """The lists in the page's JSON-LD, as sets of URL identities."""
    return _sets(listed_data(page.root, page.resolve))


def _sets(data: Sequence[list[Thing]]) -> list[frozenset[str]]:
    return [frozenset(identity(thing.url) for thing in things) for things in data]


def _read(page: Page, choice: Choice, rows: Sequence[Record], read: Reader) -> list[Item]:
    """The items as the page shows them."""
    named = titles(page, rows)
    dated = moments(page, rows, named, read)
    summed = extras.summaries(page, rows, named)
    base, why = page.resolve.base, _why(choice)
    return [
        Item(
            url=row.link.url,
            title=title,
            published=published,
            summary=summary,
            image=extras.image(page, row, base),
            authors=extras.authors(page, row, title),
            enclosures=extras.enclosures(page, row, base),
            why=why,
        )
        for row, title, published, summary in zip(rows, named, dated, summed, strict=True)
    ]


def _why(choice: Choice) -> str:
    ways = ", ".join(sorted(choice.group.ways))
    return f"one of {len(choice.group.links)} alike links ({ways}), the best of {choice.rivals + 1} groups"


def _unseen(data: Sequence[list[Thing]], page: Page) -> list[Thing]:
    """The longest list in the page's data of which the page shows next to nothing: scripts would draw it."""
    shown = {link.key for link in page.links}
    for things in sorted(data, key=lambda each: -len(each) * (1 + any(thing.published for thing in each))):
        seen = sum(identity(thing.url) in shown for thing in things)
        if len(things) >= MIN_THINGS and seen <= 0.2 * len(things):
            return things
    return []


def _from_data(thing: Thing, page: Page, read: Reader) -> Item:
    return Item(
        url=thing.url,
        title=plain_text(thing.title) or None,
        published=read(thing.published) if thing.published else None,
        summary=plain_text(thing.summary or "") or None,
        image=absolute(page.resolve.base, thing.image) if thing.image else None,
        authors=thing.authors,
        enclosures=(Enclosure(url=url),) if thing.audio and (url := absolute(page.resolve.base, thing.audio)) else (),
        why="in the page's own data",
    )


def _told_twice(items: list[Item], data: Sequence[list[Thing]], page: Page, read: Reader) -> list[Item]:
    """Fill in what the page does not show but its data tells of the very same addresses."""
    known = {identity(thing.url): thing for things in data for thing in things}
    return [_filled(item, known.get(identity(item.url)), page, read) for item in items] if known else items


def _filled(item: Item, thing: Thing | None, page: Page, read: Reader) -> Item:
    if thing is None:
        return item
    told = _from_data(thing, page, read)
    return replace(
        item,
        title=item.title or told.title,
        published=item.published or told.published,
        summary=item.summary or told.summary,
        image=item.image or told.image,
        authors=item.authors or told.authors,
        why=f"{item.why}; filled in from the page's own data",
    )
