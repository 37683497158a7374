"""CPU and seconds for sites that did not change: our fetcher beside a bare `requests` loop doing the same GETs.

    python benchmarks/fetch_unchanged.py [--sites 1000] [--hosts 50] [--rounds 3]

Each site is one listing page with an ETag, on one of the hosts (ports of 127.0.0.1, served by another process), and
each answer a 304. Both sides ask one page after the other, in this process, with connections kept; robots.txt is known.
"""

from __future__ import annotations

import argparse
import multiprocessing
import socket
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from feeds.config import FetchConfig, SiteConfig
from feeds.fetch import Fetcher
from feeds.model import Request, Validators

ETAG = '"unchanged"'
_ANSWER = b'HTTP/1.1 304 Not Modified\r\nDate: Tue, 05 Mar 2024 14:30:00 GMT\r\nETag: "unchanged"\r\nServer: x\r\n\r\n'


def serve(hosts: int, ports: Any) -> None:
    """Answer every request with a 304, on as many ports as there are hosts."""
    listeners = [socket.create_server(("127.0.0.1", 0), backlog=64) for _ in range(hosts)]
    for listener in listeners:
        threading.Thread(target=_accept, args=(listener,), daemon=True).start()
    ports.send([listener.getsockname()[1] for listener in listeners])
    threading.Event().wait()


def _accept(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_converse, args=(connection,), daemon=True).start()


def _converse(connection: socket.socket) -> None:
    buffer = b""
    while block := connection.recv(65536):
        buffer += block
        while b"\r\n\r\n" in buffer:
            _, _, buffer = buffer.partition(b"\r\n\r\n")
            connection.sendall(_ANSWER)


def with_requests(urls: list[str]) -> Callable[[], None]:
    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(pool_connections=64))  # as many as our own keeps

    def run() -> None:
        for url in urls:
            response = session.get(url, headers={"If-None-Match": ETAG}, timeout=30)
            assert response.status_code == 304

    return run


def with_fetcher(urls: list[str], fetcher: Fetcher) -> Callable[[], None]:
    options = FetchConfig(delay=0, allow_private=True, robots="ignore", max_requests=100_000)  # type: ignore[arg-type]
    sites = [SiteConfig(slug=f"site-{n}", url=(url,), fetch=options) for n, url in enumerate(urls)]

    def run() -> None:
        for url, site in zip(urls, sites, strict=True):
            response = fetcher.fetch(Request(url=url, validators=Validators(etag=ETAG)), site)
            assert response.not_modified

    return run


def measure(run: Callable[[], None]) -> tuple[float, float]:
    """CPU seconds of this process, and seconds by the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    run()
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sites", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(args.hosts, theirs), daemon=True)
    server.start()
    ports = ours.recv()
    urls = [f"http://127.0.0.1:{ports[n % args.hosts]}/site-{n}" for n in range(args.sites)]
    found: dict[str, list[tuple[float, float]]] = {"requests": [], "feedmill": []}
    with Fetcher(folder=Path()) as fetcher:
        runs = {"requests": with_requests(urls), "feedmill": with_fetcher(urls, fetcher)}
        for _ in range(args.rounds):
            for name, run in runs.items():
                found[name].append(measure(run))
    server.terminate()
    per_site = {name: statistics.median(cpu for cpu, _ in rows) / args.sites for name, rows in found.items()}
    for name, rows in found.items():
        wall = statistics.median(wall for _, wall in rows) / args.sites
        print(f"{name:10} {per_site[name] * 1e3:7.3f} ms CPU a site {wall * 1e3:7.3f} ms by the clock")
    print(f"{'ratio':10} {per_site['feedmill'] / per_site['requests']:7.2f}")


if __name__ == "__main__":
    main()
