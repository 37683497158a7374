"""From probabilities to a choice: the cut that makes the expected word F1 highest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.features import Floats, Shape
from cleaner.features_scores import expected_cut

_DOUBT = 1.25
"""Blocks of a page are right or wrong together, which the expectation does not know; scores are taken to this power
first, so that the cut is a little higher. Best of 0.8 to 2.0 by cross-validation, as is the floor."""
_FLOOR = 0.3  # score: no cut is lower
_SURE = 0.8  # score
_SURE_WORDS = 100
_SURE_FLOOR = 0.5  # score
"""Where so many words are that sure, no guess is needed: dozens of doubtful links would else weigh as much as they."""
_STORY_WORDS = 50  # sure ones that are no links
_STORY_SHARE = 0.95  # of the sure words
_FAR_LINK = 0.6  # score
"""Below it links stay only in the box of what is surely story, where there are so many sure words that are no links."""
_HOPE = 0.6  # score
_LEAST = 10.0  # words expected to be true
"""Where no block is even likely and so little is hoped for, the page has no story: the shell of an app, an error."""
_LIKE_FLOOR = 0.2  # score
_LIKE_SHARE = 0.5  # of the cut
_BARE_FLOOR = 0.05  # score
_BARE_LINKS = 0.05  # share of a page's characters
_BARE_BLOCKS = 60
_LINKED = 0.5  # link density from which a block is links
_PROSE = 0.3  # link density below which a block is prose


def choose(score: Floats, page: Shape) -> tuple[NDArray[np.bool_], float]:
    """Which blocks to keep (none where nothing is likely), and the score from which they are kept."""
    is_sure = bool(page.words[score >= _SURE].sum() >= _SURE_WORDS)
    if _is_bare(page) and score.max() >= _FLOOR:
        floor = _FLOOR if is_sure else _BARE_FLOOR
        return score >= floor, floor
    floor = _SURE_FLOOR if is_sure else _FLOOR
    doubted: Floats = score**_DOUBT
    cut = max(floor, expected_cut(doubted, page.words) ** (1 / _DOUBT) - 1e-6)
    keep = _with_their_like(score >= cut, score >= max(_LIKE_FLOOR, cut * _LIKE_SHARE), page)
    keep &= ~_far_links(score, page)
    if score.max() < _HOPE and (score * page.words)[keep].sum() < _LEAST:
        return np.zeros_like(keep), cut
    return keep, cut


def _with_their_like(keep: NDArray[np.bool_], likely: NDArray[np.bool_], page: Shape) -> NDArray[np.bool_]:
    """Keep, too, what is likely and no link where most of the text that looks alike in the same box was kept.

    A paragraph that falls just below the cut leaves a hole in a story that costs a reader more than it costs the F1.
    """
    _, row = np.unique(page.parent[page.owner] * (page.look.max() + 1) + page.look[page.owner], return_inverse=True)
    kept = (np.bincount(row, page.chars * keep) / np.bincount(row, page.chars))[row]
    return keep | (likely & (kept >= 0.5) & (page.linked < _PROSE * page.chars))


def _far_links(score: Floats, page: Shape) -> NDArray[np.bool_]:
    """The doubtful links outside the smallest element that holds what is surely story: rails beside a short one."""
    sure = np.where((score >= _SURE) & (page.linked < _PROSE * page.chars), page.words, 0.0)
    if sure.sum() < _STORY_WORDS:
        return np.zeros(len(score), bool)
    running = np.concatenate(([0.0], np.cumsum(sure)))
    around = np.flatnonzero(running[page.end] - running[page.first] >= _STORY_SHARE * running[-1])
    story = around[np.argmin((page.end - page.first)[around])]
    far: NDArray[np.bool_] = (score < _FAR_LINK) & (page.linked > _LINKED * page.chars)
    far[page.first[story] : page.end[story]] = False
    return far


def _is_bare(page: Shape) -> bool:
    """Whether a page has no furniture to leave out: it is short and leads nowhere."""
    return len(page.chars) < _BARE_BLOCKS and bool(page.linked.sum() < _BARE_LINKS * page.chars.sum())
