"""Boosted decision trees as data: read once, scored with NumPy for all rows at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble; each tree is a row. A node `i` of tree `t` sends a value ≤ `limit[t, i]` to `left`, else `right`.

    Leaves point to themselves and carry their `value`.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int32]
    limit: Matrix
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Matrix
    depth: int

    def score(self, rows: Matrix) -> Matrix:
        """One score for each row (its columns in the order of `names`); only their order means anything."""
        count, size = self.feature.shape
        first = np.arange(count) * size  # all trees' nodes are one array
        feature, limit, value = self.feature.ravel(), self.limit.ravel(), self.value.ravel()
        after = np.stack([self.right.ravel(), self.left.ravel()])
        row_starts = np.arange(len(rows))[:, None] * rows.shape[1]
        values = np.ascontiguousarray(rows).ravel()
        at = np.broadcast_to(first, (len(rows), count))
        for _ in range(self.depth):
            goes_left = values.take(row_starts + feature.take(at)) <= limit.take(at)
            at = first + after[goes_left.astype(np.intp), at]
        total: Matrix = value.take(at).sum(axis=1)
        return total


@cache
def load(name: str) -> Trees:
    """The ensemble shipped beside this module as `name`: JSON made by `train`."""
    return build(json.loads(files(__package__).joinpath(name).read_text("utf-8")))


def build(data: dict[str, Any]) -> Trees:
    """Trees that are lists of nodes, each [feature, limit, left, right] or [value] → arrays, short trees filled up."""
    names, trees = tuple(data["features"]), data["trees"]
    size = max(map(len, trees))
    shape = (len(trees), size)
    feature, left, right = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    limit, value = (np.zeros(shape, dtype=np.float32) for _ in range(2))
    for t, nodes in enumerate(trees):
        for i, node in enumerate(nodes):
            if len(node) == 1:
                left[t, i] = right[t, i] = i
                value[t, i] = node[0]
            else:
                feature[t, i], limit[t, i], left[t, i], right[t, i] = node
    return Trees(names, feature, limit, left, right, value, max(map(_depth, trees)))


def _depth(nodes: list[list[float]], at: int = 0) -> int:
    node = nodes[at]
    return 0 if len(node) == 1 else 1 + max(_depth(nodes, int(node[2])), _depth(nodes, int(node[3])))
