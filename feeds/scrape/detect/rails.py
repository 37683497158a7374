"""What stands beside a page's own list: menus, footers, "most read", what is paid for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from feeds.scrape.detect import words
from feeds.scrape.detect.page import HEADINGS, MAX_CLASSES, Node, Page

_LARGEST = 0.5
"""Share of the page's text from which on a part is the page itself, whatever it is called."""
_HEADING_WIDTH = 40
"""Columns of the longest line that may say what the part below it is."""
_MOST = 50
"""Such lines that are looked for on one page."""
_ALONG = 2
"""Links, and texts beside itself, that may stand in a heading's own box: "See all"."""
_FURNITURE = frozenset(("nav", "footer", "aside"))
_ROLES = frozenset(("navigation", "contentinfo", "complementary", "menu", "menubar", "dialog"))
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|footer|foot|breadcrumbs?|popular|trending|most-?(?:read|viewed"
    r"|popular|commented|shared)|related(?!-product)|recommended|recommendations|sponsor(?:ed|s)?|promoted|adverts?"
    r"|advertisement|advertorial|native-?ad|ranking|blogroll|tagcloud|tag-cloud|taboola|outbrain|cookies?"
    r"|meistgelesen)(?:$|[\s_-])|(?:^|\s)(?!has-|no-|with-|content-)[\w-]*sidebar(?:$|\s)",
    re.IGNORECASE,
)
# What a publishing system writes on each post: its own topics.
_TOPICS = re.compile(r"(?:^|\s)(?:tag|category|cat|section|topic)-\S+")


def beside(page: Page) -> list[bool]:
    """Of each node whether it is, or is in, a part of the page that stands beside the page's own list."""
    total = max(1, sum(page.widths))
    found: list[bool] = []
    for node in page.nodes:
        inside = node.parent is not None and found[node.parent.index]
        found.append(inside or _is_furniture(node) or (node.width <= _LARGEST * total and _is_named(node)))
    for heading in islice(_headings(page), _MOST):
        part = list(_headed(page, heading))
        if sum(node.width for node in part) <= _LARGEST * total:
            for node in part:
                found[node.index : node.end] = [True] * (node.end - node.index)
    return found


def _is_furniture(node: Node) -> bool:
    """Whether its tag or role says so; the footer of an article is that one's own."""
    if node.tag == "footer" and any(up.tag in ("article", "li") for up in node.ancestors):
        return False
    return node.tag in _FURNITURE or node.element.get("role") in _ROLES


def _is_named(node: Node) -> bool:
    """Whether its class or id says so."""
    if node.tag in ("html", "body", "main") or not (node.classes or node.element.get("id")):
        return False
    return bool(_NAMED.search(_TOPICS.sub("", f"{node.classes} {node.element.get('id') or ''}"[:MAX_CLASSES])))


def _headings(page: Page) -> Iterator[Node]:
    """Short lines that announce what is beside the list: headings, and texts that are no links."""
    for node in page.nodes:
        if not 0 < node.width <= _HEADING_WIDTH or node.p1 - node.p0 > 1 or node.tag == "h1":
            continue
        if (node.tag in HEADINGS or _opens(page, node)) and words.is_rail(page.pieces[node.p0]):
            yield node


def _opens(page: Page, node: Node) -> bool:
    """Whether an element is the first in a part of the page, and no link."""
    if node.parent is None or node.parent.p0 != node.p0 or page.owners[node.p0] is not node or node.l1 > node.l0:
        return False
    return all(up.tag != "a" for _, up in zip(range(4), node.ancestors, strict=False))


def _headed(page: Page, heading: Node) -> Iterator[Node]:
    """The elements below a heading, up to the next of its kind."""
    node = heading
    while node.parent is not None and node.parent.l1 - node.parent.l0 <= _ALONG:
        node = node.parent
    opens = node.parent is not None and (heading.tag in HEADINGS or node.parent.p0 == heading.p0)
    if opens and node.p1 - node.p0 <= 1 + _ALONG:  # what says more is a row of ways to sort, say
        ends = {heading.tag} & HEADINGS
        yield from takewhile(lambda each: each.path != node.path and each.tag not in ends, _siblings(page, node))


def _siblings(page: Page, node: Node) -> Iterator[Node]:
    at, end = node.end, node.parent.end if node.parent else node.end
    while at < end:
        yield page.nodes[at]
        at = page.nodes[at].end
