"""Show pages that are several, turned, in parts, moved or gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


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


def test_a_server_that_calls_unchanged_what_has_changed_is_found_out_within_a_week(
    bench: Any, site: Any, news: Any
) -> None:
    news("One", "Two")
    site.page("/news", bench.listing("One"), ETag='"for ever"')
    assert bench.update().new == 1
    site.page("/news", bench.listing("Two", "One"), ETag='"for ever"')
    found = [bench.update(later=DAY).new for _ in range(7)]
    assert sum(found) == 1
    site.seen.clear()
    for _ in range(14):
        bench.update(later=DAY)
    assert sum(request.headers["If-None-Match"] is None for request in site.seen if request.path == "/news") == 2
