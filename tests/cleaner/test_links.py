"""URLs in clean HTML are absolute, encoded, without credentials, or not there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.links import MAX_URL, absolute, link
from cleaner.tidy.links import untracked

BASE = "https://site.example/dir/page.html?q=1#top"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a", "https://site.example/a"),
        ("a/../b.html", "https://site.example/dir/b.html"),
        ("/x/../y", "https://site.example/y"),
        ("?p=2", "https://site.example/dir/page.html?p=2"),
        ("#n", "https://site.example/dir/page.html?q=1#n"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (" \n/a\tb ", "https://site.example/ab"),
        ("HTTP://A.Example:80/B", "http://a.example/B"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://буква.example/путь?q=ü", "https://xn--80abd5a7b.example/%D0%BF%D1%83%D1%82%D1%8C?q=%C3%BC"),
        ("https://a.example/a b|c%zz%20", "https://a.example/a%20b%7Cc%25zz%20"),
        ("https://user:secret@a.example/x", "https://a.example/x"),
        ("https://evil.example\\@a.example/", "https://evil.example/@a.example/"),
        ("/a?x=1&amp;amp;y=2", "https://site.example/a?x=1&y=2"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://a.example/(x)[1]", "https://a.example/(x)%5B1%5D"),
        ("", None),
        ("javascript:x()", None),
        ("java\nscript:x()", None),
        ("\u00a0javascript:x()", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("https:///x", None),
        ("https://a.example:99999/", None),
        ("https://a b.example/", None),
        ("http://[::1/", None),
        ("x:y/z", None),
        ("https://a.example/" + "x" * MAX_URL, None),
    ],
)
def test_addresses_become_absolute_or_nothing(href: str, url: str | None) -> None:
    assert absolute(BASE, href) == url


def test_without_a_base_relative_addresses_are_nothing() -> None:
    assert absolute("", "/a") is None and absolute("", "//a.example/") is None
    assert absolute("", "https://a.example/") == "https://a.example/"
    assert absolute("not a url", "/a") is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("mailto:a@b.example?subject=x y", "mailto:a@b.example?subject=x%20y"),
        ("TEL:+49 30 1", "tel:+49%2030%201"),
        ("magnet:?xt=urn:btih:0", "magnet:?xt=urn:btih:0"),
        ("vbscript:x", None),
        ("mailto:", None),
        ("feed:javascript:x", None),
        ("file:///etc/passwd", None),
        ("/a", "https://site.example/a"),
    ],
)
def test_readers_may_follow_some_schemes_and_no_others(href: str, url: str | None) -> None:
    assert link(BASE, href) == url


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30) | st.text("hHtTpPsS:/\\?#@[]%.&;a1 \t\n\u00e9", max_size=30))
def test_whatever_comes_out_is_fit_to_stand_in_an_attribute_and_comes_out_again(href: str) -> None:
    for function in (absolute, link):
        url = function(BASE, href)
        if url is not None:
            assert re.fullmatch(r"[a-z][a-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+", url), url
            assert function(BASE, url) == url


def test_hostile_links_are_safe_or_dropped(shared: Path) -> None:
    lines = (shared / "corpus" / "hostile" / "cases.jsonl").read_text("ascii").splitlines()
    links = [case for line in lines if (case := json.loads(line))["kind"] == "field" and case["field"] == "link"]
    assert len(links) > 10
    for case in links:
        url = absolute(BASE, case["payload"])
        if url is not None:
            parts = urlsplit(url)
            assert parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc, case["id"]
            assert not re.search(r"[\x00-\x20\x7f-\uffff<>\"\\^`{|}]", url), case["id"]


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.example/x?utm_source=a&id=1&fbclid=b", "https://a.example/x?id=1"),
        ("https://a.example/x?gclid=1", "https://a.example/x"),
        ("https://a.example/x?b=2&a=1&a=%20", "https://a.example/x?b=2&a=1&a=%20"),
        ("https://a.example/x?ref=1#utm_source=x", "https://a.example/x?ref=1#utm_source=x"),
        ("https://a.example/utm_source", "https://a.example/utm_source"),
    ],
)
def test_tracking_parameters_go_and_nothing_else(url: str, clean: str) -> None:
    assert untracked(url) == clean
