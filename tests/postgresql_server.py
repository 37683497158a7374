"""A PostgreSQL server of the tests' own, on a socket in a folder of its own; Debian's package is all it takes."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

_SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@contextmanager
def running_server() -> Iterator[Callable[[], str]]:
    """Yields what makes a new, empty database and returns its address; skips where no server can be had."""
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
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=80"
        _run(programs / "pg_ctl", "start", "-w", "-D", folder / "data", "-o", options, "-l", folder / "log")
        try:
            with psycopg.connect(f"postgresql://feedmill@/postgres?host={folder}", autocommit=True) as connection:
                numbers = count(1)

                def new_database() -> str:
                    database = f"test_{next(numbers)}"
                    connection.execute(f"CREATE DATABASE {database} TEMPLATE template0")
                    return f"postgresql://feedmill@/{database}?host={folder}"

                yield new_database
        finally:
            _run(programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", folder / "data")


def _user_exists(name: str) -> bool:
    return any(user.pw_name == name for user in pwd.getpwall())


def _run(*command: object) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*as_user, *map(str, command)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    done = subprocess.run(words, check=False, stdout=pipe, stderr=subprocess.STDOUT, stdin=nothing, timeout=60)
    if done.returncode:
        pytest.skip(f"no PostgreSQL server could be started: {done.stdout.decode(errors='replace')[-300:]}")
