"""Content codings undone in small steps, so that a page that swells is stopped while it is still small."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Protocol

from feeds.fetch.exchange import Exchange

_PIECE = 65_536
_MAX_CODINGS = 3
"""One on top of another; more is somebody's joke."""
_MAX_WINDOW_LOG = 23
"""8 MB of memory for zstd (RFC 9659)."""


class _Decoder(Protocol):
    finished: bool

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` stands for, in pieces of at most 64 kB; anything after the coding's end is ignored."""


class _Gzip:
    """gzip of one or several members, as `cat a.gz b.gz` makes them."""

    wbits = 31

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(self.wbits)
        self._started = self._ignore = False

    @property
    def finished(self) -> bool:
        return self._zlib.eof or self._ignore or not self._started

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._ignore:
            self._started = True
            yield self._zlib.decompress(data, _PIECE)
            data = self._zlib.unconsumed_tail
            if self._zlib.eof:
                data = self._zlib.unused_data
                self._next_member(data)

    def _next_member(self, data: bytes) -> None:
        if data.startswith(b"\x1f\x8b"):
            self._zlib = zlib.decompressobj(self.wbits)
        else:
            self._ignore = bool(data)


class _Deflate(_Gzip):
    """deflate in zlib's wrapper (RFC 9110), or bare, as some servers of old send it."""

    wbits = 15

    def __init__(self) -> None:
        super().__init__()
        self._head = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not self._started:
            self._head = data = self._head + data
            if len(data) < 2:
                return
            # A wrapper begins with method 8 and makes the first two bytes a multiple of 31 (RFC 1950).
            if data[0] & 0x0F != 8 or int.from_bytes(data[:2]) % 31:
                self._zlib = zlib.decompressobj(-15)
        yield from super().feed(data)

    def _next_member(self, data: bytes) -> None:
        self._ignore = True


class _Brotli:
    def __init__(self, library: Any) -> None:
        self._brotli = library.Decompressor()
        self._started = False

    @property
    def finished(self) -> bool:
        return not self._started or bool(self._brotli.is_finished())

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not data or (self._started and self._brotli.is_finished()):
            return
        self._started = True
        piece = self._brotli.process(data, output_buffer_limit=_PIECE)
        while piece or not self._brotli.can_accept_more_data():
            yield piece
            piece = self._brotli.process(b"", output_buffer_limit=_PIECE)


class _Zstd:
    def __init__(self, library: Any) -> None:
        options = {library.DecompressionParameter.window_log_max: _MAX_WINDOW_LOG}
        self._new: Callable[[], Any] = lambda: library.ZstdDecompressor(options=options)
        self._zstd = self._new()
        self._started = False

    @property
    def finished(self) -> bool:
        return not self._started or bool(self._zstd.eof)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._zstd.eof:
                self._zstd = self._new()  # frames may follow one another
            self._started = True
            yield self._zstd.decompress(data, _PIECE)
            while not (self._zstd.eof or self._zstd.needs_input):
                yield self._zstd.decompress(b"", _PIECE)
            data = self._zstd.unused_data if self._zstd.eof else b""


def _library(*names: str) -> Any:
    """The first of the libraries that is there."""
    for name in names:
        try:
            return import_module(name)
        except ImportError:
            continue
    return None


_brotli = _library("brotli")
if _brotli and not hasattr(_brotli.Decompressor, "can_accept_more_data"):
    _brotli = None  # before 1.2 nothing bounds what a few bytes unfold to
_zstd = _library("compression.zstd", "backports.zstd")
_DECODERS: dict[str, Any] = {"gzip": _Gzip, "x-gzip": _Gzip, "deflate": _Deflate}
_ERRORS: tuple[type[Exception], ...] = (zlib.error, EOFError, ValueError)
if _brotli:
    _DECODERS["br"] = lambda: _Brotli(_brotli)
    _ERRORS += (_brotli.error,)
if _zstd:
    _DECODERS["zstd"] = lambda: _Zstd(_zstd)
    _ERRORS += (_zstd.ZstdError,)

ACCEPT_ENCODING = ", ".join(name for name in _DECODERS if name != "x-gzip")
"""What we can read, as the request says it."""


def decoded(blocks: Iterator[bytes], codings: str, exchange: Exchange) -> Iterator[bytes]:
    """The blocks of a body with its `Content-Encoding` undone, none of them big, stopped at the exchange's bounds.

    Raises:
        FetchError: kind "coding" when the body is not what the header says or cannot be read, "incomplete" when it
            ends too early, "too-big" when it swells beyond `max_bytes` at any step.
    """
    names = [name for each in codings.split(",") if (name := each.strip().lower()) not in ("", "identity")]
    unknown = [name for name in names if name not in _DECODERS]
    if unknown or len(names) > _MAX_CODINGS:
        shown = unknown[0][:40] if unknown else f"{len(names)} codings at once"
        raise exchange.error("coding", f"the page is coded in a way that is not read here: {shown}")
    for name in reversed(names):
        blocks = _undone(blocks, name, exchange)
    return blocks


def _undone(blocks: Iterator[bytes], name: str, exchange: Exchange) -> Iterator[bytes]:
    decoder: _Decoder = _DECODERS[name]()
    total = 0
    try:
        for block in blocks:
            for piece in decoder.feed(block):
                total += len(piece)
                if total > exchange.max_bytes:
                    raise exchange.too_big()
                exchange.remaining()
                yield piece
    except _ERRORS:
        raise exchange.error("coding", f"the page says it is coded as {name} and is not, or is damaged") from None
    if not decoder.finished:
        raise exchange.error("incomplete", f"the page's {name} coding ends too early")
