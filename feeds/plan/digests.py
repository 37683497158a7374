"""What must change before something is looked at again, as short digests. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from feeds.config import SiteConfig
from feeds.model import Item

_READING = {"url", "timezone", "language", "source", "listing", "json_", "article", "filter", "params"}
"""Keys of a site that decide what is read from its pages; the others say how to fetch and to publish."""


def rules_digest(site: SiteConfig) -> str:
    """Of the site's config as far as it decides what is read: another digest, and pages are to be read anew."""
    return _digest(site.model_dump_json(include=_READING))


def row_digest(item: Item, site: SiteConfig) -> str:
    """Of what in an item's row says that its article may have changed.

    Where articles are opened, teasers and dates are left out: they hold counters and "2 hours ago".
    """
    facts: list[object] = [item.title, item.updated, [each.url for each in item.enclosures], item.html]
    if site.article is False or not item.has_page:
        facts += [item.summary, item.image, item.authors, item.categories]
    return _digest(json.dumps(facts, default=str))


def listing_digest(items: Iterable[Item], site: SiteConfig) -> str:
    """Of all rows of a show page: the same digest, and it says nothing new."""
    return _digest(json.dumps([[item.url, item.id, row_digest(item, site)] for item in items]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
