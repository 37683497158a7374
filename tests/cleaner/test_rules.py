"""What a person tells us about a site wins, and says so."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from cleaner import CleanError, Rules, SelectorError, clean
from cleaner.dom import parse
from cleaner.rules import (
    apply_after,
    apply_before,
    other_page,
    replace_text,
    select_body,
)
from cleaner.selectors import first_addresses

PAGE = """
<html><head><title>Page &amp; Site</title><meta property="og:title" content=" The  title "></head><body>
<div class="promo">Buy now</div> tail stays
<article><h1>The title</h1><p>First paragraph.</p><p>Watch the interview with us</p>
<h2>You’ll also like</h2><ul><li>One</li></ul></article>
<div class="part"><p>Second part</p><div class="part">inner</div></div><div class="part">third</div>
<time datetime="2024-03-05">5 March</time><img class="lead" src="/lead.jpg">
<a class="next" href="?page=2">next</a></body></html>
"""


def page() -> etree._Element:
    return parse(PAGE)


def text(node: etree._Element) -> str:
    return " ".join(" ".join(map(str, node.itertext())).split())


def test_strip_drops_what_it_selects_and_keeps_what_follows() -> None:
    root = page()
    dropped: list[str] = []
    rules = Rules(strip=(".promo", "//article/h2"))
    apply_before(root, rules, lambda node, why: dropped.append(f"{node.tag}: {why}"))
    assert "Buy now" not in text(root) and "tail stays" in text(root) and "also like" not in text(root)
    assert dropped == ["div: rule: strip .promo", "h2: rule: strip //article/h2"]


def test_strip_never_takes_the_page_itself() -> None:
    root = page()
    apply_before(root, Rules(strip=("body", "html")))
    assert "First paragraph" in text(root)


def test_strip_text_drops_the_blocks_that_match_and_only_them() -> None:
    root = page()
    apply_before(root, Rules(strip_text=("^watch the interview",)))
    assert "Watch the" not in text(root) and "First paragraph" in text(root)


@pytest.mark.parametrize("words", ["You'll also like", "you’ll ALSO like", "^You.ll also", "also like"])
def test_stop_at_drops_the_heading_and_all_that_follows(words: str) -> None:
    story = page().find(".//article")
    assert story is not None
    apply_after(story, Rules(stop_at=(words,)))
    assert text(story) == "The title First paragraph. Watch the interview with us"


def test_stop_at_reaches_out_of_nested_boxes_but_not_beyond_the_story() -> None:
    root = parse("<main><div><p>kept</p><section><h3>More (12)</h3> tail</section></div><p>gone</p></main><p>out</p>")
    story = root.find(".//main")
    assert story is not None
    apply_after(story, Rules(stop_at=("More (12)",)))
    assert text(story) == "kept"
    assert "out" in text(root)


@pytest.mark.parametrize("words", ["More (links", "(unclosed", "*** More"])
def test_stop_at_takes_words_that_are_no_pattern_as_they_stand(words: str) -> None:
    story = parse(f"<div><p>kept</p><h2>Elsewhere</h2><p>kept too</p><h2>{words} here</h2><p>gone</p></div>").find(
        ".//div"
    )
    assert story is not None
    apply_after(story, Rules(stop_at=(words,)))
    assert text(story) == "kept Elsewhere kept too"


def test_stop_at_takes_a_paragraph_for_a_heading_only_when_it_says_nothing_else() -> None:
    story = parse("<div><p>Related to this</p><p><b>Related:</b></p><p>gone</p></div>").find(".//div")
    assert story is not None
    apply_after(story, Rules(stop_at=("Related",)))
    assert text(story) == "Related to this"


def test_replacements_are_literal_in_order_and_bounded() -> None:
    assert replace_text("a.b.c", Rules(replace=((".", "-"), ("a-", "")))) == "b-c"
    assert replace_text("abc", Rules(replace=(("", "x"),))) == "abc"
    assert replace_text("a" * 1000, Rules(replace=(("a", "b" * 1_000_000),))) == "a" * 1000


def test_body_is_what_the_first_selector_that_matches_gives_outermost_only() -> None:
    root = page()
    assert [text(node) for node in select_body(root, Rules(body=(".nothing", ".part")))] == [
        "Second part inner",
        "third",
    ]
    assert select_body(root, Rules(body=(".nothing", "p::attr(none)"))) == []


def test_a_selector_that_finds_but_blanks_leaves_it_to_the_next() -> None:
    markup = """<title>Site</title><h1> </h1><h2>Low water</h2><b class=by></b><i>Ann Ash</i><time datetime=""></time>
        <u>5 March 2024</u><img data-src="" src="/lead.jpg" width=800 height=600>
        <p class=lead>The river fell again.</p>"""
    rules = Rules(
        title=("h1::text", "h1", "h2"),
        author=(".by", "i"),
        published=("time", "u"),
        image=("img::attr(data-src)", "img::attr(src)"),
        body=("h1::text", ".lead"),
    )
    article = clean(f"<body>{markup}</body>", "https://site.example/a", rules=rules)
    assert (article.title, article.authors) == ("Low water", ("Ann Ash",))
    assert article.published is not None and article.published.date() == date(2024, 3, 5)
    assert article.image == "https://site.example/lead.jpg"
    assert "The river fell again." in article.html


def test_addresses_are_absolute_and_may_be_named_by_their_element() -> None:
    root = page()
    base = "https://site.example/a"
    assert first_addresses(root, ("img.lead",), f"{base}/b") == ["https://site.example/lead.jpg"]
    assert first_addresses(root, ("h1", "a.next::attr(href)"), base) == [f"{base}?page=2"]
    assert not first_addresses(parse('<a class=x href="javascript:y">z</a>'), ("a.x",), base)


def test_another_page_is_never_this_one() -> None:
    here, selectors = "https://site.example/a", ("a.next::attr(href)",)
    assert other_page(page(), selectors, here, here) == f"{here}?page=2"
    assert other_page(page(), selectors, f"{here}?page=2#top", here) is None
    assert other_page(page(), (), here, here) is None


def test_a_rule_that_is_none_says_so() -> None:
    with pytest.raises(SelectorError, match=r"p\[\["):
        apply_before(page(), Rules(strip=("p[[",)))
    with pytest.raises(CleanError, match="pattern"):
        apply_before(page(), Rules(strip_text=("(unclosed",)))
