"""What a text flows in: paragraphs, headings, boxes, poems, boxes that open."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from cleaner.dom import HEADINGS, line_in
from cleaner.tidy.figures import write_caption, write_paragraph
from cleaner.tidy.verse import is_verse, write_verse
from cleaner.tidy.walk import Handler, Walk

_HEADING = 250  # characters: a heading that says more was never closed
_HEADED = ("p", "ul", "ol", "table", *HEADINGS)


def _box(walk: Walk, node: etree._Element) -> None:
    if is_verse(node):
        write_verse(walk, node)
    elif not write_caption(walk, node):
        walk.block(node)


def _heading(walk: Walk, node: etree._Element) -> None:
    if _is_unclosed(node):
        walk.block(node)
    else:
        walk.line(node)


def _is_unclosed(heading: etree._Element) -> bool:
    """Whether a heading was never closed and now holds what it should head."""
    return next(heading.iterdescendants(*_HEADED), None) is not None and len(line_in(heading)) > _HEADING


def _details(walk: Walk, node: etree._Element) -> None:
    if node.find("summary") is None:
        walk.block(node)
    else:
        walk.container(node, "details", {"open": ""})


def _summary(walk: Walk, node: etree._Element) -> None:
    inside = walk.write.container
    if inside.tag == "details" and not len(inside):
        walk.line(node)
    else:
        write_paragraph(walk, node)


def _rule(walk: Walk, node: etree._Element) -> None:
    walk.place(etree.Element("hr"))
    walk.children(node)


HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(HEADINGS, _heading),
    "aside": lambda walk, node: walk.container(node, "aside", walk.language(node)),
    "details": _details,
    "div": _box,
    "hr": _rule,
    "p": write_paragraph,
    "summary": _summary,
    **dict.fromkeys(("td", "th"), _box),  # of tables that lay out the page
}
