"""Media types by the ends of names."""

from __future__ import annotations

from mimetypes import MimeTypes

_TYPES = MimeTypes()
"""Python's own table. `mimetypes.guess_type` asks the machine's as well, and another would publish other bytes."""


def media_type_named(name: str) -> str | None:
    """The media type that a file name, a path or a URL ends like; None where that tells nothing."""
    return _TYPES.guess_type(name.partition("?")[0])[0]
