"""Which of a page's blocks are kept so far, asked by the elements around them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks

Keep = NDArray[np.bool_]


class Kept:
    """A page's blocks and which of them are kept."""

    def __init__(self, blocks: Blocks, keep: Keep) -> None:
        self.blocks = blocks
        self.keep = keep
        self._nodes = blocks.nodes
        self._before: list[int] = [0, *np.cumsum(keep).tolist()]  # how many are kept before each block

    @cached_property
    def text(self) -> str:
        return " ".join(text for text, kept in zip(self.blocks.text, self.keep, strict=True) if kept)

    def count(self, node: int) -> int:
        """How many blocks below a node are kept."""
        return self._before[self._nodes.end[node]] - self._before[self._nodes.first[node]]

    def has_most(self, node: int) -> bool:
        """Whether half of the blocks below a node are kept, or more."""
        size = self._nodes.end[node] - self._nodes.first[node]
        return size > 0 and self.count(node) * 2 >= size

    def is_hole(self, node: int) -> bool:
        """Whether nothing of a node is kept, and both what stands right before it and what follows is."""
        first, end = self._nodes.first[node], self._nodes.end[node]
        if first == 0 or end >= len(self.blocks) or self.count(node):
            return False
        return self._before[end + 1] - self._before[first - 1] == 2
