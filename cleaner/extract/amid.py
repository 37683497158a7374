"""What stands amid a story and leads to another: a teaser whose "Read also" was left out, by which it would be told."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaner.blocks import Blocks
from cleaner.extract.beside import Keep
from cleaner.tidy import phrases

_LABEL = 40  # characters
_MOST = 4  # blocks in a box of teasers, with its label
_LINKED = 0.8
_TEASER = 160  # characters below a link that say more about it
_PROSE = 60  # characters outside links in a paragraph of the story


def amid(blocks: Blocks, keep: Keep) -> Iterator[slice]:
    """What is linked in each small box amid the story that begins with a label that was dropped, and holds no more."""
    prose = np.flatnonzero(keep & (np.fromiter(map(len, blocks.text), np.int64, len(blocks)) - blocks.linked >= _PROSE))
    if not len(prose):
        return
    for index in range(int(prose[0]) + 2, int(prose[-1])):
        if keep[index] and not keep[index - 1] and _is_link(blocks, index) and _says_more(blocks.text[index - 1]):
            box = _box(blocks, index)
            if box.start == index - 1 and box.stop - box.start <= _MOST:
                rest = range(index, box.stop)
                if all(_is_link(blocks, each) or _is_teaser(blocks, each) for each in rest):
                    yield slice(index, box.stop)


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
    if len(text) > _LABEL:
        return False
    label = phrases.bare_label(text)
    return bool(phrases.LEAD.fullmatch(label) or phrases.RAIL.fullmatch(label))
