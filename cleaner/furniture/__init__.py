"""What stands inside a story and is none of it: share bars, sign-up boxes, rails of links, lines that lead away.

Decided by structure and words together, never by a class name: of the words in blocks whose class says "related",
"newsletter" or "card", between 37 and 70 % are story (measured on 2,000 pages).
"""

from __future__ import annotations

from lxml import etree

from cleaner.furniture.clearing import MOST, Clearing
from cleaner.furniture.endings import drop_endings
from cleaner.furniture.kinds import drop_lines
from cleaner.furniture.lines import lines_of
from cleaner.furniture.quotes import drop_pull_quotes
from cleaner.furniture.teasers import cut_teasers
from cleaner.furniture.widgets import drop_edit_links, drop_share_bars, drop_sign_ups, is_pager, sign_up_boxes
from cleaner.surgery import Dropped, unlink

__all__ = ["clear", "clear_made", "is_pager", "sign_up_boxes"]


def clear(story: etree._Element, dropped: Dropped | None = None) -> None:
    """Take the furniture out of a story as the page has it; `dropped` is told of each element and why."""
    for silent in list(story.iter("script", "style", "template")):
        if not silent.get("type", "").startswith("math/"):
            unlink(silent)  # or it would count as text
    clearing = Clearing(story, dropped)
    drop_share_bars(clearing)
    drop_sign_ups(clearing)
    lines = list(lines_of(story))
    drop_lines(clearing, lines)
    drop_endings(clearing, lines)
    drop_edit_links(clearing)
    drop_pull_quotes(clearing)


def clear_made(story: etree._Element) -> None:
    """Take the lines out of a tidy story that only it has: those that breaks alone parted are paragraphs there."""
    for block in [each for each in story.iter("p", "li") if each.find("br") is not None][:MOST]:
        cut_teasers(block)
    clearing, lines = Clearing(story), list(lines_of(story))
    drop_lines(clearing, lines)
    drop_endings(clearing, lines)
