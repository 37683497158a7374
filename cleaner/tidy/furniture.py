"""What stands inside a story and is none of it: share bars, sign-up boxes, comment widgets, rails of other stories.

Decided by structure and words together, never by a class name: of the words in blocks whose class says "related",
"newsletter" or "card", between 37 and 70 % are story (measured on 2,000 pages).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from lxml import etree

from cleaner.dom import text_in
from cleaner.rules import Dropped
from cleaner.tidy import phrases
from cleaner.tidy.decor import is_pixel
from cleaner.tidy.lines import (
    CELLS,
    clear_lines,
    is_button,
    is_filed,
    is_posted,
    leads_away,
    leads_back,
    leads_elsewhere,
    lists_tags,
    loose,
    sells,
)
from cleaner.tidy.links import is_share
from cleaner.tidy.measure import LONGEST, begins_with, is_longer, linked_length, links_in, start_of, text_length

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    """
    address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form header li main nav
    ol p pre section summary table tbody td th thead tr ul
    """.split()
)
_CONTENT = ("img", "picture", "iframe", "video", "audio", "pre", "table", "blockquote", "math", "figure")
_LABEL = 80  # characters: longer texts are no labels
_FILE = re.compile(r"[\w-]{1,60}\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)
_SHARE_LABEL = 40
_LAST_LINES = 8
_SIGN_UP_BOX = 500
_RAIL = 6_000
_TEXT_PER_LINK = 260  # a title and a teaser
_STORY = 150  # characters outside links: less is no story
_MOST_RAIL = 5  # a story may be buried in so many times its own length of links
_MOST = 100  # of a kind in one story; a page with more is not to be cleared but to be survived
_BUTTONS = 2  # in one story; a page with more shows products
_PULLED = re.compile(r"pull-?_?quote|quote[_-]+pull|pulled-quote", re.IGNORECASE)
_QUOTE = (20, 400)  # characters
_OFFER = 500
_BOX = 200
_EDIT = re.compile(r"[\[［][^\[\]]{1,60}[\]］]")


def remove_furniture(story: etree._Element, dropped: Dropped | None = None) -> None:
    """Take the furniture out of `story`; `dropped` is told of each element and why."""
    for silent in list(story.iter("script", "style", "template")):
        if not (silent.get("type") or "").startswith("math/"):
            _unlink(silent)
    room = _Room(story, dropped)
    room.share_bars()
    room.sign_ups()
    room.labelled()
    room.edit_links()
    room.repeated_quotes()


def remove_labelled(story: etree._Element) -> None:
    """Take what announces itself out of a tidy story: lines that were parted by breaks alone are paragraphs there."""
    for block in [each for each in story.iter("p", "li") if each.find("br") is not None][:_MOST]:
        if next(block.iter("a"), None) is not None:
            clear_lines(block)
    _Room(story, None).labelled()


def sign_up_boxes(body: etree._Element, inputs: Iterable[etree._Element]) -> list[etree._Element]:
    """The sign-up boxes of a whole page: once the story is cut out, a box may have lost its form."""
    return [*_Room(body, None).sign_up_boxes(inputs)]


class _Room:
    """One story while it is being cleared."""

    def __init__(self, story: etree._Element, dropped: Dropped | None) -> None:
        self.story = story
        self.dropped = dropped

    @cached_property
    def size(self) -> int:
        return text_length(self.story)

    def drop(self, node: etree._Element, why: str) -> None:
        parent = node.getparent()
        if parent is None or node is self.story:
            return
        if self.dropped is not None:
            self.dropped(node, f"furniture: {why}")
        _unlink(node)

    def is_inside(self, node: etree._Element) -> bool:
        """Whether `node` still hangs in the story and is not the story itself."""
        return node is not self.story and any(outer is self.story for outer in node.iterancestors())

    # -- share bars: links to share endpoints, and the box that holds nothing else

    def share_bars(self) -> None:
        links = [a for a in self.story.iter("a") if is_share(a.get("href", "")) and text_length(a) <= _SHARE_LABEL]
        known: dict[etree._Element, bool] = {}
        for link in links:
            if not self.is_inside(link):
                continue
            box = link
            for outer in link.iterancestors():
                if outer not in known:
                    known[outer] = outer is not self.story and _is_share_box(outer)
                if not known[outer]:
                    break
                box = outer
            if box is not link or _stands_alone(link):
                self.drop(box, "share bar")

    # -- sign-up boxes: an address field and little else

    def sign_ups(self) -> None:
        for box in list(self.sign_up_boxes(self.story.iter("input"))):
            self.drop(box, "sign-up box")

    def sign_up_boxes(self, inputs: Iterable[etree._Element]) -> Iterator[etree._Element]:
        known: dict[etree._Element, bool] = {}
        for field in [each for each in inputs if _asks_for_address(each)][:_MOST]:
            if not self.is_inside(field):
                continue
            box = None
            for outer in field.iterancestors():
                if outer not in known:
                    known[outer] = outer is not self.story and self.is_sign_up_box(outer)
                if not known[outer]:
                    break
                box = outer
            if box is not None:
                yield box

    def is_sign_up_box(self, box: etree._Element) -> bool:
        """Whether a box says little and shows nothing."""
        if is_longer(box, _SIGN_UP_BOX):
            return False
        length = text_length(box)
        small = not length or is_longer(self.story, length * 2 - 1)
        return small and next(box.iter("video", "table", "pre", "blockquote"), None) is None

    # -- what announces itself

    def labelled(self) -> None:
        rails: list[etree._Element] = []
        buttons: list[etree._Element] = []
        blocks = []
        for block, text in list(_labels(self.story)):
            if is_filed(block, text):
                self.drop(block, "says where it is filed")
            else:
                blocks.append((block, text))
        for block, text in blocks:
            is_linked = next(block.iter("a"), None) is not None
            if len(text) > LONGEST or (len(text) > _LABEL and not is_linked):
                continue
            label = phrases.plain_label(text) if len(text) <= _LABEL else ""
            bare = phrases.bare_label(label)
            if phrases.NOISE.fullmatch(label) or (bare != label and phrases.NOISE.fullmatch(bare)):
                if _may_be_notice(block) and self.is_inside(block):
                    self.drop(block, "notice")
            elif _FILE.fullmatch(text) and block.tag in ("p", "div", "figcaption") and self.is_inside(block):
                self.drop(block, "name of a file")
            elif is_linked and self.linked_line(block, text, buttons):
                continue
            elif 20 < len(text) <= LONGEST and phrases.OFFER.fullmatch(phrases.plain_label(text)):
                self.offer(block)
            elif phrases.RAIL.fullmatch(label) and len(rails) < _MOST:
                rails += self.rail(block)
        if rails and self.can_spare(rails):
            for node in rails:
                self.drop(node, "links to other stories")
        for block in buttons if len(buttons) <= _BUTTONS else ():
            if self.is_inside(block):
                self.drop(block, "button")
        self.last_lines(blocks)

    def linked_line(self, block: etree._Element, text: str, buttons: list[etree._Element]) -> bool:
        """Whether a line with a link is furniture; it is dropped, or noted as a button."""
        if leads_away(block, text):
            self.drop(block, "link to another story")
        elif leads_back(block, text):
            self.drop(block, "link back")
        elif sells(block, text):
            self.drop(block, "link to a shop")
        elif is_button(block, text):
            buttons.append(block)
        elif leads_elsewhere(block, text) and self.appeals(block, text):
            self.drop(block, "asks to be followed")
        elif lists_tags(block, text):
            self.drop(block, "tags")
        else:
            return False
        return True

    def last_lines(self, blocks: list[tuple[etree._Element, str]]) -> None:
        """What a story ends with: the heading of comments, who posted it, where else the site is to be found."""
        for block, text in blocks[::-1]:
            if len(text) <= LONGEST and is_posted(block, text) and self.is_inside(block):
                if text.count("|") > 1 or self.is_last(block):
                    self.drop(block, "says who posted it")
            elif len(text) <= _LABEL and phrases.COMMENTS.fullmatch(phrases.plain_label(text)) and self.is_last(block):
                self.drop_from(block, "comments")
        for block, text in blocks[:-_LAST_LINES:-1]:
            said = phrases.plain_label(text)
            asks = len(text) <= LONGEST and (phrases.SERVICES.search(said) or phrases.LIKED.fullmatch(said))
            if asks and self.appeals(block, text) and self.is_last(block):
                self.drop(block, "asks to be followed")
            elif phrases.RIGHTS.search(said) and self.is_one_line(block) and self.is_last(block):
                self.drop(block, "whose the page is")

    def is_one_line(self, block: etree._Element) -> bool:
        return self.is_inside(block) and next(block.iter("br"), None) is None

    def appeals(self, block: etree._Element, text: str) -> bool:
        """Whether a line asks readers to follow the site elsewhere."""
        label = phrases.plain_label(text)
        asks = phrases.APPEAL.search(label) or phrases.LIKED.fullmatch(label)
        return block.tag not in CELLS and asks is not None and self.is_inside(block)

    def offer(self, block: etree._Element) -> None:
        """Drop the box that asks for money where a story is cut off: small, without a picture, and the last; or, amid
        the story, one that begins by asking."""
        box = block
        for outer in block.iterancestors():
            if outer is self.story or text_length(outer) > min(_OFFER, self.size // 2):
                break
            if next(outer.iter(*_CONTENT), None) is not None:
                break
            box = outer
        if self.is_inside(box) and self.is_last(box):
            self.drop(box, "offer to subscribe")
        elif self.is_inside(block):
            self.drop(self.box_that_begins_with(block), "offer to subscribe")

    def box_that_begins_with(self, block: etree._Element) -> etree._Element:
        """The outermost small box around a block in which nothing stands before it."""
        box = block
        for outer in block.iterancestors():
            if outer is self.story or text_length(outer) > _BOX or not begins_with(outer, block):
                break
            box = outer
        return box

    def drop_from(self, block: etree._Element, why: str) -> None:
        """Drop a block and all that follows it."""
        later = [
            each for node in (block, *block.iterancestors()) for each in node.itersiblings() if self.is_inside(node)
        ]
        for node in (block, *later):
            self.drop(node, why)

    # -- what the page's program adds

    def edit_links(self) -> None:
        """The "[edit]" beside a wiki's headings."""
        for link in [a for a in self.story.iter("a") if "action=edit" in a.get("href", "")][:_MOST]:
            box = link.getparent()
            if self.is_inside(link) and box is not None and _EDIT.fullmatch(start_of(box)):
                self.drop(box, "edit link")

    # -- what the story says once more, larger

    def repeated_quotes(self) -> None:
        boxes = [
            each for each in self.story.iter("aside", "blockquote", "figure", "div", "p", "span") if _is_pulled(each)
        ]
        if not boxes:
            return
        said = loose(text_in(self.story))
        for box in boxes[:_MOST]:
            quote = next(box.iter("blockquote", "p", "q"), box)
            text = loose(start_of(quote))
            low, high = _QUOTE
            repeats = low <= len(text) <= high and said.count(text) > 1 and text_length(box) <= len(text) + _LABEL
            if repeats and self.is_inside(box):
                self.drop(box, "quotes the story itself")

    def rail(self, label: etree._Element) -> list[etree._Element]:
        """What a rail's heading heads: its own box if that holds but links, else itself and the links that follow."""
        box = label
        for outer in label.iterancestors():
            if outer is self.story or not _is_rail(outer, label) or not begins_with(outer, label):
                break
            box = outer
        if box is not label and links_in(box, label)[0]:
            return [box]
        following = list(_rail_after(box, self.story))
        if any(links_in(node, label)[0] for node in following) or self.is_last(box):
            return [box, *following]
        return []

    def can_spare(self, rails: list[etree._Element]) -> bool:
        """Whether a story is left without them; where none is, the links are the page's content."""
        lost = set(rails)
        outermost = [node for node in lost if not any(outer in lost for outer in node.iterancestors())]
        left = self.size - sum(map(text_length, outermost))
        prose = left - (linked_length(self.story) - sum(map(linked_length, outermost)))
        return prose >= _STORY and left * _MOST_RAIL >= self.size

    def is_last(self, block: etree._Element) -> bool:
        """Whether next to nothing follows a block in the story."""
        rest = 0
        node = block
        while node is not self.story:
            for later in node.itersiblings():
                rest += text_length(later)
                if rest > _LABEL or any(not (each.tag == "img" and is_pixel(each)) for each in later.iter(*_CONTENT)):
                    return False
            parent = node.getparent()
            if parent is None:
                return True
            node = parent
        return True


def _labels(story: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Blocks that hold no other and say little: headings, lone lines, links, short paragraphs."""
    blocks = list(story.iter(*_BLOCKS))
    holders = {node.getparent() for node in blocks}
    for node in blocks:
        if node in holders or len(node) > 8 or len(node.text or "") > 2 * LONGEST:
            continue
        text = start_of(node)
        if 0 < len(text) <= 2 * LONGEST and node is not story:
            yield node, text


def _may_be_notice(block: etree._Element) -> bool:
    """Not in a table, beside a picture, or among other items: there "Share" is somebody's content."""
    if block.tag == "li" and (parent := block.getparent()) is not None:
        return all(phrases.NOISE.fullmatch(phrases.plain_label(start_of(item))) for item in parent)
    return block.tag not in CELLS and block.find(".//img") is None


def _is_pulled(node: etree._Element) -> bool:
    kind = node.get("class")
    return kind is not None and "quote" in kind.lower() and _PULLED.search(kind) is not None


def _is_share_box(node: etree._Element) -> bool:
    """Whether all that a box holds is share links and their labels."""
    shared = others = 0
    for link in node.iter("a"):
        length = text_length(link)
        if is_share(link.get("href", "")):
            shared += length
        elif length > 25:
            return False
        else:
            others += length
    rest = text_length(node) - shared - others
    if rest > _SHARE_LABEL or others > 3 * _SHARE_LABEL:
        return False
    return next(node.iter("p", "video", "iframe", "table", "pre", "blockquote", "h1", "h2", "figure"), node) is node


def _stands_alone(link: etree._Element) -> bool:
    """Whether no words stand beside a link in its line: then it is a button, not part of a sentence."""
    parent = link.getparent()
    before = link.getprevious()
    beside = [link.tail, before.tail if before is not None else parent.text if parent is not None else None]
    return not any(text and text.strip(" \n\t\r·|•,/") for text in beside)


def _asks_for_address(field: etree._Element) -> bool:
    kind = (field.get("type") or "text").lower()
    if kind != "text":
        return kind == "email"
    hints = " ".join(field.get(name) or "" for name in ("name", "placeholder", "id", "autocomplete")).lower()
    return "mail" in hints


def _is_rail(box: etree._Element, label: etree._Element) -> bool:
    """Whether a box holds the label and links to other stories, and nothing that one would read here."""
    total = text_length(box) - text_length(label)
    if total == 0:
        return True
    links, linked = links_in(box, label)
    if total > _RAIL or not links or next(box.iter("pre", "blockquote", "table", "iframe", "video"), None) is not None:
        return False
    return linked * 10 >= total * 8 or (links > 1 and linked * 10 >= total * 4 and total <= links * _TEXT_PER_LINK)


def _rail_after(label: etree._Element, story: etree._Element) -> Iterator[etree._Element]:
    """The siblings after a rail's heading that are but links, up to the first that is something else."""
    level = label.tag if label.tag in _HEADINGS else ""
    for node in label.itersiblings():
        if node.tag in _HEADINGS and (not level or node.tag <= level):
            return
        if (label.tail or "").strip() or (text_length(node) and not _is_rail(node, label)):
            return
        yield node
        if (node.tail or "").strip():
            return


def _unlink(node: etree._Element) -> None:
    """Take `node` out; the text after it stays."""
    parent = node.getparent()
    assert parent is not None
    tail = node.tail
    if tail and tail.strip():
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(node)
