"""What a page's program sets into a story: share bars, sign-up boxes, links to edit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from lxml import etree

from cleaner.dom import text_before
from cleaner.furniture.clearing import MOST, Clearing
from cleaner.furniture.measure import is_longer, start_of, text_length
from cleaner.furniture.networks import is_share

_SHARE_LABEL = 40  # characters
_SHARE_BAR = 3 * _SHARE_LABEL  # characters of links in it that share nothing
_NO_SHARE_BAR = ("p", "video", "iframe", "table", "pre", "blockquote", "h1", "h2", "figure")
_PAGER = 20  # characters beside its links: "Page 2 of", bars, the number of the page that one is on
_SIGN_UP_BOX = 500  # characters
_NO_SIGN_UP_BOX = ("video", "table", "pre", "blockquote")
_EDIT = re.compile(r"[\[［][^\[\]]{1,60}[\]］]")


def drop_share_bars(clearing: Clearing) -> None:
    """The boxes that hold links to share endpoints and nothing else, and such links that stand alone."""
    links = [a for a in clearing.story.iter("a") if is_share(a.get("href", "")) and text_length(a) <= _SHARE_LABEL]
    is_bar = cache(_is_share_bar)
    for link in links:
        bar = clearing.outermost(link, is_bar) if clearing.holds(link) else link
        if bar is not link or _is_button(link):
            clearing.drop(bar, "share bar")


def _is_share_bar(box: etree._Element) -> bool:
    """Whether all that a box holds is share links and their labels."""
    shared = others = 0
    for link in box.iter("a"):
        length = text_length(link)
        if is_share(link.get("href", "")):
            shared += length
        elif length > 25:
            return False
        else:
            others += length
    rest = text_length(box) - shared - others
    if rest > _SHARE_LABEL or others > _SHARE_BAR:
        return False
    return next(box.iter(*_NO_SHARE_BAR), box) is box


def _is_button(link: etree._Element) -> bool:
    """Whether no words stand beside a link in its line, so that it is no part of a sentence."""
    return not f"{text_before(link)}{link.tail or ''}".strip(" \n\t\r·|•,/")


def is_pager(block: str, parts: Collection[str]) -> bool:
    """Whether a block of clean HTML is but links to the parts of its own story: "Page 1 2 3", "Next page".

    The pictures of a slide show lead to its next page, and are the story.
    """
    if not block.startswith(("<p>", "<ul>", "<ol>")) or "<a " not in block or "<img " in block:
        return False
    node = etree.fromstring(block, etree.HTMLParser())
    links = list(node.iter("a"))
    beside = text_length(node) - sum(map(text_length, links))
    return beside <= _PAGER and all(link.get("href", "").partition("#")[0] in parts for link in links)


def drop_sign_ups(clearing: Clearing) -> None:
    """An address field and the little around it."""
    for box in list(sign_up_boxes(clearing.story, clearing.story.iter("input"))):
        clearing.drop(box, "sign-up box")


def sign_up_boxes(story: etree._Element, fields: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The boxes around fields for an address that say little beside the story, and show nothing.

    story: may be a whole page; once the story is cut out of it, a box may have lost its form.
    """

    @cache
    def is_box(box: etree._Element) -> bool:
        if is_longer(box, _SIGN_UP_BOX) or next(box.iter(*_NO_SIGN_UP_BOX), None) is not None:
            return False
        length = text_length(box)
        return not length or is_longer(story, length * 2 - 1)

    clearing = Clearing(story)
    for field in [each for each in fields if _asks_for_address(each)][:MOST]:
        box = clearing.outermost(field, is_box)
        if box is not field:
            yield box


def _asks_for_address(field: etree._Element) -> bool:
    kind = (field.get("type") or "text").lower()
    if kind != "text":
        return kind == "email"
    hints = " ".join(field.get(name, "") for name in ("name", "placeholder", "id", "autocomplete")).lower()
    return "mail" in hints


def drop_edit_links(clearing: Clearing) -> None:
    """The "[edit]" beside a wiki's headings."""
    for link in [a for a in clearing.story.iter("a") if "action=edit" in a.get("href", "")][:MOST]:
        box = link.getparent()
        if box is not None and _EDIT.fullmatch(start_of(box)):
            clearing.drop(box, "edit link")
