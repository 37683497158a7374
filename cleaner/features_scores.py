"""The columns of the second stage: what the first stage thought of the blocks around each block.

One block's score is a guess; that its neighbours, its container, the other cards that look like it and the rest of
its section were scored alike or otherwise is evidence.
"""

from __future__ import annotations

import numpy as np

from cleaner.blocks import Ints
from cleaner.features import LEVELS, Floats, Shape, Table, shifted, sums, windows

_STEPS = (-4, -3, -2, -1, 1, 2, 3, 4)
_WINDOWS = (3, 8, 20, 60)
_SHARES = (0.5, 0.75, 0.9)


def describe_scores(table: Table, page: Shape, score: Floats) -> None:
    """Add the columns; `score` is the first stage's probability for each block."""
    table.add("score", score)
    _near(table, page, score)
    _containers(table, page, score)
    _groups(table, page, score)
    _whole(table, page, score)


def _near(table: Table, page: Shape, score: Floats) -> None:
    count = len(score)
    index = np.arange(count)
    for step in _STEPS:
        table.add(f"score at {step}", shifted(score, step, -0.1))
    words, held = sums(page.words), sums(page.words * score)
    low, high = windows(count, _WINDOWS)
    for row, values in enumerate((held[high] - held[low]) / (words[high] - words[low] + 0.1)):
        table.add(f"score {('before', 'after')[row % 2]} {_WINDOWS[row // 2]}", values)
    likely = score > 0.5
    last = np.maximum.accumulate(np.where(likely, index, -1))
    following = np.minimum.accumulate(np.where(likely, index, count * 2)[::-1])[::-1]
    table.add("since likely", np.where(last >= 0, index - last, 999))
    table.add("until likely", np.where(following < count, following - index, 999))
    chosen = np.flatnonzero(likely)
    first, end = (int(chosen[0]), int(chosen[-1])) if len(chosen) else (0, count - 1)
    table.add("from first likely", index - first)
    table.add("from last likely", index - end)


def _containers(table: Table, page: Shape, score: Floats) -> None:
    words, held, plain = sums(page.words), sums(page.words * score), sums(score)
    index = np.arange(len(score))
    mine = page.words * score
    nodes = page.above[: LEVELS + 2]
    first, end = page.first[nodes], page.end[nodes]
    others = np.maximum(words[end] - words[first] - page.words, 0.1)
    around = np.clip((held[end] - held[first] - mine) / others, 0, 1)
    flat = (plain[end] - plain[first]) / np.maximum(end - first, 1)
    half = (first + end) // 2
    first, end = np.where(index < half, first, half), np.where(index < half, half, end)
    halves = (held[end] - held[first]) / np.maximum(words[end] - words[first], 0.1)
    for level in range(LEVELS + 2):
        table.add(f"score in {level}", around[level])
        if level < LEVELS:
            table.add(f"plain score in {level}", flat[level])
            table.add(f"score in half {level}", halves[level])
    total = held[-1] + 1e-6
    inside = (held[page.end] - held[page.first]) / total
    for share in _SHARES:
        best = int(np.argmin(np.where(inside >= share, page.end - page.first, len(score) * 2)))
        low, high = int(page.first[best]), int(page.end[best])
        table.add(f"best {share}", np.where(index < low, index - low, np.where(index >= high, index - high + 1, 0)))
        table.add(f"score in best {share}", (held[high] - held[low]) / (words[high] - words[low] + 0.1))


def _groups(table: Table, page: Shape, score: Floats) -> None:
    """Blocks that look alike, stand at the same trail of tags, or belong to one section."""
    for name, key in (("look", page.look[page.owner]), ("trail", page.trail[page.owner])):
        table.add(f"score of {name}", _mean_by(key, score, page.words))
    for level in (1, 2, 3):
        table.add(f"score of look {level}", _mean_by(page.look[page.above[level]], score, page.words))
    section = np.cumsum(page.heading[page.owner] > 0, dtype=np.int64)
    table.add("score of section", _mean_by(section, score, page.words))
    heading = np.maximum.accumulate(np.where(page.heading[page.owner] > 0, np.arange(len(score)), -1))
    table.add("score of heading", np.where(heading >= 0, score[heading], -0.1))


def _mean_by(key: Ints, score: Floats, words: Floats) -> Floats:
    """The mean score over each block's group, by words."""
    total = np.bincount(key, words)
    result: Floats = (np.bincount(key, words * score) / np.maximum(total, 0.1))[key].astype(np.float32)
    return result


def _whole(table: Table, page: Shape, score: Floats) -> None:
    """How sure the first stage was of this page, and where a block stands among the others."""
    held = sums(page.words * score)
    table.add("share expected", held[-1] / page.words.sum())
    table.add("words expected", np.log1p(held[-1]))
    table.add("held before", held[:-1] / (held[-1] + 1e-6))
    table.add("held", page.words * score / (held[-1] + 1e-6))
    order = np.argsort(np.argsort(-score, kind="stable"), kind="stable")
    table.add("rank", order / len(score))
    table.add("below best", score.max() - score)
    unsure = page.words * np.minimum(score, 1 - score)
    table.add("unsure", unsure.sum() / page.words.sum())
    table.add("cut", expected_cut(score, page.words) - score)


def expected_cut(score: Floats, words: Floats) -> float:
    """The score from which to keep blocks so that the expected word F1 is highest.

    Taking the blocks by falling score, the expected F1 of the first n is 2·Σ(score·words) over them, divided by
    their words and the words expected to be true in the whole page.
    """
    order = np.argsort(-score, kind="stable")
    gained = np.cumsum((score * words)[order])
    expected = 2 * gained / (np.cumsum(words[order]) + gained[-1] + 1e-9)
    return float(score[order[int(np.argmax(expected))]])
