"""What a person reads of each item of a list: its title, date, text, picture and author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cleaner import date_order, parse_date
from feeds.scrape.detect.page import HEADINGS, Link, Node, Page, width

_TITLE_CLASS = re.compile(r"title|headline|heading|(?:^|[-_ ])name(?:$|[-_ ])", re.IGNORECASE)
_NOT_TITLE = re.compile(r"sub-?title|author|user|brand|categor|date|price|label|badge", re.IGNORECASE)
_LABELS = ("aria-label", "title")
_PICTURES = ("data-src", "data-lazy-src", "data-original", "src")


@dataclass(frozen=True, slots=True)
class Record:
    """One item's part of the page: `node` is the largest element that is its alone, and what follows up to the next.

    `p0:p1` are its pieces of text; `links` lead where the item's link leads.
    """

    link: Link
    node: Node
    p0: int
    p1: int
    links: tuple[Link, ...]


def records(page: Page, links: Sequence[Link], nodes: Sequence[Node]) -> list[Record]:
    """The records of a list from its links and the largest element of each."""
    made = []
    for i, (link, node) in enumerate(zip(links, nodes, strict=True)):
        later = [each.p0 for each in nodes[i + 1 : i + 2] if each.p0 >= node.p1]
        parent = node.parent or node
        end = min([parent.p1, *later]) if _is_flat(node) else node.p1
        same = tuple(each for each in page.links[node.l0 : node.l1] if each.key == link.key) or (link,)
        made.append(Record(link, node, node.p0, max(end, node.p1), same))
    return made


def _is_flat(node: Node) -> bool:
    """Whether an item's text may go on behind its element: a title's line, a row of a table, a term of a list."""
    return node.tag in HEADINGS or node.tag in ("a", "tr", "dt", "p", "b", "strong", "span")


Reader = Callable[[Page, Record], str]


def titles(page: Page, rows: Sequence[Record]) -> list[str | None]:
    """Of each item the text that a person would call its title."""
    readings = [[reader(page, row) for row in rows] for reader in _READERS]
    order = [texts for texts in readings if _tells_apart(texts)]
    return [
        next((text for text in found if text), row.link.label or None) for row, *found in zip(rows, *order, strict=True)
    ]


def _tells_apart(texts: Sequence[str]) -> bool:
    """Whether these texts are titles: not all "Read more", and not three characters each."""
    said = [text for text in texts if text]
    if not said:
        return False
    return len(said) < 3 or Counter(said).most_common(1)[0][1] <= max(2, len(said) * 0.4)


def _heading(page: Page, row: Record) -> str:
    """The heading in the link or around it, else the first of the item."""
    for link in row.links:
        for node in _below(link.node):
            if node.tag in HEADINGS and (text := page.text(node.p0, node.p1)):
                return text
        up: Node | None = link.node
        for _ in range(4):
            if up is None or up is row.node.parent:
                break
            if up.tag in HEADINGS and (text := page.text(link.node.p0, link.node.p1)):
                return text
            up = up.parent
    for node in _below(row.node):
        if node.tag in HEADINGS and (text := page.text(node.p0, node.p1)):
            return text
    return ""


def _named(page: Page, row: Record) -> str:
    """An element that calls itself a title."""
    for node in _below(row.node):
        if _TITLE_CLASS.search(node.classes) and not _NOT_TITLE.search(node.classes):
            text = page.text(node.p0, node.p1)
            if text and width(text) < 250:
                return text
    return ""


def _link_text(page: Page, row: Record) -> str:
    texts = [link.text for link in row.links if link.text]
    return max(texts, key=width, default="") if texts else ""


def _label(page: Page, row: Record) -> str:
    return next((link.label for link in row.links if link.label), "")


def _first_text(page: Page, row: Record) -> str:
    return page.pieces[row.p0] if row.p1 > row.p0 else ""


_READERS: tuple[Reader, ...] = (_heading, _link_text, _named, _label, _first_text)


def dates(page: Page, rows: Sequence[Record], language: str | None) -> list[datetime | None]:
    """When each item was published, as far as the page says with it."""
    said = [list(_moments(page, row)) for row in rows]
    order = date_order([text for texts in said for text in texts], language)

    def first(texts: list[str]) -> datetime | None:
        found = (parse_date(text, language=language, day_first=order) for text in texts)
        return next((moment for moment in found if moment), None)

    return [first(texts) for texts in said]


def _moments(page: Page, row: Record) -> Iterator[str]:
    for node in _below(row.node):
        if node.tag == "time" and (text := node.element.get("datetime")):
            yield text
    for piece in page.pieces[row.p0 : row.p1]:
        if width(piece) < 120 and any(ch.isdigit() for ch in piece):
            yield piece


def _below(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        each = stack.pop()
        yield each
        stack.extend(reversed(each.children))
