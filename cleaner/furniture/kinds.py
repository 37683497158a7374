"""What a single line says of itself: that it is a notice, leads to another story, asks to be followed, lists tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lxml import etree

from cleaner.furniture.clearing import LABEL, Clearing
from cleaner.furniture.lines import Line
from cleaner.furniture.measure import LONGEST, start_of
from cleaner.furniture.networks import is_channel
from cleaner.furniture.offers import drop_offers, is_offer
from cleaner.furniture.phrases import APPEAL, BACK, FILED, LIKED, NOISE, ORDER, SERVICES, TAGS, mentions, says
from cleaner.furniture.rails import drop_rails, heads_rail
from cleaner.furniture.teasers import is_teaser
from cleaner.words import named

_BUTTON = named("btn|button|cta")
_BUTTON_LABEL = 40  # characters
_BUTTONS = 2  # in one story; a page with more shows products
_BETWEEN_TAGS = 3  # characters


class _Kind(NamedTuple):
    """Something that a line may be, and what goes with it."""

    is_one: Callable[[Line], bool]
    why: str
    drop: Callable[[Clearing, Sequence[etree._Element], str], None]


def drop_lines(clearing: Clearing, lines: Sequence[Line]) -> None:
    """Take out the lines of a story that are furniture, each with the box that it speaks for."""
    found: dict[_Kind, list[etree._Element]] = defaultdict(list)
    for line in lines:
        if len(line.text) <= LABEL or line.links:  # what says more names itself only in front of a link
            kind = next((kind for kind in _KINDS if kind.is_one(line)), None)
            if kind is not None:
                found[kind].append(line.block)
    for kind in _KINDS:
        kind.drop(clearing, found[kind], kind.why)


def _drop_each(clearing: Clearing, blocks: Sequence[etree._Element], why: str) -> None:
    for block in blocks:
        clearing.drop(block, why)


def _drop_few(clearing: Clearing, blocks: Sequence[etree._Element], why: str) -> None:
    if len(blocks) <= _BUTTONS:
        _drop_each(clearing, blocks, why)


def _is_filed(line: Line) -> bool:
    """Whether it says when an entry was written and where it is kept, as the page's program words it."""
    return bool(line.links) and says(line.text, FILED)


def _is_notice(line: Line) -> bool:
    """Whether it is never the story; beside a picture or among other items "Share" is somebody's content."""
    if len(line.text) > LABEL or line.is_cell or not says(line.text, NOISE):
        return False
    if line.block.tag == "li" and (items := line.block.getparent()) is not None:
        return all(says(start_of(item), NOISE) for item in items)
    return line.block.find(".//img") is None


def _leads_back(line: Line) -> bool:
    """Whether it is but links back to a list, or to the page's top."""
    return len(line.text) <= LABEL and line.is_links and all(says(text, BACK) for _, text in line.links)


def _sells(line: Line) -> bool:
    """Whether it is but links that order to buy, dressed as buttons or marked as paid for."""
    if line.is_cell or len(line.text) > LONGEST or not line.is_links:
        return False
    return all(_is_paid(link) and says(text, ORDER) for link, text in line.links)


def _is_paid(link: etree._Element) -> bool:
    return "sponsored" in link.get("rel", "") or _is_dressed(link)


def _is_dressed(link: etree._Element) -> bool:
    return _BUTTON.search(link.get("class", "")) is not None


def _is_button(line: Line) -> bool:
    """Whether it is but links that are dressed as buttons: orders to go elsewhere."""
    if line.block.tag not in ("p", "div") or len(line.text) > _BUTTON_LABEL or not line.links or line.unlinked > 0:
        return False
    return all(_is_dressed(link) and not link.get("href", "").startswith("#") for link, _ in line.links)


def _asks_to_follow(line: Line) -> bool:
    """Whether it asks to follow the site elsewhere and leads there, or is but a link that names the place."""
    if len(line.text) > LONGEST:
        return False
    leads_there = any(is_channel(link.get("href", "")) for link in line.block.iter("a"))
    names_it = len(line.links) == 1 and line.is_links and mentions(line.text, SERVICES)
    return (leads_there or names_it) and appeals(line)


def appeals(line: Line) -> bool:
    """Whether it asks readers for something beside reading."""
    return not line.is_cell and (mentions(line.text, APPEAL) or says(line.text, LIKED))


def _lists_tags(line: Line) -> bool:
    """Whether it is but "Filed under:" and links."""
    if line.is_cell or not line.links or len(line.text) > LONGEST:
        return False
    lead = line.text.partition(line.links[0][1])[0]
    return says(lead, TAGS) and line.unlinked <= len(lead) + _BETWEEN_TAGS * len(line.links)


_KINDS = (
    _Kind(_is_filed, "says where it is filed", _drop_each),
    _Kind(_is_notice, "notice", _drop_each),
    _Kind(is_teaser, "link to another story", _drop_each),
    _Kind(_leads_back, "link back", _drop_each),
    _Kind(_sells, "link to a shop", _drop_each),
    _Kind(_is_button, "button", _drop_few),
    _Kind(_asks_to_follow, "asks to be followed", _drop_each),
    _Kind(_lists_tags, "tags", _drop_each),
    _Kind(is_offer, "offer to subscribe", drop_offers),
    _Kind(heads_rail, "links to other stories", drop_rails),
)
"""In this order a line is asked what it is, and what it is goes in this order too."""
