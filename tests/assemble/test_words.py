"""What a reader would notice, and what not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import CleanHTML, Enclosure
from feeds.assemble import difference, fingerprint
from feeds.assemble.words import resemblance, sketch, words
from feeds.model import Draft

DRAFT = Draft(
    url="https://news.example/1",
    item_url="https://news.example/1",
    title="The Ferry",
    text="It sails at noon.",
    content=CleanHTML('<p>It sails at noon.</p><img src="https://cdn.example/a.jpg?w=300&amp;s=x" alt="">'),
    enclosures=(Enclosure(url="https://cdn.example/a.mp3?token=1"),),
)


@pytest.mark.parametrize(
    "same",
    [
        {"text": "It  sails at\nnoon."},
        {"text": "It sails, at noon!"},
        {"text": "it Sails AT noon"},
        {"title": "The “Ferry”"},
        {"content": CleanHTML('<div><p>It sails at noon.</p><img src="https://cdn.example/a.jpg?w=900"></div>')},
        {"enclosures": (Enclosure(url="https://cdn.example/a.mp3?token=2", length=5),)},
        {"summary": "Another teaser."},
        {"categories": ("Sea",)},
    ],
)
def test_what_a_reader_would_not_notice_is_no_change(same: dict[str, object]) -> None:
    assert fingerprint(replace(DRAFT, **same)) == fingerprint(DRAFT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {"text": "It sails at one."},
        {"title": "The Ferries"},
        {"content": CleanHTML('<p>It sails at noon.</p><img src="https://cdn.example/b.jpg" alt="">')},
        {"content": CleanHTML("<p>It sails at noon.</p>")},
        {"enclosures": ()},
        {"title": "The Ferry It", "text": "sails at noon."},
    ],
)
def test_what_a_reader_would_notice_is_one(other: dict[str, object]) -> None:
    assert fingerprint(replace(DRAFT, **other)) != fingerprint(DRAFT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don’t stop", ["don", "t", "stop"]),
        ("漢字かな交じり", list("漢字かな交じり")),
        ("한국어", list("한국어")),
        ("Ünïcode ﬁne", ["ünïcode", "fine"]),
        ("مرحبا بالعالم", ["مرحبا", "بالعالم"]),
        ("snake_case 3.14", ["snake", "case", "3", "14"]),
    ],
)
def test_words_are_found_in_every_script(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("The sum is 5 pounds.", "The sum is 50 pounds.", "“5” → “50”"),
        ("All the same.", "All  the same.", None),
        ("It ends here.", "It ends, here", None),
        ("It ends here.", "It ends here. Or not.", "added: “Or not.”"),
        ("It ends here. Or not.", "It ends here.", "removed: “Or not.”"),
    ],
)
def test_a_difference_is_told_in_few_words(before: str, after: str, told: str | None) -> None:
    assert difference(before, after) == told


def test_a_difference_of_two_long_texts_is_short_and_quick() -> None:
    before = " ".join(f"word{n}" for n in range(100_000))
    after = " ".join(f"term{n}" for n in range(100_000))
    told = difference(before, after)
    assert told is not None
    assert len(told) < 600


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_difference_is_told_of_any_two_texts(before: str, after: str) -> None:
    told = difference(before, after)
    assert told is None or len(told) < 2000
    assert difference(before, before) is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_resemblance_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = sketch(one), sketch(other)
    assert 0 <= resemblance(a, b) <= 1
    assert resemblance(a, b) == resemblance(b, a)
    assert resemblance(a, a) in (0, 1)


def test_resemblance_follows_how_much_two_texts_share() -> None:
    text = [f"w{n}" for n in range(1000)]
    halves = [" ".join(text), " ".join(text[:500] + [f"x{n}" for n in range(500)])]
    nearly = " ".join([*text[:980], *(f"y{n}" for n in range(20))])
    assert resemblance(sketch(halves[0]), sketch(nearly)) > 0.8
    assert 0.15 < resemblance(sketch(halves[0]), sketch(halves[1])) < 0.55
