"""Values to rows and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from cleaner import CleanHTML, Enclosure
from feeds.memory import GUID, Aside, Known, KnownEntry, KnownPage, Media, Ping, Published
from feeds.model import Entry, FeedSummary, Incident, Item, Validators
from feeds.store.schema import storable
from feeds.urls import place

_ITEM = TypeAdapter(Item)
_NAMES = TypeAdapter(tuple[str, ...])
_ENCLOSURES = TypeAdapter(tuple[Enclosure, ...])
_SUMMARY = TypeAdapter(FeedSummary)

# What PostgreSQL takes into an index is bounded, what a server calls its pages is not.
_LONGEST_KEY = 500


def key(url: str) -> str:
    """What `url` (or a guid) is looked up by: its identity, or a digest of it where that is long."""
    try:
        same = url if url.startswith(GUID) else place(url)
    except ValueError:  # no URL, whatever it was called; it is still the same as itself
        same = url
    same = storable(same)
    return same if len(same) <= _LONGEST_KEY else f"sha256:{hashlib.sha256(same.encode()).hexdigest()}"


def site_row(known: Known) -> dict[str, Any]:
    """Of the columns that a visit decides."""
    return {
        "rules": known.rules,
        "tried": known.tried,
        "url": known.url,
        "title": known.title,
        "description": known.description,
        "language": known.language,
        "image": known.image,
        "last_visit": known.last_visit,
        "last_success": known.last_success,
        "next_visit": known.next_visit,
        "failures": known.failures,
        "gone": known.gone,
        "pace": known.pace,
    }


def known_site(row: Row[Any], pages: tuple[KnownPage, ...]) -> Known:
    return Known(
        slug=row.slug,
        revision=row.revision,
        feed_id=row.feed_id,
        created=row.created,
        pages=pages,
        retry_at=row.retry_at,
        check_at=row.check_at,
        last_change=row.last_change,
        entries=row.entries,
        incidents=row.incidents,
        **{name: getattr(row, name) for name in _SITE_COLUMNS},
    )


_SITE_COLUMNS = tuple(site_row(Known(slug="")))


def page_row(slug: str, page: KnownPage) -> dict[str, Any]:
    return {
        "slug": slug,
        "key": key(page.url),
        "url": page.url,
        "etag": page.validators.etag,
        "last_modified": page.validators.last_modified,
        "digest": page.digest,
        "moved_to": page.moved_to,
        "gone": page.gone,
    }


def known_page(row: Row[Any]) -> KnownPage:
    return KnownPage(url=row.url, validators=_validators(row), digest=row.digest, moved_to=row.moved_to, gone=row.gone)


def content_row(entry: Entry) -> dict[str, Any]:
    """What is published of an entry."""
    return {
        "title": entry.title,
        "authors": _json(_NAMES, entry.authors),
        "summary": entry.summary,
        "content": entry.content,
        "image": entry.image,
        "categories": _json(_NAMES, entry.categories),
        "enclosures": _json(_ENCLOSURES, entry.enclosures),
        "language": entry.language,
        "change": entry.change,
    }


def memory_row(known: KnownEntry) -> dict[str, Any]:
    """What we know an entry by."""
    return {
        "url": known.url,
        "published": known.published,
        "updated": known.updated,
        "first_seen": known.first_seen,
        "fingerprint": known.fingerprint,
        "edition": known.edition,
        "deleted": known.deleted,
        "item": _json(_ITEM, known.item),
        "row": known.row,
        "dated": known.dated,
        "etag": known.validators.etag,
        "last_modified": known.validators.last_modified,
        "checked": known.checked,
        "next_check": known.next_check,
        "gone_since": known.gone_since,
    }


def known_entry(row: Row[Any], aliases: tuple[str, ...] = ()) -> KnownEntry:
    return KnownEntry(
        id=row.id,
        item=_ITEM.validate_json(row.item),
        row=row.row,
        url=row.url,
        fingerprint=row.fingerprint,
        edition=row.edition or "",
        published=row.published,
        updated=row.updated,
        first_seen=row.first_seen,
        dated=row.dated,
        validators=_validators(row),
        checked=row.checked,
        next_check=row.next_check,
        gone_since=row.gone_since,
        deleted=row.deleted,
        aliases=aliases,
    )


def full_entry(row: Row[Any], aliases: Mapping[str, tuple[str, ...]]) -> Entry:
    return Entry(
        id=row.id,
        url=row.url,
        title=row.title,
        published=row.published,
        updated=row.updated,
        first_seen=row.first_seen,
        authors=_NAMES.validate_json(row.authors),
        summary=row.summary,
        content=CleanHTML(row.content),  # it was when it went in
        image=row.image,
        categories=_NAMES.validate_json(row.categories),
        enclosures=_ENCLOSURES.validate_json(row.enclosures),
        language=row.language,
        fingerprint=row.fingerprint,
        aliases=aliases.get(row.id, ()),
        change=row.change,
        deleted=row.deleted,
        validators=_validators(row),
    )


def aside_row(slug: str, aside: Aside) -> dict[str, Any]:
    return {
        "slug": slug,
        "key": key(aside.item.url),
        "item": _json(_ITEM, aside.item),
        "row": aside.row,
        "first_seen": aside.first_seen,
        "reason": aside.reason,
        "attempts": aside.attempts,
        "next_try": aside.next_try,
    }


def known_aside(row: Row[Any]) -> Aside:
    return Aside(
        item=_ITEM.validate_json(row.item),
        row=row.row,
        first_seen=row.first_seen,
        reason=row.reason,
        attempts=row.attempts,
        next_try=row.next_try,
    )


def media_row(slug: str, media: Media) -> dict[str, Any]:
    return {
        "slug": slug,
        "key": key(media.url),
        "url": media.url,
        "length": media.length,
        "type": media.type,
        "attempts": media.attempts,
        "next_try": media.next_try,
    }


def known_media(row: Row[Any]) -> Media:
    return Media(url=row.url, length=row.length, type=row.type, attempts=row.attempts, next_try=row.next_try)


def published_row(published: Published) -> dict[str, Any]:
    return {
        "slug": published.slug,
        "feed_id": published.feed_id,
        "key": published.key,
        "rules": published.rules,
        "files": _json(_NAMES, published.files),
        "summary": _json(_SUMMARY, published.summary),
        "archives": published.archives,
        "archive_key": published.archive_key,
    }


def known_published(row: Row[Any]) -> Published:
    return Published(
        slug=row.slug,
        feed_id=row.feed_id,
        key=row.key,
        rules=row.rules,
        files=_NAMES.validate_json(row.files),
        summary=_SUMMARY.validate_json(row.summary),
        archives=row.archives,
        archive_key=row.archive_key,
    )


def ping_row(ping: Ping) -> dict[str, Any]:
    return {
        "topic": ping.topic,
        "hub": ping.hub,
        "slug": ping.slug,
        "attempts": ping.attempts,
        "next_try": ping.next_try,
    }


def known_ping(row: Row[Any]) -> Ping:
    return Ping(topic=row.topic, hub=row.hub, slug=row.slug, attempts=row.attempts, next_try=row.next_try)


def known_incident(row: Row[Any]) -> Incident:
    return Incident(
        slug=row.slug,
        kind=row.kind,
        what=row.what,
        where=row.place,
        mend=row.mend,
        since=row.since,
        until=row.until,
    )


def _json(adapter: TypeAdapter[Any], value: object) -> str:
    # Not dump_json, which half a surrogate pair from somebody's JSON would break.
    data = adapter.dump_python(value, mode="json", exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def _validators(row: Row[Any]) -> Validators:
    return Validators(etag=row.etag, last_modified=row.last_modified)
