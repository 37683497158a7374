"""Many sites in one run: each one's trouble is its own."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from feeds.errors import PublishError, StoreError
from feeds.jobs import local
from feeds.store import Store

HOUR = timedelta(hours=1)


@pytest.fixture
def two(bench: Any, site: Any, another_site: Any, news: Any) -> Any:
    """A bench with two sites: `news`, and `more` on a host of its own."""
    news("One")
    another_site.page("/news", bench.listing("Other", title="Elsewhere"), ETag='"1"')
    another_site.page("/other", bench.story("Other"))
    bench.config["sites"]["more"] = {"url": another_site.url("/news"), "listing": {"items": "li.item"}}
    return bench


def test_one_sites_trouble_does_not_stop_the_next(two: Any, site: Any) -> None:
    site.remove("/news")
    report = two.build()
    assert [(each.slug, each.status) for each in report.sites] == [("news", "failed"), ("more", "updated")]
    assert not report.ok
    assert two.titles("more.atom") == ["Other"]
    assert b"Elsewhere" in two.files()["index.html"]


def test_only_sites_that_are_due_are_visited(two: Any, site: Any, another_site: Any) -> None:
    two.config["sites"]["news"]["fetch"] = {"every": "30 minutes"}
    two.config["sites"]["more"]["fetch"] = {"every": "1 day"}
    two.build(everything=False)
    site.seen.clear()
    another_site.seen.clear()
    report = two.build(everything=False, later=HOUR)
    assert [(each.slug, each.status) for each in report.sites] == [("news", "unchanged"), ("more", "not due")]
    assert (len(site.seen), another_site.seen) == (1, [])


def test_a_site_that_is_named_is_visited_at_once_and_alone(two: Any, site: Any, another_site: Any) -> None:
    two.build()
    site.seen.clear()
    another_site.seen.clear()
    report = two.build("more", later=timedelta(seconds=1), everything=False)
    assert [each.slug for each in report.sites] == ["more"]
    assert (site.seen, len(another_site.seen)) == ([], 1)
    assert b"The News" in two.files()["index.html"], "the index still names every feed"


def test_a_timer_that_strikes_as_often_as_the_site_is_due_meets_it_each_time(two: Any, site: Any) -> None:
    two.config["sites"]["news"]["fetch"] = {"every": "30 minutes"}
    two.build(everything=False)
    for _ in range(4):
        site.seen.clear()
        two.build(everything=False, later=timedelta(minutes=29, seconds=57))
        assert len(site.seen) == 1


def test_the_events_of_a_run_tell_how_far_it_is(two: Any) -> None:
    two.build()
    stages = [each.stage for each in two.events if each.slug == "news"]
    assert stages == ["listing", "articles", "publishing", "done"]
    assert two.events[-1].report is not None


def test_a_bug_is_raised_when_all_other_sites_are_published(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    update = local.update_site

    def stumbling(site: Any, run: Any) -> Any:
        if site.slug == "news":
            raise ZeroDivisionError("a bug")
        return update(site, run)

    monkeypatch.setattr(local, "update_site", stumbling)
    with pytest.raises(ZeroDivisionError) as caught:
        two.build()
    assert caught.value.__notes__ == ["while updating news"]
    assert two.titles("more.atom") == ["Other"]


def test_a_store_that_cannot_be_opened_ends_the_run_with_what_to_do(two: Any) -> None:
    (two.folder / "feedmill.db").write_bytes(b"not a database, but long enough to be looked at" * 99)
    with pytest.raises(StoreError, match="no Feedmill store"):
        two.build()


def test_a_folder_that_cannot_be_written_ends_the_run_with_what_to_do(two: Any) -> None:
    (two.folder / "public").write_text("in the way")
    with pytest.raises(PublishError) as caught:
        two.build()
    assert "public" in caught.value.where


def test_another_run_that_was_faster_costs_a_second_visit_and_no_entry(
    bench: Any, site: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    news("One")
    bench.update()
    news("Two", "One")
    apply = Store.apply
    races = []

    def raced(self: Store, changes: Any, *, now: Any) -> None:
        if not races:
            races.append(True)
            apply(self, changes, now=now)  # the other run remembers the same, first
        apply(self, changes, now=now)

    monkeypatch.setattr(Store, "apply", raced)
    assert bench.update(later=HOUR).ok
    assert bench.titles() == ["Two", "One"]


def test_two_builds_at_once_do_no_harm(bench: Any, news: Any) -> None:
    news("One", "Two", "Three")
    config = bench.load()
    reports: list[Any] = []

    def build() -> None:
        reports.append(local.run(config, now=bench.now, everything=True, allow_private=True))

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(reports) == 4
    assert all(report.ok for report in reports)
    assert bench.titles() == ["One", "Two", "Three"]


def test_ctrl_c_publishes_what_is_done_and_begins_nothing_new(bench: Any, site: Any, news: Any) -> None:
    titles = [f"Story {n}" for n in range(30)]
    news(*titles)
    answer = site._pages["/story-3"]

    def interrupting(seen: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.3)  # the run may look up from its work
        return answer(seen)

    site.answer("/story-3", interrupting)
    before = signal.getsignal(signal.SIGINT)
    report = bench.build()
    assert signal.getsignal(signal.SIGINT) == before
    assert report.stopped
    published = bench.titles()
    assert published == titles[: len(published)]
    assert 3 <= len(published) <= 5
    assert bench.build(later=HOUR).sites[0].new == 30 - len(published)
    assert bench.titles() == titles


def test_sites_that_were_not_reached_are_told(two: Any) -> None:
    stop = threading.Event()
    stop.set()
    report = two.build(stop=stop)
    assert {each.status for each in report.sites} == {"stopped"}
    assert report.stopped


def test_sites_of_one_host_wait_for_each_other_and_others_do_not(
    bench: Any, site: Any, another_site: Any, news: Any
) -> None:
    news("One")
    another_site.page("/news", bench.listing("One"))
    another_site.page("/one", bench.story("One"))
    for number in range(3):
        for name, server in (("a", site), ("b", another_site)):
            server.latency = 0.05
            config = {"url": server.url(f"/news?{number}"), "listing": {"items": "li.item"}}
            bench.config["sites"][f"{name}{number}"] = config
    report = bench.build()
    assert report.ok
    assert (site.most_at_once, another_site.most_at_once) == (1, 1)


def test_a_removed_site_leaves_the_index_but_not_the_store(two: Any) -> None:
    two.build()
    del two.config["sites"]["more"]
    two.build(later=HOUR)
    assert b"Elsewhere" not in two.files()["index.html"]
    assert b"Elsewhere" not in two.files()["feeds.opml"]
    with two.store() as store:
        assert [each.slug for each in store.all_published()] == ["more", "news"]
