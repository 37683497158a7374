"""The API of WordPress as source. Nothing here fetches."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from answers import read, site

from feeds.errors import ScrapeError

CATEGORY = """<html><head><link rel="https://api.w.org/" href="https://blog.example/wp-json/">
<link rel="alternate" title="JSON" type="application/json" href="https://blog.example/wp-json/wp/v2/categories/12">
</head><body class="archive category category-ships category-99"></body></html>"""
POST = {
    "id": 3,
    "link": "https://blog.example/2024/03/ferry/",
    "guid": {"rendered": "https://blog.example/?p=3"},
    "date_gmt": "2024-03-05T13:30:00",
    "modified_gmt": "2024-03-06T13:30:00",
    "title": {"rendered": "Ferries &#8211; at night"},
    "excerpt": {"rendered": "<p>Short.</p>"},
    "content": {"rendered": "<p>Long.</p>", "protected": False},
    "_embedded": {
        "author": [{"name": "Jane"}],
        "wp:featuredmedia": [{"source_url": "https://blog.example/f.jpg"}],
        "wp:term": [[{"name": "Ships"}], [{"name": "Night"}]],
    },
}


def test_wordpress_is_asked_for_the_posts_of_the_very_page() -> None:
    url = "https://blog.example/category/ships/"
    (request,) = read(CATEGORY, site("wordpress", url), url=url).follow
    assert request.url.startswith("https://blog.example/wp-json/wp/v2/posts?")
    assert "categories=12" in request.url and "per_page=50" in request.url


def test_wordpress_pages_that_do_not_name_themselves_are_known_by_their_body() -> None:
    page = CATEGORY.replace('<link rel="alternate"', '<link rel="nothing"')
    (request,) = read(page, site("wordpress")).follow
    assert "categories=99" in request.url


def test_wordpress_without_pretty_links_and_named_in_a_header() -> None:
    header = '<https://blog.example/?rest_route=/>; rel="https://api.w.org/"'
    (request,) = read("<html><body></body></html>", site("wordpress"), link=header).follow
    assert "rest_route=%2Fwp%2Fv2%2Fposts" in request.url


def test_posts_of_wordpress_are_whole_items() -> None:
    url = "https://blog.example/wp-json/wp/v2/posts?per_page=50"
    listing = read(json.dumps([POST]), site("wordpress"), url=url, x_wp_totalpages="2")
    (item,) = listing.items
    assert (item.id, item.title) == ("https://blog.example/?p=3", "Ferries – at night")
    assert (item.published, item.updated) == (
        datetime(2024, 3, 5, 13, 30, tzinfo=UTC),
        datetime(2024, 3, 6, 13, 30, tzinfo=UTC),
    )
    assert (item.html, item.summary, item.image) == ("<p>Long.</p>", "Short.", "https://blog.example/f.jpg")
    assert (item.authors, item.categories) == (("Jane",), ("Ships", "Night"))
    assert listing.next_page == "https://blog.example/wp-json/wp/v2/posts?per_page=50&page=2"
    last = read(json.dumps([POST]), site("wordpress"), url=f"{url}&page=2", x_wp_totalpages="2")
    assert last.next_page is None


def test_wordpress_says_why_it_gives_nothing() -> None:
    with pytest.raises(ScrapeError, match="no route"):
        read('{"code": "rest_no_route", "message": "no route was found"}', site("wordpress"))
    with pytest.raises(ScrapeError, match="names no WordPress API"):
        read("<html></html>", site("wordpress"))
    with pytest.raises(ScrapeError, match="no JSON"):
        read("<html></html>", site("wordpress"), url="https://blog.example/wp-json/wp/v2/posts")


@pytest.mark.parametrize("before", ["\ufeff", "<br />\n<b>Warning</b>: strftime() in line 7<br />\n"])
def test_posts_of_wordpress_are_found_behind_what_a_plug_in_says(before: str) -> None:
    body = before + json.dumps([{"id": 3, **POST}])
    assert len(read(body, site("wordpress"), url="https://blog.example/wp-json/wp/v2/posts").items) == 1


def test_a_post_whose_utc_is_missing_is_dated_in_the_sites_zone() -> None:
    post = {**POST, "date_gmt": None, "date": "2024-03-05T14:30:00"}
    (item,) = read(json.dumps([post]), site("wordpress", timezone="Europe/Berlin")).items
    assert item.published == datetime(2024, 3, 5, 13, 30, tzinfo=UTC)
