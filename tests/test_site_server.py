"""The test server itself: what other tests rely on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests


def test_a_page_with_an_etag_answers_304_when_asked_conditionally(site: Any) -> None:
    url = site.page("/news", "<p>ü</p>", ETag='"v1"', Cache_Control="max-age=60")
    first = requests.get(url)
    assert (first.status_code, first.text, first.headers["Cache-Control"]) == (200, "<p>ü</p>", "max-age=60")
    again = requests.get(url, headers={"If-None-Match": 'W/"v1"'})
    assert (again.status_code, again.content) == (304, b"")
    assert requests.get(url, headers={"If-None-Match": '"v2"'}).status_code == 200
    assert site.paths == ["/news"] * 3
    assert site.seen[1].headers["if-none-match"] == 'W/"v1"'


def test_redirects_are_followed_and_unknown_paths_are_404(site: Any) -> None:
    site.page("/new", "here")
    site.redirect("/old", "/new", status=301)
    assert requests.get(site.url("/old")).text == "here"
    assert requests.get(site.url("/nowhere")).status_code == 404


def test_robots_txt_is_seen_only_where_the_test_serves_one(site: Any) -> None:
    requests.get(site.url("/robots.txt"))
    assert site.seen == []
    site.page("/robots.txt", "User-agent: *", Content_Type="text/plain")
    requests.get(site.url("/robots.txt"))
    assert site.paths == ["/robots.txt"]


def test_it_counts_the_requests_in_hand_at_one_time(site: Any) -> None:
    site.latency = 0.1
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(requests.get, [site.url("/a")] * 3))
    assert site.most_at_once == 3
