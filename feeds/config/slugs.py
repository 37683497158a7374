"""Slugs: the names that sites and merged feeds publish under. Each is one safe file name, everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_LENGTH = 100
"""Characters; file systems take 255 bytes, and ours go on with `.atom` or `/archive-12.atom`."""

_MAX_BYTES = 200
_GOOD_LENGTH = 60
_RESERVED = frozenset("index feeds health status metrics style styles static assets robots favicon sitemap 404".split())
_WINDOWS = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))])
_SUFFIXES = (".atom", ".rss", ".json", ".html", ".htm", ".xml", ".opml", ".css", ".js", ".txt", ".tmp")


def slug_fault(slug: str) -> str | None:
    """Why `slug` cannot be a file name, as one clause; None when it can."""
    if not slug:
        return "a name cannot be empty"
    if len(slug) > MAX_LENGTH or len(slug.encode("utf-8", "replace")) > _MAX_BYTES:
        return f"too long for a file name (at most {MAX_LENGTH} characters)"
    if bad := [ch for ch in slug if not _is_allowed(ch)]:
        return f"{bad[0]!a} cannot be in a file name (letters, digits, '-', '_' and '.' can)"
    if not _is_allowed(slug[0]) or slug[0] in "-." or unicodedata.category(slug[0]).startswith("M"):
        return "a name begins with a letter or a digit"
    if slug.endswith("."):
        return "a name cannot end in a dot"
    if unicodedata.normalize("NFC", slug) != slug:
        return "not in Unicode's normal form C, so that two names could look the same"
    return _clash(slug.casefold())


def _is_allowed(ch: str) -> bool:
    return ch in "-_." or unicodedata.category(ch)[0] in "LMN"


def _clash(name: str) -> str | None:
    if name in _RESERVED:
        return "the published folder has a file of its own by that name"
    if name.split(".")[0] in _WINDOWS:
        return "Windows keeps that name for a device"
    if name.endswith(_SUFFIXES):
        return "a name goes without an ending such as '.html'; Feedmill adds them"
    return None


def same_file(slug: str) -> str:
    """What two slugs share when some file system would take them for one file."""
    return unicodedata.normalize("NFKC", slug).casefold()


def _cut(slug: str) -> str:
    """Not longer than a file list shows, and of whole words where they are not all one."""
    if len(slug) <= _GOOD_LENGTH:
        return slug
    head = slug[:_GOOD_LENGTH]
    return (head if slug[_GOOD_LENGTH] == "-" else head.rpartition("-")[0] or head).strip("-._")


def slugify(text: str, *, taken: Container[str] = ()) -> str:
    """A good slug made of any text (a title, a host): the same each time, never one of `taken`."""
    words = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFKC", text).casefold())
    slug = _cut(unicodedata.normalize("NFC", words).strip("-._"))
    while slug and len(slug.encode()) > _MAX_BYTES - 10:
        slug = slug[:-1]
    if slug_fault(slug):
        slug = slug.replace(".", "-")  # nuxt.js
    if slug_fault(slug):
        slug = re.sub(r"[^a-z0-9]+", "-", slug.encode("ascii", "ignore").decode()).strip("-")
        slug = f"site-{slug}".strip("-")
    numbered, n = slug, 1
    while numbered in taken:
        n += 1
        numbered = f"{slug}-{n}"
    return numbered
