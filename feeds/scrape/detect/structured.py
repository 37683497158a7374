"""Items that a page carries as data: JSON-LD, and the state that frameworks embed (Next, Nuxt, Apollo and the like).

Data of one kind stands in lists; of each member we read its address, title and date by the names that are common.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

MAX_CHARS = 2_000_000
"""Of all the data of a page together."""
MAX_STATES, MAX_LINES = 50, 1000
"""Assignments of one script, and lines of a page's Flight data, that are read: each failure costs a whole text."""
MAX_VALUES = 200_000
"""Values looked at, of one page."""

_ADDRESS = "url link href permalink canonicalUrl canonical_url webUrl fullUrl uri path pathname slug @id".split()
_TITLE = "headline title name heading displayTitle".split()
_PUBLISHED = """datePublished published publishedAt published_at publishDate publishedDate publicationDate pubDate
    firstPublishedAt first_published_at firstPublished createdAt created_at dateCreated date uploadDate startDate
    postedAt datePosted timestamp""".split()
_SUMMARY = "description abstract excerpt summary dek standfirst subtitle teaser".split()
_FURNITURE = ("BreadcrumbList", "SiteNavigationElement", "WPHeader", "WPFooter")
_STATE = re.compile(r"(?:window|self|globalThis)?[.\[]?[\"']?__?[A-Za-z_]{3,40}[\"']?\]?\s*=\s*(?=[{\[]|JSON\.parse\()")
_FLIGHT = re.compile(r"self\.__next_f\.push\((\[1,.*\])\)\s*;?\s*$", re.DOTALL)
_FLIGHT_LINE = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Thing:
    """One member of a list in the page's data; texts as they stand there."""

    url: str  # absolute
    title: str
    published: str | None = None
    summary: str | None = None
    image: str | None = None
    authors: tuple[str, ...] = ()
    audio: str | None = None


Resolve = Callable[[str | None], tuple[str, str] | None]
"""href → (URL, identity), as `page.Resolver`."""


def listed_data(root: etree._Element, resolve: Resolve) -> list[list[Thing]]:
    """The lists in the page's JSON-LD, longest first."""
    return _lists(_json_ld(root), resolve)


def embedded_state(root: etree._Element, resolve: Resolve) -> list[list[Thing]]:
    """The lists in the state that a framework left in the page, longest first."""
    return _lists(_states(root), resolve)


def _lists(documents: Iterator[Any], resolve: Resolve) -> list[list[Thing]]:
    found = []
    for members in _arrays(documents):
        things = {thing.url: thing for member in members if (thing := _thing(member, resolve))}
        if len(things) > 1:
            found.append(list(things.values()))
    return sorted(found, key=lambda things: -len(things))


def _json_ld(root: etree._Element) -> Iterator[Any]:
    for text in _scripts(root, lambda kind, _: kind == "application/ld+json"):
        yield from _loaded(text)


def _states(root: etree._Element) -> Iterator[Any]:
    flight = []
    for text in _scripts(root, lambda kind, text: "ld+json" not in kind and len(text) > 500):
        start = text.lstrip()[:1]
        if start in ("{", "["):
            for document in _loaded(text):
                yield _unflattened(document) if isinstance(document, list) else document
        elif pushed := _FLIGHT.search(text):
            flight += [part for array in _loaded(pushed[1]) for part in array[1:] if isinstance(part, str)]
        else:
            yield from _assigned(text)
    joined = "".join(flight)
    for line in islice(_FLIGHT_LINE.finditer(joined), MAX_LINES):
        yield from _first(joined, line.end())


def _scripts(root: etree._Element, wanted: Callable[[str, str], bool]) -> Iterator[str]:
    left = MAX_CHARS
    for script in root.iter("script"):
        text = script.text or ""
        if wanted((script.get("type") or "").lower(), text) and len(text) <= left:
            left -= len(text)
            yield text


def _loaded(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return


def _first(text: str, at: int) -> Iterator[Any]:
    try:
        yield _DECODER.raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return


def _assigned(text: str) -> Iterator[Any]:
    """`window.__STATE__ = {…}` or `= JSON.parse("…")`."""
    for found in islice(_STATE.finditer(text), MAX_STATES):
        if text.startswith("JSON.parse(", found.end()):
            for string in _first(text, found.end() + len("JSON.parse(")):
                yield from _loaded(string) if isinstance(string, str) else ()
        else:
            yield from _first(text, found.end())


def _unflattened(values: list[Any]) -> list[Any]:
    """Nuxt's `__NUXT_DATA__`: one flat list in which numbers stand for the values at those places."""
    if not values or not any(
        isinstance(value, dict) and value and all(isinstance(v, int) for v in value.values()) for value in values[:50]
    ):
        return values

    def at(number: Any) -> Any:
        inside = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < len(values)
        return values[number] if inside else None

    return [{key: at(number) for key, number in value.items()} for value in values if isinstance(value, dict)]


def _arrays(documents: Iterator[Any]) -> Iterator[list[dict[str, Any]]]:
    """Every list of mappings, at any depth; many of one type in a mapping (Apollo's cache, a JSON-LD graph) are one."""
    stack: list[Any] = list(documents)
    left = MAX_VALUES
    while stack and left:
        value = stack.pop()
        left -= 1
        if isinstance(value, dict):
            if value.get("@type") in _FURNITURE:
                continue
            members = [each for each in value.values() if isinstance(each, (dict, list))]
            yield from _typed(members)
            stack.extend(members)
        elif isinstance(value, list):
            rows = [_unwrapped(each) for each in value if isinstance(each, dict)]
            if len(rows) > 1:
                yield rows
                yield from _typed(rows)
            stack.extend(each for each in value if isinstance(each, (dict, list)))


def _typed(members: Sequence[Any]) -> Iterator[list[dict[str, Any]]]:
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in members:
        if isinstance(each, dict) and isinstance(kind := each.get("__typename") or each.get("@type"), str):
            kinds[kind].append(each)
    if len(kinds) > 1 or len(members) > sum(map(len, kinds.values())):
        yield from (each for each in kinds.values() if len(each) > 1)


def _unwrapped(member: dict[str, Any]) -> dict[str, Any]:
    """A ListItem, an edge or the like stands for what it holds."""
    for name in ("item", "node", "post", "article", "attributes", "content", "data", "fields"):
        inner = member.get(name)
        if isinstance(inner, dict) and any(key in inner for key in _TITLE):
            return {**member, **inner}
    return member


def _thing(member: dict[str, Any], resolve: Resolve) -> Thing | None:
    title = _text(member, _TITLE)
    target = next((found for href in _addresses(member) if (found := resolve(href))), None)
    if not title or target is None or len(title) > 300:
        return None
    return Thing(
        url=target[0],
        title=title,
        published=_text(member, _PUBLISHED),
        summary=_text(member, _SUMMARY),
        image=_image(member.get("image") or member.get("thumbnail") or member.get("thumbnailUrl")),
        authors=tuple(_names(member.get("author") or member.get("authors") or member.get("byline"))),
    )


def _addresses(member: dict[str, Any]) -> Iterator[str]:
    for name in _ADDRESS:
        value = member.get(name)
        if isinstance(value, str) and (value.startswith(("http://", "https://", "/")) and not value.startswith("//")):
            yield value


def _text(member: dict[str, Any], names: list[str]) -> str | None:
    for name in names:
        value = member.get(name)
        if isinstance(value, dict):  # {"rendered": …}, {"plain": …}, {"en": …}
            value = next((each for each in value.values() if isinstance(each, str)), None)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if isinstance(value, int) and value > 10**9:
            return str(value)
    return None


def _image(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("src") or value.get("contentUrl")
    return value if isinstance(value, str) else None


def _names(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and 0 < len(name.strip()) < 100 and not name.startswith("http"):
            yield " ".join(name.split())
