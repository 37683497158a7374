"""What a story ends with: comments, who posted or edited it, where else the site is to be found, who owns it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.furniture.clearing import LABEL, Clearing
from cleaner.furniture.kinds import appeals
from cleaner.furniture.lines import Line
from cleaner.furniture.measure import LONGEST
from cleaner.furniture.phrases import COMMENTS, EDITED, LIKED, POSTED, RIGHTS, SERVICES, mentions, says


def drop_endings(clearing: Clearing, lines: Sequence[Line]) -> None:
    """Take out what is furniture of the last lines, from the end of the story upwards."""
    for line in reversed(lines):
        if not clearing.holds(line.block):
            continue
        if not clearing.is_last(line.block):
            return
        kind = _kind_of(line)
        if kind == "comments":
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
    if mentions(line.text, RIGHTS) and next(line.block.iter("br"), None) is None:
        return "whose the page is"
    return ""
