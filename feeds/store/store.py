"""The door to what we remember: every method is one transaction and raises nothing but StoreError."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from feeds.memory import Aside, Changes, Due, Known, KnownEntry, Media, Ping, Published
from feeds.model import Entry, SiteHealth
from feeds.report import Problem, ProblemKind
from feeds.store import reading, writing
from feeds.store.codec import key
from feeds.store.connect import open_engine, telling, transaction


class Hosts:
    """What is remembered of hosts, whichever site they serve: robots.txt, when to come again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, host: str, name: str) -> str | None:
        with self._store.read() as connection:
            return reading.host_value(connection, host, name)

    def put(self, host: str, name: str, value: str) -> None:
        with self._store.write() as connection:
            writing.remember_host(connection, host, name, value)


class Store:
    """One database; safe to use from many threads. Close it, or use it as a context manager."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.hosts = Hosts(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that reads. Raises StoreError."""
        with telling(self._engine.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all that is done in it, or nothing. Raises StoreError."""
        with telling(self._engine.url), transaction(self._engine) as connection:
            yield connection

    # ── A visit ──────────────────────────────────────────────────────────────────────────────────────────────

    def known(self, slug: str) -> Known:
        """What is known of a site, apart from its entries; a new `Known` where it was never visited."""
        return self.known_sites([slug])[slug]

    def known_sites(self, slugs: Iterable[str]) -> Mapping[str, Known]:
        """The same of many sites, by slug."""
        with self.read() as connection:
            return {known.slug: known for known in reading.known_sites(connection, slugs)}

    def find(self, slug: str, urls: Iterable[str]) -> Mapping[str, KnownEntry]:
        """The entries met under these URLs (in any spelling) or guids, by the URLs as given."""
        asked = {url: key(url) for url in urls}
        if not asked:
            return {}
        with self.read() as connection:
            met = list(reading.entries_met(connection, slug, asked))
        by_key = {key(url): replace(entry, aliases=()) for entry in met for url in entry.aliases}
        return {url: by_key[same] for url, same in asked.items() if same in by_key}

    def called(self, slug: str, titles: Iterable[str]) -> tuple[KnownEntry, ...]:
        """The site's entries that have one of these titles."""
        asked = list(dict.fromkeys(titles))
        if not asked:
            return ()
        with self.read() as connection:
            return tuple(reading.entries_called(connection, slug, asked))

    def asides(self, slug: str, urls: Iterable[str]) -> Mapping[str, Aside]:
        """The items set aside that have these URLs (any spelling), by the URLs as given."""
        asked = {url: key(url) for url in urls}
        if not asked:
            return {}
        with self.read() as connection:
            found = {key(each.item.url): each for each in reading.items_aside(connection, slug, asked)}
        return {url: found[same] for url, same in asked.items() if same in found}

    def due(self, slug: str, now: datetime, *, check_before: datetime, checks: int) -> Due:
        """Retries that are due by now, and of re-checks that were due by `check_before` so many; the longest first."""
        with self.read() as connection:
            return reading.due(connection, slug, now, check_before, checks)

    def dates(self, slug: str, limit: int) -> tuple[datetime, ...]:
        """When the newest entries were published, newest first."""
        with self.read() as connection:
            return reading.dates(connection, slug, limit)

    def media(self, slug: str, urls: Iterable[str]) -> Mapping[str, Media]:
        """What is known of media files, by their URLs as given."""
        asked = {url: key(url) for url in urls}
        if not asked:
            return {}
        with self.read() as connection:
            found = {key(each.url): each for each in reading.media_files(connection, slug, asked)}
        return {url: found[same] for url, same in asked.items() if same in found}

    def apply(self, changes: Changes, *, now: datetime) -> None:
        """Remember a visit, all of it or nothing.

        Raises StoreConflictError (a StoreError) when another run updated the site meanwhile: visit it again.
        """
        with self.write() as connection:
            writing.visit(connection, changes, now)

    def quiet_visits(self, visited: Sequence[Known]) -> None:
        """Remember when these sites were visited, all that their visits changed; many in one transaction."""
        with self.write() as connection:
            writing.quiet_visits(connection, visited)

    def note(self, slug: str, kinds: Sequence[ProblemKind], problems: Iterable[Problem], *, now: datetime) -> None:
        """Tell what is wrong now, of these kinds: new trouble opens an incident, what is not named is over."""
        with self.write() as connection:
            writing.reconcile(connection, slug, kinds, problems, now)

    # ── A feed ───────────────────────────────────────────────────────────────────────────────────────────────

    def entries(self, slug: str, limit: int, skip: int = 0) -> tuple[Entry, ...]:
        """Entries that are not deleted, newest first."""
        with self.read() as connection:
            return reading.newest(connection, slug, limit, skip)

    def entries_by_id(self, slug: str, ids: Iterable[str]) -> Mapping[str, Entry]:
        """Entries in full, deleted ones too; without ids that are none's."""
        with self.read() as connection:
            return {entry.id: entry for entry in reading.with_ids(connection, slug, ids)}

    def deleted(self, slug: str, limit: int) -> tuple[tuple[str, datetime], ...]:
        """Ids of entries that were withdrawn and when, the latest first."""
        with self.read() as connection:
            return reading.withdrawn(connection, slug, limit)

    def archive(self, slug: str, *, keep: int, size: int) -> int:
        """Put entries beyond `keep` into archives of `size`; the number of the newest archive, 0 for none."""
        with self.write() as connection:
            return writing.to_archive(connection, slug, keep, size)

    def archived(self, slug: str, number: int) -> tuple[Entry, ...]:
        """The entries of one archive, newest first."""
        with self.read() as connection:
            return reading.in_archive(connection, slug, number)

    def published(self, slug: str) -> Published | None:
        """What was last published of a site or a merged feed."""
        return self.published_feeds([slug]).get(slug)

    def published_feeds(self, slugs: Iterable[str]) -> Mapping[str, Published]:
        """What was last published of these, by slug; without those that never were."""
        with self.read() as connection:
            return {each.slug: each for each in reading.published_feeds(connection, slugs)}

    def all_published(self) -> tuple[Published, ...]:
        """Every feed that was ever published and not forgotten, by slug; also of sites that left the config."""
        with self.read() as connection:
            return reading.all_published(connection)

    def remember_published(self, published: Published) -> None:
        with self.write() as connection:
            writing.remember_published(connection, published)

    def forget(self, slug: str) -> None:
        """Everything about a site or a merged feed."""
        with self.write() as connection:
            writing.forget(connection, slug)

    # ── The whole ────────────────────────────────────────────────────────────────────────────────────────────

    def health(self) -> tuple[SiteHealth, ...]:
        """Of every site that was ever visited, by slug."""
        with self.read() as connection:
            return reading.health(connection)

    def recall(self, name: str) -> str | None:
        """What was last remembered under this name."""
        with self.read() as connection:
            return reading.note(connection, name)

    def remember(self, name: str, value: str) -> None:
        with self.write() as connection:
            writing.remember_note(connection, name, value)

    def queue_ping(self, ping: Ping) -> None:
        """Remember to tell a hub, now or later."""
        with self.write() as connection:
            writing.queue_ping(connection, ping)

    def drop_ping(self, ping: Ping) -> None:
        with self.write() as connection:
            writing.drop_ping(connection, ping)

    def due_pings(self, now: datetime, limit: int = 100) -> tuple[Ping, ...]:
        """What hubs are to be told by now, the longest due first."""
        with self.read() as connection:
            return reading.due_pings(connection, now, limit)


def open_store(url: str, folder: Path) -> Store:
    """Open what `store` in config.yaml names: a SQLite file, relative to `folder`, or `postgresql://…`.

    Made where there is none, brought up to date where it is older. Raises StoreError.
    """
    return Store(open_engine(url, folder))
