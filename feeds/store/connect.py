"""Opening the database, and telling in plain words why it cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from feeds.errors import StoreError
from feeds.store.schema import bring_up_to_date

BUSY_SECONDS = 30
"""How long a thread or another program may hold the file before we give up."""

_CONNECTIONS = 32
"""At once, at the most: a thread has one for as long as one statement or transaction takes."""

_LOCK = 0x4287_5005
"""Our number among PostgreSQL's advisory locks."""

_COMPLAINTS = (
    ("database is locked", "another program is writing to the store", "let it end and try again"),
    ("file is not a database", "this file is no Feedmill store", "name another file in `store`"),
    ("malformed", "the store is damaged", "put back a copy of it, or move it away to begin anew"),
    ("readonly", "the store may not be written", "let this user write the file and its folder"),
    ("unable to open", "the store cannot be opened", "see that its folder exists and may be written"),
    ("disk is full", "there is no room left for the store", "make room on the disk"),
    ("no such table", "the store is damaged: a table is missing", "put back a copy of it, or move it away"),
)


def open_engine(store: str, folder: Path) -> Engine:
    """The engine for `store` as config.yaml writes it: a SQLite file (relative to `folder`) or `postgresql://…`.

    Creates the tables or brings them up to date. Raises StoreError.
    """
    url = _url(store, folder)
    with telling(url):
        engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _server(url)
        try:
            with transaction(engine) as connection:
                if engine.dialect.name == "postgresql":  # of several that begin at once one makes the tables
                    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                bring_up_to_date(connection)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: it has the right to from its first statement on, so it cannot fail half-way."""
    with engine.execution_options(feedmill_begin="IMMEDIATE").begin() as connection:
        yield connection


@contextmanager
def telling(url: URL) -> Iterator[None]:
    """Turn what the database complains of into a StoreError."""
    try:
        yield
    except StoreError as error:
        if error.where:
            raise
        raise type(error)(error.what, where=_shown(url), mend=error.mend) from error
    except (SQLAlchemyError, ValueError, OverflowError) as error:
        raise _explained(error, url) from error


def _url(store: str, folder: Path) -> URL:
    if "://" not in store:
        return URL.create("sqlite", database=str(folder / store))
    try:
        url = make_url(store)
    except ArgumentError as error:
        raise StoreError("no address of a database", where="store", mend="write postgresql://user@host/name") from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url.set(database=str(folder / url.database))
    raise StoreError(
        f"{url.drivername} databases are not supported", where="store", mend="use a SQLite file or postgresql://…"
    )


def _sqlite(url: URL) -> Engine:
    assert url.database is not None
    if Path(url.database).is_dir():
        raise StoreError("this is a folder", mend="name a file in `store`")
    engine = create_engine(
        url, pool_size=_CONNECTIONS, max_overflow=0, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        # Readers and a writer do not wait for each other; FULL: an id, once published, outlives a power cut.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("feedmill_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def _server(url: URL) -> Engine:
    try:
        return create_engine(url, pool_size=8, max_overflow=_CONNECTIONS - 8, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs a driver that is not installed", mend="pip install 'feedmill[postgres]'"
        ) from error


def _explained(error: Exception, url: URL) -> StoreError:
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    for sign, what, mend in _COMPLAINTS:
        if sign in said:
            return StoreError(what, where=_shown(url), mend=mend)
    first_line = next(iter(said.splitlines()), type(error).__name__)
    return StoreError(f"the database said: {first_line}", where=_shown(url), mend="see that it runs and is reachable")


def _shown(url: URL) -> str:
    """Where the store is, without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
