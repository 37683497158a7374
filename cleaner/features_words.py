"""The columns that come from words: of class names and of the blocks' own text, weighed by a learned lexicon.

Class names mislead ("related" holds true content in more than a third of its words), so no name decides anything:
each has a log-odds weight learned from many sites, a block gets the sums along its ancestors, and the trees judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.features import LEVELS, Floats, Shape, Table, shifted

_NAME_PART = re.compile(r"[a-z]{2,}|[A-Z][a-z]+|[A-Z]{2,}(?![a-z])")
_SMALL_PART = re.compile(r"[a-z]{2,}")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ASCII_WORD = re.compile(r"[a-z]+|[0-9]+")  # the same in lower-case ASCII, a quarter faster
_MOST_NAMES = 12  # of one element
_LONGEST_NAME = 60  # characters of a name that are read
_MOST_PARTS = 6  # of one name
_MOST_KNOWN = 20_000
_HEAD_CHARS = 120
_HEAD_WORDS = 12
_SHORT_WORDS = 5
_LIMIT = 6.0

Ids = Sequence[Sequence[int]]
"""For each thing that has words, the indexes of those that the lexicon knows."""


def name_words(tag: str, name: str) -> tuple[str, ...]:
    """The words of an element's class, id, role and itemprop, its tag first as `<tag`; each once.

    "entry-content postBody_x7" gives entry, content, post, body, and "entry-content" as a whole.
    """
    words: dict[str, None] = {f"<{tag}": None}
    for each in name.split()[:_MOST_NAMES]:
        for word in _parts(each):
            words[word] = None
    return tuple(words)


def _parts(name: str) -> list[str]:
    name = name[:_LONGEST_NAME]
    if name.islower():  # most names are, and then there is no camel's hump to look for
        parts = _SMALL_PART.findall(name)[:_MOST_PARTS]
    else:
        parts = [part.lower() for part in _NAME_PART.findall(name)[:_MOST_PARTS]]
    return [*parts, "-".join(parts)] if len(parts) > 1 else parts


def text_words(text: str) -> tuple[str, ...]:
    """The words that a block begins with, digits as 0, and a short block as a whole after "="; each once."""
    return tuple(dict.fromkeys(_first_words(text)))


def _first_words(text: str) -> list[str]:
    head = text[:_HEAD_CHARS].lower()
    found = (_ASCII_WORD if head.isascii() else _WORD).findall(head)[:_HEAD_WORDS]
    words = ["0" if word[0].isdigit() else word for word in found]
    if len(words) <= _SHORT_WORDS and len(text) < _HEAD_CHARS:
        words.append("=" + " ".join(words))
    elif words:
        words.append("^" + " ".join(words[:2]))
    return words


def ids_of(things: Iterable[Sequence[str]], index: Mapping[str, int]) -> list[list[int]]:
    """Words as their indexes; unknown ones are left out."""
    get = index.get
    return [[number for word in words if (number := get(word)) is not None] for words in things]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Learned log-odds that what bears a word is story: above 0.0 for, below against."""

    names: Mapping[str, int]  # word of a class name → index into name_weights
    texts: Mapping[str, int]
    name_weights: Floats
    text_weights: Floats
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)
    """The indexes of each name's words: a page's elements, and many sites, share most of their names."""

    def name_ids(self, tag: str, name: str) -> list[int]:
        """The indexes of what `name_words` gives; unknown words are left out."""
        own = self.names.get(f"<{tag}")
        found = [] if own is None else [own]
        for each in name.split()[:_MOST_NAMES]:
            numbers = self._known.get(each)
            found += self._learn(each) if numbers is None else numbers
        return list(dict.fromkeys(found))

    def _learn(self, name: str) -> tuple[int, ...]:
        get = self.names.get
        numbers = tuple([number for word in _parts(name) if (number := get(word)) is not None])
        if len(name) <= _LONGEST_NAME:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[name] = numbers
        return numbers

    def text_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The indexes of what `text_words` gives for each text; a page says much twice."""
        get = self.texts.get
        ids = {
            text: list(dict.fromkeys([number for word in _first_words(text) if (number := get(word)) is not None]))
            for text in set(texts)
        }
        return [ids[text] for text in texts]


def weigh(ids: Ids, weights: Floats) -> tuple[Floats, Floats]:
    """For each thing the sum of its words' weights, and the lowest of them; 0.0 where it has none."""
    lengths = np.fromiter(map(len, ids), np.int64, len(ids))
    flat = np.fromiter(chain.from_iterable(ids), np.int64, int(lengths.sum()))
    values = weights[flat] if len(flat) else np.zeros(0, np.float32)
    some = lengths > 0
    total, lowest = np.zeros(len(ids), np.float32), np.zeros(len(ids), np.float32)
    if len(flat):
        starts = (np.cumsum(lengths) - lengths)[some]
        total[some] = np.add.reduceat(values, starts)
        lowest[some] = np.minimum.reduceat(values, starts)
    return np.clip(total, -_LIMIT, _LIMIT), lowest


def describe_words(table: Table, page: Shape, names: Ids, texts: Ids, lexicon: Lexicon) -> None:
    """Add the columns for the words of a page; `names` is by kind of node, `texts` by block."""
    node_score, node_low = (values[page.kind] for values in weigh(names, lexicon.name_weights))
    block_score, block_low = weigh(texts, lexicon.text_weights)
    table.group = "class names"
    _along_ancestors(table, page, node_score, node_low)
    table.group = "words"
    _of_text(table, page, block_score, block_low)


def _along_ancestors(table: Table, page: Shape, score: Floats, low: Floats) -> None:
    steps = score[page.above]
    for level in range(LEVELS):
        table.add(f"name {level}", steps[level])
    table.add("name low 0", low[page.owner])
    table.add("name inner", score[page.inner])
    # The chain stays on the root once it is there; the root counts once for every block all the same.
    fresh = np.ones(steps.shape, bool)
    fresh[1:] = page.above[1:] != page.above[:-1]
    known = np.where(fresh, steps, 0)
    table.add("name least", known.min(axis=0))
    table.add("name most", known.max(axis=0))
    table.add("name sum", known.sum(axis=0))
    table.add("name lowest word", low[page.above].min(axis=0))


def _of_text(table: Table, page: Shape, score: Floats, low: Floats) -> None:
    count = len(score)
    index = np.arange(count)
    table.add("text", score)
    table.add("text low", low)
    for step in (-2, -1, 1, 2):
        table.add(f"text at {step}", shifted(score, step, 0))
    heading: NDArray[np.int64] = page.heading[page.owner]
    last = np.maximum.accumulate(np.where(heading > 0, index, -1))
    table.add("text of heading", np.where(last >= 0, score[last], 0))
    running = np.concatenate(([0.0], np.cumsum(score)))
    first, end = page.first[page.above[1:4]], page.end[page.above[1:4]]
    for level, mean in enumerate((running[end] - running[first]) / np.maximum(1, end - first), 1):
        table.add(f"text mean {level}", mean)
