"""The box that asks for money where a story is cut off."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from cleaner.furniture.clearing import MOST, SHOWN, Clearing
from cleaner.furniture.lines import Line
from cleaner.furniture.measure import LONGEST, begins_with, text_length
from cleaner.furniture.phrases import OFFER, says

_SHORTEST = 20  # characters of what it says
_LAST = 500  # characters of a box at the story's end, which is no more than half of the story
_AMID = 200  # characters of a box amid it


def is_offer(line: Line) -> bool:
    """Whether a line tells readers to subscribe, or that they have to."""
    return _SHORTEST < len(line.text) <= LONGEST and says(line.text, OFFER)


def drop_offers(clearing: Clearing, blocks: Sequence[etree._Element], why: str) -> None:
    """Drop the box around each offer that is the last and shows nothing; amid the story, one that begins with it."""
    for block in blocks[:MOST]:
        clearing.drop(_box(clearing, block), why)


def _box(clearing: Clearing, block: etree._Element) -> etree._Element:
    most = min(_LAST, text_length(clearing.story) // 2)
    box = clearing.outermost(block, lambda outer: text_length(outer) <= most and next(outer.iter(*SHOWN), None) is None)
    if clearing.is_last(box):
        return box
    return clearing.outermost(block, lambda outer: text_length(outer) <= _AMID and begins_with(outer, block))
