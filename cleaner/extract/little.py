"""Posts that say next to nothing: a line of a diary, a picture of the day, a comic, a film. No block of theirs reads
like a story, but their markup tells what they are about: what it calls the content, the picture that stands for the
page, the only player.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from lxml import etree

from cleaner.blocks import Blocks
from cleaner.extract.kept import Keep
from cleaner.furniture.measure import linked_length, text_length
from cleaner.links import absolute
from cleaner.tidy.embeds import player_url
from cleaner.tidy.images import picture
from cleaner.tidy.sizes import same_picture

_CONTENT = frozenset(
    "e-content entry-content post-content post-body entry-body article-body article-content articlebody".split()
)
_BOXES = ("div", "article", "section", "main", "p")
_AROUND = frozenset(("nav", "footer", "aside", "header", "form", "dialog"))
_MOST = 800  # characters of a line or two; more would have been found
_PLAYERS = 2  # on a page; one with more lists them
_PICTURES = 200  # on a page


def little(body: etree._Element, base: str, image: str | None) -> etree._Element | None:
    """A story of what such a page shows, as a detached `div`; None where nothing tells."""
    found = _content(body) or _pictures(body, base, image) or _players(body, base) or _article(body, base)
    if not found:
        return None
    story = etree.Element("div")
    for node in found:
        node.tail = None
        story.append(node)
    return story


def _content(body: etree._Element) -> list[etree._Element]:
    """The one box that is called the page's content, where it says or shows something."""
    boxes: list[etree._Element] = []
    for node in body.iter(*_BOXES):
        if _is_called_content(node) and not any(each in boxes for each in node.iterancestors()):
            boxes.append(node)
    if len(boxes) != 1 or _stands_around(boxes[0]):
        return []
    has_any = text_length(boxes[0]) or next(boxes[0].iter("img", "iframe", "video", "audio"), None) is not None
    return boxes if has_any and _says_little(boxes[0]) else []


def _article(body: etree._Element, base: str) -> list[etree._Element]:
    """The page's only article, where it shows pictures and says little: a photo essay's headings."""
    found = list(islice(body.iter("article"), 2))
    if len(found) != 1 or _stands_around(found[0]):
        return []
    shows = any(picture(node, base) is not None for node in islice(found[0].iter("img"), _PICTURES))
    return found if shows and _says_little(found[0]) else []


def _is_called_content(node: etree._Element) -> bool:
    names = node.get("class", "").lower().split()
    return not _CONTENT.isdisjoint(names) or node.get("itemprop") == "articleBody"


def _pictures(body: etree._Element, base: str, image: str | None) -> list[etree._Element]:
    """The picture that the page gives as its own, where it shows it."""
    if not image:
        return []
    for node in list(body.iter("img"))[:_PICTURES]:
        if not _stands_around(node) and _shows(node, base, image):
            return [next((each for each in node.iterancestors("figure", "picture")), node)]
    return []


def own_picture(blocks: Blocks, keep: Keep, base: str, image: str | None) -> list[int]:
    """The place among a page's pictures of the one that is its own, where its story is but a few words: the one that it
    gives as such, else the only one in the article."""
    kept = np.flatnonzero(keep).tolist()
    if sum(len(blocks.text[index]) for index in kept) > _MOST:
        return []
    places = [
        (place, medium.element)
        for place, medium in enumerate(blocks.pictures[:_PICTURES])
        if medium.element.tag == "img" and not _stands_around(medium.element)
    ]
    if image and (same := next((place for place, node in places if _shows(node, base, image)), None)) is not None:
        return [same]
    story = blocks.elements[blocks.owner[kept[0]]]
    article = next(story.iterancestors("article"), None)
    within = [(place, node) for place, node in places if any(each is article for each in node.iterancestors())]
    only = within[0] if article is not None and len(within) == 1 else None
    return [only[0]] if only and picture(only[1], base) is not None else []


def _shows(node: etree._Element, base: str, image: str) -> bool:
    """Whether an <img> shows a picture, in whatever size."""
    clean = picture(node, base)
    return clean is not None and same_picture(clean.get("src", ""), image)


def _players(body: etree._Element, base: str) -> list[etree._Element]:
    """The players of a page that has one or two."""
    found = [node for node in _playing(body, base) if not _stands_around(node)]
    return found if len(found) <= _PLAYERS else []


def _playing(body: etree._Element, base: str) -> Iterator[etree._Element]:
    for node in body.iter("iframe", "video"):
        address = node.get("src") or node.get("data-src") or ""
        film = node.tag == "video" and (absolute(base, address) or node.find("source") is not None)
        if film or (node.tag == "iframe" and player_url(base, address)):
            yield node


def _stands_around(node: etree._Element) -> bool:
    return any(each.tag in _AROUND for each in node.iterancestors())


def _says_little(node: etree._Element) -> bool:
    """Whether an element says no more than a line or two, and hardly half of it in links."""
    length = text_length(node)
    return length <= _MOST and linked_length(node) * 2 <= length
