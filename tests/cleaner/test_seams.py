"""Words that only a style sheet parts are parted; what is one word in the markup stays one."""

from __future__ import annotations

import pytest
from lxml import html
from stories import tidied


def _text(markup: str) -> str:
    return html.fromstring(tidied(f"<main><p>{markup}</p></main>")).text_content()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<span>Oboz</span><span>Sawtooth Mid</span>", "Oboz Sawtooth Mid"),
        ("<strong>Location:</strong>Warsaw", "Location: Warsaw"),
        ("by <a href=/x>Vasani</a>March 3", "by Vasani March 3"),
        ("<span>Rated</span><span>4.5</span><span>reviews</span>", "Rated 4.5 reviews"),
        ("<span>3</span><span>beds</span><span>2</span><span>baths</span>", "3 beds 2 baths"),
        ("<b>2024</b><span>118 pages</span>", "2024 118 pages"),
        ("<span>THC</span><span>GUMMIES</span>", "THC GUMMIES"),
        ("<a href=/design>design</a><a href=/web>web</a>", "design web"),
        ("<span role=tab>node</span><span role=tab>deno</span>", "node deno"),
        ("<time>5 May</time><span>by the editors</span>", "5 May by the editors"),
        ("<code>new</code><code>Old</code>", "new Old"),
    ],
)
def test_what_stands_apart_on_the_screen_stands_apart_in_the_text(markup: str, text: str) -> None:
    assert _text(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<span class=cap>O</span>nce upon a time", "Once upon a time"),
        ("<span class=cap>O</span><span>NCE UPON</span> a time", "ONCE UPON a time"),
        (
            "the 12<sup>th</sup> and the 1<span>st</span>, in the 1990<span>s</span>",
            "the 12th and the 1st, in the 1990s",
        ),
        ("H<sub>2</sub>O, Rust<sup><a href=#n>1</a></sup>Then", "H2O, Rust1Then"),
        ("<span>meth</span><span>ods</span> of child<em>ren</em>", "methods of children"),
        ("i<b>Phone</b>", "iPhone"),
        ("<span>2</span><span>0</span><span>2</span><span>6</span>", "2026"),
        ("<span>20</span><span>26</span>", "2026"),
        ("<a href=/case>case stud</a><a href=/case>ies</a>", "case studies"),
        ("<code><span>get</span><span>Name</span>()</code>", "getName()"),
        ("<span>W</span><span>O</span><span>W</span>", "WOW"),
        ("文<span>2</span><span>字</span>", "文2字"),
    ],
)
def test_what_is_one_word_stays_one(markup: str, text: str) -> None:
    assert _text(markup) == text


def test_marks_on_both_sides_keep_the_blank_out_of_links() -> None:
    written = tidied("<main><p>See <a href=/a>Alpha</a><a href=/b>Beta</a> now</p></main>")
    assert "</a> <a " in written
