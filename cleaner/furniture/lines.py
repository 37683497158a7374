"""Lines: the blocks that hold no other and say little, which is where furniture names itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from cleaner.dom import BLOCKS
from cleaner.furniture.measure import LONGEST, start_of

CELLS = frozenset(("td", "th", "dt", "dd"))
_BETWEEN = 4  # characters beside each link of a line that is but links
_PARTS = 8  # elements in a line


class Line:
    """A heading, a lone link, a short paragraph."""

    def __init__(self, block: etree._Element, text: str) -> None:
        self.block = block
        self.text = text  # on one line

    @cached_property
    def links(self) -> list[tuple[etree._Element, str]]:
        """Its links that say something, each with what it says."""
        return [(link, text) for link in self.block.iter("a") if (text := start_of(link))]

    @property
    def unlinked(self) -> int:
        """Characters outside of its links."""
        return len(self.text) - sum(len(text) for _, text in self.links)

    @property
    def is_links(self) -> bool:
        """Whether it is but links, what parts them aside."""
        return bool(self.links) and self.unlinked <= _BETWEEN * len(self.links)

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell of a table or of a list of terms, which its row needs."""
        return self.block.tag in CELLS


def lines_of(story: etree._Element) -> Iterator[Line]:
    """The lines of a story, in order."""
    blocks = list(story.iter(*BLOCKS))
    holders = {node.getparent() for node in blocks}
    for node in blocks:
        if node in holders or len(node) > _PARTS or len(node.text or "") > 2 * LONGEST:
            continue
        text = start_of(node)
        if 0 < len(text) <= 2 * LONGEST and node is not story:
            yield Line(node, text)
