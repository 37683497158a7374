"""What a page holds twice, as its telephone view beside its wide one, and is to be read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby, pairwise

from lxml import etree

from cleaner.dom import line_in

_COPIES = 3  # what is there more often is a pattern
_COPIED = 1_000  # characters
_APART = 3  # blocks that a copy has at least
_MOST_OF = 0.35  # of the text of a story that is there twice: its second half, but for what differs
_ECHOES = 5  # a song may well say a line four times
_LABEL = 60  # characters


def drop_repeats(story: etree._Element) -> None:
    """Take out of a tidy story its second copy, and labels that stand many times in a row, as with every picture.

    Other repeated blocks (the children of `story`) are left: notes below each of several products, the errors that
    every call of an interface may give.
    """
    blocks = list(story)
    texts = [line_in(block) for block in blocks]
    if len(set(texts)) == len(texts):
        return
    places = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    repeated = {text: found for text, found in places.items() if text and 1 < len(found) <= _COPIES}
    gone = _second_copy(repeated, sum(map(len, texts)))
    gone |= _echoes(blocks, texts)
    for place in gone:
        story.remove(blocks[place])


def _second_copy(repeated: dict[str, list[int]], length: int) -> set[int]:
    """The blocks of a second copy: most of the story, each block as far from its first as every other."""
    again = [(text, place, place - before) for text, found in repeated.items() for before, place in pairwise(found)]
    apart: Counter[int] = Counter()
    for text, _, step in again:
        if step >= _APART:
            apart[step] += len(text)
    step, copied = max(apart.items(), key=lambda each: each[1], default=(0, 0))
    return {place for _, place, away in again if away == step} if copied >= max(_COPIED, _MOST_OF * length) else set()


def _echoes(blocks: list[etree._Element], texts: list[str]) -> set[int]:
    """The blocks of a run of equal short paragraphs, but for the first."""
    gone: set[int] = set()
    for text, run in groupby(range(len(texts)), texts.__getitem__):
        places = list(run)
        if 0 < len(text) <= _LABEL and len(places) >= _ECHOES and all(_is_plain(blocks[place]) for place in places):
            gone.update(places[1:])
    return gone


def _is_plain(block: etree._Element) -> bool:
    return block.tag == "p" and not len(block)
