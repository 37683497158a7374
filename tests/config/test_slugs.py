"""A slug is a file name that is safe everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config import slugify
from feeds.config.slugs import same_file, slug_fault

Complaints = Callable[..., list[str]]


@pytest.mark.parametrize("slug", ["a", "morning-call", "example.org", "café", "新闻", "हिन्दी", "a_b", "2024", "Radio4"])
def test_ordinary_names_are_slugs(slug: str) -> None:
    assert slug_fault(slug) is None


@pytest.mark.parametrize(
    "slug",
    [
        "", ".", "..", ".a", "-a", "a/b", "a\\b", "a b", "a\n", "index", "INDEX", "feeds", "health", "a.atom", "a.HTML",
        "con", "CON.x", "lpt1", "a.", "x" * 101, "新" * 80, "cafe\u0301", "\u202efdp", "a:b", "a?b", "~root", "$(id)",
        "\u0301a",
    ],
)  # fmt: skip
def test_names_that_no_file_should_have_are_refused(slug: str) -> None:
    assert slug_fault(slug)


def test_every_hostile_name_is_refused_or_one_safe_file(shared: Path, tmp_path: Path, complaints: Complaints) -> None:
    lines = (shared / "corpus/hostile/cases.jsonl").read_text().splitlines()
    payloads = [case["payload"] for line in lines if (case := json.loads(line)).get("group") == "path"]
    assert len(payloads) == 16
    for payload in payloads:
        if slug_fault(payload) is None:
            file = tmp_path / f"{payload}.atom"
            file.write_text("x")
            assert file.resolve().parent == tmp_path.resolve()
        else:
            found = complaints(json.dumps({"sites": {payload: {"url": "https://a.example/"}}}))
            assert found and all("sites." in each for each in found)


def test_two_names_for_one_file_are_refused(complaints: Complaints) -> None:
    found = complaints("""
        sites:
          News: {url: https://a.example/}
          news: {url: https://b.example/}
          ﬁlm: {url: https://c.example/}
          film: {url: https://d.example/}
        feeds:
          NEWS: {sites: news}
    """)
    assert [each.partition(": ")[2] for each in found] == [
        "sites.news: would be the same file as sites.News (rename one of them)",
        "sites.film: would be the same file as sites.ﬁlm (rename one of them)",
        "feeds.NEWS: would be the same file as sites.News (rename one of them)",
    ]


@given(st.text(max_size=150))
def test_any_text_makes_a_slug(text: str) -> None:
    slug = slugify(text)
    assert slug_fault(slug) is None
    assert slugify(text) == slug
    other = slugify(text, taken={slug})
    assert slug_fault(other) is None
    assert same_file(other) != same_file(slug)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Morning Call!", "morning-call"),
        ("www.Example.org", "www.example.org"),
        ("Café de Flore", "café-de-flore"),
        ("index", "site-index"),
        ("新闻 网", "新闻-网"),
        ("???", "site"),
    ],
)
def test_slugs_read_like_what_they_are_made_of(text: str, slug: str) -> None:
    assert slugify(text) == slug
