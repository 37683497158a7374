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
_INLINE = frozenset("span label button nobr".split())
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


_SILENT, _PART, _WRAP, _LINK, _BREAK, _IMAGE = range(1, 7)
_NODES = (_WRAP, _LINK)
_ROLES: dict[object, int] = {
    **dict.fromkeys(_SKIPPED, _SILENT),
    **dict.fromkeys(_PHRASE, _PART),
    **dict.fromkeys(_INLINE, _WRAP),
    "a": _LINK,
    "br": _BREAK,
    "img": _IMAGE,
}
"""What the walk does with an element by its tag; every other tag divides blocks."""


class _Walk:
    """One pass over the tree. State: the open nodes, and the run of text being gathered."""

    __slots__ = (
        "begun", "blocks", "breaks", "controls", "ended", "in_link", "inner", "kinds", "last_was_break", "linked",
        "links", "open", "owners", "parts", "slots", "strong",
    )  # fmt: skip

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

    def run(self, body: etree._Element) -> Blocks:
        """The walk itself: the hottest loop of the package, so it is long and flat."""
        walker = etree.iterwalk(body, events=("start", "end"))
        role_of, opened, owners = _ROLES.get, self.open, self.owners
        for event, element in walker:
            role = role_of(element.tag, 0)
            if event == "start":
                if not role:
                    if self.parts:
                        self.flush()
                    self.enter(element)
                    owners.append(opened[-1])
                elif role == _PART:
                    self.strong += 1
                elif role in _NODES:
                    self.enter(element)
                    self.wrap(element.tag, role)
                elif role == _BREAK:
                    self.line_break()
                elif role == _IMAGE:
                    self.medium(element)
                else:
                    self.silent(element)
                    walker.skip_subtree()
                    continue
                if text := element.text:
                    self.add(element, text, False)
                continue
            if not role:
                if self.parts:
                    self.flush()
                owners.pop()
                self.leave()
            elif role in _NODES:
                self.in_link -= role == _LINK
                self.leave()
            if (tail := element.tail) and opened:
                self.add(element, tail, True)
        return self.done()

    def flush(self) -> None:
        """End the run; a run with nothing but white space is none."""
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
        if text.isspace():
            if not self.parts:
                return
        else:
            if not self.parts:
                self.inner = self.open[-1]
            self.last_was_break = False
            if self.in_link:
                self.linked += len(text.strip())
        self.parts.append(text)
        self.slots.append((element, is_tail))

    def line_break(self) -> None:
        """A <br>: a blank; two in a row end the run, as they end a paragraph for the reader."""
        if self.last_was_break:
            self.flush()
        elif self.parts:
            self.parts.append("\n")
            self.breaks += 1
            self.last_was_break = True

    def enter(self, element: etree._Element) -> None:
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
        kind = self.kinds.setdefault((element.tag, names), len(self.kinds))
        self.open.append(len(self.begun))
        blocks = self.blocks
        self.begun.append((parent, kind, len(blocks.text), len(blocks.pictures), self.controls, hidden))
        self.ended.append((0, 0, 0))
        blocks.elements.append(element)

    def wrap(self, tag: str, role: int) -> None:
        """Count what an inline element stands for."""
        if role == _LINK:
            self.in_link += 1
            self.links += 1
        elif tag == "button":
            self.controls += 1

    def leave(self) -> None:
        """Close the innermost node."""
        # A run that goes on beyond an inline element counts as inside it: the flush comes later.
        end = len(self.blocks.text) + bool(self.parts)
        self.ended[self.open.pop()] = (end, len(self.blocks.pictures), self.controls)

    def silent(self, element: etree._Element) -> None:
        """Note what an element without text of its own stands for."""
        if element.tag in _MEDIA:
            self.medium(element)
        elif element.tag in _CONTROLS:
            self.controls += 1

    def medium(self, element: etree._Element) -> None:
        """Note a picture or a player."""
        position = len(self.blocks.text) + bool(self.parts)
        self.blocks.pictures.append(Medium(element, self.open[-1], position))

    def done(self) -> Blocks:
        """What was found, the nodes' lists filled from the rows (one row a node costs less than ten appends)."""
        parent, kind, first, media, controls, hidden = map(list, zip(*self.begun, strict=True))
        end, media_end, controls_end = map(list, zip(*self.ended, strict=True))
        kinds = list(self.kinds)
        self.blocks.nodes = Nodes(
            parent, kind, kinds, first, end, media, media_end, controls, controls_end, cast("list[bool]", hidden)
        )
        return self.blocks


def read_blocks(body: etree._Element) -> Blocks:
    """The blocks of a page's body (or of any element)."""
    return _Walk().run(body)
