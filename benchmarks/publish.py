"""Time and memory of publishing one feed of 10, 1,000 and 10,000 entries of 10 kB.

    python benchmarks/publish.py [--entries 10,1000,10000] [--formats atom,rss,json]

Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cleaner import sanitize
from feeds.config.model import PublishConfig
from feeds.model import Entry, Feed
from feeds.publish import inspect, open_target, render

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
SENTENCE = "The ferry that links the two harbours has run late on every weekday since May, says the log. "


def make_feed(entries: int, formats: tuple[Any, ...]) -> Feed:
    """A feed of stories of 10 kB, each another text."""
    return Feed(
        slug="show",
        id="tag:feeds.example,2024:show",
        title="The Show",
        url="https://site.example/show/",
        base_url="https://feeds.example/",
        updated=NOON,
        formats=formats,
        entries=tuple(
            Entry(
                id=f"tag:feeds.example,2024:show/{number}",
                url=f"https://site.example/{number}",
                title=f"Story {number}",
                published=NOON - timedelta(hours=number),
                updated=NOON - timedelta(hours=number),
                first_seen=NOON,
                authors=("Ada Example",),
                content=sanitize("".join(f"<p>{number}.{each} {SENTENCE * 5}</p>" for each in range(22))),
            )
            for number in range(entries)
        ),
    )


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What `work` gives, and the seconds that it took."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def measure(entries: int, formats: tuple[Any, ...], pipe: Any) -> None:
    """One size, told to `pipe`."""
    feed = make_feed(entries, formats)
    publish = PublishConfig()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    renditions, rendering = timed(lambda: render(feed, publish))
    _, judging = timed(lambda: [inspect(feed, each, each.body) for each in renditions])
    with tempfile.TemporaryDirectory() as folder:
        target = open_target(PublishConfig(folder=folder), Path(folder))
        _, writing = timed(lambda: [target.write(each) for each in renditions])
        _, again = timed(lambda: [target.write(each) for each in renditions])
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = sum(len(each.body) for each in renditions) / 1e6
    pipe.send(
        f"{entries:>7,} {size:>8.1f} {rendering:>9.2f} {judging:>7.2f} {writing:>7.3f} {again:>10.4f} {peak:>9.0f}"
    )


def main() -> None:
    """Print one line a size."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--entries", default="10,1000,10000")
    arguments.add_argument("--formats", default="atom")
    chosen = arguments.parse_args()
    print("entries       MB  render s  gate s write s  unchanged s  extra MB")
    for entries in map(int, chosen.entries.split(",")):
        here, there = multiprocessing.Pipe()
        process = multiprocessing.Process(target=measure, args=(entries, tuple(chosen.formats.split(",")), there))
        process.start()
        print(here.recv(), flush=True)
        process.join()


if __name__ == "__main__":
    main()
