"""Groups of links that may be a page's list: links of one shape, one of each of a row of like containers, and so on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from feeds.scrape.detect import words
from feeds.scrape.detect.addresses import address
from feeds.scrape.detect.page import HEADINGS, Link, Node, Page, kind
from feeds.urls import registrable_domain

MAX_GROUPS = 80
"""Candidates weighed on one page, those of most links first."""
MOST_LINKS = 60
"""Links of one container among which its main one is looked for."""
_CONTAINERS = frozenset("article li div section tr td dl dt dd p figure header a ul table tbody h2 h3 h4".split())
_SHORTEST = 12
"""Columns of the shortest text that may be a headline."""
_TOLD = 0.4
"""Share of links that say more than a day, from which on they are the group."""
_COUNTS = re.compile(r"\d+")
_REGIONS = frozenset("section aside nav main footer header ul ol table tbody".split())
WAYS = (
    "stories",
    "mould",
    "headed",
    "path",
    "tags",
    "region",
    "end",
    "heading",
    "words",
    "rows",
    "rows-tags",
    "rows-siblings",
)


@dataclass(slots=True, eq=False)
class Group:
    """One candidate: `links` holds one link of each item, in page order; `ways` says what made it a group."""

    links: list[Link]
    keys: frozenset[str]
    ways: set[str] = field(default_factory=set)
    columns: int = 0  # width of the links' text


def groups(page: Page, headed: dict[int, str], beside: Sequence[bool]) -> list[Group]:
    """Every candidate of two items or more, each set of addresses once; `headed`, `beside`: of `headings`, `beside`."""
    found: dict[frozenset[str], Group] = {}
    for way, links in _candidates(page, headed, beside):
        unique = list({link.key: link for link in reversed(_proper(links, beside))}.values())[::-1]
        if len(unique) < 2:
            continue
        keys = frozenset(link.key for link in unique)
        columns = sum(link.node.width for link in unique)
        group = found.setdefault(keys, Group(unique, keys, columns=columns))
        group.ways.add(way)
        if columns > group.columns:  # of several links to one place the one that says most
            group.links, group.columns = unique, columns
    for group in found.values():
        group.links.sort(key=lambda link: link.index)
    return sorted(found.values(), key=lambda group: -len(group.links))[:MAX_GROUPS]


def headings(page: Page) -> dict[int, str]:
    """By a link's index the heading that it is in or has in it, where there is one."""
    found: dict[int, str] = {}
    for node in page.nodes:
        if node.tag in HEADINGS:
            for link in page.links[node.l0 : min(node.l1, node.l0 + 4)]:
                if link.node.depth - node.depth <= 3:
                    found.setdefault(link.index, node.tag)
            around = next((up for _, up in zip(range(2), node.ancestors, strict=False) if up.tag == "a"), None)
            if around is not None and (link_at := _at(page, around)) is not None:
                found.setdefault(link_at, node.tag)
    return found


def _at(page: Page, node: Node) -> int | None:
    links = page.links[node.l0 : node.l0 + 1]
    return links[0].index if links and links[0].node is node else None


def stories(page: Page, headed: dict[int, str], beside: Sequence[bool]) -> list[Link]:
    """Links to the site's own pages that read like items and have an item's address, whatever their mark-up is."""
    domain = registrable_domain(page.url)
    best: dict[str, Link] = {}
    for link in page.links:
        if beside[link.node.index] or not address(link.url).is_story:
            continue
        if address(link.url).domain != domain:
            continue
        known = best.setdefault(link.key, link)
        if says(link, headed) > says(known, headed):
            best[link.key] = link
    return [link for link in best.values() if link.node.width >= _SHORTEST or link.index in headed or link.label]


def says(link: Link, headed: dict[int, str]) -> tuple[bool, int]:
    """How much a link tells of what it leads to: more in a heading, more with more text."""
    return link.index in headed, min(link.node.width, 120)


def _proper(links: list[Link], beside: Sequence[bool]) -> list[Link]:
    """The links without those that stand beside the list, and without those that are but a day, if enough are left.

    "Most read" is often built like the list itself, and so is the "8 hours ago" below each headline.
    """
    inside = [link for link in links if not beside[link.node.index]]
    links = inside if len(inside) > len(links) / 2 else links
    told = [link for link in links if not words.is_day(link.text)]
    return told if len(told) > _TOLD * len(links) else links


def _candidates(page: Page, headed: dict[int, str], beside: Sequence[bool]) -> Iterator[tuple[str, list[Link]]]:
    told = stories(page, headed, beside)
    yield "stories", told
    yield from _alike("mould", told, lambda link: address(link.url).mould)
    yield "headed", [link for link in page.links if link.index in headed]
    yield from _alike("path", page.links, lambda link: link.node.path)
    yield from _alike("tags", page.links, lambda link: link.node.tags)
    yield from _alike("region", page.links, lambda link: (link.node.path, _region(link.node)))
    yield from _alike("end", page.links, lambda link: _end(link.node))
    yield from _alike("heading", page.links, lambda link: headed.get(link.index))
    yield from _alike("words", page.links, lambda link: _COUNTS.sub("", link.text.casefold())[:40] or None)
    nodes = [node for node in page.nodes if node.tag in _CONTAINERS and node.l1 > node.l0]
    yield from _rows("rows", page, headed, nodes, lambda node: node.path)
    yield from _rows("rows-tags", page, headed, nodes, lambda node: node.tags)
    yield from _rows(
        "rows-siblings", page, headed, nodes, lambda node: (node.parent.index if node.parent else 0, node.tag)
    )


def _alike(
    way: str, links: Iterable[Link], shape: Callable[[Link], Hashable | None]
) -> Iterator[tuple[str, list[Link]]]:
    parts: dict[Hashable, list[Link]] = defaultdict(list)
    for link in links:
        if (value := shape(link)) is not None:
            parts[value].append(link)
    yield from ((way, part) for part in parts.values())


def _rows(
    way: str, page: Page, headed: dict[int, str], nodes: Iterable[Node], shape: Callable[[Node], Hashable]
) -> Iterator[tuple[str, list[Link]]]:
    parts: dict[Hashable, list[Node]] = defaultdict(list)
    for node in nodes:
        parts[shape(node)].append(node)
    for row in parts.values():
        if len(row) > 1:
            yield way, sorted((main_link(page, headed, node) for node in row), key=lambda link: link.index)


def main_link(page: Page, headed: dict[int, str], node: Node) -> Link:
    """The link that a person would take for the container's own: that with its heading, else the one that says most."""
    links = page.links[node.l0 : min(node.l1, node.l0 + MOST_LINKS)]
    return max(links, key=lambda link: says(link, headed))


def _region(node: Node) -> int:
    """The nearest part of the page that is set apart: a list, a table, a section, anything with an id."""
    return next((up.index for up in node.ancestors if up.tag in _REGIONS or up.element.get("id")), 0)


def _end(node: Node) -> Hashable:
    """The shape of a link, of what it is in and of what that is in, wherever on the page."""
    return tuple((up.tag, kind(up.classes)) for _, up in zip(range(3), [node, *node.ancestors], strict=False))
