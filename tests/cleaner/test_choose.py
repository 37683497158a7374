"""From scores to a choice of blocks."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import PROSE, body_of

from cleaner.blocks import read_blocks
from cleaner.extract.choose import choose
from cleaner.features import Shape, shape
from cleaner.features_scores import expected_cut


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 200)), min_size=1, max_size=8))
def test_no_other_cut_expects_a_better_f1(rows: list[tuple[float, int]]) -> None:
    score = np.array([row[0] for row in rows], np.float32)
    words = np.array([row[1] for row in rows], np.float32)

    def expected(cut: float) -> float:
        keep = score >= cut
        return float(2 * (score * words)[keep].sum() / (words[keep].sum() + (score * words).sum()))

    best = expected(expected_cut(score, words))
    assert all(expected(float(cut)) <= best + 1e-5 for cut in score)


def page_like(*texts: str, links: int = 0) -> Shape:
    menu = "".join(f"<li><a href=/{n}>Section number {n}</a></li>" for n in range(links))
    return shape(read_blocks(body_of("".join(f"<p>{text}</p>" for text in texts) + f"<ul>{menu}</ul>")))


def test_nothing_is_kept_where_nothing_is_likely() -> None:
    keep, _ = choose(np.array([0.1, 0.2, 0.05], np.float32), page_like("a", "b", "c"))
    assert not keep.any()


def test_a_few_words_that_might_be_a_story_are_none() -> None:
    score = np.array([0.5, *[0.01] * 30], np.float32)
    keep, _ = choose(score, page_like("I am shopping for", links=30))
    assert not keep.any()
    keep, _ = choose(score, page_like(PROSE, links=30))
    assert keep.tolist() == [True] + [False] * 30


def test_a_bare_page_keeps_all_that_is_not_unlikely() -> None:
    score = np.array([0.95, 0.4, 0.35], np.float32)
    keep, _ = choose(score, page_like(PROSE * 3, "short", "shorter"))
    assert keep.all()


def test_a_bare_page_with_a_sure_story_keeps_nothing_unlikely() -> None:
    score = np.array([0.95, 0.35, 0.1], np.float32)
    keep, _ = choose(score, page_like(PROSE * 12, "a word of the story", "Send"))
    assert keep.tolist() == [True, True, False]
    keep, _ = choose(score, page_like(PROSE, "a word of the story", "Send"))
    assert keep.all()


def test_a_furnished_page_is_cut_where_it_pays() -> None:
    score = np.array([0.95, 0.35, *[0.02] * 30], np.float32)
    keep, _ = choose(score, page_like(PROSE * 3, PROSE, links=30))
    assert keep.tolist() == [True] + [False] * 31


def test_a_paragraph_below_the_cut_stays_with_its_like() -> None:
    menu = "".join(f"<li><a href=/{n}>Section number {n}</a></li>" for n in range(30))
    page = shape(read_blocks(body_of(f"<div>{f'<p>{PROSE}</p>' * 8}</div><p>{PROSE}</p><ul>{menu}</ul>")))
    keep, cut = choose(np.array([*[0.95] * 7, 0.48, 0.48, *[0.02] * 30], np.float32), page)
    assert cut >= 0.5
    assert keep.tolist() == [True] * 8 + [False] * 31


def test_beside_a_sure_story_no_guess_is_kept() -> None:
    menu = page_like(PROSE * 6, links=60)
    keep, cut = choose(np.array([0.97, *[0.4] * 60], np.float32), menu)
    assert keep.tolist() == [True] + [False] * 60
    assert cut >= 0.5


def test_doubtful_links_stay_in_the_box_of_a_short_story_and_nowhere_else() -> None:
    links = "".join(f"<li><a href=/{n}>The headline of story number {n}</a></li>" for n in range(40))
    story = f"<div><p>{PROSE}</p><p>{PROSE}</p><p><a href=/source>The report of the mill</a></p><p>{PROSE}</p></div>"
    page = shape(read_blocks(body_of(f"{story}<ul>{links}</ul>")))
    keep, _ = choose(np.array([0.9, 0.9, 0.5, 0.9, *[0.5] * 40], np.float32), page)
    assert keep.tolist() == [True] * 4 + [False] * 40
