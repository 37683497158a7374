"""The bytes that come from a server, read under a deadline and within bounds.

The timeouts of sockets are for one read: a server that sends a byte a second never meets them. So each read gets
what is left of the exchange's time, each header line and each chunk is counted, and a head that ends
before its blank line is an error (http.client takes it for a whole one).
"""

from __future__ import annotations

import http.client
import re
import socket
from contextlib import suppress
from typing import Any

from feeds.errors import FetchError
from feeds.fetch.exchange import Exchange, current

_BLOCK = 65_536
_MAX_LINE = 65_536  # http.client's own bound on a header line
_CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,15}")


class Wire:
    """What http.client reads an answer from, in place of the buffered file that it would make of the socket."""

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        self._sock = sock
        self._raw: Any = sock.makefile("rb", buffering=0)  # holds the socket open while the answer is read
        self._exchange = exchange
        self._buffer = bytearray()
        self._left = exchange.max_header_bytes
        self._lines = 0
        self.in_head = True

    def makefile(self, mode: str) -> Wire:
        """http.client asks a socket for its file."""
        return self

    def expect_body(self) -> None:
        """The head is read: from here the bounds of a body hold, with room for how it is chunked."""
        self.in_head = False
        self._left = 2 * self._exchange.max_bytes + _BLOCK - len(self._buffer)

    def readline(self, limit: int = -1) -> bytes:
        limit = _MAX_LINE + 1 if limit < 0 else limit
        while (end := self._buffer.find(b"\n", 0, limit)) < 0:
            if len(self._buffer) >= limit or not self._fill():
                break
        line = self._take(end + 1 if end >= 0 else limit)
        if self.in_head:
            self._count_line(line)
        return line

    def _count_line(self, line: bytes) -> None:
        self._lines += 1
        if self._lines > self._exchange.max_headers:
            raise self._too_many(f"more than {self._exchange.max_headers} header lines", "fetch.max_headers")
        if len(line) > _MAX_LINE:
            raise self._too_many(f"a header of more than {_MAX_LINE:,} bytes", "fetch.max_header_bytes")
        if not line.endswith(b"\n") and (line or self._lines > 1):
            raise self._exchange.error("connection", "the server hung up within the headers of its answer")

    def read(self, size: int = -1) -> bytes:
        if size < -1:
            raise ValueError("negative size")
        while size < 0 or len(self._buffer) < size:
            if not self._fill():
                break
        return self._take(len(self._buffer) if size < 0 else size)

    def readinto(self, block: Any) -> int:
        data = self.read(len(block))
        block[: len(data)] = data
        return len(data)

    def _take(self, size: int) -> bytes:
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def _fill(self) -> bool:
        """Read more from the socket; False when the server has closed it."""
        exchange = self._exchange
        self._sock.settimeout(exchange.remaining())
        try:
            block = self._raw.read(_BLOCK)
        except TimeoutError:
            raise exchange.timeout() from None
        except OSError as error:
            raise self._broken(error) from None
        if not block:
            return False
        self._left -= len(block)
        if self._left < 0:
            if self.in_head:
                raise self._too_many(
                    f"headers of more than {exchange.max_header_bytes:,} bytes", "fetch.max_header_bytes"
                )
            raise exchange.too_big()
        self._buffer += block
        return True

    def _too_many(self, what: str, key: str) -> FetchError:
        return self._exchange.error("too-big", f"the server sends {what}", f"the bound is {key}")

    def _broken(self, error: OSError) -> FetchError:
        words = error.strerror or type(error).__name__
        if self.in_head:
            return self._exchange.error("connection", f"the connection broke before the answer was there: {words}")
        return self._exchange.error("incomplete", f"the connection broke within the page: {words}")

    def flush(self) -> None:
        """Nothing is written here."""

    def fileno(self) -> int:
        return self._sock.fileno()

    def close(self) -> None:
        # Bytes beyond the answer's end would be taken for the head of the next one: such a connection is spent.
        if self._buffer:
            with suppress(OSError, AttributeError):  # TLS within TLS has no such method
                self._sock.shutdown(socket.SHUT_RDWR)
        self._raw.close()


class Answer(http.client.HTTPResponse):
    """http.client's answer, read from a Wire."""

    fp: Any

    def __init__(self, sock: Any, debuglevel: int = 0, method: str | None = None, url: str | None = None) -> None:
        super().__init__(Wire(sock, current.get()), debuglevel, method, url)  # type: ignore[arg-type]  # it only asks for makefile

    def begin(self) -> None:
        super().begin()
        if self.fp:
            self.fp.expect_body()

    def _read_status(self) -> tuple[str, int, str]:
        """The status line of the final answer: http.client skips 100 alone, of all that are informational."""
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]  # not in typeshed
            if not 100 <= status < 200 or status == http.client.SWITCHING_PROTOCOLS:
                return version, status, reason
            while self.fp.readline() not in (b"\r\n", b"\n"):
                pass

    def _read_next_chunk_size(self) -> int:
        """A chunk's size; `int` would take signs, blanks and underscores too."""
        size, _, _ = self.fp.readline().partition(b";")
        if not _CHUNK_SIZE.fullmatch(size.strip()):
            raise ValueError("no chunk size")
        return int(size, 16)
