"""Fetch every endpoint of the hostile server, many at once, in a process of its own; run by test_hostile_server.py.

Reads {"server": FILE, "urls": {id: url}, "options": {…}} from stdin; prints what came of each, and the peak of memory.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from feeds.config import FetchConfig, SiteConfig
from feeds.errors import FetchError
from feeds.fetch import Fetcher
from feeds.model import Request


def outcome(name: str, url: str, options: dict[str, Any]) -> dict[str, Any]:
    site = SiteConfig(slug=name, url=(url,), fetch=FetchConfig(user_agent=name, **options))
    started = time.monotonic()
    # A fetcher each: the hosts of real life do not share a port with 180 others.
    with Fetcher(folder=Path(), backoff=0.05) as fetcher:
        try:
            response = fetcher.fetch(Request(url=url), site)
            found = {"body": response.body.decode("latin-1"), "permanent": response.permanent_url}
        except FetchError as error:
            found = {"error": str(error), "kind": error.kind, "status": error.status, "retry_after": error.retry_after}
    return found | {"seconds": time.monotonic() - started}


def peak() -> int:
    """Bytes of memory that this process held at the most."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def main() -> None:
    task = json.load(sys.stdin)
    spec = importlib.util.spec_from_file_location("hostile_server", task["server"])
    assert spec and spec.loader
    module = sys.modules["hostile_server"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    before = peak()
    with module.loopback_only() as strayed, ThreadPoolExecutor(40) as pool:
        running = {name: pool.submit(outcome, name, url, task["options"]) for name, url in task["urls"].items()}
        found = {name: job.result() for name, job in running.items()}
    json.dump(
        {"found": found, "strayed": [str(each) for each in strayed], "before": before, "peak": peak()}, sys.stdout
    )


if __name__ == "__main__":
    main()
