"""What the store is told, as statements on one connection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from feeds.errors import StoreError
from feeds.memory import Changes, Known, Ping, Published
from feeds.report import Problem, ProblemKind
from feeds.store import codec, reading
from feeds.store.schema import aliases, asides, entries, hosts, incidents, media, notes, pages, pings, published, sites

_KEPT_INCIDENTS = timedelta(days=90)
_KEPT_TROUBLE = timedelta(days=14)
"""Of an article that nobody asks for any more."""
_KEPT_ASIDES = timedelta(days=90)
"""Items left out or given up; one that is in the listing even then is merely judged once more."""
_VISIT_KINDS: tuple[ProblemKind, ...] = ("listing", "gone", "article")


class StoreConflictError(StoreError):
    """Another run remembered something of the same site since this visit began; the visit is to be made anew."""


def visit(connection: Connection, changes: Changes, now: datetime) -> None:
    """Remember a whole visit. Raises StoreConflictError where the store is no longer as `changes.before` says."""
    slug = changes.before.slug
    _claim(connection, changes, now)
    if changes.after.pages != changes.before.pages:
        _replace_pages(connection, changes)
    _write_entries(connection, changes)
    _delete_keys(connection, asides, slug, changes.settled)
    if changes.asides:
        old = (asides.c.slug == slug, asides.c.next_try.is_(None), asides.c.first_seen < now - _KEPT_ASIDES)
        connection.execute(delete(asides).where(*old))
    _upsert(connection, asides, [codec.aside_row(slug, each) for each in changes.asides])
    _upsert(connection, media, [codec.media_row(slug, each) for each in changes.media])
    sums: dict[str, Any] = {}
    if changes.before.incidents or changes.problems:
        reconcile(connection, slug, _VISIT_KINDS, changes.problems, now, settled=changes.settled)
        sums["incidents"] = len(reading.open_incidents(connection, slug, _VISIT_KINDS))
    if changes.known or changes.asides or changes.settled or changes.media:
        retry_at, check_at = reading.first_due(connection, slug)
        sums |= {"retry_at": retry_at, "check_at": check_at, "entries": reading.count(connection, slug)}
    if sums:
        connection.execute(update(sites).where(sites.c.slug == slug).values(sums))


def quiet_visits(connection: Connection, visited: Sequence[Known]) -> None:
    """Remember when sites were visited whose visits changed nothing else; those that another run updated stay."""
    columns = ("last_visit", "last_success", "next_visit")
    same = (sites.c.slug == bindparam("its_slug"), sites.c.revision == bindparam("its_revision"))
    values: dict[str, Any] = {name: bindparam(f"its_{name}") for name in columns}
    rows = [
        {"its_slug": each.slug, "its_revision": each.revision}
        | {f"its_{name}": getattr(each, name) for name in columns}
        for each in visited
    ]
    if rows:
        connection.execute(update(sites).where(*same).values(values), rows)


def reconcile(
    connection: Connection,
    slug: str,
    kinds: Sequence[ProblemKind],
    problems: Iterable[Problem],
    now: datetime,
    *,
    settled: Iterable[str] = (),
) -> None:
    """Open an incident for each new problem of these kinds, and end those that are over."""
    wrong = {(each.kind, each.subject): each for each in problems if each.kind in kinds}
    lasting = {(row.kind, row.subject): row for row in reading.open_incidents(connection, slug, kinds)}
    over = set(settled)
    for same, row in lasting.items():
        # An item is not asked for at every visit, so its trouble lasts until it is settled, or long past.
        past = row.kind != "article" or row.since < now - _KEPT_TROUBLE
        ended = (past and same not in wrong) or row.subject in over
        if ended:
            connection.execute(update(incidents).where(incidents.c.number == row.number).values(until=now))
    for same, problem in wrong.items():
        told = {"what": problem.what, "place": problem.where, "mend": problem.mend}
        if same not in lasting:
            values = {"slug": slug, "kind": problem.kind, "subject": problem.subject, "since": now, **told}
            connection.execute(incidents.insert().values(values))
        elif any(getattr(lasting[same], name) != value for name, value in told.items()):
            connection.execute(update(incidents).where(incidents.c.number == lasting[same].number).values(told))
    if wrong:
        connection.execute(delete(incidents).where(incidents.c.until < now - _KEPT_INCIDENTS))


def to_archive(connection: Connection, slug: str, keep: int, size: int) -> int:
    """Put the oldest entries into archives of `size` until at most `keep` are in none; the newest archive's number.

    An entry stays in the archive that it was put into, so an archive once made holds the same entries for ever.
    """
    is_live = (entries.c.slug == slug, entries.c.deleted.is_(None), entries.c.archive.is_(None))
    newest = connection.execute(
        select(entries.c.archive)
        .where(entries.c.slug == slug, entries.c.archive.is_not(None))
        .order_by(entries.c.archive.desc())
        .limit(1)
    ).scalar()
    number = newest or 0
    oldest = select(entries.c.id).where(*is_live)
    oldest = oldest.order_by(entries.c.published, entries.c.first_seen, entries.c.id.desc())
    waiting = connection.execute(oldest).scalars().all()
    while len(waiting) > keep:
        number += 1
        some, waiting = waiting[:size], waiting[size:]
        connection.execute(
            update(entries).where(entries.c.slug == slug, entries.c.id == bindparam("one")).values(archive=number),
            [{"one": each} for each in some],
        )
    return number


def remember_published(connection: Connection, what: Published) -> None:
    _upsert(connection, published, [codec.published_row(what)])


def remember_host(connection: Connection, host: str, name: str, value: str) -> None:
    _upsert(connection, hosts, [{"host": host, "name": name, "value": value}])


def remember_note(connection: Connection, name: str, value: str) -> None:
    _upsert(connection, notes, [{"name": name, "value": value}])


def queue_ping(connection: Connection, ping: Ping) -> None:
    _upsert(connection, pings, [codec.ping_row(ping)])


def drop_ping(connection: Connection, ping: Ping) -> None:
    connection.execute(delete(pings).where(pings.c.topic == ping.topic, pings.c.hub == ping.hub))


def forget(connection: Connection, slug: str) -> None:
    """Everything about a site or a merged feed."""
    for table in (sites, pages, entries, aliases, asides, media, incidents, published, pings):
        connection.execute(delete(table).where(table.c.slug == slug))


def _claim(connection: Connection, changes: Changes, now: datetime) -> None:
    """Write the site's own row, if nobody else did since the visit began."""
    before, row = changes.before, codec.site_row(changes.after)
    row["revision"] = before.revision + changes.visible
    if changes.entries or changes.withdrawn:
        row["last_change"] = now
    if before.is_new:
        first: dict[str, Any] = {
            "slug": before.slug,
            "created": changes.after.created,
            "feed_id": changes.after.feed_id,
        }
        first |= {"entries": 0, "incidents": 0}
        try:
            connection.execute(sites.insert().values({**row, **first}))
        except IntegrityError as error:
            raise StoreConflictError(f"another run has just made the feed {before.slug}") from error
        return
    same = (sites.c.slug == before.slug, sites.c.revision == before.revision)
    if connection.execute(update(sites).where(*same).values(row)).rowcount != 1:
        raise StoreConflictError(f"another run has just updated the feed {before.slug}")


def _replace_pages(connection: Connection, changes: Changes) -> None:
    slug = changes.before.slug
    kept = {page.url for page in changes.after.pages}
    _delete_keys(connection, pages, slug, [page.url for page in changes.before.pages if page.url not in kept])
    _upsert(connection, pages, [codec.page_row(slug, page) for page in changes.after.pages])


def _write_entries(connection: Connection, changes: Changes) -> None:
    slug = changes.before.slug
    content = {entry.id: codec.content_row(entry) for entry in changes.entries}
    rows = {each.id: codec.memory_row(each) for each in changes.known}
    full = [{"slug": slug, "id": id_, **rows[id_], **row} for id_, row in content.items()]
    _upsert(connection, entries, full)
    light = [{"one": id_, **row} for id_, row in rows.items() if id_ not in content]
    if light:
        columns: dict[str, Any] = {name: bindparam(name) for name in light[0] if name != "one"}
        same = (entries.c.slug == slug, entries.c.id == bindparam("one"))
        connection.execute(update(entries).where(*same).values(columns), light)
    met = [
        {"slug": slug, "key": codec.key(url), "entry_id": each.id, "url": url}
        for each in changes.known
        for url in each.aliases
    ]
    _upsert(connection, aliases, met)


def _delete_keys(connection: Connection, table: Table, slug: str, urls: Iterable[str]) -> None:
    gone = [{"one": codec.key(url)} for url in urls]
    if gone:
        connection.execute(delete(table).where(table.c.slug == slug, table.c.key == bindparam("one")), gone)


def _upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert, or take the place of what has the same primary key; of two such rows the later one counts."""
    keys = [column.name for column in table.primary_key]
    unique = {tuple(row[name] for name in keys): row for row in rows}
    if not unique:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table)
    others = {name: statement.excluded[name] for name in next(iter(unique.values())) if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), list(unique.values()))
