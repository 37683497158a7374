"""The learned classifier: how likely each block of a page is part of its story."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks
from cleaner.extract.trees import Trees, sigmoid
from cleaner.features import Floats, Shape, Table, shape
from cleaner.features_head import Head, describe_head
from cleaner.features_page import describe
from cleaner.features_scores import describe_scores
from cleaner.features_words import Lexicon, describe_words

WEIGHTS = "weights.npz"
VERSION = 2
"""Of the features: a weights file of another version is not read. Raise it when any column changes."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """Two ensembles and the lexicon that they were trained with."""

    lexicon: Lexicon
    first: Trees
    second: Trees

    def describe(self, blocks: Blocks, head: Head) -> tuple[Shape, Table]:
        """The first stage's columns. There must be at least one block."""
        page = shape(blocks)
        kinds, with_blocks = blocks.nodes.kinds, page.kind[page.first < page.end]
        asked = np.bincount(with_blocks, minlength=len(kinds)).tolist()  # a fifth of the kinds never holds a block
        names = [self.lexicon.name_ids(*kind) if times else [] for kind, times in zip(kinds, asked, strict=True)]
        texts = self.lexicon.text_ids(blocks.text)
        table = describe(page)
        describe_head(table, page, blocks, head)
        describe_words(table, page, names, texts, self.lexicon)
        return page, table

    def score(self, page: Shape, table: Table) -> Floats:
        """The probability that a block is story, for each block of a page that `describe` described."""
        return self.judge(page, self.first.raw(table.matrix())[0])

    def judge(self, page: Shape, raw: Floats) -> Floats:
        """What the second stage makes of the first one's log-odds."""
        scores = Table(len(raw))
        describe_scores(scores, page, sigmoid(raw))
        return sigmoid(self.second.raw(scores.matrix())[0])


@lru_cache(maxsize=1)
def shipped() -> Classifier:
    """The classifier of this package; read once."""
    with resources.as_file(resources.files(__package__) / WEIGHTS) as path, np.load(path) as arrays:
        return load(arrays)


def load(arrays: Mapping[str, NDArray[Any]]) -> Classifier:
    """From the arrays of a weights file. Raises ValueError when it is of another version."""
    about = json.loads(bytes(arrays["about"]))
    if about["version"] != VERSION:
        raise ValueError(f"the weights are of version {about['version']}, the features of version {VERSION}")
    lexicon = Lexicon(
        _numbered(about["names"]),
        _numbered(about["texts"]),
        arrays["names"].astype(np.float32),
        arrays["texts"].astype(np.float32),
    )
    return Classifier(lexicon, Trees.from_arrays("first", arrays), Trees.from_arrays("second", arrays))


def dump(classifier: Classifier) -> dict[str, NDArray[Any]]:
    """The arrays of a weights file."""
    lexicon = classifier.lexicon
    about = {"version": VERSION, "names": [*lexicon.names], "texts": [*lexicon.texts]}
    return {
        "about": np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8),
        "names": lexicon.name_weights.astype(np.float16),
        "texts": lexicon.text_weights.astype(np.float16),
        **classifier.first.arrays("first"),
        **classifier.second.arrays("second"),
    }


def _numbered(words: Sequence[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(words)}
