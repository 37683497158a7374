"""What stands amid a story or right below it and leads to another: teasers, rails, appeals.

It is told by what was left out beside it: a teaser lost its "Read also", or the heading of a rail its links.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cleaner.blocks import Blocks
from cleaner.dom import HEADINGS
from cleaner.extract.kept import Keep
from cleaner.furniture.phrases import GIVE, LEAD, RAIL, says

_PROSE = 60  # characters outside links in a paragraph of the story
_LABEL = 40  # characters
_NEAR = 4  # blocks below a label
_DENSE = 0.8  # link density
_TEASER = 160  # characters below a link that say more about it
_STORY = 1_000  # bytes of paragraphs without links, of which signs that say more have more
_TEASED, _TITLE = 260, 10  # characters of a link with its teaser at the most, of the link at the least
_HEADING = 80  # characters
_MOST_LOST = 12  # blocks below a heading
_LOST = 40  # characters: less may be who wrote the part that the heading begins
_APPEAL = 300  # characters


def amid(blocks: Blocks, keep: Keep) -> Iterator[slice]:
    """The blocks to leave out, from the first paragraph of the story on."""
    chars = np.fromiter(map(len, blocks.text), np.int64, len(blocks))
    prose = np.flatnonzero(keep & (chars - blocks.linked >= _PROSE)).tolist()
    if not prose:
        return
    kept: list[bool] = keep.tolist()
    plain = [index for index in prose if not blocks.linked[index]]
    is_story = sum(len(blocks.text[index].encode()) for index in plain) >= _STORY
    end = plain[-1] if is_story else len(blocks)
    for index in range(prose[0] + 1, len(blocks) - 1):
        if kept[index] and not kept[index + 1] and index < prose[-1] and _heads_lost_links(blocks, kept, index):
            yield slice(index, index + 1)
        elif not kept[index] and any(kept[index + 1 : index + 1 + _NEAR]):
            below = index > end and _list_below(blocks, kept, index)
            yield from (slice(each, each + 1) for each in below or _rail(blocks, kept, index))
    yield from _appeals(blocks, prose[0] + 1)


def _rail(blocks: Blocks, keep: Sequence[bool], label: int) -> list[int]:
    """What is kept of the box that begins with a label such as "Related" and holds but links and what they lead to."""
    text = blocks.text[label]
    if len(text) > _LABEL or not (says(text, LEAD) or says(text, RAIL)):
        return []
    box = blocks.box(label, label + 1)
    kept = [index for index in range(label + 1, box.stop) if keep[index]]
    if box.start != label or not all(_is_link(blocks, index) or _is_teaser(blocks, index) for index in kept):
        return []
    is_told_twice = keep[label - 1] and blocks.text[label - 1] == text  # for another width of the screen
    return [label - 1, *kept] if is_told_twice else kept


def _list_below(blocks: Blocks, keep: Sequence[bool], label: int) -> list[int]:
    """What is kept of the box that follows a rail's label below the story, if all of it is links and their teasers."""
    if len(blocks.text[label]) > _LABEL or not says(blocks.text[label], RAIL):
        return []
    nodes = blocks.nodes
    begun = [node for node in blocks.ancestors(blocks.owner[label + 1]) if nodes.first[node] == label + 1]
    stop = max((nodes.end[node] for node in begun), default=label + 1)
    kept = [index for index in range(label + 1, stop) if keep[index]]
    return kept if all(_is_link(blocks, index) or _is_item(blocks, index) for index in kept) else []


def _is_item(blocks: Blocks, index: int) -> bool:
    """Whether a block is a link with a sentence on what it leads to."""
    return len(blocks.text[index]) <= _TEASED and blocks.linked[index] >= _TITLE


def _is_link(blocks: Blocks, index: int) -> bool:
    return blocks.linked[index] >= _DENSE * len(blocks.text[index])


def _is_teaser(blocks: Blocks, index: int) -> bool:
    """Whether a block says in a sentence what the link right above it leads to."""
    text = blocks.text[index]
    return len(text) <= _TEASER and not text[0].islower() and _is_link(blocks, index - 1)


def _heads_lost_links(blocks: Blocks, keep: Sequence[bool], index: int) -> bool:
    """Whether a short heading begins a box that holds but links otherwise, all of them dropped."""
    owner = blocks.owner[index]
    if blocks.nodes.tag(owner) not in HEADINGS[1:] or len(blocks.text[index]) > _HEADING:
        return False
    box = blocks.box(index, index + 1)
    rest = range(index + 1, box.stop)
    if box.start != index or len(rest) >= _MOST_LOST or any(keep[index + 1 : box.stop]):
        return False
    return all(_is_link(blocks, each) for each in rest) and sum(len(blocks.text[each]) for each in rest) >= _LOST


def _appeals(blocks: Blocks, start: int) -> Iterator[slice]:
    """The small boxes from a block on that hold a "Donate now" and what for."""
    for index in range(start, len(blocks)):
        text = blocks.text[index]
        if len(text) > _LABEL or not _is_link(blocks, index) or not says(text, GIVE):
            continue
        boxes = [blocks.nodes.blocks(node) for node in blocks.ancestors(blocks.owner[index])]
        small = [box for box in boxes if box.start >= start and sum(map(len, blocks.text[box])) <= _APPEAL]
        if small:
            yield small[-1]
