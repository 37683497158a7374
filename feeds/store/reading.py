"""What the store is asked, as queries on one connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from feeds.memory import GUID, Aside, Due, Known, KnownEntry, KnownPage, Media, Ping, Published
from feeds.model import Entry, FeedSummary, Incident, SiteHealth
from feeds.store import codec
from feeds.store.schema import aliases, asides, entries, hosts, incidents, media, notes, pages, pings, published, sites

_CHUNK = 500  # of values in one query: every database takes that many
_INCIDENTS_SHOWN = 50

_MEMORY: tuple[ColumnElement[Any], ...] = (
    entries.c.id,
    *(entries.c[name] for name in ("url", "published", "updated", "first_seen", "fingerprint", "edition", "deleted")),
    *(entries.c[name] for name in ("item", "row", "dated", "etag", "last_modified", "checked")),
    *(entries.c[name] for name in ("next_check", "gone_since")),
)
_NEWEST = (entries.c.published.desc(), entries.c.first_seen.desc(), entries.c.id)


def known_sites(connection: Connection, slugs: Iterable[str]) -> Iterator[Known]:
    """What is known of these sites, apart from their entries; a new `Known` for each that was never visited."""
    for some in _chunks(slugs):
        of: dict[str, list[KnownPage]] = {}
        for page in connection.execute(select(pages).where(pages.c.slug.in_(some)).order_by(pages.c.url)):
            of.setdefault(page.slug, []).append(codec.known_page(page))
        rows = {row.slug: row for row in connection.execute(select(sites).where(sites.c.slug.in_(some)))}
        for slug in some:
            yield codec.known_site(rows[slug], tuple(of.get(slug, ()))) if slug in rows else Known(slug=slug)


def entries_met(connection: Connection, slug: str, urls: Iterable[str]) -> Iterator[KnownEntry]:
    """Entries that were ever met under one of the URLs; with the alias that matched, once for each."""
    met = aliases.join(entries, and_(entries.c.slug == aliases.c.slug, entries.c.id == aliases.c.entry_id))
    query: Select[Any] = select(*_MEMORY, aliases.c.url.label("alias")).select_from(met)
    for some in _chunks(map(codec.key, urls)):
        for row in connection.execute(query.where(aliases.c.slug == slug, aliases.c.key.in_(some))):
            yield codec.known_entry(row, (row.alias,))


def entries_called(connection: Connection, slug: str, titles: Iterable[str]) -> Iterator[KnownEntry]:
    """Entries that are not deleted and have one of the titles, newest first."""
    query = select(*_MEMORY).where(entries.c.slug == slug, entries.c.deleted.is_(None)).order_by(*_NEWEST)
    for some in _chunks(titles):
        yield from map(codec.known_entry, connection.execute(query.where(entries.c.title.in_(some))))


def items_aside(connection: Connection, slug: str, urls: Iterable[str]) -> Iterator[Aside]:
    """Items set aside that have one of the URLs, in any spelling."""
    for some in _chunks(map(codec.key, urls)):
        found = connection.execute(select(asides).where(asides.c.slug == slug, asides.c.key.in_(some)))
        yield from map(codec.known_aside, found)


def due(connection: Connection, slug: str, now: datetime, check_before: datetime, checks: int) -> Due:
    """What has waited longest, of each sort."""
    entry = select(*_MEMORY).where(entries.c.slug == slug, entries.c.next_check <= check_before)
    aside = select(asides).where(asides.c.slug == slug, asides.c.next_try <= now)
    file = select(media).where(media.c.slug == slug, media.c.next_try <= now)
    entry = entry.order_by(entries.c.next_check, *_NEWEST).limit(checks)
    aside = aside.order_by(asides.c.next_try, asides.c.first_seen.desc(), asides.c.key).limit(_CHUNK)
    file = file.order_by(media.c.next_try, media.c.key).limit(_CHUNK)
    return Due(
        checks=tuple(map(codec.known_entry, connection.execute(entry))),
        tries=tuple(map(codec.known_aside, connection.execute(aside))),
        media=tuple(map(codec.known_media, connection.execute(file))),
    )


def newest(connection: Connection, slug: str, limit: int, skip: int) -> tuple[Entry, ...]:
    """Entries that are not deleted, newest first, in full."""
    query = select(entries).where(entries.c.slug == slug, entries.c.deleted.is_(None)).order_by(*_NEWEST)
    return _in_full(connection, slug, connection.execute(query.limit(limit).offset(skip)).all())


def with_ids(connection: Connection, slug: str, ids: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of these ids in full, deleted ones too, in no order."""
    rows: list[Row[Any]] = []
    for some in _chunks(ids):
        rows += connection.execute(select(entries).where(entries.c.slug == slug, entries.c.id.in_(some)))
    return _in_full(connection, slug, rows)


def in_archive(connection: Connection, slug: str, number: int) -> tuple[Entry, ...]:
    """The entries of one archive that are not deleted, newest first."""
    query = select(entries).where(entries.c.slug == slug, entries.c.archive == number, entries.c.deleted.is_(None))
    return _in_full(connection, slug, connection.execute(query.order_by(*_NEWEST)).all())


def withdrawn(connection: Connection, slug: str, limit: int) -> tuple[tuple[str, datetime], ...]:
    """Ids of deleted entries and when they were, the latest first."""
    query = select(entries.c.id, entries.c.deleted).where(entries.c.slug == slug, entries.c.deleted.is_not(None))
    found = connection.execute(query.order_by(entries.c.deleted.desc(), entries.c.id).limit(limit))
    return tuple((row.id, row.deleted) for row in found)


def dates(connection: Connection, slug: str, limit: int) -> tuple[datetime, ...]:
    """When the newest entries were published, newest first."""
    query = select(entries.c.published).where(entries.c.slug == slug, entries.c.deleted.is_(None))
    return tuple(row.published for row in connection.execute(query.order_by(*_NEWEST).limit(limit)))


def media_files(connection: Connection, slug: str, urls: Iterable[str]) -> Iterator[Media]:
    """What is known of those of the media files that were ever asked for."""
    for some in _chunks(map(codec.key, urls)):
        found = connection.execute(select(media).where(media.c.slug == slug, media.c.key.in_(some)))
        yield from map(codec.known_media, found)


def host_value(connection: Connection, host: str, name: str) -> str | None:
    return connection.execute(select(hosts.c.value).where(hosts.c.host == host, hosts.c.name == name)).scalar()


def published_feeds(connection: Connection, slugs: Iterable[str]) -> Iterator[Published]:
    for some in _chunks(slugs):
        yield from map(codec.known_published, connection.execute(select(published).where(published.c.slug.in_(some))))


def all_published(connection: Connection) -> tuple[Published, ...]:
    return tuple(map(codec.known_published, connection.execute(select(published).order_by(published.c.slug))))


def note(connection: Connection, name: str) -> str | None:
    return connection.execute(select(notes.c.value).where(notes.c.name == name)).scalar()


def due_pings(connection: Connection, now: datetime, limit: int) -> tuple[Ping, ...]:
    """What hubs are to be told by now, the longest due first."""
    query = select(pings).where(pings.c.next_try <= now).order_by(pings.c.next_try, pings.c.topic).limit(limit)
    return tuple(map(codec.known_ping, connection.execute(query)))


def health(connection: Connection) -> tuple[SiteHealth, ...]:
    """Of every site that was ever visited, by slug; then of every merged feed that was to be published."""
    by_slug: dict[str, list[Incident]] = {}
    order = (incidents.c.until.is_not(None), incidents.c.since.desc(), incidents.c.number.desc())
    for row in connection.execute(select(incidents).order_by(*order)):
        by_slug.setdefault(row.slug, []).append(codec.known_incident(row))
    moved = {
        row.slug: row.moved_to
        for row in connection.execute(select(pages.c.slug, pages.c.moved_to).where(pages.c.moved_to.is_not(None)))
    }
    summaries = {each.slug: each.summary for each in all_published(connection)}
    rows = connection.execute(select(sites).order_by(sites.c.slug)).all()
    merged = sorted((summaries.keys() | by_slug.keys()) - {row.slug for row in rows})
    return (
        *(_site_health(row, summaries.get(row.slug), by_slug.get(row.slug, []), moved.get(row.slug)) for row in rows),
        *(_merged_health(slug, summaries.get(slug), by_slug.get(slug, [])) for slug in merged),
    )


def open_incidents(connection: Connection, slug: str, kinds: Sequence[str]) -> Sequence[Row[Any]]:
    """Incidents of these kinds that last, the oldest first."""
    query = select(incidents).where(
        incidents.c.slug == slug, incidents.c.until.is_(None), incidents.c.kind.in_(list(kinds))
    )
    return connection.execute(query.order_by(incidents.c.number)).all()


def first_due(connection: Connection, slug: str) -> tuple[datetime | None, datetime | None]:
    """When the first retry or look at a media file is due, and when the first re-check."""
    try_, look, check = (
        connection.execute(select(func.min(column)).where(column.table.c.slug == slug)).scalar()
        for column in (asides.c.next_try, media.c.next_try, entries.c.next_check)
    )
    return min((each for each in (try_, look) if each is not None), default=None), check


def count(connection: Connection, slug: str) -> int:
    """Entries that are not deleted."""
    return connection.execute(
        select(func.count()).select_from(entries).where(entries.c.slug == slug, entries.c.deleted.is_(None))
    ).scalar_one()


def _site_health(row: Row[Any], summary: FeedSummary | None, found: list[Incident], moved: str | None) -> SiteHealth:
    return SiteHealth(
        slug=row.slug,
        title=(summary.title if summary else None) or row.title or row.slug,
        url=(summary.url if summary else None) or row.url or "",
        last_success=row.last_success,
        last_change=row.last_change,
        last_visit=row.last_visit,
        next_visit=row.next_visit,
        failures=row.failures,
        entries=row.entries,
        incidents=tuple(found[:_INCIDENTS_SHOWN]),
        moved_to=moved,
        gone=row.gone,
    )


def _merged_health(slug: str, summary: FeedSummary | None, found: list[Incident]) -> SiteHealth:
    return SiteHealth(
        slug=slug,
        title=summary.title if summary else slug,
        url=summary.url if summary else "",
        last_change=summary.updated if summary else None,
        entries=summary.entries if summary else 0,
        incidents=tuple(found[:_INCIDENTS_SHOWN]),
    )


def _in_full(connection: Connection, slug: str, rows: Sequence[Row[Any]]) -> tuple[Entry, ...]:
    met: dict[str, tuple[str, ...]] = {}
    for some in _chunks(row.id for row in rows):
        query = select(aliases.c.entry_id, aliases.c.url).where(aliases.c.slug == slug, aliases.c.entry_id.in_(some))
        for row in connection.execute(query.order_by(aliases.c.url)):
            if not row.url.startswith(GUID):
                met[row.entry_id] = (*met.get(row.entry_id, ()), row.url)
    return tuple(codec.full_entry(row, met) for row in rows)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    rest = list(dict.fromkeys(values))
    for start in range(0, len(rest), _CHUNK):
        yield rest[start : start + _CHUNK]
