"""What a file is, by the end of its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

RECORDINGS: Mapping[str, str] = {
    "m4a": "audio/mp4", "m4b": "audio/mp4", "opus": "audio/ogg", "oga": "audio/ogg", "ogg": "audio/ogg",
    "flac": "audio/flac", "mp3": "audio/mpeg", "wav": "audio/wav", "aac": "audio/aac", "m4v": "video/mp4",
    "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip
"""Ending → media type of what can be played."""

RECORDING = re.compile(rf"\.(?:{'|'.join(RECORDINGS)})(?:$|[?#])")
"""Of addresses in lower case; patterns that ignore the case take three times as long, and a page has many links."""


def ending(url: str) -> str:
    """The ending of a file's name in lower case, "mp3"; empty where the address names no file."""
    return urlsplit(url).path.rpartition("/")[2].rpartition(".")[2].lower() if "." in url else ""
