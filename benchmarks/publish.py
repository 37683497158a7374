"""Time (of CPU) and memory of publishing one document of 10, 1,000 and 10,000 entries of 10 kB.

    python benchmarks/publish.py [--entries 10,1000,10000] [--formats atom,rss,json]

Each size runs in a process of its own, so that its peak memory is its own. "feedgen" is the same feed written with
nothing but feedgen, in another process: what our templates, the sanitiser, the page and the gate add is told as a
ratio. A document holds `keep` entries, a hundred unless a site says otherwise; see update.py for a site of thousands.
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

from feedgen.feed import FeedGenerator

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
    started = time.process_time()
    return work(), time.process_time() - started


def by_feedgen(feed: Feed) -> bytes:
    """The feed as one would write it with feedgen's own calls."""
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.link(href=feed.url)
    generator.author({"name": "Ada Example"})
    for entry in feed.entries:
        each = generator.add_entry(order="append")
        each.id(entry.id)
        each.title(entry.title)
        each.link(href=entry.url)
        each.published(entry.published)
        each.updated(entry.updated)
        each.content(str(entry.content), type="html")
    return bytes(generator.atom_str(pretty=True))


def measure(entries: int, formats: tuple[Any, ...], pipe: Any) -> None:
    """One size, told to `pipe`."""
    feed = make_feed(entries, formats)
    publish = PublishConfig()
    before = peak()
    renditions, rendering = timed(lambda: render(feed, publish))
    _, judging = timed(lambda: [inspect(feed, each, None) for each in renditions])
    _, judging_again = timed(lambda: [inspect(feed, each, each.body) for each in renditions])
    with tempfile.TemporaryDirectory() as folder:
        target = open_target(PublishConfig(folder=folder), Path(folder))
        _, writing = timed(lambda: [target.write(each) for each in renditions])
        _, again = timed(lambda: [target.write(each) for each in renditions])
    size = sum(len(each.body) for each in renditions) / 1e6
    pipe.send((size, rendering, judging, judging_again, writing, again, peak() - before))


def measure_feedgen(entries: int, formats: tuple[Any, ...], pipe: Any) -> None:
    """The same with feedgen alone."""
    feed = make_feed(entries, formats)
    before = peak()
    _, seconds = timed(lambda: by_feedgen(feed))
    pipe.send((seconds, peak() - before))


def peak() -> float:
    """The process's peak memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(work: Callable[..., None], *arguments: Any) -> Any:
    """What `work` tells from a process of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=work, args=(*arguments, there))
    process.start()
    found = here.recv()
    process.join()
    return found


def main() -> None:
    """Print one line a size."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--entries", default="10,1000,10000")
    arguments.add_argument("--formats", default="atom")
    chosen = arguments.parse_args()
    formats = tuple(chosen.formats.split(","))
    print("entries     MB  render  gate  gate again  write  unchanged  extra MB | feedgen  extra MB | render is")
    for entries in map(int, chosen.entries.split(",")):
        size, rendering, judging, again, writing, unchanged, extra = apart(measure, entries, formats)
        plain, plain_extra = apart(measure_feedgen, entries, formats)
        print(
            f"{entries:>7,} {size:>6.1f} {rendering:>6.2f}s {judging:>4.2f}s {again:>10.2f}s {writing:>5.2f}s"
            f" {unchanged:>9.3f}s {extra:>9.0f} | {plain:>6.2f}s {plain_extra:>9.0f} | {rendering / plain:.1f} ×",
            flush=True,
        )


if __name__ == "__main__":
    main()
