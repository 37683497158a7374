"""The last door before a feed goes out: every value that came from outside is made harmless once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cleaner import Enclosure, TextTrack
from feeds.config import PublishConfig
from feeds.model import Entry, Feed, FeedSummary
from feeds.publish.names import feed_name
from feeds.publish.text import entry_id, language, media_type, plain, uuid_urn, web_url

MOST = 50
"""Authors, categories or enclosures of one entry; a page that lists more is not talking of itself."""


def safe_feed(feed: Feed, publish: PublishConfig) -> Feed:
    """The feed with plain texts, web links, valid ids and moments in whole seconds, ready for any format.

    Nothing is missing from it: title, authors and links have their fallbacks here, so that the
    renderers need none. What cannot be made harmless is left out.
    """
    base = safe_base(publish)
    page = base + feed_name(feed.slug, "html", feed.archive)
    entries = tuple(safe_entry(entry, page) for entry in feed.entries)
    title = plain(feed.title) or plain(feed.slug) or "Feed"
    return replace(
        feed,
        id=_feed_id(feed),
        title=title,
        url=web_url(feed.url) or base + feed_name(feed.slug, "html"),
        base_url=base,
        updated=max([moment(feed.updated), *(entry.updated for entry in entries)]),
        entries=entries,
        subtitle=plain(feed.subtitle, 2000) or None,
        authors=names(feed.authors) or names([publish.author or title]),
        language=language(feed.language),
        image=web_url(feed.image),
        hub=web_url(feed.hub or publish.hub),
        podcast=replace(
            feed.podcast,
            category=plain(feed.podcast.category) or None,
            subcategory=plain(feed.podcast.subcategory) or None,
            email=plain(feed.podcast.email) or None,
        ),
        deleted=tuple((entry_id(each), moment(when)) for each, when in feed.deleted),
    )


def safe_base(publish: PublishConfig) -> str:
    """Where the published folder is served, in normal form."""
    return web_url(publish.base_url) or publish.base_url


def safe_entry(entry: Entry, page: str) -> Entry:
    """The same for one entry; `page` is where the feed can be read, for an entry without a web link."""
    identity = entry_id(entry.id)
    url = web_url(entry.url) or f"{page}#{anchor(identity)}"
    published = moment(entry.published)
    return replace(
        entry,
        id=identity,
        url=url,
        title=plain(entry.title) or plain(entry.summary, 80) or urlsplit(url).hostname or "Untitled",
        published=published,
        updated=max(moment(entry.updated), published),
        authors=names(entry.authors),
        summary=plain(entry.summary, 2000) or None,
        image=web_url(entry.image),
        categories=names(entry.categories),
        enclosures=tuple(_enclosures(entry.enclosures)),
        language=language(entry.language),
        change=plain(entry.change, 1000) or None,
    )


def safe_summary(summary: FeedSummary) -> FeedSummary:
    """The same for what the index says of a feed; `url` is empty where the show page is no web page."""
    return replace(
        summary,
        title=plain(summary.title) or plain(summary.slug) or "Feed",
        url=web_url(summary.url) or "",
        updated=moment(summary.updated),
        subtitle=plain(summary.subtitle, 2000) or None,
        language=language(summary.language),
        image=web_url(summary.image),
        last_title=plain(summary.last_title) or None,
        last_published=moment(summary.last_published) if summary.last_published else None,
    )


def anchor(identity: str) -> str:
    """The name by which SLUG.html marks an entry."""
    return f"e-{uuid_urn(identity)[9:21].replace('-', '')}"


def moment(value: datetime) -> datetime:
    """In UTC and whole seconds; no reader shows more, and a naive time is UTC here."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


def names(values: Iterable[str]) -> tuple[str, ...]:
    """Plain, not empty, each once."""
    return tuple(dict.fromkeys(filter(None, (plain(value, 200) for value in values))))[:MOST]


def _feed_id(feed: Feed) -> str:
    """Archives need ids of their own: readers keep one document an id."""
    identity = entry_id(feed.id)
    if feed.archive is None:
        return identity
    mark = f"archive-{feed.archive}"
    if feed.id.endswith(mark):
        return identity
    return uuid_urn(f"{identity}/{mark}") if identity.startswith("urn:") else entry_id(f"{identity}/{mark}")


def _enclosures(values: Iterable[Enclosure]) -> Iterable[Enclosure]:
    seen: set[str] = set()
    for each in list(values)[:MOST]:
        url = web_url(each.url)
        if url and url not in seen:
            seen.add(url)
            length = each.length if each.length is not None and each.length >= 0 else None
            duration = each.duration if each.duration and each.duration > 0 else None
            yield Enclosure(
                url=url,
                type=media_type(each.type, url),
                length=length,
                duration=duration,
                title=plain(each.title, 200) or None,
                tracks=tuple(_tracks(each.tracks)),
            )


def _tracks(values: Iterable[TextTrack]) -> Iterable[TextTrack]:
    for each in list(values)[:MOST]:
        if url := web_url(each.url):
            yield TextTrack(url=url, kind=each.kind, type=media_type(each.type, url), language=language(each.language))
