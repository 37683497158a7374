"""A feed as source: RSS, Atom and JSON Feed, and pages that announce one. Nothing here fetches."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from answers import PAGE, answer, read, site

from feeds.errors import ScrapeError
from feeds.scrape import source_of

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


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Vec&lt;T&gt; explained", "Vec<T> explained"),
        ("The &lt;canvas&gt; element", "The <canvas> element"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("R&amp;amp;B", "R&B"),
        ("A &lt;b&gt;bold&lt;/b&gt; move", "A bold move"),
        ("One&lt;br&gt;Two", "One Two"),
        ("&lt;i&gt;Unclosed", "Unclosed"),
    ],
)
def test_a_headline_about_a_tag_or_a_type_keeps_it(written: str, title: str) -> None:
    rss = f"<item><title>{written}</title><link>/1</link></item>"
    (item,) = read(f"<rss version='2.0'><channel><title>x</title>{rss}</channel></rss>", site("feed")).items
    assert item.title == title


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
