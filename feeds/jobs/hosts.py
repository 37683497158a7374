"""Whose sites are visited one after the other: a host serves one request at a time anyway."""

from __future__ import annotations

from urllib.parse import urlsplit

from feeds.config import SiteConfig


def host_of(site: SiteConfig) -> str:
    """The host and port that a site's show page is on; a folder on this machine is a host of its own."""
    return urlsplit(site.url[0]).netloc.lower() or f"file:{site.slug}"
