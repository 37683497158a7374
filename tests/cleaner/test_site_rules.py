"""The rules that Full-Text RSS' site patterns need: pages are changed before their story is looked for."""

from __future__ import annotations

import pytest
from lxml import etree

from cleaner import Article, Rules, clean, parse
from cleaner.site_rules import MAX_TITLE, reshape, told_story
from cleaner.surgery import dissolve, remove, wrap

URL = "https://site.example/news/story.html"
STORY = "<p>The tide comes in twice a day, and the ferry waits for it with its lamps lit.</p>"


def article(body: str, **rules: object) -> Article:
    page = f"<html><head><title>Tide | Site</title></head><body><div class=story>{body}</div><p>Around.</p></body>"
    return clean(page, URL, rules=Rules(body=(".story",), **rules))  # type: ignore[arg-type]  # fields by name


def inner(root: etree._Element) -> str:
    body = root.find("body")
    assert body is not None
    return "".join([body.text or "", *(str(etree.tostring(child, encoding="unicode")) for child in body)])


def test_several_nodes_of_one_body_selector_are_joined() -> None:
    page = "<main><div class=a><p>One.</p></div><p>Between.</p><div class=a><p>Two.</p></div></main>"
    assert clean(page, URL, rules=Rules(body=(".none", ".a", "main"))).text.split() == ["One.", "Two."]


def test_body_is_looked_for_in_what_the_strips_left() -> None:
    found = clean(
        f"<div class=story><p>Old.</p></div><article>{STORY}</article>",
        URL,
        rules=Rules(body=(".story", "article"), strip=(".story",)),
    )
    assert found.text == "The tide comes in twice a day, and the ferry waits for it with its lamps lit."


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (r"First line.\n\nSecond \"line\".", 'First line. Second "line".'),
        ("<p>A <b>bold</b> word.</p>", "A bold word."),
        (r"\u003cp\u003eEscaped markup.\u003c\/p\u003e", "Escaped markup."),
        (r"A path: C:\new\x", r"A path: C:\new\x"),
        ("Plain & simple < text", "Plain & simple < text"),
    ],
)
def test_a_story_may_be_told_as_a_string(told: str, text: str) -> None:
    story = told_story(told)
    assert story is not None
    assert " ".join(" ".join(map(str, story.itertext())).split()) == text
    assert told_story(" \n ") is None


def test_a_body_rule_may_cut_its_story_out_of_a_script() -> None:
    page = '<script type="application/ld+json">{"articleBody":"The tide is high.\\n\\nThe ferry waits.","x":1}</script>'
    rule = """(substring-before(substring-after(//script, '"articleBody":"'), '","x"'))"""
    assert clean(page, URL, rules=Rules(body=(rule,))).text.split("\n") == ["The tide is high.", "The ferry waits."]


def test_the_element_that_gave_the_title_is_not_repeated_in_the_story() -> None:
    found = article(f"<div class=t>High water</div>{STORY}", title=(".none", ".t::text"))
    assert found.title == "High water"
    assert "High water" not in found.text


def test_a_title_rule_that_selects_more_than_a_title_takes_nothing_away() -> None:
    found = article(f"<div class=t>{STORY * (MAX_TITLE // 60)}</div>", title=(".t",))
    assert "ferry" in found.text


def test_strips_take_elements_attributes_and_texts() -> None:
    root = parse("<p id=a>one<b class=x>two</b>three</p><p title=t lang=en>four</p>")
    for found in ("//p[@id='a']/text()[2]", "//b", "//p/@title"):
        for each in root.xpath(found):  # type: ignore[union-attr]  # these give lists
            remove(each, "")
    assert inner(root) == '<p id="a">one</p><p lang="en">four</p>'


def test_an_attribute_that_is_stripped_is_no_longer_read() -> None:
    body = f'<figure><img src="/small.jpg" srcset="/large.jpg 2000w" alt=Sea></figure>{STORY}'
    assert "large.jpg" in article(body).html
    assert "large.jpg" not in article(body, strip=("img::attr(srcset)",)).html


def test_elements_and_texts_are_wrapped_in_place() -> None:
    root = parse("<div>before<span>in</span>after</div>")
    wrap(root.xpath("//span")[0], "i")  # type: ignore[index, arg-type]  # XPath's types depend on the path
    wrap(root.xpath("//div/text()[1]")[0], "b")  # type: ignore[index, arg-type]
    wrap(root.xpath("//div/text()[last()]")[0], "u")  # type: ignore[index, arg-type]
    assert inner(root) == "<div><b>before</b><i><span>in</span></i><u>after</u></div>"


def test_a_pull_quote_becomes_a_blockquote() -> None:
    assert "<blockquote>" in article(f"{STORY}<p class=q>So it is.</p>{STORY}", wrap=((".q", "blockquote"),)).html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a<b>b<i>c</i>d</b>e</p>", "<p>ab<i>c</i>de</p>"),
        ("<p><b>b</b></p>", "<p>b</p>"),
        ("<p><i>x</i>y<b></b>z</p>", "<p><i>x</i>yz</p>"),
        ("<p>a<b><i>c</i></b></p>", "<p>a<i>c</i></p>"),
    ],
)
def test_dissolving_leaves_what_was_inside(html: str, left: str) -> None:
    root = parse(html)
    dissolve(root.xpath("//b")[0])  # type: ignore[index, arg-type]
    assert inner(root) == left


def test_dissolved_elements_keep_their_words() -> None:
    found = article(f"<h2>Not a <span>heading</span></h2>{STORY}", dissolve=("h2",))
    assert "<h2>" not in found.html
    assert "Not a heading" in found.text


def test_what_the_page_cannot_lose_stays() -> None:
    root = parse("<p>x</p>")
    reshape(root, Rules(dissolve=("body", "html"), wrap=(("body", "div"), ("html", "div"))))
    assert inner(root) == "<p>x</p>"


def test_a_site_may_hide_its_images_in_an_attribute_of_its_own() -> None:
    body = f'<img src="/tiny.jpg" x-big="/sea.jpg" alt=Sea>{STORY}'
    assert "https://site.example/sea.jpg" in article(body, lazy_attributes=("x-big",)).html
    assert "sea.jpg" not in article(body).html


def test_without_pruning_the_body_is_kept_whole() -> None:
    body = f'{STORY}<div><a href="https://twitter.com/share?url=x">Share on Twitter</a></div>{STORY}'
    assert "Share on Twitter" not in article(body).text
    assert "Share on Twitter" in article(body, prune=False).text


def test_without_detection_there_is_no_story_where_the_rules_find_none() -> None:
    page = f"<article><h1>Tide</h1>{STORY * 5}</article>"
    assert clean(page, URL, rules=Rules(body=(".none",))).text
    assert clean(page, URL, rules=Rules(body=(".none",), detect=False)).text == ""


def test_json_ld_and_the_detected_image_can_be_switched_off() -> None:
    page = (
        '<meta property="og:image" content="https://site.example/lead.jpg">'
        '<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":"Wrong Person"}}</script>'
        f"<div class=story>{STORY}</div>"
    )
    assert clean(page, URL).authors == ("Wrong Person",)
    assert clean(page, URL, rules=Rules(json_ld=False)).authors == ()
    assert clean(page, URL).image == "https://site.example/lead.jpg"
    assert clean(page, URL, rules=Rules(detect_image=False)).image is None
    rules = Rules(detect_image=False, image=("meta[property='og:image']::attr(content)",))
    assert clean(page, URL, rules=rules).image == "https://site.example/lead.jpg"


def test_links_to_the_whole_article_are_read_before_anything_is_stripped() -> None:
    found = article(
        f'{STORY}<a class=print href="?print=1#top">Print</a><a class=next href="story-2.html">2</a>',
        single_page=("a.print",),
        next_page=("a.next::attr(href)",),
        strip=("a",),
    )
    assert found.single_page == "https://site.example/news/story.html?print=1"
    assert found.next_page == "https://site.example/news/story-2.html"
    assert article(f'<a class=print href="#x">Print</a>{STORY}', single_page=("a.print",)).single_page is None


def test_advertisements_and_login_walls_are_told_by_their_signs() -> None:
    body = f"<p class=ad>Paid post</p>{STORY}<form id=login></form>"
    assert article(body, sponsored=(".none", ".ad")).sponsored
    assert not article(body, sponsored=(".none",)).sponsored
    assert article(body, login_wall=("#login",)).wall == "login"
    assert article(body, login_wall=("#none",)).wall is None
