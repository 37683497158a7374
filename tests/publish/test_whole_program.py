"""Pages that attack, read by the whole program: nothing of the attack is in any published file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from types import ModuleType

import pytest

from feeds.config import load
from feeds.jobs import run
from feeds.model import Rendition

EVERY = int(os.environ.get("FEEDMILL_EVERY", "6"))
"""One payload in so many is built; FEEDMILL_EVERY=1 takes them all."""
CONFIG = """
publish: {base_url: "https://feeds.example/", formats: [atom, rss, json]}
sites:
  hostile:
    url: file:listing.html
    keep: 1000
    listing: {items: .card, link: "a.story::attr(href)", title: a.story, author: .by, categories: .tag,
              summary: .dek, image: "img::attr(src)", max_items: 2000}
    article: {body: .body}
    fetch: {budget: 1000}
"""
CARD = """<li class="card"><a class="story" href="{link}">{text}</a><span class="by">{text}</span>
<span class="tag">{text}</span><p class="dek">{text}</p><img src="{attribute}" alt="{attribute}"></li>"""
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{text}</title>
<meta name="author" content="{attribute}"><meta property="article:tag" content="{attribute}">
<meta property="og:image" content="{attribute}"><meta name="description" content="{attribute}">
<script type="application/ld+json">{data}</script></head>
<body><h1>{text}</h1><div class="body"><p>The story begins with words of its own, enough of them to be a story.</p>
<img src="https://site.example/picture.jpg" alt="{attribute}"><a href="{attribute}" title="{attribute}">a link</a>
{raw}
</div></body></html>"""


@pytest.fixture
def public(payloads: list[str], tmp_path: Path) -> Path:
    """What is published of a site whose every page holds one payload wherever a page can hold something."""
    payloads = [payload[:20_000] for payload in payloads[::EVERY]]
    cards = []
    for number, payload in enumerate(payloads):
        story = {"@type": "NewsArticle", "headline": payload, "author": {"name": payload, "url": payload}}
        page = PAGE.format(
            text=escape(payload),
            attribute=escape(payload, quote=True),
            raw=payload,
            data=json.dumps(story).replace("<", "\\u003c"),
        )
        (tmp_path / f"{number}.html").write_bytes(page.encode("utf-8", "replace"))
        for link in (f"{number}.html", payload):
            cards.append(CARD.format(link=escape(link), text=escape(payload), attribute=escape(payload)))
    listing = f"<!DOCTYPE html><meta charset=utf-8><title>{escape(payloads[0])}</title><ul>{''.join(cards)}</ul>"
    (tmp_path / "listing.html").write_bytes(listing.encode("utf-8", "replace"))
    (tmp_path / "config.yaml").write_text(CONFIG)
    run(load(tmp_path / "config.yaml"), now=datetime(2024, 3, 5, tzinfo=UTC))
    entries = json.loads((tmp_path / "public/hostile.json").read_text())["items"]
    assert len(entries) >= len(payloads) * 0.8  # or the pages were never read
    return tmp_path / "public"


def test_no_payload_of_a_page_survives_the_whole_program(public: Path, atom_check: ModuleType) -> None:
    checked = list(atom_check.check_path(str(public), atom_check.Options(fast=True)))
    assert {Path(name).suffix for name, _found in checked} == {".atom", ".rss", ".json", ".html", ".opml"}
    found = [each for _name, findings in checked for each in findings]
    assert [f"{each.file}: {each.where}: {each.rule}: {each.detail}" for each in found] == []
    assert not list(public.rglob("passwd*"))


def test_no_rule_of_the_validator_is_broken_by_hostile_pages(
    public: Path, broken_rules: Callable[..., list[str]]
) -> None:
    for name in ("hostile.atom", "hostile.rss", "health.atom"):
        assert broken_rules((public / name).read_bytes(), f"https://feeds.example/{name}") == []


@pytest.mark.browser
def test_nothing_that_is_published_runs_in_a_browser(public: Path, visit: Callable[..., list[str]]) -> None:
    for page in public.glob("*.html"):
        assert visit(Rendition(name=page.name, media_type="text/html", body=page.read_bytes())) == []
    stories = [item["content_html"] for item in json.loads((public / "hostile.json").read_text())["items"]]
    alone = "<!DOCTYPE html><meta charset=utf-8>" + "".join(f"<article>{story}</article>" for story in stories)
    did = visit(Rendition(name="x.html", media_type="text/html", body=alone.encode()), policy=False)
    players = re.compile(r"document https://(www\.youtube(-nocookie)?\.com|player\.vimeo\.com)/")  # may be framed
    assert [each for each in did if not players.match(each)] == []
