"""One page, as a reader of the fetch room's promises would try it."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds import __version__
from feeds.config import SiteConfig
from feeds.errors import FetchError
from feeds.fetch import Fetcher
from feeds.model import Request, Validators


def test_a_page_comes_with_its_bytes_its_type_and_its_validators(site: Any, get: Any) -> None:
    url = site.page(
        "/news",
        "ü".encode("latin-1"),
        Content_Type="text/html; charset=latin-1",
        ETag='W/"1"',
        Last_Modified="yesterday",
    )
    response = get(url)
    assert (response.status, response.body, response.content_type) == (200, b"\xfc", "text/html; charset=latin-1")
    assert response.validators == Validators(etag='W/"1"', last_modified="yesterday")
    assert (response.url, response.final_url, response.permanent_url) == (url, url, None)


def test_an_unchanged_page_is_a_304_without_a_body(site: Any, get: Any) -> None:
    url = site.page("/news", "text", ETag='"v1"')
    request = Request(url=url, validators=get(url).validators)
    response = get(url, request=request)
    assert (response.status, response.not_modified, response.body) == (304, True, b"")
    assert response.validators.etag == '"v1"'


def test_a_304_keeps_the_validators_that_it_does_not_repeat(site: Any, get: Any) -> None:
    url = site.answer("/news", lambda _: (304, {}, b""))
    known = Validators(etag='"v1"', last_modified="Tue, 05 Mar 2024 14:30:00 GMT")
    assert get(url, request=Request(url=url, validators=known)).validators == known


def test_a_304_that_nobody_asked_for_is_an_error(site: Any, get: Any) -> None:
    with pytest.raises(FetchError) as caught:
        get(site.answer("/news", lambda _: (304, {}, b"")))
    assert caught.value.kind == "unexpected-304"


def test_the_server_is_told_who_asks_and_what_is_understood(site: Any, get: Any) -> None:
    get(site.page("/a", "x"), contact="https://me.example/feeds")
    get(site.page("/b", "x"), user_agent="Other/1.0")
    first, second = site.seen
    assert first.headers["User-Agent"] == f"Feedmill/{__version__} (+https://me.example/feeds)"
    assert "gzip" in first.headers["Accept-Encoding"]
    assert second.headers["User-Agent"] == "Other/1.0"


def test_gzip_is_undone(site: Any, get: Any) -> None:
    body = b"<p>again</p>" * 5000
    assert get(site.page("/", gzip.compress(body), Content_Encoding="gzip")).body == body


def test_the_connection_is_kept_for_the_next_page(site: Any, get: Any) -> None:
    for path in ("/a", "/b", "/missing", "/c"):
        site.page(path, "x", status=404 if path == "/missing" else 200)
    for path in ("/a", "/b", "/missing", "/c"):
        try:
            get(site.url(path))
        except FetchError:
            assert path == "/missing"
    assert len({seen.connection for seen in site.seen}) == 1


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_redirects_are_followed_and_permanent_ones_reported(site: Any, get: Any, status: int, moved: bool) -> None:
    site.page("/new", "here")
    old = site.redirect("/old", "/new", status=status)
    response = get(old)
    assert (response.url, response.final_url, response.body) == (old, site.url("/new"), b"here")
    assert response.permanent_url == (site.url("/new") if moved else None)


def test_a_permanent_move_ends_where_the_first_temporary_redirect_begins(site: Any, get: Any) -> None:
    site.page("/today", "here")
    site.redirect("/new", "/today", status=302)
    response = get(site.redirect("/old", "/new", status=301))
    assert (response.permanent_url, response.final_url) == (site.url("/new"), site.url("/today"))


def test_a_permanent_redirect_behind_a_temporary_one_moves_nothing(site: Any, get: Any) -> None:
    site.page("/there", "here")
    site.redirect("/today", "/there", status=301)
    response = get(site.redirect("/page", "/today", status=302))
    assert (response.permanent_url, response.final_url) == (None, site.url("/there"))


def test_a_circle_of_redirects_is_left_at_its_second_round(site: Any, get: Any) -> None:
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    with pytest.raises(FetchError, match="circle") as caught:
        get(site.url("/a"))
    assert caught.value.kind == "too-many-redirects"
    assert site.paths == ["/a", "/b"]


@pytest.mark.parametrize("status", [400, 403, 404, 451, 501])
def test_an_error_status_is_an_error_that_carries_it(site: Any, get: Any, status: int) -> None:
    with pytest.raises(FetchError) as caught:
        get(site.page("/", "looks fine", status=status))
    assert (caught.value.kind, caught.value.status) == ("status", status)


def test_a_page_that_is_gone_says_so(site: Any, get: Any) -> None:
    with pytest.raises(FetchError, match="gone for good") as caught:
        get(site.page("/", status=410))
    assert (caught.value.kind, caught.value.status) == ("gone", 410)


def test_fresh_until_follows_cache_control(site: Any, get: Any) -> None:
    response = get(site.page("/", "x", Cache_Control="public, max-age=600", Age="100"))
    assert response.fresh_until is not None
    assert abs(response.fresh_until - datetime.now(UTC) - timedelta(seconds=500)) < timedelta(seconds=5)


def test_header_lines_of_one_name_are_one_list_and_cookies_stay_here(site: Any, get: Any) -> None:
    headers = {"Cache-Control": "public", "cache-control": "max-age=60", "Set-Cookie": "a=b"}
    response = get(site.answer("/", lambda _: (200, headers, b"x")))
    assert response.headers["cache-control"] == "public, max-age=60"
    assert response.fresh_until is not None
    assert "set-cookie" not in response.headers


def test_a_private_host_is_fetched_only_where_the_operator_says_so(site: Any, get: Any, tmp_path: Path) -> None:
    url = site.page("/", "x")
    with pytest.raises(FetchError, match="not on the public internet") as caught:
        get(url, allow_private=False)
    assert caught.value.kind == "refused"
    assert "fetch.allow_private" in caught.value.mend
    assert site.seen == []
    with Fetcher(folder=tmp_path, allow_private=True) as fetcher:
        assert fetcher.fetch(Request(url=url), SiteConfig(url=(url,))).body == b"x"
