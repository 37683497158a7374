"""What config.yaml takes from the environment is not shown by the commands that look at a site either."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SECRET = "s3same/0pen+now"
CONFIG = """
defaults: {fetch: {delay: 0 seconds, auth: "editor:${KEY}"}}
sites:
  news:
    url: URL/news?key=${KEY}
    listing: {items: .card, summary: p, published: b}
    tests: [{url: "URL/1?key=${KEY}", contains: nothing}]
  bad: {url: "URL/bad?key=${KEY}", listing: {items: .card}}
"""


@pytest.fixture
def keyed(feedmill: Any, site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command on a site that repeats its key wherever it can."""
    monkeypatch.setenv("KEY", SECRET)
    (tmp_path / "config.yaml").write_text(CONFIG.replace("URL", site.url("")))
    cards = "".join(
        f"<article class='card'><h3><a href='/{n}?key={SECRET}'>Headline number {n}, {SECRET}</a></h3>"
        f"<p>What the {'long ' * n}story tells to whoever asks for it with {SECRET}</p><b>{SECRET}</b></article>"
        for n in range(4)
    )
    for path, name in (("/news", f"News for {SECRET}"), ("/others", "The others")):
        site.page(path, f"<html><head><title>{name}</title></head><body>{cards}</body></html>")
    site.page("/bad", "<p>We have moved.</p>")
    told = "".join(f"<p>Sentence {part} of the story, {SECRET}, which goes on for a while.</p>" for part in range(9))
    for n in range(4):
        site.page(f"/{n}", f"<html><body><article><h1>Headline {n} {SECRET}</h1>{told}</article></body></html>")
    return feedmill


@pytest.mark.parametrize(
    "command",
    [
        "preview news",
        "preview news --json",
        "preview bad",
        "check --live",
        "check --live --json",
        "add URL/others --print",
        "preview news --xray x.html",
    ],
)
def test_no_command_shows_a_secret_that_a_page_repeats(keyed: Any, site: Any, tmp_path: Path, command: str) -> None:
    result = keyed(*command.replace("URL", site.url("")).split())
    told = result.stdout + result.stderr
    if "--xray" in command:
        told += (tmp_path / "x.html").read_text("utf-8")
    assert "REDACTED" in told
    assert "s3same" not in told
    assert site.seen[0].headers["Authorization"]
