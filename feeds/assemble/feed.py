"""Entries → Feed: the subscription document, its archives, and feeds that join several sites. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.assemble.entries import EARLIEST
from feeds.assemble.words import sketch, text_of, words
from feeds.config import MergedFeed, PodcastConfig, PublishConfig, SiteConfig
from feeds.memory import Known, Media
from feeds.model import Entry, Feed, Podcast
from feeds.urls import place

ARCHIVE_SIZE = 100
"""Entries of one archive document, at the most."""
SAME_STORY = 0.7
"""Share of runs of words that two entries have in common when they tell the same story."""
_FEW_WORDS = 20
"""Stories shorter than this are alike by chance."""


def archive_size(keep: int) -> int:
    """Entries of one archive document of a feed that keeps `keep`: no more, so that no entry falls between them."""
    return min(keep, ARCHIVE_SIZE)


def make_feed(
    site: SiteConfig,
    known: Known,
    publish: PublishConfig,
    entries: Sequence[Entry],
    *,
    newest_archive: int = 0,
    deleted: Sequence[tuple[str, datetime]] = (),
) -> Feed:
    """The subscription document of a site: `entries` are its newest, newest first.

    `updated` is when the newest change in it was noticed, or when the feed was made, never now.
    """
    moments = [entry.updated for entry in entries] + [when for _, when in deleted]
    return Feed(
        slug=site.slug,
        id=known.feed_id or "",
        title=site.title or known.title or site.slug,
        url=known.url or site.url[0],
        base_url=publish.base_url,
        updated=max(moments, default=known.created or EARLIEST),
        entries=tuple(entries),
        subtitle=site.description or known.description,
        authors=(site.author,) if site.author else (),
        language=site.language or known.language,
        image=site.image or known.image,
        hub=publish.hub,
        formats=site.formats or publish.formats,
        template=site.template,
        newest_archive=newest_archive or None,
        deleted=tuple(deleted),
        show_changes=site.show_changes,
        podcast=_podcast(site.podcast),
    )


def _podcast(config: PodcastConfig) -> Podcast:
    category, _, subcategory = (part.strip() for part in (config.category or "").partition(">"))
    return Podcast(
        category=category or None, subcategory=subcategory or None, explicit=config.explicit, email=config.email
    )


def make_archive(feed: Feed, number: int, entries: Sequence[Entry]) -> Feed:
    """Archive document `number` of `feed` (RFC 5005, section 4): it is written once."""
    updated = max((entry.updated for entry in entries), default=EARLIEST)
    return replace(feed, entries=tuple(entries), archive=number, updated=updated, deleted=(), newest_archive=None)


def make_merged_feed(
    merged: MergedFeed, publish: PublishConfig, feed_id: str, entries: Sequence[Entry], titles: Sequence[str]
) -> Feed:
    """A feed that joins the entries of several sites; `titles` are those sites' feeds'."""
    languages = Counter(entry.language for entry in entries if entry.language)
    return Feed(
        slug=merged.slug,
        id=feed_id,
        title=merged.title or merged.slug,
        url=publish.base_url,
        base_url=publish.base_url,
        updated=max((entry.updated for entry in entries), default=EARLIEST),
        entries=tuple(entries),
        subtitle=merged.description or (f"From {', '.join(titles)}" if titles else None),
        language=next(iter(languages)) if len(languages) == 1 else None,
        hub=publish.hub,
        formats=merged.formats or publish.formats,
        podcast=_podcast(merged.podcast),
    )


def with_lengths(entries: Iterable[Entry], media: Mapping[str, Media]) -> tuple[Entry, ...]:
    """The entries with what was found out about media files whose pages do not tell it."""
    return tuple(_with_lengths(entry, media) if entry.enclosures else entry for entry in entries)


def _with_lengths(entry: Entry, media: Mapping[str, Media]) -> Entry:
    filled = tuple(
        replace(each, length=found.length, type=each.type or found.type)
        if each.length is None and (found := media.get(each.url)) and found.length is not None
        else each
        for each in entry.enclosures
    )
    return replace(entry, enclosures=filled)


def without_doubles(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, each story once, newest first.

    Two tell the same story when they have a URL in common or nearly the same text. The one that was seen first
    stays, so that what is once in the feed does not leave it when somebody else copies it.
    """
    kept: list[Entry] = []
    urls: set[str] = set()
    holders: dict[int, list[int]] = {}  # part of a sketch → numbers of the stories that have it
    for entry in sorted(entries, key=lambda each: (each.first_seen, each.published, each.id)):
        own = {place(url) for url in (entry.url, *entry.aliases)}
        text = text_of(entry.content)
        parts = sketch(text) if len(words(text)) >= _FEW_WORDS else frozenset()
        if urls & own or _is_told(parts, holders):
            continue
        for part in parts:
            holders.setdefault(part, []).append(len(kept))
        urls |= own
        kept.append(entry)
    return tuple(sorted(kept, key=lambda each: (each.published, each.first_seen, each.id), reverse=True))


def _is_told(parts: frozenset[int], holders: Mapping[int, Sequence[int]]) -> bool:
    """Whether a story with this sketch has been met."""
    shared = Counter(number for part in parts for number in holders.get(part, ()))
    most = max(shared.values(), default=0)
    # Of two sketches of n smallest hashes each, s in common mean a resemblance of about s / (2n - s).
    return most > 0 and most / (2 * len(parts) - most) >= SAME_STORY
