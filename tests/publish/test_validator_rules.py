"""What the W3C Feed Validator would say of our feeds: nothing, but for what we accept (conftest.py says why)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cleaner import Enclosure, TextTrack
from feeds.config import load
from feeds.config.model import PublishConfig
from feeds.jobs import run
from feeds.model import Incident, Podcast, SiteHealth
from feeds.publish import render, render_index, summary_of

ROOT = Path(__file__).parent.parent.parent
BASE = "https://feeds.example/"
Make = Callable[..., Any]
Check = Callable[..., list[str]]
PODCAST = Podcast(category="Arts", explicit=False, email="show@site.example")


@pytest.fixture
def rich(make_feed: Make, make_entry: Make) -> Any:
    """A feed with everything that a feed of ours can have."""
    tracks = (
        TextTrack(url="https://site.example/1.vtt", kind="captions", type="text/vtt", language="en"),
        TextTrack(url="https://site.example/1.json", kind="chapters", type="application/json+chapters"),
    )
    media = (
        Enclosure(
            url="https://site.example/1.mp3", type="audio/mpeg", title="Low & slow", duration=7383, tracks=tracks
        ),
        Enclosure(url="https://site.example/1.m4a", type="audio/mp4", length=9),
    )
    entries = (make_entry(1, enclosures=media, title="AT&T: 1 < 2 &amp; </b>"), make_entry(2), make_entry(3))
    return make_feed(entries=entries, hub="https://hub.example/", newest_archive=2, podcast=PODCAST)


def test_no_rule_is_broken_by_a_feed_with_everything(rich: Any, publish: PublishConfig, broken_rules: Check) -> None:
    for each in render(rich, publish)[:2]:
        assert broken_rules(each.body, BASE + each.name) == []


@pytest.mark.parametrize("archive", [1, 2])
def test_no_rule_is_broken_by_an_archive(
    make_feed: Make, publish: PublishConfig, broken_rules: Check, archive: int
) -> None:
    atom, rss = render(make_feed(archive=archive, podcast=PODCAST), publish)[:2]
    # The oldest has no neighbours but newer ones, and they were not there when it was written for ever.
    assert broken_rules(atom.body, BASE + atom.name) == ["ArchiveIncomplete: feed"][: archive == 1]
    assert broken_rules(rss.body, BASE + rss.name) == []


def test_no_rule_is_broken_by_a_feed_with_next_to_nothing(
    make_feed: Make, make_entry: Make, publish: PublishConfig, broken_rules: Check
) -> None:
    bare = {"authors": (), "summary": None, "image": None, "categories": (), "enclosures": (), "language": None}
    for entries in ((), (make_entry(1, **bare),)):
        feed = make_feed(entries=entries, authors=(), subtitle=None, image=None, language=None)
        for each in render(feed, publish)[:2]:
            assert broken_rules(each.body, BASE + each.name) == []


def test_no_rule_is_broken_by_the_health_feed(
    make_feed: Make, publish: PublishConfig, noon: datetime, broken_rules: Check
) -> None:
    incident = Incident(slug="show", what="no <b>items</b> & nothing", since=noon, where="https://site.example/")
    for incidents in ((), (incident,)):
        health = [SiteHealth(slug="show", title="The Show", url="https://site.example/", incidents=incidents)]
        made = render_index([summary_of(make_feed(), publish)], health, publish)
        (feed,) = [each for each in made if each.name == "health.atom"]
        assert broken_rules(feed.body, BASE + feed.name) == []


def test_no_rule_is_broken_by_the_sites_that_ship_with_us(tmp_path: Path, broken_rules: Check) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    text = (ROOT / "config.yaml").read_text().replace("\npublish:", "\npublish:\n  formats: [atom, rss]")
    (tmp_path / "config.yaml").write_text(text)
    config = load(tmp_path / "config.yaml")
    assert run(config, now=datetime(2024, 6, 1, tzinfo=UTC)).ok
    feeds = sorted(each for each in (tmp_path / "public").iterdir() if each.suffix in (".atom", ".rss"))
    assert len(feeds) == 7
    for each in feeds:
        assert broken_rules(each.read_bytes(), config.publish.base_url + each.name) == [], each.name


FAULTS = {
    "atom": [
        ("SAXError", "<entry>", "<entry>&nbsp;"),
        ("MissingSelf", 'rel="self"', 'rel="via"'),
        ("SelfDoesntMatchLocation", 'href="https://feeds.example/show.atom"', 'href="https://feeds.example/x.atom"'),
        (
            "DuplicateAtomLink",
            "<published>",
            '<link rel="alternate" type="text/html" href="https://a.example/"/><published>',
        ),
        ("UnregisteredAtomLinkRel", 'rel="enclosure"', 'rel="attachment"'),
        ("InvalidMIMEType", 'type="audio/mpeg"', 'type="audio"'),
        ("InvalidLanguage", 'hreflang="en"', 'hreflang="english, british"'),
        ("InvalidFullLink", 'href="https://site.example/story-1"', 'href="/story-1"'),
        ("InvalidFullLink", "tag:feeds.example,2024:show/1<", "tag:feeds.example:show/1<"),
        ("DuplicateEntries", "show/2</id>", "show/1</id>"),
        ("InvalidRFC3339Date", "T12:00:00+00:00</updated>", "T12:00</updated>"),
        ("ImplausibleDate", "<updated>2024-", "<updated>2124-"),
        ("ContainsUndeclaredHTML", "<title>Story 2</title>", "<title>&lt;b&gt;Story&lt;/b&gt; 2</title>"),
        ("ContainsUndeclaredHTML", "<title>Story 2</title>", "<title>Story &amp;amp; 2</title>"),
        ("NotBlank", "<title>Story 2</title>", "<title> </title>"),
        ("MissingElement", "<title>Story 2</title>", ""),
        ("DuplicateElement", "<title>Story 2</title>", "<title>Story 2</title><title>Two</title>"),
        ("SecurityRisk", "The story of day 2", "&lt;script&gt;x()&lt;/script&gt;"),
        ("SecurityRiskAttr", "&lt;p&gt;The story of day 2", "&lt;p onclick=x()&gt;"),
        ("NotHtml", "The story of day 2", "&lt;/table&gt;&lt;p"),
        ("ContainsRelRef", "The story of day 2", '&lt;a href="/x"&gt;x&lt;/a&gt;'),
        ("UndefinedElement", "<published>", "<created>x</created><published>"),
        ("MisplacedMetadata", "</feed>", "<subtitle>Late</subtitle></feed>"),
        ("UnknownNamespace", "<entry>", '<entry><x:y xmlns:x="https://x.example/"/>'),
        ("ContainsEmail", "<name>Ada Example</name>", "<name>Ada &lt;ada@site.example&gt;</name>"),
    ],
    "rss": [
        ("MissingSelf", 'rel="self"', 'rel="via"'),
        ("MisplacedItem", "</channel>", "<copyright>Late</copyright></channel>"),
        ("ImageTitleDoesntMatch", "<image>", "<image><title>Other</title>"),
        ("ImageLinkDoesntMatch", "<image>", "<image><link>https://other.example/</link>"),
        ("ImageUrlFormat", "logo.png", "logo.webp"),
        ("MissingElement", "<description>Stories from a radio show</description>", ""),
        ("ProblematicalRFC822Date", " GMT</pubDate>", " UTC</pubDate>"),
        ("IncorrectDOW", "<pubDate>Tue", "<pubDate>Mon"),
        ("MissingGuid", "guid", "id"),
        ("InvalidPermalink", 'isPermaLink="false"', 'isPermaLink="true"'),
        ("NotSufficientlyUnique", "tag:feeds.example,2024:show/1<", "17<"),
        ("DuplicateEnclosure", "<enclosure ", "<enclosure/><enclosure "),
        ("InvalidIntegerAttribute", 'length="0"', 'length=""'),
        ("InvalidMIMEAttribute", 'type="audio/mpeg"', 'type=""'),
        ("NeedDescriptionBeforeContent", "<description>Day 2 in short</description>", ""),
        ("ContainsHTML", "<title>Story 2</title>", "<title>Story &lt;/b&gt;2</title>"),
        ("MissingItunesElement", "itunes:explicit", "itunes:other"),
        ("MissingItunesEmail", "itunes:email", "itunes:other"),
        ("InvalidTrueFalse", "false</itunes:explicit>", "clean</itunes:explicit>"),
        ("UnsupportedItunesFormat", "1.mp3", "1.mp3?from=page"),
        ("InvalidDuration", "2:03:03", "2 hours"),
        ("DuplicateItemSemantics", "<pubDate>", "<author>a@b.example (A)</author><pubDate>"),
    ],
}


@pytest.mark.parametrize(
    ("kind", "rule", "good", "bad"), [(kind, *fault) for kind, faults in FAULTS.items() for fault in faults]
)
def test_a_fault_breaks_the_rule_that_is_about_it(
    rich: Any, publish: PublishConfig, broken_rules: Check, kind: str, rule: str, good: str, bad: str
) -> None:
    (body,) = [each.body.decode() for each in render(rich, publish) if each.name == f"show.{kind}"]
    assert good in body
    found = broken_rules(body.replace(good, bad).encode(), f"{BASE}show.{kind}")
    assert rule in {each.partition(":")[0] for each in found}
