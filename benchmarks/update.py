"""What a build costs as a site's memory grows: the first, one that changes nothing, one with a single new entry.

    python benchmarks/update.py [SIZE…]        (default: 10 1000 10000)

Each size runs in a process of its own, against a real server on loopback that answers conditional requests. The show
page has its newest 500 items; a site with more is built as it grew, 500 at a time ("first" is all of that). "anew" is
a build after the published folder was given another address, so that every document is made again. All are seconds of
CPU, for other work on the machine moves the clock. The build that changes nothing must cost the same at every size,
within 2 ×; the one with a new entry pays for the show page and for the feed's newest hundred entries, not for the
archives.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from feeds.config import load
from feeds.jobs import run

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
REPEATS = 15
WINDOW = 500
STORY = "It is told here at some length, so that the entry weighs about as much as one of a real feed does. " * 20


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python benchmarks/update.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", metavar="SIZE", type=int, nargs="*", default=[10, 1_000, 10_000], help="entries")
    parser.add_argument("--one", metavar="SIZE", type=int, help="measure one size in this process, figures as JSON")
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(measure(arguments.one)))
        return
    rows = [measure_apart(size) for size in arguments.sizes]
    print(f"{'entries':>8} {'first':>8} {'nothing new':>12} {'one new':>9} {'anew':>8} {'files':>6} {'peak MB':>8}")
    for row in rows:
        print(
            f"{row['entries']:>8} {row['first']:>7.2f}s {row['nothing'] * 1000:>10.1f}ms {row['one'] * 1000:>7.0f}ms"
            f" {row['anew']:>7.2f}s {row['files']:>6} {row['peak']:>8.0f}"
        )
    for name in ("nothing", "one"):
        print(f"{name} new: the largest costs {rows[-1][name] / rows[0][name]:.2f} × the smallest", end="")
        print(f", {rows[-1][name] / rows[1][name]:.2f} × the second" if len(rows) > 2 else "")


def measure_apart(size: int) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = Pages(0)
        with pages:
            config = folder / "config.yaml"
            config.write_text(json.dumps(settings(pages.url)))
            first = sum(timed(grow(pages, config, shown)) for shown in range(min(WINDOW, size), size + 1, WINDOW))
            nothing = median(timed(lambda n=n: build(config, n)) for n in range(1, REPEATS))  # type: ignore[misc]
            one = median(timed(grow(pages, config, size + n, REPEATS + n)) for n in range(1, 6))
            config.write_text(json.dumps(settings(pages.url, "https://elsewhere.example.org/")))
            anew = timed(lambda: build(config, REPEATS + 6))
        files = sum(path.is_file() for path in (folder / "public").rglob("*"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"entries": size, "first": first, "nothing": nothing, "one": one, "anew": anew, "files": files, "peak": peak}


def grow(pages: Pages, config: Path, size: int, hours: int = -1) -> Callable[[], None]:
    def work() -> None:
        pages.size = size
        build(config, hours)

    return work


def settings(url: str, base_url: str = "https://feeds.example.org/") -> dict[str, object]:
    listing = {"items": "li", "summary": "p::text", "max_items": WINDOW}
    fetch = {"delay": 0, "robots": "ignore", "max_bytes": 500_000_000}
    site = {"url": url, "article": False, "listing": listing, "fetch": fetch, "title": "News"}
    return {"publish": {"base_url": base_url}, "sites": {"news": site}}


def build(config: Path, hours: int) -> None:
    report = run(load(config), now=NOW + timedelta(hours=hours), everything=True, allow_private=True)
    assert report.ok, report


def timed(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


class Pages:
    """A show page of `size` items."""

    def __init__(self, size: int) -> None:
        self.size = size
        pages = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                tag = f'"{pages.size}"'
                same = self.headers.get("If-None-Match") == tag
                body = b"" if same else pages.body()
                self.send_response(304 if same else 200)
                self.send_header("ETag", tag)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if not same:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def body(self) -> bytes:
        rows = (
            f'<li><a href="/{n}">Story {n}</a><p>{n} {STORY}</p></li>'
            for n in range(self.size, max(self.size - WINDOW, 0), -1)
        )
        return f"<!doctype html><title>News</title><ul>{''.join(rows)}</ul>".encode()

    def __enter__(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


if __name__ == "__main__":
    main()
