"""How we behave towards hosts: their robots.txt, their line, their wish for peace, their trouble."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError
from feeds.fetch import Fetcher
from feeds.fetch.memory import RunMemory
from feeds.fetch.robots import refusing_line
from feeds.model import Request

ROBOTS = """# who may come in
User-agent: *
Disallow: /

User-agent: Feedmill
Allow: /private/open
Disallow: /private   # keep out
Crawl-delay: 0.2
"""


def _refusal(get: Any, url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(url, **options)
    return caught.value


# - robots.txt


def test_robots_txt_is_asked_once_and_obeyed_naming_the_line(site: Any, get: Any) -> None:
    site.page("/robots.txt", ROBOTS, Content_Type="text/plain")
    for path in ("/news", "/private/story", "/private/open"):
        site.page(path, "x")
    get(site.url("/news"), robots="obey")
    refusal = _refusal(get, site.url("/private/story"), robots="obey")
    get(site.url("/private/open"), robots="obey")
    assert refusal.kind == "refused-by-robots"
    assert "line 7: Disallow: /private   # keep out" in refusal.what
    assert "fetch.robots: ignore" in refusal.mend
    assert site.paths == ["/robots.txt", "/news", "/private/open"]


def test_the_operator_may_choose_not_to_ask(site: Any, get: Any) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /", Content_Type="text/plain")
    assert get(site.page("/news", "x"), robots="ignore").body == b"x"
    assert site.paths == ["/news"]


def test_robots_txt_counts_for_where_redirects_lead_too(site: Any, get: Any) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", Content_Type="text/plain")
    assert _refusal(get, site.redirect("/news", "/private"), robots="obey").kind == "refused-by-robots"
    assert site.paths == ["/robots.txt", "/news"]


def test_dots_in_a_path_do_not_lead_around_robots_txt(site: Any, get: Any) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", Content_Type="text/plain")
    site.page("/private", "x")
    assert _refusal(get, site.url("/open/../private"), robots="obey").kind == "refused-by-robots"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_means_no_rules(site: Any, get: Any, status: int) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    assert get(site.page("/news", "x"), robots="obey").body == b"x"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_that_cannot_be_had_counts_as_a_refusal(site: Any, get: Any, status: int) -> None:
    site.page("/robots.txt", "", status=status)
    refusal = _refusal(get, site.page("/news", "x"), robots="obey")
    assert refusal.kind == "refused-by-robots"
    assert "could not be read" in refusal.what
    assert "/news" not in site.paths


@pytest.mark.parametrize(
    ("status", "mend"),
    [(401, "fetch.auth"), (403, "fetch.render"), (404, "in a browser"), (429, "fetch.every"), (502, "tried again")],
)
def test_a_refusal_says_what_may_help(site: Any, get: Any, status: int, mend: str) -> None:
    assert mend in _refusal(get, site.page("/news", "x", status=status)).mend


def test_a_robots_txt_is_remembered_for_a_day_across_runs(site: Any, config: Any, tmp_path: Path) -> None:
    memory = RunMemory()
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", Content_Type="text/plain")
    url = site.page("/news", "x")
    for _ in range(2):
        with Fetcher(folder=tmp_path, memory=memory) as fetcher:
            fetcher.fetch(Request(url=url), config(url, robots="obey"))
    assert site.paths == ["/robots.txt", "/news", "/news"]


def test_an_old_copy_of_robots_txt_stands_in_for_a_host_in_trouble(site: Any, config: Any, tmp_path: Path) -> None:
    memory = RunMemory()
    origin = site.url("").rstrip("/")
    old = f'{{"at": {time.time() - 2 * 86400}, "text": "User-agent: *\\nDisallow: /private", "closed": false}}'
    memory.put(origin, "robots.txt", old)
    site.page("/robots.txt", "", status=500)
    url = site.page("/news", "x")
    with Fetcher(folder=tmp_path, memory=memory, backoff=0.01) as fetcher:
        assert fetcher.fetch(Request(url=url), config(url, robots="obey")).body == b"x"
        with pytest.raises(FetchError, match="line 2: Disallow: /private"):
            fetcher.fetch(Request(url=site.url("/private")), config(url, robots="obey"))


def test_an_endless_robots_txt_is_read_for_500_kb(site: Any, get: Any) -> None:
    rules = "User-agent: *\nDisallow: /private\n" + "# nothing\n" * 200_000
    site.page("/robots.txt", rules, Content_Type="text/plain")
    site.page("/news", "x")
    assert get(site.url("/news"), robots="obey", max_bytes=1000).body == b"x"
    assert _refusal(get, site.url("/private"), robots="obey").kind == "refused-by-robots"


def test_robots_txt_may_be_elsewhere(site: Any, another_site: Any, get: Any) -> None:
    another_site.page("/rules", "User-agent: *\nDisallow: /private", Content_Type="text/plain")
    site.redirect("/robots.txt", another_site.url("/rules"))
    assert _refusal(get, site.url("/private"), robots="obey").kind == "refused-by-robots"


def test_the_hosts_pause_wins_when_it_is_longer(site: Any, get: Any) -> None:
    site.page("/robots.txt", ROBOTS, Content_Type="text/plain")
    site.page("/news", "x")
    for _ in range(3):
        get(site.url("/news"), robots="obey", delay=0.05)
    starts = [seen.at for seen in site.seen if seen.path == "/news"]
    assert all(0.15 < later - earlier < 1 for earlier, later in itertools.pairwise(starts))


def test_a_pause_longer_than_the_run_is_said_at_once(site: Any, get: Any) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 86400", Content_Type="text/plain")
    refusal = _refusal(get, site.page("/news", "x"), robots="obey")
    assert refusal.kind == "budget"
    assert "Crawl-delay" in refusal.mend


def test_of_several_lines_the_one_that_decides_is_named() -> None:
    text = "User-agent: *\nDisallow: /\nDisallow: /a\nAllow: /a/b\n\nUser-agent: Other\nDisallow: /a/longer"
    assert refusing_line(text, "http://h.example/a/longer", "Feedmill") == (3, "Disallow: /a")
    assert refusing_line(text, "http://h.example/z", "Feedmill") == (2, "Disallow: /")


def test_one_thread_asks_for_robots_txt_and_the_others_wait_for_it(site: Any, config: Any, fetcher: Fetcher) -> None:
    site.page("/robots.txt", "User-agent: *", Content_Type="text/plain")
    site.latency = 0.05
    urls = [site.page(f"/{n}", "x") for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda url: fetcher.fetch(Request(url=url), config(url, slug=url, robots="obey")), urls))
    assert site.paths.count("/robots.txt") == 1
    assert site.most_at_once == 1


@pytest.mark.parametrize("kept", ["{", "[]", '{"at": "never"}', '{"at": 1e999, "text": 3}', '{"when": 1}', "null"])
def test_a_broken_memory_of_robots_txt_is_no_memory(site: Any, config: Any, tmp_path: Path, kept: str) -> None:
    memory = RunMemory()
    memory.put(site.url("").rstrip("/"), "robots.txt", kept)
    memory.put(f"127.0.0.1:{site.port}", "stay-away-until", "soon")
    url = site.page("/", "x")
    with Fetcher(folder=tmp_path, memory=memory) as fetcher:
        assert fetcher.fetch(Request(url=url), config(url, robots="obey")).body == b"x"


# - the line in front of a host


def test_one_host_has_one_request_at_a_time_whatever_the_sites(site: Any, config: Any, fetcher: Fetcher) -> None:
    site.latency = 0.03
    urls = [site.page(f"/{n}", "x") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda url: fetcher.fetch(Request(url=url), config(url, slug=url)), urls))
    assert site.most_at_once == 1
    assert len(site.seen) == 8


def test_hosts_do_not_wait_for_each_other(site: Any, another_site: Any, config: Any, fetcher: Fetcher) -> None:
    site.latency = another_site.latency = 0.3
    urls = [site.page("/", "x"), another_site.page("/", "x")]
    started = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda url: fetcher.fetch(Request(url=url), config(url, slug=url)), urls))
    assert time.monotonic() - started < 0.55


def test_requests_to_one_host_start_with_a_pause_between(site: Any, get: Any) -> None:
    for n in range(3):
        get(site.page(f"/{n}", "x"), delay=0.3)
    starts = [seen.at for seen in site.seen]
    assert all(later - earlier > 0.2 for earlier, later in itertools.pairwise(starts))


def test_waiting_in_line_is_not_on_the_sites_clock(site: Any, config: Any, fetcher: Fetcher) -> None:
    site.latency = 0.4
    urls = [site.page(f"/{n}", "x") for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(fetcher.fetch, Request(url=url), config(url, slug=url, timeout=1, max_seconds=1))
            for url in urls
        ]
        assert [job.result().body for job in jobs] == [b"x"] * 4


def test_closing_ends_the_waiting(site: Any, config: Any, tmp_path: Path) -> None:
    fetcher = Fetcher(folder=tmp_path)
    url = site.page("/", "x")
    slow = config(url, delay=30)
    fetcher.fetch(Request(url=url), slow)
    threading.Timer(0.1, fetcher.close).start()
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(url=url), slow)
    assert caught.value.kind == "stopped"
    assert time.monotonic() - started < 2


# - peace and trouble


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_peace_gets_it_in_this_run_and_the_next(
    site: Any, config: Any, tmp_path: Path, status: int
) -> None:
    memory = RunMemory()
    busy = site.page("/busy", status=status, Retry_After="3600")
    fine = site.page("/fine", "x")
    with Fetcher(folder=tmp_path, memory=memory) as fetcher:
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(Request(url=busy), config(busy))
        assert (caught.value.status, caught.value.retry_after) == (status, 3600)
        with pytest.raises(FetchError, match="asked us to stay away until") as caught:
            fetcher.fetch(Request(url=fine), config(fine, slug="other"))
        assert caught.value.kind == "wait"
    with Fetcher(folder=tmp_path, memory=memory) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(url=fine), config(fine))
    assert caught.value.kind == "wait"
    assert caught.value.retry_after == pytest.approx(3600, abs=5)
    assert site.paths == ["/busy"]


def test_peace_for_years_was_remembered_by_a_wrong_clock(site: Any, config: Any, tmp_path: Path) -> None:
    memory, url = RunMemory(), site.page("/", "x")
    memory.put(site.url("").partition("://")[2].rstrip("/"), "stay-away-until", f"{time.time() + 3 * 365 * 86400:.0f}")
    with Fetcher(folder=tmp_path, memory=memory) as fetcher:
        assert fetcher.fetch(Request(url=url), config(url)).body == b"x"


def test_a_date_asks_for_peace_as_well(site: Any, get: Any) -> None:
    url = site.page("/", status=503, Retry_After=formatdate(time.time() + 600, usegmt=True))
    assert _refusal(get, url).retry_after == pytest.approx(600, abs=5)


def test_a_short_wish_for_peace_is_waited_for(site: Any, get: Any) -> None:
    answers = iter([(429, {"Retry-After": "1"}, b""), (200, {}, b"now")])
    url = site.answer("/", lambda _: next(answers))
    started = time.monotonic()
    assert get(url).body == b"now"
    assert 0.9 < time.monotonic() - started < 3


def test_a_busy_host_is_tried_again_a_few_times(site: Any, get: Any) -> None:
    answers = iter([(500, {}, b""), (502, {}, b""), (200, {}, b"now")])
    assert get(site.answer("/", lambda _: next(answers))).body == b"now"
    assert _refusal(get, site.page("/down", status=503)).status == 503
    assert site.paths.count("/down") == 4


def test_a_refusal_is_not_tried_again(site: Any, get: Any) -> None:
    _refusal(get, site.page("/", status=403))
    assert len(site.seen) == 1


def test_a_host_that_cannot_be_reached_is_left_alone_for_the_run(site: Any, config: Any, tmp_path: Path) -> None:
    with Fetcher(folder=tmp_path, backoff=0.001) as fetcher:
        dead = "http://127.0.0.1:9999/"  # nothing listens there
        kinds = []
        for _ in range(5):
            with pytest.raises(FetchError) as caught:
                fetcher.fetch(Request(url=dead), config(dead))
            kinds.append(caught.value.kind)
        assert kinds == ["connection"] * 3 + ["host-down"] * 2
        fine = site.page("/", "x")
        assert fetcher.fetch(Request(url=fine), config(fine)).body == b"x"


def test_pages_that_are_missing_do_not_make_a_host_suspect(site: Any, get: Any) -> None:
    for _ in range(12):
        assert _refusal(get, site.url("/missing")).status == 404
    assert get(site.page("/", "x")).body == b"x"


def test_a_site_has_a_budget_of_requests_for_the_run(site: Any, config: Any, fetcher: Fetcher) -> None:
    url = site.page("/", "x")
    small = config(url, budget=2)
    for _ in range(2):
        fetcher.fetch(Request(url=url), small)
    with pytest.raises(FetchError, match="2 requests of this run are spent") as caught:
        fetcher.fetch(Request(url=url), small)
    assert (caught.value.kind, caught.value.mend) == ("budget", "raise fetch.budget")
    assert site.paths.count("/") == 2
    assert fetcher.fetch(Request(url=url), config(url, slug="other")).body == b"x"


def test_a_site_has_a_budget_of_seconds_for_the_run(site: Any, config: Any, fetcher: Fetcher) -> None:
    url = site.page("/", "x")
    site.latency = 0.3
    short = config(url, max_seconds=0.5)
    fetcher.fetch(Request(url=url), short)
    with pytest.raises(FetchError) as caught:
        for _ in range(3):
            fetcher.fetch(Request(url=url), short)
    assert caught.value.kind in ("budget", "timeout")
