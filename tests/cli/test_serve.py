"""`feedmill serve` as a process: where it listens, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def served(feedmill: Any, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The example sites, served; the process and its address."""
    feedmill("init")
    feedmill("build")
    command = [sys.executable, "-m", "feeds", "serve", "--port", "0", "--no-refresh"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = re.search(r"on (http://127.0.0.1:[1-9]\d*/)$", process.stderr.readline().strip())
        assert said
        yield process, said[1]
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_ends_in_good_order(served: Any, number: int) -> None:
    process, address = served
    with urlopen(address + "morning-call.atom", timeout=10) as answer:
        assert answer.status == 200
    process.send_signal(number)
    assert process.wait(20) in (0, -signal.SIGTERM)
    assert process.stderr.read() == ""


def test_an_address_that_is_taken_is_told(feedmill: Any) -> None:
    feedmill("init")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = feedmill("serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"127.0.0.1:{port}: nobody can listen here: Address already in use (choose another --port" in result.stderr
    assert "serving" not in result.stderr
