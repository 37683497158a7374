"""What a single line says of itself: that it but leads to another story, asks to be followed, or lists tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from cleaner.tidy import phrases
from cleaner.tidy.links import is_channel
from cleaner.tidy.measure import LONGEST, start_of, text_length

CELLS = frozenset(("td", "th", "dt", "dd"))
_LABEL = 80  # characters
_BUTTON_LABEL = 40
_QUOTES = " \"'“”„«»"
_LEAD = re.compile(r"([^:：៖]{0,80})[:：៖]|(?:(?!\.\.|…|\s[-–—|]|[-–—|]\s).){2,40}(?=\.\.|…|\s[-–—|]|[-–—|]\s)")
_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])", re.IGNORECASE)
_BRACKETED = re.compile(r"[【〖［\[〔(（<＜]\s?([^【】〖〗［\]\[〕)）>＞]{2,30}?)\s?[】〗］\]〕)）>＞]")
_LOOSE = re.compile(r"[\W_]+")


def loose(text: str) -> str:
    """The words of a text for comparison."""
    return _LOOSE.sub(" ", text.casefold()).strip()


def clear_lines(block: etree._Element) -> None:
    """Take out of a block the lines, between its breaks, that are but "Read also:" and a link."""
    before: etree._Element | None = None  # the break that a line begins with
    lines: list[tuple[etree._Element | None, list[etree._Element]]] = [(before, [])]
    for node in block:
        if node.tag == "br":
            lines.append((node, []))
        else:
            lines[-1][1].append(node)
    for opening, nodes in lines:
        if all(next(node.iter("a"), None) is None for node in nodes):
            continue
        # the break may have gone with the first line: what it opened is the first line then
        before = opening if opening is not None and opening.getparent() is block else None
        line = etree.Element("p")
        line.text = block.text if before is None else before.tail
        line.extend(deepcopy(nodes))
        if not leads_away(line, start_of(line)):
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


def lists_tags(block: etree._Element, text: str) -> bool:
    """Whether a line is but "Filed under:" and links."""
    if block.tag not in ("p", "div", "li", "ul", "section", "footer"):
        return False
    links = list(block.iter("a"))
    first = start_of(links[0]) if links else ""
    if not first:
        return False
    lead, found, rest = text.partition(first)
    if not found or not phrases.TAGS.fullmatch(phrases.plain_label(lead)):
        return False
    linked = sum(len(loose(start_of(a))) for a in links)
    return linked >= len(loose(f"{first}{rest}")) - 2 * len(links)


def _leads_of(block: etree._Element, text: str) -> Iterator[str]:
    """What may stand before the link in "Read also: Ten ways to …": in brackets, up to the colon, in an element of its
    own, or up to the link, where that is more than a word and no sentence ("Read <a>the report</a>.")."""
    if bracketed := _BRACKETED.match(text):
        yield bracketed[1]
    elif parted := _LEAD.match(text):
        yield parted[1] or parted[0]
    first = _first_in(block)
    if first is not None and first.tag == "a" and not (first.tail or "").strip():
        first = _first_in(first)
    if first is not None and first.tag in ("span", "b", "strong", "em", "i") and first.find(".//a") is None:
        yield start_of(first) if not (first.tail or "").strip() else ""
    linked = next((words for link in block.iter("a") if (words := start_of(link))), "")
    before = text.partition(linked)[0].strip(_QUOTES) if linked else ""
    yield before if len(before.split()) > 1 and not text.endswith((".", "。")) else ""


def _first_in(node: etree._Element) -> etree._Element | None:
    """The element that a node begins with, if no text stands before it."""
    return node[0] if len(node) and not (node.text or "").strip() else None


def leads_away(block: etree._Element, text: str) -> bool:
    """Whether a line is but "Read also:" and a link."""
    if block.tag not in ("p", "div", "li", "aside", "section", "blockquote"):
        return False
    lead = next((each for each in _leads_of(block, text) if _says_more(each)), "")
    if not lead:
        return False
    linked = sum(text_length(a) for a in block.iter("a") if not a.get("href", "").startswith("#"))
    return linked > 0 and linked >= len(text) - len(lead) - 4


def _says_more(lead: str) -> bool:
    return 0 < len(lead) <= 40 and phrases.LEAD.fullmatch(phrases.plain_label(lead)) is not None


def is_button(block: etree._Element, text: str) -> bool:
    """Whether a paragraph is but a link that is dressed as a button: an order to go elsewhere."""
    link = next(block.iter("a"), None) if block.tag in ("p", "div") and len(text) <= _BUTTON_LABEL else None
    dressed = link is not None and _BUTTON.search(link.get("class") or "") is not None
    return link is not None and dressed and not link.get("href", "").startswith("#") and text_length(link) >= len(text)


def leads_elsewhere(block: etree._Element, text: str) -> bool:
    """Whether a line has a link to a place where a site may be followed, or is but a link that names one."""
    links = list(block.iter("a"))
    if any(is_channel(link.get("href", "")) for link in links):
        return True
    is_link = len(links) == 1 and text_length(links[0]) >= len(text) - 4
    return is_link and phrases.SERVICES.search(phrases.plain_label(text)) is not None


def leads_back(block: etree._Element, text: str) -> bool:
    """Whether a line is but links back to a list, or to the page's top."""
    links = [start_of(a) for a in block.iter("a")] if len(text) <= _LABEL else []
    if not links or sum(map(len, links)) < len(text) - 4 * len(links):
        return False
    return all(phrases.BACK.fullmatch(phrases.bare_label(each)) for each in links)


def sells(block: etree._Element, text: str) -> bool:
    """Whether a line is but links that order to buy, dressed as buttons or marked as paid for."""
    if block.tag in CELLS or len(text) > LONGEST:
        return False
    links = [a for a in block.iter("a") if text_length(a)]
    if not links or sum(map(text_length, links)) < len(text) - 4 * len(links):
        return False
    return all(_is_paid(a) and phrases.ORDER.fullmatch(phrases.plain_label(start_of(a))) for a in links)


def _is_paid(link: etree._Element) -> bool:
    return "sponsored" in (link.get("rel") or "") or _BUTTON.search(link.get("class") or "") is not None


def is_filed(block: etree._Element, text: str) -> bool:
    """Whether a line says when an entry was written and where it is kept, as the page's program words it."""
    if next(block.iter("a"), None) is None:
        return False
    return phrases.FILED.fullmatch(phrases.plain_label(text)) is not None


def is_posted(block: etree._Element, text: str) -> bool:
    has_link = next(block.iter("a"), None) is not None
    return has_link and phrases.POSTED.fullmatch(phrases.plain_label(text)) is not None
