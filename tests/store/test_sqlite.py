"""What is special about a file: it can be missing, locked, damaged, of another time."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from feeds.errors import StoreError
from feeds.store import connect, open_store
from feeds.store.schema import bring_up_to_date


def test_the_file_is_made_beside_the_config(tmp_path: Path) -> None:
    open_store("feedmill.db", tmp_path).close()
    assert (tmp_path / "feedmill.db").is_file()


def test_a_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store("nowhere/feedmill.db", tmp_path)
    assert caught.value.what == "the store cannot be opened"
    assert caught.value.where == str(tmp_path / "nowhere/feedmill.db")
    assert "folder exists" in caught.value.mend


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="this is a folder"):
        open_store(".", tmp_path)


def test_another_kind_of_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "feedmill.db"
    path.write_bytes(b"Dear diary, " * 500)
    with pytest.raises(StoreError, match="no Feedmill store") as caught:
        open_store("feedmill.db", tmp_path)
    assert caught.value.where == str(path)
    assert path.read_bytes() == b"Dear diary, " * 500


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "feedmill.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="holds something else"):
        open_store("feedmill.db", tmp_path)


def test_a_damaged_file_is_a_report_and_not_a_traceback(tmp_path: Path) -> None:
    open_store("feedmill.db", tmp_path).close()
    path = tmp_path / "feedmill.db"
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError) as caught, open_store("feedmill.db", tmp_path) as store:
        store.known("a")
        store.health()
    assert caught.value.where == str(path)


def test_a_file_of_a_newer_feedmill_is_left_alone(tmp_path: Path) -> None:
    open_store("feedmill.db", tmp_path).close()
    with sqlite3.connect(tmp_path / "feedmill.db") as file:
        file.execute("UPDATE feedmill SET version = 99")
    with pytest.raises(StoreError, match="newer Feedmill") as caught:
        open_store("feedmill.db", tmp_path)
    assert caught.value.where == str(tmp_path / "feedmill.db")


def test_an_older_file_is_brought_up_to_date_step_by_step() -> None:
    engine = create_engine("sqlite://")
    steps = {
        1: ["ALTER TABLE sites ADD COLUMN mood TEXT"],
        2: ["UPDATE sites SET mood = 'merry'", "ALTER TABLE hosts ADD COLUMN since TEXT"],
    }
    with engine.begin() as connection:
        bring_up_to_date(connection, version=1)
        connection.execute(
            text(
                "INSERT INTO sites (slug, revision, rules, feed_id, created, failures, entries, incidents) "
                "VALUES ('a', 0, '', '', '2024-05-01T12:00:00Z', 0, 0, 0)"
            )
        )
        bring_up_to_date(connection, version=3, migrations=steps)
        assert connection.execute(text("SELECT mood FROM sites")).scalar() == "merry"
        assert connection.execute(text("SELECT version FROM feedmill")).scalar() == 3
        bring_up_to_date(connection, version=3, migrations=steps)


def test_a_file_of_the_first_schema_is_read_and_written(tmp_path: Path) -> None:
    open_store("feedmill.db", tmp_path).close()
    with sqlite3.connect(tmp_path / "feedmill.db") as file:
        file.execute("ALTER TABLE sites DROP COLUMN tried")
        file.execute("ALTER TABLE entries DROP COLUMN edition")
        file.execute("UPDATE feedmill SET version = 1")
        file.execute(
            "INSERT INTO sites (slug, revision, rules, feed_id, created, failures, entries, incidents) "
            "VALUES ('a', 0, 'digest', '', '2024-05-01T12:00:00Z', 0, 0, 0)"
        )
    with open_store("feedmill.db", tmp_path) as store:
        assert (store.known("a").rules, store.known("a").tried) == ("digest", None)


def test_a_file_that_another_program_keeps_locked_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.1)
    with open_store("feedmill.db", tmp_path) as store:
        other = sqlite3.connect(tmp_path / "feedmill.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing"):
            store.hosts.put("a.example", "name", "value")
        assert store.hosts.get("a.example", "name") is None, "reading does not wait for the writer"
        other.close()


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://ann:sesame@127.0.0.1:1/feeds?connect_timeout=2", tmp_path)
    assert "sesame" not in str(caught.value)
    assert "127.0.0.1:1/feeds" in caught.value.where


def test_other_databases_are_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mysql databases are not supported"):
        open_store("mysql://a/b", tmp_path)


def test_a_store_whose_program_was_killed_while_writing_is_whole(tmp_path: Path) -> None:
    program = (
        "import os, signal; from pathlib import Path; from feeds.store import open_store\n"
        f"store = open_store('feedmill.db', Path({str(tmp_path)!r}))\n"
        "store.hosts.put('a.example', 'name', 'before')\n"
        "with store.write() as connection:\n"
        "    from feeds.store import writing\n"
        "    writing.remember_host(connection, 'a.example', 'name', 'half-way')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[2], timeout=60)
    assert done.returncode == -9
    with open_store("feedmill.db", tmp_path) as store:
        assert store.hosts.get("a.example", "name") == "before"


def test_postgresql_without_its_driver_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://ann@127.0.0.1/feeds", tmp_path)
    assert caught.value.mend == "pip install 'feedmill[postgres]'"
