"""The gate: what is not good enough does not take the place of the last good feed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config.model import PublishConfig
from feeds.model import Feed, Rendition
from feeds.publish import inspect, render, render_index, summary_of

Make = Callable[..., Any]
Judge = Callable[..., tuple[str, ...]]


@pytest.fixture(params=["atom", "rss", "json"])
def extension(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def judge(publish: PublishConfig, extension: str) -> Judge:
    """The faults of a feed in one format, after replacing bytes in it or with another feed published before."""

    def inspect_one(
        feed: Feed, old: str = "", new: str = "", before: Feed | None = None, now: datetime | None = None
    ) -> tuple[str, ...]:
        def one(of: Feed) -> Rendition:
            return next(each for each in render(of, publish) if each.name.endswith(extension))

        rendition = one(feed)
        body = rendition.body.decode()
        assert old in body
        broken = replace(rendition, body=body.replace(old, new).encode())
        return inspect(feed, broken, one(before).body if before else None, now=now)

    return inspect_one


def test_a_good_feed_passes(make_feed: Make, judge: Judge, noon: datetime) -> None:
    assert judge(make_feed(), before=make_feed(), now=noon) == ()


def test_everything_we_publish_passes(make_feed: Make, publish: PublishConfig) -> None:
    feed = make_feed(newest_archive=1)
    files = [
        *render(feed, publish),
        *render(make_feed(archive=1), publish),
        *render_index([summary_of(feed, publish)], [], publish),
    ]
    assert [inspect(feed, each, each.body) for each in files] == [()] * len(files)


def test_what_is_cut_off_does_not_pass(make_feed: Make, publish: PublishConfig) -> None:
    feed = make_feed()
    for rendition in render(feed, publish):
        for share in (0, 0.3, 0.9):
            cut = replace(rendition, body=rendition.body[: int(len(rendition.body) * share)])
            assert inspect(feed, cut, rendition.body), (rendition.name, share)


def test_two_entries_with_one_id_do_not_pass(make_feed: Make, judge: Judge) -> None:
    assert judge(make_feed(), "show/2", "show/1") == ("2 entries have the id 'tag:feeds.example,2024:show/1'",)


def test_content_that_is_not_sanitised_does_not_pass(make_feed: Make, judge: Judge, extension: str) -> None:
    bad = "<p onclick=PWN()>" if extension == "json" else "&lt;p onclick=PWN()&gt;"
    good = "<p>" if extension == "json" else "&lt;p&gt;"
    assert "entry 1 holds content that is not sanitised" in judge(make_feed(), good, bad)


def test_a_relative_link_does_not_pass(make_feed: Make, judge: Judge) -> None:
    faults = judge(make_feed(), "https://site.example/story-1", "/story-1")
    assert "entry 1 links '/story-1', which is no absolute web address" in faults


def test_a_script_link_does_not_pass(make_feed: Make, judge: Judge) -> None:
    faults = judge(make_feed(), "https://site.example/show/", "javascript:PWN()")
    assert "the feed links 'javascript:PWN()', which is no absolute web address" in faults


def test_an_entry_without_title_or_author_does_not_pass(make_feed: Make, judge: Judge) -> None:
    assert "entry 2 has no title" in judge(make_feed(), "Story 2", "")


def test_dates_that_are_none_do_not_pass(make_feed: Make, judge: Judge) -> None:
    faults = judge(make_feed(), "2024-03-05T11:00:00+00:00", "yesterday")
    assert "entry 2 has no valid date" in faults


def test_dates_without_zone_do_not_pass(make_feed: Make, judge: Judge) -> None:
    assert "entry 2 has no valid date" in judge(make_feed(), "2024-03-05T11:00:00+00:00", "2024-03-05T11:00:00")


def test_a_date_that_is_yet_to_come_does_not_pass(make_feed: Make, judge: Judge, noon: datetime) -> None:
    assert judge(make_feed(), now=noon - timedelta(hours=20)) == ()
    assert judge(make_feed(), now=noon - timedelta(days=2))[0] == "entry 1 is dated 2024-03-05, which is yet to come"


def test_a_feed_that_was_full_is_not_emptied(make_feed: Make, judge: Judge) -> None:
    assert judge(make_feed(entries=()), before=make_feed()) == ("it is empty and had 3 entries",)
    assert judge(make_feed(entries=())) == ()


def test_a_feed_does_not_shrink_by_more_than_half(make_feed: Make, make_entry: Make, judge: Judge) -> None:
    entries = tuple(make_entry(number) for number in range(1, 11))
    before = make_feed(entries=entries)
    assert judge(make_feed(entries=entries[:5]), before=before) == ()
    assert judge(make_feed(entries=entries[:4]), before=before) == ("it has 4 entries and had 10",)


def test_entries_that_were_withdrawn_or_archived_are_not_missed(
    make_feed: Make, make_entry: Make, judge: Judge, noon: datetime
) -> None:
    entries = tuple(make_entry(number) for number in range(1, 11))
    before = make_feed(entries=entries)
    gone = tuple((entry.id, noon) for entry in entries[2:])
    assert judge(make_feed(entries=entries[:2], deleted=gone), before=before) == ()
    assert judge(make_feed(entries=entries[:2], newest_archive=1), before=before) == ()


def test_stories_that_lost_their_text_do_not_replace_whole_ones(
    make_feed: Make, make_entry: Make, judge: Judge
) -> None:
    whole = make_feed(entries=tuple(make_entry(n, html=f"<p>{'All of the story. ' * 300}</p>") for n in range(1, 9)))
    stubs = make_feed(entries=tuple(make_entry(n, html="<p>Log in to read on.</p>") for n in range(1, 9)))
    assert judge(stubs, before=whole) == ("8 of 8 stories have lost most of their text",)
    assert judge(whole, before=stubs) == ()


def test_a_broken_file_before_does_not_stand_in_the_way(make_feed: Make, publish: PublishConfig) -> None:
    feed = make_feed()
    assert [inspect(feed, each, b"<feed") for each in render(feed, publish)] == [()] * 4


def test_a_page_that_would_run_a_script_does_not_pass(make_feed: Make, publish: PublishConfig) -> None:
    feed = make_feed()
    page = render(feed, publish)[-1]
    for harm in (b"<script>PWN()</script>", b'<p onclick="PWN()">', b'<a href="java\nscript:PWN()">'):
        broken = replace(page, body=page.body.replace(b"</main>", harm + b"</main>"))
        assert len(inspect(feed, broken, None)) == 1


@given(st.binary(max_size=300), st.sampled_from(["x.atom", "x.rss", "x.json", "x.html"]))
def test_no_bytes_at_all_break_the_gate(body: bytes, name: str) -> None:
    feed = Feed(slug="x", id="x", title="x", url="", base_url="", updated=datetime(2024, 1, 1, tzinfo=UTC))
    kind = "application/feed+json"
    assert inspect(feed, Rendition(name=name, media_type=kind, body=body), body)


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"items":[1]}', b'{"items":[{"id":1}]}', b'{"items":{}}', b"1", b"null"]
)
def test_json_of_another_shape_does_not_pass(make_feed: Make, body: bytes) -> None:
    assert inspect(make_feed(), Rendition(name="x.json", media_type="application/feed+json", body=body), None)
