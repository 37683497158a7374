"""A listing page → its items, with no config at all."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from lxml import etree

from cleaner import decode, parse, parse_date
from feeds.model import Item
from feeds.scrape.detect.choose import Choice, choose
from feeds.scrape.detect.moments import moments
from feeds.scrape.detect.page import view
from feeds.scrape.detect.records import records
from feeds.scrape.detect.titles import titles


def find_items(html: bytes, url: str) -> list[Item]:
    """What a person would say the page lists, in page order; empty where it lists nothing.

    html: the page as its server sent it. url: where it was read; relative links start there.
    """
    return detect_items(parse(decode(html)), url)


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
    page = view(root, url)
    choice = choose(page)
    if choice is None:
        return []
    rows = records(page, choice)
    named = titles(page, rows)
    read = partial(parse_date, language=language or root.get("lang"), timezone=timezone, now=now)
    dated = moments(page, rows, named, read)
    return [
        Item(url=row.link.url, title=title, published=published, why=_why(choice))
        for row, title, published in zip(rows, named, dated, strict=True)
    ]


def _why(choice: Choice) -> str:
    ways = ", ".join(sorted(choice.group.ways))
    return f"one of {len(choice.group.links)} alike links ({ways}), the best of {choice.rivals + 1} groups"
