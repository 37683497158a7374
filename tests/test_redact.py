"""Secrets that get into a text are taken out of it, however they are spelled there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cleaner import Enclosure
from feeds.model import Draft
from feeds.redact import Redactor


@pytest.mark.parametrize(
    "text", ["a b/c&d+e", "a%20b%2Fc%26d%2Be", "a%20b/c%26d%2Be", "a+b%2Fc%26d%2Be", "a b/c&amp;d+e"]
)
def test_a_secret_is_known_as_it_is_and_as_urls_and_pages_write_it(text: str) -> None:
    assert Redactor(["a b/c&d+e"], "…")(f"at <{text}>") == "at <…>"


def test_of_two_secrets_that_begin_alike_nothing_is_left() -> None:
    assert Redactor(["swordfish", "swordfish2"], "…")("swordfish2, swordfish") == "…, …"


def test_what_is_too_short_to_be_told_from_words_stays() -> None:
    assert Redactor(["on"], "…")("once") == "once"


def test_without_secrets_a_text_stays_as_it_is() -> None:
    assert Redactor([], "…")("nothing to hide") == "nothing to hide"


def test_a_value_loses_them_wherever_it_holds_a_text() -> None:
    now = datetime(2024, 5, 1, tzinfo=UTC)
    film = Enclosure(url="https://a.example/f?k=swordfish", type="video/mp4", length=7)
    draft = Draft(url="u", item_url="u", title="On swordfish", authors=("Ann",), enclosures=(film,), published=now)
    told = Redactor(["swordfish"])(draft)
    assert told.title == "On REDACTED"
    assert told.enclosures == (Enclosure(url="https://a.example/f?k=REDACTED", type="video/mp4", length=7),)
    assert (told.authors, told.published) == (("Ann",), now)
