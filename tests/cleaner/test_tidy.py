"""Kept content becomes clean structure: a folder of pages, each with what is made of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stories import URL, tidied

from cleaner import sanitize
from cleaner.dom import parse
from cleaner.render import to_text
from cleaner.tidy import inner_html, tidy

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_page_becomes_what_its_case_says(case: Path, golden: Callable[[Path, str], None]) -> None:
    golden(case / "expected.html", tidied((case / "page.html").read_text("utf-8")) + "\n")


# A paragraph that is left-to-right needs no saying once it is out of its right-to-left box.
@pytest.mark.parametrize("case", [path for path in CASES if path.name != "right-to-left"], ids=lambda path: path.name)
def test_what_is_tidy_stays_as_it_is(case: Path) -> None:
    html = (case / "expected.html").read_text("utf-8").strip()
    assert tidied(f"<title>x</title><main>{html}</main>") == html


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_nothing_that_a_page_holds_makes_an_empty_shell(case: Path) -> None:
    root = etree.fromstring(f"<div>{tidied((case / 'page.html').read_text('utf-8'))}</div>", etree.HTMLParser())
    empty = [
        node.tag
        for node in root.iter("p", "li", "ul", "ol", "dl", "blockquote", "figure", "b", "a", "h2", "h3", "pre")
        if not "".join(map(str, node.itertext())).strip() and node.find(".//*") is None
    ]
    assert empty == []


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ('exit(<span class="token number">0</span>)\n<span class="token number">7</span>', "exit(0)\n7"),
        ('<span class="hljs-number">5</span>, <span class="number">6</span>', "5, 6"),
        ('<span class="line"><span>42</span></span>\n<span class="line"><span>43</span></span>', "42\n43"),
        ('<span class="num">1</span>a\n<span class="num">2</span>b', "a\nb"),
        ("".join(f'<span class="line"><span>{n}</span></span>\n' for n in (7, 8, 9)), "7\n8\n9"),
        ("".join(f'<span class="token number">{n}</span>,\n' for n in (7, 8, 9)), "7,\n8,\n9,"),
    ],
)
def test_numbers_are_code_but_for_those_that_count_lines(markup: str, code: str) -> None:
    assert tidied(f"<main><pre><code>{markup}</code></pre></main>") == f"<pre><code>{code}</code></pre>"


def test_lines_in_boxes_that_count_up_are_code_whatever_styles_call_them() -> None:
    lines = ("import os", "", "print(os.sep)")
    boxes = "".join(
        f"<div class=row><span class=x7f>{number}</span><div><div><span>{line}</span>\n</div></div></div>"
        for number, line in enumerate(lines, 1)
    )
    assert tidied(f"<main><pre data-lang=python><div>{boxes}</div></pre></main>") == (
        "<pre><code>import os\n\nprint(os.sep)</code></pre>"
    )


@pytest.mark.parametrize(
    "address", ["https://bandcamp.com", "https://www.dailymotion.com/video/x7", "https://youtube.com"]
)
def test_a_page_of_a_host_of_players_is_no_player(address: str) -> None:
    assert f'<a href="{address}"' in tidied(f"<main><p>Before.</p><iframe src={address}></iframe><p>After.</p></main>")


CODE = ("if x:", "    y()", "", "z()")


@pytest.mark.parametrize(
    ("name", "between"),
    [("line", ""), ("line", "\n"), ("line", "<br>"), ("highlight-code-line", ""), ("highlight-code-line", "\n")],
)
def test_lines_of_code_are_lines_whatever_parts_them(name: str, between: str) -> None:
    spans = between.join(f'<span class="{name}">{line}</span>' for line in CODE)
    assert "\n".join(CODE) in tidied(f"<title>x</title><main><p>Before.</p><pre><code>{spans}</code></pre></main>")


def test_preformatted_text_that_a_highlighter_coloured_is_code() -> None:
    markup = '<pre><span id=a><span class="hljs-keyword">while</span> True:<br>    go()</span></pre>'
    assert tidied(f"<main>{markup}</main>") == "<pre><code>while True:\n    go()</code></pre>"


# A tilde stands for a space inside a tag.
SOUP = st.sampled_from(
    [
        piece.replace("~", " ")
        for piece in """
    <p> </p> <div> </div> <ul> <li> </li> </ul> <ol> <dl> <dt> <dd> </dl> <b> </b> <a~href="/x"> </a> <h2> </h2> <pre>
    </pre> <code> </code> <br> <br> <hr> <img~src="/i.png"> <figure> <figcaption> </figure> <table> <tr> <td> <th>
    </table> <details> <summary> </details> <blockquote> </blockquote> <button> </button> <math> <mi> </math> <ruby>
    <rt> <noscript> </noscript> <video~src="/v"> </video> <iframe~src="//x.example"> </iframe> <span~lang="fr"> </span>
    <x-y> </x-y> <wbr> one two. three <q> <center> <form> <input~type=email> <script> </script>
    """.split()
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(SOUP, max_size=30).map(" ".join))
def test_no_soup_breaks_the_walk_and_no_word_is_lost_or_glued(soup: str) -> None:
    root = parse(f"<main>{soup}</main>")
    story = root.find(".//main")
    if story is None:
        return
    silent = ("button", "script", "video", "iframe", "noscript", "input", "h2")  # a heading of nothing goes
    spoken = [text for text in story.iter() if text.tag in silent]
    made = to_text(sanitize(inner_html(tidy(story, url=URL))))
    if not spoken:
        assert "".join(made.split()) == "".join("".join(map(str, parse(f"<main>{soup}</main>").itertext())).split())
    assert sanitize(sanitize(made)) == sanitize(made)


def test_text_alone_is_read_where_elements_nest_beyond_reason() -> None:
    html = tidied("<main>" + "<div><b>" * 900 + "deep <p>words</p>" + "</b></div>" * 900 + "<p>after</p></main>")
    assert to_text(html) == "deep\nwords\nafter"


def test_a_page_of_a_megabyte_is_tidied_in_time() -> None:
    page = "<main>" + "<p>A paragraph with <a href='/x'>a link</a> and <b>more</b>.</p>" * 15_000 + "</main>"
    begun = time.process_time()
    assert to_text(tidied(page)).count("\n") == 14_999
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    "piece",
    [
        '<a href="https://wa.me/?text=x">Share</a> some words ',
        "<h3>Related</h3>",
        "<h3>Related</h3><p>No link here.</p>",
        "<h3>Comments</h3>",
        "<p>Read more: <a href='/x'>x</a></p>",
        "Read more: <a href='/x'>x</a><br>",
        "<div><input type=email>",
        "<figure><img src=/a.jpg><figcaption>a</figcaption></figure>",
        "<p><img src=/a.jpg></p><p class=caption>b</p>",
        "<table><tr><td>1</td><td>2</td></tr></table>",
        "<pre><code>a\nb</code></pre>",
        "<a href='#n'>1</a><i id=n>n</i>",
        "<ul><li>",
        "<h2><p>",
    ],
)
def test_no_page_makes_it_slow(piece: str) -> None:
    begun = time.process_time()
    tidied("<main>" + piece * 6_000 + "</main>")
    assert time.process_time() - begun < 10


def test_marks_that_follow_each_other_at_once_are_one() -> None:
    assert tidied("<p><b>The mill</b><b>’s wheel</b><b><i>: it</i></b><b><i>self</i></b>.") == (
        "<p><b>The mill’s wheel<i>: itself</i></b>.</p>"
    )
    assert tidied("<p><kbd>x</kbd><kbd>y</kbd>, <b>a</b>, <b>b</b> <b>c</b>") == (
        "<p><kbd>x</kbd><kbd>y</kbd>, <b>a</b>, <b>b</b> <b>c</b></p>"
    )


@pytest.mark.parametrize("blank", ["&nbsp;", "\u3000\u3000", "<b>&nbsp;</b>", "<span>\u200b</span> "])
def test_a_line_of_blanks_between_two_breaks_parts_paragraphs(blank: str) -> None:
    assert tidied(f"<div>\u3000It turns.<br>{blank}<br>&nbsp;\u3000It grinds.<br>By wind.</div>") == (
        "<p>It turns.</p>\n<p>It grinds.<br>By wind.</p>"
    )


def test_a_list_of_one_item_that_holds_the_story_is_but_layout() -> None:
    story = "<h2 id=top>The mill</h2><p>It turns.</p><p>It grinds. <a href=#all>All</a></p><ul><li>Rye<li>Oats</ul>"
    assert tidied(f"<ul><li id=all>{story}</ul>") == tidied(story.replace("id=top", "id=all"))
    assert tidied("<ul><li><p>It turns.</p><p>It grinds.</p></ul>").startswith("<ul>")
    assert tidied("<ul><li>Rye<p>It turns.</p><h2>A</h2><p>It grinds.</p></ul>").startswith("<ul><li>Rye")
    assert tidied("<ol><li><h2>A</h2><p>It turns.</p><p>It grinds.</p></ol>").startswith("<ol>")
