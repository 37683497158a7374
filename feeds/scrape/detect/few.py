"""The items of a young site: one or two of them are no group of look-alikes, but each says what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from feeds.scrape.detect import words
from feeds.scrape.detect.addresses import address
from feeds.scrape.detect.groups import Group, says
from feeds.scrape.detect.page import HEADINGS, Link, Node, Page
from feeds.urls import registrable_domain

FEW = 2
"""Items up to which a list is doubted for being so short."""
MOST = 100
"""Links that are asked what they are."""
_EVIDENCE = 2
"""Of a date, an element for articles and an address like an item's: so many must speak for an item."""
_LINE = 0.5
"""Share of a line's text from which on a link is the line."""
_WHOLE = frozenset(("html", "body", "main"))
_BLOCKS = frozenset("p li td dd dt div section article main body".split())


def few(page: Page, headed: dict[int, str], beside: Sequence[bool]) -> tuple[Group, list[Node]] | None:
    """The page's few items and the element of each; None where nothing is evidently one."""
    found: dict[str | None, dict[str, tuple[Link, Node]]] = defaultdict(dict)
    stops = _stops(page, beside)
    for link in islice(_titles(page, headed, beside), MOST):
        root = _root(link, stops)
        if _evidence(page, link, root) >= _EVIDENCE:
            alike = found[headed.get(link.index)]
            if link.key not in alike or says(link, headed) > says(alike[link.key][0], headed):
                alike[link.key] = link, root
    if not found:
        return None
    told = max(found.items(), key=lambda each: (each[0] is not None, len(each[1])))[1].values()
    links = sorted((link for link, _ in told), key=lambda link: link.index)
    roots = {link.key: root for link, root in told}
    return Group(links, frozenset(roots), {"few"}), [roots[link.key] for link in links]


def _titles(page: Page, headed: dict[int, str], beside: Sequence[bool]) -> Iterator[Link]:
    """Links into the site that stand where a title would."""
    own, domain = address(page.url), registrable_domain(page.url)
    for link in page.links:
        there = address(link.url)
        if beside[link.node.index] or there.domain != domain:
            continue
        if there.leads_back(own):
            continue
        if words.META_URL.search(there.path) or words.FILE_URL.search(there.path):
            continue
        if link.index in headed or _is_line(link):
            yield link


def _is_line(link: Link) -> bool:
    """Whether a link is most of its line, or covers what it stands in."""
    if not link.text:
        return bool(link.label)
    block = next((up for up in link.node.ancestors if up.tag in _BLOCKS), link.node)
    return link.node.width >= _LINE * block.width


def _stops(page: Page, beside: Sequence[bool]) -> list[tuple[int, int]]:
    """Running counts of headings, and of what stands beside the list: those of a node are the difference of two."""
    counts = [(0, 0)]
    for node in page.nodes:
        headings, others = counts[-1]
        counts.append((headings + (node.tag in HEADINGS), others + beside[node.index]))
    return counts


def _root(link: Link, stops: Sequence[tuple[int, int]]) -> Node:
    """The largest element around a link with no second heading, and nothing beside the list, in it."""
    root = link.node
    for up in link.node.ancestors:
        if up.tag == "article":
            return up
        headings, others = (after - before for before, after in zip(stops[up.index], stops[up.end], strict=True))
        if up.tag in _WHOLE or headings > 1 or others:
            break
        root = up
    return root


def _evidence(page: Page, link: Link, root: Node) -> int:
    around = [link.node, *link.node.ancestors]
    marked = any(up.index >= root.index and (up.tag == "article" or words.is_item(up.element)) for up in around)
    dated = any(node.tag == "time" for node in page.nodes[root.index : root.end]) or any(
        columns < 80 and words.is_dated(text)
        for text, columns in zip(page.pieces[root.p0 : root.p1], page.widths[root.p0 : root.p1], strict=True)
    )
    return marked + dated + address(link.url).is_story
