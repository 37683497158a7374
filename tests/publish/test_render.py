"""Feed → Atom, RSS, JSON Feed and pages."""

from __future__ import annotations

import json
import locale
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree

from cleaner import Enclosure, TextTrack
from feeds.config.model import PublishConfig
from feeds.model import Entry, Feed, FeedSummary, Podcast, Rendition
from feeds.publish import render, render_index, summary_of

A = "{http://www.w3.org/2005/Atom}"
Make = Callable[..., Any]


def named(renditions: list[Rendition], name: str) -> bytes:
    (body,) = [each.body for each in renditions if each.name == name]
    return body


def atom(renditions: list[Rendition], name: str = "show.atom") -> etree._Element:
    return etree.fromstring(named(renditions, name))


def test_every_format_that_is_asked_for_and_a_page_are_rendered(make_feed: Make, publish: PublishConfig) -> None:
    assert [(r.name, r.media_type) for r in render(make_feed(), publish)] == [
        ("show.atom", "application/atom+xml; charset=utf-8"),
        ("show.rss", "application/rss+xml; charset=utf-8"),
        ("show.json", "application/feed+json; charset=utf-8"),
        ("show.html", "text/html; charset=utf-8"),
    ]
    assert [r.name for r in render(make_feed(formats=("rss",)), publish)] == ["show.rss", "show.html"]


def test_the_checker_finds_nothing_in_any_rendition(make_feed: Make, publish: PublishConfig, findings: Make) -> None:
    feed = make_feed(
        hub="https://hub.example/", newest_archive=2, deleted=(("tag:a.example,2024:x", make_feed().updated),)
    )
    archive = make_feed(archive=2)
    index = render_index([summary_of(feed, publish)], [], publish)
    assert findings([*render(feed, publish), *render(archive, publish), *index]) == []


def test_an_empty_feed_is_valid_in_every_format(make_feed: Make, publish: PublishConfig, findings: Make) -> None:
    assert findings(render(make_feed(entries=(), authors=(), subtitle=None, image=None), publish)) == []


def test_the_same_feed_gives_the_same_bytes_at_any_time(
    make_feed: Make, publish: PublishConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render(make_feed(), publish)
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    assert render(make_feed(), publish) == first


def test_rendering_leaves_the_process_locale_alone(
    make_feed: Make, publish: PublishConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("the locale belongs to the whole process, threads and all")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert render(make_feed(), publish)


def test_dates_in_atom_are_the_feeds_own(make_feed: Make, make_entry: Make, publish: PublishConfig) -> None:
    entry: Entry = make_entry()
    feed = make_feed(entries=(make_entry(updated=entry.published + timedelta(hours=2)),), updated=entry.published)
    root = atom(render(feed, publish))
    assert root.findtext(f"{A}entry/{A}published") == "2024-03-05T12:00:00+00:00"
    assert root.findtext(f"{A}entry/{A}updated") == "2024-03-05T14:00:00+00:00"
    assert root.findtext(f"{A}updated") == "2024-03-05T14:00:00+00:00"


def test_entries_keep_their_order(make_feed: Make, publish: PublishConfig) -> None:
    titles = [each.findtext(f"{A}title") for each in atom(render(make_feed(), publish)).iter(f"{A}entry")]
    assert titles == ["Story 1", "Story 2", "Story 3"]


def test_entry_links_say_what_they_are(make_feed: Make, publish: PublishConfig) -> None:
    entry = atom(render(make_feed(), publish)).find(f"{A}entry")
    assert entry is not None
    assert [dict(link.attrib) for link in entry.findall(f"{A}link")] == [
        {"rel": "alternate", "type": "text/html", "href": "https://site.example/story-1"},
        {
            "rel": "enclosure",
            "href": "https://site.example/audio/1.mp3",
            "type": "audio/mpeg",
            "length": "4321",
        },
    ]


def test_the_generator_names_no_version(make_feed: Make, publish: PublishConfig) -> None:
    generator = atom(render(make_feed(), publish)).find(f"{A}generator")
    assert generator is not None
    assert (generator.text, generator.attrib.items()) == ("Feedmill", [])


def test_a_feed_without_author_takes_the_configured_one_else_its_title(make_feed: Make) -> None:
    def author(publish: PublishConfig) -> str | None:
        return atom(render(make_feed(authors=()), publish)).findtext(f"{A}author/{A}name")

    assert author(PublishConfig(author="The Desk")) == "The Desk"
    assert author(PublishConfig()) == "The Show"


def test_an_archive_document_is_immutable_and_names_its_neighbours(make_feed: Make, publish: PublishConfig) -> None:
    renditions = render(make_feed(archive=2), publish)
    assert [(r.name, r.immutable) for r in renditions] == [
        ("show/archive-2.atom", True),
        ("show/archive-2.rss", True),
        ("show/archive-2.json", True),
        ("show/archive-2.html", False),
    ]
    root = atom(renditions, "show/archive-2.atom")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{A}link")}
    assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert links["self"] == "https://feeds.example/show/archive-2.atom"
    assert links["prev-archive"] == "https://feeds.example/show/archive-1.atom"
    assert links["current"] == "https://feeds.example/show.atom"
    assert root.findtext(f"{A}id") == "tag:feeds.example,2024:show/archive-2"


def test_the_oldest_archive_has_none_before_it(make_feed: Make, publish: PublishConfig) -> None:
    renditions = render(make_feed(archive=1), publish)
    assert b"prev-archive" not in named(renditions, "show/archive-1.atom")
    assert "next_url" not in json.loads(named(renditions, "show/archive-1.json"))


def test_the_subscription_document_leads_to_the_newest_archive(make_feed: Make, publish: PublishConfig) -> None:
    renditions = render(make_feed(newest_archive=7), publish)
    assert b'rel="prev-archive" type="application/atom+xml" href="https://feeds.example/show/archive-7.atom"' in named(
        renditions, "show.atom"
    )
    assert json.loads(named(renditions, "show.json"))["next_url"] == "https://feeds.example/show/archive-7.json"
    assert b'href="https://feeds.example/show/archive-7.html"' in named(renditions, "show.html")


def test_withdrawn_entries_are_told_of(make_feed: Make, publish: PublishConfig) -> None:
    root = atom(render(make_feed(deleted=(("tag:feeds.example,2024:show/9", make_feed().updated),)), publish))
    (tombstone,) = root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert tombstone.attrib.items() == [
        ("ref", "tag:feeds.example,2024:show/9"),
        ("when", "2024-03-05T12:00:00+00:00"),
    ]


def test_the_hub_is_named_in_feeds_and_never_in_archives(make_feed: Make) -> None:
    publish = PublishConfig(hub="https://hub.example/")
    feeds = render(make_feed(), publish)
    assert b'rel="hub" href="https://hub.example/"' in named(feeds, "show.atom")
    assert b'<atom:link rel="hub" href="https://hub.example/"/>' in named(feeds, "show.rss")
    assert json.loads(named(feeds, "show.json"))["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert all(b"hub.example" not in each.body for each in render(make_feed(archive=1), publish))


def test_a_correction_is_shown_where_the_site_asks_for_it(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    entries = (make_entry(change="nine people → eight people"),)
    assert b"nine people" not in named(render(make_feed(entries=entries), publish), "show.atom")
    shown = named(render(make_feed(entries=entries, show_changes=True), publish), "show.atom")
    assert "Corrected on 5 March 2024:&lt;/em&gt; nine people → eight people" in shown.decode()


def test_the_lead_image_comes_first_unless_the_story_shows_it(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    def pictures(**fields: Any) -> list[str]:
        body = named(render(make_feed(entries=(make_entry(**fields),)), publish), "show.json")
        html = json.loads(body)["items"][0]["content_html"]
        return [part.partition('"')[0] for part in html.split('src="')[1:] if ".jpg" in part]

    lead = "https://site.example/pictures/1.jpg"
    assert pictures() == [lead]
    assert pictures(html=f'<p>x</p><img src="{lead}" alt="">') == [lead]
    other_size = "https://site.example/pictures/1-300x200.jpg"
    assert pictures(html=f'<p>x</p><img src="{other_size}" alt="">') == [other_size]
    assert pictures(image=None) == []


def test_an_entry_without_story_shows_its_summary_and_its_source(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    entry = make_entry(html="", summary="Only <this> much", enclosures=(), image=None)
    html = json.loads(named(render(make_feed(entries=(entry,)), publish), "show.json"))["items"][0]["content_html"]
    assert html.startswith("<p>Only &lt;this&gt; much</p>")
    assert 'Source: <a href="https://site.example/story-1"' in html


def test_rss_has_what_podcast_and_news_readers_look_for(make_feed: Make, publish: PublishConfig) -> None:
    body = named(render(make_feed(), publish), "show.rss").decode()
    for expected in (
        "<pubDate>Tue, 05 Mar 2024 12:00:00 GMT</pubDate>",
        "<lastBuildDate>Tue, 05 Mar 2024 12:00:00 GMT</lastBuildDate>",
        '<guid isPermaLink="false">tag:feeds.example,2024:show/1</guid>',
        '<atom:link rel="self" type="application/rss+xml" href="https://feeds.example/show.rss"/>',
        '<enclosure url="https://site.example/audio/1.mp3" length="4321" type="audio/mpeg"/>',
        "<dc:creator>Ada Example</dc:creator>",
        "<itunes:duration>1:02:03</itunes:duration>",
        '<media:thumbnail url="https://site.example/pictures/1.jpg"/>',
        "<dcterms:modified>2024-03-05T12:00:00+00:00</dcterms:modified>",
    ):
        assert expected in body
    assert "<docs>https://www.rssboard.org/rss-specification</docs>" in body


def test_rss_of_a_site_without_audio_has_no_podcast_tags(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    body = named(render(make_feed(entries=(make_entry(enclosures=()),)), publish), "show.rss")
    assert b"itunes" not in body


def test_all_formats_tell_the_same(make_feed: Make, publish: PublishConfig) -> None:
    renditions = render(make_feed(), publish)
    from_atom = feedparser.parse(named(renditions, "show.atom"), sanitize_html=False, resolve_relative_uris=False)
    from_rss = feedparser.parse(named(renditions, "show.rss"), sanitize_html=False, resolve_relative_uris=False)
    from_json = json.loads(named(renditions, "show.json"))["items"]
    for one, other, third in zip(from_atom.entries, from_rss.entries, from_json, strict=True):
        assert one.id == other.id == third["id"]
        assert one.title == other.title == third["title"]
        assert one.link == other.link == third["url"]
        assert one.published_parsed == other.published_parsed
        assert one.updated_parsed == other.updated_parsed
        assert one.content[0].value == other.content[0].value == third["content_html"]


def test_json_feed_leaves_out_what_is_not_known(make_feed: Make, make_entry: Make, publish: PublishConfig) -> None:
    entry = make_entry(authors=(), summary=None, image=None, categories=(), enclosures=(), language=None)
    feed = json.loads(named(render(make_feed(entries=(entry,), subtitle=None, image=None), publish), "show.json"))
    assert set(feed) == {"version", "title", "home_page_url", "feed_url", "language", "authors", "items"}
    assert set(feed["items"][0]) == {"id", "url", "title", "content_html", "date_published", "date_modified"}


def test_an_entry_that_is_no_web_page_links_to_its_place_on_ours(
    make_feed: Make, make_entry: Make, publish: PublishConfig, findings: Make
) -> None:
    entries = (make_entry(1, url="file:///home/me/one.html"), make_entry(2, url="file:///home/me/two.html"))
    renditions = render(make_feed(entries=entries, url="file:///home/me/"), publish)
    (url, _other) = [each["url"] for each in json.loads(named(renditions, "show.json"))["items"]]
    page, _, mark = url.partition("#")
    assert page == "https://feeds.example/show.html"
    assert f'id="{mark}"'.encode() in named(renditions, "show.html")
    assert findings(renditions) == []
    assert b"file:" not in b"".join(each.body for each in renditions)


def test_the_index_lists_every_feed_with_autodiscovery(make_feed: Make, publish: PublishConfig) -> None:
    summaries: list[FeedSummary] = [
        summary_of(make_feed(), publish),
        summary_of(make_feed(slug="other", title="Other"), publish),
    ]
    renditions = render_index(summaries, [], publish)
    assert [each.name for each in renditions] == [
        "index.html",
        "feeds.opml",
        "health.html",
        "health.json",
        "health.atom",
    ]
    page = named(renditions, "index.html").decode()
    assert '<link rel="alternate" type="application/atom+xml" title="The Show" href="show.atom">' in page
    assert '<link rel="alternate" type="application/atom+xml" title="Other" href="other.atom">' in page
    assert "Story 1" in page
    outlines = etree.fromstring(named(renditions, "feeds.opml")).findall("body/outline")
    assert [each.get("xmlUrl") for each in outlines] == [
        "https://feeds.example/show.atom",
        "https://feeds.example/other.atom",
    ]


def test_a_summary_is_what_the_feed_says(make_feed: Make, publish: PublishConfig) -> None:
    feed: Feed = make_feed()
    summary = summary_of(feed, publish)
    assert (summary.entries, summary.last_title, summary.last_published) == (3, "Story 1", feed.updated)


def test_players_are_named_only_where_there_is_something_to_tell_apart(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    def labels(*enclosures: Enclosure) -> list[str]:
        body = named(render(make_feed(entries=(make_entry(enclosures=enclosures),)), publish), "show.json")
        return re.findall(
            r'rel="noopener">((?:Listen|Watch|Download)[^<]*)<', json.loads(body)["items"][0]["content_html"]
        )

    one = Enclosure(url="https://a.example/1.mp3", type="audio/mpeg", duration=62)
    assert labels(one) == ["Listen (1:02)"]
    assert labels(one, Enclosure(url="https://a.example/2.mp4")) == ["Listen: 1.mp3 (1:02)", "Watch: 2.mp4"]
    assert labels(Enclosure(url="https://a.example/x.pdf")) == ["Download: x.pdf"]
    assert labels(Enclosure(url="https://a.example/1.mp3", title="The signal box")) == ["Listen: The signal box"]


def test_a_player_in_the_story_is_not_repeated(make_feed: Make, make_entry: Make, publish: PublishConfig) -> None:
    url = "https://a.example/1.mp3?a=1&b=2"
    entry = make_entry(
        html='<p>x</p><audio src="https://a.example/1.mp3?a=1&amp;b=2" controls></audio>',
        enclosures=(Enclosure(url=url, type="audio/mpeg"),),
    )
    body = named(render(make_feed(entries=(entry,)), publish), "show.json")
    assert json.loads(body)["items"][0]["content_html"].count("1.mp3") == 1


def test_a_text_that_begins_like_a_scripts_address_is_none(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    html = '<p><img src="https://a.example/x.jpg" alt="JavaScript: the good parts"> and "javascript:x" in the text</p>'
    body = named(render(make_feed(entries=(make_entry(html=html),)), publish), "show.json")
    content = json.loads(body)["items"][0]["content_html"]
    assert 'alt="JavaScript – the good parts"' in content
    assert '"javascript:x" in the text' in content


def test_chapters_and_transcripts_are_told_in_each_formats_own_way(
    make_feed: Make, make_entry: Make, publish: PublishConfig, findings: Make
) -> None:
    tracks = (
        TextTrack(url="https://site.example/1.vtt", kind="captions", type="text/vtt", language="en-GB"),
        TextTrack(url="https://site.example/1/words", kind="transcript", type="text/html"),
        TextTrack(url="https://site.example/1.json", kind="chapters", type="application/json+chapters"),
        TextTrack(url="javascript:alert(1)", kind="transcript", type="text/html"),
    )
    medium = Enclosure(url="https://site.example/1.mp3", type="audio/mpeg", length=9, tracks=tracks)
    made = render(make_feed(entries=(make_entry(1, enclosures=(medium,)), make_entry(2))), publish)
    assert findings(made) == []
    item = etree.fromstring(named(made, "show.rss")).find("channel/item")
    assert item is not None
    space = "{https://podcastindex.org/namespace/1.0}"
    assert [dict(each.attrib) for each in item.findall(f"{space}transcript")] == [
        {"url": "https://site.example/1.vtt", "type": "text/vtt", "language": "en-GB", "rel": "captions"},
        {"url": "https://site.example/1/words", "type": "text/html"},
    ]
    assert [dict(each.attrib) for each in item.findall(f"{space}chapters")] == [
        {"url": "https://site.example/1.json", "type": "application/json+chapters"}
    ]
    related = [each for each in atom(made).findall(f"{A}entry/{A}link") if each.get("rel") == "related"]
    assert [(each.get("title"), each.get("href"), each.get("hreflang")) for each in related] == [
        ("Captions", "https://site.example/1.vtt", "en-GB"),
        ("Transcript", "https://site.example/1/words", None),
        ("Chapters", "https://site.example/1.json", None),
    ]
    first, second = json.loads(named(made, "show.json"))["items"]
    assert '<a href="https://site.example/1/words" rel="noopener">Transcript</a>' in first["content_html"]
    assert "1.vtt" not in first["content_html"]
    assert first["_podcast"]["chapters"] == {"url": "https://site.example/1.json", "type": "application/json+chapters"}
    assert [each["url"] for each in first["_podcast"]["transcripts"]] == [tracks[0].url, tracks[1].url]
    assert "_podcast" not in second


def test_a_feed_without_transcripts_does_not_name_their_namespace(make_feed: Make, publish: PublishConfig) -> None:
    assert b"podcastindex" not in b"".join(each.body for each in render(make_feed(), publish))


def test_what_directories_of_podcasts_ask_is_told_where_it_is_known(
    make_feed: Make, publish: PublishConfig, findings: Make
) -> None:
    known = Podcast(category="Arts", subcategory="Books", explicit=False, email="show@site.example")
    made = render(make_feed(podcast=known), publish)
    assert findings(made) == []
    channel = etree.fromstring(named(made, "show.rss"))[0]
    itunes = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
    (category,) = channel.findall(f"{itunes}category")
    assert [category.get("text"), category[0].get("text")] == ["Arts", "Books"]
    assert channel.findtext(f"{itunes}explicit") == "false"
    assert channel.findtext(f"{itunes}owner/{itunes}email") == "show@site.example"
    assert channel.find(f"{itunes}image").get("href") == "https://site.example/logo.png"
    unknown = etree.fromstring(named(render(make_feed(), publish), "show.rss"))[0]
    assert [unknown.find(f"{itunes}{name}") for name in ("category", "explicit", "owner")] == [None] * 3


def test_a_feed_without_sound_is_no_podcast(make_feed: Make, make_entry: Make, publish: PublishConfig) -> None:
    feed = make_feed(entries=(make_entry(enclosures=()),), podcast=Podcast(category="Arts", explicit=True))
    assert b"itunes" not in named(render(feed, publish), "show.rss")
