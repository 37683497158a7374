"""Each bound names its default and its key."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from feeds.errors import FetchError

START = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def saying() -> Iterator[Callable[[bytes, bytes], str]]:
    """saying(once, again): the URL of a server that says the one, and the other until nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        words: list[bytes] = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    try:
                        connection.sendall(words[0])
                        for _ in range(3000):
                            connection.sendall(words[1])
                    except OSError:
                        continue

        def say(once: bytes, again: bytes = b"") -> str:
            words[:] = [once, again]
            return f"http://127.0.0.1:{listener.getsockname()[1]}/"

        threading.Thread(target=serve, daemon=True).start()
        yield say


def _refusal(get: Any, url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(url, **options)
    return caught.value


def test_bytes_of_a_page(site: Any, get: Any) -> None:
    error = _refusal(get, site.page("/", b"x" * 1001), max_bytes=1000)
    assert (error.kind, error.what, error.mend) == (
        "too-big",
        "the page has more than 1,000 bytes",
        "raise fetch.max_bytes to read it all the same",
    )
    assert get(site.page("/", b"x" * 1000), max_bytes=1000).body == b"x" * 1000


def test_a_film_is_not_read_at_all(saying: Any, get: Any) -> None:
    head = START.replace(b"text/html", b"Video/MP4; codecs=x") + b"Content-Length: 999999\r\n\r\n"
    error = _refusal(get, saying(head), max_bytes=1_000_000, timeout=5)
    assert (error.kind, error.what) == ("not-a-page", "what came is video/mp4, nothing to read")


def test_bytes_on_the_wire_that_are_no_page(saying: Any, get: Any) -> None:
    # A byte of the page for every 10,000 of chunk extension.
    url = saying(START + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 10_000 + b"\r\na\r\n")
    error = _refusal(get, url, max_bytes=10_000)
    assert (error.kind, "fetch.max_bytes" in error.mend) == ("too-big", True)


def test_bytes_of_headers(saying: Any, get: Any) -> None:
    url = saying(START + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 4000) for n in range(40)) + b"\r\n")
    error = _refusal(get, url)
    assert (error.kind, error.what) == ("too-big", "the server sends headers of more than 131,072 bytes")
    assert "fetch.max_header_bytes" in error.mend


def test_lines_of_headers(saying: Any, get: Any) -> None:
    error = _refusal(get, saying(START, b"X: y\r\n"))
    assert (error.kind, error.what) == ("too-big", "the server sends more than 99 header lines")
    assert "fetch.max_headers" in error.mend


def test_redirects(site: Any, get: Any) -> None:
    for n in range(5):
        site.redirect(f"/{n}", f"/{n + 1}")
    site.page("/5", "x")
    error = _refusal(get, site.url("/0"), max_redirects=4)
    assert (error.kind, "fetch.max_redirects" in error.mend) == ("too-many-redirects", True)
    assert get(site.url("/0"), max_redirects=5).body == b"x"


def test_seconds(site: Any, get: Any) -> None:
    site.latency = 2
    error = _refusal(get, site.page("/", "x"), timeout=0.3)
    assert (error.kind, error.what) == ("timeout", "no whole answer within 0.3 seconds")
    assert "fetch.timeout" in error.mend
