"""How much each word of class names and of texts speaks for or against story, learned without the pages it judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaner.features_words import Ids, Lexicon, ids_of
from cleaner.train.corpus import FOLDS, Page

_DOMAINS = 8
"""A word is learned when so many domains use it: what fewer use is theirs, not the web's."""
_PRIOR = 3.0  # pages' worth of doubt about every word


class Counts:
    """How often each word stood for story, page by page, kept apart by fold so that any fold can be left out."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.names = _vocabulary(pages, lambda page: page.names)
        self.texts = _vocabulary(pages, lambda page: page.texts)
        self.name_ids: list[Ids] = [ids_of(page.names, self.names) for page in pages]
        self.text_ids: list[Ids] = [ids_of(page.texts, self.texts) for page in pages]
        self._names = np.zeros((FOLDS, len(self.names), 2))
        self._texts = np.zeros((FOLDS, len(self.texts), 2))
        for page, names, texts in zip(pages, self.name_ids, self.text_ids, strict=True):
            if page.shape is not None and page.truth:
                self._count(page, names, texts)

    def _count(self, page: Page, names: Ids, texts: Ids) -> None:
        assert page.shape is not None
        words = np.array([len(each) for each in page.block_words], float)
        every = np.concatenate(([0.0], np.cumsum(words)))
        true = np.concatenate(([0.0], np.cumsum(words * page.share)))
        first, end, kind = page.shape.first, page.shape.end, page.shape.kind
        _add(
            self._names[page.fold],
            names,
            np.bincount(kind, every[end] - every[first]).astype(float),
            np.bincount(kind, true[end] - true[first]).astype(float),
        )
        _add(self._texts[page.fold], texts, np.ones(len(words)), (page.share > 0.5).astype(float))

    @lru_cache(maxsize=64)  # noqa: B019 -- one Counts lives as long as the training
    def lexicon(self, without: Collection[int]) -> Lexicon:
        """The lexicon learned from all folds but those in `without` (a frozenset)."""
        folds = [fold for fold in range(FOLDS) if fold not in without]
        return Lexicon(self.names, self.texts, _log_odds(self._names[folds]), _log_odds(self._texts[folds]))


def _vocabulary(pages: Iterable[Page], words_of: Callable[[Page], Sequence[Sequence[str]]]) -> dict[str, int]:
    domains: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for word in {word for words in words_of(page) for word in words}:
            domains[word].add(page.domain)
    found = sorted(word for word, seen in domains.items() if len(seen) >= _DOMAINS)
    return {word: number for number, word in enumerate(found)}


def _add(counts: NDArray[np.float64], ids: Ids, every: NDArray[np.float64], true: NDArray[np.float64]) -> None:
    """Add one page: for each word it has, the share of what bears the word that is true, and the rest."""
    lengths = np.fromiter(map(len, ids), np.int64, len(ids))
    flat = np.fromiter((number for each in ids for number in each), np.int64, int(lengths.sum()))
    row = np.repeat(np.arange(len(ids)), lengths)
    all_of_it = np.bincount(flat, every[row], minlength=len(counts))
    true_of_it = np.bincount(flat, true[row], minlength=len(counts))
    seen = all_of_it > 0
    share = true_of_it[seen] / all_of_it[seen]
    counts[seen, 0] += share
    counts[seen, 1] += 1 - share


def _log_odds(counts: NDArray[np.float64]) -> NDArray[np.float32]:
    total = counts.sum(axis=0)
    prior = total[:, 0].sum() / total.sum()
    odds = (total[:, 0] + _PRIOR * prior) / (total[:, 1] + _PRIOR * (1 - prior))
    weights: NDArray[np.float32] = np.log(odds * (1 - prior) / prior).astype(np.float16).astype(np.float32)
    return weights  # in half precision, as the weights file has them
