"""No page takes long: each of these would, if it were read to its end or compared with itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner import parse
from feeds.scrape import find_items
from feeds.scrape.detect import detect_items

URL = "https://site.example/dir/"
SECONDS = 6.0
"""Of CPU time, several times what these pages take on a slow machine; unbounded they took up to a hundred."""


def story(n: int, text: str = "") -> str:
    return f"<a href='/story/{n}-of-the-night'>The harbour and the ferry of night {n}</a>{text}"


PAGES: dict[str, Callable[[], str]] = {
    "links": lambda: "".join(f"<p>{story(n, ' 01/02/2024 and more')}</p>" for n in range(100_000)),
    "cards": lambda: "".join(f"<li class='{'abc'[n % 3]}'><h3>{story(n)}</h3></li>" for n in range(50_000)),
    "depth": lambda: "".join(f"<section id=s{n}><h2>Most read</h2>{story(n)}" for n in range(5000)),
    "rails": lambda: "".join(f"<div class='c{n}x'><i>Popular</i>{story(n)}</div>" for n in range(30_000)),
    "dates": lambda: "".join(f"<div>{story(n, '<i>01/02/2024</i>' * 9)}</div>" for n in range(9000)),
    "one item": lambda: f"<article><h2>{story(1)}</h2>{'<p>text 2024-01-02</p>' * 50_000}</article>",
    "one address": lambda: "".join(f"<div class='{'ab'[n % 2]}'><h2>{story(1)}</h2>" for n in range(5000)),
    "text": lambda: "".join(f"<b>w{n}</b> " for n in range(500_000)) + "".join(map(story, range(9))),
    "classes": lambda: "".join(f"<p class='{'x y ' * 500}'>{story(n)}</p>" for n in range(3000)),
    "deep list": lambda: "<ul>" * 150 + "".join(f"<li>{story(n, '<i>1/2/2024</i>')}" for n in range(2000)),
    "states": lambda: "<script>" + "__ab={" * 300_000 + "</script>",
    "flight": lambda: "<script>self.__next_f.push([1," + json.dumps("1:{\n" * 100_000) + "])</script>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_read_within_bounds(page: Callable[[], str]) -> None:
    root = parse(f"<html lang='en'><body>{page()}</body></html>")
    start = time.process_time()
    detect_items(root, URL)
    assert time.process_time() - start < SECONDS


def test_hostile_pages_give_items_or_none(shared: Path) -> None:
    folder = shared / "corpus" / "hostile"
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text("ascii").splitlines()]
    for case in cases:
        if case["kind"] == "page" and "file" in case:
            items = find_items((folder / case["file"]).read_bytes(), "https://site.example/dir/page.html")
            assert all(item.url.startswith("http") for item in items), case["id"]


def test_a_page_of_nothing_but_openings_is_read() -> None:
    assert find_items(b"<" * 100_000, URL) == []
