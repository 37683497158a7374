"""From probabilities to a choice: the cut that makes the expected word F1 highest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks
from cleaner.features import Floats
from cleaner.features_scores import expected_cut


def choose(score: Floats, blocks: Blocks) -> tuple[NDArray[np.bool_], str]:
    """Which blocks to keep, and why, for people."""
    words = np.fromiter((text.count(" ") + 1 for text in blocks.text), np.float32, len(blocks))
    cut = expected_cut(score, words)
    return score >= cut, f"classifier: cut at {cut:.2f}"
