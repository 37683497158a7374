"""Whatever a server says, a fetch ends in a response or in a FetchError (fuzz_answers.py looks longer and deeper)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.config import FetchConfig, SiteConfig
from feeds.errors import FetchError
from feeds.fetch import Fetcher, freshness
from feeds.fetch.addresses import read_url
from feeds.fetch.cookies import Cookies
from feeds.fetch.robots import refusing_line
from feeds.model import Request

NOW = datetime(2024, 3, 5, tzinfo=UTC)
NAMES = (
    "Content-Length Transfer-Encoding Content-Encoding Location Set-Cookie Retry-After Cache-Control ETag Age".split()
)
VALUES = [
    "5",
    "-1",
    "chunked",
    "gzip",
    "br",
    "/",
    "http://[",
    "a=b; Path=/",
    "max-age=1",
    '"',
    "\xff",
    "9" * 30,
    "1;a=b",
]

odd_text = st.one_of(st.sampled_from(VALUES), st.text(st.characters(max_codepoint=255), max_size=30))
header_lines = st.builds(lambda name, value: f"{name}: {value}\r\n".encode("latin-1"), st.sampled_from(NAMES), odd_text)
heads = st.builds(
    lambda status, lines: b"HTTP/1.1 " + status + b"\r\n" + b"".join(lines) + b"\r\n",
    st.sampled_from([b"200 OK", b"301 x", b"304", b"503 x", b"100 x", b"206 x", b"20x"]),
    st.lists(header_lines, max_size=6),
)
answers = st.one_of(st.binary(max_size=200), st.builds(lambda head, body: head + body, heads, st.binary(max_size=100)))


class Server:
    answer = b""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                try:
                    connection.recv(65536)
                    connection.sendall(self.answer)
                except OSError:
                    continue


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = Server(listener)
        threading.Thread(target=running.serve, daemon=True).start()
        yield running


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=answers)
def test_any_answer_is_a_response_or_a_fetch_error(server: Server, answer: bytes) -> None:
    server.answer = answer
    url = f"http://127.0.0.1:{server.listener.getsockname()[1]}/"
    options: Any = {"allow_private": True, "robots": "ignore", "delay": 0, "timeout": 3, "max_redirects": 1}
    with Fetcher(folder=Path(), backoff=0) as fetcher:
        try:
            response = fetcher.fetch(Request(url=url), SiteConfig(url=(url,), fetch=FetchConfig(**options)))
        except FetchError as error:
            assert error.what
        else:
            assert response.body


@given(st.text(max_size=60) | odd_text)
def test_any_header_is_read_or_left(text: str) -> None:
    for name in ("retry-after", "cache-control", "expires", "date", "age", "etag"):
        headers = {name: text}
        wait = freshness.retry_after(headers, NOW)
        assert wait is None or 0 <= wait <= 86_400
        until = freshness.fresh_until(headers, NOW)
        assert until is None or until > NOW
        freshness.validators(headers)


@given(st.text(max_size=80), st.sampled_from(["", "http://", "https://a.example", "http://[::1]:", "http://a@b"]))
def test_any_url_is_judged(text: str, start: str) -> None:
    try:
        target = read_url(start + text)
    except FetchError as error:
        assert error.kind == "refused"
    else:
        assert read_url(target.url) == target
        assert target.url.isascii()


@given(
    st.lists(
        st.sampled_from(["User-agent: *", "Disallow: /a*$", "Allow: %", "Crawl-delay: x", "Disallow: /"]) | st.text()
    )
)
def test_any_robots_txt_is_understood_somehow(lines: list[str]) -> None:
    found = refusing_line("\n".join(lines), "http://h.example/a?b", "Feedmill")
    assert found is None or found[0] > 0


@given(st.lists(st.text(max_size=40) | odd_text, max_size=5))
def test_any_cookie_is_kept_or_left(lines: list[str]) -> None:
    jar = Cookies()
    jar.take("http://h.example/a", lines)
    header = jar.header_for("http://h.example/a")
    assert header is None or not set("\r\n") & set(header)
