"""A story that a page holds as data and does not show: the text that its JSON-LD tells, or what a script would set up.

Only for pages that show next to nothing without their scripts, and not for walls: what is to be paid for stays there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree

from cleaner.dom import body_of, story_of
from cleaner.metadata.jsonld import MAX_DEPTH, Graph, Node, parse_json, rank, read_graph
from cleaner.metadata.texts import text_of

LEAST = 200
"""Characters of visible text, below which a page shows nothing, and of a text that is worth having."""
_PAGE = 1_500  # characters that a page may show around nothing
_MOST_VALUES = 20_000
_RIVAL = 0.5  # of the longest text's length: with another so long it is a list of stories
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol)[\s/>]", re.IGNORECASE)


def told(root: etree._Element, *, json_ld: bool = True) -> etree._Element | None:
    """The story as a detached `div`; None where the page shows enough, or holds none or several."""
    if len(text_of(body_of(root), _PAGE + 1)) > _PAGE:
        return None
    scripts = [(each.get("type", "").lower(), each.text or "") for each in root.iter("script")]
    graph = read_graph([text for kind, text in scripts if "ld+json" in kind]) if json_ld else Graph()
    data = [text for kind, text in scripts if "json" in kind and "ld+json" not in kind]
    text = _only(node for node in graph.nodes if rank(node) == 3) or _longest(data)
    if not text:
        return None
    if "&" in text and "<" not in text:
        text = unescape(text)
    return story_of(text, is_markup=_MARKUP.search(text) is not None)


def _only(nodes: Iterator[Node]) -> str:
    """The text of the page's article, where it tells of one."""
    texts = {
        text
        for node in nodes
        for key in ("articleBody", "reviewBody", "text")
        if isinstance(text := node.get(key), str) and len(text) >= LEAST
    }
    return texts.pop() if len(texts) == 1 else ""


def _longest(scripts: list[str]) -> str:
    """The longest text of paragraphs in what a script would set up, where no other comes near it."""
    texts = {text for script in scripts[:20] for value in parse_json(script) for text in _texts(value)}
    ranked = sorted(texts, key=lambda text: (-len(text), text))[:2]
    if not ranked or (len(ranked) > 1 and len(ranked[1]) > _RIVAL * len(ranked[0])):
        return ""
    return ranked[0]


def _texts(value: Any) -> Iterator[str]:
    stack = [(value, 0)]
    for _ in range(_MOST_VALUES):
        if not stack:
            return
        each, depth = stack.pop()
        if isinstance(each, str):
            if len(each) >= LEAST and len(_PARAGRAPH.findall(each)) > 1:
                yield each
        elif depth < MAX_DEPTH and isinstance(each, (dict, list)):
            stack.extend((child, depth + 1) for child in (each.values() if isinstance(each, dict) else each))
