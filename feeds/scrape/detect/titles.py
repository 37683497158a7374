"""Which text of its record is an item's title: judged for the whole list, column by column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from feeds.scrape.detect import words
from feeds.scrape.detect.page import HEADINGS, Node, Page, kind, width
from feeds.scrape.detect.records import Record, parts

MAX_COLUMNS = 60
"""Texts of one record that are weighed."""
LONGEST = 300
"""Columns of the longest title."""

_NAMED = re.compile(r"title|headline|heading|(?:^|[-_\s])(?:name|subject)(?:$|[-_\s])", re.IGNORECASE)
_NOT_NAMED = re.compile(
    r"sub-?(?:title|head)|author|user|brand|vendor|categor|kicker|date|price|label|badge|eyebrow", re.IGNORECASE
)
_BLOCKS = frozenset("div p li td th h1 h2 h3 h4 h5 h6 section article header footer time figcaption dt dd".split())
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Column:
    """The texts that stand at one place of the records, one a record."""

    texts: dict[int, str] = field(default_factory=dict)  # by the record's number
    score: float = 0.0
    heading: bool = False  # in or around a heading
    linked: bool = False  # in the item's own link
    named: bool = False  # calls itself a title
    spoken: bool = False  # an attribute, not what is seen
    mixed: float = 0.0  # share of texts that are several blocks, as a whole card's
    place: float = 0.0  # how many texts stand before it


def titles(page: Page, rows: Sequence[Record]) -> list[str | None]:
    """Of each item the text that a person would call its title; the sections of a page are judged one by one."""
    found: dict[int, str | None] = {}
    for numbers in parts(rows):
        found.update(zip(numbers, _titles(page, [rows[number] for number in numbers]), strict=True))
    return [found[number] for number in range(len(rows))]


def _titles(page: Page, rows: Sequence[Record]) -> list[str | None]:
    columns = [column for column in _columns(page, rows) if column.texts]
    for column in columns:
        column.score = _score(column, rows)
    ranked = sorted(columns, key=lambda column: -column.score)
    return [_first(ranked, number) or _spoken(row) for number, row in enumerate(rows)]


def _first(ranked: Sequence[Column], number: int) -> str | None:
    return next((column.texts[number] for column in ranked if number in column.texts and column.score > 0), None)


def _spoken(row: Record) -> str | None:
    return next((link.label for link in row.links if link.label), None)


def _columns(page: Page, rows: Sequence[Record]) -> list[Column]:
    found: dict[object, Column] = {}
    for number, row in enumerate(rows):
        seen: Counter[object] = Counter()
        for place, (where, node, text) in enumerate(_texts(page, row)):
            seen[where] += 1
            column = found.setdefault((where, seen[where]), Column(spoken=isinstance(where, str)))
            column.texts[number] = text
            column.place += place
            column.heading |= _is_headed(node)
            column.linked |= any(_is_within(node, link.node) for link in row.links)
            column.named |= bool(_NAMED.search(node.classes)) and not _NOT_NAMED.search(node.classes)
            column.mixed += _is_mixed(page, node)
    for column in found.values():
        column.place /= len(column.texts)
        column.mixed /= len(column.texts)
    return list(found.values())


def _texts(page: Page, row: Record) -> Iterator[tuple[object, Node, str]]:
    """The places of a record that hold a text: (what is the same for that place in each record, node, text)."""
    count = 0
    own = {link.node.index for link in row.links}
    top = row.nodes[0].depth
    for node in row.nodes:
        if node.p1 == node.p0 or node.width > LONGEST or count >= MAX_COLUMNS:
            continue
        is_link = node.index in own
        owns = page.owners[node.p0] is node
        if owns or is_link or node.tag in HEADINGS or (_NAMED.search(node.classes) and node.tag != "a"):
            count += 1
            yield (_way(node, top), kind(node.classes), is_link), node, _undated(page, node)
    if row.spoken:
        yield "spoken", row.link.node, row.spoken
    for link in row.links:
        if not link.text and link.label:
            yield "alt", link.node, link.label
            break


def _undated(page: Page, node: Node) -> str:
    """An element's text, without the date that stands in an element of its own at its end."""
    end = node.p1
    while end - 1 > node.p0 and page.owners[end - 1] is not node and words.is_day(page.pieces[end - 1]):
        end -= 1
    return page.between(node.p0, end)


def _way(node: Node, top: int) -> tuple[str, ...]:
    """The tags that lead from a record's own level to the node."""
    return (node.tag, *(up.tag for up in node.ancestors if up.depth >= top))


def _is_mixed(page: Page, node: Node) -> bool:
    owners = {owner.index for owner in page.owners[node.p0 : node.p1] if owner.tag in _BLOCKS}
    return len(owners) > 1


def _is_headed(node: Node) -> bool:
    return node.tag in HEADINGS or any(up.tag in HEADINGS for _, up in zip(range(3), node.ancestors, strict=False))


def _is_within(node: Node, other: Node) -> bool:
    return other.index <= node.index < other.end


def _score(column: Column, rows: Sequence[Record]) -> float:
    """How much a column reads like titles: said of all, different for each, long as headlines, told by the address."""
    texts = list(column.texts.values())
    share = len(texts) / len(rows)
    counted = Counter(texts)
    different = len(counted) / len(texts)
    if len(texts) > 2 and counted.most_common(1)[0][1] > max(1, 0.4 * len(texts)):
        different *= 0.2  # "Read more"
    widths = sorted(width(text) for text in texts)
    middle = widths[len(widths) // 2]
    length = min(1.0, middle / 20) if middle <= 110 else max(0.3, 110 / middle)
    told = sum(_told(text, rows[number].link.url) for number, text in column.texts.items()) / len(texts)
    is_date = words.is_day if column.linked else words.is_dated  # "Minutes of 8 July 2025" is what a document is called
    prose = sum(words.PRICE.search(text) is not None or is_date(text) for text in texts if width(text) < 40)
    score = share * different * (0.3 + 0.7 * length)
    if sorted(map(_lettered, texts))[len(texts) // 2] < 0.6:
        score *= 0.6  # a docket number, a model's code
    score *= (
        1 + (1.2 if column.linked else 0.6) * column.heading + 0.8 * column.linked + 0.6 * column.named + 2.0 * told
    )
    score *= 1 + 0.5 * sum(text == rows[number].spoken for number, text in column.texts.items()) / len(texts)
    score *= (1 - 0.8 * prose / len(texts)) * (1 - 0.4 * column.mixed) * (0.45 if column.spoken else 1.0)
    return score / (1 + 0.03 * column.place)


def _lettered(text: str) -> float:
    """Share of letters among a text's letters and digits."""
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return letters / max(1, letters + digits)


def _told(text: str, url: str) -> float:
    """F1 of a text's words and those of its address, 0.0 where the address has none."""
    slug = _slug(url)
    if text and urlsplit(url).path.rstrip("/").endswith("/" + text):
        return 1.0  # v2.10.2
    if len(slug) < 2:
        return 0.0
    said = {word.casefold() for word in _WORD.findall(text[:LONGEST])}
    common = len(slug & said)
    return 2 * common / (len(slug) + len(said)) if common else 0.0


@lru_cache(maxsize=4096)
def _slug(url: str) -> frozenset[str]:
    """The words of the longest part of an address' path."""
    parts = [set(map(str.casefold, _WORD.findall(unquote(part)))) for part in urlsplit(url).path.split("/")]
    best = max(parts, key=lambda part: sum(not word.isdigit() and len(word) > 1 for word in part))
    return frozenset(word for word in best if not word.isdigit() and word not in ("html", "htm", "php", "aspx"))
