"""Poems whose lines are boxes."""

from __future__ import annotations

import re

from lxml import etree

from cleaner.dom import line_in
from cleaner.tidy.walk import BLOCK, Walk
from cleaner.words import named

_CALLED = named("poem|verses?|stanzas?|strophe|lyrics?|gedicht|poema|poesia|стих")
_HANGING = re.compile(r"text-indent\s*:\s*-")
_FEWEST, _MOST = 3, 400  # lines
_LINE = 120  # characters


def is_verse(box: etree._Element) -> bool:
    """Whether a box is called a poem, or hangs its lines as poems do, and each of its lines is a box of its own."""
    if not _FEWEST <= len(box) <= _MOST or (box.text or "").strip():
        return False
    is_called = _CALLED.search(box.get("class", "")) or _HANGING.search(box[0].get("style", ""))
    return is_called is not None and all(map(_is_line, box))


def _is_line(node: etree._Element) -> bool:
    if node.tag not in ("div", "span") or (node.tail or "").strip() or len(line_in(node)) > _LINE:
        return False
    return not any(each.tag in BLOCK or each.tag == "img" for each in node.iterdescendants())


def write_verse(walk: Walk, box: etree._Element) -> None:
    """Lines of a poem as lines of paragraphs; an empty one parts two stanzas."""
    walk.write.end()
    for line in box:
        if line_in(line):
            walk.children(line)
            walk.write.br()
        else:
            walk.write.end()
    walk.write.end()
