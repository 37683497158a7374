"""What a story ends with: comments, who posted or edited it, where else the site is to be found, who owns it."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from cleaner.furniture.clearing import LABEL, Clearing
from cleaner.furniture.kinds import appeals
from cleaner.furniture.lines import Line, lines_of
from cleaner.furniture.measure import LONGEST, text_length
from cleaner.furniture.phrases import COMMENTS, EDITED, GIFTS, LIKED, POSTED, RIGHTS, SERVICES, mentions, says

_QUOTES = frozenset('"“”„«»「')


def drop_endings(clearing: Clearing, lines: Sequence[Line]) -> None:
    """Take out what is furniture of the last lines, from the end of the story upwards."""
    for line in reversed(lines):
        if not clearing.holds(line.block):
            continue
        if not clearing.is_last(line.block):
            return
        kind = _kind_of(line)
        if kind == "asks for money":
            clearing.drop(_appeal(clearing, line), kind)
        elif kind == "comments":
            clearing.drop_from(line.block, kind)
        elif kind:
            clearing.drop(line.block, kind)


def _kind_of(line: Line) -> str:
    if len(line.text) <= LONGEST and line.links and says(line.text, POSTED):
        return "says who posted it"
    if len(line.text) <= LABEL and says(line.text, COMMENTS):
        return "comments"
    if len(line.text) <= LABEL and says(line.text, EDITED):
        return "says who edited it"
    if len(line.text) <= LONGEST and appeals(line) and (mentions(line.text, SERVICES) or says(line.text, LIKED)):
        return "asks to be followed"
    if _asks(line.text):
        return "asks for money"
    if mentions(line.text, RIGHTS) and next(line.block.iter("br"), None) is None:
        return "whose the page is"
    return ""


def _appeal(clearing: Clearing, line: Line) -> etree._Element:
    """The box that is an appeal, whole: next to nothing of it but what asks, and no more than half of the story."""
    most = text_length(clearing.story) // 2
    return clearing.outermost(line.block, lambda box: text_length(box) <= most and _mostly_asks(box))


def _mostly_asks(box: etree._Element) -> bool:
    """Whether at least half of the paragraphs in a box ask for money; headings and labels may say what they like."""
    paragraphs = [line.text for line in lines_of(box) if len(line.text) > LABEL]
    return 2 * sum(map(_asks, paragraphs)) >= len(paragraphs)


def _asks(text: str) -> bool:
    """Whether a paragraph asks for money; whoever is quoted asks for something else."""
    return mentions(text, GIFTS) and _QUOTES.isdisjoint(text)
