"""What a visit asks for, what it remembers, and what becomes of the entries."""

from __future__ import annotations

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


def test_several_show_pages_make_one_feed(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    site.page("/more", bench.listing("Two", "Three", title="More News"))
    site.page("/three", bench.story("Three"))
    bench.config["sites"]["news"]["url"] = [site.url("/news"), site.url("/more")]
    assert bench.update().new == 3
    assert bench.feed().feed.title == "The News"
    assert site.paths.count("/two") == 1


def test_one_of_several_show_pages_may_fail(bench: Any, site: Any, news: Any) -> None:
    news("One")
    bench.config["sites"]["news"]["url"] = [site.url("/missing"), site.url("/news")]
    report = bench.update()
    assert (report.status, report.new, report.failed) == ("updated", 1, 1)
    assert report.problems[0].kind == "listing"


def test_pages_are_turned_on_the_first_visit_and_then_only_for_news(bench: Any, site: Any, news: Any) -> None:
    def pages(*titles: str) -> None:
        site.page("/news", bench.listing(*titles[:2], next_page="/news?page=2"))
        site.page("/news?page=2", bench.listing(*titles[2:4], next_page="/news?page=3"))
        site.page("/news?page=3", bench.listing(*titles[4:]))
        for title in titles:
            site.page(f"/{title.lower()}", bench.story(title))

    bench.config["sites"]["news"]["listing"] |= {"next_page": "a[rel=next]::attr(href)", "pages": 3}
    pages("One", "Two", "Three", "Four", "Five")
    assert bench.update().new == 5
    pages("Six", "One", "Two", "Three", "Four", "Five")
    site.seen.clear()
    bench.update(later=HOUR)
    turned = [path for path in site.paths if path.startswith("/news")]
    assert turned == ["/news", "/news?page=2"], "the second page had nothing new, so the third was left alone"


def test_a_next_page_on_somebody_elses_site_is_not_followed(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["listing"] |= {"next_page": "a[rel=next]::attr(href)", "pages": 3}
    news("One", next_page="http://partner.example/archive")
    report = bench.update()
    assert (report.new, report.failed) == (1, 0)


def test_pages_that_lead_in_a_circle_end(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["listing"] |= {"next_page": "a[rel=next]::attr(href)", "pages": 50}
    news("One", next_page="/news")
    bench.update()
    assert site.paths == ["/news", "/one"]


def test_a_story_in_parts_is_joined(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["article"] = {"next_page": "a.next::attr(href)"}
    news("One")
    site.page(
        "/one",
        bench.story(
            "One", text="The first part of it, which ends before the end.", after='<a class=next href="/one?p=2">2</a>'
        ),
    )
    site.page(
        "/one?p=2",
        bench.story(
            "One", text="The second part of it, which ends with the end.", after='<a class=next href="/one">1</a>'
        ),
    )
    bench.update()
    text = bench.feed().entries[0].content[0].value
    assert text.index("first part") < text.index("second part")
    assert site.paths == ["/news", "/one", "/one?p=2"]


def test_half_a_story_is_not_published(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["article"] = {"next_page": "a.next::attr(href)"}
    news("One", "Two")
    site.page("/one", bench.story("One", after='<a class=next href="/one?p=2">2</a>'))
    site.page("/one?p=2", "", status=404)
    report = bench.update()
    assert (report.new, report.failed) == (1, 1)
    assert bench.titles() == ["Two"]


def test_without_articles_the_listing_is_all_there_is(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["article"] = False
    news("One", "Two")
    assert bench.update().new == 2
    assert site.paths == ["/news"]
    assert bench.titles() == ["One", "Two"]


def test_a_show_page_that_moved_for_good_is_read_there_from_now_on(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.redirect("/old", "/news", status=301)
    bench.config["sites"]["news"]["url"] = site.url("/old")
    assert bench.update().moved == ((site.url("/old"), site.url("/news")),)
    site.seen.clear()
    assert bench.update(later=HOUR).moved == (), "told once"
    assert site.paths == ["/news"]
    with bench.store() as store:
        assert store.health()[0].moved_to == site.url("/news")


def test_a_new_address_that_fails_is_forgotten(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.redirect("/old", "/news", status=308)
    bench.config["sites"]["news"]["url"] = site.url("/old")
    bench.update()
    site.remove("/news")
    assert bench.update(later=HOUR).status == "failed"
    site.page("/old", bench.listing("One"))
    assert bench.update(later=HOUR).ok


def test_a_show_page_that_is_gone_is_left_alone(bench: Any, site: Any, news: Any) -> None:
    news("One")
    bench.update()
    before = bench.files()["news.atom"]
    site.page("/news", "gone", status=410)
    report = bench.update(later=DAY)
    assert (report.status, report.problems[0].kind, report.next_visit) == ("gone", "gone", None)
    site.seen.clear()
    assert bench.update(later=DAY, everything=False).status == "gone"
    assert site.seen == []
    assert bench.files()["news.atom"] == before, "the feed stays"
    news("Two", "One")
    assert bench.build("news", later=DAY).sites[0].status == "updated", "who names it wants it tried"
    assert bench.update(later=DAY).status == "unchanged"


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


def test_a_budget_that_is_spent_leaves_the_rest_for_the_next_visit(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["fetch"] = {"max_requests": 3}
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
