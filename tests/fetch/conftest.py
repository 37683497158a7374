"""Fixtures for the fetching tests: a fetcher, and a site's config in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from feeds.config import FetchConfig, SiteConfig
from feeds.fetch import Fetcher
from feeds.model import Request, Response

SiteMaker = Callable[..., SiteConfig]


@pytest.fixture
def config() -> SiteMaker:
    """config(url, timeout=2, …): a site on this machine, without pauses unless asked for."""

    def make(*urls: str, slug: str = "test", **fetch: Any) -> SiteConfig:
        options = {"delay": 0, "timeout": 5, "allow_private": True, "robots": "ignore"} | fetch
        return SiteConfig(slug=slug, url=urls, fetch=FetchConfig(**options))

    return make


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    with Fetcher(folder=tmp_path, backoff=0.01) as fetcher:
        yield fetcher


@pytest.fixture
def get(fetcher: Fetcher, config: SiteMaker) -> Callable[..., Response]:
    """get(url, etag=…, timeout=…): fetch one page in the name of a site of its own."""

    def fetch(url: str, *, request: Request | None = None, **options: Any) -> Response:
        return fetcher.fetch(request or Request(url=url), config(url, **options))

    return fetch
