"""Which items become entries, which are one entry, and what becomes of those that go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_withdrawn_story_is_told_to_readers_when_asked_for(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["withdraw"] = True
    news("One", "Two")
    bench.update()
    gone = bench.feed().entries[1].id
    site.page("/two", "gone", status=410)
    news("Three", "One", "Two")
    site.page("/two", "gone", status=410)
    report = bench.update(later=HOUR)
    assert report.withdrawn == 1
    assert bench.titles() == ["Three", "One"]
    assert f'<at:deleted-entry ref="{gone}"'.encode() in bench.files()["news.atom"].replace(b"ns0:", b"at:")


def test_a_missing_story_is_withdrawn_only_after_a_week(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["withdraw"] = True
    news("One", "Two")
    bench.update()
    site.remove("/two")
    days = []
    for day in range(1, 12):
        if bench.update(later=DAY).withdrawn:
            days.append(day)
    assert len(days) == 1
    assert 7 <= days[0] <= 9


def test_a_missing_story_stays_in_the_feed_by_default(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    bench.update()
    site.page("/two", "gone", status=410)
    for _ in range(4):
        assert bench.update(later=DAY).withdrawn == 0
    assert bench.titles() == ["One", "Two"]


def test_a_story_that_moved_is_the_same_entry(bench: Any, site: Any, news: Any) -> None:
    canonical = f'<link rel="canonical" href="{site.url("/one-for-ever")}">'
    news("One")
    site.page("/one", bench.story("One", head=canonical))
    bench.update()
    before = bench.feed().entries[0]
    site.page("/one-again", bench.story("One", head=canonical))
    site.page("/news", bench.listing("One again", "Two"))
    site.page("/two", bench.story("Two"))
    assert bench.update(later=HOUR).new == 1
    assert [entry.id for entry in bench.feed().entries if entry.title == "One"] == [before.id]


def test_a_canonical_url_that_every_page_shares_makes_them_not_one(bench: Any, site: Any, news: Any) -> None:
    front = f'<link rel="canonical" href="{site.url("/front")}">'
    texts = {"One": "Foxes were seen.", "Two": "The price of tea is up.", "Three": "It rained on the parade."}
    news(*texts)
    for title, text in texts.items():
        site.page(f"/{title.lower()}", bench.story(title, text=text * 8, head=front))
    assert bench.update().new == 3
    assert len({entry.link for entry in bench.feed().entries}) == 3
    site.page("/four", bench.story("Four", text="A fourth thing came to pass. " * 8, head=front))
    site.page("/news", bench.listing("Four", *texts))
    assert bench.update(later=HOUR).new == 1
    assert len(bench.titles()) == 4


def test_two_links_to_one_story_are_one_entry(bench: Any, site: Any, news: Any) -> None:
    news("One")
    canonical = f'<link rel="canonical" href="{site.url("/one")}">'
    site.page("/one", bench.story("One", head=canonical))
    rows = bench.listing("One", extra='<ul><li class="item"><a href="/one?from=top">One, again</a></li></ul>')
    site.page("/news", rows)
    assert bench.update().new == 1
    site.seen.clear()
    site.page("/news", rows + "<p>12:01</p>")
    assert bench.update(later=HOUR).status == "unchanged"
    assert set(site.paths) <= {"/news", "/one"}


@pytest.mark.parametrize(
    ("rules", "kept"),
    [
        ({"exclude": {"title": "^Ad:"}}, ["One", "Two"]),
        ({"include": {"title": "one|two"}}, ["One", "Two"]),
        ({"exclude": {"url": "/ad"}}, ["One", "Two"]),
        ({"include": {"text": "about One"}}, ["One"]),
    ],
)
def test_filters_decide_what_becomes_an_entry(bench: Any, site: Any, news: Any, rules: Any, kept: list[str]) -> None:
    bench.config["sites"]["news"]["filter"] = rules
    news("One", "Two")
    site.page(
        "/news", bench.listing("One", "Two").replace("</ul>", '<li class="item"><a href="/ad">Ad: mugs</a></li></ul>')
    )
    site.page("/ad", bench.story("Ad: mugs"))
    bench.update()
    assert bench.titles() == kept


def test_an_item_that_was_left_out_is_not_opened_again(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["filter"] = {"include": {"text": "about One"}}
    news("One", "Two")
    bench.update()
    site.seen.clear()
    site.page("/news", bench.listing("Three", "One", "Two"))
    site.page("/three", bench.story("Three"))
    bench.update(later=timedelta(minutes=1))
    assert "/two" not in site.paths
    assert "/three" in site.paths


def test_old_stories_are_left_out_before_they_are_opened_where_the_row_is_dated(bench: Any, site: Any) -> None:
    bench.config["sites"]["news"]["filter"] = {"since": "30 days"}
    rows = "".join(
        f'<li class="item"><a href="/{n}">Story {n}</a> <time datetime="{date}">then</time></li>'
        for n, date in enumerate(["2024-04-30T08:00:00Z", "2023-04-30T08:00:00Z"])
    )
    site.page("/news", f"<ul>{rows}</ul>")
    site.page("/0", bench.story("Story 0"))
    bench.update()
    assert site.paths == ["/news", "/0"]


def test_a_sources_own_guid_is_the_entrys_id_for_ever(bench: Any, site: Any) -> None:
    rss = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>The News</title><link>http://x.example/</link>'
        "<item><title>{title}</title><link>{link}</link><guid>tag:x.example,2024:17</guid>"
        "<description>&lt;p&gt;In short.&lt;/p&gt;</description></item></channel></rss>"
    )
    bench.config["sites"]["news"] = {"url": site.url("/rss"), "source": "feed"}
    site.page("/rss", rss.format(title="One", link=site.url("/one")), Content_Type="application/rss+xml")
    site.page("/one", bench.story("One"))
    bench.update()
    assert bench.feed().entries[0].id == "tag:x.example,2024:17"
    site.page("/rss", rss.format(title="One", link=site.url("/moved")), Content_Type="application/rss+xml")
    site.page("/moved", bench.story("One"))
    report = bench.update(later=HOUR)
    assert (report.new, len(bench.titles())) == (0, 1)


def test_the_text_of_a_feed_stands_in_for_a_page_that_cannot_be_read(bench: Any, site: Any) -> None:
    rss = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>The News</title><link>http://x.example/</link>'
        f"<item><title>One</title><link>{site.url('/one')}</link><guid>tag:x.example,2024:17</guid>"
        "<description>&lt;p&gt;What the feed itself says of it.&lt;/p&gt;</description></item></channel></rss>"
    )
    bench.config["sites"]["news"] = {"url": site.url("/rss"), "source": "feed"}
    site.page("/rss", rss, Content_Type="application/rss+xml")
    site.page("/one", "no", status=403)
    assert bench.update().new == 1
    assert "What the feed itself says" in bench.feed().entries[0].content[0].value


def test_a_site_that_gives_its_pages_new_addresses_tells_nothing_twice(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    bench.update()
    before = {entry.title: (entry.id, entry.published, entry.updated) for entry in bench.feed().entries}
    moved = bench.listing("One", "Two", "Three").replace('href="/', 'href="/2024/')
    site.page("/news", moved)
    for title in ("One", "Two", "Three"):
        site.page(f"/2024/{title.lower()}", bench.story(title))
    site.remove("/one")
    site.redirect("/two", "/2024/two", status=301)
    report = bench.update(later=timedelta(days=1))
    after = {entry.title: (entry.id, entry.published, entry.updated) for entry in bench.feed().entries}
    assert (report.new, report.changed, len(bench.feed().entries)) == (1, 0, 3)
    assert before.items() <= after.items()
    assert {entry.link for entry in bench.feed().entries} == {site.url(f"/2024/{n}") for n in ("one", "two", "three")}
    files = bench.files()
    for _ in range(3):
        bench.update(later=timedelta(days=1))
    assert bench.files() == files


@pytest.mark.parametrize("difference", ["still listed", "another date", "other words"])
def test_another_issue_under_the_same_title_is_another_entry(bench: Any, site: Any, difference: str) -> None:
    site.page("/news", '<ul><li class="item"><a href="/1">Open thread</a></li></ul>')
    site.page("/1", bench.story("Open thread", date="2024-04-01"))
    bench.update()
    old = '<li class="item"><a href="/1">Open thread</a></li>' if difference == "still listed" else ""
    date = "2024-04-20" if difference == "another date" else "2024-04-01"
    text = "Today we speak of something else, namely of boats." * 9 if difference == "other words" else ""
    site.page("/news", f'<ul><li class="item"><a href="/2">Open thread</a></li>{old}</ul>')
    site.page("/2", bench.story("Open thread", text, date=date))
    assert bench.update(later=timedelta(days=1)).new == 1
    assert len(bench.feed().entries) == 2
