"""Which of a page's groups is its list: the one that on average agrees best with all that score well."""

from __future__ import annotations

import numpy as np

from feeds.scrape.detect.features import Features, table
from feeds.scrape.detect.groups import Group, groups
from feeds.scrape.detect.page import Page
from feeds.scrape.detect.trees import Matrix, load

_JURY = 25
"""The best groups, which judge each other."""
_CONFIDENCE = 6.0
"""How fast a group's say falls with its score."""


def choose(page: Page) -> tuple[Group, Features] | None:
    """The list of the page, or None where there is no group of two links at all."""
    candidates = groups(page)
    if not candidates:
        return None
    features = Features(page)
    trees = load("ranker.json")
    scores = trees.score(table(features, candidates, trees.names))
    return candidates[judge([group.keys for group in candidates], scores)], features


def judge(sets: list[frozenset[str]], scores: Matrix) -> int:
    """The candidate with the highest expected F1, were the truth one of the best by their scores.

    Picks the middle of several near-alike candidates where the highest score alone may be an outlier
    (minimum Bayes risk decoding).
    """
    jury = np.argsort(-scores, kind="stable")[:_JURY]
    weights = np.exp((scores[jury] - scores[jury[0]]) * _CONFIDENCE)
    expected = [sum(w * _agreement(sets[i], sets[j]) for j, w in zip(jury, weights, strict=True)) for i in jury]
    return int(jury[int(np.argmax(expected))])


def _agreement(a: frozenset[str], b: frozenset[str]) -> float:
    """F1 of two sets."""
    return 2 * len(a & b) / (len(a) + len(b))
