"""Compressed pages: undone in small steps, stopped where they swell, refused where they are damaged."""

from __future__ import annotations

import gzip
import importlib
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import FetchError
from feeds.fetch.coding import ACCEPT_ENCODING, decoded
from feeds.fetch.exchange import Exchange

PAGE = b"<p>a story, told again and again</p>" * 3000


def _library(*names: str) -> object:
    for name in names:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    pytest.skip(f"needs one of {', '.join(names)}")


def undo(data: bytes, codings: str, *, most: int = 1_000_000, step: int = 1000) -> bytes:
    exchange = Exchange("http://h.example/", seconds=20, max_bytes=most)
    blocks: Iterator[bytes] = (data[at : at + step] for at in range(0, len(data), step))
    return b"".join(decoded(blocks, codings, exchange))


def _packed(name: str) -> bytes:
    if name == "gzip":
        return gzip.compress(PAGE)
    if name == "deflate":
        return zlib.compress(PAGE)
    if name == "br":
        return bytes(_library("brotli").compress(PAGE))  # type: ignore[attr-defined]
    return bytes(_library("compression.zstd", "backports.zstd").compress(PAGE))  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_each_coding_is_undone_however_it_is_cut(name: str, step: int) -> None:
    packed = _packed(name)
    assert name in ACCEPT_ENCODING
    assert undo(packed, name.upper(), step=step) == PAGE


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_cut_one_is_incomplete(name: str) -> None:
    with pytest.raises(FetchError) as caught:
        undo(_packed(name)[:-9], name)
    assert caught.value.kind == "incomplete"


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_one_that_swells_is_stopped(name: str) -> None:
    with pytest.raises(FetchError, match=r"fetch\.max_bytes") as caught:
        undo(_packed(name), name, most=50_000)
    assert caught.value.kind == "too-big"


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_one_that_is_not_what_it_says_is_an_error(name: str) -> None:
    with pytest.raises(FetchError) as caught:
        undo(b"<html>plain text, whatever the header says</html>", name)
    assert caught.value.kind == "coding"


def test_nothing_at_all_is_nothing_in_every_coding() -> None:
    assert undo(b"", "gzip") == undo(b"", "deflate") == undo(b"", "br, zstd") == b""


def test_members_and_wrappers_of_old_are_read() -> None:
    bare = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert undo(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", "x-gzip") == b"one two"
    assert undo(bare.compress(PAGE) + bare.flush(), "deflate") == PAGE
    assert undo(gzip.compress(gzip.compress(PAGE)), "gzip, identity, gzip") == PAGE


def test_a_huge_step_in_between_is_stopped_too() -> None:
    bomb = gzip.compress(gzip.compress(b"short") + b"\0" * 5_000_000)
    with pytest.raises(FetchError) as caught:
        undo(bomb, "gzip, gzip", most=1_000_000)
    assert caught.value.kind == "too-big"


def test_codings_unknown_or_heaped_are_refused() -> None:
    for codings in ("x-rot13", "gzip, " * 4 + "gzip", "GZIP;q=1", "\udcff"):
        with pytest.raises(FetchError) as caught:
            undo(b"x", codings)
        assert caught.value.kind == "coding"


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]))
def test_no_bytes_bring_another_error_than_ours(data: bytes, codings: str) -> None:
    for start in (b"", b"\x1f\x8b\x08\0\0\0\0\0\x02\xff", b"\x28\xb5\x2f\xfd", b"\x78\x9c"):
        try:
            undo(start + data, codings, step=13)
        except FetchError as error:
            assert error.kind in ("coding", "incomplete", "too-big")
