"""What the operator gave us for one host is sent to that host, and shown to nobody."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError
from feeds.fetch import Fetcher
from feeds.model import Request

AUTH = "Basic " + base64.b64encode(b"me:hunter2!").decode()
SECRETS = {"headers": {"X-Key": "sesame-1"}, "cookies": {"session": "sesame-2"}, "auth": "me:hunter2!"}


def test_headers_cookies_and_passwords_go_to_the_sites_own_host(site: Any, get: Any) -> None:
    get(site.page("/", "x"), **SECRETS)
    (seen,) = site.seen
    assert (seen.headers["X-Key"], seen.headers["Cookie"]) == ("sesame-1", "session=sesame-2")
    assert seen.headers["Authorization"] == AUTH


def test_none_of_them_follows_a_redirect_to_another_host(site: Any, another_site: Any, get: Any) -> None:
    there = another_site.page("/", "x")
    request = Request(url=site.redirect("/", there), headers=(("X-Mine", "1"),))
    opened = {"allow_private": ["127.0.0.1"]}
    assert get(request.url, request=request, **SECRETS | opened).final_url == there
    (first,), (second,) = site.seen, another_site.seen
    assert first.headers["X-Key"] and first.headers["X-Mine"]
    for name in ("X-Key", "X-Mine", "Cookie", "Authorization"):
        assert second.headers[name] is None


def test_nor_an_item_to_another_host(site: Any, another_site: Any, get: Any) -> None:
    item = another_site.page("/item", "x")
    get(site.page("/", "x"), request=Request(url=item, headers=(("Accept", "a/b"),)), **SECRETS)
    (seen,) = another_site.seen
    assert seen.headers["Accept"] == "a/b"
    assert seen.headers["X-Key"] is seen.headers["Cookie"] is seen.headers["Authorization"] is None


def test_cookies_that_a_server_sets_come_back_to_it_alone(site: Any, another_site: Any, get: Any) -> None:
    site.answer("/login", lambda _: (302, {"Set-Cookie": "seen=1; Path=/", "Location": "/page"}, b""))
    site.page("/page", "x")
    assert get(site.url("/login")).body == b"x"
    assert site.seen[1].headers["Cookie"] == "seen=1"


def test_a_page_that_leads_to_itself_until_its_cookie_comes_back_is_had(site: Any, get: Any) -> None:
    def answer(seen: Any) -> Any:
        if seen.headers["Cookie"]:
            return 200, {}, b"x"
        return 302, {"Set-Cookie": "ok=1", "Location": "/"}, b""

    assert get(site.answer("/", answer)).body == b"x"


def test_cookies_are_kept_within_bounds(site: Any, get: Any) -> None:
    names = iter(range(10_000))

    def answer(seen: Any) -> Any:
        return 302, {"Set-Cookie": f"c{next(names)}={'v' * 3000}", "Location": f"/?{next(names)}"}, b""

    with pytest.raises(FetchError, match="redirects"):
        get(site.answer("/", answer), max_redirects=50)
    assert max(len(seen.headers["Cookie"] or "") for seen in site.seen) < 60_000


def test_no_secret_is_in_an_error(site: Any, get: Any) -> None:
    url = site.answer("/sesame-1", lambda _: (302, {"Location": "http://10.0.0.1/?k=sesame-2&p=hunter2!"}, b""))
    with pytest.raises(FetchError) as caught:
        get(url, **SECRETS)
    shown = str(caught.value) + repr(caught.value) + repr(caught.value.__cause__)
    assert "10.0.0.1" in shown
    assert not [secret for secret in ("sesame", "hunter2") if secret in shown]


def test_nor_one_that_the_config_took_from_the_environment(site: Any, config: Any, tmp_path: Path) -> None:
    url = site.url("/feed?key=sesame%204&more")
    with Fetcher(folder=tmp_path, secrets=["sesame 4"]) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(url=url), config(url))
    assert "sesame" not in str(caught.value)
    assert "more" in str(caught.value)


def test_a_user_name_in_a_url_is_refused_and_not_shown(site: Any, get: Any) -> None:
    with pytest.raises(FetchError, match=r"fetch\.auth") as caught:
        get(site.url("/").replace("//", "//me:hunter2@"))
    assert caught.value.kind == "refused"
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("bad", ["two\nlines", "carriage\rreturn", "nul\0"])
def test_a_header_that_would_be_two_is_an_error_of_ours(site: Any, get: Any, bad: str) -> None:
    with pytest.raises(FetchError):
        get(site.page("/", "x"), headers={"X-Odd": bad})
    assert all("X-Odd" not in seen.headers for seen in site.seen)


def test_headers_beyond_latin_1_are_sent_as_utf_8(site: Any, get: Any) -> None:
    get(site.page("/", "x"), headers={"X-Name": "Łódź"})
    assert site.seen[0].headers["X-Name"].encode("latin-1").decode() == "Łódź"
