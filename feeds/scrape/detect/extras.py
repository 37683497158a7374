"""What else a record tells of its item: summary, picture, author, audio."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner import Enclosure
from feeds.media_types import media_type_named
from feeds.scrape.detect import words
from feeds.scrape.detect.page import HEADINGS, Node, Page
from feeds.scrape.detect.records import Record
from feeds.urls import absolute

MIN_SUMMARY = 40
"""Columns of the shortest text that sums anything up."""
MAX_SUMMARY = 1000
_SMALL = 50
"""Pixels: what is narrower or lower is an icon."""

_PICTURES = ("data-src", "data-lazy-src", "data-original", "src")
_ICON = re.compile(
    r"avatar|icon|logo|emoji|gravatar|spinner|placeholder|blank|pixel|badge|sprite|rating|star", re.IGNORECASE
)
_AUTHOR = re.compile(
    r"(?:^|[-_\s])(?:p-author|author|byline|by-line|writer|contributor)(?:[-_\s]?(?:name|link))?(?:$|[-_\s])",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:by|von|par|por|di|av|af|door|автор:?|文/?|作者[::]?)\s+", re.IGNORECASE)
_AUDIO = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|wav|flac|aac)(?:$|\?)", re.IGNORECASE)


def summaries(page: Page, rows: Sequence[Record], titles: Sequence[str | None]) -> list[str | None]:
    """Of each item its longest paragraph that is neither its title nor said of many items alike."""
    found = [_summary(page, row, title) for row, title in zip(rows, titles, strict=True)]
    counts = Counter(found)
    return [text if text and counts[text] <= max(1, len(rows) // 5) else None for text in found]


def _summary(page: Page, row: Record, title: str | None) -> str | None:
    best = ""
    for node in row.nodes:
        if node.tag in HEADINGS or not MIN_SUMMARY <= node.width <= MAX_SUMMARY or page.owners[node.p0] is not node:
            continue
        text = page.text(node)
        if len(text) > len(best) and not (title and (text in title or (title in text and len(text) < 2 * len(title)))):
            best = text
    return best or None


def image(page: Page, row: Record, base: str) -> str | None:
    """The record's first picture that is no icon."""
    return next((url for node in _tagged(row, "img") if (url := _picture(node, base))), None)


def _picture(node: Node, base: str) -> str | None:
    element = node.element
    sizes = [element.get(name) or "" for name in ("width", "height")]
    if any(size.isdecimal() and len(size) < 6 and int(size) < _SMALL for size in sizes):
        return None
    for name in _PICTURES:
        href = element.get(name) or ""
        if href and not href.startswith("data:") and not _ICON.search(f"{href} {node.classes}"):
            return absolute(base, href)
    chosen = (element.get("srcset") or element.get("data-srcset") or "").split(",")[0].split()
    return absolute(base, chosen[0]) if chosen and not chosen[0].startswith("data:") else None


def authors(page: Page, row: Record, title: str | None) -> tuple[str, ...]:
    """Who is named as author in the record."""
    for node in row.nodes:
        element = node.element
        says = _AUTHOR.search(node.classes) or element.get("itemprop") == "author" or element.get("rel") == "author"
        if says and 0 < node.width < 80:
            name = _BY.sub("", page.text(node)).strip(" ,|·•–—")
            if 1 < len(name) < 60 and name != title and not words.is_dated(name):
                return (name,)
    return ()


def enclosures(page: Page, row: Record, base: str) -> tuple[Enclosure, ...]:
    """Audio that the record plays or links to."""
    sources = [_source(node) for node in row.nodes if node.tag in ("a", "div", "li", "article", "section")]
    urls = dict.fromkeys(url for hrefs in sources for href in hrefs if (url := absolute(base, href)))
    return tuple(Enclosure(url=url, type=media_type_named(url)) for url in list(urls)[:3])


def _source(node: Node) -> list[str]:
    if node.tag == "a":
        href = node.element.get("href") or ""
        return [href] if _AUDIO.search(href) else []
    held = (child for child in node.element if child.tag == "audio")
    players = [each for audio in held for each in (audio, *audio.iter("source"))]
    return [src for each in players if (src := each.get("src"))]


def _tagged(row: Record, tag: str) -> Iterator[Node]:
    return (node for node in row.nodes if node.tag == tag)
