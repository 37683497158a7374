"""Pages that attack, read by the whole program: nothing of the attack is in any published file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from types import ModuleType

import pytest

from feeds.config import load
from feeds.jobs import run

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
    fetch: {max_requests: 1000}
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
def site(shared: Path, tmp_path: Path) -> Path:
    """A folder with a config and a site whose every page holds one payload wherever a page can hold something."""
    lines = (shared / "corpus/hostile/cases.jsonl").read_text("ascii").splitlines()
    cases = [case for case in map(json.loads, lines) if case["kind"] in ("field", "html")][::EVERY]
    payloads = [case["payload"][:20_000] for case in cases]
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
    return tmp_path


def test_no_payload_of_a_page_survives_the_whole_program(
    site: Path, atom_check: ModuleType, record_property: Callable[[str, object], None]
) -> None:
    run(load(site / "config.yaml"), now=datetime(2024, 3, 5, tzinfo=UTC))
    public = site / "public"
    entries = json.loads((public / "hostile.json").read_text())["items"]
    record_property("entries", len(entries))
    assert len(entries) >= len(list(site.glob("[0-9]*.html"))) * 0.8  # or the pages were never read
    checked = list(atom_check.check_path(str(public), atom_check.Options(fast=True)))
    assert {Path(name).suffix for name, _found in checked} == {".atom", ".rss", ".json", ".html", ".opml"}
    found = [each for _name, findings in checked for each in findings]
    assert [f"{each.file}: {each.where}: {each.rule}: {each.detail}" for each in found] == []
    assert not list(public.rglob("passwd*"))
