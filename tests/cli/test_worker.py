"""`feedmill worker` as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feeds.cli import main


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Any) -> Callable[..., Result]:
    """Runs `feedmill worker --once` on one site with the given store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDMILL_ALLOW_PRIVATE", "1")
    site.page("/news", '<ul><li class="item"><a href="/one">One</a></li></ul>')
    site.page("/one", f"<article><h1>One</h1><p>{'It is told at some length. ' * 20}</p></article>")

    def run(store: str, *words: str) -> Result:
        news = {"url": site.url("/news"), "listing": {"items": "li.item"}, "fetch": {"delay": 0}}
        Path("config.yaml").write_text(json.dumps({"store": store, "sites": {"news": news}}))
        return CliRunner().invoke(main, ["worker", "--once", *words], catch_exceptions=False)

    return run


def test_a_worker_tells_of_every_update_as_a_line_of_json(
    worker: Callable[..., Result], new_database: Callable[[], str]
) -> None:
    pytest.importorskip("procrastinate", reason="needs Procrastinate (extra: worker)")
    result = worker(new_database())
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert {"site": "news", "status": "updated", "new": 1, "ok": True}.items() <= json.loads(line).items()
    assert Path("public/news.atom").is_file()


def test_a_worker_on_a_file_says_what_many_machines_need(worker: Callable[..., Result]) -> None:
    result = worker("feedmill.db")
    assert result.exit_code == 1
    assert "write postgresql://" in result.stderr
