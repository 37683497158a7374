"""The gate before the door: a rendered feed is read back and judged before it takes the last good one's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cleaner import sanitize
from feeds.model import Feed, Rendition
from feeds.publish.reading import Document, ReadEntry, read_document
from feeds.publish.text import web_url

TOLERANCE = timedelta(days=1)
"""How far ahead of now a date may lie: pages know the day better than the time zone."""
SHRUNK = 0.5
"""A feed that keeps less than this share of its entries has shrunk."""
FEW = 4
"""Feeds and stories smaller than this swing too much for a share to mean anything."""
LOST = 0.2
"""A story with less than this share of its former length has lost its text."""


def inspect(
    feed: Feed, rendition: Rendition, previous: bytes | None, *, now: datetime | None = None
) -> tuple[str, ...]:
    """Every reason not to publish `rendition`, empty when it may go out.

    feed: what it was made of; previous: the file that it would replace, None where there is none or the site's
    config has changed since, so that a smaller feed is meant. Without `now`, dates ahead of time are not seen.
    Never raises on any bytes.
    """
    document = read_document(rendition)
    if isinstance(document, str):
        return (document,)
    before = read_document(replace(rendition, body=previous)) if previous is not None else ""
    former = () if isinstance(before, str) else before.entries
    faults = [*_faults_of_feed(document), *_faults_of_dates(document, now), *_faults_of_content(document, former)]
    if not faults:
        faults += _faults_of_shrinking(document, former, feed)
    return tuple(faults)


def _faults_of_feed(document: Document) -> Iterator[str]:
    for name, value in (("id", document.id), ("title", document.title), ("rel=self", document.self_url)):
        if not value.strip():
            yield f"the feed has no {name}"
    for url in document.urls:
        if not _is_absolute(url):
            yield f"the feed links {url!r}, which is no absolute web address"
    for identity, count in Counter(entry.id for entry in document.entries).items():
        if count > 1:
            yield f"{count} entries have the id {identity!r}"
    for number, entry in enumerate(document.entries, 1):
        missing = [name for name in ("id", "title", "url", "author") if not getattr(entry, name).strip()]
        if missing:
            yield f"entry {number} has no {', '.join(missing)}"
        for url in (entry.url, *entry.enclosures):
            if url and not _is_absolute(url):
                yield f"entry {number} links {url!r}, which is no absolute web address"


def _is_absolute(url: str) -> bool:
    return web_url(url) is not None and url == url.strip()


def _faults_of_dates(document: Document, now: datetime | None) -> Iterator[str]:
    latest = (now or datetime.max.replace(tzinfo=UTC) - TOLERANCE) + TOLERANCE
    for number, entry in enumerate(document.entries, 1):
        if entry.published is None or entry.updated is None:
            yield f"entry {number} has no valid date"
        elif entry.updated < entry.published:
            yield f"entry {number} was updated before it was published"
        elif entry.updated > latest:
            yield f"entry {number} is dated {entry.updated:%Y-%m-%d}, which is yet to come"
    if document.updated is None:
        yield "the feed has no valid date of its last change"
    elif any(entry.updated and entry.updated > document.updated for entry in document.entries):
        yield "the feed is older than its newest entry"


def _faults_of_content(document: Document, former: Sequence[ReadEntry]) -> Iterator[str]:
    passed = {entry.content for entry in former}  # they went through this gate
    for number, entry in enumerate(document.entries, 1):
        if not entry.content.strip():
            yield f"entry {number} has no content"
        elif entry.content not in passed and not _is_sanitised(entry.content):
            yield f"entry {number} holds content that is not sanitised"


@lru_cache(maxsize=512)
def _is_sanitised(content: str) -> bool:
    """Asked for each format of a feed in turn, and the costliest thing here."""
    return sanitize(content) == content


def _faults_of_shrinking(document: Document, former: Sequence[ReadEntry], feed: Feed) -> Iterator[str]:
    withdrawn = {identity for identity, _when in feed.deleted}
    known = [entry for entry in former if entry.id not in withdrawn]
    archived = feed.newest_archive is not None  # what left the feed can be found there
    if known and not document.entries:
        yield f"it is empty and had {_count(known)}"
    elif len(known) >= FEW and len(document.entries) < SHRUNK * len(known) and not archived:
        yield f"it has {_count(document.entries)} and had {len(known)}"
    stories = {entry.id: entry for entry in document.entries}
    shared = [(old, stories[old.id]) for old in known if old.id in stories and len(old.content) > 500]
    lost = [new for old, new in shared if len(new.content) < LOST * len(old.content)]
    if len(lost) >= FEW and len(lost) > SHRUNK * len(shared):
        yield f"{len(lost)} of {len(shared)} stories have lost most of their text"


def _count(entries: Sequence[ReadEntry]) -> str:
    return "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
