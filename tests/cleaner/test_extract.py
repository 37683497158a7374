"""The classifier that ships, its trees and what is said of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import PROSE, body_of

from cleaner import clean
from cleaner.blocks import read_blocks
from cleaner.dom import parse
from cleaner.extract import readability, shipped
from cleaner.extract.trees import Trees, sigmoid
from cleaner.features_head import read_head


def naive(trees: Trees, matrix: np.ndarray) -> np.ndarray:
    total = np.tile(trees.bias[:, None], matrix.shape[1]).astype(float)
    for tree in range(trees.features.shape[1]):
        for block in range(matrix.shape[1]):
            leaf = 0
            for level in range(trees.features.shape[0]):
                leaf |= int(matrix[trees.features[level, tree], block] > trees.borders[level, tree]) << level
            total[:, block] += trees.leaves[tree, leaf]
    return total


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 2))
def test_all_trees_at_once_give_what_they_give_one_by_one(seed: int, levels: int, outputs: int) -> None:
    random = np.random.default_rng(seed)
    trees = Trees(
        random.integers(0, 4, (levels, 7)).astype(np.uint16),
        random.random((levels, 7), np.float32),
        random.random((7, 1 << levels, outputs), np.float32),
        random.random(outputs, np.float32),
    )
    matrix = random.random((4, 9), np.float32)
    assert np.allclose(trees.raw(matrix), naive(trees, matrix), atol=1e-4)


def test_a_page_longer_than_a_chunk_is_evaluated_whole() -> None:
    leaves = np.array([[[0.0], [1.0]]], np.float32)
    trees = Trees(np.zeros((1, 1), np.uint16), np.zeros((1, 1), np.float32), leaves, np.zeros(1, np.float32))
    matrix = np.tile(np.array([[-1.0, 1.0]], np.float32), 1500)
    assert trees.raw(matrix).sum() == 1500


def test_probabilities_stay_between_zero_and_one() -> None:
    assert sigmoid(np.array([-1e9, 0, 1e9], np.float32)).tolist() == pytest.approx([0, 0.5, 1])


def test_the_shipped_weights_fit_the_features_and_are_small() -> None:
    blocks = read_blocks(body_of(f"<nav><a href=/>Home</a></nav><article><p>{PROSE * 3}</p></article>"))
    score = shipped().score(*shipped().describe(blocks, read_head(parse("<title>x</title>"), "https://site.example/a")))
    assert score.shape == (2,)
    assert score[0] < 0.3 < score[1]
    import cleaner.extract

    assert (Path(cleaner.extract.__file__).parent / "weights.npz").stat().st_size < 2_000_000


def test_a_trace_names_what_spoke_for_a_block_and_what_against() -> None:
    menu = "".join(f"<li><a href=/{n}>Section number {n}</a></li>" for n in range(12))
    page = f"<title>Mill</title><ul class=menu>{menu}</ul><article>{f'<p>{PROSE * 3}</p>' * 3}</article>"
    verdicts = clean(page, trace=True).trace.verdicts
    for verdict in verdicts:
        cut, _, told = verdict.why.partition("; ")
        assert cut.startswith("classifier: cut at 0.")
        effects = [float(each.rsplit(" ", 1)[1]) for each in told.split(", ") if each]
        assert len(effects) <= 3
        assert all(abs(effect) >= 0.3 for effect in effects)
    assert any("; " in verdict.why for verdict in verdicts)


def test_no_name_of_a_host_is_in_the_lexicon() -> None:
    lexicon = shipped().lexicon
    assert not [word for word in (*lexicon.names, *lexicon.texts) if word.endswith((".com", ".org", ".net"))]


def test_readability_sees_a_story_or_nothing() -> None:
    assert readability.read(parse("")) is None
    story = readability.read(parse(f"<article><p>{PROSE * 5}</p></article>"))
    assert story is not None
    assert "The river rose" in "".join(map(str, story.itertext()))
