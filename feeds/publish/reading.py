"""Reading our own feeds back as a stranger would, for the gate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from feeds.model import Rendition
from feeds.publish.generator import ATOM, TERMS

_A = f"{{{ATOM}}}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_RUNS = frozenset("script object embed applet iframe frame base template".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """An entry as a reader gets it; a missing text is empty, a date that cannot be read is None."""

    id: str
    title: str
    url: str
    author: str
    published: datetime | None
    updated: datetime | None
    content: str
    enclosures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed document as a reader gets it."""

    id: str
    title: str
    self_url: str
    urls: tuple[str, ...]
    updated: datetime | None
    entries: tuple[ReadEntry, ...]


_NO_FEED = Document(id="-", title="-", self_url="-", urls=(), updated=datetime.max.replace(tzinfo=UTC), entries=())
"""What is well-formed and claims to be no feed: a page, the OPML file, health.json."""


def read_document(rendition: Rendition) -> Document | str:
    """The document that `rendition` holds, or what is wrong with it as a whole."""
    kind = rendition.name.rpartition(".")[2]
    try:
        if kind == "json":
            value = json.loads(rendition.body)
            return _json(value) if "feed+json" in rendition.media_type else _NO_FEED
        if kind == "html":
            return _page(rendition.body)
        root = etree.fromstring(rendition.body, _parser())
        if root.tag == f"{_A}feed":
            return _atom(root)
        if root.tag == "rss" and (channel := root.find("channel")) is not None:
            return _rss(channel)
        if root.tag == "opml" and root.find("body/outline") is not None:
            return _NO_FEED
        return f"it is no feed: its root is {root.tag!r}"
    except (etree.LxmlError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return f"it cannot be read back: {error}"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def _atom(root: etree._Element) -> Document:
    author = _text(root.find(f"{_A}author/{_A}name"))
    return Document(
        id=_text(root.find(f"{_A}id")),
        title=_text(root.find(f"{_A}title")),
        self_url=_href(root, "self"),
        urls=tuple(link.get("href", "") for link in root.findall(f"{_A}link")),
        updated=_iso(_text(root.find(f"{_A}updated"))),
        entries=tuple(_atom_entry(entry, author) for entry in root.findall(f"{_A}entry")),
    )


def _atom_entry(entry: etree._Element, author: str) -> ReadEntry:
    links = entry.findall(f"{_A}link")
    return ReadEntry(
        id=_text(entry.find(f"{_A}id")),
        title=_text(entry.find(f"{_A}title")),
        url=_href(entry, "alternate"),
        author=_text(entry.find(f"{_A}author/{_A}name")) or author,
        published=_iso(_text(entry.find(f"{_A}published"))),
        updated=_iso(_text(entry.find(f"{_A}updated"))),
        content=_text(entry.find(f"{_A}content")),
        enclosures=tuple(link.get("href", "") for link in links if link.get("rel") == "enclosure"),
    )


def _rss(channel: etree._Element) -> Document:
    link = _text(channel.find("link"))
    return Document(
        id=link,
        title=_text(channel.find("title")),
        self_url=_href(channel, "self"),
        urls=(link, *(each.get("href", "") for each in channel.findall(f"{_A}link"))),
        updated=_rfc822(_text(channel.find("lastBuildDate"))),
        entries=tuple(_rss_item(item) for item in channel.findall("item")),
    )


def _rss_item(item: etree._Element) -> ReadEntry:
    return ReadEntry(
        id=_text(item.find("guid")),
        title=_text(item.find("title")),
        url=_text(item.find("link")),
        author=_text(item.find(_CREATOR)),
        published=_rfc822(_text(item.find("pubDate"))),
        updated=_iso(_text(item.find(f"{{{TERMS}}}modified"))),
        content=_text(item.find(_ENCODED)),
        enclosures=tuple(each.get("url", "") for each in item.findall("enclosure")),
    )


def _json(feed: dict[str, Any]) -> Document:
    entries = tuple(_json_item(item, _names(feed)) for item in feed["items"])
    moments = [entry.updated for entry in entries if entry.updated]
    return Document(
        id=_string(feed, "feed_url"),
        title=_string(feed, "title"),
        self_url=_string(feed, "feed_url"),
        urls=tuple(_string(feed, key) for key in ("home_page_url", "feed_url", "next_url", "icon") if key in feed),
        updated=max(moments, default=datetime.min.replace(tzinfo=UTC)),
        entries=entries,
    )


def _json_item(item: dict[str, Any], author: str) -> ReadEntry:
    return ReadEntry(
        id=_string(item, "id"),
        title=_string(item, "title"),
        url=_string(item, "url"),
        author=_names(item) or author,
        published=_iso(_string(item, "date_published")),
        updated=_iso(_string(item, "date_modified")),
        content=_string(item, "content_html"),
        enclosures=tuple(_string(each, "url") for each in item.get("attachments", [])),
    )


def _names(item: dict[str, Any]) -> str:
    return "".join(_string(author, "name") for author in item.get("authors", []))


def _string(item: dict[str, Any], key: str) -> str:
    value = item.get(key, "")
    if not isinstance(value, str):
        raise TypeError(f"{key} is no string")
    return value


def _page(body: bytes) -> Document | str:
    """A page is good when it is a whole page with a title and nothing in it can run."""
    root = lxml_html.document_fromstring(body.decode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    if not (root.findtext(".//title") or "").strip() or not body.rstrip().endswith(b"</html>"):
        return "it is no whole page"
    for element in root.iter(etree.Element):
        if element.tag in _RUNS:
            return f"it holds <{element.tag}>"
        for name, value in ((str(name), str(value)) for name, value in element.attrib.items()):
            if name.startswith("on") or "".join(value.split()).lower().startswith(("javascript:", "vbscript:")):
                return f"it holds {name}={value[:60]!r}"
    return _NO_FEED


def _text(element: etree._Element | None) -> str:
    return (element.text or "") if element is not None else ""


def _href(element: etree._Element, rel: str) -> str:
    return next((link.get("href", "") for link in element.findall(f"{_A}link") if link.get("rel") == rel), "")


def _iso(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _rfc822(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
