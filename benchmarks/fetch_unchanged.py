"""CPU and seconds for sites that did not change, beside a bare `requests` loop doing the same GETs.

    python benchmarks/fetch_unchanged.py [--sites 1000] [--hosts 50] [--rounds 3]

Each site is one listing page with an ETag, on one of the hosts (ports of 127.0.0.1, served by another process), and
each answer a 304. Three ask for them, in this process, with connections kept: requests, our fetcher, and a whole
`feedmill build` (store, plan, published files looked after), which has built the sites once before. CPU is that of all
threads.
"""

from __future__ import annotations

import argparse
import multiprocessing
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from feeds.config import Config, FetchConfig, PublishConfig, SiteConfig
from feeds.fetch import Fetcher
from feeds.jobs import run as build
from feeds.model import Request, Validators

ETAG = '"unchanged"'
_UNCHANGED = (
    b'HTTP/1.1 304 Not Modified\r\nDate: Tue, 05 Mar 2024 14:30:00 GMT\r\nETag: "unchanged"\r\nServer: x\r\n\r\n'
)
_ITEM = '<article><h2><a href="/%d">Story %d of this site</a></h2><time datetime="2024-03-0%d"></time></article>'
_PAGE = "<!DOCTYPE html><title>Site</title>" + "".join(_ITEM % (n, n, n) for n in range(1, 6))
_NEW = b'HTTP/1.1 200 OK\r\nETag: "unchanged"\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s' % (
    len(_PAGE),
    _PAGE.encode(),
)
_NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def serve(hosts: int, ports: Any) -> None:
    """Answer conditional requests with a 304 and others with a listing, on as many ports as there are hosts."""
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
            head, _, buffer = buffer.partition(b"\r\n\r\n")
            is_robots = head.startswith(b"GET /robots.txt")
            connection.sendall(_NO_ROBOTS if is_robots else _UNCHANGED if b"If-None-Match" in head else _NEW)


def with_requests(urls: list[str]) -> Callable[[], None]:
    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(pool_connections=64))  # as many as our own keeps

    def run() -> None:
        for url in urls:
            response = session.get(url, headers={"If-None-Match": ETAG}, timeout=30)
            assert response.status_code == 304

    return run


def as_sites(urls: list[str]) -> dict[str, SiteConfig]:
    options = FetchConfig(delay=0, allow_private=True)  # type: ignore[arg-type]
    return {
        f"site-{n}": SiteConfig(slug=f"site-{n}", url=(url,), fetch=options, article=False)
        for n, url in enumerate(urls)
    }


def with_fetcher(urls: list[str], fetcher: Fetcher) -> Callable[[], None]:
    sites = as_sites(urls)

    def run() -> None:
        for site in sites.values():
            response = fetcher.fetch(Request(url=site.url[0], validators=Validators(etag=ETAG)), site)
            assert response.not_modified

    return run


def with_build(urls: list[str], folder: Path) -> Callable[[], None]:
    config = Config(folder=folder, sites=as_sites(urls), publish=PublishConfig(folder="public"))

    def run() -> None:
        report = build(config, now=datetime.now(UTC), everything=True)
        assert not report.problems
        assert all(site.status != "failed" for site in report.sites), report.sites[0]

    run()
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
    with tempfile.TemporaryDirectory() as folder, Fetcher(folder=Path()) as fetcher:
        runs = {
            "requests": with_requests(urls),
            "Fetcher": with_fetcher(urls, fetcher),
            "build": with_build(urls, Path(folder)),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _ in range(args.rounds):
            for name, run in runs.items():
                found[name].append(measure(run))
    server.terminate()
    base = statistics.median(cpu for cpu, _ in found["requests"]) / args.sites
    for name, rows in found.items():
        cpu = statistics.median(cpu for cpu, _ in rows) / args.sites
        wall = statistics.median(wall for _, wall in rows) / args.sites
        figures = f"{cpu * 1e3:7.3f} ms CPU a site {wall * 1e3:7.3f} ms by the clock"
        print(f"{name:9} {figures} {cpu / base:6.2f} × requests' CPU")


if __name__ == "__main__":
    main()
