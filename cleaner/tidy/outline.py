"""The outline of a tidy story: no heading or number of nothing, levels without gaps, rules between two things."""

from __future__ import annotations

import re

from lxml import etree

from cleaner.dom import HEADINGS, line_in
from cleaner.surgery import unlink

TOP_LEVEL = 2
"""The title stands above the story as its h1."""

_HEADING = 120  # characters
_LABEL = 20  # characters
_SENTENCE_ENDS = (".", "。", "”", '"')
_TEASED = 500  # bytes of paragraphs: what a story has at the least
_PER_REST = 4  # headings for each line that is none
_MARKS = re.compile(r"[|·•/,;:–—\s-]{1,12}")
_NO_SCENE_BREAK = "|·•/,;: "
_TOP_BLOCKS = 6  # in which no scene ends
_NUMBER = 5  # characters


def straighten(story: etree._Element) -> None:
    """Drop the headings and marks that have lost what they stood for, and level the rest."""
    _join_numbers(story)
    _drop_marks(story)
    _drop_last_label(story)
    _drop_orphans(story)
    _drop_linked_headings(story)
    _trim_rules(story)
    _level(story)


def _join_numbers(story: etree._Element) -> None:
    """The number of a note that stands in a block of its own begins the note; it leads back to where it is told of."""
    for block in list(story.iter("p")):
        note = block.getnext()
        if len(block) != 1 or note is None or note.tag != "p":
            continue
        number, text = block[0], line_in(block)
        if number.tag != "a" or not number.get("href", "").startswith("#") or not 0 < len(text) <= _NUMBER:
            continue
        if text != line_in(number):
            continue
        if place := block.get("id"):
            number.set("id", place)
        unlink(block)
        number.tail, note.text = f" {note.text or ''}", None
        note.insert(0, number)


def _drop_marks(story: etree._Element) -> None:
    """Lines of nothing but what parted things that are gone ("|"); a dash may part scenes, but not at the top."""
    for place, node in enumerate(list(story)):
        text = (node.text or "").strip() if node.tag == "p" and not len(node) else ""
        if _MARKS.fullmatch(text) and (place < _TOP_BLOCKS or not text.strip(_NO_SCENE_BREAK)):
            story.remove(node)


def _drop_orphans(story: etree._Element) -> None:
    """Headings that head nothing: at the end, or before one of a higher rank.

    In a story of headings alone (a page of cards) they are the content, and stay; a box inside a story that has lost
    all but its heading goes.
    """
    for box in list(story.iter("aside")):
        if not (box.text or "").strip() and all(map(_is_mere_heading, box)):
            unlink(box)
    for holder in (story, *story.iter("blockquote", "aside", "details")):
        blocks = [node for node in holder if node.tag != "hr"]
        headings = sum(node.tag in HEADINGS for node in blocks)
        if headings * 2 > len(holder) or headings == len(blocks):
            continue
        follower = ""  # the tag of what comes next; empty: nothing does
        for node in reversed(blocks):
            heads_nothing = not follower or (follower in HEADINGS and follower < node.tag)
            if heads_nothing and _is_mere_heading(node):
                holder.remove(node)
            else:
                follower = node.tag


def _drop_last_label(story: etree._Element) -> None:
    """A last line that was to head something: "Sources:"."""
    last = story[-1] if len(story) > 1 else None
    if last is not None and last.tag == "p" and last.find(".//img") is None:
        text = line_in(last)
        if len(text) <= _LABEL and text.endswith((":", "：")):
            story.remove(last)


def _is_mere_heading(node: etree._Element) -> bool:
    """Whether a heading is lost without what it heads; links, pictures and whole sentences are not."""
    if node.tag not in HEADINGS or node.find(".//*") is not None:
        return False
    text = line_in(node)
    return len(text) <= _HEADING and not text.endswith(_SENTENCE_ENDS)


def _drop_linked_headings(story: etree._Element) -> None:
    """Headings at the end that are but links: of other stories, whose teasers went before.

    A short line here or there may be left of those. In a story that has more such headings they are its items.
    """
    blocks = [node for node in story if node.tag != "hr"]
    linked = [place for place, node in enumerate(blocks) if _is_linked_heading(node)]
    end = blocks[linked[0] :] if linked else []
    rest = [node for node in end if not _is_linked_heading(node)]
    # In bytes, of which a sign that says as much as three letters has three.
    size = sum(len(line_in(node).encode()) for node in blocks[: -len(end)] if node.tag == "p") if end else 0
    if size >= _TEASED and len(rest) * _PER_REST <= len(linked) and all(map(_is_label, rest)):
        for node in end:
            story.remove(node)


def _is_label(node: etree._Element) -> bool:
    return node.tag == "p" and len(line_in(node)) <= _LABEL and node.find(".//img") is None


def _is_linked_heading(node: etree._Element) -> bool:
    """Whether a heading is one link, to another page."""
    link = node.find(".//a") if node.tag in HEADINGS else None
    return link is not None and not link.get("href", "").startswith("#") and line_in(link) == line_in(node)


def _trim_rules(story: etree._Element) -> None:
    """A rule parts two things: none first, none last, no two in a row."""
    before: etree._Element | None = None
    for node in list(story):
        if node.tag == "hr" and (before is None or before.tag == "hr"):
            story.remove(node)
        else:
            before = node
    if before is not None and before.tag == "hr":
        story.remove(before)


def _level(story: etree._Element) -> None:
    """Make the highest heading an h2 and leave no gap below it."""
    used = sorted({node.tag for node in story.iter(*HEADINGS)})
    levels = {tag: f"h{min(6, TOP_LEVEL + place)}" for place, tag in enumerate(used)}
    if any(old != new for old, new in levels.items()):
        for node in list(story.iter(*used)):
            node.tag = levels[node.tag]
