"""A listing page → its items, with no config at all."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from cleaner import decode, parse
from feeds.model import Item
from feeds.scrape.detect.choose import choose
from feeds.scrape.detect.fields import dates, records, titles
from feeds.scrape.detect.page import view


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
    chosen = choose(page)
    if chosen is None:
        return []
    group, features = chosen
    rows = records(page, group.links, features.records(group))
    language = language or root.get("lang")
    return [
        Item(
            url=row.link.url,
            title=title,
            published=published,
            why=f"repeated structure ({', '.join(sorted(group.how))})",
        )
        for row, title, published in zip(rows, titles(page, rows), dates(page, rows, language), strict=True)
    ]
