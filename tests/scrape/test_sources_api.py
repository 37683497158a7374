"""An API that answers in JSON as source. Nothing here fetches."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from answers import read, site

from feeds.errors import ScrapeError
from feeds.scrape import listing_request

API = {"data": {"posts": [{"id": 7, "name": "Seven", "href": "/p/7", "made": 1709645400, "by": [{"name": "Jane"}]}]}}
PICKS = {"items": "data.posts", "link": "href", "title": "name", "published": "made", "author": "by[].name", "id": "id"}


def test_an_api_gives_what_the_paths_pick() -> None:
    (item,) = read(
        json.dumps(API), site("json", "https://api.example/posts", json=PICKS), url="https://api.example/posts"
    ).items
    assert (item.url, item.title, item.id, item.authors) == ("https://api.example/p/7", "Seven", "7", ("Jane",))
    assert item.published == datetime(2024, 3, 5, 13, 30, tzinfo=UTC)


def test_without_paths_the_usual_names_are_tried() -> None:
    rows = [
        {"url": "/1", "headline": "One", "publishedAt": "2024-03-05T10:00:00Z"},
        {"permalink": "/2", "title": "Two"},
        5,
    ]
    one, two = read(json.dumps(rows), site("json")).items
    assert (one.url, one.title, one.published) == (
        "https://news.example/1",
        "One",
        datetime(2024, 3, 5, 10, tzinfo=UTC),
    )
    assert (two.url, two.title, two.published) == ("https://news.example/2", "Two", None)


def test_of_several_paths_the_first_that_finds_more_than_blanks_counts() -> None:
    rows = [{"url": "/1", "headline": " ", "tags": [], "name": "One", "topics": ["Rivers"]}]
    picks = {"title": ["headline", "name"], "categories": ["tags", "topics"]}
    (item,) = read(json.dumps(rows), site("json", json=picks)).items
    assert (item.title, item.categories) == ("One", ("Rivers",))


def test_one_date_with_a_day_beyond_twelve_settles_the_order_of_all() -> None:
    def days(*dates: str) -> list[str | None]:
        rows = [{"url": f"/{n}", "title": "Some", "date": each} for n, each in enumerate(dates)]
        found = read(json.dumps(rows), site("json")).items
        return [item.published.date().isoformat() if item.published else None for item in found]

    assert days("04/03/2024", "25/04/2024") == ["2024-03-04", "2024-04-25"]
    assert days("04/03/2024", "04/25/2024") == ["2024-04-03", "2024-04-25"]


def test_pages_of_an_api_are_counted_in_its_address() -> None:
    config = site(
        "json", "https://api.example/posts?n=5", json={**PICKS, "paging": {"by": "page", "param": "p", "pages": 3}}
    )
    follow = read(json.dumps(API), config, url="https://api.example/posts?n=5").follow
    assert [request.url for request in follow] == [
        "https://api.example/posts?n=5&p=2",
        "https://api.example/posts?n=5&p=3",
    ]


def test_offsets_step_by_the_items_of_a_page() -> None:
    config = site("json", "https://api.example/posts", json={"paging": {"by": "offset", "pages": 3}})
    rows = json.dumps([{"url": f"/{n}"} for n in range(10)])
    follow = read(rows, config, url="https://api.example/posts").follow
    assert [request.url.partition("?")[2] for request in follow] == ["offset=10", "offset=20"]


def test_a_cursor_is_passed_on_in_the_body_that_is_posted() -> None:
    paging = {"by": "cursor", "next": "after", "param": "after", "where": "body", "pages": 5}
    config = site(
        "json",
        "https://api.example/q",
        json={"items": "rows", "method": "POST", "body": {"tag": "x"}, "paging": paging},
    )
    first = listing_request("https://api.example/q", config)
    assert (first.method, first.body) == ("POST", b'{"tag": "x"}')
    (second,) = read('{"rows": [{"url": "/1"}], "after": "abc"}', config, url=first.url).follow
    assert second.method == "POST"
    assert json.loads(second.body or b"") == {"tag": "x", "after": "abc"}
    assert read('{"rows": [{"url": "/2"}], "after": null}', config, url=first.url).follow == ()
    assert read('{"rows": []}', config, url=first.url).follow == ()


def test_an_api_that_names_its_next_page_is_followed_there() -> None:
    config = site("json", json={"items": "rows", "paging": {"by": "link", "next": "links.next", "pages": 9}})
    (following,) = read('{"rows": [{"url": "/1"}], "links": {"next": "?after=9"}}', config).follow
    assert following.url == "https://news.example/section/?after=9"


def test_a_path_that_does_not_fit_a_row_leaves_that_rows_field_to_the_next_or_empty() -> None:
    rows = [{"u": "/1", "by": ["Ann", "Bo"], "n": 3}, {"u": "/2", "by": "Carol", "n": "x"}, {"u": 3, "by": "", "n": 1}]
    picks = {"items": "rows", "link": "u", "author": ["join(' and ', by)", "by"], "title": "to_string(abs(n))"}
    one, two = read(json.dumps({"rows": rows}), site("json", json=picks)).items
    assert (one.authors, one.title) == (("Ann and Bo",), "3")
    assert (two.authors, two.title) == (("Carol",), None)


def test_a_link_that_fits_no_row_is_named() -> None:
    with pytest.raises(ScrapeError, match="holds no items") as error:
        read('{"rows": [{"u": "/1"}]}', site("json", json={"items": "rows", "link": "join('/', u)"}))
    assert """json.items is 'rows', json.link is "join('/', u)\"""" in error.value.mend


@pytest.mark.parametrize("body", ["<html>", "[[[", "[" * 100_000, '{"data": {}}', "null", "5"])
def test_an_answer_that_holds_nothing_says_what_was_looked_for(body: str) -> None:
    with pytest.raises(ScrapeError):
        read(body, site("json", json=PICKS))


def test_the_items_of_an_unknown_answer_are_told() -> None:
    posts = [{"headline": f"Post {n}", "permalink": f"/{n}", "publishedAt": "2024-03-01"} for n in range(3)]
    data = {"menu": [{"name": "Home", "url": "/"}], "data": {"result-set": posts}}
    with pytest.raises(ScrapeError) as error:
        read(json.dumps(data), site("json"))
    assert """'data."result-set"' holds some""" in error.value.mend
    config = site("json", json={"items": 'data."result-set"'})
    assert [item.title for item in read(json.dumps(data), config).items] == ["Post 0", "Post 1", "Post 2"]


def test_what_an_api_says_instead_of_items_is_told() -> None:
    with pytest.raises(ScrapeError, match='holds no items: "The key is not valid"'):
        read('{"error": "The key is not valid"}', site("json", json={"items": "data"}))
    with pytest.raises(ScrapeError, match="set source: page"):
        read("<html>Log in</html>", site("json"))


def test_a_cursor_may_belong_into_a_part_of_the_body() -> None:
    body = {"query": "{ talks }", "variables": {"first": 10}}
    paging = {"by": "cursor", "next": "next", "param": "variables.after", "where": "body", "pages": 2}
    config = site("json", json={"items": "talks", "method": "POST", "body": body, "paging": paging})
    (following,) = read('{"talks": [{"url": "/1", "title": "One"}], "next": "c2"}', config).follow
    assert json.loads(following.body or b"") == {"query": "{ talks }", "variables": {"first": 10, "after": "c2"}}
