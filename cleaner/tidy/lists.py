"""Lists, and lists of terms."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from cleaner.dom import BLOCKS, HEADINGS
from cleaner.tidy.walk import SILENT, Handler, Walk

_LISTS = ("ul", "ol")


def _list(walk: Walk, node: etree._Element) -> None:
    tag = node.tag if node.tag in _LISTS else "ul"
    attributes = {n: v for n in ("start", "reversed", "type") if tag == "ol" and (v := node.get(n)) is not None}
    walk.write.open(tag, attributes | walk.language(node))
    _items(walk, node)
    made = walk.write.close()
    if len(made) == 1 and tag == "ul" and _holds_story(made[0]):
        _dissolve(walk, made)


def _holds_story(item: etree._Element) -> bool:
    """Whether a list's only item holds nothing but blocks, and enough of them to be the page's layout."""
    tags = [each.tag for each in item]
    is_made_of_blocks = not item.text and BLOCKS.issuperset(tags) and not any(each.tail for each in item)
    return is_made_of_blocks and tags.count("p") > 1 and sum(tag == "p" or tag in HEADINGS for tag in tags) >= _STORY


_STORY = 3  # blocks


def _dissolve(walk: Walk, made: etree._Element) -> None:
    """Leave what is in a list's only item in place of the list."""
    (item,) = made
    for name, target in walk.write.anchors.items():
        if target is made or target is item:
            walk.write.anchors[name] = item[0]
    for child in list(item):
        made.addprevious(child)
    if (parent := made.getparent()) is not None:
        parent.remove(made)


def _items(walk: Walk, node: etree._Element) -> None:
    _loose_text(walk, node.text)
    for child in node:
        if child.tag in _LISTS and len(walk.write.container):
            # A list that stands in a list without an item belongs to the item before.
            walk.write.enter(walk.write.container[-1])
            walk.element(child)
            walk.write.leave()
        elif child.tag not in SILENT:
            if child.tag != "li" and any(part.tag == "li" for part in child):
                _items(walk, child)
            else:
                _item(walk, child)
        _loose_text(walk, child.tail)


def _loose_text(walk: Walk, text: str | None) -> None:
    """Text in a list that is in none of its items."""
    if text and text.strip():
        walk.write.open("li")
        walk.write.text(text)
        walk.write.close()


def _item(walk: Walk, node: etree._Element) -> None:
    if walk.write.container.tag not in _LISTS:  # its list was left behind
        walk.block(node)
        return
    value = node.get("value", "")
    walk.write.open("li", {"value": value} if value.isdigit() else {})
    if node.tag == "li":
        walk.note_anchor(node)
        walk.children(node)
    else:
        walk.element(node)
    walk.write.close()


def _definitions(walk: Walk, node: etree._Element) -> None:
    walk.container(node, "dl", {})


def _term(walk: Walk, node: etree._Element) -> None:
    if walk.write.container.tag != "dl":
        walk.block(node)
    elif node.tag == "dt":
        walk.line(node)
    else:
        walk.container(node, "dd", {})


HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    "li": _item,
    "dl": _definitions,
    **dict.fromkeys(("dt", "dd"), _term),
}
