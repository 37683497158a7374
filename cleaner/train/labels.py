"""Which blocks of a page are in its true text: what the classifier learns from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_N = 4


def words(text: str) -> list[str]:
    """Lower-cased words, as the scorer counts them."""
    return _WORD.findall(text.lower())


def label_blocks(texts: list[str], truth: str) -> NDArray[np.float32]:
    """The share of each block's words that the truth holds in the same order, 0.0 to 1.0.

    A word counts as held when it is part of four words in a row that the truth has as well. The rows run across
    blocks, so a short heading between two true paragraphs is found by its neighbours. Short blocks that stand alone
    are true when they are a whole line of the truth that nothing else accounts for. Where a text occurs more often
    on the page than in the truth, those in the best company are taken.
    """
    page = [words(text) for text in texts]
    flat = [word for each in page for word in each]
    wanted = words(truth)
    n = min(_N, max(1, len(wanted)))
    grams = {tuple(wanted[i : i + n]) for i in range(len(wanted) - n + 1)}
    held = np.zeros(len(flat), bool)
    for i in range(len(flat) - n + 1):
        if tuple(flat[i : i + n]) in grams:
            held[i : i + n] = True
    ends = np.cumsum([len(each) for each in page]) if page else np.zeros(0, int)
    share = np.array(
        [held[end - len(each) : end].mean() if each else 0.0 for each, end in zip(page, ends, strict=True)], np.float32
    )
    _find_lone_lines(page, truth, share)
    _drop_repeats(page, wanted, share)
    return share


def _find_lone_lines(page: list[list[str]], truth: str, share: NDArray[np.float32]) -> None:
    """Accept short blocks that are a whole line of the truth which no accepted block has."""
    lines = Counter(tuple(words(line)) for line in truth.splitlines())
    for each, value in zip(page, share, strict=True):
        if value > 0.5 and lines[tuple(each)] > 0:
            lines[tuple(each)] -= 1
    kept = np.flatnonzero(share > 0.5)
    if not len(kept):
        return
    for i, each in enumerate(page):
        if share[i] <= 0.5 and len(each) > 0 and lines[tuple(each)] > 0 and kept[0] - 3 <= i <= kept[-1] + 3:
            share[i] = 1.0
            lines[tuple(each)] -= 1


def _drop_repeats(page: list[list[str]], wanted: list[str], share: NDArray[np.float32]) -> None:
    """Of equal blocks keep no more than the truth holds: those whose neighbours are true."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, each in enumerate(page):
        if share[i] > 0.5 and each:
            groups[tuple(each)].append(i)
    joined = f" {' '.join(wanted)} "
    for text, where in groups.items():
        if len(where) < 2:
            continue
        allowed = joined.count(f" {' '.join(text)} ")
        around = [(-_company(page, share, i), i) for i in where]
        for _, i in sorted(around)[max(1, allowed) :]:
            share[i] = 0.0


def _company(page: list[list[str]], share: NDArray[np.float32], i: int) -> float:
    """How true the words around block `i` are, its own left out."""
    total = true = 0.0
    for j in range(max(0, i - 3), min(len(page), i + 4)):
        if j != i:
            total += len(page[j])
            true += len(page[j]) * float(share[j])
    return true / total if total else 0.0
