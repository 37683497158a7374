"""Finding the story: labels, trees, the cut, and cutting out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stories import PROSE, body_of

from cleaner import clean
from cleaner.blocks import read_blocks
from cleaner.dom import parse
from cleaner.extract import readability, shipped
from cleaner.extract.choose import choose
from cleaner.extract.story import cut_out
from cleaner.extract.trees import Trees, sigmoid
from cleaner.features import Shape, Table, shape
from cleaner.features_head import describe_head, read_head
from cleaner.features_scores import expected_cut
from cleaner.features_words import name_words, text_words
from cleaner.train.labels import label_blocks


def kept_of(markup: str, keep: list[int]) -> str:
    body = body_of(markup)
    blocks = read_blocks(body)
    mask = np.isin(np.arange(len(blocks)), keep)
    return etree.tostring(cut_out(body, blocks, mask), encoding="unicode", method="html")


# --- labels


def test_a_short_heading_is_true_by_its_neighbours() -> None:
    truth = f"{PROSE}\nWhat next\n{PROSE[::-1]}"
    page = ["Home", PROSE, "What next", PROSE[::-1], "What next"]
    assert (label_blocks(page, truth) > 0.5).tolist() == [False, True, True, True, False]


def test_a_line_of_the_truth_that_stands_alone_is_found() -> None:
    truth = f"{PROSE}\nPrice 20"
    page = [PROSE, "some other furniture of the page", "Price 20"]
    assert (label_blocks(page, truth) > 0.5).tolist() == [True, False, True]


def test_of_a_text_that_occurs_twice_the_one_in_good_company_is_true() -> None:
    teaser = PROSE.split(";")[0]
    truth = f"{teaser}\n{PROSE[::-1]} and so it went on for a while\nThe end of it all came soon"
    page = [
        "Most read",
        teaser,
        "Sport",
        teaser,
        f"{PROSE[::-1]} and so it went on for a while",
        "The end of it all came soon",
    ]
    assert (label_blocks(page, truth) > 0.5).tolist() == [False, False, False, True, True, True]


def test_an_empty_truth_labels_nothing() -> None:
    assert not label_blocks(["Home", PROSE], "").any()


# --- words


def test_names_are_cut_into_words_and_kept_whole() -> None:
    assert name_words("div", "entry-content postBody_x7") == (
        "<div", "entry", "content", "entry-content", "post", "body", "post-body",
    )  # fmt: skip


def test_numbers_in_texts_are_one_word() -> None:
    assert text_words("3 Comments") == text_words("12 comments")


# --- shape


@pytest.mark.parametrize("text", ["今天的新聞報導了這件事情。", "วันนี้ฝนตกหนักมากในกรุงเทพ", "今日はとても良い天気です。"])
def test_scripts_without_blanks_have_more_than_one_word(text: str) -> None:
    assert shape(read_blocks(body_of(f"<p>{text}</p>"))).words[0] > 4


def test_a_character_counts_for_as_many_letters_as_it_says() -> None:
    english, chinese = "The bridge at the old mill was swept away", "老磨坊旁的桥被河水冲走了"
    korean = "오래된 방앗간 옆의 다리가 떠내려갔다"
    texts = (english, chinese, korean, f"<a href=/>{chinese}</a>")
    page = shape(read_blocks(body_of("".join(f"<p>{text}</p>" for text in texts))))
    assert np.all(page.chars > 30)
    assert np.all(page.chars < 45)
    assert page.linked[3] == page.chars[3]  # what is linked is counted alike


# --- what a page says of itself


def columns_of(markup: str) -> dict[str, list[float]]:
    """The head's columns of a whole page, by name."""
    root = parse(markup)
    body = root.find("body")
    assert body is not None
    blocks = read_blocks(body)
    table = Table(len(blocks))
    describe_head(table, shape(blocks), blocks, read_head(root, ""))
    return dict(zip(table.names, table.matrix().tolist(), strict=True))


def test_blocks_are_held_against_the_text_that_json_ld_tells() -> None:
    told = json.dumps({"@type": "NewsArticle", "articleBody": f"<p>{PROSE}</p>\n{PROSE[::-1]}"})
    page = f"<script type=application/ld+json>{told}</script><p>Read our newsletter, every week<p>{PROSE}<p>Menu"
    columns = columns_of(page)
    assert columns["told"] == [0, 1, 0]
    assert columns["from first told"] == [-1, 0, 1]
    assert columns_of(f"<p>{PROSE}")["told"] == [-1]


def test_a_told_text_that_the_page_does_not_show_tells_nothing() -> None:
    told = json.dumps({"@type": "NewsArticle", "articleBody": "Another text, of another page altogether. " * 9})
    assert columns_of(f"<script type=application/ld+json>{told}</script><p>{PROSE}")["told"] == [-1]


@pytest.mark.parametrize("script", ['{"articleBody": "' + "x" * 200, '{"articleBody": "' + "\\q" * 200 + '"}', "{}"])
def test_broken_json_ld_tells_nothing(script: str) -> None:
    assert columns_of(f"<script type=application/ld+json>{script}</script><p>{PROSE}")["told"] == [-1]


def test_the_standfirst_is_known_by_the_pages_summary() -> None:
    page = f"<meta name=description content='{PROSE}'><p>Home<p><b>{PROSE}</b> And more.<p>{PROSE[::-1]}"
    columns = columns_of(page)
    assert columns["summary"] == [0, 1, 0]
    assert columns["from summary"] == [-1, 0, 1]


def test_a_second_headline_like_the_pages_own_begins_another_story() -> None:
    stories = "".join(f"<h2 class=head>{title}</h2><p>{PROSE}</p>" for title in ("The mill burns", "Rain", "Snow"))
    columns = columns_of(f"<title>The mill burns</title>{stories}")
    assert np.round(np.expm1(columns["rivals before"])).tolist() == [0, 0, 1, 1, 2, 2]


# --- trees


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


# --- the cut


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


# --- cutting out


def test_what_is_kept_keeps_its_structure() -> None:
    assert kept_of("<ul><li>one</li><li>two</li></ul><p>three</p>", [0]) == "<div><ul><li>one</li></ul></div>"


def test_text_after_a_dropped_element_stays() -> None:
    assert kept_of("<div>before<p>promo</p>after</div>", [0, 2]) == "<div><div>beforeafter</div></div>"


def test_a_row_keeps_its_empty_cells() -> None:
    assert "<td></td><td>two</td>" in kept_of("<table><tr><td>one</td><td>two</td></tr></table>", [1])


def test_a_picture_among_kept_text_stays_even_if_its_caption_goes() -> None:
    story = f"<p>{PROSE}</p><figure><img src=a.jpg><figcaption>Photo: someone</figcaption></figure><p>{PROSE}</p>"
    assert "a.jpg" in kept_of(story, [0, 2])


def test_a_picture_in_a_dropped_card_goes() -> None:
    card = "<div class=card><a href=/x><img src=a.jpg><b>Other story</b></a></div>"
    assert "a.jpg" not in kept_of(f"<p>{PROSE}</p>{card}<p>{PROSE}</p>", [0, 2])


def test_keeping_everything_changes_no_text() -> None:
    markup = f"<h1>T</h1><p>{PROSE} <b>bold</b> end</p><ul><li>a<li>b</ul>tail"
    body = body_of(markup)
    before = "".join(map(str, body.itertext()))
    blocks = read_blocks(body)
    assert "".join(map(str, cut_out(body, blocks, np.ones(len(blocks), bool)).itertext())) == before


# --- the classifier that ships


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


# --- training


def small_corpus(folder: Path) -> Path:
    (folder / "html").mkdir(parents=True)
    lines = []
    for number in range(12):
        story = "".join(f"<p>{PROSE} Part {number} of {n}, he said.</p>" for n in range(4))
        menu = "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(6))
        search = "<form><input type=search><button>Search</button></form><img src=/logo.png>"
        page = f"<title>Story {number}</title>{search}<ul class=menu>{menu}</ul><article>{story}</article>"
        (folder / "html" / f"{number}.html.gz").write_bytes(gzip.compress(page.encode()))
        truth = "\n".join(f"{PROSE} Part {number} of {n}, he said." for n in range(4))
        url = f"https://site{number}.example/story"
        lines.append(json.dumps({"id": str(number), "url": url, "page_type": "article", "main_content": truth}))
    (folder / "truth.jsonl").write_text("\n".join(lines))
    return folder


def test_the_same_blocks_give_the_same_trees() -> None:
    pytest.importorskip("catboost")
    from cleaner.train.boosting import FIRST, fit

    random = np.random.default_rng(1)
    matrix = random.random((200, 9), np.float32)
    settings_of = {**FIRST, "iterations": 8}
    made = [
        fit(matrix, matrix[:, 0] > 0.5, np.ones(200, np.float32), settings=settings_of, threads=threads).arrays("x")
        for threads in (1, 2)
    ]
    assert all(np.array_equal(made[0][name], made[1][name]) for name in made[0])


def test_a_corpus_becomes_weights_and_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("catboost")
    from cleaner.extract.classifier import load
    from cleaner.train import __main__ as train
    from cleaner.train import boosting

    for settings_of in (boosting.FIRST, boosting.SECOND):
        monkeypatch.setitem(settings_of, "iterations", 8)
    corpus, out = small_corpus(tmp_path / "small"), tmp_path / "weights.npz"
    monkeypatch.setattr("sys.argv", ["train", str(corpus), "--out", str(out), "--jobs", "1"])
    assert train.main() == 0
    assert "cross-validated" in capsys.readouterr().out
    with np.load(out) as arrays:
        learned = load(arrays)
    blocks = read_blocks(body_of(f"<ul class=menu><li><a href=/1>Section 1</a></li></ul><p>{PROSE}</p>"))
    score = learned.score(*learned.describe(blocks, read_head(parse(""), "")))
    assert score[1] > score[0]


def test_weights_of_another_version_are_refused() -> None:
    from cleaner.extract.classifier import dump, load

    arrays = dump(shipped())
    arrays["about"] = np.frombuffer(bytes(arrays["about"]).replace(b'"version": ', b'"version": 9'), np.uint8)
    with pytest.raises(ValueError, match="version 9"):
        load(arrays)
