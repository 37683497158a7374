"""Rules that change a page before its story is looked for, and rules that judge it, after Full-Text RSS' site patterns.

https://help.fivefilters.org/full-text-rss/site-patterns.html
"""

from __future__ import annotations

import json
import re
from contextlib import suppress

from lxml import etree

from cleaner.dom import story_of, text_in
from cleaner.model import Rules
from cleaner.selectors import compile_selector
from cleaner.surgery import Dropped, dissolve, remove, wrap

MAX_MATCHES = 5_000
"""Nodes that one rule may change on a page."""
MAX_TITLE = 500
"""Characters: what holds more than a title is not taken away with it."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPE = re.compile(r"""\\(?:[nrt"/]|u[0-9a-fA-F]{4})""")


def reshape(root: etree._Element, rules: Rules, dropped: Dropped | None = None) -> None:
    """Make the page what the rules say it should have been: all of them but `strip`, in Full-Text RSS' order.

    The element that gave the title goes (a title is not repeated in its story), wrapping and dissolving follow.
    """
    _reveal_images(root, rules)
    _drop_title(root, rules, dropped)
    for source, tag in rules.wrap:
        for found in compile_selector(source).locate(root)[:MAX_MATCHES]:
            wrap(found, tag)
    for source in rules.dissolve:
        for found in compile_selector(source).locate(root)[:MAX_MATCHES]:
            if isinstance(found, etree._Element):
                dissolve(found)


def has_any(root: etree._Element, sources: tuple[str, ...]) -> bool:
    """Whether the page has something that one of the selectors finds."""
    return any(compile_selector(source).select(root) for source in sources)


def told_story(text: str) -> etree._Element | None:
    """The story that a selector gives as a string: markup or text, either of them perhaps escaped as in JSON."""
    if _ESCAPE.search(text):
        with suppress(ValueError):  # a backslash in plain text
            text = str(json.loads(f'"{text}"', strict=False))
    return story_of(text, is_markup=_MARKUP.search(text) is not None) if text.strip() else None


def _drop_title(root: etree._Element, rules: Rules, dropped: Dropped | None) -> None:
    for source in rules.title:
        if located := compile_selector(source).locate(root):
            first = located[0]
            node = first.getparent() if isinstance(first, etree._ElementUnicodeResult) and first.is_text else first
            if isinstance(node, etree._Element) and _is_title(node):
                remove(node, f"rule: title {source}", dropped)
            return


def _is_title(node: etree._Element) -> bool:
    """Whether an element holds a title and no more; what stands in the head is on no page."""
    if node.tag == "title" or next(node.iterancestors("head"), None) is not None:
        return False
    return len(text_in(node).strip()) <= MAX_TITLE


def _reveal_images(root: etree._Element, rules: Rules) -> None:
    """Put the address that the site hides in an attribute of its own where every reader looks for it."""
    for name in rules.lazy_attributes:
        for node in root.iter("img", "source", "iframe"):
            if address := node.get(name, "").strip():
                node.set("srcset" if ", " in address else "src", address)
