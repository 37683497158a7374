"""The cross-validated table: what users get from each page, by a classifier that never saw its site."""

from __future__ import annotations

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from cleaner.clean import clean_with
from cleaner.extract import Classifier
from cleaner.train.corpus import Page
from cleaner.train.labels import words

Row = tuple[str, str, str, float]
"""Corpus, page type, id, word F1."""

_classifiers: Sequence[Classifier] = ()


def word_f1(text: str, truth: str) -> float:
    """F1 of two bags of words; of an empty truth 1.0 when the text is empty too."""
    found, wanted = Counter(words(text)), Counter(words(truth))
    if not wanted or not found:
        return float(not wanted and not found)
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def score_articles(pages: Sequence[Page], classifiers: Sequence[Classifier], jobs: int) -> list[Row]:
    """Clean every page with the classifier of its fold and score the article's text."""
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(classifiers,)) as pool:
        tasks = [(page.corpus, page.kind, page.id, page.fold, str(page.path), page.url, page.truth) for page in pages]
        return list(pool.map(_score, tasks, chunksize=16))


def _start(classifiers: Sequence[Classifier]) -> None:
    global _classifiers  # noqa: PLW0603 -- what a worker process was started with
    _classifiers = classifiers


def _score(task: tuple[str, str, str, int, str, str, str]) -> Row:
    corpus, kind, name, fold, path, url, truth = task
    with gzip.open(path) as file:
        article = clean_with(_classifiers[fold], file.read(), url)
    return corpus, kind, name, word_f1(article.text, truth)


def print_table(title: str, rows: Iterable[Row]) -> None:
    """Means by corpus and page type."""
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for corpus, kind, _, value in rows:
        groups[corpus, "ALL"].append(value)
        groups[corpus, kind].append(value)
    lines = [title, *(f"  {corpus:<12}{kind:<16}{len(v):>5}  {np.mean(v):.4f}" for (corpus, kind), v in groups.items())]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
