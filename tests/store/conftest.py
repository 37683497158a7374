"""Both databases that a store may be, each empty for every test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from feeds.store import Store, open_store

_SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, up to the database's name; one for the whole session."""
    psycopg = pytest.importorskip("psycopg", reason="needs psycopg (extra: postgres)")
    if not _SERVERS:
        pytest.skip("needs a PostgreSQL server (apt install postgresql)")
    if os.geteuid() == 0 and (shutil.which("runuser") is None or not _user_exists("postgres")):
        pytest.skip("a PostgreSQL server refuses to run as root, and there is no user postgres")
    # A socket's path may have no more than 107 characters, which pytest's own folders exceed.
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        programs = _SERVERS[-1].parent
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run(programs / "initdb", "-D", folder / "data", "-U", "feedmill", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=50"
        start = ("start", "-w", "-D", folder / "data", "-o", options, "-l", folder / "log")
        _run(programs / "pg_ctl", *start)
        try:
            with psycopg.connect(f"postgresql://feedmill@/postgres?host={folder}", autocommit=True) as connection:
                yield _Databases(connection, folder).address
        finally:
            _run(programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", folder / "data")


class _Databases:
    def __init__(self, connection: object, folder: Path) -> None:
        self.connection, self.folder = connection, folder

    def address(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{next(_numbers)}"
        self.connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")  # type: ignore[attr-defined]
        return f"postgresql://feedmill@/{name}?host={self.folder}"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What `store` in config.yaml would say, of a database that holds nothing."""
    if request.param == "sqlite":
        return str(tmp_path / "feedmill.db")
    return str(request.getfixturevalue("postgresql")())


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(address, tmp_path) as opened:
        yield opened


def _user_exists(name: str) -> bool:
    import pwd

    return any(user.pw_name == name for user in pwd.getpwall())


def _run(*command: object) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*as_user, *map(str, command)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    done = subprocess.run(words, check=False, stdout=pipe, stderr=subprocess.STDOUT, stdin=nothing, timeout=60)
    if done.returncode:
        pytest.skip(f"no PostgreSQL server could be started: {done.stdout.decode(errors='replace')[-300:]}")
