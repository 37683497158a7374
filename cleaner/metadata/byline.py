"""The lines that people see around a page's title: where its authors and its date stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from cleaner.metadata.signals import Signals, hints, text_of
from cleaner.metadata.titles import words

MAX_LINE = 160
"""Characters: what is longer is prose."""
_BEFORE, _AFTER = 12, 40  # lines that are looked at on either side of the title
_MAX_STEPS = 600  # elements that are looked at for them

OTHER = re.compile(
    r"comment|related|footer|recommend|latest|trending|popular|carousel|recirc|teaser|promo(?!ted)|disqus|reply|replies"
    r"|read-?more|more-?(?:stories|news|from|articles)|also-?like|(?:^|[\s_-])(?:nav|menu|ad|ads)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of what is about other pages or other people."""


@dataclass(frozen=True, slots=True)
class Line:
    """A short text on the page, and where it stands."""

    element: etree._Element
    text: str
    distance: int  # lines from the title: 1 is the first below it, -1 the last above it
    hints: str  # itemprop, class and id of the element and its parent, in lower case


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The title's element, if it was found, and the lines around it."""

    lines: tuple[Line, ...]  # below the title, nearest first, then above it
    shared: frozenset[etree._Element]  # the title's ancestors

    def is_near(self, element: etree._Element) -> bool:
        """Whether an element stands in one of the first lines below the title or right above it."""
        near = {line.element for line in self.lines if -3 <= line.distance <= 6}
        return element in near or any(each in near for each in islice(element.iterancestors(), 6))

    def is_elsewhere(self, element: etree._Element) -> bool:
        """Whether an element belongs to comments, to teasers of other pages or to the page's furniture.

        What holds the title as well is never elsewhere, whatever its class says.
        """
        each: etree._Element | None = element
        for _ in range(12):
            if each is None or each in self.shared or each.tag == "body":
                return False
            if each.tag == "nav" or (each.tag == "footer" and next(each.iterancestors("article"), None) is None):
                return True
            if OTHER.search(f"{each.get('class', '')} {each.get('id', '')}"):
                return True
            each = each.getparent()
        return False


def surroundings(signals: Signals, title: str) -> Surroundings:
    """The short lines below the title and just above it; from the page's top where the title is not to be seen."""
    anchor = _anchor(signals, title)
    if anchor is None:
        body = signals.root.find("body")
        below = _lines(body.iterchildren()) if body is not None else iter(())
        return Surroundings(tuple(_numbered(below, _AFTER, 1)), frozenset())
    below, above = _lines(_following(anchor)), _lines(_preceding(anchor), backwards=True)
    lines = [*_numbered(below, _AFTER, 1), *_numbered(above, _BEFORE, -1)]
    return Surroundings(tuple(lines), frozenset(anchor.iterancestors()))


def _numbered(found: Iterator[tuple[etree._Element, str]], count: int, step: int) -> Iterator[Line]:
    for place, (element, text) in enumerate(islice(found, count), start=1):
        yield Line(element, text, place * step, hints(element))


def _anchor(signals: Signals, title: str) -> etree._Element | None:
    """The heading that shows the title."""
    wanted = words(title)
    near: etree._Element | None = None
    for heading in [*signals.headings, *signals.hinted]:
        found = words(text_of(heading, 600)) if wanted else ()
        if found and found == wanted:
            return heading
        if near is None and heading.tag == "h1" and len(set(found) & set(wanted)) * 2 > len(wanted):
            near = heading
    return near if near is not None else (signals.headings[0] if len(signals.headings) == 1 else None)


def _following(element: etree._Element) -> Iterator[etree._Element]:
    """What comes after an element, outermost first."""
    each: etree._Element | None = element
    while each is not None and each.tag != "body":
        yield from each.itersiblings()
        each = each.getparent()


def _preceding(element: etree._Element) -> Iterator[etree._Element]:
    each: etree._Element | None = element
    while each is not None and each.tag != "body":
        yield from each.itersiblings(preceding=True)
        each = each.getparent()


_SILENT = frozenset(("script", "style", "template", "noscript", "svg", "iframe", "select", "textarea", "form", "nav"))
_TEXT_BLOCKS = frozenset(("p", "div", "li", "td", "section", "header", "span"))


def _lines(elements: Iterator[etree._Element], *, backwards: bool = False) -> Iterator[tuple[etree._Element, str]]:
    """The outermost elements whose text is a line, in order."""
    stack = [elements]
    for _ in range(_MAX_STEPS):
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            if not stack:
                return
            continue
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            continue
        text = text_of(element, MAX_LINE + 1, prose=False)
        if not text:
            continue
        if len(text) <= MAX_LINE and not _holds_several(element):
            yield element, text
        elif len(stack) < 30:
            own = " ".join((element.text or "").split())
            if 3 <= len(own) <= MAX_LINE and element.tag in _TEXT_BLOCKS:
                yield element, own
            stack.append(element.iterchildren(reversed=backwards))


def _holds_several(element: etree._Element) -> bool:
    """Whether the element is made of several blocks, each a line of its own."""
    return sum(child.tag in ("div", "p", "li", "ul", "h2", "h3", "time", "section", "address") for child in element) > 1
