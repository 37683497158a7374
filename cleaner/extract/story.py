"""Cut the story out of the tree: the kept blocks with the structure around them, and the pictures among them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from cleaner.blocks import Blocks, Medium
from cleaner.dom import text_in
from cleaner.features import held
from cleaner.furniture.decor import is_picture
from cleaner.surgery import unlink

_CAPTION = 60  # words
_LEAD = 15  # blocks before the first kept one among which a picture may still be the story's
_TRAIL = 3  # blocks after the last one, likewise
_MARK = 100  # characters: of a footnote's number, a term or a heading, which what follows it goes on with
_CELLS = frozenset(("td", "th"))


def cut_out(body: etree._Element, blocks: Blocks, keep: NDArray[np.bool_], own: Iterable[int] = ()) -> etree._Element:
    """The story as a detached `div`; `body`, whose blocks these are, is used up.

    own: places among the page's pictures of those that are what it is about.
    """
    media = kept_media(blocks, keep)
    media[list(own)] = True
    dead = _dead(blocks, keep, media)
    gone = np.zeros(len(blocks.elements), bool)  # nodes that go with them, and need no care of their own
    for node in dead:
        if not blocks.fragments or blocks.elements[node].get("id") not in blocks.fragments:
            gone[node : blocks.nodes.last[node]] = True
    # Told before their texts are cleared.
    marks = {node for node in dead if not gone[node] and _is_mark(blocks.elements[node])}
    for medium, kept in zip(blocks.pictures, media.tolist(), strict=True):
        if not kept and not gone[medium.node]:
            unlink(medium.element)
    for index in np.flatnonzero(~keep & ~gone[blocks.owner]).tolist():
        for element, is_tail in blocks.slots(index):
            if is_tail:
                element.tail = None
            else:
                element.text = None
    for node in dead:
        if node in marks:
            _leave_anchor(blocks.elements[node])
        unlink(blocks.elements[node])
    body.tag = "div"
    unlink(body)
    return body


def _dead(blocks: Blocks, keep: NDArray[np.bool_], media: NDArray[np.bool_]) -> list[int]:
    """The outermost nodes below which nothing is kept; not cells: a lost one would shift its row."""
    nodes = blocks.nodes
    texts = np.concatenate(([0], np.cumsum(keep)))
    shown = [each.node for each, kept in zip(blocks.pictures, media.tolist(), strict=True) if kept]
    alive = texts[nodes.ends] - texts[nodes.firsts] + held(shown, nodes) > 0
    outermost = np.flatnonzero(~alive & (nodes.parents >= 0) & alive[nodes.parents])
    return [
        node
        for node in outermost.tolist()
        if nodes.tag(node) not in _CELLS and not _is_empty_line(blocks.elements[node])
    ]


def _is_empty_line(element: etree._Element) -> bool:
    """Whether an element is a line of nothing, such as parts the stanzas of a poem."""
    return len(element) == 1 and element[0].tag == "br" and not text_in(element).strip()


def _is_mark(element: etree._Element) -> bool:
    """Whether an element is but a mark of what follows it: a footnote's number, a term, a heading."""
    return len(text_in(element).strip()) <= _MARK


def _leave_anchor(element: etree._Element) -> None:
    """Where a mark was that links lead to, leave the place itself: what follows it is the note."""
    element.addprevious(etree.Element("a", id=element.get("id", "")))


def kept_media(blocks: Blocks, keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which pictures and players belong to the story: those in whose surroundings most of the text was kept.

    keep: at least one block is.
    """
    chosen = np.flatnonzero(keep)
    near = range(int(chosen[0]) - _LEAD, int(chosen[-1]) + _TRAIL + 1)
    words = np.fromiter((text.count(" ") + 1 for text in blocks.text), np.int64, len(blocks))
    sums = [[0, *np.cumsum(each).tolist()] for each in (words * keep, words * ~keep, np.array(blocks.linked))]
    return np.array([each.position in near and _belongs(each, blocks, *sums) for each in blocks.pictures], bool)


def _belongs(medium: Medium, blocks: Blocks, kept: list[int], dropped: list[int], linked: list[int]) -> bool:
    """Judge by the smallest element around a picture that has text, a dropped caption apart.

    kept, dropped: running sums of words, as linked is of characters in links.
    """
    nodes = blocks.nodes
    label = 0  # words in the link to the picture itself: its file's name, its size
    node = medium.node
    while node >= 0:
        first, end = nodes.first[node], nodes.end[node]
        good, rest = kept[end] - kept[first], dropped[end] - dropped[first]
        if good:
            return good >= rest
        if (href := blocks.elements[node].get("href")) and is_picture(href):
            label = rest
        is_caption = rest <= _CAPTION and (linked[end] == linked[first] or rest == label)
        if rest and not is_caption and nodes.tag(node) != "figure":
            return False
        node = nodes.parent[node]
    return False
