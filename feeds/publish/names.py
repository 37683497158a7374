"""Names of published files: safe as paths and in URLs, the same each run, never one for two feeds."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import PurePosixPath

from feeds.errors import PublishError
from feeds.media_types import media_type_named
from feeds.model import Feed, Format

MEDIA_TYPES: dict[str, str] = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
"""By extension, as servers should send them."""
JSON = "application/json; charset=utf-8"

_OTHER_TYPES = {
    "css": "text/css; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}

INDEX_FILES = ("index.html", "health.html", "health.json", "health.atom")
"""What is published of the collection as a whole, whatever is in it."""
OPML_FILE = "feeds.opml"
"""The same, where there is a feed."""
FOR_EVER = "public, max-age=31536000, immutable"
"""Cache-Control of the documents of an archive: they are written once."""

HEALTH = "/health"
"""The slug of our own feed of incidents: no site's slug is safe with a slash in it."""

_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_RESERVED = frozenset(
    ["index", "health", "feeds", "con", "prn", "aux", "nul"] + [f"{d}{n}" for d in ("com", "lpt") for n in range(10)]
)
"""Our own files, and names that Windows cannot have."""


def stem(slug: str) -> str:
    """The file name for `slug`, without extension; `config.slugs` allows more than every host and reader can take.

    A slug that is safe on every file system is its own name; of any other the readable part
    is kept and a hash of the whole added, so that two slugs never meet.
    """
    if _SAFE.fullmatch(slug) and slug not in _RESERVED:
        return slug
    ascii_part = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", ascii_part)[:40].strip("-") or "feed"
    return f"{readable}-{sha256(slug.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def feed_name(slug: str, extension: Format | str, archive: int | None = None) -> str:
    """Path inside the published folder: SLUG.atom, or SLUG/archive-N.atom."""
    base = "health" if slug == HEALTH else stem(slug)
    return f"{base}.{extension}" if archive is None else f"{base}/archive-{archive}.{extension}"


def bare_type(extension: Format | str) -> str:
    """The media type of a feed of that format, as links name it: without the charset."""
    return MEDIA_TYPES[extension].partition(";")[0]


def check_name(name: str) -> None:
    """Raise PublishError for a name that would lead out of the published folder, or hide in it."""
    parts = PurePosixPath(name).parts
    leads_out = not parts or name.startswith("/") or "\\" in name or any(p.startswith(".") or ":" in p for p in parts)
    if leads_out or any(ord(character) < 32 for character in name):
        raise PublishError("this is no name for a published file", where=repr(name))


def is_feed(name: str) -> bool:
    """Whether a published file is a feed, in whatever format; health.json looks like one and is none of any site's."""
    return name.endswith((".atom", ".rss", ".json"))


def is_immutable(name: str) -> bool:
    """Whether a published file is written once: a document of an archive, but not the page beside it."""
    return "/archive-" in name and not name.endswith(".html")


def media_type_of(name: str) -> str:
    """The media type to serve a published file with, by its name; files of the operator's own among them."""
    if name == "health.json":
        return JSON
    extension = name.rpartition(".")[2].lower()
    known = MEDIA_TYPES | _OTHER_TYPES
    return known.get(extension) or media_type_named(name) or "application/octet-stream"


def feed_url(feed: Feed, extension: Format | str) -> str:
    """Where this feed's document of that format is served."""
    return feed.base_url + feed_name(feed.slug, extension, feed.archive)
