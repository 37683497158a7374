"""What headers say about time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetch.freshness import cache_directives, fresh_until, http_date, retry_after, validators

NOW = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=60"}, 60),
        ({"cache-control": 'public, MAX-AGE="60", must-revalidate'}, 60),
        ({"cache-control": "s-maxage=9, max-age=60", "age": "20"}, 40),
        ({"cache-control": "max-age=60, max-age=99"}, 60),
        ({"cache-control": "max-age=60", "expires": "Tue, 05 Mar 2024 15:30:00 GMT"}, 60),
        ({"cache-control": "private", "expires": "Tue, 05 Mar 2024 15:30:00 GMT"}, 3600),
        ({"expires": "Tue, 05 Mar 2024 15:30:00 GMT", "date": "Tue, 05 Mar 2024 15:00:00 GMT"}, 1800),
        ({"cache-control": "max-age=99999999999999999999"}, 365 * 86400),
        ({"cache-control": "max-age=60, no-cache"}, None),
        ({"cache-control": "no-store"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=-5"}, None),
        ({"cache-control": "max-age=60", "age": "60"}, None),
        ({"cache-control": 'max-age=soon, =, "'}, None),
        ({"expires": "0"}, None),
        ({"expires": "Mon, 04 Mar 2024 14:30:00 GMT"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert fresh_until(headers, NOW) == (None if seconds is None else NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Tue, 05 Mar 2024 14:32:00 GMT", 120),
        ("Tuesday, 05-Mar-24 14:32:00 GMT", 120),
        ("Tue Mar  5 14:32:00 2024", 120),
        ("0", 0),
        ("1.5", 1),
        ("1, 3600", 3600),
        ("99999999999", 86_400),
        ("Tue, 05 Mar 2024 14:00:00 GMT", None),
        ("-1", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_how_long_a_host_wants_to_be_left_alone(value: str, seconds: int | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == seconds


def test_a_date_that_is_none_is_none() -> None:
    for text in (None, "", "yesterday", "x" * 5000, "Tue, 99 Mar 2024 14:32:00 GMT", "Tue, 05 Mar 99999 14:32:00 GMT"):
        assert http_date(text) is None


def test_directives_are_read_whatever_surrounds_them() -> None:
    assert cache_directives(' max-age = 5 ,, x="a,b" ,Y') == {"max-age": "5", "x": "a,b", "y": ""}


def test_validators_are_kept_as_they_came_or_not_at_all() -> None:
    odd = validators({"etag": 'W/"a\\"b", unquoted', "last-modified": "yesterday"})
    assert (odd.etag, odd.last_modified) == ('W/"a\\"b", unquoted', "yesterday")
    none = validators({"etag": "a\tb", "last-modified": "x" * 9000})
    assert (none.etag, none.last_modified) == (None, None)
