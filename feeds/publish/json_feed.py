"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cleaner import CleanHTML, Enclosure
from feeds.model import Entry, Feed
from feeds.publish.generator import PODCAST, previous_archive, transcript_rel
from feeds.publish.names import feed_url


def to_json(feed: Feed, contents: Sequence[CleanHTML]) -> bytes:
    """A safe feed as a JSON Feed document; `next_url` leads to the archives."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed_url(feed, "json"),
        "description": feed.subtitle,
        "icon": feed.image,
        "language": feed.language,
        "authors": _authors(feed.authors),
        "next_url": previous_archive(feed, "json"),
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub and feed.archive is None else None,
        "items": [_item(entry, content) for entry, content in zip(feed.entries, contents, strict=True)],
    }
    return (json.dumps(_known(document), ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry, content: CleanHTML) -> dict[str, Any]:
    return _known(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": content,
            "image": entry.image,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": _authors(entry.authors),
            "tags": list(entry.categories) or None,
            "language": entry.language,
            "attachments": [_attachment(each) for each in entry.enclosures] or None,
            "_podcast": _podcast(entry),
        }
    )


def _podcast(entry: Entry) -> dict[str, Any] | None:
    """Chapters and transcripts, of which JSON Feed knows nothing: an extension in the words of the RSS namespace."""
    tracks = [track for each in entry.enclosures for track in each.tracks]
    if not tracks:
        return None
    return _known(
        {
            "about": PODCAST,
            "transcripts": [
                _known({"url": each.url, "type": each.type, "language": each.language, "rel": transcript_rel(each)})
                for each in tracks
                if each.kind != "chapters"
            ]
            or None,
            "chapters": next(({"url": e.url, "type": e.type} for e in tracks if e.kind == "chapters"), None),
        }
    )


def _authors(names: Sequence[str]) -> list[dict[str, str]] | None:
    return [{"name": name} for name in names] or None


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    return _known(
        {
            "url": enclosure.url,
            "mime_type": enclosure.type,
            "title": enclosure.title,
            "size_in_bytes": enclosure.length,
            "duration_in_seconds": enclosure.duration,
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """Without the keys that have nothing to say."""
    return {key: value for key, value in values.items() if value is not None}
