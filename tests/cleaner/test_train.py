"""Learning: labels, trees, weights."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from stories import PROSE, body_of

from cleaner.blocks import read_blocks
from cleaner.dom import parse
from cleaner.extract import shipped
from cleaner.features_head import read_head
from cleaner.train.labels import label_blocks


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
