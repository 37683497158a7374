"""The pages that people read: one a feed, the index, the sites' health. No script runs on them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import html as lxml_html
from markupsafe import Markup

from cleaner import CleanHTML
from feeds.config import PublishConfig
from feeds.model import Feed, FeedSummary, Incident, SiteHealth
from feeds.publish.content import finish, template_folders
from feeds.publish.door import anchor
from feeds.publish.generator import previous_archive
from feeds.publish.names import bare_type, feed_name
from feeds.publish.templates import fill, open_template, read_text
from feeds.publish.text import uuid_urn

FULL_ENTRIES = 20
"""Entries that SLUG.html shows whole; of the rest it lists the titles."""
FULL_SIZE = 400_000
"""Characters of stories on one page, after which it lists titles too."""
_LABELS = {"atom": "Atom", "rss": "RSS", "json": "JSON"}
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b")
_NARROW = 3  # columns


@dataclass(frozen=True, slots=True)
class Link:
    """A feed document as a page links it."""

    label: str
    type: str
    name: str  # relative to the published folder
    url: str  # absolute


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry as the feed's page shows it."""

    title: str
    url: str
    published: datetime
    authors: tuple[str, ...]
    anchor: str
    lang: Markup
    content: Markup


def feed_page(feed: Feed, contents: Sequence[CleanHTML], publish: PublishConfig, folder: Path) -> bytes:
    """SLUG.html of a safe feed: its newest entries whole, the older ones by title."""
    shown: list[ShownEntry] = []
    size = 0
    for entry, content in zip(feed.entries, contents, strict=True):
        size += len(content)
        whole = len(shown) < FULL_ENTRIES and (size <= FULL_SIZE or not shown)
        shown.append(
            ShownEntry(
                title=entry.title,
                url=entry.url,
                published=entry.published,
                authors=entry.authors,
                anchor=anchor(entry.id),
                lang=_lang(entry.language or feed.language),
                content=Markup(readable(content, anchor(entry.id)) if whole else ""),  # noqa: S704  # sanitised by readable()
            )
        )
    return _page(
        "feed.html.j2",
        publish,
        folder,
        title=feed.title,
        feed=feed,
        full=[entry for entry in shown if entry.content],
        listed=[entry for entry in shown if not entry.content],
        links=[_link(feed.slug, extension, feed.base_url) for extension in feed.formats],
        lang=_lang(feed.language),
        site=urlsplit(feed.url).hostname or feed.url,
        root="../" if feed.archive is not None else "",
        current_page=feed_name(feed.slug, "html"),
        previous=previous_archive(feed, "html"),
    )


def index_page(
    feeds: Sequence[FeedSummary], health: Sequence[SiteHealth], publish: PublishConfig, base_url: str, folder: Path
) -> bytes:
    """index.html of safe summaries."""
    troubles = {site.slug: site.trouble for site in health}
    rows = [
        {
            "title": feed.title,
            "subtitle": feed.subtitle,
            "language": feed.language,
            "last_title": feed.last_title,
            "last_published": feed.last_published,
            "trouble": troubles.get(feed.slug),
            "page": feed_name(feed.slug, "html"),
            "links": [_link(feed.slug, each, base_url) for each in feed.formats],
        }
        for feed in feeds
    ]
    return _page("index.html.j2", publish, folder, title=publish.title, feeds=rows)


def health_page(
    health: Sequence[SiteHealth],
    published: Collection[str],
    incidents: Sequence[tuple[str, Incident]],
    publish: PublishConfig,
    base_url: str,
    folder: Path,
) -> bytes:
    """health.html; `published`: slugs of the feeds there are; `incidents`: (title of site, incident), newest first."""
    sites = [
        {
            "title": site.title,
            "trouble": site.trouble,
            "last_change": site.last_change,
            "moved_to": site.moved_to,
            "entries": site.entries,
            "page": feed_name(site.slug, "html") if site.slug in published else None,
        }
        for site in health
    ]
    rows = [
        {"anchor": anchor(incident_id(incident, base_url)), "title": title, "incident": incident}
        for title, incident in incidents
    ]
    troubled = sum(site.trouble is not None for site in health)
    title = f"{publish.title}: health"
    return _page("health.html.j2", publish, folder, title=title, sites=sites, incidents=rows, troubled=troubled)


def incident_id(incident: Incident, base_url: str) -> str:
    """The Atom id of an incident: the same for as long as it lasts, and after."""
    mark = f"{incident.slug} {incident.kind} {incident.since.isoformat()} {incident.where}"
    return uuid_urn(f"{base_url}health.atom {mark}")


def readable(content: CleanHTML, mark: str = "") -> CleanHTML:
    """Content as part of a page: headings below the page's own, nothing loaded before it is wanted.

    Frames become links, since the page's policy lets none in. mark: what the story's own ids begin with, since
    other stories on the page have a first footnote, too.
    """
    root = lxml_html.fragment_fromstring(content, create_parent="div")
    _lower_headings(root)
    if mark:
        _mark_ids(root, mark)
    for frame in list(root.iter("iframe")):
        _replace_frame(frame)
    for image in root.iter("img"):
        image.set("alt", image.get("alt", ""))
    for link in root.iter("a"):
        _name(link)
    for media in root.iter("audio", "video"):
        media.set("controls", "")
        media.set("preload", "none")
    parts = [escape(root.text or "", quote=False), *(lxml_html.tostring(child, encoding="unicode") for child in root)]
    clean = finish("".join(parts))
    # In canonical markup "<img" is nothing but a tag: "<" is escaped in texts and attributes.
    return CleanHTML(_TABLE.sub(_reachable, clean.replace("<img ", '<img loading="lazy" ')))


def _reachable(table: re.Match[str]) -> str:
    """A table that may be wider than the screen scrolls by itself, which some browsers let the keyboard do only where
    it can be focused; a narrow one is no stop on the keyboard's way."""
    columns = max(len(_CELL.findall(row)) for row in table[0].split("<tr"))
    return table[0].replace("<table", '<table tabindex="0"', 1) if columns > _NARROW else table[0]


def _lower_headings(root: Any) -> None:
    """The story's headings in steps of one from h3: the page's title is h1, the entry's h2."""
    above: list[int] = []
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        heading.tag = f"h{min(6, 2 + len(above))}"


def _mark_ids(root: Any, mark: str) -> None:
    """Ids, and the links to them, that no other story on the page has."""
    for each in root.iter():
        if (name := each.get("id")) is not None:
            each.set("id", f"{mark}-{name}")
        if (target := each.get("href", "")).startswith("#"):
            each.set("href", f"#{mark}-{target[1:]}")


def _name(link: Any) -> None:
    """A link that is a picture alone, without a word about it, is called by where it leads."""
    pictures = list(link.iter("img"))
    if pictures and not link.text_content().strip() and not any(each.get("alt", "").strip() for each in pictures):
        pictures[0].set("alt", urlsplit(link.get("href", "")).hostname or "")


def _replace_frame(frame: Any) -> None:
    source = frame.get("src", "")
    host = urlsplit(source).hostname
    link = lxml_html.Element("a", href=source)
    link.text = f"Watch or listen at {host}" if host else ""
    link.tail = frame.tail
    frame.getparent().replace(frame, link)


def _page(template: str, publish: PublishConfig, folder: Path, **values: Any) -> bytes:
    folders = template_folders(publish, folder)
    style = re.sub(r"</style", r"<\\/style", read_text("style.css", folders).strip(), flags=re.IGNORECASE)
    page = fill(
        open_template(template, folders),
        style=Markup(style),  # noqa: S704  # the operator's own file
        policy=_policy(style),
        **values,
    )
    return page.encode()


def _policy(style: str) -> str:
    """What the page may do: show pictures and play media, with this one stylesheet, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        "default-src 'none'; img-src https: http: data:; media-src https: http:; "
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _link(slug: str, extension: str, base_url: str) -> Link:
    """To the feed that one subscribes to, from the pages of its archives too."""
    name = feed_name(slug, extension)
    return Link(_LABELS[extension], bare_type(extension), name, base_url + name)


def _lang(language: str | None) -> Markup:
    return Markup(' lang="{}"').format(language) if language else Markup("")
