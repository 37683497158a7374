"""Draft → Entry: its dates, its texts, what changed since it was last read. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from cleaner import CleanHTML
from feeds.assemble.words import difference, fingerprint, text_of
from feeds.memory import KnownEntry
from feeds.model import Draft, Entry
from feeds.xml import xml_safe

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No web page was published before; such a date is a clock that stood at nought."""


def new_entry(draft: Draft, identity: str, first_seen: datetime, now: datetime) -> tuple[Entry, bool]:
    """The entry of a story first seen, and whether its date is the page's own."""
    stated = stated_date(draft, now)
    published = stated or first_seen
    entry = Entry(
        id=identity,
        url=draft.url,
        title=title_of(draft),
        published=published,
        updated=max(published, _modified(draft, now) or published),
        first_seen=first_seen,
        fingerprint=fingerprint(draft),
    )
    return _with_content(entry, draft), stated is not None


ChangedBy = Literal["author", "rules", "edition"]


def changed_entry(draft: Draft, known: KnownEntry, before: Entry, now: datetime, *, by: ChangedBy) -> Entry:
    """The entry of a story that is not what it was.

    Where the same page was merely read by other rules, or by another edition of the cleaner, it was not its author who
    changed it: `updated` stays. Rules may mend a date; an edition leaves the one that readers know.
    """
    entry = replace(before, url=draft.url, title=_line(draft.title) or before.title, fingerprint=fingerprint(draft))
    stated = stated_date(draft, now) or known.published
    published = known.published if known.dated and by != "rules" else stated
    if by != "author":
        return _with_content(replace(entry, published=published, updated=max(published, known.updated)), draft)
    modified = _modified(draft, now)
    noticed = modified if modified and modified > known.updated else now
    change = difference(f"{before.title}\n{text_of(before.content)}", f"{entry.title}\n{text_of(draft.content)}")
    entry = replace(entry, published=published, updated=max(published, noticed), change=change, deleted=None)
    return _with_content(entry, draft)


def title_of(draft: Draft) -> str:
    """What an entry made of the draft is called."""
    return _line(draft.title) or draft.url


def stated_date(draft: Draft, now: datetime) -> datetime | None:
    """When the page says that it was published, None where it does not or where that cannot be.

    A page that tells only when it was last changed was not published later than that.
    """
    return next((each for each in (draft.published, draft.modified) if each and EARLIEST <= each <= now), None)


def _modified(draft: Draft, now: datetime) -> datetime | None:
    return draft.modified if draft.modified and EARLIEST <= draft.modified <= now else None


def _with_content(entry: Entry, draft: Draft) -> Entry:
    return replace(
        entry,
        authors=_lines(draft.authors),
        summary=_line(draft.summary or "") or None,
        content=CleanHTML(xml_safe(draft.content)),  # fewer characters of the same clean HTML
        image=draft.image,
        categories=_lines(draft.categories),
        enclosures=draft.enclosures,
        language=draft.language,
    )


def _line(text: str) -> str:
    return " ".join(xml_safe(text).split())


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := _line(text))))
