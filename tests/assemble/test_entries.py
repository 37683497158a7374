"""Ids, dates, and feeds that join others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import CleanHTML
from feeds.assemble import mint_entry_id, mint_feed_id, without_doubles
from feeds.assemble.entries import new_entry, stated_date
from feeds.assemble.ids import source_id
from feeds.model import Draft, Entry

NOW = datetime(2024, 5, 31, 12, tzinfo=UTC)
DAY = timedelta(days=1)
# RFC 4151, section 2.1
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")
DRAFT = Draft(url="https://news.example/1", item_url="https://news.example/1", title="One", text="Text.")


def test_an_id_names_the_publisher_the_month_and_the_feed() -> None:
    assert mint_feed_id("news", "https://feeds.example.org:8080/x/", NOW) == "tag:feeds.example.org,2024-05:news"
    entry = mint_entry_id("news", "https://news.example/1", "https://feeds.example.org/", NOW)
    assert re.fullmatch(r"tag:feeds\.example\.org,2024-05:news/[0-9a-f]{16}", entry)


@given(
    st.text(min_size=1, max_size=60), st.sampled_from(["http://[::1]:8000/", "https://ex.org", "", "///", "http://ü"])
)
def test_every_minted_id_is_a_tag_uri(slug: str, base_url: str) -> None:
    assert TAG.fullmatch(mint_entry_id(slug, "https://news.example/ü", base_url, NOW))


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("tag:news.example,2024:1", True),
        ("urn:uuid:60a76c80-d399-11d9-b91c-0003939e0af6", True),
        ("https://news.example/?p=17", True),
        ("17", False),
        ("", False),
        (None, False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://news.example/a b", False),
        ('https://news.example/"><script>', False),
        ("https://news.example/" + "x" * 600, False),
        ("tag:\x00", False),
    ],
)
def test_a_sources_guid_is_kept_where_it_is_an_absolute_iri(value: str | None, kept: bool) -> None:
    assert source_id(value) == (value if kept else None)


@pytest.mark.parametrize(
    ("published", "modified", "expected"),
    [
        (NOW - DAY, None, NOW - DAY),
        (NOW + DAY, None, None),
        (None, None, None),
        (None, NOW - DAY, NOW - DAY),
        (datetime(1970, 1, 1, tzinfo=UTC), None, None),
        (datetime(1970, 1, 1, tzinfo=UTC), NOW - DAY, NOW - DAY),
    ],
)
def test_a_date_that_cannot_be_is_none(published: Any, modified: Any, expected: Any) -> None:
    assert stated_date(replace(DRAFT, published=published, modified=modified), NOW) == expected


@given(
    st.datetimes(timezones=st.just(UTC)) | st.none(),
    st.datetimes(timezones=st.just(UTC)) | st.none(),
    st.integers(0, 500),
)
def test_dates_are_never_ahead_of_now_and_updated_never_before_published(
    published: datetime | None, modified: datetime | None, position: int
) -> None:
    draft = replace(DRAFT, published=published, modified=modified)
    entry, _ = new_entry(draft, "tag:x,2024:1", NOW - timedelta(seconds=position), NOW)
    assert entry.published <= entry.updated <= NOW


def test_texts_are_fit_for_xml() -> None:
    draft = replace(DRAFT, title="A\x00B\x0b \ud800C", summary="\x1f", authors=("\x07", "Ann\x7f"))
    entry, _ = new_entry(draft, "tag:x,2024:1", NOW, NOW)
    assert (entry.title, entry.summary, entry.authors) == ("AB C", None, ("Ann",))


STORY = (
    "The ferry that had been promised for the spring will not sail before the autumn, the harbour master said on "
    "Monday, because the engine that was ordered from abroad has not come and nobody in the office knows where it is."
)


def an_entry(number: int, text: str, **facts: Any) -> Entry:
    entry = Entry(
        id=f"tag:x,2024:{number}",
        url=f"https://x.example/{number}",
        title="Title",
        published=NOW - number * DAY,
        updated=NOW,
        first_seen=NOW + timedelta(seconds=number),
        content=CleanHTML(f"<p>{text}</p>"),
    )
    return replace(entry, **facts)


def test_a_story_that_others_copy_is_told_once_by_who_had_it_first() -> None:
    copied = STORY.replace("Monday", "Tuesday")
    entries = [an_entry(1, STORY), an_entry(2, copied), an_entry(3, "Something else altogether. " + STORY[:60])]
    assert [each.id[-1] for each in without_doubles(reversed(entries))] == ["1", "3"]


def test_one_url_is_one_story_whatever_its_text() -> None:
    one = an_entry(1, "Short.", url="https://x.example/story?utm_source=a")
    other = an_entry(2, "Shorter.", aliases=("https://www.x.example/story/",))
    assert without_doubles([one, other]) == (one,)


def test_short_texts_are_alike_by_chance() -> None:
    assert len(without_doubles([an_entry(1, "Listen now."), an_entry(2, "Listen now.")])) == 2


def test_joining_thousands_of_entries_takes_no_time() -> None:
    import time

    entries = [an_entry(n, " ".join(f"word{(n * 7919 + m * m) % 5000}" for m in range(120))) for n in range(2000)]
    begun = time.process_time()
    assert len(without_doubles(entries)) == 2000
    assert time.process_time() - begun < 20
