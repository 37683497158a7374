"""What may be fetched: decided before a packet leaves. No test here opens a connection."""

from __future__ import annotations

import json
import os
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError
from feeds.fetch.addresses import NOTHING_PRIVATE, Private, Target, opened, read_url, special_kind
from feeds.fetch.connection import permitted
from feeds.fetch.exchange import Exchange
from feeds.fetch.redirects import following
from feeds.fetch.send import Reply

PUBLIC = "93.184.216.34"
_FILE = Path(os.environ.get("FEEDMILL_SHARED", Path(__file__).parents[3] / "shared")) / "corpus/hostile/cases.jsonl"


def _cases(*groups: str, must: str = "") -> list[Any]:
    rows = [json.loads(line) for line in _FILE.read_text("ascii").splitlines()] if _FILE.is_file() else []
    urls = [row for row in rows if row["kind"] == "url"]
    return [
        pytest.param(row, id=row["id"])
        for row in urls
        if row["group"] in (groups or [row["group"]]) and row["must"] in (must or row["must"])
    ]


def _resolver(answers: dict[str, list[list[str]]]) -> Any:
    """A stand-in for the system's: each look-up of a name takes its next list of answers; other names are public."""
    left = {name: list(lists) for name, lists in answers.items()}

    def look_up(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        found = left[host].pop(0) if left.get(host) else [] if host in left else [PUBLIC]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port)) for each in found]

    return look_up


def decide(url: str, private: Private = NOTHING_PRIVATE) -> tuple[Target, list[str]]:
    """The very steps that a fetch takes before it connects."""
    target = read_url(url, private)
    exchange = Exchange(target.url, seconds=5, max_bytes=1000, private=private)
    return target, [str(address) for address in permitted(target.host, target.port, exchange)]


@pytest.mark.parametrize("case", _cases())
def test_the_hostile_corpus_is_decided_right(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = case.get("dns", {}) | {"169.254.169.254.nip.io": [["169.254.169.254"]]}
    monkeypatch.setattr(socket, "getaddrinfo", _resolver(answers))
    try:
        if "redirect" in case:
            decide(case["url"])
            reply = Reply(status=302, headers={"location": case["redirect"].encode().decode("latin-1")})
            target = following(read_url(case["url"]), reply, NOTHING_PRIVATE)
            if target == read_url(case["url"]):  # a fetch leaves circles by itself: see test_fetcher.py
                raise FetchError("the redirect leads in a circle", kind="too-many-redirects")
            decide(target.url)
        else:
            target, addresses = decide(case["url"])
            if any(len(lists) > 1 for lists in case.get("dns", {}).values()):
                assert addresses == case["dns"][target.host][0]  # judged is what is connected to: no second look-up
                target, addresses = decide(case["url"])
    except FetchError as error:
        assert case["must"] in ("refuse", "either", "strip-or-refuse", "no-injection"), str(error)
        assert error.what
        assert "pw" not in str(error)
        assert error.kind == ("dns" if case["id"] == "url-dns-09" else error.kind)
    else:
        assert case["must"] in ("fetch", "either", "fetch-normal", "fetch-without-credentials", "no-injection")
        assert all(" " < ch < "\x7f" for ch in target.url)
        if case["must"] == "fetch-normal":
            assert target.host == "a.example"


def test_all_url_cases_are_there() -> None:
    if not _FILE.is_file():
        pytest.skip("needs the corpora")
    assert len(_cases()) == 215


@pytest.mark.parametrize("case", _cases("scheme", "confuse", "crlf", must="refuse"))
def test_an_open_private_network_opens_nothing_else(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _resolver({}))
    with pytest.raises(FetchError) as caught:
        decide(case["url"], Private(networks=opened((), ("0.0.0.0/0", "::/0")).networks))
    assert caught.value.kind == "refused"


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("HTTPS://A.EXAMPLE./", "https://a.example/"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://bücher.example/café?q=ü#ä", "https://xn--bcher-kva.example/caf%C3%A9?q=%C3%BC"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/%7Euser/%E4?a[]=1&b=|", "https://a.example/%7Euser/%E4?a[]=1&b=|"),
        ("https://a.example/public/../private", "https://a.example/private"),
        ("https://a.example?q", "https://a.example/?q"),
        ("http://[2606:2800:0220:1::1]:8080/", "http://[2606:2800:220:1::1]:8080/"),
    ],
)
def test_a_url_is_sent_as_it_is_written_but_for_what_no_request_may_hold(url: str, sent: str) -> None:
    assert read_url(url).url == sent


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a00::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert special_kind(ip_address(address)) is None


@pytest.mark.parametrize(
    "address",
    "100.127.255.255 192.0.0.8 198.19.0.1 233.252.0.1 255.255.255.255 ::ffff:127.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 "
    "2002:808:808::1 2001:0:808:808::1 2001:20::1 3fff::1 4000::1 5f00::1 fec0::1 ::7f00:1 ::ffff:0:7f00:1".split(),
)
def test_special_addresses_are_not(address: str) -> None:
    assert special_kind(ip_address(address))


def test_what_the_operator_opens_is_their_own_hosts_and_those_they_name() -> None:
    own = opened(("http://127.0.0.1:8000/news",), True)
    assert own.permits("127.0.0.1", ip_address("127.0.0.1"))
    assert own.permits("localhost", ip_address("127.0.0.1"))
    assert not own.permits("127.0.0.2", ip_address("127.0.0.2"))
    named = opened(("http://intranet/",), ("wiki.corp", "10.1.0.0/16"))
    assert named.permits("intranet", ip_address("10.9.9.9"))
    assert named.permits("wiki.corp", ip_address("192.168.1.1"))
    assert named.permits("anything.example", ip_address("10.1.2.3"))
    assert not named.permits("anything.example", ip_address("10.2.0.1"))
    assert not named.permits("wiki.corp", ip_address("224.0.0.1"))
    assert not opened(("http://intranet/",), False)


def test_an_error_names_the_reason_and_the_key_but_no_password() -> None:
    with pytest.raises(FetchError) as caught:
        read_url("http://10.0.0.1/")
    assert "10.0.0.1 is not on the public internet (private)" in str(caught.value)
    assert "fetch.allow_private" in str(caught.value)
    with pytest.raises(FetchError) as caught:
        read_url("http://me:hunter2@a.example/")
    assert "hunter2" not in str(caught.value)
    assert "fetch.auth" in str(caught.value)
