"""Clean HTML as text, Markdown and JSON: no word lost, none glued, none made into markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import POST, tidied

from cleaner import NO_HTML, Article, CleanHTML, sanitize
from cleaner.render import story_text, to_json, to_markdown, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>t</b>wo</p><p>three</p>", "One two\nthree"),
        ("<h2>A</h2><ul><li>b<ul><li>c</li></ul></li><li>d</li></ul>", "A\nb\nc\nd"),
        ("<table><tr><th>a</th><td>b c</td></tr><tr><td>d</td><td></td></tr></table>", "a\tb c\nd"),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c<br>d</td></tr></table>", "a b\tc d"),
        ("<p>a<br>b</p><hr><p>c</p>", "a\nb\nc"),
        ("<pre><code>if x:\n    y  z\n\n  &lt;b&gt;</code></pre><p>a</p>", "if x:\n    y  z\n\n  <b>\na"),
        ("<p>a\n  b\tc&nbsp;d</p>", "a b c d"),
        ("<dl><dt>T</dt><dd>D</dd></dl><figure><figcaption>c</figcaption></figure>", "T\nD\nc"),
        ("<p>5 &lt; 6 &amp;amp; R&amp;D</p>", "5 < 6 &amp; R&D"),
        ("<p>un<wbr>break<i>able</i> H<sub>2</sub>O</p>", "unbreakable H2O"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢(kan)字"),
        ("<p>العربية <b>نص</b></p><p>ภาษา<i>ไทย</i></p>", "العربية نص\nภาษาไทย"),
        ('<p><img src="https://a.example/i.png" alt="not text"></p>', ""),
        ("", ""),
    ],
)
def test_text_has_a_line_for_each_block(html: str, text: str) -> None:
    assert to_text(sanitize(html)) == text


WORDS = st.lists(st.sampled_from("alpha beta γάμμα дельта 漢字 مرحبا สวัสดี".split()), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("p h2 li dt blockquote pre".split()), WORDS), min_size=1, max_size=8))
def test_blocks_never_glue_their_words_and_marks_never_split_them(blocks: list[tuple[str, list[str]]]) -> None:
    html = "".join(
        f"<{tag}>{' '.join(f'<b>{word[:2]}</b>{word[2:]}' for word in words)}</{tag}>" for tag, words in blocks
    )
    assert to_text(sanitize(html)).split() == [word for _, words in blocks for word in words]


def test_markdown_keeps_code_tables_lists_and_players() -> None:
    html = sanitize(
        "<h2>Title</h2><pre><code>a *b* _c_\n    ``` d</code></pre>"
        "<table><thead><tr><th>x|y</th><th>z</th></tr></thead><tbody><tr><td>1<p>2</p></td><td><code>a|b</code></td></tr>"
        "</tbody></table><ul><li>one<ul><li>two</li></ul></li></ul>"
        '<iframe src="https://www.youtube.com/embed/x" title="Film"></iframe>'
        '<audio controls><source src="https://a.example/a.mp3"></audio>'
    )
    assert to_markdown(html) == (
        "## Title\n\n````\na *b* _c_\n    ``` d\n````\n\n"
        "| x\\|y | z |\n| --- | --- |\n| 1 2 | `a\\|b` |\n\n"
        "- one\n  - two\n\n[Film](https://www.youtube.com/embed/x)\n\n"
        "[https://a.example/a.mp3](https://a.example/a.mp3)\n"
    )


def test_markdown_makes_no_markup_of_text() -> None:
    text = to_markdown(sanitize("<p>1. May &lt;script&gt; *x* [a](javascript:b) &amp;lt;</p><p># 7 is no heading</p>"))
    assert text == "1\\. May \\<script> \\*x\\* [a]\\(javascript:b) \\&lt;\n\n\\# 7 is no heading\n"


def test_markdown_of_nothing_is_nothing_and_of_depth_is_no_error() -> None:
    assert to_markdown(NO_HTML) == ""
    assert "deep" in to_markdown(sanitize("<blockquote>" * 300 + "deep" + "</blockquote>" * 300))


def test_articles_as_json_name_every_field_and_hold_the_trace_on_request_only() -> None:
    article = Article(url="https://a.example/ü", authors=("A", "B"), published=datetime(2024, 3, 5, tzinfo=UTC))
    values = json.loads(to_json(replace(article, html=CleanHTML("<p>ü</p>"))))
    assert values["published"] == "2024-03-05T00:00:00+00:00" and values["modified"] is None
    assert values["authors"] == ["A", "B"] and values["author"] == article.author
    assert "trace" not in values and "ü" in to_json(article)
    assert json.loads(to_json(article, trace=True))["trace"]["verdicts"] == []
    assert re.match(r"^\{\n", to_json(article))


def test_markdown_keeps_the_pictures_of_a_table() -> None:
    cell = "<td><a href=https://site.example/><img src=https://site.example/a.png></a> Harrow"
    html = sanitize(f"<table><thead><tr><th>Team</th></tr></thead><tr>{cell}</table>")
    assert "| [![](https://site.example/a.png)](https://site.example/) Harrow |" in to_markdown(html)


def test_hints_where_a_line_may_break_are_markup_and_no_text() -> None:
    html = sanitize("<p>Donau\u00addampf&shy;schiff</p><p>\u200b</p><pre>ship\u200bment</pre>")
    assert "Donau\u00addampf" in html
    assert to_text(html) == "Donaudampfschiff\nshipment"


def test_a_post_is_in_the_story_but_not_in_its_text() -> None:
    own = "<p>The mill was built in 1720, and it burnt twice.</p>"
    html = tidied(own + POST)
    assert '<blockquote cite="https://x.com/jo/status/1">' in html
    assert story_text(html) == "The mill was built in 1720, and it burnt twice."
    assert "Stone waits." in story_text(tidied(POST * 2))


def test_a_frame_without_a_name_is_a_link_in_the_story_and_no_word_of_its_text() -> None:
    html = tidied("<p>The mill was built in 1720.</p><iframe src=https://charts.example/mill height=400></iframe>")
    assert '<p><a href="https://charts.example/mill" rel="noopener">charts.example</a></p>' in html
    assert story_text(html) == "The mill was built in 1720."


def test_the_text_of_a_story_is_without_captions_but_that_of_a_gallery_is_them() -> None:
    figure = "<figure><img src=https://site.example/a.jpg><figcaption>The mill at dawn</figcaption></figure>"
    assert story_text(sanitize(f"<p>The mill was built in 1720.</p>{figure}")) == "The mill was built in 1720."
    assert story_text(sanitize(f"<p>Mills</p>{figure}{figure}")) == "Mills\nThe mill at dawn\nThe mill at dawn"
