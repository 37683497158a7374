"""What a link is, how it is written, and when two are the same page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.urls import absolute, identity, normal, registrable_domain, without_trackers

PAGE = "https://site.example/dir/page.html"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("story", "https://site.example/dir/story"),
        ("/a/../b/./c", "https://site.example/b/c"),
        ("//other.example/x", "https://other.example/x"),
        ("HTTPS://SITE.example:443", "https://site.example/"),
        (" https://site.example/x\n", "https://site.example/x"),
        ("https:\\\\site.example\\x", "https://site.example/x"),
        ("https://user:pw@site.example/x#part", "https://site.example/x"),
        ("/über uns?q=a b", "https://site.example/%C3%BCber%20uns?q=a%20b"),
        ("/%7euser/%e4", "https://site.example/~user/%E4"),
        ("/100%", "https://site.example/100%25"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_a_link_is_made_absolute_and_normal_as_a_browser_would(href: str, url: str) -> None:
    assert absolute(PAGE, href) == url


@pytest.mark.parametrize(
    "href",
    [
        *["javascript:x()", "data:text/html,x", "mailto:a@b.example", "file:///etc/passwd", "tag:a,2024:1"],
        *[
            "http://[::1",
            "http://site.example:99999/",
            "https://" + "a" * 70 + ".example/",
            "/" + "a" * 9000,
            "http://",
        ],
    ],
)
def test_what_is_no_web_link_is_none(href: str) -> None:
    assert absolute(PAGE, href) is None


def test_a_page_on_disk_links_to_its_neighbours() -> None:
    assert absolute("file:///sites/show/index.html", "story.html#top") == "file:///sites/show/story.html"
    assert absolute("https://site.example/", "file:///sites/show/story.html") is None


@given(st.text(max_size=80))
def test_any_text_at_all_is_a_link_in_normal_form_or_none(href: str) -> None:
    url = absolute(PAGE, href)
    assert url is None or normal(url) == url


@pytest.mark.parametrize(
    "other",
    [
        "http://site.example/a?x=1&y=2",
        "https://www.site.example/a/?y=2&x=1",
        "https://site.example/a?utm_source=feed&x=1&y=2&fbclid=abc#part",
    ],
)
def test_tracking_order_and_spelling_do_not_make_another_page(other: str) -> None:
    assert identity(other) == identity("https://site.example/a?x=1&y=2")


def test_another_parameter_makes_another_page() -> None:
    assert identity("https://site.example/a?id=1") != identity("https://site.example/a?id=2")


def test_trackers_go_and_the_rest_of_the_query_stays_as_it_was() -> None:
    assert without_trackers("https://a.example/?b=2&utm_medium=x&a=1") == "https://a.example/?b=2&a=1"


def test_the_registrable_domain_knows_public_suffixes() -> None:
    assert registrable_domain("https://news.example.co.uk/x") == "example.co.uk"
    assert registrable_domain("http://127.0.0.1:8000/") == "127.0.0.1"
