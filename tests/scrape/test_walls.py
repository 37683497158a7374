"""Show pages that stand in the way of their own list say so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Response
from feeds.scrape import read_listing

NOW = datetime(2024, 3, 5, tzinfo=UTC)
SHELL = b"""<!doctype html><html><head><title>News</title><script src="/app.js"></script></head>
<body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>"""
CHECK = b"""<!doctype html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser before
accessing news.example</h1><p>This process is automatic. Please enable cookies. Ray ID: 7d1c2b3a4</p></body></html>"""


@pytest.mark.parametrize("listing", [{}, {"items": "article"}], ids=["found", "selected"])
@pytest.mark.parametrize(("page", "says"), [(SHELL, "built by script"), (CHECK, "bot check")], ids=["shell", "check"])
def test_a_wall_is_named_rather_than_the_selector_blamed(page: bytes, says: str, listing: dict[str, str]) -> None:
    url = "https://news.example/"
    site = SiteConfig.model_validate({"slug": "news", "url": url, "listing": listing})
    with pytest.raises(ScrapeError, match=says):
        read_listing(Response(url=url, final_url=url, body=page), site, now=NOW)
