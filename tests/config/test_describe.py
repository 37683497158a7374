"""The JSON Schema and the reference page say what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from feeds.config import schema
from feeds.config.reference import reference

ROOT = Path(__file__).parents[2]


def judge(text: str) -> list[str]:
    return [each.message for each in Draft202012Validator(schema()).iter_errors(YAML(typ="safe", pure=True).load(text))]


def test_the_schema_is_valid_and_describes_every_key() -> None:
    found = schema()
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)
    sections = [found, *found["$defs"].values()]
    keys = [(name, key) for section in sections for name, key in section.get("properties", {}).items()]
    assert len(keys) > 100
    assert [name for name, key in keys if not key.get("description")] == []


def test_what_the_loader_sets_is_no_key() -> None:
    assert {"folder", "secrets"}.isdisjoint(schema()["properties"])
    assert "slug" not in schema()["$defs"]["SiteConfig"]["properties"]


def test_the_configs_that_ship_check_against_the_schema() -> None:
    assert judge((ROOT / "config.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "sites: {a: {url: https://a.example/}}",
        "sites: {a: {url: [https://a.example/], article: false, formats: atom, fetch: {every: 5, budget: 3}}}",
        "defaults: {keep: 5}\nsites: {a: {url: x, listing: {items: a, title: [b, c]}, json: {paging: {by: page}}}}",
        "sites: {a: {url: x, article: {replace: {find: a, with: b}, wrap: [{select: b, in: i}]}}}",
        "sites: {a: {url: x, listing: {content: .text}}}\nfeeds: {b: {sites: a}}",
        "sites: {a: {url: x, title: 1984, params: {n: 3}, article: {strip_text: 7}, tests: {url: x, contains: [5]}}}",
        "defaults: {article: false}\nsites: {a: {url: x, article: true}}",
    ],
)
def test_valid_configs_check_against_the_schema(text: str) -> None:
    assert judge(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "sites: {a: {}}",
        "sites: {a: {url: x, itms: y}}",
        "sites: {a: {url: x, slug: y}}",
        "publish: {formats: [atm]}",
        "publish: {formats: []}",
        "sites: {a: {url: x, title: true}}",
        "defaults: {kep: 5}",
        "sites: {a: {url: x, article: maybe}}",
    ],
)
def test_faulty_configs_do_not(text: str) -> None:
    assert judge(text)


def test_the_reference_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "config.md").read_text(encoding="utf-8") == reference(), (
        "run: python -m feeds.config.reference > docs/config.md"
    )


def links(text: str) -> Iterator[Any]:
    for part in text.split("](#")[1:]:
        yield part.partition(")")[0]


def test_every_link_of_the_reference_page_leads_to_a_heading() -> None:
    page = reference()
    headings = {
        "".join(ch for ch in line[3:].lower() if ch.isalnum() or ch in "-_")
        for line in page.splitlines()
        if line.startswith("## ")
    }
    assert set(links(page)) <= headings
    assert len(headings) > 12
