"""A web site for tests: a real HTTP/1.1 server on 127.0.0.1, on a port that the system picks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import ThreadingMixIn
from typing import Any

Answer = tuple[int, Mapping[str, str], bytes]


@dataclass(frozen=True)
class Seen:
    """One request that reached the server."""

    method: str
    path: str  # with its query
    headers: Message  # any case: seen.headers["if-none-match"]
    body: bytes = b""
    at: float = 0.0  # time.monotonic() of its arrival
    connection: int = 0  # the client's port: equal for requests on one connection


@dataclass
class Site:
    """Pages to serve, and what was asked for.

        site.page("/news", "<html>…", ETag='"v1"')       underscores in names become hyphens
        site.redirect("/old", "/news", status=301)
        site.answer("/api", lambda seen: (200, {"Content-Type": "application/json"}, b"{}"))
        site.url("/news"), site.seen, site.most_at_once, site.latency = 0.05

    A page with ETag or Last_Modified answers conditional requests with 304. An unknown path is a 404. Requests for
    /robots.txt are in `seen` only where the test serves one.
    """

    seen: list[Seen] = field(default_factory=list)
    latency: float = 0.0  # seconds before each answer
    most_at_once: int = 0  # requests in hand at one time, the highest number so far
    port: int = 0
    _pages: dict[str, Callable[[Seen], Answer]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _in_hand: int = 0

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def page(self, path: str, body: str | bytes = "", *, status: int = 200, **headers: str) -> str:
        """Serve `body` at `path` (a query in it counts); returns its URL."""
        content = body.encode() if isinstance(body, str) else body
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": "text/html; charset=utf-8"} | sent

        def answer(seen: Seen) -> Answer:
            if status == 200 and _unchanged(seen.headers, sent):
                return 304, {k: v for k, v in sent.items() if not k.lower().startswith("content-")}, b""
            return status, sent, content

        return self.answer(path, answer)

    def redirect(self, path: str, to: str, *, status: int = 302) -> str:
        return self.answer(path, lambda _: (status, {"Location": to}, b""))

    def answer(self, path: str, answer: Callable[[Seen], Answer]) -> str:
        """Serve whatever the function makes of each request: status, headers, body."""
        self._pages[path] = answer
        return self.url(path)

    def remove(self, path: str) -> None:
        """From now on a 404."""
        self._pages.pop(path, None)

    @property
    def paths(self) -> list[str]:
        """Paths asked for, in order of arrival."""
        return [each.path for each in self.seen]

    def respond(self, seen: Seen) -> Answer:
        page = self._pages.get(seen.path) or self._pages.get(seen.path.partition("?")[0])
        with self._in_progress():
            if seen.path != "/robots.txt" or page:
                self.seen.append(seen)
            if self.latency:
                time.sleep(self.latency)
            return page(seen) if page else (404, {"Content-Type": "text/plain"}, b"not found")

    @contextmanager
    def _in_progress(self) -> Iterator[None]:
        with self._lock:
            self._in_hand += 1
            self.most_at_once = max(self.most_at_once, self._in_hand)
        try:
            yield
        finally:
            with self._lock:
                self._in_hand -= 1


def _unchanged(asked: Message, sent: Mapping[str, str]) -> bool:
    """By RFC 9110, section 13.2.2: If-None-Match wins over If-Modified-Since."""
    tags, since = asked.get("If-None-Match"), asked.get("If-Modified-Since")
    if tags is not None:
        return sent.get("ETag", "").removeprefix("W/") in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    return since is not None and since == sent.get("Last-Modified")


class _Server(ThreadingMixIn, HTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site

    def server_bind(self) -> None:
        # HTTPServer asks DNS for its own name here; TCPServer's bind does not.
        super(HTTPServer, self).server_bind()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = Seen(self.command, self.path, self.headers, body, time.monotonic(), self.client_address[1])
        status, headers, content = self.server.site.respond(seen)
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status >= 200 and status not in (204, 304) and "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if content and self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = _serve  # noqa: N815 - BaseHTTPRequestHandler asks for these names

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""


@contextmanager
def running_site(address: str = "127.0.0.1", port: int = 0) -> Iterator[Site]:
    """A site that serves until the block ends."""
    site = Site()
    server = _Server((address, port), _Handler)
    server.site, site.port = site, server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
