"""Notes: what a mark in the story leads to, and what leads back there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from lxml import etree

from cleaner.blocks import Blocks
from cleaner.extract.kept import Kept

_MOST = 60  # in one story; with more they are a bibliography, and stand or fall alone
_BLOCKS = 6  # of one note
_AROUND_LINK = 4  # elements between a piece of text and the link that it is in
_AROUND_MARK = 2  # elements around a mark that may have the id that its note leads back to


def notes(kept: Kept) -> Iterator[int]:
    """The notes that a kept block links and that link back to it."""
    blocks = kept.blocks
    if not blocks.fragments:
        return
    marked = (link for index in np.flatnonzero(kept.keep).tolist() for link in _marks(blocks, index))
    marks = {link.get("href", "")[1:]: link for link in marked}
    places = blocks.by_id(set(marks))
    for name, node in places.items() if len(places) <= _MOST else ():
        note = _whole_note(blocks, node)
        part = blocks.nodes.blocks(note)
        if part.stop - part.start <= _BLOCKS and _leads_to(blocks.elements[note], _ids_at(marks[name])):
            yield note


def _marks(blocks: Blocks, index: int) -> Iterator[etree._Element]:
    """The links of a block that lead to another place on the page."""
    if not blocks.links[index]:
        return
    for element, is_tail in blocks.slots(index):
        around = [element] if element.tag == "a" and not is_tail else islice(element.iterancestors(), _AROUND_LINK)
        link = next((each for each in around if each.tag == "a"), None)
        if link is not None and link.get("href", "")[:1] == "#" and link.get("href") != "#":
            yield link


def _whole_note(blocks: Blocks, node: int) -> int:
    """What holds a note, where the node that is linked is but its number."""
    parent = blocks.nodes.parent[node]
    if blocks.nodes.tag(node) not in ("a", "span") or parent < 0:
        return node
    part = blocks.nodes.blocks(parent)
    return parent if part.stop - part.start <= _BLOCKS else node


def _ids_at(mark: etree._Element) -> set[str]:
    """What a note may call the place of its mark: the mark's id, or one right around or in it."""
    around = [mark, *islice(mark.iterancestors(), _AROUND_MARK), *mark.iterdescendants()]
    return {name for each in around if (name := each.get("id"))}


def _leads_to(note: etree._Element, names: set[str]) -> bool:
    """Whether a link in a note leads to one of these ids."""
    hrefs = (link.get("href", "") for link in note.iter("a"))
    return any(href.startswith("#") and href[1:] in names for href in hrefs)
