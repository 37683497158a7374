"""Many machines: workers that share a database, and take over from one that died."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from feeds.errors import StoreError

pytest.importorskip("procrastinate", reason="needs Procrastinate (extra: worker)")
from feeds.jobs.worker import work


@pytest.fixture
def team(bench: Any, another_site: Any, news: Any, new_database: Callable[[], str]) -> Any:
    """A bench with two sites and a merged feed, whose store is PostgreSQL."""
    news("One", "Two")
    another_site.page("/news", bench.listing("Other", title="Elsewhere"))
    another_site.page("/other", bench.story("Other"))
    bench.config["store"] = new_database()
    bench.config["sites"]["more"] = {"url": another_site.url("/news"), "listing": {"items": "li.item"}}
    bench.config["feeds"] = {"all": {"sites": ["news", "more"]}}
    return bench


def start(bench: Any, **options: Any) -> int:
    """A worker in a process of its own; its pid."""
    config = bench.load()
    child = os.fork()
    if child == 0:
        try:
            work(config, clock=lambda: bench.now, allow_private=True, **options)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def wait_for(true: Callable[[], Any], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_one_worker_updates_what_is_due_and_publishes_all(team: Any, site: Any) -> None:
    assert ended(start(team, once=True)) == 0
    assert team.titles("news.atom") == ["One", "Two"]
    assert team.titles("more.atom") == ["Other"]
    assert sorted(team.titles("all.atom")) == ["One", "Other", "Two"]
    assert b"Elsewhere" in team.files()["index.html"]
    site.seen.clear()
    assert ended(start(team, once=True)) == 0
    assert site.seen == [], "nothing is due yet"
    before = team.files()
    team.now += timedelta(hours=2)
    assert ended(start(team, once=True)) == 0
    assert site.paths == ["/news"]
    assert team.files() == before


def test_workers_share_the_sites_and_ask_a_host_one_at_a_time(team: Any, site: Any, another_site: Any) -> None:
    for server in (site, another_site):
        server.latency = 0.05
    for number in range(3):
        team.config["sites"][f"more-{number}"] = {"url": site.url(f"/news?{number}"), "listing": {"items": "li.item"}}
    workers = [start(team, once=True) for _ in range(3)]
    assert [ended(each) for each in workers] == [0, 0, 0]
    assert (site.most_at_once, another_site.most_at_once) == (1, 1)
    assert team.titles("more-2.atom") == ["One", "Two"]


def test_the_site_of_a_worker_that_was_killed_is_updated_by_another(team: Any, site: Any) -> None:
    answer = site._pages["/two"]
    site.answer("/two", lambda seen: time.sleep(30) or answer(seen))
    team.config["defaults"]["fetch"]["timeout"] = 60
    doomed = start(team, once=True, stalled_after=2.0)
    wait_for(lambda: "/two" in site.paths)
    os.kill(doomed, signal.SIGKILL)
    assert ended(doomed) == -signal.SIGKILL
    site.answer("/two", answer)
    site.seen.clear()
    time.sleep(2.5)  # the others must believe that it is dead
    assert ended(start(team, once=True, stalled_after=2.0)) == 0
    assert team.titles("news.atom") == ["One", "Two"]


def test_a_worker_that_is_told_to_stop_publishes_what_it_has(team: Any, site: Any) -> None:
    news = [f"Story {n}" for n in range(30)]
    site.page("/news", team.listing(*news))
    for title in news:
        site.page(f"/{title.lower().replace(' ', '-')}", team.story(title))
    site.latency = 0.1
    worker = start(team, once=True)
    wait_for(lambda: "/story-3" in site.paths)
    os.kill(worker, signal.SIGTERM)
    assert ended(worker) == 0
    published = team.titles("news.atom")
    assert published == news[: len(published)]
    assert 3 <= len(published) < 30


def test_a_worker_without_postgresql_says_what_it_needs(bench: Any) -> None:
    with pytest.raises(StoreError, match="a store that they all can reach"):
        work(bench.load(), clock=lambda: bench.now)


def test_a_worker_without_procrastinate_says_what_to_install(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    with pytest.raises(StoreError) as caught:
        work(team.load(), clock=lambda: team.now)
    assert caught.value.mend == "pip install 'feedmill[worker]'"
