"""OPML 2.0 (http://opml.org/spec2.opml): all feeds as one file to import into a reader."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime

from lxml import etree

from feeds.model import FeedSummary
from feeds.publish.names import feed_name
from feeds.publish.text import html_text


def to_opml(feeds: Sequence[FeedSummary], title: str, base_url: str) -> bytes:
    """Safe summaries as an OPML document; of a feed in several formats the first is named."""
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = html_text(title)
    if feeds:
        etree.SubElement(head, "dateModified").text = format_datetime(max(f.updated for f in feeds), usegmt=True)
    for feed in feeds:
        etree.SubElement(body, "outline", _outline(feed, base_url))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _outline(feed: FeedSummary, base_url: str) -> dict[str, str]:
    outline = {
        "type": "rss",  # what readers look for, whatever the format
        "text": html_text(feed.title),
        "title": html_text(feed.title),
        "xmlUrl": base_url + feed_name(feed.slug, feed.formats[0]),
        "htmlUrl": feed.url or base_url + feed_name(feed.slug, "html"),
    }
    if feed.subtitle:
        outline["description"] = html_text(feed.subtitle)
    if feed.language:
        outline["language"] = feed.language
    return outline
