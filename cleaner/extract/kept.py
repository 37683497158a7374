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
        self._before: list[int] = [0, *np.cumsum(keep).tolist()]  # how many are kept before each block

    @cached_property
    def text(self) -> str:
        return " ".join(text for text, kept in zip(self.blocks.text, self.keep, strict=True) if kept)

    def count(self, node: int) -> int:
        """How many blocks below a node are kept."""
        part = self.blocks.nodes.blocks(node)
        return self._before[part.stop] - self._before[part.start]

    def has_most(self, node: int) -> bool:
        """Whether half of the blocks below a node are kept, or more."""
        part = self.blocks.nodes.blocks(node)
        return part.stop > part.start and self.count(node) * 2 >= part.stop - part.start

    def is_hole(self, node: int) -> bool:
        """Whether nothing of a node is kept, and both what stands right before it and what follows is."""
        part = self.blocks.nodes.blocks(node)
        if part.start == 0 or part.stop >= len(self.blocks) or self.count(node):
            return False
        return self._before[part.stop + 1] - self._before[part.start - 1] == 2
