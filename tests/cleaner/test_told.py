"""A story that a page holds as data and does not show."""

from __future__ import annotations

import json

import pytest

from cleaner import Rules, clean

URL = "https://site.example/2025/bell.html"
BODY = (
    "The ferry has a bell that nobody rings. It hangs by the wheelhouse, polished each Monday, and its rope is new.\n\n"
    "It was rung last in 1959, for a fog that lasted nine days. Since then there has been radar &amp; a company policy."
)
HTML = "".join(f"<p>{line}</p>" for line in BODY.split("\n\n"))


def page(*scripts: tuple[str, object], shown: str = "") -> str:
    data = ((kind, json.dumps(value).replace("</", "<\\/")) for kind, value in scripts)
    told = "".join(f'<script type="application/{kind}">{value}</script>' for kind, value in data)
    return f"<html lang=en><head><title>The bell</title></head><body><div id=root>{shown}</div>{told}</body></html>"


def article(**more: object) -> tuple[str, object]:
    return "ld+json", {"@type": "NewsArticle", "headline": "The bell", "articleBody": BODY, **more}


def test_an_empty_shell_whose_json_ld_tells_the_story_has_it() -> None:
    found = clean(page(article()), URL, trace=True)
    assert found.text.startswith("The ferry has a bell") and found.text.endswith("radar & a company policy.")
    assert found.html.count("<p>") == 2 and found.wall is None and found.trace.extractor == "data"


def test_a_shell_that_a_script_would_fill_has_the_longest_text_that_it_holds() -> None:
    props = {"props": {"story": {"body": HTML + "<script>alert(1)</script>"}, "menu": ["Home", "Stories"]}}
    found = clean(page(("json", props)), URL)
    assert found.html == HTML.replace("</p><p>", "</p>\n<p>")


@pytest.mark.parametrize(
    "html",
    [
        page(article(isAccessibleForFree=False)),
        page(("json", [{"body": HTML}, {"body": HTML.replace("bell", "horn")}])),
        page(article(), ("ld+json", {"@type": "NewsArticle", "articleBody": BODY[::-1]})),
        page(("ld+json", {"@type": "WebSite", "text": BODY})),
        page(article(), shown="<ul>" + "<li><a href=/>A story that is told elsewhere</a>" * 60 + "</ul>"),
    ],
    ids=["paid for", "a list of stories", "two articles", "no article", "a page that shows enough"],
)
def test_what_is_no_one_free_story_is_not_taken(html: str) -> None:
    assert "bell" not in clean(html, URL).text


def test_a_site_can_do_without_json_ld() -> None:
    assert clean(page(article()), URL, rules=Rules(json_ld=False)).text == ""
