"""`feedmill check --live`: what each selector finds on the site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SETTINGS = "defaults: {fetch: {delay: 0 seconds}}\nsites:\n  news:\n    url: URL\n"


@pytest.fixture
def check(feedmill: Any, site: Any, tmp_path: Path) -> Any:
    """Checks a site whose twelve items are each dated at every second, with these settings."""
    cards = "".join(
        f"<article class='card'><h3><a href='/{n}'>Headline number {n}</a></h3>"
        f"{'<i>5 March 2024</i>' if n % 2 else ''}<p>Word of {n}</p></article>"
        for n in range(12)
    )
    site.page("/news", f"<html><body><main>{cards}</main></body></html>")
    for n in range(12):
        promo = "<p class='promo'>Buy now</p>" if n == 0 else ""
        told = "".join(f"<p>Sentence {part} of story {n}, which goes on for a while.</p>" for part in range(9))
        site.page(f"/{n}", f"<html><body><article><h1>Headline number {n}</h1>{told}{promo}</article></body></html>")

    def run(settings: str, *options: str) -> Any:
        text = SETTINGS.replace("URL", site.url("/news")) + settings.replace("URL", site.url(""))
        (tmp_path / "config.yaml").write_text(text)
        return feedmill("check", "--live", *options)

    return run


def proved(result: Any) -> dict[tuple[str, str], tuple[int, int]]:
    told = json.loads(result.stdout)["selectors"]
    return {(each["key"], each["selector"]): (each["found"], each["of"]) for each in told}


def test_each_selector_is_told_with_the_number_of_items_on_which_it_finds_something(check: Any) -> None:
    result = check("    listing: {items: .card, title: [h2, h3], published: i}\n", "--json")
    assert result.exit_code == 0, result.stderr
    assert proved(result) == {
        ("listing.items", ".card"): (12, 12),
        ("listing.title", "h2"): (0, 12),
        ("listing.title", "h3"): (12, 12),
        ("listing.published", "i"): (6, 12),
    }


def test_rules_for_articles_are_proved_on_the_pages_of_the_first_items(check: Any) -> None:
    rules = "{body: [.story, article], strip: .promo, strip_text: ^buy, stop_at: Nowhere, replace: [{find: Buy}]}"
    result = check(f"    listing: {{items: .card}}\n    article: {rules}\n", "--json")
    assert result.exit_code == 0, result.stderr
    assert proved(result) == {
        ("listing.items", ".card"): (12, 12),
        ("article.body", ".story"): (0, 3),
        ("article.body", "article"): (3, 3),
        ("article.strip", ".promo"): (1, 3),
        ("article.strip_text", "^buy"): (0, 3),  # nothing is left of it after `replace`
        ("article.stop_at", "Nowhere"): (0, 3),
        ("article.replace", "Buy"): (1, 3),
    }


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (
            "    listing: {items: .card, summary: [.teaser, .dek]}\n",
            "listing.summary ('.teaser' or '.dek') finds nothing",
        ),
        (
            "    listing: {items: .card}\n    article: {title: .head}\n",
            "article.title ('.head') finds nothing on any of 3",
        ),
        ("    listing: {items: .card, published: p}\n", "finds 'Word of 0', which is read as no date"),
        ("    listing: {items: .row}\n", "the listing matched no items (listing.items is '.row', config.yaml:"),
        (
            "    listing: {items: .card, link: b}\n",
            "none of the listing's 12 items has a link (listing.link is 'b', config.yaml:",
        ),
    ],
)
def test_a_key_that_finds_nothing_at_all_is_a_problem(check: Any, settings: str, problem: str) -> None:
    result = check(settings)
    assert result.exit_code == 1
    assert problem in result.stderr


def test_paths_of_an_api_are_proved_too(check: Any, site: Any) -> None:
    rows = [{"t": "One", "u": "/1", "at": 1709600000}, {"t": "Two", "u": "/2"}]
    site.page("/news", json.dumps({"rows": rows}), Content_Type="application/json")
    result = check("    source: json\n    json: {items: rows, title: [name, t], link: u, published: at}\n", "--json")
    assert proved(result) == {
        ("json.items", "rows"): (2, 2),
        ("json.link", "u"): (2, 2),
        ("json.title", "name"): (0, 2),
        ("json.title", "t"): (2, 2),
        ("json.published", "at"): (1, 2),
    }


def test_a_path_that_cannot_be_applied_to_an_item_finds_nothing_there(check: Any, site: Any) -> None:
    rows = [{"t": "One", "u": "/1", "by": ["Ann", "Bo"]}, {"t": "Two", "u": "/2", "by": "Carol"}]
    site.page("/news", json.dumps({"rows": rows}), Content_Type="application/json")
    fields = "title: t, link: u, author: [t, \"join(' and ', by)\"]"
    result = check(f"    source: json\n    json: {{items: rows, {fields}}}\n", "--json")
    assert proved(result)["json.author", "join(' and ', by)"] == (1, 2)


TESTS = """    tests:
      - {url: URL/1, contains: [Sentence 3 of story 1, Sentence 8 of story 1]}
      - {url: URL/2, contains: Not there at all}
      - {url: URL/404}
"""


@pytest.mark.parametrize("items", [".card", ".row"], ids=["a listing", "no listing"])
def test_the_tests_of_a_site_are_run_whatever_its_listing_gives(check: Any, items: str) -> None:
    result = check(f"    listing: {{items: {items}}}\n{TESTS}")
    assert result.exit_code == 1
    assert "/2: the article does not contain 'Not there at all'" in result.stderr
    assert "/404: there is no such page (404)" in result.stderr
    assert "/1: " not in result.stderr
    assert items == ".row" or "tests" in result.stdout


def test_a_template_with_a_mistake_is_told_with_its_line(feedmill: Any, tmp_path: Path) -> None:
    config = "publish: {templates: looks}\nsites: {news: {url: https://news.example/}}\n"
    (tmp_path / "config.yaml").write_text(config)
    (tmp_path / "looks").mkdir()
    (tmp_path / "looks" / "entry.html.j2").write_text("<p>\n{% for each in entry.authors %}\n</p>")
    result = feedmill("check")
    assert result.exit_code == 1
    assert "entry.html.j2:2" in result.stderr or "entry.html.j2:3" in result.stderr
    (tmp_path / "looks" / "entry.html.j2").write_text("<p>{{ entry.title }}</p>")
    assert feedmill("check").exit_code == 0


def test_a_rule_of_a_pack_that_cannot_be_used_is_told_with_its_line(feedmill: Any, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("rules: pack\nsites: {news: {url: https://news.example/}}\n")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "README.txt").write_text("How these came to be\n")
    pattern = tmp_path / "pack" / "news.example.txt"
    pattern.write_text("# ours\nbody: //div[@class='story'\nlogin_uri: https://a.example/in\ntitel: //h1\nstrip: //i\n")
    result = feedmill("check")
    assert result.exit_code == 0, "a build does without them"
    first, second, last = result.stderr.splitlines()
    assert first.startswith(f"{pattern}:2: body: ")
    assert "//div[@class='story'" in first
    assert second == f"{pattern}:4: titel: no directive of Full-Text RSS (is 'title' meant?)"
    assert last == "config.yaml: 1 site, 2 rules of the rule pack left out"
    pattern.write_text("body: //div[@class='story']\n")
    assert feedmill("check").stderr == "config.yaml: 1 site, no mistake found\n"


def test_a_feed_whose_file_has_another_name_than_its_site_is_told(feedmill: Any, tmp_path: Path) -> None:
    names = ["My.Show", "café", "plain"]
    sites = "".join(f"  {name}: {{url: 'file:page.html', listing: {{items: li}}, article: false}}\n" for name in names)
    (tmp_path / "config.yaml").write_text(f"sites:\n{sites}feeds: {{All: {{sites: plain}}}}\n")
    (tmp_path / "page.html").write_text("<ul><li><a href='one.html'>One</a></li><li><a href='2.html'>Two</a></li></ul>")
    told = feedmill("check")
    assert told.exit_code == 0
    feedmill("build")
    files = {path.name for path in (tmp_path / "public").glob("*.atom")} - {"health.atom", "plain.atom"}
    assert len(files) == 3
    assert all(f"({file})" in told.stderr for file in files)
    assert "plain" not in told.stderr
    assert "another name" not in feedmill("check", "plain").stderr
