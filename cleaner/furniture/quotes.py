"""Pull quotes: what a story says once more, larger."""

from __future__ import annotations

import re

from lxml import etree

from cleaner.dom import text_in
from cleaner.furniture.clearing import LABEL, MOST, Clearing
from cleaner.furniture.measure import start_of, text_length
from cleaner.words import loose

_TAGS = ("aside", "blockquote", "figure", "div", "p", "span")
_CLASS = re.compile(r"pull-?_?quote|quote[_-]+pull|pulled-quote", re.IGNORECASE)
_SHORTEST, _LONGEST = 20, 400  # characters


def drop_pull_quotes(clearing: Clearing) -> None:
    """The boxes that are called a pull quote and whose words the story has as well."""
    boxes = [each for each in clearing.story.iter(*_TAGS) if _is_called_one(each)][:MOST]
    said = loose(text_in(clearing.story)) if boxes else ""
    for box in boxes:
        quote = loose(start_of(next(box.iter("blockquote", "p", "q"), box)))
        is_all = text_length(box) <= len(quote) + LABEL
        if _SHORTEST <= len(quote) <= _LONGEST and is_all and said.count(quote) > 1:
            clearing.drop(box, "quotes the story itself")


def _is_called_one(node: etree._Element) -> bool:
    kind = node.get("class")
    return kind is not None and "quote" in kind.lower() and _CLASS.search(kind) is not None
