"""Each item's own part of the page: the element that is its alone, and in flat lists what follows up to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from feeds.scrape.detect.choose import Choice
from feeds.scrape.detect.page import Link, Node, Page

_FLAT = 0.6
"""A list is flat where so many of its items are followed by elements that belong to none."""


@dataclass(frozen=True, slots=True)
class Record:
    """One item's part of the page: `nodes` in document order, the text pieces `p0:p1`, and the links to the item."""

    link: Link
    nodes: tuple[Node, ...]
    p0: int
    p1: int
    links: tuple[Link, ...]


def records(page: Page, choice: Choice) -> list[Record]:
    """The records of the page's list, in page order."""
    roots = [page.nodes[index] for index in choice.records]
    roots = _alike(choice.group.links, roots)
    ends = _ends(roots)
    return [_record(page, link, root, end) for link, root, end in zip(choice.group.links, roots, ends, strict=True)]


def _alike(links: list[Link], roots: list[Node]) -> list[Node]:
    """Where most records are of one kind, the others are cut down to it: the last of a column is not the column."""
    (path, count), *_ = Counter(root.path for root in roots).most_common(1)
    if count < len(roots) / 2:
        return roots
    return [
        root if root.path == path else next((up for up in _chain(link.node, root) if up.path == path), root)
        for link, root in zip(links, roots, strict=True)
    ]


def _chain(node: Node, top: Node) -> Iterator[Node]:
    yield node
    for up in node.ancestors:
        if node is top:
            return
        yield up
        node = up


def _ends(roots: list[Node]) -> list[int]:
    """The node index at which each record ends.

    In a flat list (title line, text line, title line…) that is where the next one starts; the last is as long as the
    others are.
    """
    reach = [(after.index if after.parent is root.parent else root.end) for root, after in pairwise(roots)]
    flat = sum(end > root.end for root, end in zip(roots, reach, strict=False))
    if not reach or flat < _FLAT * len(reach):
        return [root.end for root in roots]
    last = roots[-1]
    limit = last.parent.end if last.parent else last.end
    usual = sorted(end - root.index for root, end in zip(roots, reach, strict=False))[len(reach) // 2]
    return [*reach, max(last.end, min(limit, last.index + usual))]


def _record(page: Page, link: Link, root: Node, end: int) -> Record:
    nodes = tuple(page.nodes[root.index : end])
    p1 = max([root.p1, *(node.p1 for node in nodes)])
    l1 = max([root.l1, *(node.l1 for node in nodes)])
    links = tuple(each for each in page.links[root.l0 : l1] if each.key == link.key)
    return Record(link, nodes, root.p0, p1, links or (link,))
