"""kill -9 while publishing: what is published is whole at every moment."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from feeds.config.model import PublishConfig
from feeds.model import Rendition
from feeds.publish import inspect, open_target, render

Make = Callable[..., Any]
KILLS = int(os.environ.get("FEEDMILL_KILLS", "20"))


def publish_until_killed(folder: Path, versions: list[list[Rendition]]) -> int:
    """Start a process that publishes the versions in turn, as fast as it can; gives its id."""
    child = os.fork()
    if child == 0:
        try:
            target = open_target(PublishConfig(folder=str(folder)))
            for renditions in cycle(versions):
                for rendition in renditions:
                    target.write(rendition)
        finally:
            os._exit(1)  # never on into the tests
    return child


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to have a process to kill")
def test_every_published_file_parses_after_a_kill_at_any_moment(
    tmp_path: Path, make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    small, large = (make_feed(entries=tuple(make_entry(n) for n in range(1, most))) for most in (5, 200))
    versions = [render(small, publish), render(large, publish)]
    moments = random.Random(5)
    folder = tmp_path / "public"
    seen: set[str] = set()
    for _ in range(KILLS):
        child = publish_until_killed(folder, versions)
        time.sleep(moments.uniform(0.005, 0.08))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        target = open_target(PublishConfig(folder=str(folder)))
        for name in target.names():
            body = target.read(name)
            assert body
            assert inspect(large, Rendition(name=name, media_type="application/feed+json", body=body), None) == ()
            seen.add(name)
    assert seen == {"show.atom", "show.rss", "show.json", "show.html"}
