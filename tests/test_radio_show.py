"""The whole program on a radio show whose stories are buried among promos, in two mark-ups, with and without rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from click.testing import CliRunner
from lxml import html as lxml_html

from feeds.cli import main

ROOT = Path(__file__).parent.parent
MARK_UPS = {"classes": ROOT / "examples" / "morning-call", "hashed": ROOT / "tests" / "pages" / "radio-hashed"}
SELECTORS = {
    "classes": "{items: article.card, link: 'a.headline::attr(href)', published: '.card-date::text'}",
    "hashed": "{items: .css-k3j2h1, link: '.css-a1s2d3::attr(href)', title: .css-f4g5, published: .css-w2e3}",
}
RULES = {
    "classes": "{body: .story-body, strip: [.promo], published: .story-date::text, author: .author::text}",
    "hashed": '{body: .css-5t4r3e, strip: [.css-zz19aa, .css-x1c2v3, .css-l0k9j8], stop_at: ["If you like"]}',
}
# 4 December is winter time in London: local time is UTC.
DATES = {
    "harbour-bell": datetime(2017, 12, 4, 9, 2, tzinfo=UTC),
    "night-bus": datetime(2017, 11, 29, 8, 30, tzinfo=UTC),
}
PROMOS = [
    "Share", "Tweet", "E-mail", "WhatsApp", "Comments", "Loading", "The best of", "The dog who took the ferry",
    "If you like", "also like", "Ask the Gardener", "inbox", "Sign up", "No advertisements", "cookies", "Privacy",
    "Schedule", "Registered charity", "JavaScript",
]  # fmt: skip

Build = Callable[..., Any]


@pytest.fixture
def build(tmp_path: Path, site: Any, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Serve a mark-up's pages, build its feed with the given config, return the parsed feed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDMILL_ALLOW_PRIVATE", "1")

    def run(mark_up: str, *, listing: str, article: str, zone: str = "Europe/London") -> Any:
        for page in MARK_UPS[mark_up].glob("*.html"):
            # The example pages name the address of the station; here they are served by this machine.
            body = page.read_text("utf-8").replace("https://radio.example/shows/morning-call/", site.url("/show/"))
            site.page(f"/show/{page.name}", body)
        lines = [f"    listing: {listing}", f"    article: {article}"] if article else [f"    listing: {listing}"]
        (tmp_path / "config.yaml").write_text(
            "publish: {base_url: https://feeds.example.org/}\n"
            "defaults: {fetch: {delay: 0 seconds}}\n"
            f"sites:\n  show:\n    url: {site.url('/show/index.html')}\n    timezone: {zone}\n"
            + "\n".join(lines)
            + "\n"
        )
        result = CliRunner().invoke(main, ["build"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return feedparser.parse((tmp_path / "public" / "show.atom").read_bytes())

    return run


def paragraphs(mark_up: str, story: str) -> list[str]:
    """The story's own paragraphs, straight from its page."""
    tree = lxml_html.fromstring((MARK_UPS[mark_up] / f"{story}.html").read_text("utf-8"))
    found = tree.cssselect(".story-body > p") if mark_up == "classes" else tree.cssselect(".css-q8w7e6 > p")
    return [" ".join(node.text_content().split()) for node in found]


def visible(entry: Any) -> str:
    return " ".join(lxml_html.fromstring(entry.content[0].value).text_content().split())


@pytest.mark.parametrize("rules", ["with rules", "without rules"])
@pytest.mark.parametrize("mark_up", MARK_UPS)
def test_every_paragraph_is_in_and_every_promo_is_out(build: Build, mark_up: str, rules: str) -> None:
    feed = build(mark_up, listing=SELECTORS[mark_up], article=RULES[mark_up] if rules == "with rules" else "")
    stories = [page.stem for page in MARK_UPS[mark_up].glob("*.html") if page.stem != "index"]
    by_story = {re.sub(r".*/|\.html$", "", entry.link): entry for entry in feed.entries}
    assert sorted(by_story) == sorted(stories)
    for story, entry in by_story.items():
        text = visible(entry)
        expected = paragraphs(mark_up, story)
        assert len(expected) >= 4
        assert [part for part in expected if part not in text] == []
        left = text
        for part in expected:
            left = left.replace(part, "")
        assert [promo for promo in PROMOS if promo in left] == []


@pytest.mark.parametrize("rules", ["with rules", "without rules"])
@pytest.mark.parametrize("mark_up", MARK_UPS)
def test_dates_are_right_in_utc(build: Build, mark_up: str, rules: str) -> None:
    feed = build(mark_up, listing=SELECTORS[mark_up], article=RULES[mark_up] if rules == "with rules" else "")
    for entry in feed.entries:
        for story, moment in DATES.items():
            if story in entry.link:
                assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == moment


def test_the_time_zone_of_the_site_counts(build: Build) -> None:
    feed = build("classes", listing=SELECTORS["classes"], article=RULES["classes"], zone="America/New_York")
    (bell,) = [entry for entry in feed.entries if "harbour-bell" in entry.link]
    assert datetime(*bell.published_parsed[:6], tzinfo=UTC) == datetime(2017, 12, 4, 14, 2, tzinfo=UTC)


def test_entries_come_newest_first_with_titles_and_authors(build: Build) -> None:
    feed = build("classes", listing=SELECTORS["classes"], article=RULES["classes"])
    assert [entry.title for entry in feed.entries][:2] == [
        "The harbour bell rings again after forty years",
        "Why the queue outside a bakery became a choir",
    ]
    assert feed.entries[0].author == "Ines Calloway"
