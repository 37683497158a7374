"""Through a proxy: a real one, in a thread."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from feeds.errors import FetchError


@dataclass
class Proxy:
    """Answers each request by itself, and remembers what it was asked."""

    port: int = 0
    heads: list[str] = field(default_factory=list)
    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/html\r\n\r\nproxy"

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                self.heads.append(connection.recv(65536).decode())
                connection.sendall(self.answer)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = Proxy(listener.getsockname()[1])
        threading.Thread(target=running.serve, args=(listener,), daemon=True).start()
        yield running


def test_the_proxy_is_asked_for_the_whole_url_without_a_look_up_of_ours(proxy: Proxy, get: Any) -> None:
    response = get("http://site.example/news", proxy=f"http://me:hunter2@127.0.0.1:{proxy.port}")
    assert response.body == b"proxy"
    (head,) = proxy.heads
    assert head.startswith("GET http://site.example/news HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic " + base64.b64encode(b"me:hunter2").decode() in head


def test_private_hosts_are_not_reached_through_a_proxy_either(proxy: Proxy, get: Any) -> None:
    for url in ("http://10.0.0.1/", "http://localhost/", "http://printer.local/"):
        with pytest.raises(FetchError) as caught:
            get(url, proxy=f"http://127.0.0.1:{proxy.port}", allow_private=False)
        assert caught.value.kind == "refused"
    assert proxy.heads == []


def test_a_proxy_that_does_not_let_us_through_is_named(proxy: Proxy, get: Any) -> None:
    proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(FetchError) as caught:
        get("https://site.example/", proxy=f"http://me:hunter2@127.0.0.1:{proxy.port}")
    assert caught.value.kind == "proxy"
    assert "fetch.proxy" in caught.value.mend
    assert "hunter2" not in str(caught.value)
    assert proxy.heads[0].startswith("CONNECT site.example:443 HTTP/1.")


def test_a_proxy_of_another_kind_is_refused_with_a_word(get: Any) -> None:
    with pytest.raises(FetchError, match="only HTTP proxies"):
        get("http://site.example/", proxy="socks5://127.0.0.1:1080")


def test_proxies_of_the_environment_are_not_asked(
    site: Any, get: Any, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    assert get(site.page("/", "x")).body == b"x"
    assert proxy.heads == []
