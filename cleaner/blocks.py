"""The page as blocks: runs of text that no block-level tag divides. The currency of all that follows.

One walk over the tree notes everything that later stages ask of it, in parallel lists: a Python object a block
costs more than the rest of the walk. Elements become *nodes* (in document order, each with its parent and the range
of blocks below it), so that any sum over a subtree is the difference of two running sums.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from cleaner.allowlist import MATH

Ints = NDArray[np.int64]
Slot = tuple[etree._Element, bool]
"""A piece of text: an element, and whether it is its tail (True) or its text (False)."""

_SKIPPED = frozenset(
    """
    head script style template noscript svg iframe object embed select option datalist textarea canvas map audio video
    progress meter frameset frame applet title meta link base param source track area input
    """.split()
)
# A formula is one thing in its line, whatever it is made of: none of its parts is a block that could be dropped.
_PHRASE = MATH | frozenset(
    """
    abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark picture q rp rt ruby s samp small
    strike strong sub sup time tt u var wbr annotation annotation-xml
    """.split()
)
_INLINE = frozenset("span label button nobr".split())
_MEDIA = frozenset("img video audio iframe object embed svg picture".split())
_CONTROLS = frozenset("input select textarea button option".split())
_NAMED = frozenset(("class", "id", "role", "itemprop"))
_NEAR = 9  # elements: what is further out does not belong to what it holds
_HIDERS = frozenset(("style", "hidden", "aria-hidden"))
_attributes = cast("Callable[[etree._Element], list[tuple[str, str]]]", etree._Element.items)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass
class Nodes:
    """Elements that can hold blocks, in document order; the root has parent -1.

    Lists for those who ask of single nodes; what asks of all of them at once does so of the arrays.
    """

    parent: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)  # index into kinds
    kinds: list[tuple[str, str]] = field(default_factory=list)  # each tag and names (class, id, role, itemprop) met
    last: list[int] = field(default_factory=list)  # index after the last node below
    first: list[int] = field(default_factory=list)  # index of the first block below
    end: list[int] = field(default_factory=list)  # index after its last block
    hidden: list[bool] = field(default_factory=list)  # by its own or an ancestor's attributes
    media: list[int] = field(default_factory=list)  # the node around each medium of the page
    controls: list[int] = field(default_factory=list)  # and around each form control; a button is its own

    @cached_property
    def parents(self) -> Ints:
        return np.array(self.parent, np.int64)

    @cached_property
    def kind_of(self) -> Ints:
        return np.array(self.kind, np.int64)

    @cached_property
    def lasts(self) -> Ints:
        return np.array(self.last, np.int64)

    @cached_property
    def firsts(self) -> Ints:
        return np.array(self.first, np.int64)

    @cached_property
    def ends(self) -> Ints:
        return np.array(self.end, np.int64)

    def tag(self, node: int) -> str:
        return self.kinds[self.kind[node]][0]

    def names(self, node: int) -> str:
        """Its class, id, role and itemprop, a blank before each."""
        return self.kinds[self.kind[node]][1]

    def blocks(self, node: int) -> slice[int, int, None]:
        """The blocks below a node."""
        return slice(self.first[node], self.end[node])

    def of_tag(self, tag: str) -> list[int]:
        """The nodes with a tag."""
        kinds = [number for number, (name, _) in enumerate(self.kinds) if name == tag]
        return self.of_kinds(kinds)

    def of_kinds(self, kinds: Sequence[int]) -> list[int]:
        """The nodes of any of these kinds."""
        found: list[int] = np.flatnonzero(np.isin(self.kind_of, kinds)).tolist() if kinds else []
        return found


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
    pieces: list[etree._Element] = field(default_factory=list)  # whose text or tail each piece of all texts is
    are_tails: list[bool] = field(default_factory=list)  # of each piece
    pieces_end: list[int] = field(default_factory=list)  # index after a block's last piece
    elements: list[etree._Element] = field(default_factory=list)  # of the nodes
    pictures: list[Medium] = field(default_factory=list)
    inputs: list[etree._Element] = field(default_factory=list)
    fragments: set[str] = field(default_factory=set)  # the ids that links of the page lead to

    def __len__(self) -> int:
        return len(self.text)

    def slots(self, index: int) -> Iterator[Slot]:
        """The pieces of text that a block is made of."""
        part = slice(self.pieces_end[index - 1] if index else 0, self.pieces_end[index])
        return zip(self.pieces[part], self.are_tails[part], strict=True)

    def forget_elements(self) -> None:
        """Let go of the page's tree: what is left can be kept, and sent to another process."""
        self.pieces, self.elements, self.pictures, self.inputs = [], [], [], []

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

    def box(self, first: int, last: int) -> slice[int, int, None]:
        """The blocks of the smallest element that holds two blocks, of which the first comes first."""
        node = self.owner[first]
        while self.nodes.end[node] <= last:
            node = self.nodes.parent[node]
        return self.nodes.blocks(node)

    def with_text(self, tag: str) -> list[int]:
        """The nodes of a tag that hold blocks."""
        return [node for node in self.nodes.of_tag(tag) if self.nodes.first[node] < self.nodes.end[node]]

    def within(self, node: int, tag: str) -> int | None:
        """The nearest node of a tag around another."""
        return next((each for each in self.ancestors(node)[1:_NEAR] if self.nodes.tag(each) == tag), None)

    def by_id(self, names: set[str]) -> dict[str, int]:
        """The first nodes that have these ids."""
        found: dict[str, int] = {}
        for node, element in enumerate(self.elements if names else ()):
            if (name := element.get("id")) in names and name is not None:
                found.setdefault(name, node)
        return found

    def length(self, node: int) -> int:
        """Characters below a node."""
        return sum(map(len, self.text[self.nodes.blocks(node)]))

    def linked_length(self, node: int) -> int:
        """Characters below a node that are in links."""
        return sum(self.linked[self.nodes.blocks(node)])

    def says_little(self, node: int, most: int) -> bool:
        """Whether a node has at most so many characters, and hardly any in links."""
        length = self.length(node)
        return length <= most and self.linked_length(node) * 3 < length


_BLOCK, _WRAP, _LINK, _PART, _BREAK, _IMAGE, _SILENT = range(7)  # those up to _LINK are nodes
_ROLES: dict[object, int] = {
    **dict.fromkeys(_SKIPPED, _SILENT),
    **dict.fromkeys(_PHRASE, _PART),
    **dict.fromkeys(_INLINE, _WRAP),
    "a": _LINK,
    "br": _BREAK,
    "img": _IMAGE,
}
"""What the walk does with an element by its tag; every other tag divides blocks."""


def read_blocks(body: etree._Element) -> Blocks:
    """The blocks of a page's body (or of any element).

    The hottest loop of the package, so it is long and flat: calls for each element would double its time.
    """
    blocks = Blocks()
    nodes, pictures, pieces, are_tails = blocks.nodes, blocks.pictures, blocks.pieces, blocks.are_tails
    parents, kind_of, ends, lasts, controls = nodes.parent, nodes.kind, nodes.end, nodes.last, nodes.controls
    role_of = _ROLES.get
    kinds: dict[str, int] = {}
    node, total = -1, 0  # the innermost open node, and how many there are
    owners: list[int] = []  # the open ones that are block-level
    hiding: list[int] = []  # nodes that hide themselves
    parts: list[str] = []  # the run of text that is being gathered, and what is known of it
    count = inner = in_link = linked = links = strong = breaks = 0
    last_was_break = False
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        role = role_of(tag, _BLOCK)
        begins = event == "start"
        # Where a block begins or ends the run is over; so it is where two <br> stand in a row, as it is for the reader.
        if parts and (role == _BLOCK or (last_was_break and begins and role == _BREAK)):
            if text := " ".join("".join(parts).split()):
                blocks.text.append(text)
                blocks.owner.append(owners[-1])
                blocks.inner.append(inner)
                blocks.linked.append(min(linked, len(text)))
                blocks.links.append(links)
                blocks.strong.append(strong)
                blocks.breaks.append(breaks)
                blocks.pieces_end.append(len(pieces))
                count += 1
            parts = []
            linked = links = strong = breaks = 0
            last_was_break = False
        if begins:
            if role <= _LINK:
                names = tag
                for key, value in _attributes(element):
                    if key in _NAMED:
                        names = f"{names} {value}"
                    elif key == "href":
                        if role == _LINK and value[:1] == "#":
                            blocks.fragments.add(value[1:])
                    elif key in _HIDERS and _hides(key, value):
                        hiding.append(total)
                if (kind := kinds.get(names)) is None:
                    kind = kinds[names] = len(kinds)
                    nodes.kinds.append((tag, names[len(tag) :]))
                parents.append(node)
                node = total
                total += 1
                kind_of.append(kind)
                nodes.first.append(count)
                ends.append(0)
                lasts.append(0)
                blocks.elements.append(element)
                if role == _BLOCK:
                    owners.append(node)
                elif role == _LINK:
                    in_link += 1
                    links += 1
                elif tag == "button":
                    controls.append(node)
            elif role == _PART:
                strong += 1
            elif role == _BREAK:
                if parts:
                    parts.append("\n")
                    breaks += 1
                    last_was_break = True
            else:
                if role == _IMAGE or tag in _MEDIA:
                    pictures.append(Medium(element, node, count + bool(parts)))
                elif tag in _CONTROLS:
                    controls.append(node)
                    if tag == "input":
                        blocks.inputs.append(element)
                if role == _SILENT:
                    walker.skip_subtree()
                    continue
            piece = element.text
        else:
            if role <= _LINK:
                # A run that goes on beyond an inline element counts as inside it: its block comes later.
                ends[node] = count + 1 if parts else count
                lasts[node] = total
                node = parents[node]
                if role == _BLOCK:
                    owners.pop()
                elif role == _LINK:
                    in_link -= 1
            piece = element.tail
        if piece:
            if piece.isspace():
                if not parts:
                    continue
            else:
                if not parts:
                    inner = node
                last_was_break = False
                if in_link:
                    linked += len(piece.strip())
            parts.append(piece)
            pieces.append(element)
            are_tails.append(not begins)
    blocks.fragments.discard("")
    nodes.media = [each.node for each in pictures]
    nodes.hidden = [False] * total
    for node in hiding:
        nodes.hidden[node : lasts[node]] = [True] * (lasts[node] - node)
    return blocks


def _hides(key: str, value: str) -> bool:
    """Whether an attribute hides its element."""
    if key == "style":
        return _HIDDEN.search(value) is not None
    return key == "hidden" or (key == "aria-hidden" and value == "true")
