"""The pages that people read, as markup; how they look and behave is in test_browser.py."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from lxml import html as lxml_html

from cleaner import sanitize
from feeds.config.model import PublishConfig
from feeds.model import FeedSummary, Incident, SiteHealth
from feeds.publish import render, render_index
from feeds.publish.pages import readable

Make = Callable[..., Any]


def test_a_story_on_a_page_has_its_headings_below_the_pages_own() -> None:
    story = sanitize("<h1>A</h1><h4>B</h4><h2>C</h2><h6>D</h6><p>x</p>")
    assert readable(story) == "<h3>A</h3><h4>B</h4><h4>C</h4><h5>D</h5><p>x</p>"


def test_frames_become_links_since_no_page_frames_another() -> None:
    story = sanitize('<p>a <iframe src="https://www.youtube.com/embed/abc"></iframe> b</p>')
    assert "<iframe" in story
    page = readable(story)
    assert "<iframe" not in page
    assert 'href="https://www.youtube.com/embed/abc"' in page
    assert "Watch or listen at www.youtube.com</a> b" in page


def test_only_tables_that_may_be_scrolled_are_stops_of_the_keyboard() -> None:
    page = readable(sanitize(f"<table><tr>{'<th>a</th>' * 3}</tr></table><table><tr>{'<td>a</td>' * 4}</tr></table>"))
    narrow, wide = lxml_html.fragment_fromstring(page, create_parent="div").iter("table")
    assert (narrow.get("tabindex"), wide.get("tabindex")) == (None, "0")


def test_pictures_are_lazy_and_never_without_alternative_text() -> None:
    page = readable(sanitize('<p><img src="https://a.example/x.jpg"></p>'))
    (image,) = lxml_html.fragment_fromstring(page, create_parent="div").iter("img")
    assert (image.get("loading"), image.get("alt")) == ("lazy", "")


def test_media_wait_until_they_are_wanted() -> None:
    page = readable(sanitize('<video src="https://a.example/x.mp4"></video>'))
    (video,) = lxml_html.fragment_fromstring(page, create_parent="div").iter("video")
    assert video.get("preload") == "none"
    assert "controls" in video.attrib


def test_a_tag_inside_an_attribute_stays_inside() -> None:
    story = sanitize('<p><a href="https://a.example/" title="<img src=x onerror=PWN()>">y</a></p>')
    page = readable(story)
    assert sanitize(page) == page
    assert "<img" not in page


def test_a_footnote_leads_to_the_note_of_its_own_story(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    html = '<p>Late.<a href="#fn1" id="ref1">1</a></p><ol><li id="fn1">By an hour. <a href="#ref1">Back</a></li></ol>'
    entries = tuple(make_entry(n, html=html) for n in (1, 2))
    page = lxml_html.fromstring(render(make_feed(entries=entries), publish)[-1].body)
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    for article in page.iter("article"):
        own = {f"#{name}" for name in article.xpath(".//@id")}
        links = article.xpath(".//@href[starts-with(., '#')]")
        assert len(links) == 2
        assert set(links) <= own


def test_loose_text_is_kept_as_text() -> None:
    assert "1 &lt; 2 &amp; 3" in readable(sanitize("1 &lt; 2 &amp; 3<p>x</p>"))


def test_the_stylesheet_is_the_one_that_the_policy_names(make_feed: Make, publish: PublishConfig) -> None:
    page = render(make_feed(), publish)[-1].body.decode()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.replace("&#39;", "'")
    assert "default-src 'none'" in page.replace("&#39;", "'")


def test_blank_lines_in_code_stay(make_feed: Make, make_entry: Make, publish: PublishConfig) -> None:
    entry = make_entry(html="<pre><code>a\n\n\nb</code></pre>")
    assert b"a\n\n\nb" in render(make_feed(entries=(entry,)), publish)[-1].body


def test_a_feeds_page_shows_the_newest_whole_and_lists_the_rest(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    feed = make_feed(entries=tuple(make_entry(n) for n in range(1, 31)))
    page = lxml_html.document_fromstring(render(feed, publish)[-1].body)
    assert [len(page.findall(".//article")), len(page.findall(".//section//li"))] == [20, 10]


def test_a_long_story_is_always_shown_and_many_are_not(
    make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    long = f"<p>{'word ' * 100_000}</p>"
    feed = make_feed(entries=tuple(make_entry(n, html=long) for n in (1, 2, 3)))
    page = lxml_html.document_fromstring(render(feed, publish)[-1].body)
    assert [len(page.findall(".//article")), len(page.findall(".//section//li"))] == [1, 2]


def test_texts_say_their_language(make_feed: Make, make_entry: Make, publish: PublishConfig) -> None:
    feed = make_feed(language="de", entries=(make_entry(1, language="de"), make_entry(2, language="fr")))
    page = lxml_html.document_fromstring(render(feed, publish)[-1].body)
    assert page.get("lang") == "en"
    assert [article.get("lang") for article in page.iter("article")] == ["de", "fr"]


def test_health_tells_of_incidents_and_never_of_the_run(publish: PublishConfig, noon: Any, findings: Make) -> None:
    open_one = Incident(slug="a", what="the listing matched no items", since=noon, mend="try: feedmill preview a")
    old = Incident(slug="a", what="no answer", since=noon - timedelta(days=9), until=noon - timedelta(days=8))
    site = SiteHealth(slug="a", title="A", url="https://a.example/", incidents=(open_one, old), last_change=noon)
    renditions = render_index([], [site], publish)
    assert findings(renditions) == []
    index, page, data, feed = (each.body.decode() for each in renditions)
    assert "Trouble at 1 of 1 site." in page
    assert "try: feedmill preview a" in page
    assert json.loads(data)["ok"] is False
    assert [each["until"] for each in json.loads(data)["sites"][0]["incidents"]] == [None, "2024-02-26T12:00:00+00:00"]
    assert feed.index("the listing matched no items") < feed.index("no answer")
    anchors = re.findall(r'href="https://feeds.example/health.html#([^"]+)"', feed)
    assert len(anchors) == 2
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    later = SiteHealth(
        slug="a", title="A", url="https://a.example/", incidents=(open_one, old), last_change=noon,
        failures=9, last_success=noon, last_visit=noon, next_visit=noon,
    )  # fmt: skip
    assert render_index([], [later], publish) == renditions
    assert "No feed has been published yet" in index
    assert "a.html" not in page, "there is none yet"
    feed_of_a = FeedSummary(slug="a", title="A", url="https://a.example/", updated=noon)
    assert 'href="a.html"' in render_index([feed_of_a], [site], publish)[2].body.decode()


def test_an_incident_keeps_its_id_when_it_is_over(publish: PublishConfig, noon: Any) -> None:
    def ids(until: Any) -> list[str]:
        incident = Incident(slug="a", what="no answer", since=noon, until=until)
        site = SiteHealth(slug="a", title="A", url="https://a.example/", incidents=(incident,))
        return re.findall(r"<id>(.*?)</id>", render_index([], [site], publish)[-1].body.decode())

    assert ids(None) == ids(noon + timedelta(hours=1))


def test_the_index_marks_a_site_in_trouble(make_feed: Make, publish: PublishConfig, noon: Any) -> None:
    from feeds.publish import summary_of

    incident = Incident(slug="show", what="no answer", since=noon)
    site = SiteHealth(slug="show", title="The Show", url="https://a.example/", incidents=(incident,))
    index = render_index([summary_of(make_feed(), publish)], [site], publish)[0].body
    assert b"in trouble since 5 March 2024" in index


def test_a_path_on_this_machine_is_nobody_elses_business(publish: PublishConfig, noon: Any) -> None:
    incident = Incident(slug="a", what="the file cannot be read", where="file:///home/ada/feeds/list.html", since=noon)
    site = SiteHealth(slug="a", title="A", url="file:///home/ada/feeds/list.html", incidents=(incident,))
    files = render_index([], [site], publish)
    assert all(b"/home/ada" not in each.body for each in files)
    assert b"list.html" in files[1].body


def test_one_trouble_is_told_once(publish: PublishConfig, noon: Any, findings: Make) -> None:
    incidents = tuple(Incident(slug="a", what="no answer", where=f"file:///{n}/x", since=noon) for n in (1, 2))
    site = SiteHealth(slug="a", title="A", url="https://a.example/", incidents=incidents)
    files = render_index([], [site], publish)
    assert findings(files) == []
    assert files[-1].body.count(b"<entry>") == 1


def test_the_page_of_an_archive_offers_the_feed_that_goes_on(make_feed: Make, publish: PublishConfig) -> None:
    page = render(make_feed(archive=2), publish)[-1]
    assert page.name == "show/archive-2.html"
    root = lxml_html.document_fromstring(page.body)
    assert root.xpath("//input/@value") == ["https://feeds.example/show.atom"]
    assert root.xpath("//link[@rel='alternate']/@href")[0] == "https://feeds.example/show.atom"
