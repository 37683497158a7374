"""Items that share a page: episodes that all link the show, versions on one page of changes. Pure.

Each gets an address of its own there, by a fragment, since an item is known by its address; an item that has its page
to itself keeps it as it is. See `Item.has_page`.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from feeds.model import Item, Listing, Response
from feeds.urls import identity, is_web, with_fragment

_READABLE = re.compile(r"[A-Za-z0-9._~-]{1,80}")


def told_apart(listing: Listing, response: Response) -> Listing:
    """The listing with a URL for each of its items that shares its page with others, or has none but the show page."""
    if not any("#" in item.url or item.id or item.enclosures for item in listing.items):
        return listing
    shows = {identity(url.partition("#")[0]) for url in (listing.url, response.url, response.final_url)}
    shared = {page for page, items in _by_page(listing.items).items() if page in shows or _are_several(items)}
    return replace(listing, items=tuple(_placed(item, _page(item) in shared) for item in listing.items))


def _placed(item: Item, shared: bool) -> Item:
    url = with_fragment(item.url, _fragment(item) if shared else "")
    return item if url == item.url else replace(item, url=url)


def _by_page(items: Iterable[Item]) -> dict[str, list[Item]]:
    pages: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        pages[_page(item)].append(item)
    return pages


def _page(item: Item) -> str:
    return identity(item.url.partition("#")[0])


def _are_several(items: Sequence[Item]) -> bool:
    """Whether items on one page are each their own, and not one that is linked twice."""
    names = {name for item in items if (name := _fragment(item))}
    return len(names) > 1 and len({(item.title, item.published) for item in items}) > 1


def _fragment(item: Item) -> str:
    """What tells an item from others on its page; empty where nothing does."""
    written = item.url.partition("#")[2]
    if written:
        return written
    name = item.id or next((each.url for each in item.enclosures), "")
    if is_web(name) and identity(name.partition("#")[0]) == _page(item):
        return ""  # the same address once more; what some add to it is the number of the revision
    return name if _READABLE.fullmatch(name) else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
