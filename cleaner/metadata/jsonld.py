"""JSON-LD as the web has it: broken, nested, several to a page. Read what can be read, within bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

MAX_SCRIPT = 500_000  # characters of one script; catalogues and galleries go far beyond what an article says of itself
MAX_NODES = 2_000
MAX_DEPTH = 12

Node = Mapping[str, Any]

_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s?<!\[CDATA\[|/\*\s?<!\[CDATA\[\s?\*/|<!\[CDATA\[)"
    r"|(?:-->|//\s?\]\]>|/\*\s?\]\]>\s?\*/|\]\]>)\s{0,20};?\s{0,20}$"
)
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/|//[^\n]*', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
# Where an article of the page's own stands; anything else under a node is about something else.
_OWN = frozenset(("@graph", "mainEntity", "mainEntityOfPage"))


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes of a page's JSON-LD that may be about the page, in order, and all nodes by their @id."""

    nodes: tuple[Node, ...] = ()
    by_id: Mapping[str, Node] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        """`value`, or the node that it refers to."""
        if isinstance(value, Mapping) and len(value) <= 2 and (key := value.get("@id")) and isinstance(key, str):
            return {**self.by_id.get(key, {}), **value} if key in self.by_id else value
        return value


def read_graph(scripts: list[str]) -> Graph:
    """All that the page's `application/ld+json` scripts say."""
    nodes: list[Node] = []
    by_id: dict[str, Node] = {}
    for script in scripts[:50]:
        for value in parse_json(script):
            for node, own in _walk(value):
                if isinstance(key := node.get("@id"), str) and len(node) > len(by_id.get(key, ())):
                    by_id[key] = node
                if own and ("@type" in node or "pubDate" in node) and len(nodes) < MAX_NODES:
                    nodes.append(node)
    return Graph(tuple(nodes), by_id)


def main_nodes(graph: Graph, title: str, url: str) -> list[Node]:
    """The nodes that describe the page's own article, the fittest first."""
    if len(graph.nodes) == 1:
        return [graph.nodes[0]] if rank(graph.nodes[0]) else []
    path = urlsplit(url).path.rstrip("/")
    wanted = title.casefold()

    def fit(node: Node) -> tuple[int, bool, bool]:
        names = {
            name.casefold() for key in ("headline", "name", "alternativeHeadline") for name in strings(node.get(key))
        }
        urls = {
            urlsplit(each).path.rstrip("/")
            for key in ("url", "mainEntityOfPage", "@id")
            for each in _urls(node.get(key))
        }
        return rank(node), wanted in names, bool(path) and path in urls

    return sorted((node for node in graph.nodes if rank(node)), key=fit, reverse=True)


def rank(node: Node) -> int:
    """3: an article or an episode, 2: a medium, a question or the like, 1: the page itself, 0: something else."""
    names = types(node)
    if any(name.endswith(("Article", "Posting", "Episode")) or name in _ARTICLES for name in names):
        return 3
    if names & _WORKS:
        return 2
    # Search engines in China ask for a date of pages that schema.org's types are strange to.
    return 1 if "pubDate" in node or any(name.endswith("Page") for name in names) else 0


_ARTICLES = frozenset("Report Review Recipe HowTo Question CreativeWork Newsarticle article Blog_Post".split())
_WORKS = frozenset("VideoObject AudioObject Event Book Movie Course Product SoftwareApplication Dataset".split())


def _urls(value: Any) -> list[str]:
    try:
        return [each for each in strings(value) if urlsplit(each).path]
    except ValueError:  # urllib's word for a broken host
        return []


def types(node: Node) -> frozenset[str]:
    """The node's types without their vocabulary ("http://schema.org/NewsArticle" → "NewsArticle")."""
    return frozenset(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in strings(node.get("@type")))


def strings(value: Any) -> list[str]:
    """The strings of a value that may be one, a list of them, or objects with @value, name, url or @id."""
    found: list[str] = []
    for each in value[:50] if isinstance(value, list) else [value]:
        text = each
        if isinstance(each, Mapping):
            text = next((each[key] for key in ("@value", "name", "url", "@id") if isinstance(each.get(key), str)), None)
        if isinstance(text, str) and text.strip():
            found.append(text.strip())
    return found


def parse_json(script: str) -> list[Any]:
    """The values of a script; several in a row, comments, trailing commas, entities and line breaks are forgiven."""
    text = script[:MAX_SCRIPT]
    if "<!" in text:
        text = _WRAPPER.sub("", _WRAPPER.sub("", text))
    text = text.strip().strip("\ufeff;")
    for mend in (lambda bare: bare, _mend, lambda bare: _mend(unescape(bare))):
        values = _values(mend(text).strip())
        if values:
            return values
    return []


def _mend(text: str) -> str:
    bare = _STRING_OR_COMMENT.sub(lambda match: match[0] if match[0][0] == '"' else " ", text)
    return _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", bare))


def _values(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    place = 0
    while place < len(text) and len(values) < 50:
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while place < len(text) and text[place] in " \t\r\n,;":
            place += 1
    return values


def _walk(value: Any) -> Iterator[tuple[Node, bool]]:
    """Every object in `value`, and whether it stands where the page speaks of itself. Bounded."""
    stack: list[tuple[Any, bool, int]] = [(value, True, 0)]
    for _ in range(MAX_NODES * 5):
        if not stack:
            return
        each, own, depth = stack.pop()
        if isinstance(each, list):
            stack.extend((child, own, depth + 1) for child in reversed(each[:500]) if isinstance(child, (dict, list)))
        elif isinstance(each, dict) and depth < MAX_DEPTH:
            yield each, own
            children = [(key, child) for key, child in each.items() if isinstance(child, (dict, list))]
            stack.extend((child, own and key in _OWN, depth + 1) for key, child in reversed(children[:200]))
