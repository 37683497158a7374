"""Rails: a heading such as "Related" and the links to other stories that it heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from cleaner.dom import HEADINGS
from cleaner.furniture.clearing import LABEL, MOST, Clearing
from cleaner.furniture.lines import Line
from cleaner.furniture.measure import begins_with, linked_length, text_length
from cleaner.furniture.phrases import RAIL, says

_LONGEST = 6_000  # characters
_DENSE = 0.8  # link density of a rail of titles
_DENSE_WITH_TEASERS = 0.4  # of one of titles and what they lead to
_READ_HERE = ("pre", "blockquote", "table", "iframe", "video")
_STORY = 150  # characters outside links: less is no story


def heads_rail(line: Line) -> bool:
    """Whether a line says that other stories follow."""
    return len(line.text) <= LABEL and says(line.text, RAIL)


def drop_rails(clearing: Clearing, labels: Sequence[etree._Element], why: str) -> None:
    """Drop what these labels head, where a story is left without it; where none is, the links are the content."""
    rails = [node for label in labels[:MOST] if clearing.holds(label) for node in _rail(clearing, label)]
    if rails and _can_spare(clearing.story, rails):
        for node in rails:
            clearing.drop(node, why)


def _rail(clearing: Clearing, label: etree._Element) -> list[etree._Element]:
    """What a label heads: its own box if that holds but links, else itself and the links that follow."""
    box = clearing.outermost(label, lambda outer: begins_with(outer, label) and _is_rail(outer, label))
    if box is not label and _links_of(box, label):
        return [box]
    following = list(_links_after(box))
    if any(map(_links_of, following)) or clearing.is_last(box):
        return [box, *following]
    return []


def _is_rail(box: etree._Element, label: etree._Element | None = None) -> bool:
    """Whether a box holds links to other stories, its label aside, and nothing that one would read here."""
    length = text_length(box) - (0 if label is None else text_length(label))
    if length == 0:
        return True
    links = _links_of(box, label)
    if length > _LONGEST or not links or next(box.iter(*_READ_HERE), None) is not None:
        return False
    density = sum(links) / length
    return density >= (_DENSE_WITH_TEASERS if len(links) > 1 else _DENSE)


def _links_of(box: etree._Element, label: etree._Element | None = None) -> list[int]:
    """The lengths in characters of a box's links to other pages, its label aside."""
    lengths = []
    for link in box.iter("a"):
        href = link.get("href")
        is_label = label is not None and label in link.iterancestors()
        if href and not href.startswith(("#", "mailto:", "tel:")) and not is_label and (length := text_length(link)):
            lengths.append(length)
    return lengths


def _links_after(label: etree._Element) -> Iterator[etree._Element]:
    """The siblings after a label that hold but links, up to the first that is something else."""
    for node in label.itersiblings():
        if _heads_more(node, label) or not _is_rail(node):
            return
        yield node


def _heads_more(node: etree._Element, label: etree._Element) -> bool:
    """Whether an element is a heading of something else, and no lower one than the label."""
    return node.tag in HEADINGS and (label.tag not in HEADINGS or node.tag <= label.tag)


def _can_spare(story: etree._Element, rails: list[etree._Element]) -> bool:
    lost = set(rails)
    outermost = [node for node in lost if not any(outer in lost for outer in node.iterancestors())]
    left = text_length(story) - sum(map(text_length, outermost))
    linked = linked_length(story) - sum(map(linked_length, outermost))
    return left - linked >= _STORY
