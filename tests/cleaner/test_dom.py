"""Any text becomes a tree, whole and in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleaner.blocks import read_blocks
from cleaner.dom import MAX_CHARS, base_url, parse


def text_of(root: etree._Element) -> str:
    return " ".join("".join(map(str, root.itertext())).split())


@pytest.mark.parametrize(
    "page", ["", " \n", "\0", "<", "<!doctype html>", "plain words", "<?xml version='1.0'?>", "<>"]
)
def test_every_text_has_a_body(page: str) -> None:
    assert parse(page).find("body") is not None


def test_what_follows_an_early_end_of_the_body_is_read() -> None:
    assert text_of(parse("<body><p>one</p></body></html><p>two</p></BODY ><p>three")) == "onetwothree"


@pytest.mark.parametrize("first", ["main", "header", "article", "nav", "site-shell"])
def test_a_page_that_leaves_its_body_tag_out_has_its_text_in_the_body(first: str) -> None:
    root = parse(f"<!doctype html><meta charset=utf-8><title>Mill</title><{first}>one</{first}><section>two</section>")
    body = root.find("body")
    assert body is not None
    assert [child.tag for child in body] == [first, "section"]
    assert text_of(body) == "onetwo"


def test_what_stands_astray_in_a_head_goes_before_the_body() -> None:
    root = parse("<head><title>Mill</title><site-bar>one</site-bar> <meta name=a></head><body>two<p>three</p></body>")
    body = root.find("body")
    assert body is not None
    assert text_of(body) == "one twothree"


def test_deep_nesting_loses_no_text() -> None:
    assert text_of(parse("<div>" * 5_000 + "<p>deep</p>" + "</div>" * 5_000 + "<p>after</p>")) == "deep after"


def test_a_hundred_thousand_attributes_cost_no_time() -> None:
    page = "<p" + "".join(f' a{n}="{n}"' for n in range(100_000)) + ">inside</p><p title='>'>after</p>"
    start = time.process_time()
    assert text_of(parse(page)) == "insideafter"
    assert time.process_time() - start < 3  # libxml2 alone takes half a minute


def test_a_long_tag_keeps_its_first_attributes() -> None:
    page = "<p class='story' " + " ".join(f"a{n}=1" for n in range(9_000)) + ">text</p>"
    (found,) = parse(page).iter("p")
    assert found.get("class") == "story"


def test_a_comment_that_never_closes_does_not_swallow_the_page() -> None:
    assert "story" in text_of(parse("<p>one<!-- <p>the story"))


def test_control_characters_go() -> None:
    assert text_of(parse("<p>be\0fo\x0bre\ufffe</p>")) == "before"


def test_a_page_within_noscript_is_part_of_the_page() -> None:
    post = "<p>" + "A long post, as forums show it to those without scripts. " * 40 + "</p>"
    assert parse(f"<body><div id=app></div><noscript>{post}</noscript>").find(".//noscript") is None


def test_a_list_within_noscript_is_part_of_the_page() -> None:
    rows = "".join(f"<li><a href=/t/{n}>Topic number {n} of the forum</a></li>" for n in range(20))
    assert parse(f"<body><div id=app></div><noscript><ul>{rows}</ul></noscript>").find(".//noscript") is None


def test_an_excuse_within_noscript_is_not() -> None:
    story = "<p>" + "The story itself. " * 90 + "</p>"
    assert parse(f"<body>{story}<noscript><p>Please enable scripts.</p></noscript>").find(".//noscript") is not None


def test_too_long_a_page_is_cut() -> None:
    assert len(text_of(parse("<p>" + "word " * (MAX_CHARS // 4)))) <= MAX_CHARS


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("<base href='/blog/'>", "https://site.example/blog/"),
        ("<base target=_top><base href='https://other.example/x/'><base href='/y/'>", "https://other.example/x/"),
        ("<base href='javascript:alert(1)'>", "https://site.example/dir/page.html"),
        ("", "https://site.example/dir/page.html"),
    ],
)
def test_the_first_usable_base_counts(base: str, expected: str) -> None:
    assert base_url(parse(f"<head>{base}</head><p>x"), "https://site.example/dir/page.html") == expected


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/\"'= abpdiv!-&#;x\0\n", max_size=300))
def test_scraps_of_markup_never_raise(page: str) -> None:
    assert parse(page).tag == "html"


@pytest.mark.parametrize("void", ["<wbr>", "<WBR class=x>", "<wbr/>", "<wbr></wbr>"])
def test_void_elements_stand_side_by_side_however_many_and_however_written(void: str) -> None:
    line = parse(f"<p>{f'a{void}' * 5_000}</p>").find(".//p")
    assert line is not None
    assert [child.tag for child in line] == ["wbr"] * 5_000
    assert "".join(map(str, line.itertext())) == "a" * 5_000


def test_what_follows_a_void_element_is_not_in_it() -> None:
    root = parse("<picture><source srcset=/a.webp><source srcset=/b.webp><img src=/b.jpg>!</picture>in<wbr>side")
    picture = root.find(".//picture")
    assert picture is not None
    assert [child.tag for child in picture] == ["source", "source", "img"]
    assert "".join(map(str, root.itertext())) == "!inside"


@pytest.mark.parametrize(
    ("markup", "made"),
    [
        (
            "<amp-img src=/a.jpg layout=fill><noscript><img src=/a.jpg></noscript></amp-img>",
            '<img src="/a.jpg" layout="fill">',
        ),
        (
            "<amp-youtube data-videoid=dQw4w9WgXcQ></amp-youtube>",
            '<iframe data-videoid="dQw4w9WgXcQ" src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"></iframe>',
        ),
        (
            "<amp-twitter data-tweetid=1234567890></amp-twitter>",
            '<iframe data-tweetid="1234567890" src="https://twitter.com/i/status/1234567890"></iframe>',
        ),
        (
            "<amp-twitter data-tweetid=1234567890><p>said</p></amp-twitter>",
            '<amp-twitter data-tweetid="1234567890"><p>said</p></amp-twitter>',
        ),
        (
            "<div role=img aria-label=Mill style=\"background-image:url('/m.jpg')\"></div>",
            '<img role="img" aria-label="Mill" src="/m.jpg" alt="Mill">',
        ),
        ('<div style="background:url(/m.jpg)"></div>', '<div style="background:url(/m.jpg)"></div>'),
    ],
)
def test_what_stands_for_a_picture_or_a_player_becomes_one(markup: str, made: str) -> None:
    body = parse(markup).find("body")
    assert body is not None
    assert etree.tostring(body[0], method="html").decode() == made


def test_a_picture_in_the_background_of_a_figure_is_its_picture() -> None:
    figure = parse('<figure><div style="background: #fff url(/m.jpg) center"></div></figure>').find(".//figure")
    assert figure is not None
    assert [child.get("src") for child in figure] == ["/m.jpg"]


def test_an_element_of_the_pages_own_amid_a_sentence_does_not_end_it() -> None:
    page = "<p>In <st1:place><st1:city>Paris</st1:city></st1:place> she joined <stock-quote id=1>Acme</stock-quote></p>"
    assert read_blocks(parse(page)).text == ["In Paris she joined Acme"]
    cards = "<a href=/x><card-title>One</card-title><card-text>Two</card-text></a>"
    assert read_blocks(parse(cards)).text == ["One", "Two"]
