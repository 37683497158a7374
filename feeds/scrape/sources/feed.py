"""A feed as source: RSS and Atom by feedparser, JSON Feed by its specification (https://jsonfeed.org/version/1.1).

Ids and the feed's own text are kept: ids so that nothing is told twice, the text for when an item's page gives less.
"""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

import feedparser

from cleaner import Enclosure, TextTrack, TrackKind, make_track, one_line, parse_date, plain_text
from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Item, Listing, Request, Response
from feeds.scrape.forms import is_json, root_name, without_html_entities
from feeds.scrape.sources.discover import discover
from feeds.urls import absolute, absolute_part, is_web

ACCEPT = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
MAX_ENTRIES = 5000


def read(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The feed's entries in its order; of an ordinary page, the way to the feed that it announces.

    Raises ScrapeError where there is neither.
    """
    del now  # feeds give moments, never "yesterday"
    if is_feed(response):
        return _json_feed(response, site) if is_json(response.body) else _xml_feed(response, site)
    announced = discover(response).feeds
    if not announced:
        raise ScrapeError(
            "this is no feed, and no page that announces one", where=response.final_url, mend="set source: page"
        )
    return Listing(url=response.final_url, follow=(Request(url=announced[0].url, accept=ACCEPT),))


def is_feed(response: Response) -> bool:
    """Whether an answer is RSS, Atom or JSON Feed, by its outermost element or its version."""
    if is_json(response.body):
        return b"jsonfeed.org/version/" in response.body[:100_000]
    return root_name(response.body) in ("rss", "feed", "rdf")


def _xml_feed(response: Response, site: SiteConfig) -> Listing:
    headers = {"content-type": response.content_type, "content-location": response.final_url}
    # The text is sanitised later, by the cleaner: feedparser's own sanitiser would take what that one keeps.
    parsed = feedparser.parse(without_html_entities(response.body), response_headers=headers, sanitize_html=False)
    entries = parsed.entries[:MAX_ENTRIES]
    if not entries and not parsed.version:
        raise ScrapeError(
            "the feed cannot be read", where=response.final_url, mend=str(parsed.get("bozo_exception", ""))
        )
    head = parsed.feed
    home = absolute(response.final_url, head.get("link", "")) or response.final_url
    items = [item for entry in entries if (item := _entry(entry, response.final_url, home, site))]
    if entries and not items:
        raise ScrapeError(
            f"none of the feed's {len(entries)} entries has a link or an id",
            where=response.final_url,
            mend="its publisher has to give them one; or read the site's pages: source: page",
        )
    return Listing(
        url=home,
        items=tuple(items[: site.listing.max_items]),
        title=_plain(head.get("title")),
        description=_plain(head.get("subtitle")),
        language=site.language or head.get("language") or None,
        image=_address((head.get("image") or {}).get("href") or head.get("logo"), response.final_url),
        next_page=_link(head.get("links", ()), "next", response.final_url),
    )


def _entry(entry: Mapping[str, Any], base: str, home: str, site: SiteConfig) -> Item | None:
    enclosures = tuple(_enclosures(entry, base))
    # A counter of clicks names where it leads.
    url = _link_to(entry.get("feedburner_origlink"), base) or _link_to(entry.get("link"), base)
    if url is None and (enclosures or (entry.get("id") and (entry.get("title") or entry.get("summary")))):
        url = home  # RSS asks for no link; the episodes of many a podcast have none
    if url is None:
        return None
    html = max((_markup(part) for part in entry.get("content", ())), key=len, default="")
    summary = entry.get("summary") or ""
    if not html and "<" in summary:
        html = summary if (entry.get("summary_detail") or {}).get("type") != "text/plain" else ""  # RSS has one place
    return Item(
        url=url,
        id=entry.get("id") or None,
        title=_title(entry.get("title")),
        published=_moment(entry, "published", site) or _moment(entry, "updated", site),
        updated=_moment(entry, "updated", site),
        summary=_plain(summary) if summary != html else None,
        image=_image(entry, base),
        authors=tuple(dict.fromkeys(name for each in entry.get("authors", ()) if (name := _plain(each.get("name"))))),
        categories=tuple(
            dict.fromkeys(
                term for tag in entry.get("tags", ()) if (term := _plain(tag.get("label") or tag.get("term")))
            )
        ),
        enclosures=enclosures,
        html=html or None,
        why="an entry of the feed",
    )


def _moment(entry: Mapping[str, Any], name: str, site: SiteConfig) -> datetime | None:
    """Our reading, which knows more zones and languages, else feedparser's: feeds write what no specification knows."""
    if name not in entry:  # asked for outright, feedparser would give one for the other
        return None
    if read := parse_date(entry.get(name) or "", language=site.language, timezone=site.timezone):
        return read.astimezone(UTC)
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if (parsed := entry.get(f"{name}_parsed")) else None
    except (OverflowError, ValueError):
        return None


def _enclosures(entry: Mapping[str, Any], base: str) -> Iterable[Enclosure]:
    duration = _seconds(entry.get("itunes_duration"))
    tracks = tuple(_tracks(entry, base))
    media = [
        each for each in entry.get("media_content", ()) if (each.get("type") or "").startswith(("audio/", "video/"))
    ]
    for each in entry.get("enclosures") or media:
        if url := _address(each.get("href") or each.get("url"), base):
            length = str(each.get("length") or each.get("filesize") or "")
            yield Enclosure(
                url=url,
                type=each.get("type") or None,
                length=int(length) if length.isdecimal() and len(length) < 16 and int(length) else None,
                duration=duration or _seconds(each.get("duration")),
                tracks=tracks,
            )
            tracks = ()  # they go with the first


def _tracks(entry: Mapping[str, Any], base: str) -> Iterable[TextTrack]:
    """podcast:transcript (of several, feedparser keeps the last) and podcast:chapters."""
    for name, kind in _TRACKS:
        said = entry.get(name)
        if isinstance(said, Mapping) and (url := _address(said.get("url"), base)):
            timed: TrackKind | None = "captions" if said.get("rel") == "captions" else None
            yield make_track(url, kind or timed, said.get("type"), said.get("language"))


_MARKUP = re.compile(r"</|&#?\w+;|<(?:a|b|br|em|font|hr|i|img|p|small|span|strong|sub|sup|u|wbr)\b", re.IGNORECASE)
"""What makes a headline markup; any other `<…>` is about a tag or a type."""
_TRACKS: tuple[tuple[str, TrackKind | None], ...] = (("podcast_transcript", None), ("podcast_chapters", "chapters"))


def _seconds(text: str | None) -> int | None:
    """ "1:02:03" or a number of seconds."""
    parts = (text or "").strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() and len(part) < 7 for part in parts):
        return None
    return sum(int(part) * unit for part, unit in zip(reversed(parts), (1, 60, 3600), strict=False))


def _markup(part: Mapping[str, Any]) -> str:
    value = part.get("value") or ""
    return _paragraphs(value) if part.get("type") == "text/plain" else value


def _paragraphs(text: str) -> str:
    """Plain text as HTML, its empty lines parting paragraphs."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "".join("<p>{}</p>".format(escape(part).replace("\n", "<br>")) for part in parts if part)


def _image(entry: Mapping[str, Any], base: str) -> str | None:
    pictures = [
        each.get("url")
        for each in entry.get("media_content", ())
        if "image" in (each.get("type") or each.get("medium") or "")
    ]
    pictures += [each.get("url") for each in entry.get("media_thumbnail", ())]
    pictures.append((entry.get("image") or {}).get("href"))
    return next((url for href in pictures if href and (url := absolute(base, href))), None)


def _link(links: Iterable[Mapping[str, Any]], rel: str, base: str) -> str | None:
    return next(
        (url for each in links if each.get("rel") == rel and (url := absolute(base, each.get("href") or ""))), None
    )


def _title(text: object) -> str | None:
    """A headline: text in Atom and JSON Feed, text or markup in RSS, where `Vec<T>` is as good as `<b>Now</b>`."""
    if isinstance(text, str) and not _MARKUP.search(text):
        return one_line(text) or None
    return _plain(text)


def _plain(text: object) -> str | None:
    return plain_text(text) or None if isinstance(text, str) else None


def _json_feed(response: Response, site: SiteConfig) -> Listing:
    try:
        data = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise ScrapeError("the JSON feed cannot be read", where=response.final_url, mend=str(error)) from error
    base = response.final_url
    home = _address(data.get("home_page_url"), base) or base
    entries = [each for each in _list(data.get("items")) if isinstance(each, dict)][:MAX_ENTRIES]
    items = [item for entry in entries if (item := _json_entry(entry, base, home, site))]
    return Listing(
        url=home,
        items=tuple(items[: site.listing.max_items]),
        title=_plain(data.get("title")),
        description=_plain(data.get("description")),
        language=site.language or _string(data.get("language")),
        image=_address(data.get("icon"), base),
        next_page=_address(data.get("next_url"), base),
    )


def _json_entry(entry: dict[str, Any], base: str, home: str, site: SiteConfig) -> Item | None:
    named = entry.get("id")
    named = named if isinstance(named, str) and is_web(named) else None  # an id may be an address, and need not
    url = next(
        (url for each in (entry.get("url"), entry.get("external_url"), named) if (url := _link_to(each, base))), None
    )
    if url is None and entry.get("id") and any(entry.get(key) for key in ("title", "content_html", "content_text")):
        url = home
    if url is None:
        return None
    authors = [*_list(entry.get("authors")), entry.get("author")]  # version 1 had one
    return Item(
        url=url,
        id=str(entry["id"]) if entry.get("id") else None,
        title=_title(entry.get("title")),
        published=parse_date(_string(entry.get("date_published")) or "", timezone=site.timezone),
        updated=parse_date(_string(entry.get("date_modified")) or "", timezone=site.timezone),
        summary=_plain(entry.get("summary")),
        image=_address(entry.get("image"), base) or _address(entry.get("banner_image"), base),
        authors=tuple(
            dict.fromkeys(name for each in authors if isinstance(each, dict) and (name := _plain(each.get("name"))))
        ),
        categories=tuple(dict.fromkeys(tag for each in _list(entry.get("tags")) if (tag := _plain(each)))),
        enclosures=tuple(_attachments(entry, base)),
        html=_string(entry.get("content_html")) or _paragraphs(_string(entry.get("content_text")) or "") or None,
        why="an entry of the feed",
    )


def _attachments(entry: dict[str, Any], base: str) -> Iterable[Enclosure]:
    for each in _list(entry.get("attachments")):
        if isinstance(each, dict) and (url := _address(each.get("url"), base)):
            size, seconds = each.get("size_in_bytes"), each.get("duration_in_seconds")
            yield Enclosure(
                url=url,
                type=_string(each.get("mime_type")),
                length=size if isinstance(size, int) else None,
                duration=int(seconds) if isinstance(seconds, (int, float)) and 0 <= seconds < 1e7 else None,
                title=_plain(each.get("title")),
            )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _address(value: object, base: str) -> str | None:
    return absolute(base, value) if isinstance(value, str) and value else None


def _link_to(value: object, base: str) -> str | None:
    """An entry's link, with the part of a page that it leads to."""
    return absolute_part(base, value) if isinstance(value, str) and value else None
