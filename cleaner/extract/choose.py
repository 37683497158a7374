"""From probabilities to a choice: the cut that makes the expected word F1 highest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks
from cleaner.features import Floats
from cleaner.features_scores import expected_cut

_DOUBT = 1.25
"""Blocks of a page are right or wrong together, which the expectation does not know; scores are taken to this power
first, so that the cut is a little higher. Best of 0.8 to 2.0 by cross-validation, as is the floor."""
_FLOOR = 0.3
_BARE_LINKS = 0.05  # share of a page's characters
_BARE_BLOCKS = 60


def choose(score: Floats, blocks: Blocks) -> tuple[NDArray[np.bool_], str]:
    """Which blocks to keep, and why, for people; none where nothing is likely."""
    words = np.fromiter((text.count(" ") + 1.5 for text in blocks.text), np.float32, len(blocks))
    doubted: Floats = score**_DOUBT
    cut = _FLOOR if _is_bare(blocks) else max(_FLOOR, expected_cut(doubted, words) ** (1 / _DOUBT) - 1e-6)
    return score >= cut, f"classifier: cut at {cut:.2f}"


def _is_bare(blocks: Blocks) -> bool:
    """Whether a page has no furniture to leave out: it is short and leads nowhere."""
    return len(blocks) < _BARE_BLOCKS and sum(blocks.linked) < _BARE_LINKS * sum(map(len, blocks.text))
