"""Gradient boosted oblivious trees, evaluated for all blocks and all trees at once.

In an oblivious tree every level asks one question, so a leaf is a number of as many bits as there are levels, and
the whole ensemble is three array operations. Measured on a page of 270 blocks and 1,000 trees: 4 ms, where walking
down as many leaf-wise trees in numpy takes over 20.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.features import Floats

_CHUNK = 512  # blocks at a time: what is in work stays in the processor's cache, and memory stays flat


@dataclass(frozen=True, slots=True)
class Trees:
    """One ensemble. Level by level, then tree by tree: the question "is feature > border?"."""

    features: NDArray[np.uint16]  # (levels, trees)
    borders: Floats  # (levels, trees)
    leaves: Floats  # (trees, 2 ** levels, outputs)
    bias: Floats  # (outputs,)
    # Half of the questions are asked by several trees: each of them once, and which of them are whose.
    _asked: tuple[NDArray[np.intp], Floats] = field(init=False, repr=False, compare=False)  # features, borders
    _whose: NDArray[np.int64] = field(init=False, repr=False, compare=False)  # (levels, trees)

    def __post_init__(self) -> None:
        pairs = np.stack((self.features.ravel().astype(np.float64), self.borders.ravel().astype(np.float64)))
        asked, whose = np.unique(pairs, axis=1, return_inverse=True)
        object.__setattr__(self, "_asked", (asked[0].astype(np.intp), asked[1].astype(np.float32)[:, None]))
        object.__setattr__(self, "_whose", whose.reshape(self.features.shape))

    def raw(self, matrix: Floats) -> Floats:
        """The ensemble's sums (log-odds), one row an output; `matrix` is (features, blocks)."""
        blocks = matrix.shape[1]
        result = np.empty((len(self.bias), blocks), np.float32)
        for start in range(0, blocks, _CHUNK):
            result[:, start : start + _CHUNK] = self._chunk(matrix[:, start : start + _CHUNK])
        return result

    def _chunk(self, matrix: Floats) -> Floats:
        levels, trees = self.features.shape
        features, borders = self._asked
        answers = (matrix.take(features, axis=0) > borders).view(np.uint8)
        place = np.zeros((trees, matrix.shape[1]), np.min_scalar_type((1 << levels) - 1))
        for level in reversed(range(levels)):
            place += place
            place |= answers.take(self._whose[level], axis=0)
        at = place + (np.arange(trees, dtype=np.int32) << levels)[:, None]
        flat = self.leaves.reshape(trees << levels, -1)
        total = np.stack([flat[:, output].take(at).sum(axis=0) for output in range(len(self.bias))])
        result: Floats = total + self.bias[:, None]
        return result

    @classmethod
    def mean(cls, several: Sequence[Trees]) -> Trees:
        """One ensemble that gives the mean of what several of equal depth give."""
        share = np.float32(1 / len(several))
        return cls(
            np.concatenate([each.features for each in several], axis=1),
            np.concatenate([each.borders for each in several], axis=1),
            np.concatenate([each.leaves * share for each in several]),
            np.sum([each.bias * share for each in several], axis=0, dtype=np.float32),
        )

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """For a weights file: leaves in half precision, which moves no score by more than 0.001."""
        return {
            f"{name}.features": self.features,
            f"{name}.borders": self.borders,
            f"{name}.leaves": self.leaves.astype(np.float16),
            f"{name}.bias": self.bias,
        }

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> Trees:
        """The opposite of `arrays`."""
        return cls(
            arrays[f"{name}.features"],
            arrays[f"{name}.borders"],
            arrays[f"{name}.leaves"].astype(np.float32),
            arrays[f"{name}.bias"],
        )

    @classmethod
    def from_catboost(cls, model: Mapping[str, Any], levels: int) -> Trees:
        """From the JSON that CatBoost writes of trees with at most so many levels."""
        found: Sequence[Mapping[str, Any]] = model["oblivious_trees"]
        scale, bias = model["scale_and_bias"]
        features = np.zeros((levels, len(found)), np.uint16)
        borders: Floats = np.full((levels, len(found)), np.inf, np.float32)
        leaves = np.zeros((len(found), 1 << levels, len(bias)), np.float32)
        for number, tree in enumerate(found):
            for level, split in enumerate(tree["splits"]):
                features[level, number] = split["float_feature_index"]
                borders[level, number] = split["border"]
            values = np.array(tree["leaf_values"], np.float64).reshape(-1, len(bias)) * scale
            leaves[number, : len(values)] = values
        return cls(features, borders, leaves, np.array(bias, np.float32))


def sigmoid(values: Floats) -> Floats:
    """Log-odds as probabilities."""
    result: Floats = (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return result
