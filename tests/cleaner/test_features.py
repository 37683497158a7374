"""What the classifier is told about each block."""

from __future__ import annotations

import json

import numpy as np
import pytest
from stories import PROSE, body_of

from cleaner.blocks import read_blocks
from cleaner.dom import parse
from cleaner.features import Table, shape
from cleaner.features_head import describe_head, read_head
from cleaner.features_words import name_words, text_words


def test_names_are_cut_into_words_and_kept_whole() -> None:
    assert name_words("div", "entry-content postBody_x7") == (
        "<div", "entry", "content", "entry-content", "post", "body", "post-body",
    )  # fmt: skip


def test_numbers_in_texts_are_one_word() -> None:
    assert text_words("3 Comments") == text_words("12 comments")


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
