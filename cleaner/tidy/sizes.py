"""One picture in many sizes: what its addresses have in common."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from cleaner.furniture.decor import is_picture

_SIZE = re.compile(
    r"[-_.@](?:[0-9]{2,4}x[0-9]{2,4}|[0-9]{2,4}w|[0-9]x|scaled|thumb(?:nail)?|small|medium|large|full)(?=[-_.@]|$)|"
    r"(?<=/)(?:w|h|s|c|q|f|width|height|size|quality|format|fit|crop|resize|scale|thumb(?:nail)?)"
    r"[-_=,:]?[0-9a-z,x._=-]*(?=/)|(?<=/)[0-9]{2,4}(?:x[0-9]{0,4})?(?=/)",
    re.IGNORECASE,
)
"""What resizing services add to a file's name or path."""
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
_NESTED = re.compile(r"https?:/+[^/]+/(.+)")
"""The original address in the path of a service ("/resize/600/https://…")."""
_IN_QUERY = frozenset(("url", "src", "image", "img", "u"))
_SHOWN = re.compile(r'<img src="([^"]+)"')
_NAMELESS = frozenset(
    "image images img photo picture pic thumb thumbnail media file get show view resize index".split()
)


def picture_key(url: str) -> str:
    """What the addresses of one picture in several sizes have in common."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name in _IN_QUERY and ("/" in value or is_picture(value)):
            return picture_key(value)
    path = _SIZE.sub("", unquote(parts.path))
    nested = _NESTED.search(path)
    stem = _ENDING.sub("", "/".join(filter(None, (nested[1] if nested else path).split("/"))))
    # A path that names nothing ("/image?id=7") is told apart by its query.
    last = stem.rsplit("/", 1)[-1].lower()
    return stem.lower() if len(last) > 2 and last not in _NAMELESS else f"{stem}?{parts.query}".lower()


def same_picture(one: str, other: str) -> bool:
    """Whether two addresses show one picture, in whatever size."""
    return one == other or picture_key(one) == picture_key(other)


def holds_picture(html: str, url: str) -> bool:
    """Whether clean HTML shows the picture at `url` already, in whatever size."""
    key = picture_key(url)
    return any(picture_key(found.replace("&amp;", "&")) == key for found in _SHOWN.findall(html))
