"""Both databases that a store may be, each empty for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.store import Store, open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What `store` in config.yaml would say, of a database that holds nothing."""
    if request.param == "sqlite":
        return str(tmp_path / "feedmill.db")
    return str(request.getfixturevalue("new_database")())


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(address, tmp_path) as opened:
        yield opened
