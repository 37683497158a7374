"""The elements of an answer: how they are read, what their links start from, what they say."""

from __future__ import annotations

from lxml import etree

from cleaner import decode, parse
from feeds.model import Response
from feeds.scrape.forms import root_name, without_html_entities
from feeds.urls import absolute


def html_of(response: Response) -> etree._Element:
    """The page as a browser reads it."""
    return parse(decode(response.body, response.content_type))


def tree_of(response: Response) -> etree._Element:
    """The same, but XML with its names as they are written."""
    says_xml = "xml" in response.content_type or response.body[:100].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml")
    if says_xml and root_name(response.body) not in ("", "html"):
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
        root = etree.fromstring(without_html_entities(response.body), parser)
        if root is not None:
            return root
    return html_of(response)


def base_url(root: etree._Element, url: str) -> str:
    """What relative links of the page at `url` start from: its `<base>`, else its own URL."""
    bases = (absolute(url, base.get("href") or "") for base in root.iter("base"))
    return next((base for base in bases if base), url)


def text_of(element: etree._Element) -> str:
    """All that an element says, white space collapsed."""
    return " ".join(str(etree.tostring(element, method="text", encoding="unicode", with_tail=False)).split())
