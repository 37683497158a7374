"""The honest figure: a page is read with nothing that its own site taught."""

from __future__ import annotations

import gzip
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from feeds.scrape.detect import validate
from feeds.scrape.detect.train import Lesson


def test_no_page_is_read_with_what_its_own_domain_taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(b"<p>Nothing</p>"))
    pages = [{"url": f"https://{host}.site{n}.org/", "_html": path} for n in range(20) for host in ("a", "b")]
    lessons = [Lesson(f"site{n}.org", [{"n": 1.0}], [], [1.0], []) for n in range(20)]
    monkeypatch.setattr(validate, "learn", lambda taught, seed: taught)
    monkeypatch.setattr(validate, "build", lambda taught: {lesson.domain for lesson in taught})
    read: list[tuple[str, set[str]]] = []
    monkeypatch.setattr(validate, "find_items", lambda html, url, ranker: read.append((url, ranker)))
    scorer: Any = SimpleNamespace(score_page=lambda page, items, base: {})
    validate.read_unseen(pages, lessons, scorer, seed=1)
    assert sorted(url for url, _ in read) == sorted(page["url"] for page in pages)
    for url, taught in read:
        assert taught
        assert not any(url.endswith(f".{domain}/") for domain in taught)
