"""Payloads that attack readers, put into every field of a feed: none comes out alive in any format."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cleaner import CleanHTML, Enclosure
from feeds.config.model import PublishConfig
from feeds.model import Feed, Incident, SiteHealth
from feeds.publish import inspect, render, render_index, summary_of

Make = Callable[..., Any]


@pytest.fixture
def hostile(payloads: list[str], make_feed: Make, make_entry: Make) -> Feed:
    """A feed whose every entry has one payload in all its fields; the links are its own, for two may not share one."""
    feed: Feed = make_feed(
        show_changes=True,
        entries=tuple(
            make_entry(
                number,
                title=payload,
                authors=(payload, f"x{payload}"),
                summary=payload,
                content=CleanHTML(payload),  # what a cleaner that failed would let through
                image=payload,
                categories=(payload,),
                enclosures=(
                    Enclosure(url=payload, type=payload, title=payload, length=-1),
                    Enclosure(url=f"https://a.example/{number}.mp3", type=payload, title=payload),
                ),
                language=payload,
                change=payload,
                id=f"{number}{payload}",
            )
            for number, payload in enumerate(payloads, 1)
        ),
    )
    return feed


def test_no_payload_survives_in_an_entry(hostile: Feed, publish: PublishConfig, findings: Make) -> None:
    renditions = render(hostile, publish)
    assert findings(renditions) == []
    assert [inspect(hostile, rendition, None) for rendition in renditions] == [()] * 4


def test_no_payload_in_an_entrys_link_survives(
    hostile: Feed, payloads: list[str], publish: PublishConfig, findings: Make
) -> None:
    entries = tuple(replace(entry, url=payload) for entry, payload in zip(hostile.entries, payloads, strict=True))
    found = findings(render(replace(hostile, entries=entries), publish))
    assert [line for line in found if ": duplicate-alternate: " not in line] == []  # some payloads are one URL


def test_no_payload_in_a_feeds_own_fields_survives(
    payloads: list[str], make_feed: Make, publish: PublishConfig, findings: Make
) -> None:
    for payload in payloads[::2]:
        fields = ("slug", "id", "title", "url", "subtitle", "language", "image", "hub")
        feed = make_feed(
            entries=(),
            authors=(payload,),
            deleted=((payload, make_feed().updated),),
            **dict.fromkeys(fields, payload),
        )
        assert findings(render(feed, publish)) == [], payload


def test_no_payload_survives_in_the_index_or_on_the_health_pages(
    payloads: list[str], make_feed: Make, publish: PublishConfig, findings: Make
) -> None:
    feeds = [
        replace(summary_of(make_feed(), publish), slug=p, title=p, url=p, subtitle=p, language=p, last_title=p)
        for p in payloads
    ]
    since = make_feed().updated - timedelta(days=1)
    health = [
        SiteHealth(
            slug=p,
            title=p,
            url=p,
            incidents=(Incident(slug=p, what=p, where=p, mend=p, since=since),),
            last_change=since,
        )
        for p in payloads
    ]
    renditions = render_index(feeds, health, publish)
    assert findings(renditions) == []
    assert len(json.loads(renditions[3].body)["sites"]) == len(payloads)


def test_a_template_in_a_title_is_only_text(make_feed: Make, make_entry: Make, publish: PublishConfig) -> None:
    feed = make_feed(title="{{ 7*7 }}", entries=(make_entry(title="{% raw %}", summary="{{ feed }}", html=""),))
    atom, *_others = render(feed, publish)
    assert b"<title>{{ 7*7 }}</title>" in atom.body
    assert b"<title>{% raw %}</title>" in atom.body
    assert b"{{ feed }}" in atom.body
