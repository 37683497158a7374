"""Connections that look before they leap: the address that is connected to is the one that was judged."""

from __future__ import annotations

import socket
import threading
from typing import Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from feeds.errors import FetchError
from feeds.fetch.addresses import Address, as_address, refused_address
from feeds.fetch.exchange import Exchange, current
from feeds.fetch.wire import Answer

_CONNECT_SECONDS = 10.0
"""For one address, at the most."""


def permitted(host: str, port: int, exchange: Exchange) -> list[Address]:
    """The addresses of `host`, all of them judged.

    One that may not be connected to spoils the name: a host of the internet has no business to name it.

    Raises:
        FetchError: kind "dns" when the name leads nowhere, "refused" when it leads where nothing of ours should go.
    """
    literal = as_address(host)
    addresses = [literal] if literal else look_up(host, port, exchange)
    for address in addresses:
        if not exchange.private.permits(host, address):
            raise refused_address(exchange.url, host, address)
    return addresses


def look_up(host: str, port: int, exchange: Exchange) -> list[Address]:
    """Ask the system's resolver, for no longer than the exchange may last: by itself it may take minutes."""
    found: list[Any] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(exchange.remaining())
    if thread.is_alive():
        raise exchange.timeout()
    addresses = [address for row in found if (address := as_address(str(row[4][0]).partition("%")[0]))]
    if failed or not addresses:
        words = getattr(failed[0], "strerror", None) if failed else None
        raise exchange.error("dns", f"{host} has no address" + (f" ({words})" if words else ""), "check the name")
    return list(dict.fromkeys(addresses))


class _Guarded:
    """What both kinds of connection do alike."""

    host: str
    port: int
    sock: Any
    proxy: Any
    timeout: Any
    socket_options: Any
    peer: Address | None = None
    """Whom the connection leads to; None for a proxy, which is the operator's own choice."""

    def _new_conn(self) -> socket.socket:
        exchange = current.get()
        exchange.dialled = True
        if self.proxy:
            self.peer = None
            sock: socket.socket = super()._new_conn()  # type: ignore[misc]  # of urllib3's connection
            exchange.connected = True
            return sock
        problem: OSError | None = None
        addresses = permitted(self.host.strip("[]"), self.port, exchange)
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                # A dead address leaves time for the host's others.
                sock = self._connect(address, exchange, min(_CONNECT_SECONDS, exchange.remaining() / left))
            except OSError as error:
                problem = error
                continue
            self.peer, exchange.connected = address, True
            return sock
        assert problem is not None
        raise _unreachable(problem, exchange)

    def _connect(self, address: Address, exchange: Exchange, seconds: float) -> socket.socket:
        sock = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
        try:
            for option in self.socket_options or ():
                sock.setsockopt(*option)
            sock.settimeout(seconds)
            sock.connect((str(address), self.port))
            # The TLS handshake, which comes next, takes this as the bound of the whole of it.
            sock.settimeout(exchange.remaining())
        except BaseException:
            sock.close()
            raise
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        exchange = current.get()
        # A kept connection may be another site's, which was allowed to make it.
        is_kept = self.sock is not None and not exchange.dialled
        if is_kept and self.peer and not exchange.private.permits(self.host.strip("[]"), self.peer):
            raise refused_address(exchange.url, self.host, self.peer)
        self.timeout = exchange.remaining()
        super().request(*args, **kwargs)  # type: ignore[misc]  # of urllib3's connection


def _unreachable(problem: OSError, exchange: Exchange) -> FetchError:
    if isinstance(problem, TimeoutError):
        return exchange.error("timeout", "the host does not answer when called")
    return exchange.error("connection", f"no connection: {problem.strerror or problem}")


class _Connection(_Guarded, HTTPConnection):
    response_class = Answer


class _TlsConnection(_Guarded, HTTPSConnection):
    response_class = Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


class Adapter(HTTPAdapter):
    """requests' adapter over guarded connections; one for all sites of a run, so that hosts keep theirs open."""

    def __init__(self) -> None:
        self._contexts: dict[tuple[str | None, str | None], Any] = {}
        self._lock = threading.Lock()
        super().__init__(pool_connections=64, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> tuple[Any, Any]:
        """`verify` is a file of authorities beside the usual ones, or True; `cert` a client certificate's file."""
        where, _ = super().build_connection_pool_key_attributes(request, True)
        if where["scheme"] != "https":
            return where, {}
        return where, {"ssl_context": self._context(verify if isinstance(verify, str) else None, cert)}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Done by the context."""

    def _context(self, authorities: str | None, certificate: str | None) -> Any:
        """One TLS context for each pair of files: reading the authorities takes longer than many a page."""
        with self._lock:
            if (authorities, certificate) not in self._contexts:
                self._contexts[authorities, certificate] = _context(authorities, certificate)
            return self._contexts[authorities, certificate]


def _context(authorities: str | None, certificate: str | None) -> Any:
    context = create_urllib3_context()
    context.load_verify_locations(certifi.where())
    try:
        if authorities:
            context.load_verify_locations(authorities)
    except OSError as error:
        raise _unusable(authorities, "fetch.ca_certificates", error) from None
    try:
        if certificate:
            context.load_cert_chain(certificate)
    except OSError as error:
        raise _unusable(certificate, "fetch.client_certificate", error) from None
    return context


def _unusable(file: str | None, key: str, error: OSError) -> FetchError:
    what = f"the file {file} cannot be used: {error.strerror or getattr(error, 'reason', '') or error}"
    return FetchError(what, mend=f"see {key}", kind="tls")
