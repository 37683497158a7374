"""Changes to a page's tree that leave the text around them where it was."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

Dropped = Callable[[etree._Element, str], None]
"""Told of every element that is about to go, and why (for the trace)."""

Found = etree._Element | str
"""What a selector locates: an element, or a string; lxml's own strings know the element they are of."""

_FRAME = frozenset({"html", "head", "body"})


def remove(found: Found, why: str, dropped: Dropped | None = None) -> None:
    """Take an element, an attribute or a text out of the page; what XPath computed is nowhere on it."""
    if isinstance(found, etree._Element):
        if dropped is not None and found.getparent() is not None and found.tag not in _FRAME:
            dropped(found, why)
        unlink(found)
    elif isinstance(found, etree._ElementUnicodeResult) and (owner := found.getparent()) is not None:
        if found.is_attribute:
            owner.attrib.pop(str(found.attrname), "")
        elif found.is_tail:
            owner.tail = None
        else:
            owner.text = None


def cut_from(node: etree._Element, story: etree._Element, why: str, dropped: Dropped | None = None) -> None:
    """Take an element out of a story, with all that follows it there."""
    for outer in (node, *node.iterancestors()):
        if outer is story:
            break
        for later in list(outer.itersiblings()):
            remove(later, why, dropped)
        outer.tail = None
    remove(node, why, dropped)


def dissolve(node: etree._Element) -> None:
    """Take an element away and leave what it holds in its place."""
    parent = node.getparent()
    if parent is None or node.tag in _FRAME:
        return
    before, children = node.getprevious(), list(node)
    _append_text(parent, before, node.text)
    if children:
        children[-1].tail = (children[-1].tail or "") + (node.tail or "") or None
    else:
        _append_text(parent, before, node.tail)
    node.text = node.tail = None
    at = parent.index(node)
    parent[at : at + 1] = children


def wrap(found: Found, tag: str) -> None:
    """Put an element or a text into a new `tag` in its place."""
    new = etree.Element(tag)
    if isinstance(found, etree._Element):
        parent = found.getparent()
        if parent is not None and found.tag not in _FRAME:
            new.tail, found.tail = found.tail, None
            parent.replace(found, new)
            new.append(found)
    elif isinstance(found, etree._ElementUnicodeResult) and (owner := found.getparent()) is not None:
        new.text = str(found)
        if found.is_tail:
            owner.tail = None
            owner.addnext(new)
        elif found.is_text:
            owner.text = None
            owner.insert(0, new)


def unlink(node: etree._Element) -> None:
    """Take an element out of its parent."""
    parent = node.getparent()
    if parent is None or node.tag in _FRAME:
        return
    _append_text(parent, node.getprevious(), node.tail)
    node.tail = None
    parent.remove(node)


def _append_text(parent: etree._Element, before: etree._Element | None, text: str | None) -> None:
    """Put `text` behind `before`, or at the beginning of `parent` where nothing is before it."""
    if not text:
        return
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
