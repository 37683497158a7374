"""How much an element says, and how much of that is links."""

from __future__ import annotations

from lxml import etree

from cleaner.dom import text_in

_A_LABEL = 40  # characters
LONGEST = 220
"""Characters of "Read also:" and a link; of longer texts only the beginning is looked at."""


def begins_with(box: etree._Element, label: etree._Element) -> bool:
    """Whether next to nothing stands in a box before its label."""
    before = 0
    outer = set(label.iterancestors())
    for node in box.iter():
        if node is label or before > _A_LABEL:
            break
        before += len((node.text or "").strip()) + (0 if node in outer else len((node.tail or "").strip()))
    return before <= _A_LABEL


def links_in(box: etree._Element, label: etree._Element) -> tuple[int, int]:
    """How many links a box holds beside its label, and how many characters are in them."""
    links = linked = 0
    for link in box.iter("a"):
        href = link.get("href", "")
        if not href or href.startswith(("#", "mailto:", "tel:")) or link is label or label in link.iterancestors():
            continue
        length = text_length(link)
        links += length > 0
        linked += length
    return links, linked


def text_length(node: etree._Element) -> int:
    """Characters of visible text, white space at the ends of text nodes aside."""
    if not len(node):
        return len((node.text or "").strip())
    return sum([len(str(text).strip()) for text in node.itertext()])


def is_longer(node: etree._Element, length: int) -> bool:
    """Whether an element has more text than that, without reading all of it."""
    if not len(node):
        return len((node.text or "").strip()) > length
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
        return " ".join(text_in(node).split())
    text = ""
    for part in node.itertext():
        text += str(part)
        if len(text) > 2 * LONGEST:
            break
    return " ".join(text.split())
