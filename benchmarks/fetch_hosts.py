"""Politeness and its price: six sites, two of them on one host, each answer 50 ms away.

    python benchmarks/fetch_hosts.py [--pages 20] [--latency 0.05] [--delay 0]

Says how many requests a host had at once (must be 1) and how long all took beside the longest host's own queue: the sum
of its answers' latencies and of the pauses between them, which no polite fetcher can beat.
Hosts are ports of 127.0.0.1.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from feeds.config import FetchConfig, SiteConfig
from feeds.fetch import Fetcher
from feeds.model import Request

_spec = importlib.util.spec_from_file_location("site_server", Path(__file__).parent.parent / "tests/site_server.py")
assert _spec and _spec.loader
site_server = sys.modules["site_server"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(site_server)


def visit(fetcher: Fetcher, site: SiteConfig, pages: int) -> int:
    """A listing and its articles, as an update asks for them."""
    for n in range(pages):
        fetcher.fetch(Request(url=f"{site.url[0]}/{n}"), site)
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=20, help="of each site")
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--delay", type=float, default=0.0)
    args = parser.parse_args()
    with ExitStack() as stack:
        hosts: list[Any] = [stack.enter_context(site_server.running_site()) for _ in range(5)]
        for host in hosts:
            host.latency = args.latency
        shared, *others = hosts
        urls = [shared.url("/one"), shared.url("/two"), *(host.url("/site") for host in others)]
        for host in hosts:
            for url in urls:
                for n in range(args.pages):
                    host.page(url.removeprefix(host.url("")) + f"/{n}", "<p>text</p>")
        options = FetchConfig(delay=args.delay, allow_private=True)
        sites = [SiteConfig(slug=f"site-{n}", url=(url,), fetch=options) for n, url in enumerate(urls)]
        fetcher = stack.enter_context(Fetcher(folder=Path()))
        started = time.perf_counter()
        with ThreadPoolExecutor(len(sites)) as pool:
            list(pool.map(lambda site: visit(fetcher, site, args.pages), sites))
        wall = time.perf_counter() - started
        requests = 2 * args.pages + 1  # and robots.txt
        queue = (requests - 1) * max(args.latency, args.delay) + args.latency
    print(f"at once on one host: {max(host.most_at_once for host in hosts)}")
    print(f"wall {wall:.2f} s, longest host's own queue {queue:.2f} s, ratio {wall / queue:.2f}")


if __name__ == "__main__":
    main()
