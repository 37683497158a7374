"""Each kind of source: what an answer holds, and what else must be asked for. Nothing here fetches."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Listing, Response
from feeds.scrape import discover, listing_request, read_listing, source_of

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
PAGE = "https://news.example/section/"


def site(source: str, url: str = PAGE, **settings: Any) -> SiteConfig:
    return SiteConfig.model_validate({"slug": "news", "url": url, "source": source, **settings})


def answer(body: str | bytes, url: str = PAGE, **headers: str) -> Response:
    data = body.encode() if isinstance(body, str) else body
    return Response(url=url, final_url=url, headers={k.replace("_", "-"): v for k, v in headers.items()}, body=data)


def read(body: str | bytes, config: SiteConfig, url: str = PAGE, **headers: str) -> Listing:
    return read_listing(answer(body, url, **headers), config, now=NOW)


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
     xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Night &amp; Day</title><link>https://news.example/section/</link><description>All of it</description>
<language>en-gb</language><atom:link rel="next" href="https://news.example/feed?page=2"/>
<item><title>A &lt;b&gt;bold&lt;/b&gt; start</title><link>/story/1</link><guid isPermaLink="false">tag-77</guid>
  <pubDate>Tue, 05 Mar 2024 14:30:00 +0100</pubDate><category>Ships</category>
  <author>jane@news.example (Jane Doe)</author><description>Short.</description>
  <content:encoded><![CDATA[<p>Long <script>x()</script> text.</p>]]></content:encoded>
  <enclosure url="https://cdn.example/1.mp3" type="audio/mpeg" length="1234"/>
  <itunes:duration>1:02:03</itunes:duration></item>
<item><title>No link, but a file</title><enclosure url="https://cdn.example/2.mp3" type="audio/mpeg" length="0"/></item>
<item><title>Nowhere to go</title></item>
</channel></rss>"""


def test_a_feeds_transcripts_and_chapters_go_with_its_recording() -> None:
    space = 'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    told = """<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg" length="1234"/>
      <podcast:transcript url="/1.srt" type="application/x-subrip" language="en" rel="captions"/>
      <podcast:chapters url="https://cdn.example/1.json" type="application/json+chapters"/>"""
    body = RSS.replace("<rss ", f"<rss {space} ").replace(
        '<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg" length="1234"/>', told
    )
    (medium,) = read(body, site("feed")).items[0].enclosures
    assert [(each.kind, each.url, each.type, each.language) for each in medium.tracks] == [
        ("captions", "https://news.example/1.srt", "application/x-subrip", "en"),
        ("chapters", "https://cdn.example/1.json", "application/json+chapters", None),
    ]


def test_a_feed_keeps_its_ids_dates_and_text() -> None:
    listing = read(RSS, site("feed"))
    first, second = listing.items
    assert (first.url, first.id) == ("https://news.example/story/1", "tag-77")
    assert first.title == "A bold start"
    assert first.published == datetime(2024, 3, 5, 13, 30, tzinfo=UTC)
    assert first.summary == "Short."
    assert first.html is not None and "Long" in first.html
    assert first.categories == ("Ships",)
    assert [(e.url, e.length, e.duration) for e in first.enclosures] == [("https://cdn.example/1.mp3", 1234, 3723)]
    assert (second.url.partition("#")[0], second.has_page) == ("https://news.example/section/", False)
    assert [(e.url, e.length) for e in second.enclosures] == [("https://cdn.example/2.mp3", None)]
    assert (listing.title, listing.language, listing.url) == ("Night & Day", "en-gb", PAGE)
    assert listing.next_page == "https://news.example/feed?page=2"


def test_an_atom_feed_in_another_charset_is_read() -> None:
    atom = """<?xml version="1.0" encoding="windows-1251"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Вести</title>
    <entry><id>urn:1</id><title>Новости дня</title><link href="https://news.example/1"/><updated>2024-03-05T10:00:00Z</updated>
    <summary>Коротко</summary></entry></feed>"""
    (item,) = read(atom.encode("cp1251"), site("feed"), content_type="application/atom+xml").items
    assert item.title == "Новости дня"
    assert (item.published, item.summary) == (datetime(2024, 3, 5, 10, tzinfo=UTC), "Коротко")


def test_a_json_feed_is_a_feed_too() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Days",
        "home_page_url": PAGE,
        "next_url": "/feed.json?page=2",
        "items": [
            {
                "id": "7",
                "url": "/story/7",
                "title": "Seven",
                "content_html": "<p>Seven</p>",
                "date_published": "2024-03-05T14:30:00+01:00",
                "authors": [{"name": "Jane"}, {"name": "Joe"}],
                "tags": ["a", 5],
                "attachments": [{"url": "/7.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 61.5}, "odd"],
            },
            {"title": "no address"},
            "not an item",
        ],
    }
    listing = read(json.dumps(feed), site("feed"))
    (item,) = listing.items
    assert (item.id, item.url, item.html) == ("7", "https://news.example/story/7", "<p>Seven</p>")
    assert item.published == datetime(2024, 3, 5, 13, 30, tzinfo=UTC)
    assert (item.authors, item.categories) == (("Jane", "Joe"), ("a",))
    assert (item.enclosures[0].url, item.enclosures[0].duration) == ("https://news.example/7.mp3", 61)
    assert listing.next_page == "https://news.example/feed.json?page=2"


def rss(items: str, head: str = "") -> str:
    return (
        f"{head}<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'"
        " xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>"
        f"<channel><title>Café Z</title>{items}</channel></rss>"
    )


ONE = "<item><title>Größe</title><link>/1</link></item>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (rss(ONE).encode("utf-16"), "text/xml"),
        (rss(ONE, "<?xml version='1.0' encoding='utf-8'?>").encode("latin-1"), "text/xml"),
        (rss(ONE, "<?xml version='1.0' encoding='utf-8'?>").encode(), "text/xml; charset=iso-8859-1"),
        (rss(ONE, "\ufeff\n\n").encode(), "text/html"),
        (rss(ONE, f"<?xml version='1.0'?><?xml-stylesheet href='/s.xsl'?><!-- {'-x' * 5000} -->").encode(), "text/xml"),
        (rss(ONE, "Warning: strftime() in line 7<br/>\n<?xml version='1.0'?>").encode(), "text/html"),
        (
            rss(ONE.replace("ö", "&ouml;").replace("ß", "&szlig;"), "<!DOCTYPE rss SYSTEM 'rss.dtd'>").encode(),
            "text/xml",
        ),
    ],
    ids=["utf-16", "latin-1", "wrong header", "byte order mark", "late root", "warning", "html entities"],
)
def test_a_feed_is_read_as_it_is_served(body: bytes, kind: str) -> None:
    for source in ("feed", "auto"):
        (item,) = read(body, site(source), content_type=kind).items
        assert (item.title, item.url) == ("Größe", "https://news.example/1")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 05 Mar 2024 14:30 CET", "13:30"),
        ("Tue, 05 Mar 24 06:30:00 PST", "14:30"),
        ("2024-03-05 14:30:00", "13:30"),  # in the site's zone
        ("Die, 05 Mär 2024 14:30:00 +0100", "13:30"),
        ("1709645400", "13:30"),
        ("Tue, 35 Mar 2024 99:30:00 GMT", None),
    ],
)
def test_dates_of_feeds_are_read_however_they_are_written(text: str, moment: str | None) -> None:
    config = site("feed", timezone="Europe/Berlin", language="de")
    (item,) = read(rss(f"<item><title>A</title><link>/1</link><pubDate>{text}</pubDate></item>"), config).items
    assert (item.published and f"{item.published:%Y-%m-%d %H:%M %Z}") == (moment and f"2024-03-05 {moment} UTC")


def test_a_feed_without_a_picture_has_none() -> None:
    assert read(rss(ONE), site("feed")).image is None


def test_a_counter_of_clicks_is_left_out_of_the_address() -> None:
    clicks = "<link>https://feeds.example/~r/1</link><feedburner:origLink>https://news.example/1</feedburner:origLink>"
    assert [item.url for item in read(rss(f"<item>{clicks}</item>"), site("feed")).items] == ["https://news.example/1"]


def test_media_stand_in_for_an_enclosure() -> None:
    media = "<media:content url='/v.mp4' type='video/mp4' fileSize='10' duration='60'/>"
    (item,) = read(rss(f"<item><link>/1</link>{media}</item>"), site("feed")).items
    assert [(e.url, e.type, e.length, e.duration) for e in item.enclosures] == [
        ("https://news.example/v.mp4", "video/mp4", 10, 60)
    ]


def test_plain_text_of_a_feed_is_no_markup() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="/1"/>
        <content type="text">a &lt; b\n\nnext</content></entry></feed>"""
    (item,) = read(atom, site("feed")).items
    assert item.html == "<p>a &lt; b</p><p>next</p>"
    told = {"version": "https://jsonfeed.org/version/1", "items": [{"url": "/1", "content_text": "a < b\nc\n\nnext"}]}
    (item,) = read(json.dumps(told), site("feed")).items
    assert item.html == "<p>a &lt; b<br>c</p><p>next</p>"


def test_an_id_that_is_no_address_makes_no_link() -> None:
    items = [{"id": "6"}, {"id": "7", "content_text": "Told here."}, {"id": "https://news.example/8"}]
    told = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    found = read(json.dumps(told), site("feed")).items
    assert [(item.url, item.has_page) for item in found] == [(f"{PAGE}#7", False), ("https://news.example/8", True)]


def test_a_page_that_writes_of_feeds_is_none() -> None:
    page = answer(
        "<html><body><script>var x = '<rss version>';</script><ul><li><a href='/1'>A</a></li></ul></body></html>"
    )
    assert source_of(page) == "page"


def test_a_page_as_feed_leads_to_the_feed_it_announces_comments_last() -> None:
    page = """<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
    <link rel="alternate" type="application/rss+xml" title="Posts" href="/feed/"></head></html>"""
    (request,) = read(page, site("feed")).follow
    assert request.url == "https://news.example/feed/"
    with pytest.raises(ScrapeError, match="announces"):
        read("<html><p>nothing</p></html>", site("feed"))


@pytest.mark.parametrize(
    "body", ["{", '{"version": "https://jsonfeed.org/version/1", "items": 5', "<rss", "<feed><entry"]
)
def test_a_broken_feed_is_said_so_or_read_as_far_as_it_goes(body: str) -> None:
    try:
        assert read(body, site("feed")).items == ()
    except ScrapeError as error:
        assert PAGE in str(error)


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/section/old</loc><lastmod>2024-01-01</lastmod></url>
<url><loc>https://news.example/section/new</loc><lastmod>2024-03-05T10:00:00+00:00</lastmod>
  <news:news><news:publication_date>2024-03-04</news:publication_date>
  <news:title>Fresh &amp; new</news:title></news:news>
  <image:image><image:loc>https://news.example/new.jpg</image:loc></image:image></url>
<url><loc>https://news.example/other/elsewhere</loc><lastmod>2024-03-06</lastmod></url>
<url><loc>https://partner.example/section/theirs</loc></url>
<url><loc>https://news.example/section/</loc></url>
</urlset>"""


def test_a_sitemap_gives_what_lies_below_the_page_changed_last_first() -> None:
    items = read(SITEMAP, site("sitemap"), url="https://news.example/sitemap.xml").items
    assert [item.url for item in items] == ["https://news.example/section/new", "https://news.example/section/old"]
    new = items[0]
    assert (new.title, new.image) == ("Fresh & new", "https://news.example/new.jpg")
    assert new.published == datetime(2024, 3, 4, tzinfo=UTC)
    assert new.updated == datetime(2024, 3, 5, 10, tzinfo=UTC)


def test_a_sitemap_of_its_own_address_gives_all_of_its_site_and_may_be_zipped() -> None:
    url = "https://news.example/sitemap.xml.gz"
    items = read(gzip.compress(SITEMAP.encode()), site("sitemap", url), url=url).items
    assert [item.url.rpartition("/")[2] for item in items] == ["elsewhere", "new", "old", ""]


def test_an_index_leads_to_the_maps_of_stories_news_and_latest_first() -> None:
    maps = "".join(
        f"<sitemap><loc>https://news.example/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in [
            ("category-sitemap", "2024-05-05"),
            ("post-sitemap1", "2024-01-01"),
            ("post-sitemap2", "2024-03-01"),
            ("news-sitemap", "2024-02-01"),
        ]
    )
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'
    follow = read(index, site("sitemap"), url="https://news.example/sitemap.xml").follow
    names = [request.url.rpartition("/")[2] for request in follow]
    assert names == ["news-sitemap.xml", "post-sitemap2.xml", "post-sitemap1.xml", "category-sitemap.xml"]


def test_the_way_to_a_sitemap_leads_through_robots_txt() -> None:
    (robots,) = read("<html><p>A page</p></html>", site("sitemap")).follow
    assert robots.url == "https://news.example/robots.txt"
    told = read("User-agent: *\nSitemap: https://news.example/maps/all.xml\n", site("sitemap"), url=robots.url)
    assert [request.url for request in told.follow] == ["https://news.example/maps/all.xml"]
    silent = read("User-agent: *\n", site("sitemap"), url=robots.url)
    assert [request.url for request in silent.follow] == ["https://news.example/sitemap.xml"]


def test_a_sitemap_of_many_urls_gives_the_latest_of_them() -> None:
    rows = "".join(
        f"<url><loc>https://news.example/{n}</loc><lastmod>{2000 + n % 23}-03-01</lastmod></url>" for n in range(3000)
    )
    url = "https://news.example/sitemap.xml"
    config = site("sitemap", url, listing={"max_items": 5})
    items = read(f"<urlset>{rows}</urlset>", config, url=url).items
    assert [item.updated and item.updated.year for item in items] == [2022] * 5


def test_titles_are_those_of_news_not_of_pictures() -> None:
    names = "xmlns:image='http://x/image' xmlns:video='http://x/video'"
    picture = "<image:image><image:loc>/p.jpg</image:loc><image:title>A picture</image:title></image:image>"
    film = "<video:video><video:title>A film</video:title></video:video>"
    url = "https://news.example/sitemap.xml"
    rows = f"<url><loc>/section/1</loc>{picture}</url><url><loc>/section/2</loc>{film}</url>"
    items = read(f"<urlset {names}>{rows}</urlset>", site("sitemap"), url=url).items
    assert [(item.title, item.image) for item in items] == [(None, "https://news.example/p.jpg"), ("A film", None)]


def test_a_plain_sitemap_holds_addresses_alone() -> None:
    url = "https://news.example/map.txt"
    items = read("\ufeffhttps://news.example/section/1\r\n\r\nsomething else\r\n", site("sitemap"), url=url).items
    assert [item.url for item in items] == ["https://news.example/section/1"]


def test_entities_of_a_hostile_sitemap_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>https://news.example/section/&b;</loc></url><url><loc>&f;</loc></url></urlset>"
    )
    urls = [item.url for item in read(bomb, site("sitemap"), url="https://news.example/sitemap.xml").items]
    assert not any("aaaa" in url or "root" in url for url in urls)


API = {"data": {"posts": [{"id": 7, "name": "Seven", "href": "/p/7", "made": 1709645400, "by": [{"name": "Jane"}]}]}}
PICKS = {"items": "data.posts", "link": "href", "title": "name", "published": "made", "author": "by[].name", "id": "id"}


def test_an_api_gives_what_the_paths_pick() -> None:
    (item,) = read(
        json.dumps(API), site("json", "https://api.example/posts", json=PICKS), url="https://api.example/posts"
    ).items
    assert (item.url, item.title, item.id, item.authors) == ("https://api.example/p/7", "Seven", "7", ("Jane",))
    assert item.published == datetime(2024, 3, 5, 13, 30, tzinfo=UTC)


def test_without_paths_the_usual_names_are_tried() -> None:
    rows = [
        {"url": "/1", "headline": "One", "publishedAt": "2024-03-05T10:00:00Z"},
        {"permalink": "/2", "title": "Two"},
        5,
    ]
    one, two = read(json.dumps(rows), site("json")).items
    assert (one.url, one.title, one.published) == (
        "https://news.example/1",
        "One",
        datetime(2024, 3, 5, 10, tzinfo=UTC),
    )
    assert (two.url, two.title, two.published) == ("https://news.example/2", "Two", None)


def test_pages_of_an_api_are_counted_in_its_address() -> None:
    config = site(
        "json", "https://api.example/posts?n=5", json={**PICKS, "paging": {"by": "page", "param": "p", "pages": 3}}
    )
    follow = read(json.dumps(API), config, url="https://api.example/posts?n=5").follow
    assert [request.url for request in follow] == [
        "https://api.example/posts?n=5&p=2",
        "https://api.example/posts?n=5&p=3",
    ]


def test_offsets_step_by_the_items_of_a_page() -> None:
    config = site("json", "https://api.example/posts", json={"paging": {"by": "offset", "pages": 3}})
    rows = json.dumps([{"url": f"/{n}"} for n in range(10)])
    follow = read(rows, config, url="https://api.example/posts").follow
    assert [request.url.partition("?")[2] for request in follow] == ["offset=10", "offset=20"]


def test_a_cursor_is_passed_on_in_the_body_that_is_posted() -> None:
    paging = {"by": "cursor", "next": "after", "param": "after", "where": "body", "pages": 5}
    config = site(
        "json",
        "https://api.example/q",
        json={"items": "rows", "method": "POST", "body": {"tag": "x"}, "paging": paging},
    )
    first = listing_request("https://api.example/q", config)
    assert (first.method, first.body) == ("POST", b'{"tag": "x"}')
    (second,) = read('{"rows": [{"url": "/1"}], "after": "abc"}', config, url=first.url).follow
    assert second.method == "POST"
    assert json.loads(second.body or b"") == {"tag": "x", "after": "abc"}
    assert read('{"rows": [{"url": "/2"}], "after": null}', config, url=first.url).follow == ()
    assert read('{"rows": []}', config, url=first.url).follow == ()


def test_an_api_that_names_its_next_page_is_followed_there() -> None:
    config = site("json", json={"items": "rows", "paging": {"by": "link", "next": "links.next", "pages": 9}})
    (following,) = read('{"rows": [{"url": "/1"}], "links": {"next": "?after=9"}}', config).follow
    assert following.url == "https://news.example/section/?after=9"


@pytest.mark.parametrize("body", ["<html>", "[[[", "[" * 100_000, '{"data": {}}', "null", "5"])
def test_an_answer_that_holds_nothing_says_what_was_looked_for(body: str) -> None:
    with pytest.raises(ScrapeError):
        read(body, site("json", json=PICKS))


CATEGORY = """<html><head><link rel="https://api.w.org/" href="https://blog.example/wp-json/">
<link rel="alternate" title="JSON" type="application/json" href="https://blog.example/wp-json/wp/v2/categories/12">
</head><body class="archive category category-ships category-99"></body></html>"""
POST = {
    "id": 3,
    "link": "https://blog.example/2024/03/ferry/",
    "guid": {"rendered": "https://blog.example/?p=3"},
    "date_gmt": "2024-03-05T13:30:00",
    "modified_gmt": "2024-03-06T13:30:00",
    "title": {"rendered": "Ferries &#8211; at night"},
    "excerpt": {"rendered": "<p>Short.</p>"},
    "content": {"rendered": "<p>Long.</p>", "protected": False},
    "_embedded": {
        "author": [{"name": "Jane"}],
        "wp:featuredmedia": [{"source_url": "https://blog.example/f.jpg"}],
        "wp:term": [[{"name": "Ships"}], [{"name": "Night"}]],
    },
}


def test_wordpress_is_asked_for_the_posts_of_the_very_page() -> None:
    url = "https://blog.example/category/ships/"
    (request,) = read(CATEGORY, site("wordpress", url), url=url).follow
    assert request.url.startswith("https://blog.example/wp-json/wp/v2/posts?")
    assert "categories=12" in request.url and "per_page=50" in request.url


def test_wordpress_pages_that_do_not_name_themselves_are_known_by_their_body() -> None:
    page = CATEGORY.replace('<link rel="alternate"', '<link rel="nothing"')
    (request,) = read(page, site("wordpress")).follow
    assert "categories=99" in request.url


def test_wordpress_without_pretty_links_and_named_in_a_header() -> None:
    header = '<https://blog.example/?rest_route=/>; rel="https://api.w.org/"'
    (request,) = read("<html><body></body></html>", site("wordpress"), link=header).follow
    assert "rest_route=%2Fwp%2Fv2%2Fposts" in request.url


def test_posts_of_wordpress_are_whole_items() -> None:
    url = "https://blog.example/wp-json/wp/v2/posts?per_page=50"
    listing = read(json.dumps([POST]), site("wordpress"), url=url, x_wp_totalpages="2")
    (item,) = listing.items
    assert (item.id, item.title) == ("https://blog.example/?p=3", "Ferries – at night")
    assert (item.published, item.updated) == (
        datetime(2024, 3, 5, 13, 30, tzinfo=UTC),
        datetime(2024, 3, 6, 13, 30, tzinfo=UTC),
    )
    assert (item.html, item.summary, item.image) == ("<p>Long.</p>", "Short.", "https://blog.example/f.jpg")
    assert (item.authors, item.categories) == (("Jane",), ("Ships", "Night"))
    assert listing.next_page == "https://blog.example/wp-json/wp/v2/posts?per_page=50&page=2"
    last = read(json.dumps([POST]), site("wordpress"), url=f"{url}&page=2", x_wp_totalpages="2")
    assert last.next_page is None


def test_wordpress_says_why_it_gives_nothing() -> None:
    with pytest.raises(ScrapeError, match="no route"):
        read('{"code": "rest_no_route", "message": "no route was found"}', site("wordpress"))
    with pytest.raises(ScrapeError, match="names no WordPress API"):
        read("<html></html>", site("wordpress"))
    with pytest.raises(ScrapeError, match="no JSON"):
        read("<html></html>", site("wordpress"), url="https://blog.example/wp-json/wp/v2/posts")


@pytest.mark.parametrize("before", ["\ufeff", "<br />\n<b>Warning</b>: strftime() in line 7<br />\n"])
def test_posts_of_wordpress_are_found_behind_what_a_plug_in_says(before: str) -> None:
    body = before + json.dumps([{"id": 3, **POST}])
    assert len(read(body, site("wordpress"), url="https://blog.example/wp-json/wp/v2/posts").items) == 1


def test_a_post_whose_utc_is_missing_is_dated_in_the_sites_zone() -> None:
    post = {**POST, "date_gmt": None, "date": "2024-03-05T14:30:00"}
    (item,) = read(json.dumps([post]), site("wordpress", timezone="Europe/Berlin")).items
    assert item.published == datetime(2024, 3, 5, 13, 30, tzinfo=UTC)


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


def test_auto_prefers_the_selectors_that_a_site_gives() -> None:
    listing = read(rows(), site("auto", listing={"items": "nav li"}))
    assert len(listing.items) == 12


@pytest.mark.parametrize(
    ("body", "url", "count"),
    [
        (RSS, PAGE, 2),
        (SITEMAP, "https://news.example/sitemap.xml", 2),
        (json.dumps([{"url": "/1"}]), PAGE, 1),
        (json.dumps([POST]), "https://blog.example/wp-json/wp/v2/posts", 1),
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


def test_the_items_of_an_unknown_answer_are_told() -> None:
    posts = [{"headline": f"Post {n}", "permalink": f"/{n}", "publishedAt": "2024-03-01"} for n in range(3)]
    data = {"menu": [{"name": "Home", "url": "/"}], "data": {"result-set": posts}}
    with pytest.raises(ScrapeError) as error:
        read(json.dumps(data), site("json"))
    assert """'data."result-set"' holds some""" in error.value.mend
    config = site("json", json={"items": 'data."result-set"'})
    assert [item.title for item in read(json.dumps(data), config).items] == ["Post 0", "Post 1", "Post 2"]


def test_what_an_api_says_instead_of_items_is_told() -> None:
    with pytest.raises(ScrapeError, match='holds no items: "The key is not valid"'):
        read('{"error": "The key is not valid"}', site("json", json={"items": "data"}))
    with pytest.raises(ScrapeError, match="set source: page"):
        read("<html>Log in</html>", site("json"))


def test_a_cursor_may_belong_into_a_part_of_the_body() -> None:
    body = {"query": "{ talks }", "variables": {"first": 10}}
    paging = {"by": "cursor", "next": "next", "param": "variables.after", "where": "body", "pages": 2}
    config = site("json", json={"items": "talks", "method": "POST", "body": body, "paging": paging})
    (following,) = read('{"talks": [{"url": "/1", "title": "One"}], "next": "c2"}', config).follow
    assert json.loads(following.body or b"") == {"query": "{ talks }", "variables": {"first": 10, "after": "c2"}}
