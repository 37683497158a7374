"""The texts of elements and attributes, as people see them."""

from __future__ import annotations

import re

from lxml import etree

from cleaner.dom import only_in
from cleaner.sanitize import one_line, plain_text

MAX_VALUE = 2_000
"""Characters of one value; a title of five megabytes is none."""
GLUED = frozenset("b bdi bdo em font i mark s small strong sub sup u wbr".split())
INLINE = GLUED | frozenset("a abbr cite code kbd q span time".split())
SILENT = frozenset(("script", "style", "template", "noscript", "svg", "iframe", "select", "textarea"))


def hints(element: etree._Element) -> str:
    """What the page's author called the element and its parent: itemprop, rel, class and id, in lower case."""
    parent = element.getparent()
    names = [each.get(key) for each in (element, parent) if each is not None for key in _NAMES]
    return " ".join(name for name in names if name).lower()


_NAMES = ("itemprop", "rel", "class", "id")


def attribute_text(value: str) -> str:
    """An attribute's or JSON-LD's value as one line of text: many sites escape it once more than they should."""
    return plain_text(value) if _ESCAPED.search(value) else one_line(value)


_ESCAPED = re.compile(
    r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});|</?(?:b|i|em|strong|span|br|p|a|sup|sub)[\s>/]", re.IGNORECASE
)


def text_of(element: etree._Element, limit: int = MAX_VALUE, *, prose: bool = True) -> str:
    """The text of an element that people see, white space collapsed; at most `limit` characters.

    prose: whether spans and links run on in a word ("<span>O</span>nce"), or stand apart as they do in bylines.
    """
    parts: list[str] = []
    _collect(element, parts, 2 * limit, 0, INLINE if prose else GLUED)
    return " ".join("".join(parts).split())[:limit]


def pieces_of(element: etree._Element) -> list[str]:
    """The texts of an element as its children divide it; what is only set in bold or italics divides nothing."""
    while (inner := only_in(element)) is not None:
        element = inner
    pieces = [element.text or ""]
    for child in element:
        text = text_of(child) if child.tag not in SILENT else ""
        if child.tag in GLUED:
            pieces[-1] += text + (child.tail or "")
        else:
            pieces += [text, child.tail or ""]
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _collect(element: etree._Element, parts: list[str], room: int, depth: int, glued: frozenset[str]) -> int:
    """Add the element's texts to `parts`; gives back how many characters there is still room for."""
    if element.text:
        parts.append(element.text)
        room -= len(element.text.strip())
    for child in element:
        tag = child.tag
        if tag not in SILENT and depth < 100:
            # words in neighbouring blocks and cells do not touch on the screen
            apart = "" if tag in glued else " "
            parts.append(apart)
            room = _collect(child, parts, room, depth + 1, glued)
            parts.append(apart)
        if child.tail:
            parts.append(child.tail)
            room -= len(child.tail.strip())
        if room < 0:
            break
    return room
