"""Figures and captions, those too that are captions by their class alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from cleaner.dom import HEADINGS, line_in
from cleaner.surgery import unlink
from cleaner.tidy.walk import Handler, Walk

_SHOWN = ("img", "iframe", "video", "audio", "table", "pre", "blockquote", "math")
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig|image|img|photo|media|wp)?-?caption(?:$|[\s_-])|(?:image|photo)Caption|captionText|"
    r"(?:image|img|photo|pic|picture|foto|bild)[_-]?(?:desc(?:r|ription)?|legende?)(?:$|[\s_-])|bildunterschrift|bildtext"
)
_CAPTION_LENGTH = 500  # characters
_TEXT_BLOCKS = frozenset(("p", "ul", "ol", "dl", "blockquote", "figure", "table", "pre", *HEADINGS))
BESIDE = "data-beside"
"""Marks a caption that is in the story for its picture's sake alone: without the picture it goes."""


def _figure(walk: Walk, node: etree._Element) -> None:
    made = walk.container(node, "figure", {})
    shows_nothing = next(made.iter(*_SHOWN), None) is None
    is_frame = made.find("figure") is not None and made.find("figcaption") is None
    if shows_nothing and node.find(f".//figcaption[@{BESIDE}]") is not None:
        unlink(made)
    elif shows_nothing or is_frame:
        _dissolve(made)


def _caption(walk: Walk, node: etree._Element) -> None:
    if walk.write.container.tag == "figure":
        walk.container(node, "figcaption", walk.language(node))
    elif node.get(BESIDE) is None or walk.write.is_in("figure"):
        write_paragraph(walk, node)


def write_paragraph(walk: Walk, node: etree._Element) -> None:
    """Write a block of text: as a caption, where its class says so, else as a paragraph."""
    if not write_caption(walk, node):
        walk.paragraph(node)


def write_caption(walk: Walk, node: etree._Element) -> bool:
    """Write a block as the caption of the picture before it, where its class says that it is one; whether it did."""
    if walk.write.locked or not _is_called_caption(node):
        return False
    walk.write.end()
    picture = next(walk.write.container.iterchildren(reversed=True), None)
    if picture is None or not _is_picture(picture) or not 0 < len(line_in(node)) < _CAPTION_LENGTH:
        return False
    picture.tag = "figure"
    walk.write.enter(picture)
    walk.container(node, "figcaption", {})
    walk.write.leave()
    return True


def write_caption_in_line(walk: Walk, node: etree._Element) -> bool:
    """The same for what stands in a line in which only the picture is before it."""
    return _is_called_caption(node) and walk.write.is_wordless and write_caption(walk, node)


def _is_called_caption(node: etree._Element) -> bool:
    kind = node.get("class")
    # One of these is in whatever the pattern finds; it is asked of each paragraph, and takes ten times as long.
    if kind is None or not ("aption" in kind or "desc" in kind or "legend" in kind or "bild" in kind):
        return False
    return _CAPTION.search(kind) is not None


def _is_picture(node: etree._Element) -> bool:
    """Whether a block shows pictures and says nothing."""
    shows = node.tag in ("p", "figure") and node.find(".//img") is not None and node.find("figcaption") is None
    return shows and not line_in(node)


def _dissolve(node: etree._Element) -> None:
    """Put an element's children in its place; captions become paragraphs."""
    parent = node.getparent()
    if parent is None:
        return
    for place, child in enumerate(list(node), parent.index(node)):
        if child.tag == "figcaption":
            child.tag = "div" if any(part.tag in _TEXT_BLOCKS for part in child) else "p"
        parent.insert(place, child)
        if child.tag == "div":
            _dissolve(child)
    parent.remove(node)


HANDLERS: Mapping[str, Handler] = {"figure": _figure, "figcaption": _caption}
