"""A site's own feed: is it the page's list, and is it well?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.discovery.look import Look
from feeds.errors import FeedsError
from feeds.model import Item, Listing, Response
from feeds.scrape import discover
from feeds.urls import identity

MAX_FEEDS = 5
_ALIKE = 0.6
"""Share of a feed's newest entries that the page must show for the two to be one list."""
_TOP = 5
"""Items at the top of the page, one of which a feed that is kept up holds."""
_BEHIND = timedelta(days=3)
"""How much older than the page's newest item that of a feed which is kept up may be."""
_ABANDONED = timedelta(days=400)
_LONG_TITLE = 15
"""Characters from which on an equal title means an equal story: some feeds lead through a counter of clicks."""


@dataclass(frozen=True, slots=True)
class NativeFeed:
    """A feed that the page announces, or why it is none to take."""

    url: str
    alike: float = 0.0  # share of its newest entries that the page shows
    fault: str = ""


def native_feeds(response: Response, items: Sequence[Item], look: Look) -> list[NativeFeed]:
    """The feeds that a page announces, those to take first, the one most like the page before the others.

    items: what the page shows; empty where nothing was found on it, so that any feed that is well will do.
    """
    judged = [_judged(link.url, items, look) for link in discover(response).feeds[:MAX_FEEDS]]
    return sorted(judged, key=lambda feed: (bool(feed.fault), -feed.alike))


def _judged(url: str, items: Sequence[Item], look: Look) -> NativeFeed:
    try:
        listing = look.listing({"url": url, "source": "feed"})
    except FeedsError as error:
        return NativeFeed(url, fault=error.what)
    if listing.follow:
        return NativeFeed(url, fault="it is no feed")
    fault = next(_faults(listing, items, look.now), "")
    return NativeFeed(url, alike=_alike(listing.items, items), fault=fault)


def _faults(listing: Listing, items: Sequence[Item], now: datetime) -> Iterator[str]:
    """What speaks against taking a feed for the page."""
    if not any(item.title or item.html for item in listing.items):
        yield "it is empty"
        return
    newest = _newest(listing.items)
    if items:
        if _alike(listing.items, items) < _ALIKE:
            yield "it lists other things than the page"
        shown = _newest(items)
        top = items[:_TOP]
        if (newest and shown and shown - newest > _BEHIND) or not any(map(_Names(listing.items).hold, top)):
            yield "it lacks the page's newest items"
    elif newest and now - newest > _ABANDONED:
        yield f"its newest entry is of {newest:%Y-%m-%d}"


def _newest(items: Sequence[Item]) -> datetime | None:
    return max((item.published for item in items if item.published), default=None)


def _alike(entries: Sequence[Item], items: Sequence[Item]) -> float:
    newest = entries[: max(len(items), 1)]
    shown = _Names(items)
    return sum(map(shown.hold, newest)) / len(newest) if newest else 0.0


class _Names:
    """Items as another list may name them: by their address, or by a title long enough to be theirs alone."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.addresses = {identity(item.url) for item in items}
        self.titles = {title for item in items if len(title := _plain(item.title)) >= _LONG_TITLE}

    def hold(self, item: Item) -> bool:
        return identity(item.url) in self.addresses or _plain(item.title) in self.titles


def _plain(title: str | None) -> str:
    return " ".join((title or "").casefold().split())
