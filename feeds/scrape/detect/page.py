"""A page as a person meets it: its elements and links in reading order, each with its share of the visible text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import east_asian_width

from lxml import etree

from feeds.scrape.dom import base_url
from feeds.urls import absolute, identity

MAX_NODES = 40_000
"""Elements looked at; what comes later on a page is left out."""
MAX_PIECES = 60_000
"""Pieces of text."""
MAX_LINKS = 3000
"""Links looked at."""
MAX_CLASSES = 400
"""Characters of an element's classes that are read."""
# Addresses that are in normal form as they stand: nothing escaped, no port, no query, no dots to resolve.
_PLAIN = re.compile(r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+)?((?:/(?![./])[A-Za-z0-9_~.-]*)+)")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# `title` and not `head`: where the tags of head and body are left out, libxml2 keeps HTML5's elements in the head.
_SKIPPED = frozenset(
    """script style noscript template svg math iframe object select option button textarea title canvas video
    audio""".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Class tokens that differ from one item to the next though the items are of one kind: numbered, hashed or of a state.
_VARIES = re.compile(
    r".*\d.*|.{40,}|(?:is-|has-|js-)?(?:first|last|odd|even|active|sticky|featured|current|selected|new|hot|left|right)",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Node:
    """An element with its share of the page: nodes `index:end`, text `p0:p1`, columns `t0:t1`, links `l0:l1`."""

    element: etree._Element
    tag: str
    classes: str  # as written, as far as they are read
    parent: Node | None
    depth: int
    index: int  # in document order
    path: int  # same for elements that are reached by the same tags and classes
    tags: int  # same for elements that are reached by the same tags
    hidden: bool
    p0: int
    t0: int
    l0: int
    p1: int = 0
    t1: int = 0
    l1: int = 0
    end: int = 0

    @property
    def width(self) -> int:
        """Its visible text in columns: see `width`."""
        return self.t1 - self.t0

    @property
    def ancestors(self) -> Iterator[Node]:
        """Its parent, that one's parent and so on, up to the root."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(slots=True, eq=False)
class Link:
    """An `a` element that leads to another page."""

    node: Node
    url: str
    key: str  # identity of the URL
    index: int
    text: str = ""
    label: str = ""  # what stands for the text when there is none: title, aria-label, alt of its image


@dataclass(slots=True, eq=False)
class Page:
    """The page, its nodes and links in document order, its text in pieces."""

    url: str
    root: etree._Element
    resolve: Resolver
    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    owners: list[Node] = field(default_factory=list)  # of each piece

    def text(self, node: Node) -> str:
        """The visible text of an element, white space normalised."""
        return self.between(node.p0, node.p1)

    def between(self, start: int, end: int) -> str:
        """The pieces of text from `start` to `end` as one text."""
        return " ".join(self.pieces[start:end])


def width(text: str) -> int:
    """Columns that a text takes: two for each wide character, so that Chinese counts as it reads."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text)


def view(root: etree._Element, url: str) -> Page:
    """Read the tree once. `url` is the page's own; a `base` element is honoured."""
    page = Page(url, root, Resolver(root, url))
    resolve = page.resolve
    open_nodes: list[Node] = []
    offset = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):  # a comment or the like: only what follows it is text
            if event == "end" and open_nodes:
                offset = _add_text(page, open_nodes[-1], element.tail, offset)
        elif event == "start":
            if len(page.nodes) >= MAX_NODES or len(page.pieces) >= MAX_PIECES:
                break
            node = _node(page, element, open_nodes[-1] if open_nodes else None, offset)
            open_nodes.append(node)
            if node.tag in _SKIPPED:
                walker.skip_subtree()
                continue
            page.nodes.append(node)
            if node.tag == "a" and (target := resolve(element.get("href"))) and len(page.links) < MAX_LINKS:
                page.links.append(Link(node, *target, len(page.links)))
            offset = _add_text(page, node, element.text, offset)
        else:
            _close(page, open_nodes.pop(), offset)
            if open_nodes:
                offset = _add_text(page, open_nodes[-1], element.tail, offset)
    for node in open_nodes:
        _close(page, node, offset)
    for link in page.links:
        link.text = page.text(link.node)
        link.label = link.text or _label(link.node.element)
    return page


def _close(page: Page, node: Node, offset: int) -> None:
    node.p1, node.t1, node.l1, node.end = len(page.pieces), offset, len(page.links), len(page.nodes)


def _node(page: Page, element: etree._Element, parent: Node | None, offset: int) -> Node:
    tag, classes = str(element.tag), (element.get("class") or "")[:MAX_CLASSES]
    hidden = parent is not None and parent.hidden
    if not hidden:
        style = element.get("style")
        hidden = element.get("hidden") is not None or bool(style and _HIDDEN.search(style))
    return Node(
        element,
        tag,
        classes,
        parent,
        parent.depth + 1 if parent else 0,
        len(page.nodes),
        hash((parent.path if parent else 0, tag, kind(classes))),
        hash((parent.tags if parent else 0, tag)),
        hidden,
        len(page.pieces),
        offset,
        len(page.links),
    )


def _add_text(page: Page, owner: Node, text: str | None, offset: int) -> int:
    if not text or text.isspace() or owner.tag in _SKIPPED:
        return offset
    text = " ".join(text.split())
    columns = width(text)
    page.pieces.append(text)
    page.widths.append(columns)
    page.owners.append(owner)
    return offset + columns


class Resolver:
    """href → URL and identity; None for what leads nowhere else. Menus repeat themselves: each is worked out once."""

    def __init__(self, root: etree._Element, url: str) -> None:
        self.own = identity(url)
        self.base = base_url(root, url)
        start = _PLAIN.match(self.base)
        self.origin = (start[1] or "") if start else ""
        self.known: dict[str, tuple[str, str] | None] = {}

    def __call__(self, href: str | None) -> tuple[str, str] | None:
        if not href or href.startswith("#"):
            return None
        if href not in self.known:
            url, key = self._plain(href) or self._any(href)
            self.known[href] = (url, key) if url and key != self.own else None
        return self.known[href]

    def _plain(self, href: str) -> tuple[str, str] | None:
        """What `_any` gives, sooner, for the addresses of which there is but one spelling: most of them."""
        found = _PLAIN.fullmatch(href)
        if found is None or len(href) > 1000:
            return None
        origin, path = found[1] or self.origin, found[2]
        host = origin.partition("://")[2]
        return (origin + path, host.removeprefix("www.") + path.rstrip("/")) if host else None

    def _any(self, href: str) -> tuple[str, str]:
        url = absolute(self.base, href) or ""
        return url, identity(url) if url else ""


def _label(element: etree._Element) -> str:
    for name in ("aria-label", "title"):
        if text := element.get(name):
            return " ".join(text.split())
    alts = (" ".join((image.get("alt") or "").split()) for image in element.iter("img"))
    return next((alt for alt in alts if alt), "")


@lru_cache(maxsize=20_000)
def kind(classes: str) -> str:
    """The classes that say what sort of thing an element is, in one order."""
    return " ".join(sorted(token for token in classes.split() if not _VARIES.fullmatch(token)))
