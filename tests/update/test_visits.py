"""What a visit asks for and remembers, and how corrections and failures are dealt with."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_first_visit_reads_the_listing_and_every_story(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    report = bench.update()
    assert (report.status, report.new, report.failed) == ("updated", 2, 0)
    assert site.paths == ["/news", "/one", "/two"]
    assert bench.titles() == ["One", "Two"]
    assert "second paragraph, with more to say about One" in bench.feed().entries[0].content[0].value


def test_a_second_visit_costs_one_conditional_request_and_changes_no_byte(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    bench.update()
    before = bench.files()
    site.seen.clear()
    report = bench.update(later=HOUR)
    (request,) = site.seen
    assert request.path == "/news"
    assert request.headers["If-None-Match"]
    assert (report.status, report.new, report.changed, report.unchanged) == ("unchanged", 0, 0, 2)
    assert bench.files() == before
    assert bench.reports[-1].files == ()


def test_a_listing_whose_clock_alone_moved_reads_no_story_anew(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page("/news", bench.listing("One"))
    bench.update()
    site.seen.clear()
    site.page("/news", bench.listing("One", extra="<p>It is 12:01.</p>"))
    bench.update(later=HOUR)
    assert [seen.path for seen in site.seen if not seen.headers.get("If-None-Match")] == ["/news"]
    site.seen.clear()
    site.page("/news", bench.listing("One", extra="<p>It is 12:31.</p>"))
    bench.update(later=HOUR / 2)
    assert site.paths == ["/news"], "it was asked whether it was corrected, and is not asked so soon again"


def test_only_what_is_new_is_opened(bench: Any, site: Any, news: Any) -> None:
    news("One")
    bench.update()
    bench.update(later=HOUR)
    news("Two", "One")
    site.seen.clear()
    report = bench.update(later=HOUR)
    assert report.new == 1
    assert "/two" in site.paths
    assert [seen.path for seen in site.seen if not seen.headers.get("If-None-Match")] == ["/two"]
    assert bench.titles() == ["Two", "One"]


def test_what_left_the_listing_stays_in_the_feed(bench: Any, news: Any) -> None:
    news("One")
    bench.update()
    news("Two")
    bench.update(later=HOUR)
    assert bench.titles() == ["Two", "One"]


def test_undated_stories_keep_the_pages_order_and_their_first_moment(bench: Any, news: Any) -> None:
    news("One", "Two", "Three")
    bench.update()
    dates = [entry.published for entry in bench.feed().entries]
    assert bench.titles() == ["One", "Two", "Three"]
    assert dates == ["2024-05-01T12:00:00+00:00", "2024-05-01T11:59:59+00:00", "2024-05-01T11:59:58+00:00"]
    news("Four", "One", "Two", "Three")
    bench.update(later=DAY)
    assert [entry.published for entry in bench.feed().entries][1:] == dates
    assert bench.feed().entries[0].published == "2024-05-02T12:00:00+00:00"


def test_a_story_that_failed_keeps_its_place_when_it_is_read_at_last(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two", "Three")
    site.page("/two", "", status=500)
    bench.config["defaults"]["fetch"]["timeout"] = 1
    report = bench.update()
    assert (report.new, report.failed, report.status) == (2, 1, "updated")
    assert report.problems[0].where.endswith("/two")
    assert bench.titles() == ["One", "Three"]
    site.page("/two", bench.story("Two"))
    report = bench.update(later=HOUR)
    assert (report.new, report.failed) == (1, 0)
    assert bench.titles() == ["One", "Two", "Three"]


def test_a_failed_story_is_retried_though_the_listing_has_not_changed_and_ever_less_often(
    bench: Any, site: Any, news: Any
) -> None:
    news("One", "Two")
    site.remove("/two")
    asked = []
    for visit in range(12):
        site.seen.clear()
        bench.update(later=10 * 60 * timedelta(seconds=1) if visit else timedelta())
        asked.append("/two" in site.paths)
    assert asked[:4] == [True, True, True, False]
    assert 4 <= sum(asked) <= 6


def test_a_corrected_story_is_noticed_when_the_listing_moves(
    bench: Any, site: Any, news: Any, serve_tagged: Any
) -> None:
    news("One")
    bench.update()
    first = bench.feed().entries[0]
    serve_tagged("/one", bench.story("One", text="It was not so at all, we are sorry to say, but quite another way."))
    news("Two", "One")
    report = bench.update(later=HOUR)
    assert (report.new, report.changed) == (1, 1)
    corrected = bench.feed().entries[1]
    assert corrected.id == first.id
    assert corrected.published == first.published
    assert corrected.updated == "2024-05-01T13:00:00+00:00"
    assert "not so at all" in corrected.content[0].value


def test_a_corrected_story_is_noticed_at_the_next_visit_where_the_show_page_has_no_validators(
    bench: Any, site: Any, news: Any
) -> None:
    news("One")
    site.page("/news", bench.listing("One"))
    bench.update()
    site.page("/one", bench.story("One", text="It was not so at all, we are sorry to say, but quite another way."))
    assert bench.update(later=timedelta(seconds=5)).changed == 1


def test_a_corrected_caption_is_noticed(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page("/news", bench.listing("One"))
    told = "It was a long day.</p><figure><img src=/mill.jpg><figcaption>{}</figcaption></figure><p>So it went."
    site.page("/one", bench.story("One", text=told.format("Left, Anna, who built the mill with her brother")))
    bench.update()
    site.page("/one", bench.story("One", text=told.format("Right, Anna, who built the mill with her brother")))
    assert bench.update(later=timedelta(seconds=5)).changed == 1


def test_a_correction_is_noticed_in_time_though_the_listing_never_moves(
    bench: Any, site: Any, news: Any, serve_tagged: Any
) -> None:
    news("One")
    bench.update()
    serve_tagged("/one", bench.story("One", text="It was not so at all, we are sorry to say, but quite another way."))
    assert bench.update(later=HOUR).changed == 0
    assert bench.update(later=6 * HOUR).changed == 1


def test_what_another_edition_of_the_cleaner_reads_is_no_correction_by_the_author(
    bench: Any, site: Any, news: Any, serve_tagged: Any
) -> None:
    news("One")
    bench.update()
    before = bench.feed().entries[0]
    with sqlite3.connect(bench.folder / "feedmill.db") as file:
        file.execute("UPDATE entries SET edition = 'an older one'")
    serve_tagged("/one", bench.story("One", text="This the older cleaner did not see, and left it out as a promo."))
    assert bench.update(later=6 * HOUR).changed == 1
    entry = bench.feed().entries[0]
    assert "older cleaner" in entry.content[0].value
    assert entry.updated == before.updated
    serve_tagged("/one", bench.story("One", text="Now the author tells of it in quite another way than ever before."))
    assert bench.update(later=24 * HOUR).changed == 1
    assert bench.feed().entries[0].updated > before.updated


def test_a_changed_promo_is_no_correction(bench: Any, site: Any, news: Any, serve_tagged: Any) -> None:
    aside = '<aside class="promo"><h2>Win a mug</h2><p><a href="/mug">Enter now</a></p></aside>'
    serve_tagged("/one", bench.story("One", after=aside))
    news("One")
    bench.update()
    before = bench.feed().entries[0].updated
    serve_tagged("/one", bench.story("One", after=aside.replace("mug", "hat")))
    news("Two", "One")
    report = bench.update(later=HOUR)
    assert (report.new, report.changed) == (1, 0)
    assert bench.feed().entries[1].updated == before


def test_an_article_is_asked_for_corrections_ever_less_often(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["filter"] = {"exclude": {"title": "Extra"}}
    news("One")
    days = []
    for day in range(30):
        site.page("/news", bench.listing("One", f"Extra {day}"))
        site.seen.clear()
        bench.update(later=DAY)
        if "/one" in site.paths:
            days.append(day)
    assert days == [0, 1, 2, 4, 8, 16]


def test_a_row_with_another_headline_has_its_story_read_again(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    bench.update()
    bench.update(later=DAY)
    site.seen.clear()
    page = bench.listing("One", "Two").replace(">Two<", ">Two, corrected<")
    site.page("/two", bench.story("Two, corrected"))
    site.page("/news", page)
    report = bench.update(later=timedelta(minutes=1))
    assert report.changed == 1
    assert bench.titles() == ["One", "Two, corrected"]


def test_other_rules_read_the_same_pages_anew_without_claiming_a_correction(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page(
        "/one", bench.story("One").replace("<p>", '<p class="ad">Buy our mugs, they are very good mugs.</p><p>', 1)
    )
    bench.update()
    before = bench.feed().entries[0]
    assert "mugs" in before.content[0].value
    bench.config["sites"]["news"]["article"] = {"strip": ".ad"}
    report = bench.update(later=HOUR)
    after = bench.feed().entries[0]
    assert report.changed == 1
    assert "mugs" not in after.content[0].value
    assert (after.id, after.updated, after.published) == (before.id, before.updated, before.published)


def test_a_mended_time_zone_mends_the_dates(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page("/one", bench.story("One", date="2024-04-30T09:00:00"))
    bench.update()
    assert bench.feed().entries[0].published == "2024-04-30T09:00:00+00:00"
    bench.config["sites"]["news"]["timezone"] = "America/New_York"
    bench.update(later=HOUR)
    assert bench.feed().entries[0].published == "2024-04-30T13:00:00+00:00"


def test_a_date_that_is_yet_to_come_is_no_date(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page("/one", bench.story("One", date="2031-01-01T00:00:00Z"))
    bench.update()
    assert bench.feed().entries[0].published == "2024-05-01T12:00:00+00:00"


def test_a_budget_that_is_spent_leaves_the_rest_for_the_next_visit(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["fetch"] = {"budget": 3}
    news("One", "Two", "Three", "Four")
    report = bench.update()
    assert (report.new, report.waiting, report.failed) == (2, 2, 0)
    assert report.next_visit == bench.now + timedelta(minutes=10), "there is more to read"
    assert bench.titles() == ["One", "Two"]
    assert bench.update(later=HOUR).new == 2
    assert bench.titles() == ["One", "Two", "Three", "Four"]


def test_an_interrupted_visit_publishes_what_it_has_and_goes_on_next_time(bench: Any, site: Any, news: Any) -> None:
    from threading import Event

    stop = Event()
    news("One", "Two", "Three")
    answer = site._pages["/two"]

    def last(seen: Any) -> Any:
        stop.set()
        return answer(seen)

    site.answer("/two", last)
    report = bench.build(stop=stop)
    assert report.stopped
    assert bench.titles() == ["One", "Two"]
    assert bench.build(everything=False).sites[0].new == 1  # at once: nobody need wait until it is due
    assert bench.titles() == ["One", "Two", "Three"]


def test_a_failing_site_keeps_its_feed_and_says_what_is_wrong(bench: Any, site: Any, news: Any) -> None:
    news("One")
    bench.update()
    before = bench.files()["news.atom"]
    site.page("/news", "<html><body><p>We have redesigned our site.</p></body></html>")
    report = bench.update(later=HOUR)
    assert report.status == "failed"
    assert not report.ok
    assert "matched no items" in report.problems[0].what
    assert "li.item" in report.problems[0].mend
    assert bench.files()["news.atom"] == before
    assert b"matched no items" in bench.files()["health.html"]
    news("One", "Two")
    assert bench.update(later=HOUR).status == "updated"
    with bench.store() as store:
        (incident,) = store.health()[0].incidents
        assert incident.until is not None


def test_a_site_that_never_answered_has_no_feed(bench: Any) -> None:
    assert bench.update().status == "failed"
    assert "news.atom" not in bench.files()
    assert b"no such page" in bench.files()["health.html"]


def test_a_page_that_is_a_wall_is_a_report_and_never_an_entry(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    site.page(
        "/two",
        "<html><head><title>Two</title></head><body><div id=root></div><script src=app.js></script></body></html>",
    )
    report = bench.update()
    assert (report.new, report.failed) == (1, 1)
    assert bench.titles() == ["One"]


def test_media_are_asked_for_their_length_once(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["listing"]["audio"] = "a.audio::attr(href)"
    site.page("/news", bench.listing("One").replace("</li>", '<a class="audio" href="/one.mp3">Listen</a></li>'))
    site.page("/one", bench.story("One"))
    site.page("/one.mp3", b"x" * 1234, Content_Type="audio/mpeg")
    bench.update()
    (request,) = [seen for seen in site.seen if seen.path == "/one.mp3"]
    assert request.method == "HEAD"
    (enclosure,) = bench.feed().entries[0].enclosures
    assert (enclosure.length, enclosure.type) == ("1234", "audio/mpeg")
    site.seen.clear()
    bench.update(later=HOUR)
    assert "/one.mp3" not in site.paths


@pytest.mark.parametrize("where", ["/news", "/"], ids=["the show page", "the root"])
def test_a_story_whose_server_leads_on_to_its_front_page_is_no_entry(
    bench: Any, site: Any, news: Any, where: str
) -> None:
    news("One", "Two")
    site.page("/", bench.story("Welcome"))
    site.page("/news", bench.listing("One", "Two", extra=bench.story("Welcome")))
    site.redirect("/two", where)
    report = bench.update()
    assert bench.titles() == ["One"]
    assert [problem.what for problem in report.problems] == [
        "the server leads on to its front page, the story is not there"
    ]


def test_a_further_part_that_leads_to_the_front_page_is_none(bench: Any, site: Any, news: Any) -> None:
    news("One")
    bench.config["sites"]["news"]["article"] = {"next_page": "a.next::attr(href)"}
    site.page("/", bench.story("Welcome"))
    site.page("/one", bench.story("One", after='<a class="next" href="/one/2">Next</a>'))
    site.redirect("/one/2", "/")
    assert bench.update().ok
    assert "Welcome" not in bench.feed().entries[0].content[0].value


@pytest.mark.parametrize("ranges", [True, False], ids=["that sends a part", "that sends the whole"])
def test_a_server_without_head_tells_a_files_length_all_the_same(
    bench: Any, site: Any, news: Any, ranges: bool
) -> None:
    bench.config["sites"]["news"]["listing"]["audio"] = "a.audio::attr(href)"
    site.page("/news", bench.listing("One").replace("</li>", '<a class="audio" href="/one.mp3">Listen</a></li>'))
    site.page("/one", bench.story("One"))

    def media(seen: Any) -> tuple[int, dict[str, str], bytes]:
        if seen.method == "HEAD":
            return 405, {"Allow": "GET"}, b""
        if ranges and seen.headers["Range"] == "bytes=0-0":
            return 206, {"Content-Type": "audio/mpeg", "Content-Range": "bytes 0-0/20000000"}, b"x"
        return 200, {"Content-Type": "audio/mpeg"}, b"x" * 20_000_000  # more than fetch.max_bytes

    site.answer("/one.mp3", media)
    report = bench.update()
    assert report.problems == ()
    (enclosure,) = bench.feed().entries[0].enclosures
    assert (enclosure.length, enclosure.type) == ("20000000", "audio/mpeg")
    assert [seen.method for seen in site.seen if seen.path == "/one.mp3"] == ["HEAD", "GET"]


def test_when_to_come_again_follows_the_sites_pace(bench: Any, site: Any) -> None:
    dates = [datetime(2024, 5, 1, 11 - 2 * n, tzinfo=UTC).isoformat() for n in range(5)]
    rows = "".join(
        f'<li class="item"><a href="/{n}">Story {n}</a> <time datetime="{date}">then</time></li>'
        for n, date in enumerate(dates)
    )
    site.page("/news", f"<ul>{rows}</ul>", ETag='"1"')
    for n in range(5):
        site.page(f"/{n}", bench.story(f"Story {n}"))
    report = bench.update()
    assert report.next_visit == bench.now + timedelta(hours=2)
    site.seen.clear()
    assert bench.update(later=HOUR, everything=False).status == "not due"
    assert site.seen == []
    assert bench.update(later=HOUR, everything=False).status == "unchanged"
    assert site.paths == ["/news"]


def test_a_server_may_ask_for_patience(bench: Any, site: Any, news: Any) -> None:
    news("One")
    bench.update()
    site.answer("/news", lambda _: (503, {"Retry-After": "7200"}, b""))
    report = bench.update(later=HOUR)
    assert report.next_visit >= bench.now + timedelta(hours=2)


def test_a_site_that_never_worked_is_asked_ever_less_often_until_its_config_changes(bench: Any, site: Any) -> None:
    site.page("/news", "", status=503)
    minutes = timedelta(minutes=1)
    asked = [bench.build(later=10 * minutes, everything=False).sites[0].status for _ in range(16)]
    # after 10, 20, 40 and 80 minutes
    assert [number for number, status in enumerate(asked) if status == "failed"] == [0, 1, 3, 7, 15]
    bench.config["sites"]["news"]["listing"]["items"] = "li"
    assert bench.build(later=minutes, everything=False).sites[0].status == "failed"
    assert bench.build(later=minutes, everything=False).sites[0].status == "not due"
