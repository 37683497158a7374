"""What every test lives under: no traffic but to this machine, and no settings from the environment."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("FEEDMILL_SHARED", ROOT.parent / "shared"))
"""Corpora and checkers that are too big or not ours to keep here; tests that need them skip without."""


# Test modules do not import each other (import-mode=importlib): what they share comes through fixtures, and through
# these modules, which are found by their names once they are loaded here.
def _shared_module(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / f"{name}.py")
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


answers = _shared_module("answers")
feed_rules = _shared_module("feed_rules")
gazette = _shared_module("gazette")
site_server = _shared_module("site_server")
stories = _shared_module("stories")
postgresql_server = _shared_module("postgresql_server")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what we make over the expected files")


class OffLoopbackError(OSError):
    """A test tried to leave this machine."""


def _is_loopback(host: str) -> bool:
    return host.startswith("127.") or host in ("::1", "localhost", "")


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Refuse every connection and every name look-up that leads off this machine; yields what was refused."""
    refused: list[Any] = []
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            refused.append(address)
            raise OffLoopbackError(f"a test tried to connect to {address!r}")

    def guarded_connect(self: socket.socket, address: Any) -> Any:
        check(address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> Any:
        check(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if name and name != "localhost" and not all(ch in "0123456789abcdefABCDEFxX.:%" for ch in name):
            refused.append((name, None))
            raise socket.gaierror(socket.EAI_NONAME, f"a test tried to look up {name!r}")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    for name in [*os.environ]:
        if name.lower().endswith("_proxy") or name.startswith("FEEDMILL_"):
            monkeypatch.delenv(name)
    yield refused


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpora and checkers."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the corpora, looked for in {SHARED} (set FEEDMILL_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty PostgreSQL database and returns its address; one server for the whole session."""
    with postgresql_server.running_server() as make:
        yield make


@pytest.fixture
def site() -> Iterator[Any]:
    """A real web site on 127.0.0.1: `site.page(path, body, ETag=…)`, `site.seen`, `site.url(path)`."""
    with site_server.running_site() as running:
        yield running


@pytest.fixture
def another_site() -> Iterator[Any]:
    """A second one, on a port (so a host) of its own."""
    with site_server.running_site() as running:
        yield running


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare with a file of the case, byte for byte; `--update-golden` writes it instead, for a person to review."""

    def compare(path: Path, made: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_bytes(made.encode())
        assert path.is_file(), f"{path} is missing: run with --update-golden and read what it writes"
        assert made == path.read_bytes().decode()

    return compare
