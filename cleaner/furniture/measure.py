"""How much an element says and shows."""

from __future__ import annotations

from lxml import etree

from cleaner.dom import line_in

LONGEST = 220
"""Characters of "Read also:" and a link; of longer texts only the beginning is looked at."""
_BEFORE = 40  # characters that may stand before what a box begins with


def text_length(node: etree._Element) -> int:
    """Characters of visible text, white space at the ends of text nodes aside."""
    if not len(node):
        return len((node.text or "").strip())
    return sum([len(str(text).strip()) for text in node.itertext()])


def is_longer(node: etree._Element, length: int) -> bool:
    """Whether an element has more text than that, without reading all of it."""
    rest = length
    for text in node.itertext():
        rest -= len(str(text).strip())
        if rest < 0:
            return True
    return False


def linked_length(node: etree._Element) -> int:
    """Characters of an element that are in links."""
    return sum(map(text_length, node.iter("a")))


def start_of(node: etree._Element) -> str:
    """The text of an element on one line, in full unless it is longer than any label."""
    if not len(node):
        return " ".join((node.text or "").split())
    if not any(map(len, node)):  # nothing nests in it, so that nobody reads the same text twice
        return line_in(node)
    text = ""
    for part in node.itertext():
        text += str(part)
        if len(text) > 2 * LONGEST:
            break
    return " ".join(text.split())


def begins_with(box: etree._Element, label: etree._Element) -> bool:
    """Whether next to nothing stands in a box before its label."""
    before = 0
    outer = set(label.iterancestors())
    for node in box.iter():
        if node is label or before > _BEFORE:
            break
        before += len((node.text or "").strip()) + (0 if node in outer else len((node.tail or "").strip()))
    return before <= _BEFORE
