"""Published files as HTTP wants them: bytes in the encodings that clients take, strong validators, freshness."""

from __future__ import annotations

import gzip
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from feeds.errors import PublishError
from feeds.publish import check_name, media_type_of

SMALLEST = 600
"""Bytes below which compressing gains nothing."""
LARGEST = 64_000_000
"""Bytes; a larger file in the folder is none of ours."""

Compress = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Served:
    """One published file."""

    bodies: dict[str, bytes]  # by content coding, "" for none
    digest: str
    last_modified: str
    media_type: str

    def etag(self, coding: str) -> str:
        """A strong validator: another for each coding, as RFC 9110, section 8.8.3.3 asks."""
        return f'"{self.digest}-{coding}"' if coding else f'"{self.digest}"'

    def best(self, accepted: str) -> str:
        """The smallest coding that the client takes, by its Accept-Encoding."""
        wanted = _accepted(accepted)
        possible = [coding for coding in self.bodies if not coding or wanted(coding)]
        return min(possible, key=lambda coding: len(self.bodies[coding]))


def find(folder: Path, name: str) -> Served | None:
    """The published file of that name, None where there is none or it is not for the public."""
    try:
        check_name(name)
        path = folder / name
        state = path.stat()
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, PublishError, ValueError):
        return None
    if not path.is_file() or not inside or state.st_size > LARGEST:
        return None
    return _load(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=256)
def _load(path: Path, modified: int, _size: int, _inode: int) -> Served | None:
    """Read once for as long as the file stays the same."""
    try:
        body = path.read_bytes()
    except OSError:
        return None
    media_type = media_type_of(path.name)
    bodies = {"": body}
    if len(body) >= SMALLEST and _is_text(media_type):
        bodies |= {coding: compress(body) for coding, compress in _codings().items()}
    return Served(bodies, sha256(body).hexdigest()[:32], formatdate(modified / 1e9, usegmt=True), media_type)


def _is_text(media_type: str) -> bool:
    return "charset=" in media_type or media_type.startswith("text/") or media_type.endswith(("json", "xml"))


@lru_cache(maxsize=1)
def _codings() -> dict[str, Compress]:
    """gzip, and Brotli where its library is installed."""
    codings: dict[str, Compress] = {"gzip": lambda body: gzip.compress(body, 6, mtime=0)}
    try:
        brotli: Any = importlib.import_module("brotli")
    except ImportError:
        return codings
    return {"br": lambda body: bytes(brotli.compress(body, quality=5)), **codings}


def _accepted(header: str) -> Callable[[str], bool]:
    """Whether a coding is acceptable by an Accept-Encoding header (RFC 9110, section 12.5.3)."""
    weights: dict[str, float] = {}
    for part in header.lower().split(",")[:20]:
        coding, _, parameter = part.partition(";")
        try:
            weights[coding.strip()] = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            weights[coding.strip()] = 0
    return lambda coding: weights.get(coding, weights.get("*", 0)) > 0
