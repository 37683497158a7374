"""Groups of links that may be a page's list: links of one shape, one to each of a row of like containers, and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from feeds.scrape.detect.page import HEADINGS, Link, Node, Page, width

MAX_GROUPS = 400
"""Candidates weighed on one page; those of most links first."""
_CONTAINERS = frozenset("article li div section tr td dl dt dd p figure header a ul table tbody h2 h3 h4".split())


@dataclass(slots=True, eq=False)
class Group:
    """One candidate: `links` holds one link of each item, in page order; `how` says what made it a group."""

    links: list[Link]
    how: set[str] = field(default_factory=set)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(link.key for link in self.links)


def groups(page: Page) -> list[Group]:
    """Every candidate of the page, without doubles, those of most links first."""
    found: dict[frozenset[str], Group] = {}
    for how, links in _candidates(page):
        unique = list({link.key: link for link in reversed(links)}.values())[::-1]
        keys = frozenset(link.key for link in unique)
        group = found.setdefault(keys, Group(unique))
        group.how.add(how)
        if sum(width(link.text) for link in unique) > sum(width(link.text) for link in group.links):
            group.links = unique
    ranked = sorted((group for group in found.values() if len(group.links) > 1), key=lambda group: -len(group.links))
    return ranked[:MAX_GROUPS]


def _candidates(page: Page) -> Iterator[tuple[str, list[Link]]]:
    links = [link for link in page.links if not link.node.hidden or True]
    yield from _by("path", links, lambda link: link.node.path)
    yield from _by("tags", links, lambda link: link.node.tags)
    yield from _by("region", links, lambda link: (link.node.path, _region(link.node)))
    yield from _by("end", [link for link in links], lambda link: _end(link.node))
    yield from _by("heading", links, lambda link: _heading(link.node))
    for name, rows in _rows(page):
        yield name, rows


def _by(how, links, key) -> Iterator[tuple[str, list[Link]]]:
    parts = defaultdict(list)
    for link in links:
        value = key(link)
        if value is not None:
            parts[value].append(link)
    for part in parts.values():
        yield how, part


def _region(node: Node):
    """The nearest ancestors with an id, or big landmark."""
    for up in node.ancestors:
        if up.tag in ("section", "aside", "nav", "main", "footer", "header", "ul", "ol", "table", "tbody"):
            return up.index
        if up.element.get("id"):
            return up.index
    return 0


def _end(node: Node):
    from feeds.scrape.detect.page import _kind

    out = []
    for up in [node, *list(node.ancestors)[:2]]:
        out.append((up.tag, _kind(up.classes)))
    return tuple(out)


def _heading(node: Node):
    for up in [node, *list(node.ancestors)[:3]]:
        if up.tag in HEADINGS:
            return up.tag
    for child in node.children:
        if child.tag in HEADINGS:
            return child.tag
        for c in child.children:
            if c.tag in HEADINGS:
                return c.tag
    return None


def _rows(page: Page):
    for name, key in (
        ("rows", lambda n: n.path),
        ("rows-tags", lambda n: n.tags),
        ("rows-siblings", lambda n: (n.parent.index if n.parent else -1, n.tag)),
    ):
        parts = defaultdict(list)
        for node in page.nodes:
            if node.tag in _CONTAINERS and node.l1 > node.l0:
                parts[key(node)].append(node)
        for nodes in parts.values():
            if len(nodes) < 2:
                continue
            yield name, [main_link(page, node) for node in nodes]


def main_link(page: Page, node: Node) -> Link:
    """The link that a person would take for the container's own."""
    links = page.links[node.l0 : node.l1]
    if len(links) == 1:
        return links[0]
    best, score = links[0], -1.0
    for link in links[:60]:
        s = min(width(link.text), 120)
        if _heading(link.node):
            s += 200
        if s > score:
            best, score = link, s
    return best
