"""Coverage-guided fuzzing of all that reads what a server says; runs where atheris is installed.

    python tests/fetch/fuzz_answers.py -max_total_time=600

Each input is one server's answer, byte for byte, read through the real connection; then its headers as dates, and as
robots.txt. An exception that is not FetchError is a find.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["feeds.fetch", "http", "email", "protego"]):
    import email.parser
    import http.client
    import http.cookiejar

    import protego

    from feeds.config import FetchConfig, SiteConfig
    from feeds.errors import FetchError
    from feeds.fetch import Fetcher, addresses, coding, cookies, freshness, redirects, robots, send, wire
    from feeds.fetch.memory import RunMemory
    from feeds.model import Request, Validators

_ = (email.parser, http.client, http.cookiejar, protego, coding, cookies, redirects, send, wire)
NOW = datetime(2024, 3, 5, tzinfo=UTC)
TARGET = addresses.read_url("http://h.example/a/b?c")
HEADERS = ("retry-after", "cache-control", "expires", "date", "age", "etag", "last-modified")


class Server:
    """Says to whoever calls what it was told to say last, and hangs up."""

    def __init__(self) -> None:
        self.answer = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self.listener.accept()
            with connection:
                try:
                    connection.recv(65536)
                    connection.sendall(self.answer)
                    connection.shutdown(socket.SHUT_WR)
                    connection.settimeout(0.2)
                    connection.recv(1)
                except OSError:
                    pass


SERVER = Server()
OPTIONS = FetchConfig(allow_private=True, robots="ignore", delay=0, timeout=5, max_bytes=100_000, max_redirects=1)  # type: ignore[arg-type]


def one(data: bytes) -> None:
    kind, data = data[:1], data[1:]
    text = data.decode("utf-8", "replace")
    if kind < b"\x40":
        for name in HEADERS:
            headers = {name: text, "date": text}
            freshness.retry_after(headers, NOW)
            freshness.fresh_until(headers, NOW)
            freshness.validators(headers)
        return
    try:
        if kind < b"\x60":
            addresses.read_url(text)
        elif kind < b"\x80":
            said = robots.Robots(time.time(), text)
            robots.RobotsBook(RunMemory()).check(TARGET, "Feedmill", lambda: said)
        else:
            SERVER.answer = data if kind < b"\xa0" else b"HTTP/1.1 200 OK\r\n" + data
            site = SiteConfig(slug="fuzz", url=(SERVER.url,), fetch=OPTIONS)
            with Fetcher(folder=Path(), backoff=0) as fetcher:
                fetcher.fetch(Request(url=SERVER.url, validators=Validators(etag='"x"')), site)
    except FetchError:
        pass


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
