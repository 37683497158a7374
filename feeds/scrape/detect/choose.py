"""Which of a page's groups is its list: the one that on average agrees best with all that score well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feeds.scrape.detect.features import Ints, Measures, measure, table
from feeds.scrape.detect.groups import Group, groups
from feeds.scrape.detect.page import Page
from feeds.scrape.detect.trees import Matrix, load

_JURY = 25
"""The best groups, which judge each other."""
_CONFIDENCE = 6.0
"""How fast a group's say falls with its score."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The page's list: its group, the largest node that each item has alone, its score, how many others were."""

    group: Group
    records: Ints
    score: float
    rivals: int


def choose(page: Page) -> Choice | None:
    """The page's list, None where no two links are of one kind."""
    candidates = groups(page)
    if not candidates:
        return None
    measures = Measures(page)
    trees = load("ranker.json")
    scores = trees.score(table(measure(measures, candidates), trees.names))
    best = judge([group.keys for group in candidates], scores)
    group = candidates[best]
    return Choice(group, measures.records(group), float(scores[best]), len(candidates) - 1)


def judge(sets: Sequence[frozenset[str]], scores: Matrix) -> int:
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
