"""Foreign configs as they lie on disk: read one by one, whatever editor saved them, and joined to one import."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from pathlib import Path

from feeds.config.importers.report import Imported, joined
from feeds.errors import ConfigError


def import_each(files: Iterable[Path], read: Callable[[Path, set[str]], Imported]) -> Imported:
    """What `read` makes of each file; it is given the slugs that those before have taken. Raises what `read` does."""
    taken: set[str] = set()
    parts = []
    for file in files:
        part = read(file, taken)
        taken |= part.sites.keys()
        parts.append(part)
    return joined(parts)


def read_bytes(file: Path, most: int) -> bytes:
    """A file's first `most` bytes. Raises ConfigError where it cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(file)) from error


def decoded(data: bytes) -> str:
    """The text of a file that people saved by all kinds of editors: by its byte order mark, as UTF-8, else Western."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")
