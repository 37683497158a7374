"""The two stages of training, and what keeps a fold's pages out of what judges them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.extract.classifier import Classifier
from cleaner.extract.trees import Trees, sigmoid
from cleaner.features import Floats, Table
from cleaner.features_head import describe_head
from cleaner.features_page import describe
from cleaner.features_scores import describe_scores
from cleaner.features_words import Lexicon, describe_words
from cleaner.train.boosting import FIRST, SECOND, SEED, fit
from cleaner.train.corpus import FOLDS, Page
from cleaner.train.lexicon import Counts

_ROWS = 200
"""Blocks of a page that are learned from; of a longer page a sample with as much weight in all."""
_BAGS = 2
"""Ensembles that a stage is the mean of, each with its own seed and its own sample of the blocks of long pages."""


class Trainer:
    """Trains classifiers on all folds but one, or on all.

    The first stage's scores that the second learns from always come from a model that did not see the page.
    """

    def __init__(self, pages: Sequence[Page], *, threads: int, say: Callable[[str], None]) -> None:
        self.pages = [page for page in pages if page.shape is not None]
        self.threads, self.say = threads, say
        self.counts = Counts(self.pages)
        self.ends = np.cumsum([0, *(len(page.share) for page in self.pages)])
        self.fold = np.concatenate([np.full(len(page.share), page.fold) for page in self.pages])
        self.labels = np.concatenate([page.share > 0.5 for page in self.pages])
        self.weights = self._weights()
        self.samples = [self._sample(SEED + bag) for bag in range(_BAGS)]
        self.wordless = self._wordless()
        self.first: dict[int | None, Trees] = {}
        self.scores = np.zeros(len(self.labels), np.float32)  # of the first stage, each by a model without its fold
        for fold in range(FOLDS):
            self._first(fold)

    def classifier(self, without: int | None) -> Classifier:
        """A classifier trained on all folds but `without` (None: on all)."""
        if without not in self.first:
            self._first(without)
        second = self._fit(self._score_columns(), without, SECOND)
        self.say(f"second stage without fold {without}")
        return Classifier(self._lexicon(without, None), self.first[without], second)

    def _first(self, without: int | None) -> None:
        matrix = self._matrix(without)
        model = self._fit(matrix, without, FIRST)
        self.first[without] = model
        if without is not None:
            held_out = self.fold == without
            self.scores[held_out] = sigmoid(model.raw(np.ascontiguousarray(matrix[held_out].T))[0])
        self.say(f"first stage without fold {without}")

    def _lexicon(self, without: int | None, own: int | None) -> Lexicon:
        return self.counts.lexicon(frozenset(fold for fold in (without, own) if fold is not None))

    def _matrix(self, without: int | None) -> Floats:
        """The first stage's columns of all blocks; words are weighed by a lexicon that saw neither fold."""
        parts = []
        for page, names, texts in zip(self.pages, self.counts.name_ids, self.counts.text_ids, strict=True):
            assert page.shape is not None
            table = Table(len(page.share))
            describe_words(table, page.shape, names, texts, self._lexicon(without, page.fold))
            parts.append(table.matrix().T)
        return np.concatenate((self.wordless, np.concatenate(parts)), axis=1)

    def _wordless(self) -> Floats:
        """The columns that are the same whatever the lexicon."""
        parts = []
        for page in self.pages:
            assert page.shape is not None
            table = describe(page.shape)
            describe_head(table, page.shape, page.blocks, page.head)
            parts.append(table.matrix().T)
        return np.concatenate(parts)

    def _score_columns(self) -> Floats:
        parts = []
        for page, start, end in zip(self.pages, self.ends, self.ends[1:], strict=False):
            assert page.shape is not None
            table = Table(end - start)
            describe_scores(table, page.shape, self.scores[start:end])
            parts.append(table.matrix().T)
        return np.concatenate(parts)

    def _fit(self, matrix: Floats, without: int | None, settings: Mapping[str, float]) -> Trees:
        bags = []
        for bag, rows in enumerate(self.samples):
            use = rows if without is None else rows[self.fold[rows] != without]
            weights = self.weights[use]
            chosen = {**settings, "random_seed": SEED + bag}
            bags.append(fit(matrix[use], self.labels[use], weights, settings=chosen, threads=self.threads))
        return Trees.mean(bags)

    def _weights(self) -> Floats:
        """Every block's weight: a page weighs the same as any other, a block by the root of its words."""
        weights = []
        for page in self.pages:
            words = np.sqrt([len(each) + 1 for each in page.block_words])
            weights.append(words / words.sum() * 100 * max(1.0, len(words) / _ROWS))
        return np.concatenate(weights).astype(np.float32)

    def _sample(self, seed: int) -> NDArray[np.int64]:
        """The blocks to learn from."""
        random = np.random.default_rng(seed)
        rows = []
        for page, start in zip(self.pages, self.ends, strict=False):
            if not _stops_early(page):
                count = len(page.share)
                chosen = np.arange(count) if count <= _ROWS else np.sort(random.choice(count, _ROWS, replace=False))
                rows.append(chosen + start)
        return np.concatenate(rows)


def _stops_early(page: Page) -> bool:
    """Whether the truth breaks off amid a story: in the element that holds most of it, more text follows than is true.

    Such truths (a few in a hundred) would teach that the rest of a story is none.
    """
    assert page.shape is not None
    words = np.array([len(each) for each in page.block_words], float) * (page.shape.linked < 0.3 * page.shape.chars)
    true = words * (page.share > 0.5)
    parent = page.shape.parent[page.shape.owner]
    kept, every = np.bincount(parent, true), np.bincount(parent, words)
    most = int(np.argmax(kept))
    inside = parent == most
    last = int(np.flatnonzero(inside & (true > 0)).max(initial=0))
    return bool(
        every[most] > 2.5 * kept[most] and words[inside][np.flatnonzero(inside) > last].sum() > 1.5 * kept[most]
    )
