"""Teasers amid a story: lines of "Read also:" and a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from cleaner.dom import HEADINGS
from cleaner.furniture.lines import Line
from cleaner.furniture.measure import start_of
from cleaner.furniture.phrases import LEAD, says

_LEAD = 40  # characters
_REST = 4  # characters that may stand beside lead and link
_QUOTES = " \"'“”„«»"
_BRACKETED = re.compile(r"[【〖［\[〔(（<＜]\s?([^【】〖〗［\]\[〕)）>＞]{2,30}?)\s?[】〗］\]〕)）>＞]")
_TO_COLON = re.compile(r"([^:：៖]{1,40})[:：៖]")
_TO_DASH = re.compile(r"((?:(?!\.\.|…|\s[-–—|]|[-–—|]\s).){2,40})(?:\.\.|…|\s[-–—|]|[-–—|]\s)")


def is_teaser(line: Line) -> bool:
    """Whether a line is but "Read also:" and a link to another page."""
    if line.is_cell or line.block.tag in HEADINGS or not line.links:
        return False
    if any(link.get("href", "").startswith("#") for link, _ in line.links):
        return False
    lead = next((each for each in _leads_of(line) if 0 < len(each) <= _LEAD and says(each, LEAD)), "")
    return bool(lead) and line.unlinked <= len(lead) + _REST


def _leads_of(line: Line) -> Iterator[str]:
    """What may stand before the link in "Read also: Ten ways to …": in brackets, up to the colon or dash, in an element
    of its own, or up to the link, where that is more than a word and no sentence ("Read <a>the report</a>.")."""
    for parted in (_BRACKETED.match(line.text), _TO_COLON.match(line.text), _TO_DASH.match(line.text)):
        if parted:
            yield parted[1]
    first = _first_in(line.block)
    if first is not None and first.tag == "a" and not (first.tail or "").strip():
        first = _first_in(first)
    if first is not None and first.tag in ("span", "b", "strong", "em", "i") and first.find(".//a") is None:
        yield start_of(first) if not (first.tail or "").strip() else ""
    before = line.text.partition(line.links[0][1])[0].strip(_QUOTES)
    yield before if len(before.split()) > 1 and not line.text.endswith((".", "。")) else ""


def _first_in(node: etree._Element) -> etree._Element | None:
    """The element that a node begins with, if no text stands before it."""
    return node[0] if len(node) and not (node.text or "").strip() else None


def cut_teasers(block: etree._Element) -> None:
    """Take the teasers out of a block that are lines between its breaks."""
    if next(block.iter("a"), None) is None:
        return
    lines: list[tuple[etree._Element | None, list[etree._Element]]] = [(None, [])]
    for node in block:  # each line with the break that it begins with
        if node.tag == "br":
            lines.append((node, []))
        else:
            lines[-1][1].append(node)
    for opening, nodes in lines:
        # The break may have gone with the first line: what it opened is the first line then.
        before = opening if opening is not None and opening.getparent() is block else None
        line = etree.Element("p")
        line.text = block.text if before is None else before.tail
        line.extend(deepcopy(nodes))
        if not is_teaser(Line(line, start_of(line))):
            continue
        for node in nodes:
            block.remove(node)
        if before is not None:
            block.remove(before)
        elif len(block):
            block.text = block[0].tail
            block.remove(block[0])
        else:
            block.text = None
