"""The tables, the types of their columns, and how an older store is brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    inspect,
    select,
    text,
)

from feeds.errors import StoreError

VERSION = 3
"""Of the schema below. A change to it comes with the statements that bring the version before up to it."""

MIGRATIONS: dict[int, Sequence[str]] = {
    1: ["ALTER TABLE sites ADD COLUMN tried TEXT"],
    2: ["ALTER TABLE entries ADD COLUMN edition TEXT"],
}
"""SQL that takes a store from the key's version to the next; plain enough for SQLite and PostgreSQL alike."""


def storable(text: str) -> str:
    """Without what a database cannot hold: NUL (PostgreSQL) and lone surrogates (UTF-8)."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "")


class Words(TypeDecorator[str]):
    """Text of any length, made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Instant(TypeDecorator[datetime]):
    """A moment to the second, as `2024-05-01T12:00:00Z`: sorts as text, reads the same in every database."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

# Written once, read first: its one row says which schema the others have.
versions = Table("feedmill", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

sites = Table(
    "sites",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("rules", Words, nullable=False),
    Column("tried", Words),
    Column("feed_id", Words, nullable=False),
    Column("created", Instant, nullable=False),
    Column("url", Words),
    Column("title", Words),
    Column("description", Words),
    Column("language", Words),
    Column("image", Words),
    Column("last_visit", Instant),
    Column("last_success", Instant),
    Column("last_change", Instant),
    Column("next_visit", Instant),
    Column("failures", Integer, nullable=False),
    Column("gone", Instant),
    Column("pace", Float),
    Column("retry_at", Instant),
    Column("check_at", Instant),
    Column("entries", Integer, nullable=False),
    Column("incidents", Integer, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("digest", Words, nullable=False),
    Column("moved_to", Words),
    Column("gone", Instant),
)

entries = Table(
    "entries",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("published", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("authors", Words, nullable=False),
    Column("summary", Words),
    Column("content", Words, nullable=False),
    Column("image", Words),
    Column("categories", Words, nullable=False),
    Column("enclosures", Words, nullable=False),
    Column("language", Words),
    Column("fingerprint", Words, nullable=False),
    Column("edition", Words),
    Column("change", Words),
    Column("deleted", Instant),
    # How we look after it, never published.
    Column("item", Words, nullable=False),
    Column("row", Words, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("checked", Instant, nullable=False),
    Column("next_check", Instant),
    Column("gone_since", Instant),
    Column("archive", Integer),
    Index("entries_newest", "slug", "published", "first_seen", "id"),
    Index("entries_to_check", "slug", "next_check"),
    Index("entries_by_archive", "slug", "archive"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("entry_id", Words, nullable=False),
    Column("url", Words, nullable=False),
    Index("aliases_of_entry", "slug", "entry_id"),
)

asides = Table(
    "asides",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("item", Words, nullable=False),
    Column("row", Words, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Index("asides_to_try", "slug", "next_try"),
)

media = Table(
    "media",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("length", BigInteger),
    Column("type", Words),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Index("media_to_try", "slug", "next_try"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("slug", Words, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("place", Words, nullable=False),
    Column("mend", Words, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Index("incidents_of_site", "slug", "until"),
)

published = Table(
    "published",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("feed_id", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("rules", Words, nullable=False),
    Column("files", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("archives", Integer, nullable=False),
    Column("archive_key", Words, nullable=False),
)

pings = Table(
    "pings",
    metadata,
    Column("topic", Words, primary_key=True),
    Column("hub", Words, primary_key=True),
    Column("slug", Words, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant, nullable=False),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)


def bring_up_to_date(
    connection: Connection, *, version: int = VERSION, migrations: dict[int, Sequence[str]] = MIGRATIONS
) -> None:
    """Create the tables where there are none, else take the store step by step to `version`.

    Raises StoreError when the store was made by a later Feedmill, or by something else.
    """
    if not inspect(connection).has_table(versions.name):
        if inspect(connection).get_table_names():
            raise StoreError(
                "this database holds something else", mend="give Feedmill a database of its own in `store`"
            )
        metadata.create_all(connection)
        connection.execute(versions.insert().values(version=version))
        return
    found = connection.execute(select(versions.c.version)).scalar_one()
    if found > version:
        raise StoreError(
            f"the store was made by a newer Feedmill (its schema is {found}, ours is {version})",
            mend="update Feedmill, or name another file in `store`",
        )
    for step in range(found, version):
        for statement in migrations[step]:
            connection.execute(text(statement))
    if found != version:
        connection.execute(versions.update().values(version=version))
