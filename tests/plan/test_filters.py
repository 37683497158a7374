"""Which items become entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cleaner import CleanHTML
from feeds.config import FilterConfig
from feeds.errors import ScrapeError
from feeds.model import Entry, Item
from feeds.plan import Facts, is_open, unwanted

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
FACTS = Facts(
    url="https://news.example/sport/1",
    title="The Match",
    published=NOW - timedelta(days=2),
    author=("Ann Ash", "Bo Beck"),
    category=("Sport",),
    text="They won in the end.",
)


def rules(**written: Any) -> FilterConfig:
    return FilterConfig.model_validate(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({}, None),
        ({"include": {"title": "match"}}, None),
        ({"include": {"title": "^match"}}, "filter.include.title does not match"),
        ({"include": {"title": ["golf", "match"]}}, None),
        ({"include": {"title": "match", "author": "carol"}}, "filter.include.author does not match"),
        ({"include": {"author": "^bo"}}, None),
        ({"exclude": {"author": "^bo"}}, "filter.exclude.author matches"),
        ({"exclude": {"url": "/sport/"}}, "filter.exclude.url matches"),
        ({"exclude": {"category": "politics"}}, None),
        ({"exclude": {"text": r"\bwon\b"}}, "filter.exclude.text matches"),
        ({"include": {"title": "match"}, "exclude": {"title": "the"}}, "filter.exclude.title matches"),
        ({"since": "1 day"}, "filter.since: it is too old"),
        ({"since": "3 days"}, None),
    ],
)
def test_every_rule_says_why_it_leaves_an_item_out(written: Any, why: str | None) -> None:
    assert unwanted(rules(**written), FACTS, NOW) == why


def test_what_is_not_known_yet_is_no_reason_before_the_article_is_read() -> None:
    bare = Facts.of_item(Item(url="https://news.example/1"))
    written = rules(include={"title": "match", "text": "won"})
    assert unwanted(written, bare, NOW, partial=True) is None
    assert unwanted(written, bare, NOW) == "filter.include.title does not match"


def entry(**story: Any) -> Entry:
    return Entry(id="urn:x:1", url="https://news.example/1", published=NOW, updated=NOW, first_seen=NOW, **story)


@pytest.mark.parametrize("pattern", ["R&D", "5 < 6"])
def test_a_story_says_the_same_to_a_filter_once_it_is_stored(pattern: str) -> None:
    stored = entry(title="Labs", content=CleanHTML("<p>Our <b>R</b>&amp;D says 5 &lt; 6.</p>"))
    assert unwanted(rules(include={"text": pattern}), Facts.of_entry(stored), NOW) is None


def test_a_story_that_is_but_a_summary_is_judged_by_it_once_it_is_stored() -> None:
    stored = entry(title="Brief", summary="They won.")
    assert unwanted(rules(include={"text": "won"}), Facts.of_entry(stored), NOW) is None


def test_only_a_filter_that_says_nothing_is_open() -> None:
    assert is_open(rules(include={}))
    assert not is_open(rules(since="1 day"))
    assert not is_open(rules(exclude={"text": "x"}))


def test_a_pattern_that_would_never_end_leaves_nothing_out_and_is_named() -> None:
    endless = Facts(url="https://news.example/1", title="a" * 60 + "!")
    with pytest.raises(ScrapeError, match=r"news\.example/1: filter\.exclude\.title: the pattern .* takes more than"):
        unwanted(rules(exclude={"title": "(a|aa)+$"}), endless, NOW)
