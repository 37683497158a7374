"""The table of contents above a story: links to its own headings, which tell a reader of the story nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.blocks import Blocks
from cleaner.dom import HEADINGS, line_in
from cleaner.features_head import bare
from cleaner.furniture.phrases import CONTENTS, says

_LABEL = 40  # characters
_ENTRY = 200  # characters
_LINKED = 0.5  # of a line's characters; the rest are numbers and dots
_MOST = 400  # links
_NUMBER = re.compile(r"^\W*(?:(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s|(?:\d{1,3}\.?)+\s)?\W*")
_BRACKETED = re.compile(r"[\[［][^\[\]]{1,40}[\]］]")


def contents(blocks: Blocks) -> Iterator[slice]:
    """The runs of two or more lines that are links to places on the page, most of them to headings of their words.

    With the line that says "Contents" above them; without one it takes three links.
    """
    entries = _entries(blocks)
    if len(entries) < 2 and sum(map(len, entries.values())) < 3:
        return
    headings = {bare(_BRACKETED.sub("", blocks.text[index])) for index in _headings(blocks)}
    for first, end in _runs(entries, blocks):
        links = [text for index in range(first, end) for text in entries.get(index, ())]
        is_labelled = first > 0 and _says_contents(blocks.text[first - 1])
        told = sum(bare(_NUMBER.sub("", text)) in headings for text in links)
        if len(links) + is_labelled >= 3 and told * 2 > len(links):
            yield slice(first - is_labelled, end)


def _entries(blocks: Blocks) -> dict[int, list[str]]:
    """The lines that are but links to places on the page, each with the texts of its links."""
    nodes = blocks.nodes
    found: dict[int, list[str]] = {}
    linked: dict[int, int] = {}
    if len(blocks.fragments) < 2:
        return found
    for node in nodes.of_tag("a"):
        element = blocks.elements[node]
        index, href = nodes.first[node], element.get("href", "")
        if href in ("", "#") or href[0] != "#" or nodes.end[node] <= index:
            continue
        text = line_in(element)[:_ENTRY]
        found.setdefault(index, []).append(text)
        linked[index] = linked.get(index, 0) + len(text)
        if len(found) > _MOST:
            return {}
    return {index: texts for index, texts in found.items() if linked[index] >= _LINKED * len(blocks.text[index])}


def _headings(blocks: Blocks) -> Iterator[int]:
    return (blocks.nodes.first[node] for tag in HEADINGS for node in blocks.with_text(tag))


def _runs(entries: dict[int, list[str]], blocks: Blocks) -> Iterator[tuple[int, int]]:
    """Ranges of entries that follow each other; headings that link to themselves are none."""
    places = [index for index in sorted(entries) if blocks.elements[blocks.owner[index]].tag not in HEADINGS]
    start = 0
    for place, index in enumerate(places):
        if place + 1 == len(places) or places[place + 1] != index + 1:
            yield places[start], index + 1
            start = place + 1


def _says_contents(text: str) -> bool:
    return len(text) <= _LABEL and says(text, CONTENTS)
