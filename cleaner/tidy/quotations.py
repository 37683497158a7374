"""Quotations, and the posts of networks that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from cleaner.links import absolute
from cleaner.tidy.links import untracked
from cleaner.tidy.walk import Handler, Walk

POST = re.compile(
    r"twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|reddit-(?:embed|card)|"
    r"fb-xfbml-parse-ignore|text-post-media"
)
"""What networks call the quotation that their scripts make a post of."""
_PERMALINKS = ("cite", "data-instgrm-permalink", "data-text-post-permalink")


def _quotation(walk: Walk, node: etree._Element) -> None:
    cite = _source(walk, node)
    walk.container(node, "blockquote", ({"cite": cite} if cite else {}) | walk.language(node))


def _source(walk: Walk, quotation: etree._Element) -> str | None:
    """Where a quotation is from: the address that it names; a network's post has it in its last link, on its day."""
    named = [value for name in _PERMALINKS if (value := quotation.get(name))]
    is_post = POST.search(quotation.get("class", ""))
    linked = [value for link in quotation.iter("a") if (value := link.get("href"))][-1:] if is_post else []
    return next((untracked(url) for value in [*named, *linked] if (url := absolute(walk.base, value))), None)


HANDLERS: Mapping[str, Handler] = {"blockquote": _quotation}
