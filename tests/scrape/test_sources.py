"""Which source a page is read with, what it offers, and sources of one's own. Nothing here fetches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from answers import PAGE, answer, read, site

from feeds.errors import ScrapeError
from feeds.scrape import discover


def rows(count: int = 8) -> str:
    cards = "".join(
        f"<article><h2><a href='/2024/03/story-{n}-of-the-night-ferry'>Story {n} of the long night ferry</a></h2>"
        f"<time datetime='2024-03-{n + 1:02}'>{n + 1} March</time><p>What happened on board.</p></article>"
        for n in range(count)
    )
    nav = "".join(f"<li><a href='/topic/{n}'>Topic {n}</a></li>" for n in range(12))
    return f"<html lang='en'><title>The ferry</title><nav><ul>{nav}</ul></nav><main>{cards}</main></html>"


def test_auto_reads_a_page_without_any_selectors() -> None:
    listing = read(rows(), site("auto"))
    assert len(listing.items) == 8
    assert listing.items[0].title == "Story 0 of the long night ferry"
    assert listing.items[0].published == datetime(2024, 3, 1, tzinfo=UTC)
    assert (listing.title, listing.language) == ("The ferry", "en")


def test_of_several_selectors_the_first_that_finds_more_than_nothing_counts() -> None:
    row = """<li><b class=kicker> </b><h2><a href="/one">One</a></h2><i class=by></i><span class=author>Ann Ash</span>
        <time datetime=""></time><span class=day>5 March 2024</span><img class=lead data-src="" src="/one.jpg">
        <audio></audio><a class=file href="/one.mp3">Listen</a><p class=deck></p><p class=teaser>Short.</p></li>"""
    fields = {
        "link": [".kicker::attr(href)", ".kicker", "h2 a"],
        "title": [".kicker", "h2"],
        "author": [".by::text", ".by", ".author"],
        "published": ["time::attr(datetime)", "time", ".day"],
        "image": ["img::attr(data-src)", "img::attr(src)"],
        "audio": ["audio", ".file"],
        "summary": [".deck", ".teaser"],
        "content": [".deck", ".teaser"],
    }
    (item,) = read(f"<ul>{row}</ul>", site("page", listing={"items": "li", **fields})).items
    assert (item.url, item.title, item.authors) == ("https://news.example/one", "One", ("Ann Ash",))
    assert item.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert (item.image, item.enclosures[0].url) == ("https://news.example/one.jpg", "https://news.example/one.mp3")
    assert (item.summary, item.html) == ("Short.", "<p>Short.</p>")


@pytest.mark.parametrize("title", [[], "h2", "h2 a", "h2 a::text", "h2 a::attr(title)"])
def test_a_title_that_shows_markup_keeps_it_as_text(title: Any) -> None:
    told = "R&amp;D: the &lt;canvas&gt; tag, &lt;script&gt;x&lt;/script&gt; and 1 &lt; 2"
    page = f'<title>Labs &lt;3</title><ul><li><h2><a href="/1" title="{told}">{told}</a></h2></li></ul>'
    found = read(page, site("page", listing={"items": "li", "title": title}))
    assert found.items[0].title == "R&D: the <canvas> tag, <script>x</script> and 1 < 2"
    assert found.title == "Labs <3"


def test_auto_prefers_the_selectors_that_a_site_gives() -> None:
    listing = read(rows(), site("auto", listing={"items": "nav li"}))
    assert len(listing.items) == 12


@pytest.mark.parametrize(
    ("body", "url", "count"),
    [
        ("<rss><channel><item><link>/1</link></item><item><link>/2</link></item></channel></rss>", PAGE, 2),
        (f"<urlset><url><loc>{PAGE}1</loc></url><url><loc>{PAGE}2</loc></url></urlset>", f"{PAGE}sitemap.xml", 2),
        (json.dumps([{"url": "/1"}]), PAGE, 1),
        (
            json.dumps([{"id": 1, "link": "/1", "title": {"rendered": "One"}}]),
            "https://blog.example/wp-json/wp/v2/posts",
            1,
        ),
    ],
    ids=["feed", "sitemap", "json", "wordpress"],
)
def test_auto_sees_what_it_was_given(body: str, url: str, count: int) -> None:
    assert len(read(body, site("auto"), url=url).items) == count


def test_auto_goes_to_the_feed_of_a_page_that_shows_nothing() -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
    shell = f"<html><head>{link}</head><div id='app'></div></html>"
    assert [request.url for request in read(shell, site("auto")).follow] == ["https://news.example/atom.xml"]
    with pytest.raises(ScrapeError, match="no items"):
        read("<html><div id='app'></div></html>", site("auto"))


def test_a_feed_that_a_page_only_links_to_comes_after_those_it_announces() -> None:
    page = """<html><head><link rel="alternate" type="application/atom+xml" href="/atom.xml"></head><body>
        <a href="/news/rss.xml"><img alt="RSS"></a> <a href="/feed-the-birds/">Feed the birds</a>
        <a href="/feedback">Feedback</a>
        <a href="https://reader.example/feed">RSS</a> <a href="/atom.xml">Atom</a></body></html>"""
    found = discover(answer(page)).feeds
    assert [feed.url for feed in found] == ["https://news.example/atom.xml", "https://news.example/news/rss.xml"]


def test_what_a_page_offers_is_read_from_its_head_and_its_headers() -> None:
    header = '</feed>; rel="alternate"; type="application/rss+xml"; title="All, and more", </map.xml>; rel=sitemap'
    found = discover(
        answer(
            "<html><base href='/blog/'><link rel='alternate' type='application/feed+json' href='f.json'>", link=header
        )
    )
    assert [(feed.url, feed.kind) for feed in found.feeds] == [
        ("https://news.example/blog/f.json", "json"),
        ("https://news.example/feed", "rss"),
    ]
    assert found.feeds[1].title == "All, and more"
    assert found.sitemap == "https://news.example/map.xml"


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed package that brings two sources."""
    (tmp_path / "my_source.py").write_text(
        "from feeds.model import Item, Listing\n"
        "def read(response, site, *, now):\n"
        "    urls = response.body.decode().split()\n"
        "    return Listing(url=response.final_url, items=tuple(Item(url=url) for url in urls))\n"
        "def fail(response, site, *, now):\n"
        "    raise KeyError('oops')\n"
        "def odd(response, site, *, now):\n"
        "    return [1, 2]\n"
    )
    info = tmp_path / "my_source-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-source\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[feedmill.sources]\nlines = my_source:read\nbad = my_source:fail\nodd = my_source:odd\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield


@pytest.mark.usefixtures("plug_in")
def test_a_source_of_ones_own_is_one_function() -> None:
    listing = read("https://a.example/1\nhttps://a.example/2", site("lines"))
    assert [item.url for item in listing.items] == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.usefixtures("plug_in")
def test_a_plug_in_that_fails_is_one_sites_trouble() -> None:
    with pytest.raises(ScrapeError, match="oops"):
        read("", site("bad"))
    with pytest.raises(ScrapeError, match="gave list"):
        read("", site("odd"))
