"""One request out, one answer in: over requests, held to an exchange's bounds, every failure named."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import requests
import urllib3
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from feeds.errors import FetchError
from feeds.fetch.coding import decoded
from feeds.fetch.connection import Adapter
from feeds.fetch.exchange import Exchange, current

_BLOCK = 65_536
_NO_PAGES = ("audio/", "font/", "image/", "video/")
"""Types whose bodies are not even read."""
_DRAIN = 16_384
"""Bytes of a body nobody needs that are read to keep the connection."""
_NAMED = (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError, LookupError)
"""What requests, urllib3 and http.client are known to raise at answers that are not as they should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it came; `body` is empty where the status says that it is not the page."""

    status: int
    headers: Mapping[str, str]  # keys in lower case
    body: bytes = b""
    set_cookies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A request as it goes out, and by which way."""

    url: str
    method: str
    headers: Mapping[str, str | bytes]
    body: bytes | None = None
    authorities: str | None = None  # file of certificates to trust beside the usual ones
    certificate: str | None = None  # file of our own certificate and key
    proxy: str | None = None
    only_headers: bool = False  # the body is not wanted


def send(adapter: Adapter, outgoing: Outgoing, exchange: Exchange) -> Reply:
    """Make one exchange.

    Raises:
        FetchError: for everything that can go wrong between two hosts. An HTTP status is none of it.
    """
    token = current.set(exchange)
    try:
        raw = adapter.send(
            prepared(outgoing),
            stream=True,
            timeout=exchange.remaining(),
            verify=outgoing.authorities or True,
            cert=outgoing.certificate,
            proxies={"http": outgoing.proxy, "https": outgoing.proxy} if outgoing.proxy else None,
        ).raw
        return _read(raw, exchange, wants_body=outgoing.method != "HEAD" and not outgoing.only_headers)
    except FetchError:
        raise
    except _NAMED as error:
        raise _named(error, exchange) from None
    finally:
        current.reset(token)


def prepared(outgoing: Outgoing) -> requests.PreparedRequest:
    """requests' own form of it, with the URL exactly as it was judged."""
    request = requests.PreparedRequest()
    request.method, request.url, request.body = outgoing.method, outgoing.url, outgoing.body
    request.headers = CaseInsensitiveDict(cast("Mapping[str, str]", outgoing.headers))  # bytes are welcome too
    if outgoing.body is not None:
        request.headers["Content-Length"] = str(len(outgoing.body))  # without, it would go out in chunks
    return request


def _read(raw: Any, exchange: Exchange, *, wants_body: bool) -> Reply:
    whole = False
    try:
        headers = {name.lower(): value for name, value in raw.headers.itermerged() if name.lower() != "set-cookie"}
        cookies = tuple(raw.headers.getlist("set-cookie"))
        is_page = 200 <= raw.status < 300 and wants_body
        body = _page(raw, headers, exchange) if is_page else _drained(raw)
        whole = body is not None and not exchange.truncate
        return Reply(status=raw.status, headers=headers, body=body if is_page and body else b"", set_cookies=cookies)
    finally:
        if not whole:
            raw.close()
        raw.release_conn()


def _page(raw: Any, headers: Mapping[str, str], exchange: Exchange) -> bytes:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(_NO_PAGES):
        raise exchange.error("not-a-page", f"what came is {kind[:60]}, nothing to read")
    if (raw.length_remaining or 0) > exchange.max_bytes and not exchange.truncate:
        raise exchange.too_big()
    body = bytearray()
    for piece in decoded(_blocks(raw), headers.get("content-encoding", ""), exchange):
        body += piece
        if len(body) > exchange.max_bytes:
            if exchange.truncate:
                break
            raise exchange.too_big()
    return bytes(body[: exchange.max_bytes])


def _blocks(raw: Any) -> Iterator[bytes]:
    while block := raw.read(_BLOCK, decode_content=False):
        yield block


def _drained(raw: Any) -> bytes | None:
    """b"" when the connection can go on to the next request, None when that would cost too much reading."""
    if raw.length_remaining is None or raw.length_remaining > _DRAIN:
        return None
    raw.read(_DRAIN, decode_content=False)
    return b""


def _named(error: Exception, exchange: Exchange) -> FetchError:
    """What went wrong, in the operator's words; libraries wrap each other's errors, the innermost tells most."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, FetchError):
            return cause
    for kind, name in _NAMES:
        for cause in causes:
            if isinstance(cause, kind):
                return name(cause, exchange)
    return exchange.error("protocol", f"the answer cannot be understood ({type(causes[-1]).__name__})")


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    queue: list[Any] = [error]
    while queue:
        each = queue.pop(0)
        if isinstance(each, BaseException) and id(each) not in seen:
            seen.add(id(each))
            yield each
            queue += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]


def _tls(error: Any, exchange: Exchange) -> FetchError:
    if isinstance(error, ssl.SSLCertVerificationError):
        mend = "if you know the certificate, name its authority in fetch.ca_certificates"
        return exchange.error("tls", f"the host's certificate is not good: {error.verify_message.rstrip('.')}", mend)
    if getattr(error, "reason", "") in (
        "WRONG_VERSION_NUMBER",
        "UNKNOWN_PROTOCOL",
        "HTTP_REQUEST",
        "RECORD_LAYER_FAILURE",
    ):
        return exchange.error("tls", "the host does not speak TLS on that port", "try http:// instead of https://")
    words = str(getattr(error, "reason", "") or "handshake failed").replace("_", " ").lower()
    return exchange.error("tls", f"no secure connection: {words}")


def _timeout(error: Any, exchange: Exchange) -> FetchError:
    return exchange.timeout()


def _incomplete(error: Any, exchange: Exchange) -> FetchError:
    return exchange.error("incomplete", "the server hung up before the page's end")


def _hung_up(error: Any, exchange: Exchange) -> FetchError:
    return exchange.error("connection", "the server hung up without an answer")


def _proxy(error: Any, exchange: Exchange) -> FetchError:
    return exchange.error("proxy", "the proxy does not let us through", "see fetch.proxy")


def _odd(error: Any, exchange: Exchange) -> FetchError:
    return exchange.error("protocol", f"the answer is not proper HTTP ({type(error).__name__})")


def _broken(error: Any, exchange: Exchange) -> FetchError:
    return exchange.error("connection", f"the connection broke: {error.strerror or type(error).__name__}")


_NAMES: tuple[tuple[Any, Callable[[Any, Exchange], FetchError]], ...] = (
    (urllib3.exceptions.ProxyError, _proxy),
    (ssl.SSLCertVerificationError, _tls),
    (TimeoutError, _timeout),
    (ssl.SSLError, _tls),
    (urllib3.exceptions.TimeoutError, _timeout),
    ((http.client.IncompleteRead, urllib3.exceptions.IncompleteRead), _incomplete),
    (http.client.RemoteDisconnected, _hung_up),
    (http.client.HTTPException, _odd),
    (requests.RequestException, _odd),
    (OSError, _broken),
)
