"""Atom 1.0 and RSS 2.0 through feedgen, whose only door this module is.

Feedgen stamps what it is not told with the current time, turns links of entries into second alternates,
prepends entries, changes the dicts it is given and sets the process locale to print a date. So every
value is set here, dicts are made fresh, and links and RSS dates are written by extensions of our own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from cleaner import CleanHTML, Enclosure, TextTrack
from feeds.model import Entry, Feed
from feeds.publish.content import duration
from feeds.publish.names import bare_type, feed_name, feed_url
from feeds.publish.text import html_text, plain

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"  # RFC 5005
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721
TERMS = "http://purl.org/dc/terms/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
GENERATOR = "Feedmill"
_TAGS = re.compile(r"<[^>]*>")
_COVER = re.compile(r"\.(?:jpe?g|png)$", re.IGNORECASE)
"""The pictures that Apple takes, and feedgen."""


class _FeedExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Links, history (RFC 5005) and withdrawn entries (RFC 6721) of a feed."""

    def __init__(self, feed: Feed, extension: str) -> None:
        self.feed, self.extension = feed, extension

    def extend_ns(self) -> dict[str, str]:
        spaces = {"fh": HISTORY} if self.feed.archive is not None else {}
        return spaces | ({"at": TOMBSTONES} if self.feed.deleted and self.extension == "atom" else {})

    def extend_atom(self, root: etree._Element) -> etree._Element:
        for attributes in feed_links(self.feed, self.extension):
            etree.SubElement(root, "link", attributes)
        self._mark_archive(root)
        for ref, when in self.feed.deleted:
            etree.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", ref=ref, when=when.isoformat())
        return root

    def extend_rss(self, root: etree._Element) -> etree._Element:
        channel = root[0]
        for attributes in feed_links(self.feed, self.extension):
            if attributes["rel"] != "alternate":  # which is the channel's own <link>
                etree.SubElement(channel, f"{{{ATOM}}}link", attributes)
        _text(channel, "lastBuildDate", format_datetime(self.feed.updated, usegmt=True))
        if (explicit := self.feed.podcast.explicit) is not None and "itunes" in channel.nsmap:
            _text(channel, f"{{{ITUNES}}}explicit", str(explicit).lower())  # feedgen knows but yes, no and clean
        self._mark_archive(channel)
        return root

    def _mark_archive(self, parent: etree._Element) -> None:
        if self.feed.archive is not None:
            etree.SubElement(parent, f"{{{HISTORY}}}archive")


class _EntryExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Links, language and RSS dates of an entry."""

    def __init__(self, entry: Entry, feed: Feed) -> None:
        self.entry, self.feed = entry, feed

    def extend_atom(self, element: etree._Element) -> etree._Element:
        _set_language(element, self.entry, self.feed)
        etree.SubElement(element, "link", rel="alternate", type="text/html", href=self.entry.url)
        for each in self.entry.enclosures:
            etree.SubElement(element, "link", _enclosure_link(each))
        for track in _tracks(self.entry):
            etree.SubElement(element, "link", _track_link(track))
        return element

    def extend_rss(self, element: etree._Element) -> etree._Element:
        for each in self.entry.enclosures[:1]:  # RSS readers take one
            attributes = {"url": each.url, "length": str(each.length or 0), "type": each.type or ""}
            etree.SubElement(element, "enclosure", attributes)
        tracks = _tracks(self.entry)
        for track in (each for each in tracks if each.kind != "chapters"):
            etree.SubElement(element, f"{{{PODCAST}}}transcript", _transcript(track))
        for track in [each for each in tracks if each.kind == "chapters"][:1]:
            etree.SubElement(element, f"{{{PODCAST}}}chapters", url=track.url, type=track.type)
        _text(element, "pubDate", format_datetime(self.entry.published, usegmt=True))
        _text(element, f"{{{TERMS}}}modified", self.entry.updated.isoformat())
        return element


class _TermsExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares dcterms, in which RSS says when an item was changed."""

    def extend_ns(self) -> dict[str, str]:
        return {"dcterms": TERMS}


class _PodcastExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares the Podcasting 2.0 namespace, where an entry has chapters or a transcript."""

    def extend_ns(self) -> dict[str, str]:
        return {"podcast": PODCAST}


def feed_links(feed: Feed, extension: str) -> list[dict[str, str]]:
    """self, alternate, hub and history links, as attributes of atom:link."""
    media = bare_type(extension)
    links = [
        {"rel": "self", "type": media, "href": feed_url(feed, extension)},
        {"rel": "alternate", "type": "text/html", "href": feed.url},
    ]
    if feed.hub and feed.archive is None:
        links.append({"rel": "hub", "href": feed.hub})
    if feed.archive is not None:
        links.append({"rel": "current", "type": media, "href": feed.base_url + feed_name(feed.slug, extension)})
    if previous := previous_archive(feed, extension):
        links.append({"rel": "prev-archive", "type": media, "href": previous})
    return links


def previous_archive(feed: Feed, extension: str) -> str | None:
    """The URL of the next older archive document, None where there is none."""
    number = feed.newest_archive if feed.archive is None else feed.archive - 1
    return feed.base_url + feed_name(feed.slug, extension, number) if number else None


def to_atom(feed: Feed, contents: Sequence[CleanHTML]) -> bytes:
    """A safe feed as an Atom document."""
    generator = _generator(feed, "atom")
    if feed.subtitle:
        generator.subtitle(feed.subtitle)
    if feed.image:
        generator.logo(feed.image)
    if any(entry.image for entry in feed.entries):
        generator.load_extension("media", rss=False)
    for entry, content in zip(feed.entries, contents, strict=True):
        each = _entry(entry, feed)
        each.title(entry.title)
        each.content(str(content), type="html")
        if entry.summary:
            each.summary(entry.summary)
        each.published(entry.published)
        if entry.authors:
            each.author([{"name": name} for name in entry.authors])
        generator.add_entry(each, order="append")
    return bytes(generator.atom_str(pretty=True))


def to_rss(feed: Feed, contents: Sequence[CleanHTML]) -> bytes:
    """A safe feed as an RSS 2.0 document; with iTunes tags where it has audio."""
    generator = _generator(feed, "rss")
    generator.title(html_text(feed.title))
    generator.link(href=feed.url)
    generator.description(html_text(feed.subtitle or feed.title))
    generator.docs("https://www.rssboard.org/rss-specification")
    if feed.image:
        generator.image(url=feed.image, title=html_text(feed.title), link=feed.url)
    generator.load_extension("dc")
    if any(entry.image for entry in feed.entries):
        generator.load_extension("media")
    generator.register_extension("terms", _TermsExtension)
    if any(_tracks(entry) for entry in feed.entries):
        generator.register_extension("tracks", _PodcastExtension)
    podcast = any(_audio(entry) for entry in feed.entries)
    if podcast:
        _describe_podcast(generator, feed)
    for entry, content in zip(feed.entries, contents, strict=True):
        each = _entry(entry, feed)
        each.title(html_text(entry.title))
        each.link(href=entry.url)
        each.content(str(content))
        each.description(escape(html_text(entry.summary or excerpt(content)), quote=False))
        each.load_extension("dc", atom=False)
        each.dc.dc_creator([html_text(name) for name in entry.authors or feed.authors])
        if podcast:
            _describe_episode(each, entry)
        generator.add_entry(each, order="append")
    return bytes(generator.rss_str(pretty=True))


def excerpt(content: CleanHTML, limit: int = 300) -> str:
    """The content's first words as plain text."""
    text = _TAGS.sub(" ", content[: 20 * limit])
    cut = text.rfind("<")  # a tag that the limit cut in two
    return plain(text if cut < 0 else text[:cut], limit)


def _generator(feed: Feed, extension: str) -> Any:
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.updated(feed.updated)
    # Of `updated`, feedgen would print the RSS form through the process-wide locale; our extension writes it.
    generator._FeedGenerator__rss_lastBuildDate = None
    generator.author([{"name": name} for name in feed.authors])
    generator.generator(GENERATOR)
    if feed.language:
        generator.language(feed.language)
    generator.register_extension("document", lambda: _FeedExtension(feed, extension))
    return generator


def _entry(entry: Entry, feed: Feed) -> Any:
    each = FeedEntry()
    each.id(entry.id)
    each.updated(entry.updated)
    each.category([{"term": category} for category in entry.categories])
    each.register_extension("document", lambda: _EntryExtension(entry, feed))
    if entry.image:
        each.load_extension("media")
        each.media.thumbnail([{"url": entry.image, "group": None}])
    return each


def _audio(entry: Entry) -> Enclosure | None:
    return next((each for each in entry.enclosures if (each.type or "").startswith("audio/")), None)


def _tracks(entry: Entry) -> list[TextTrack]:
    return [track for each in entry.enclosures for track in each.tracks]


def _transcript(track: TextTrack) -> dict[str, str]:
    said = {"url": track.url, "type": track.type, "language": track.language, "rel": transcript_rel(track)}
    return {name: value for name, value in said.items() if value}


def transcript_rel(track: TextTrack) -> str | None:
    """The namespace's word for a transcript that is timed to be shown with the sound."""
    return "captions" if track.kind == "captions" else None


def _track_link(track: TextTrack) -> dict[str, str]:
    """Atom knows no transcripts: a related resource, which no reader takes for the entry or its media."""
    link = {"rel": "related", "href": track.url, "type": track.type, "title": track.kind.capitalize()}
    return link | ({"hreflang": track.language} if track.language else {})


def _describe_podcast(generator: Any, feed: Feed) -> None:
    generator.load_extension("podcast", atom=False)
    show, said = generator.podcast, feed.podcast
    show.itunes_author(_joined(feed.authors))
    show.itunes_type("episodic")
    if feed.subtitle:
        show.itunes_summary(html_text(feed.subtitle))
    if feed.image and _COVER.search(feed.image):
        show.itunes_image(feed.image)
    if said.category:
        sub = {"sub": said.subcategory} if said.subcategory else {}
        show.itunes_category([{"cat": said.category} | sub])
    if said.email:
        show.itunes_owner(name=_joined(feed.authors), email=said.email)


def _describe_episode(each: Any, entry: Entry) -> None:
    each.load_extension("podcast", atom=False)
    if entry.authors:
        each.podcast.itunes_author(_joined(entry.authors))
    audio = _audio(entry)
    if audio and audio.duration:
        each.podcast.itunes_duration(duration(audio.duration))


def _joined(names: Sequence[str]) -> str:
    return plain(html_text(", ".join(names)), 255)  # as long as Apple takes it


def _text(parent: etree._Element, tag: str, value: str) -> None:
    etree.SubElement(parent, tag).text = value


def _enclosure_link(enclosure: Enclosure) -> dict[str, str]:
    link = {"rel": "enclosure", "href": enclosure.url, "type": enclosure.type or "application/octet-stream"}
    if enclosure.length is not None:
        link["length"] = str(enclosure.length)
    if enclosure.title:
        link["title"] = enclosure.title
    return link


def _set_language(element: etree._Element, entry: Entry, feed: Feed) -> None:
    if entry.language and entry.language != feed.language:
        element.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
