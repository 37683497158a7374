"""Kept content becomes clean structure: a folder of pages, each with what is made of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleaner import CleanHTML, sanitize
from cleaner.dom import base_url, parse
from cleaner.furniture.networks import is_share
from cleaner.render import to_text
from cleaner.tidy import holds_picture, inner_html, same_picture, tidy
from cleaner.tidy.images import picture_key
from cleaner.tidy.links import untracked
from cleaner.words import says_the_same

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
URL = "https://site.example/dir/page.html"


def tidied(html: str) -> CleanHTML:
    root = parse(html)
    story = root.find(".//main")
    assert story is not None
    authors = ("Ada Miller",)
    made = tidy(story, url=URL, base=base_url(root, URL), title=root.findtext(".//title"), authors=authors)
    return sanitize(inner_html(made))


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
    ],
)
def test_numbers_are_code_but_for_those_that_count_lines(markup: str, code: str) -> None:
    assert tidied(f"<main><pre><code>{markup}</code></pre></main>") == f"<pre><code>{code}</code></pre>"


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


def test_what_goes_is_told() -> None:
    told: list[str] = []
    root = parse("<main><p>The mill turns.</p><p>Advertisement</p></main>")
    story = root.find(".//main")
    assert story is not None
    tidy(story, url=URL, dropped=lambda node, why: told.append(f"{node.text}: {why}"))
    assert told == ["Advertisement: furniture: notice"]


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.example/x?utm_source=a&id=1&fbclid=b", "https://a.example/x?id=1"),
        ("https://a.example/x?gclid=1", "https://a.example/x"),
        ("https://a.example/x?b=2&a=1&a=%20", "https://a.example/x?b=2&a=1&a=%20"),
        ("https://a.example/x?ref=1#utm_source=x", "https://a.example/x?ref=1#utm_source=x"),
        ("https://a.example/utm_source", "https://a.example/utm_source"),
    ],
)
def test_tracking_parameters_go_and_nothing_else(url: str, clean: str) -> None:
    assert untracked(url) == clean


def test_share_endpoints_are_told_from_pages_of_the_same_hosts() -> None:
    assert is_share("https://www.facebook.com/sharer/sharer.php?u=x") and is_share("https://x.com/intent/post?text=y")
    assert is_share("mailto:?subject=x&body=y") and is_share("whatsapp://send?text=x")
    assert not is_share("https://www.facebook.com/themill") and not is_share("https://twitter.com/mill/status/1")
    assert not is_share("mailto:mill@site.example") and not is_share("https://wa.me/491234567")


def test_one_picture_in_many_sizes_is_one_picture() -> None:
    for other in (
        "https://a.example/media/river-1024x576.jpg",
        "https://b.example/media/river.webp?w=300",
        "https://a.example/media/river-scaled.jpg",
        "https://c.example/_next/image?url=https%3A%2F%2Fa.example%2Fmedia%2Friver.jpg&w=640",
    ):
        assert same_picture("https://a.example/media/river.jpg", other), other
    assert not same_picture("https://a.example/media/river.jpg", "https://a.example/media/ford.jpg")
    assert not same_picture("https://a.example/img?id=1", "https://a.example/img?id=2")
    assert picture_key("https://a.example/") == "?"


def test_templates_can_ask_whether_the_lead_image_is_shown_already() -> None:
    html = '<p><img src="https://a.example/i/river-300x200.jpg?a=1&amp;b=2" alt=""></p>'
    assert holds_picture(html, "https://a.example/i/river.jpg")
    assert not holds_picture(html, "https://a.example/i/mill.jpg")


def dated(markup: str) -> str:
    story = parse(f"<main>{markup}</main>").find(".//main")
    assert story is not None
    days = [date(2025, 3, 11), date(2025, 3, 12)]
    return to_text(sanitize(inner_html(tidy(story, url=URL, authors=["Ada Miller"], days=days, language="it"))))


@pytest.mark.parametrize(
    "line",
    [
        "11 Marzo 2025 alle 07:45",
        "Ada Miller, 11/3/2025",
        "Pubblicato: 11 marzo 2025",
        "2025-03-12 14:05 · Ada Miller",
        "Pubblicato: 11/3/2025 - 14:22 Aggiornato: 12/3/2025 - 15:01 Fonte: ANS",
    ],
)
def test_a_line_at_the_top_that_says_when_the_story_appeared_goes(line: str) -> None:
    prose = "La campana suona di nuovo. " * 10
    assert dated(f"<p>{line}</p><p>{prose}</p>") == prose.strip()


@pytest.mark.parametrize(
    "line",
    ["12 Marzo 2024", "Scadenza: 11 marzo 2025", "Il molino è fermo da quando bruciò, 11 marzo 2025"],
)
def test_a_line_with_another_day_or_with_more_to_say_stays(line: str) -> None:
    assert line in dated(f"<p>{line}</p><p>{'La campana suona di nuovo. ' * 10}</p>")


def test_the_days_of_posts_and_a_day_that_is_most_of_the_page_stay() -> None:
    post = "<p>Bert 11.3.2025 alle 07:45</p><p>Suona.</p>"
    assert dated(post) == "Bert 11.3.2025 alle 07:45\nSuona."
    assert dated(f"{post}<p>{'Bene. ' * 50}</p>{post}").count("11.3.2025") == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A Walk, along the River!", "A walk along the river", True),
        ("A walk along the river", "A walk along the river | The Valley News", True),
        ("A walk along the river", "A walk along the river bank", False),
        ("磨坊开放了", "磨坊开放了 - 山谷新闻", False),
        ("", "", False),
    ],
)
def test_titles_are_the_same_but_for_case_punctuation_and_the_site(one: str, other: str, same: bool) -> None:
    assert says_the_same(one, other) is same


@pytest.mark.parametrize("lead", ["Tác giả: ", "Συντάκτης: ", "Written by "])
def test_a_byline_at_the_top_goes_whatever_language_it_begins_in(lead: str) -> None:
    story = etree.fromstring(f"<div><p>{lead}Lương Thị Mận</p><p>The mill turns again.</p></div>")
    made = tidy(story, url=URL, authors=["Lương Thị Mận"])
    assert inner_html(made) == "<p>The mill turns again.</p>"


def test_many_buttons_are_what_a_page_shows() -> None:
    order = '<p>A mill</p><p><a class="btn" href="/buy">Buy</a></p>'
    made = tidy(etree.fromstring(f"<div>{order * 3}</div>"), url=URL)
    assert inner_html(made).count("Buy") == 3


@pytest.mark.parametrize(
    "line",
    [
        "Ada Miller covers the valley. Reach her at ada@gazette.example.",
        "Ada Miller is a reporter. Follow her @adamiller.",
        "<b>Ada Miller</b></p><p>Ada writes about rivers. Email: ada@gazette.example",
        "<em>Ada Miller lives by the river and writes about it.</em>",
    ],
)
def test_a_last_line_that_tells_of_the_author_goes(line: str) -> None:
    told = tidied(f"<main><p>The mill turns again.</p><p>It will turn until somebody stops it.</p><p>{line}</p></main>")
    assert told == "<p>The mill turns again.</p>\n<p>It will turn until somebody stops it.</p>"


@pytest.mark.parametrize(
    "line",
    ["Ada Miller was the last to leave the mill.", "Write to Ada Miller at ada@gazette.example."],
)
def test_a_last_line_with_the_authors_name_stays_where_it_may_be_the_story(line: str) -> None:
    assert line in tidied(f"<main><p>The mill turns again.</p><p>{line}</p></main>")


def test_a_line_between_single_breaks_that_leads_to_another_story_goes() -> None:
    lines = ("The mill turns again.", "<a href=/1>Read also: Ten mills</a>", "Its wheel was <a href=/2>mended</a>.")
    told = tidied(f"<main><p>{'<br>'.join(lines)}</p></main>")
    assert "Ten mills" not in told and "again.<br>Its wheel was <a" in told.replace("\n", "")
    told = tidied(f"<main><p>{'<br>'.join(lines[1:])}</p></main>")
    assert told.startswith("<p>Its wheel was <a")
    told = tidied(f"<main><p>{lines[1]}<br>{lines[1]}<br>{lines[2]}<br>{lines[1]}</p></main>")
    assert told.startswith("<p>Its wheel was <a") and "Ten mills" not in told
    assert tidied(f"<main><p>{lines[0]}</p><p>{lines[1]}<br>{lines[1]}</p></main>") == f"<p>{lines[0]}</p>"


@pytest.mark.parametrize("line", ["[Read more: {}]", "<b>[Related: {}]</b>", "[ Also read {}. ]"])
def test_a_teaser_may_stand_in_brackets(line: str) -> None:
    told = tidied(f"<main>{LONG}<p>{line.format('<a href=/1>Ten mills</a>')}</p>{LONG}</main>")
    assert told == tidied(f"<main>{LONG}{LONG}</main>")


def test_an_appeal_amid_the_story_goes_where_it_is_but_a_link_that_names_the_service() -> None:
    story = "<p>The mill turns again, and its wheel has not stood still since.</p>"
    appeal = "Clique aqui para seguir o canal da Folha no WhatsApp"
    assert appeal not in tidied(f"<main>{story}<ul><li><a href=/w>{appeal}</a></li></ul>{story}{story}</main>")
    assert appeal in tidied(f"<main>{story}<p>{appeal} <a href=/w>said the miller</a></p>{story}{story}</main>")


def test_an_offer_amid_the_story_goes_with_what_it_offers_and_not_with_the_story() -> None:
    story = f"<p>{'The mill turns again, and its wheel has not stood still since. ' * 4}</p>"
    offer = "<h3>Create a free account to read this article</h3>"
    box = f"<div>{offer}<ul><li>Local news, free for 30 days</li></ul></div>"
    assert tidied(f"<main>{story}{box}{story}</main>").count("<") == 4
    assert tidied(f"<main><div>{story}{offer}{story}</div></main>").count("<") == 4


LONG = (
    "<p>"
    + "The mill was built in 1720, burnt twice, and twice was built again, the second time in brick. " * 6
    + "</p>"
)


def test_headings_at_the_end_that_are_but_links_head_other_stories() -> None:
    teasers = "<h3><a href=/1>The weir is mended</a></h3><a href=/2><h3>The ferry runs again</h3></a>"
    assert "weir" not in tidied(f"<main>{LONG}{teasers}</main>")
    assert "weir" in tidied(f"<main>{teasers}{LONG}{teasers}</main>")  # a page of such headings
    assert "weir" in tidied(f"<main><p>Three stories.</p>{teasers}</main>")
