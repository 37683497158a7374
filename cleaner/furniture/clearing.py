"""A story while its furniture is taken out."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from cleaner.furniture.decor import is_pixel
from cleaner.furniture.measure import text_length
from cleaner.surgery import Dropped, cut_from, remove

MOST = 100
"""Of a kind in one story; a page with more is not to be cleared but to be survived."""
LABEL = 80
"""Characters: longer texts are no labels."""
SHOWN = ("img", "picture", "iframe", "video", "audio", "pre", "table", "blockquote", "math", "figure")
"""What a reader looks at, be there words in it or not."""


class Clearing:
    """The story, and who is told of what is dropped."""

    def __init__(self, story: etree._Element, dropped: Dropped | None = None) -> None:
        self.story = story
        self._dropped = dropped

    def holds(self, node: etree._Element) -> bool:
        """Whether an element is in the story, and not gone with a box around it."""
        return any(outer is self.story for outer in node.iterancestors())

    def drop(self, node: etree._Element, why: str) -> None:
        """Take an element out; the text after it stays."""
        if self.holds(node):
            remove(node, f"furniture: {why}", self._dropped)

    def drop_from(self, node: etree._Element, why: str) -> None:
        """Take an element out with all that follows it."""
        cut_from(node, self.story, f"furniture: {why}", self._dropped)

    def outermost(self, node: etree._Element, is_one: Callable[[etree._Element], bool]) -> etree._Element:
        """The largest box around a node of which all boxes within are alike; the node itself where there is none."""
        box = node
        for outer in node.iterancestors():
            if outer is self.story or not is_one(outer):
                break
            box = outer
        return box

    def is_last(self, node: etree._Element) -> bool:
        """Whether next to nothing follows an element in the story."""
        rest = 0
        for outer in (node, *node.iterancestors()):
            if outer is self.story:
                break
            for later in outer.itersiblings():
                rest += text_length(later)
                if rest > LABEL or any(not (each.tag == "img" and is_pixel(each)) for each in later.iter(*SHOWN)):
                    return False
        return True
