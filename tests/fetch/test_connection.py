"""The address that is connected to is the one that was judged, on new connections and on kept ones."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError
from feeds.fetch import Fetcher
from feeds.model import Request, Validators


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A resolver of our own: each look-up of a name takes the next of its addresses, the last one for ever."""
    known: dict[str, list[str]] = {}

    def look_up(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        answers = known[host]
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        if address == "slow":
            time.sleep(30)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def test_a_public_name_for_a_private_address_is_refused(site: Any, get: Any, names: Any) -> None:
    names["news.example"] = ["127.0.0.1"]
    site.page("/", "x")
    with pytest.raises(FetchError, match=r"news\.example is 127\.0\.0\.1, which is not on the") as caught:
        get(f"http://news.example:{site.port}/", allow_private=False)
    assert caught.value.kind == "refused"
    assert site.seen == []


def test_a_name_is_sent_as_the_host_though_its_address_is_called(site: Any, get: Any, names: Any) -> None:
    names["news.example"] = ["127.0.0.1"]
    site.page("/", "x")
    assert get(f"http://news.example:{site.port}/").body == b"x"
    assert site.seen[0].headers["Host"] == f"news.example:{site.port}"


def test_each_connection_looks_up_once_and_calls_what_it_judged(site: Any, get: Any, names: Any) -> None:
    # A second look-up between judging and calling would find another address, where nobody answers.
    names["news.example"] = ["127.0.0.1", "127.0.0.99"]
    site.page("/", "x")
    assert get(f"http://news.example:{site.port}/").body == b"x"


def test_a_kept_connection_to_a_private_host_is_not_lent_to_other_sites(
    site: Any, config: Any, fetcher: Fetcher, names: Any
) -> None:
    names["news.example"] = ["127.0.0.1"]
    site.page("/", "x")
    url = f"http://news.example:{site.port}/"
    assert fetcher.fetch(Request(url=url), config(url, slug="theirs")).body == b"x"
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(url=url), config(url, slug="other", allow_private=False))
    assert caught.value.kind == "refused"
    assert len(site.seen) == 1


def test_a_redirect_to_a_private_host_that_nobody_named_is_refused(site: Any, another_site: Any, get: Any) -> None:
    another_site.page("/secret", "secret")
    for there in (f"http://127.0.0.2:{another_site.port}/secret", f"http://2130706433:{another_site.port}/secret"):
        with pytest.raises(FetchError, match="redirects to") as caught:
            get(site.redirect("/", there))
        assert caught.value.kind == "refused"
    assert another_site.seen == []


def test_a_resolver_that_does_not_answer_meets_the_deadline(get: Any, names: Any) -> None:
    names["slow.example"] = ["slow"]
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        get("http://slow.example/", timeout=0.3)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - started < 2


def test_a_connection_that_the_server_has_left_is_made_anew(site: Any, get: Any) -> None:
    site.answer("/", lambda _: (200, {"Connection": "close"}, b"x"))
    for _ in range(2):
        assert get(site.url("/")).body == b"x"
    first, second = site.seen
    assert first.connection != second.connection


def test_a_kept_connection_that_turns_out_to_be_dead_costs_no_wait(config: Any, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, Fetcher(folder=tmp_path, backoff=60) as fetcher:

        def serve() -> None:
            for _ in range(2):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
                    connection.recv(65536)  # the next request, which finds the door closing

        threading.Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        started = time.monotonic()
        for _ in range(2):
            assert fetcher.fetch(Request(url=url), config(url)).body == b"x"
        assert time.monotonic() - started < 2


def test_a_body_where_none_belongs_does_not_spoil_the_next_page(config: Any, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, Fetcher(folder=tmp_path, backoff=60) as fetcher:
        asked = threading.Event()

        def serve() -> None:
            for first in (True, False):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    if first:
                        connection.sendall(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
                        asked.wait(5)
                        connection.recv(65536)
                        connection.sendall(b"<p>the body of a 304</p>")
                    else:
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")

        threading.Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        known = Validators(etag='"1"')
        assert fetcher.fetch(Request(url=url, validators=known), config(url)).not_modified
        asked.set()
        assert fetcher.fetch(Request(url=url), config(url)).body == b"x"


def test_what_a_server_says_beyond_its_answer_is_not_taken_for_the_next(get: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n%sHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"

        def serve() -> None:
            for body in (b"first", b"other"):
                connection, _ = listener.accept()
                connection.recv(65536)
                connection.sendall(answer % body)
                kept.append(connection)

        kept: list[socket.socket] = []
        threading.Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert [get(url).body, get(url).body] == [b"first", b"other"]
        for connection in kept:
            connection.close()
