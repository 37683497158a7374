"""A page of the Gazette around the few lines that a test of metadata is about, and what is read off it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from cleaner.dom import parse
from cleaner.metadata import Metadata, read_metadata
from cleaner.model import Rules

URL = "https://gazette.example/2024/03/05/council-votes-to-keep-the-old-bridge/"
TITLE = "Council votes to keep the old bridge"
PROSE = "<p>" + "The council met on Tuesday and voted, after four hours, to keep the bridge where it is. " * 6 + "</p>"
NOW = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


def page(body: str, head: str = "", lang: str = "en-GB") -> str:
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}{PROSE}</body></html>"


def ld(*values: object) -> str:
    """Each value as a script of JSON-LD."""
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


def read(html: str, *, url: str = URL, now: datetime | None = None, **rules: Any) -> Metadata:
    return read_metadata(parse(html), url=url, rules=Rules(**rules), now=now)


def authors(html: str, **options: Any) -> tuple[str, ...]:
    return read(html, **options).authors


def published(html: str, **options: Any) -> str | None:
    """The moment as ISO 8601 has it, with its offset."""
    found = read(html, **options).published
    return found.isoformat() if found else None
