"""Killed at any moment: what is published is whole, and the next build ends where an undisturbed one would."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from feeds.jobs import run

MOMENTS = int(os.environ.get("FEEDMILL_KILLS", "20"))


def start(bench: Any) -> int:
    """Build in a process of its own (forked: all is loaded already, so the moments fall into the work); its pid."""
    config = bench.load()
    child = os.fork()
    if child == 0:
        code = 2
        try:
            code = 0 if run(config, now=bench.now, everything=True, allow_private=True).ok else 1
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """How it ended: its exit code, or the signal's number below zero."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_after(bench: Any, seconds: float) -> bool:
    """Build, and kill -9 the build so many seconds after it began; whether it was still at it."""
    child = start(bench)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return ended(child) == -signal.SIGKILL


@pytest.fixture
def serve(bench: Any, site: Any) -> Callable[[int], None]:
    def serve(generation: int) -> None:
        titles = [f"Story {n}" for n in range(generation * 3, -1, -1)]
        site.page("/news", bench.listing(*titles), ETag=f'"{generation}"')
        for title in titles:
            site.page(f"/{title.lower().replace(' ', '-')}", bench.story(title), ETag=f'"{title}"')

    return serve


def test_killed_at_any_moment_a_build_leaves_whole_files_and_the_next_ends_where_it_would_have(
    bench: Any, make_bench: Callable[[str], Any], serve: Callable[[int], None]
) -> None:
    bench.config["sites"]["news"]["keep"] = 5
    bench.config["publish"]["formats"] = ["atom", "rss"]
    states: list[Any] = []  # a folder before anything was built, and one that is to be updated
    expected: list[dict[str, bytes]] = []
    usual = 0.0
    for generation in (1, 3):
        states.append(copy(bench, make_bench(f"state-{generation}")))
        serve(generation)
        begun = time.monotonic()
        assert ended(start(bench)) == 0
        usual = max(usual, time.monotonic() - begun)
        expected.append(whole(bench))
        bench.now += timedelta(hours=2)
    moments = random.Random(4287)
    hits = 0
    for number in range(MOMENTS):
        generation = number % 2
        serve((1, 3)[generation])
        disturbed = copy(states[generation], make_bench(f"disturbed-{number}"))
        hits += kill_after(disturbed, moments.uniform(0, usual))
        assert_whole(whole(disturbed))
        assert ended(start(disturbed)) == 0
        assert disturbed.files() == expected[generation], "not even a half-written file is left"
    # The first builds find nothing cached and are slower, so that some kills come too late on a quick machine.
    assert hits >= MOMENTS / 5


def copy(bench: Any, to: Any) -> Any:
    shutil.copytree(bench.folder, to.folder, dirs_exist_ok=True)
    to.config, to.now = bench.config, bench.now
    return to


def assert_whole(files: dict[str, bytes]) -> None:
    for name, body in files.items():
        if name.endswith((".atom", ".rss", ".opml")):
            ElementTree.fromstring(body)
        else:
            assert body.rstrip().endswith((b"</html>", b"}")), name


def whole(bench: Any) -> dict[str, bytes]:
    """What is published, without the unfinished files that a killed build leaves, which no server shows."""
    return {name: body for name, body in bench.files().items() if "/." not in f"/{name}"}
