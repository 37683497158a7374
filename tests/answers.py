"""A site's config and what its server answered, for tests of sources. Nothing here fetches."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from feeds.config import SiteConfig
from feeds.model import Listing, Response
from feeds.scrape import read_listing

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
PAGE = "https://news.example/section/"


def site(source: str, url: str = PAGE, **settings: Any) -> SiteConfig:
    return SiteConfig.model_validate({"slug": "news", "url": url, "source": source, **settings})


def answer(body: str | bytes, url: str = PAGE, **headers: str) -> Response:
    data = body.encode() if isinstance(body, str) else body
    return Response(url=url, final_url=url, headers={k.replace("_", "-"): v for k, v in headers.items()}, body=data)


def read(body: str | bytes, config: SiteConfig, url: str = PAGE, **headers: str) -> Listing:
    return read_listing(answer(body, url, **headers), config, now=NOW)
