"""The page as blocks: runs of text that no block-level tag divides. The currency of all that follows.

One walk over the tree notes everything that later stages ask of it, in parallel lists: a Python object a block
costs more than the rest of the walk. Elements become *nodes* (in document order, each with its parent and the range
of blocks below it), so that any sum over a subtree is the difference of two running sums.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

Slot = tuple[etree._Element, bool]
"""A piece of text: an element, and whether it is its tail (True) or its text (False)."""

_SKIPPED = frozenset(
    """
    head script style template noscript svg iframe object embed select option datalist textarea canvas map audio video
    progress meter frameset frame applet title meta link base param source track area input
    """.split()
)
_PHRASE = frozenset(
    """
    abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark picture q rp rt ruby s samp small
    strike strong sub sup time tt u var wbr math mi mn mo mrow msup msub mfrac mtext semantics annotation
    """.split()
)
_INLINE = frozenset("a span label button nobr".split())
_MEDIA = frozenset("img video audio iframe object embed svg picture".split())
_CONTROLS = frozenset("input select textarea button option".split())
_NAMED = frozenset(("class", "id", "role", "itemprop"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Nodes:
    """Elements that can hold blocks, in document order; the root has parent -1."""

    parent: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)  # index into kinds
    kinds: list[tuple[str, str]] = field(default_factory=list)  # each tag and names (class, id, role, itemprop) met
    first: list[int] = field(default_factory=list)  # index of the first block below
    end: list[int] = field(default_factory=list)  # index after its last block
    media: list[int] = field(default_factory=list)  # media seen before the element
    media_end: list[int] = field(default_factory=list)  # and up to its end
    controls: list[int] = field(default_factory=list)  # likewise form controls
    controls_end: list[int] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)  # by its own or an ancestor's attributes


@dataclass(slots=True)
class Medium:
    """A picture, a player or a frame, and where it stands."""

    element: etree._Element
    node: int
    position: int  # index of the block that follows


@dataclass(slots=True)
class Blocks:
    """All blocks of a page, in document order."""

    nodes: Nodes = field(default_factory=Nodes)
    text: list[str] = field(default_factory=list)  # white space collapsed
    owner: list[int] = field(default_factory=list)  # node: the nearest block-level element around
    inner: list[int] = field(default_factory=list)  # node: the innermost element at the block's begin
    linked: list[int] = field(default_factory=list)  # characters inside links
    links: list[int] = field(default_factory=list)  # links that begin in it
    strong: list[int] = field(default_factory=list)  # phrase elements (b, em, code …) in it
    breaks: list[int] = field(default_factory=list)  # <br> in it
    slots: list[list[Slot]] = field(default_factory=list)
    elements: list[etree._Element] = field(default_factory=list)  # of the nodes
    pictures: list[Medium] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.text)

    def path(self, index: int) -> str:
        """Where a block stands, as an XPath of its nearest block-level element."""
        element = self.elements[self.owner[index]]
        return str(element.getroottree().getpath(element))

    def ancestors(self, node: int) -> list[int]:
        """The nodes around `node`, itself first, the root last."""
        found = []
        while node >= 0:
            found.append(node)
            node = self.nodes.parent[node]
        return found


class _Walk:
    """One pass over the tree. State: the open nodes, and the run of text being gathered."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.open: list[int] = []  # nodes
        self.owners: list[int] = []  # the block-level ones among them
        self.parts: list[str] = []
        self.slots: list[Slot] = []
        self.inner = -1
        self.linked = self.links = self.strong = self.breaks = 0
        self.in_link = 0
        self.controls = 0
        self.last_was_break = False
        self.kinds: dict[tuple[str, str], int] = {}
        self.begun: list[tuple[int, int, int, int, int, bool]] = []  # of nodes: parent, kind, first, media, controls
        self.ended: list[tuple[int, int, int]] = []

    def flush(self) -> None:
        """End the run; a run with nothing but white space is none."""
        if not self.parts:
            return
        text = " ".join("".join(self.parts).split())
        if text:
            blocks = self.blocks
            blocks.text.append(text)
            blocks.owner.append(self.owners[-1])
            blocks.inner.append(self.inner)
            blocks.linked.append(min(self.linked, len(text)))
            blocks.links.append(self.links)
            blocks.strong.append(self.strong)
            blocks.breaks.append(self.breaks)
            blocks.slots.append(self.slots)
        self.parts, self.slots = [], []
        self.linked = self.links = self.strong = self.breaks = 0
        self.last_was_break = False

    def add(self, element: etree._Element, text: str, is_tail: bool) -> None:
        """One piece of text."""
        if not self.parts:
            if text.isspace():
                return
            self.inner = self.open[-1]
        self.parts.append(text)
        self.slots.append((element, is_tail))
        if self.last_was_break and not text.isspace():
            self.last_was_break = False
        if self.in_link:
            self.linked += len(text.strip())

    def line_break(self) -> None:
        """A <br>: a blank; two in a row end the run, as they end a paragraph for the reader."""
        if self.last_was_break:
            self.flush()
        elif self.parts:
            self.parts.append("\n")
            self.breaks += 1
            self.last_was_break = True

    def enter(self, element: etree._Element, tag: str) -> None:
        """Open a node."""
        hidden, names = False, ""
        for key, value in cast("list[tuple[str, str]]", element.items()):
            if key in _NAMED:
                names = f"{names} {value}"
            elif key == "style":
                hidden = hidden or _HIDDEN.search(value) is not None
            elif key == "hidden" or (key == "aria-hidden" and value == "true"):
                hidden = True
        parent = self.open[-1] if self.open else -1
        hidden = hidden or (parent >= 0 and self.begun[parent][5])
        kind = self.kinds.setdefault((tag, names), len(self.kinds))
        self.open.append(len(self.begun))
        blocks = self.blocks
        self.begun.append((parent, kind, len(blocks.text), len(blocks.pictures), self.controls, hidden))
        self.ended.append((0, 0, 0))
        blocks.elements.append(element)

    def leave(self) -> None:
        """Close the innermost node."""
        # A run that goes on beyond an inline element counts as inside it: the flush comes later.
        end = len(self.blocks.text) + bool(self.parts)
        self.ended[self.open.pop()] = (end, len(self.blocks.pictures), self.controls)

    def done(self) -> Blocks:
        """What was found, the nodes' lists filled from the rows (one row a node costs less than ten appends)."""
        parent, kind, first, media, controls, hidden = map(list, zip(*self.begun, strict=True))
        end, media_end, controls_end = map(list, zip(*self.ended, strict=True))
        kinds = list(self.kinds)
        self.blocks.nodes = Nodes(
            parent, kind, kinds, first, end, media, media_end, controls, controls_end, cast("list[bool]", hidden)
        )
        return self.blocks

    def medium(self, element: etree._Element) -> None:
        """Note a picture or a player."""
        position = len(self.blocks.text) + bool(self.parts)
        self.blocks.pictures.append(Medium(element, self.open[-1], position))


def read_blocks(body: etree._Element) -> Blocks:
    """The blocks of a page's body (or of any element)."""
    walk = _Walk()
    walker = etree.iterwalk(body, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED or not isinstance(tag, str):
                if tag in _MEDIA:
                    walk.medium(element)
                elif tag in _CONTROLS:
                    walk.controls += 1
                walker.skip_subtree()
                skipped = element
                continue
            if tag in _PHRASE:
                if tag == "br":
                    walk.line_break()
                elif tag == "img":
                    walk.medium(element)
                else:
                    walk.strong += 1
            elif tag in _INLINE:
                walk.enter(element, tag)
                if tag == "a":
                    walk.in_link += 1
                    walk.links += 1
                elif tag == "button":
                    walk.controls += 1
            else:
                walk.flush()
                walk.enter(element, tag)
                walk.owners.append(walk.open[-1])
            if text := element.text:
                walk.add(element, text, False)
            continue
        if element is skipped:
            skipped = None
        elif tag not in _PHRASE:
            if tag in _INLINE:
                if tag == "a":
                    walk.in_link -= 1
                walk.leave()
            else:
                walk.flush()
                walk.owners.pop()
                walk.leave()
        if (tail := element.tail) and walk.open:
            walk.add(element, tail, True)
    return walk.done()
