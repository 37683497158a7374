"""The lines that people see around a page's title: where its authors and its date stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from lxml import etree

from cleaner.dom import body_of
from cleaner.metadata.signals import Signals
from cleaner.metadata.texts import GLUED, INLINE, SILENT, hints, text_of
from cleaner.metadata.titles import words

MAX_LINE = 160
"""Characters: what is longer is prose."""
_BEFORE, _AFTER = 6, 40  # lines that are looked at on either side of the title
_MAX_STEPS = 400  # elements that are looked at for them

_OTHER = re.compile(
    r"""
    (?<!date-and-)(?<!social-)(?<!meta-) comment(?!ary) | repl(?:y|ies) | disqus
    | (?<!entry-)(?<!post-)(?<!article-)(?<!story-)(?<!header-)(?<!headline-)(?<!title-)(?<!hero-)
      (?<!entry)(?<!post)(?<!article)(?<!story) footer
    | related | recommend | latest-(?!by) | trending | popular | carousel | recirc | teaser | promo(?!ted)
    | read-?more | more-?(?:stories|news|from|articles) | also-?like
    | (?:^|[\s-])(?:(?<!news-)nav|menu|ads?)(?:$|[\s-])
    """,
    re.VERBOSE,
)
"""Names, in lower case and with hyphens alone, of what is about other pages or other people.

Not of what stands at the headline: "date-and-comments" has a date and a count, "headline-footer" the byline.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A short text on the page, and where it stands."""

    element: etree._Element
    text: str
    distance: int  # lines from the title: 1 is the first below it, -1 the last above it
    hints: str  # itemprop, class and id of the element and its parent, in lower case

    @property
    def is_near(self) -> bool:
        """Whether it stands by the title, as bylines and dates do."""
        return -3 <= self.distance <= 6


class Surroundings:
    """The lines around the title's element, and what stands with it in the page."""

    def __init__(self, lines: Iterable[Line], anchor: etree._Element | None = None) -> None:
        self.lines = tuple(lines)
        """Below the title, nearest first, then above it."""
        self._shared = frozenset(anchor.iterancestors()) if anchor is not None else frozenset()
        # What markup calls an article or the page's main part, if it holds the title.
        self._article = next(anchor.iterancestors("article", "main"), None) if anchor is not None else None
        self._near = frozenset(line.element for line in self.lines if line.is_near)
        self._others: dict[etree._Element, bool] = {}  # what was asked before

    def is_near(self, element: etree._Element) -> bool:
        """Whether an element stands in one of the first lines below the title or right above it."""
        return element in self._near or any(each in self._near for each in islice(element.iterancestors(), 6))

    def is_anothers(self, element: etree._Element) -> bool:
        """Whether a recording is of another page: elsewhere, beyond the article, or in an item of a list."""
        if self.is_elsewhere(element):
            return True
        around = list(element.iterancestors())
        if self._article is not None and self._article not in around:
            return True
        return any(_is_item(each) for each in islice(around, _MAX_BOXES) if each not in self._shared)

    def is_elsewhere(self, element: etree._Element) -> bool:
        """Whether an element belongs to comments, to teasers of other pages or to the page's furniture.

        What holds the title as well is never elsewhere, whatever its class says.
        """
        for each in islice(chain((element,), element.iterancestors()), 12):
            if each in self._shared or each.tag == "body":
                return False
            if (is_others := self._others.get(each)) is None:
                is_others = self._others[each] = self._is_others(each)
            if is_others:
                return True
        return False

    def _is_others(self, element: etree._Element) -> bool:
        """Whether an element's own tag, class or id says that it is about other pages or other people."""
        name, mark = element.get("class", ""), element.get("id", "")
        if element.tag in ("nav", "blockquote"):
            return True
        if element.tag == "footer" or "footer" in name:
            articles = [each for each in element.iterancestors() if _is_article(each)]
            if element.tag == "footer" and not articles:
                return True
            if any(each in self._shared for each in articles):
                name = name.replace("footer", "")  # of the story itself
        return _speaks_of_others(name) or _speaks_of_others(mark)


def _is_item(box: etree._Element) -> bool:
    """Whether a box is an item of a list: one of several articles, or small with a heading that leads away."""
    if box.tag == "article":
        return next(box.itersiblings("article"), next(box.itersiblings("article", preceding=True), None)) is not None
    if len(text_of(box, _ITEM + 1)) > _ITEM:
        return False
    links = (link for heading in box.iter(*_LOWER) for link in (*heading.iterancestors("a"), *heading.iter("a")))
    return any((link.get("href") or "#")[0] != "#" for link in links)


_LOWER = ("h2", "h3", "h4", "h5", "h6")
_ITEM = 500  # characters
_MAX_BOXES = 6


def _is_article(element: etree._Element) -> bool:
    return element.tag == "article" or "Article" in element.get("itemtype", "")


@lru_cache(maxsize=4096)
def _speaks_of_others(name: str) -> bool:
    return _OTHER.search(_JOINTS.sub("-", name[:500].lower())) is not None


_JOINTS = re.compile("[_-]+")


def surroundings(signals: Signals, title: str) -> Surroundings:
    """The short lines below the title and just above it; from the page's top where the title is not to be seen."""
    anchor = _anchor(signals, title)
    if anchor is None:
        return Surroundings(_numbered(_lines(body_of(signals.root), _AFTER), 1))
    below = _lines(_beside(anchor, backwards=False), _AFTER)
    above = _lines(_beside(anchor, backwards=True), _BEFORE, backwards=True)
    return Surroundings([*_numbered(below, 1), *_numbered(above, -1)], anchor)


def _numbered(found: Iterable[tuple[etree._Element, str]], step: int) -> Iterator[Line]:
    for place, (element, text) in enumerate(found, start=1):
        yield Line(element, text, place * step, hints(element))


def _anchor(signals: Signals, title: str) -> etree._Element | None:
    """The heading that shows the title."""
    wanted = words(title)
    near: etree._Element | None = None
    for heading in [*signals.headings, *(each for each in signals.called_title if each.tag in _SHOWING)]:
        found = words(text_of(heading, 600)) if wanted else ()
        if found and found == wanted:
            return heading
        if near is None and heading.tag == "h1" and len(set(found) & set(wanted)) * 2 > len(wanted):
            near = heading
    if near is None and (lower := _lower_anchor(signals, wanted)) is not None:
        return lower
    return near if near is not None else (signals.headings[0] if len(signals.headings) == 1 else None)


def _lower_anchor(signals: Signals, wanted: tuple[str, ...]) -> etree._Element | None:
    """The first lower heading that shows the title, on a page whose h1 names the site or is not there."""
    for heading in signals.lower[:_MAX_LOWER] if len(wanted) > 1 else ():
        if words(text_of(heading, 600)) == wanted:
            return heading
    return None


_MAX_LOWER = 40
_SHOWING = frozenset(("h1", "h2", "h3", "h4", "div", "p", "span", "td"))


def _beside(element: etree._Element, *, backwards: bool) -> Iterator[etree._Element]:
    """The siblings after an element (or before it), then those of its parent and so on, the nearest first."""
    for each in (element, *element.iterancestors()):
        if each.tag == "body":
            return
        yield from each.itersiblings(preceding=backwards)


def _lines(
    elements: Iterable[etree._Element], count: int, *, backwards: bool = False
) -> list[tuple[etree._Element, str]]:
    """The first `count` lines of these elements, each with the block that holds it; prose is left out."""
    found: list[tuple[etree._Element, str]] = []
    steps = _MAX_STEPS
    for element in elements:
        reader = _LineReader(steps, _MAX_STEPS if backwards else count - len(found))
        reader.read(element)
        found += reversed(reader.lines) if backwards else reader.lines
        steps = reader.steps
        if len(found) >= count or steps <= 0:
            break
    return found[:count]


class _LineReader:
    """Reads an element as lines of text: what stands between the beginnings and ends of blocks."""

    def __init__(self, steps: int, count: int) -> None:
        self.steps = steps  # elements that may still be looked at
        self.count = count  # lines that may still be found
        self.lines: list[tuple[etree._Element, str]] = []
        self._parts: list[str] = []

    def read(self, element: etree._Element) -> None:
        if element.tag not in _SILENT:
            self._read(element, element, 0)
            self._end(element)

    def _read(self, element: etree._Element, block: etree._Element, depth: int) -> None:
        parts = self._parts
        if (text := element.text) and (parts or not text.isspace()):
            parts.append(text)
        for child in element:
            tag = child.tag
            if tag not in _SILENT and depth < 100:
                self.steps -= 1
                if self.steps <= 0 or len(self.lines) >= self.count:
                    return
                if tag in GLUED:
                    self._read(child, block, depth + 1)
                elif tag in INLINE:
                    self._parts.append(" ")
                    self._read(child, block, depth + 1)
                    self._parts.append(" ")
                else:
                    self._end(block)
                    self._read(child, child, depth + 1)
                    self._end(child)
            if (text := child.tail) and (parts or not text.isspace()):
                parts.append(text)

    def _end(self, block: etree._Element) -> None:
        if self._parts:
            text = " ".join("".join(self._parts).split())
            self._parts.clear()
            if text and len(text) <= MAX_LINE:
                self.lines.append((block, text))


_SILENT = SILENT | {"form", "nav"}
