"""Each item's own part of the page: the element that is its alone, and in flat lists what follows up to the next."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feeds.scrape.detect.choose import Choice
from feeds.scrape.detect.page import HEADINGS, Link, Node, Page

_SHARED = 10
"""Links that have one record's root in common, from which on it is none of theirs."""
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

    @property
    def spoken(self) -> str:
        """What the item's link is called where it is read aloud, or pointed at."""
        element = self.link.node.element
        return " ".join((element.get("aria-label") or element.get("title") or "").split())


def records(page: Page, choice: Choice) -> list[Record]:
    """The records of the page's list, in page order."""
    links = choice.group.links
    roots = _apart(links, _alike(links, [page.nodes[index] for index in choice.records]))
    return [_record(page, link, start, end) for link, (start, end) in zip(links, _extents(page, roots), strict=True)]


def parts(rows: Sequence[Record]) -> list[list[int]]:
    """The numbers of the records that are of one build: those of each section of a page."""
    builds: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        builds[row.nodes[0].tags].append(number)
    return list(builds.values())


def _alike(links: list[Link], roots: list[Node]) -> list[Node]:
    """Where most records are of one kind, the others are cut down to it: the last of a column is not the column."""
    (path, count), *_ = Counter(root.path for root in roots).most_common(1)
    if count < len(roots) / 2:
        return roots
    return [
        root if root.path == path else next((up for up in _chain(link.node, root) if up.path == path), root)
        for link, root in zip(links, roots, strict=True)
    ]


def _apart(links: Sequence[Link], roots: Sequence[Node]) -> list[Node]:
    """Where links lie so deep that many have one root, which is as far as is looked, each gets what holds it alone."""
    shared = Counter(root.index for root in roots)
    starts = sorted(link.node.index for link in links)
    return [
        _alone(link.node, root, starts) if shared[root.index] >= _SHARED else root
        for link, root in zip(links, roots, strict=True)
    ]


def _alone(node: Node, root: Node, starts: Sequence[int]) -> Node:
    """The highest element in `root` that holds the node, and no other of those that start at `starts`."""
    highest = node
    for up in _chain(node, root):
        if bisect_left(starts, up.end) - bisect_left(starts, up.index) > 1:
            break
        highest = up
    return highest


def _chain(node: Node, top: Node) -> Iterator[Node]:
    yield node
    for up in node.ancestors:
        if node is top:
            return
        yield up
        node = up


def _extents(page: Page, roots: list[Node]) -> list[tuple[int, int]]:
    """The node indexes at which each record starts and ends.

    In a flat list (title line, text line, title line…) what stands between two records' own elements belongs to one of
    them: to the one before, but to the one after where it opens that. The outermost one is as long as the others.
    """
    runs = [_between(page, root, after) for root, after in pairwise(roots)]
    if sum(map(bool, runs)) < _FLAT * max(1, len(runs)) or len(roots) < 2:
        return [(root.index, root.end) for root in roots]
    usual = sorted(map(len, runs))[len(runs) // 2]
    if _is_opened(page, roots, runs, usual):
        before = [_before(page, roots[0], usual), *runs]
        return [(run[0].index if run else root.index, root.end) for run, root in zip(before, roots, strict=True)]
    after = [*runs, _after(page, roots[-1], usual)]
    return [(root.index, run[-1].end if run else root.end) for run, root in zip(after, roots, strict=True)]


def _is_opened(page: Page, roots: Sequence[Node], runs: Sequence[Sequence[Node]], usual: int) -> bool:
    """Whether what stands between two records opens the second: as a heading does, or a date line over a title line.

    The list's ends tell: one that starts with such a line, and does not end with one, has them before its items.
    """
    firsts = [run[0] for run in runs if run]
    if sum(first.tag in HEADINGS for first in firsts) > len(runs) / 2:
        return not all(root.tag in HEADINGS for root in roots)
    (path, _), *_ = Counter(first.path for first in firsts).most_common(1)
    before, after = _before(page, roots[0], usual), _after(page, roots[-1], usual)
    return bool(before) and before[0].path == path and not (after and after[0].path == path)


def _between(page: Page, root: Node, after: Node) -> list[Node]:
    """The elements beside both, between them; none where they are not of one parent."""
    return _siblings(page, root.end, after.index) if after.parent is root.parent else []


def _siblings(page: Page, start: int, end: int) -> list[Node]:
    found = []
    while start < end:
        found.append(page.nodes[start])
        start = page.nodes[start].end
    return found


def _before(page: Page, root: Node, count: int) -> list[Node]:
    beside = _siblings(page, root.parent.index + 1, root.index) if root.parent else []
    return beside[-count:] if count else []


def _after(page: Page, root: Node, count: int) -> list[Node]:
    return _siblings(page, root.end, root.parent.end)[:count] if root.parent else []


def _record(page: Page, link: Link, start: int, end: int) -> Record:
    nodes = tuple(page.nodes[start:end])
    p1, l1 = max(node.p1 for node in nodes), max(node.l1 for node in nodes)
    links = tuple(each for each in page.links[nodes[0].l0 : l1] if each.key == link.key)
    return Record(link, nodes, nodes[0].p0, p1, links or (link,))
