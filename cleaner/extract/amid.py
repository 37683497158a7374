"""What stands amid a story and leads to another, and is told by what was left out beside it.

A teaser lost its "Read also", or the heading of a list its links.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaner.blocks import Blocks
from cleaner.extract.beside import Keep
from cleaner.furniture.phrases import GIVE, LEAD, RAIL, SHOP, says

_LABEL = 40  # characters
_MARKS = 15  # characters between links
_APPEAL = 300  # characters
_MOST = 4  # blocks in a box of teasers, with its label
_LINKED = 0.8
_TEASER = 160  # characters below a link that say more about it
_PROSE = 60  # characters outside links in a paragraph of the story


def amid(blocks: Blocks, keep: Keep) -> Iterator[slice]:
    """What is linked in each small box amid the story that begins with a label that was dropped, and holds no more.

    And the heading of each box that has lost all else, which was but links.
    """
    prose = np.flatnonzero(keep & (np.fromiter(map(len, blocks.text), np.int64, len(blocks)) - blocks.linked >= _PROSE))
    if not len(prose):
        return
    yield from _appeals(blocks, int(prose[0]) + 1)
    yield from _after(blocks, keep, int(prose[-1]) + 1)
    yield from _shop(blocks, keep, int(prose[0]) + 1)
    for index in range(int(prose[0]) + 1, int(prose[-1])):
        if keep[index] and not keep[index - 1] and _is_link(blocks, index) and _says_more(blocks.text[index - 1]):
            box = _box(blocks, index)
            if box.start == index - 1 and box.stop - box.start <= _MOST:
                rest = range(index, box.stop)
                if all(_is_link(blocks, each) or _is_teaser(blocks, each) for each in rest):
                    yield slice(index, box.stop)
        elif keep[index] and not keep[index + 1] and _heads_lost_links(blocks, keep, index):
            yield slice(index, index + 1)


def _heads_lost_links(blocks: Blocks, keep: Keep, index: int) -> bool:
    """Whether a short heading begins a box that holds but links otherwise, all of them dropped."""
    nodes = blocks.nodes
    owner = blocks.owner[index]
    if nodes.kinds[nodes.kind[owner]][0] not in _HEADS or len(blocks.text[index]) > _HEADING:
        return False
    box = next((node for node in blocks.ancestors(owner) if nodes.end[node] - nodes.first[node] > 1), -1)
    if box < 0 or nodes.first[box] != index or nodes.end[box] - index > _MOST_LOST:
        return False
    rest = range(index + 1, nodes.end[box])
    lost = all(not keep[each] and _is_link(blocks, each) for each in rest)
    return lost and sum(len(blocks.text[each]) for each in rest) >= _LOST


_HEADS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_HEADING = 80  # characters
_MOST_LOST = 12  # blocks
_LOST = 40  # characters: less may be who wrote the part that the heading begins


def _appeals(blocks: Blocks, start: int) -> Iterator[slice]:
    """The small boxes below the story's beginning that hold a "Donate now" and what for."""
    nodes = blocks.nodes
    for index in range(start, len(blocks)):
        text = blocks.text[index]
        if len(text) > _LABEL or not blocks.linked[index] or not says(text, GIVE):
            continue
        if _is_link(blocks, index):
            parts = [slice(nodes.first[node], nodes.end[node]) for node in blocks.ancestors(blocks.owner[index])]
            small = [part for part in parts if part.start >= start and sum(map(len, blocks.text[part])) <= _APPEAL]
            if small:
                yield small[-1]


def _after(blocks: Blocks, keep: Keep, start: int) -> Iterator[slice]:
    """What is kept of a box below the story whose label says "Related" and was dropped, where that is but links."""
    for index in range(start, len(blocks) - 1):
        if not keep[index] and keep[index + 1 : index + 1 + _MOST].any() and _says_more(blocks.text[index]):
            box = _box_of(blocks, index)
            kept = [each for each in range(index + 1, box.stop) if keep[each]]
            if box.start == index and kept and all(_is_link(blocks, each) for each in kept):
                yield slice(index + 1, box.stop)


def _box_of(blocks: Blocks, index: int) -> slice:
    """The blocks of the smallest element around a block and the one after it."""
    nodes = blocks.nodes
    box = next(node for node in blocks.ancestors(blocks.owner[index]) if nodes.end[node] > index + 1)
    return slice(nodes.first[box], nodes.end[box])


def _shop(blocks: Blocks, keep: Keep, start: int) -> Iterator[slice]:
    """A line such as "Shop my look" with the links that it holds or that follow it."""
    for index in np.flatnonzero(keep[start:]).tolist():
        text = blocks.text[start + index]
        said = SHOP.match(text[:_LABEL].lower())
        if said is None or blocks.linked[start + index] < len(text) - said.end() - _MARKS:
            continue
        end = start + index + 1
        while end < len(blocks) and _is_link(blocks, end):
            end += 1
        if end > start + index + 1 or blocks.linked[start + index]:
            yield slice(start + index, end)


def _is_link(blocks: Blocks, index: int) -> bool:
    return blocks.linked[index] >= _LINKED * len(blocks.text[index])


def _is_teaser(blocks: Blocks, index: int) -> bool:
    """Whether a block says in a sentence what the link right above it leads to."""
    text = blocks.text[index]
    return len(text) <= _TEASER and not text[0].islower() and _is_link(blocks, index - 1)


def _box(blocks: Blocks, index: int) -> slice:
    """The blocks of the smallest element around a block and the one before it."""
    nodes = blocks.nodes
    box = next(node for node in blocks.ancestors(blocks.owner[index]) if nodes.first[node] < index)
    return slice(nodes.first[box], nodes.end[box])


def _says_more(text: str) -> bool:
    return len(text) <= _LABEL and (says(text, LEAD) or says(text, RAIL))
