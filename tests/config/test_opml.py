"""OPML subscriptions become sites, with what FreshRSS adds to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config import Config
from feeds.config.edit import with_sites
from feeds.config.importers.dots import jmespath_of
from feeds.config.importers.opml import import_opml, import_outlines
from feeds.config.importers.report import Imported
from feeds.config.load import load_text
from feeds.config.subscriptions import to_subscriptions
from feeds.errors import ConfigError
from feeds.model import Response
from feeds.scrape import read_listing

NOW = datetime(2024, 5, 1, tzinfo=UTC)


def outline(**attributes: str) -> str:
    pairs = ((name.replace("frss_", "frss:"), quoteattr(value)) for name, value in attributes.items())
    return f"<outline {' '.join('='.join(pair) for pair in pairs)}/>"


def imported(*outlines: str) -> Imported:
    text = f'<opml version="2.0" xmlns:frss="https://freshrss.org/opml"><head/><body>{"".join(outlines)}</body></opml>'
    return import_outlines("feeds.opml", text.encode())


def loaded(result: Imported) -> Config:
    return load_text(with_sites("", result.sites), Path("config.yaml"), environ={})


def lost(result: Imported) -> list[str]:
    return [line.rule for line in result.lines if line.outcome == "lost"]


def test_subscriptions_become_sites_wherever_they_stand() -> None:
    result = imported(
        outline(type="rss", text="One", xmlUrl="https://one.example/feed", htmlUrl="https://one.example/"),
        '<outline text="News">',
        outline(text="Two & more", xmlUrl="https://two.example/feed", language="de"),
        "</outline>",
        outline(type="link", text="A link", url="https://three.example/"),
        outline(text="One again", xmlUrl="https://one.example/feed"),
        outline(text="No web address", xmlUrl="gopher:three.example"),
    )
    assert result.sites == {
        "one": {"url": "https://one.example/feed", "title": "One", "source": "feed"},
        "two-more": {"url": "https://two.example/feed", "title": "Two & more", "language": "de", "source": "feed"},
    }
    assert lost(result) == ["folder", "outline", "xmlUrl", "xmlUrl"]
    assert len(loaded(result).sites) == 2


def test_two_feeds_of_one_name_get_names_of_their_own() -> None:
    result = imported(
        outline(text="News", xmlUrl="https://one.example/"),
        outline(text="news", xmlUrl="https://two.example/"),
        outline(text="", xmlUrl="https://three.example/"),
        outline(text="../..", xmlUrl="https://four.example/"),
    )
    assert [*result.sites] == ["news", "news-2", "three.example", "site"]


def test_scraping_by_xpath_finds_the_same_items() -> None:
    result = imported(
        outline(
            text="Harbour",
            type="HTML+XPath",
            xmlUrl="https://harbour.example/news",
            frss_xPathItem="//div[@class='item']",
            frss_xPathItemTitle="descendant::h2",
            frss_xPathItemContent=".//div[@class='text']",
            frss_xPathItemUri="descendant::a/@href",
            frss_xPathItemAuthor='"The harbour"',
            frss_xPathItemTimestamp="normalize-space(./time)",
            frss_xPathItemTimeFormat="d.m.Y",
            frss_xPathItemThumbnail="descendant::img/@src",
            frss_xPathItemCategories="./i",
            frss_xPathItemUid="./@id",
        )
    )
    assert lost(result) == []
    site = loaded(result).sites["harbour"]
    assert site.article is False
    page = """
        <div class=item id=n1><h2>The <b>ferry</b></h2><a href=/ferry>more</a><time> 2024-03-05 </time><img src=/f.jpg>
        <i>Boats</i><i>Tide</i><div class=text>It <b>waits</b>.</div></div><div class=other>x</div>
    """
    url = "https://harbour.example/news"
    (item,) = read_listing(Response(url=url, final_url=url, body=page.encode()), site, now=NOW).items
    assert (item.title, item.url, item.id) == ("The ferry", "https://harbour.example/ferry", "n1")
    assert (item.authors, item.categories, item.image) == (
        ("The harbour",),
        ("Boats", "Tide"),
        "https://harbour.example/f.jpg",
    )
    assert item.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert item.html is not None and "<b>waits</b>" in item.html


def test_json_in_dot_notation_finds_the_same_items() -> None:
    result = imported(
        outline(
            text="API",
            type="JSON+DotNotation",
            xmlUrl="https://api.example/news",
            frss_jsonItem="data.items",
            frss_jsonItemTitle="meta.title & ' (' & kind & ')'",
            frss_jsonItemUri="links[1]",
            frss_jsonItemContent="body-html",
            frss_jsonItemUid="id",
            frss_CURLOPT_POST="1",
            frss_CURLOPT_POSTFIELDS='{"q":1}',
        )
    )
    assert lost(result) == []
    site = loaded(result).sites["api"]
    assert (site.json_.method, site.json_.body) == ("POST", '{"q":1}')
    body = (
        b'{"data":{"items":[{"meta":{"title":"Ferry"},"kind":"boat","links":["/0","/1"],"body-html":"<p>x","id":7}]}}'
    )
    url = "https://api.example/news"
    (item,) = read_listing(Response(url=url, final_url=url, body=body), site, now=NOW).items
    assert (item.title, item.url, item.html) == ("Ferry (boat)", "https://api.example/1", "<p>x")


def test_full_content_and_requests_come_over() -> None:
    result = imported(
        outline(
            text="Full",
            xmlUrl="https://full.example/feed",
            frss_cssFullContent="article .text, .more",
            frss_cssContentFilter=".ad",
            frss_ttl="3600",
            frss_CURLOPT_COOKIE="session=a${b}; consent=yes",
            frss_CURLOPT_HTTPHEADER="X-One: 1\nX-Two: a: b",
            frss_CURLOPT_USERAGENT="Somebody",
            frss_CURLOPT_PROXY="127.0.0.1:8080",
            frss_CURLOPT_MAXREDIRS="2",
            frss_CURLOPT_FOLLOWLOCATION="1",
        )
    )
    assert lost(result) == []
    site = loaded(result).sites["full"]
    assert site.rules.body == ("article .text, .more",)
    assert site.rules.strip == (".ad",)
    fetch = site.fetch
    assert fetch.every == timedelta(hours=1)
    assert fetch.cookies == {"session": "a${b}", "consent": "yes"}
    assert fetch.headers == {"X-One": "1", "X-Two": "a: b"}
    assert (fetch.user_agent, fetch.proxy, fetch.max_redirects) == ("Somebody", "http://127.0.0.1:8080", 2)


def test_a_proxy_of_a_kind_that_cannot_be_used_is_lost_in_words() -> None:
    result = imported(outline(text="A", xmlUrl="https://a.example/feed", frss_CURLOPT_PROXY="socks5h://127.0.0.1:1080"))
    assert loaded(result).sites["a"].fetch.proxy is None
    assert "frss:CURLOPT_PROXY" in str(lost(result))


def test_full_content_of_a_scraped_item_opens_its_page() -> None:
    result = imported(
        outline(
            text="A",
            type="HTML+XPath",
            xmlUrl="https://a.example/",
            frss_xPathItem="//p",
            frss_xPathItemContent=".",
            frss_cssFullContent="article",
        )
    )
    site = loaded(result).sites["a"]
    assert site.rules.body == ("article",)
    assert site.article is not False


def test_what_feedmill_does_not_do_is_told() -> None:
    result = imported(
        outline(
            text="A",
            type="HTML+XPath+JSON+DotNotation",
            xmlUrl="https://a.example/",
            language="unknown",
            frss_xPathToJson="//script",
            frss_priority="important",
            frss_filtersActionRead="intitle:x",
            frss_cssFullContent="a[[",
            frss_unicityCriteria="link",
        ),
        '<outline text="Elsewhere" frss:opmlUrl="https://b.example/list.opml"/>',
    )
    assert sorted(lost(result)) == [
        "frss:cssFullContent",
        "frss:filtersActionRead",
        "frss:opmlUrl",
        "frss:priority",
        "frss:unicityCriteria",
        "frss:xPathToJson",
        "type",
    ]
    assert all(line.why for line in result.lines if line.outcome == "lost")
    assert loaded(result).sites["a"].source == "auto"


@pytest.mark.parametrize(
    ("dots", "expected"),
    [
        ("title", "T"),
        ("meta.title", "M"),
        ("links[1]", "/b"),
        ("links.1", "/b"),
        ("$.meta.title", "M"),
        ("odd-name.x y", "odd"),
        ('"https://a.example" & links[0]', "https://a.example/a"),
        ("title & ' - ' & n", "T - 5"),
        ("'it & that'", "it & that"),
    ],
)
def test_dot_notation_as_jmespath(dots: str, expected: str) -> None:
    data = {"title": "T", "meta": {"title": "M"}, "links": ["/a", "/b"], "odd-name": {"x y": "odd"}, "n": 5}
    assert jmespath.search(jmespath_of(dots), data) == expected


@pytest.mark.parametrize("dots", ["", "&", "a[", "a[x]", "a]b"])
def test_what_is_no_dot_notation_is_refused(dots: str) -> None:
    with pytest.raises(ValueError):
        jmespath_of(dots)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "no XML"), (b"hello", "no XML|no OPML"), (b"<html/>", "no OPML"), (b"\xff\xfe", "no XML|no OPML")],
)
def test_what_is_no_opml_is_told(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "feeds.opml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=says):
        import_opml(path)


def test_an_xml_bomb_and_files_of_this_machine_stay_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    bomb = "".join(f'<!ENTITY {b} "' + f"&{a};" * 10 + '">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    text = (
        f'<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">{bomb}<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
        '<opml><body><outline text="&i;" xmlUrl="https://a.example/"/><outline text="b">&file;</outline></body></opml>'
    )
    try:
        result = import_outlines("feeds.opml", text.encode())
    except ConfigError:
        return
    assert "hush" not in str(result)
    assert len(str(result)) < 100_000


def test_a_broken_list_gives_what_it_holds() -> None:
    text = '<opml><body><outline text="A & B" xmlUrl="https://a.example/"><outline xmlUrl="https://b.example/"></body>'
    assert len(import_outlines("feeds.opml", text.encode()).sites) == 2


@given(st.dictionaries(st.sampled_from(["text", "xmlUrl", "type", "language", "description"]), st.text(max_size=30)))
def test_no_outline_is_too_strange(attributes: dict[str, Any]) -> None:
    from lxml import etree

    element = etree.Element("outline")
    for name, value in attributes.items():
        element.set(name, "".join(ch for ch in value if ch.isprintable()))
    element.set("xmlUrl", element.get("xmlUrl") or "https://a.example/")
    opml = etree.Element("opml")
    opml.append(element)
    result = import_outlines("feeds.opml", etree.tostring(opml))
    if result.sites:
        loaded(result)


def test_our_own_list_comes_back(tmp_path: Path) -> None:
    text = '<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="https://f.example/a.atom"/></body></opml>'
    (tmp_path / "feeds.opml").write_text(text)
    assert import_opml(tmp_path / "feeds.opml").sites["a"]["url"] == "https://f.example/a.atom"


def test_addresses_that_readers_write_their_own_way_are_understood() -> None:
    result = imported(
        outline(text="One", xmlUrl="feed://one.example/feed"),
        outline(text="Two", xmlURL="feed:https://two.example/feed"),
        outline(text="Three", xmlUrl="https://jane:p%40ss@three.example/feed"),
    )
    sites = loaded(result).sites
    assert [site.url[0] for site in sites.values()] == [
        "http://one.example/feed", "https://two.example/feed", "https://three.example/feed",
    ]  # fmt: skip
    assert sites["three"].fetch.auth == "jane:p@ss"
    assert lost(result) == []
    assert not any("p@ss" in line.text or "p%40ss" in line.text for line in result.lines)


def test_items_of_xml_are_found_by_their_own_names() -> None:
    result = imported(
        outline(
            type="XML+XPath", text="Data", xmlUrl="https://data.example/items.xml", frss_xPathItem="//Item",
            frss_xPathItemTitle="Title", frss_xPathItemUri="link", frss_xPathItemTimestamp="pubDate",
        )
    )  # fmt: skip
    site = loaded(result).sites["data"]
    body = (
        "<?xml version='1.0'?><Items><Item><Title>Caf&eacute; One</Title><link>/1</link>"
        "<pubDate>2024-03-05</pubDate></Item>"
        "<Item><Title>Two</Title><link>https://data.example/2</link></Item></Items>"
    )
    url = "https://data.example/items.xml"
    items = read_listing(Response(url=url, final_url=url, body=body.encode()), site, now=NOW).items
    assert [(item.title, item.url) for item in items] == [
        ("Café One", "https://data.example/1"), ("Two", "https://data.example/2"),
    ]  # fmt: skip
    assert items[0].published == datetime(2024, 3, 5, tzinfo=UTC)


SITES = """
    sites:
      plain: {url: https://plain.example/feed, title: Plain, source: feed, fetch: {every: 1 hour, max_redirects: 3}}
      page:
        url: https://page.example/
        source: page
        listing: {items: article.card, link: 'a::attr(href)', published: [time, .date]}
        article: {body: .story, strip: [.ad, //aside]}
      api: {url: https://api.example/, source: json, json: {items: data.items, title: [name], link: "join('', [a])"}}
      found: {url: https://found.example/}
      secret: {url: "https://secret.example/?key=${KEY}", source: feed}
      guarded: {url: https://guarded.example/feed, source: feed, fetch: {cookies: {session: "${KEY}"}}}
"""


def test_sites_go_back_to_a_reader_that_scrapes(read: Any) -> None:
    made = to_subscriptions(
        read(SITES, {"KEY": "hush-hush"}), lambda site: f"https://feeds.example.org/{site.slug}.atom"
    )
    assert b"hush" not in made.body
    assert made.lost == (
        "page: article.strip: what is no CSS",
        "api: json.link: join('', [a])",
        "found: no reader finds its items; given is the feed that is made of it",
        "secret: its address: it holds a secret",
        "guarded: CURLOPT_COOKIE: it holds a secret",
    )
    sites = loaded(import_outlines("back.opml", made.body)).sites
    assert {slug: (site.url[0], site.source) for slug, site in sites.items()} == {
        "plain": ("https://plain.example/feed", "feed"),
        "page": ("https://page.example/", "page"),
        "api": ("https://api.example/", "json"),
        "found": ("https://feeds.example.org/found.atom", "feed"),
        "secret": ("https://feeds.example.org/secret.atom", "feed"),
        "guarded": ("https://guarded.example/feed", "feed"),
    }
    assert (sites["plain"].fetch.every, sites["plain"].fetch.max_redirects) == (timedelta(hours=1), 3)
    assert (sites["api"].json_.items, sites["api"].json_.title) == ("data.items", ("name",))
    assert sites["page"].article and sites["page"].article.body == (".story",)
    html = "<body><article class='card'><h2><a href='/1'>One</a></h2><i class='date'>5 March 2024</i></article></body>"
    url = "https://page.example/"
    (item,) = read_listing(Response(url=url, final_url=url, body=html.encode()), sites["page"], now=NOW).items
    assert (item.title, item.url) == ("One", "https://page.example/1")
    assert item.published == datetime(2024, 3, 5, tzinfo=UTC)


def test_a_folder_of_lists_is_read_whole(tmp_path: Path) -> None:
    for name in ("a.opml", "b.xml"):
        entry = outline(text="News", xmlUrl=f"https://{name}.example/feed")
        (tmp_path / name).write_text(f"<opml version='2.0'><body>{entry}</body></opml>")
    (tmp_path / "notes.txt").write_text("nothing")
    assert {slug: site["url"] for slug, site in import_opml(tmp_path).sites.items()} == {
        "news": "https://a.opml.example/feed", "news-2": "https://b.xml.example/feed",
    }  # fmt: skip


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no subscription lists"):
        import_opml(tmp_path)
