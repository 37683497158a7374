"""Names for ever: tag URIs (RFC 4151) for feeds and entries, minted once and then remembered. Pure."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from posixpath import dirname, relpath
from urllib.parse import quote, urlsplit

from feeds.urls import host, place

MAX_ID = 500
"""Characters of a source's guid that is kept as an entry's id."""
_AUTHORITY = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_SCHEMES = ("http", "https", "tag", "urn")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`\ud800-\udfff\u2028\u2029\ufffe\uffff]+")


def mint_feed_id(slug: str, base_url: str, now: datetime) -> str:
    """The id of a feed that is made at `now` and served below `base_url`."""
    return f"{_prefix(base_url, now)}:{quote(slug, safe='')}"


def mint_entry_id(slug: str, url: str, base_url: str, now: datetime, *, show: str = "") -> str:
    """The id of an entry that is first seen at `now`, at `url`; `show` is the site's show page.

    The digest tells it from its siblings; that it was made from the URL matters to nobody afterwards.
    """
    mark = hashlib.sha256(_page(url, show).encode("utf-8", "replace")).hexdigest()[:16]
    return f"{mint_feed_id(slug, base_url, now)}/{mark}"


def source_id(value: str | None) -> str | None:
    """The source's own id where it can stand for the entry everywhere: an absolute IRI. None where it cannot."""
    if not value or len(value) > MAX_ID or value.partition(":")[0] not in _SCHEMES:
        return None
    return value if _IRI.fullmatch(value) else None


def _page(url: str, show: str) -> str:
    # Where on disk the site's folder lies must not make another id of a page in it.
    if url.startswith("file:") and show.startswith("file:"):
        page, mark, part = url.partition("#")
        return relpath(urlsplit(page).path, dirname(urlsplit(show).path)) + mark + part
    return place(url)


def _prefix(base_url: str, now: datetime) -> str:
    # The month says as much as is needed, and RFC 4151 lets it stand for its first day.
    authority = host(base_url)
    return f"tag:{authority if _AUTHORITY.fullmatch(authority) else 'localhost'},{now:%Y-%m}"
