"""From the story as the page has it to the story as it is published: one walk, each element by its own handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from lxml import etree

from cleaner.dom import BLOCKS
from cleaner.links import link
from cleaner.sanitize import ID_PREFIX
from cleaner.tidy.links import untracked
from cleaner.tidy.write import Writer

MAX_DEPTH = 120
"""Deeper than this only the text is read: no page that people wrote nests so deep, and Python's stack is finite."""

BLOCK = BLOCKS | {"hr"}
SILENT = frozenset(
    """
    applet area base basefont canvas command datalist frame frameset head input keygen link map meta meter noembed
    noframes option optgroup param progress select slot style svg template textarea title track
    """.split()
)

Handler = Callable[["Walk", etree._Element], object]


class Walk:
    """One story's walk; `run` gives the tidy tree."""

    def __init__(self, handlers: Mapping[str, Handler], base: str, page: str, linked: frozenset[str]) -> None:
        self.write = Writer()
        self.crossed = self.write.seam.crossed
        self.handlers = handlers
        self.base = base  # URL that relative links start from
        self.page = page  # URL of the page, without fragment
        self.linked = linked  # ids that a link in the story points at
        self.pictures: list[str] = []  # keys of those shown so far
        self.depth = 0

    def run(self, story: etree._Element, direction: str) -> etree._Element:
        self.write.direction = direction_of(story, direction)
        self.element(story)
        self.write.end()
        self._settle_anchors()
        return self.write.root

    def element(self, node: etree._Element) -> None:
        if self.linked:
            self._note_ids(node)
        if self.depth > MAX_DEPTH:
            self._text_only(node)
            return
        self.depth += 1
        self.crossed.append((node, True))
        tag = node.tag
        if tag in BLOCK and self.write.locked:
            self.write.end()
            self.children(node)
            self.write.end()
        elif handler := self.handlers.get(tag):
            handler(self, node)
        elif tag in BLOCK or ("-" in tag and any(child.tag in BLOCK for child in node)):
            self.block(node)
        else:
            self.children(node)
        self.crossed.append((node, False))
        self.depth -= 1

    def children(self, node: etree._Element) -> None:
        write, element = self.write.text, self.element
        if node.text:
            write(node.text)
        for child in node:
            element(child)
            if child.tail:
                write(child.tail)

    def block(self, node: etree._Element) -> None:
        """A wrapper: what is in it, in a direction of its own if it has one."""
        own = node.get("dir", "").lower()
        outer = self.write.direction
        if own == "rtl" or (own == "ltr" and outer):  # left to right is so anyway, but in what is not
            self.write.direction = own
        self.write.end()
        self.children(node)
        self.write.end()
        self.write.direction = outer

    def paragraph(self, node: etree._Element) -> None:
        self.write.begin("p", self.language(node))
        self.children(node)
        self.write.end()

    def line(self, node: etree._Element) -> None:
        """A block of text that holds no other: a heading, a term, a summary."""
        self.write.line(node.tag, self.language(node))
        self.children(node)
        self.write.end_line()

    def container(self, node: etree._Element, tag: str, attributes: Mapping[str, str]) -> etree._Element:
        """A block that holds others, as `tag`; what was made of it."""
        self.write.open(tag, attributes)
        self.children(node)
        return self.write.close()

    def place(self, node: etree._Element | None) -> None:
        """Put a finished block (a player, a rule) where blocks may be."""
        if node is not None and not self.write.locked:
            self.write.put(node)

    def address(self, href: str) -> str | None:
        """Where a link leads: `#name` inside the story, else an address of its own; None for no link at all."""
        url = link(self.base, href)
        if "#" in href:
            before, _, name = (url or href).partition("#")
            if before in ("", self.page) and unquote(name) in self.linked:
                return f"#{unquote(name)}"
        return untracked(url) if url else None

    def language(self, node: etree._Element) -> dict[str, str]:
        """The `lang` and `dir` of an element, where it says any that is not so anyway."""
        found = {name: value.strip() for name in ("lang", "dir") if (value := node.get(name))}
        if found.get("dir") == (self.write.direction or "ltr"):
            del found["dir"]
        return found

    def note_anchor(self, node: etree._Element) -> None:
        """The container just opened stands for `node`, which `element` never saw."""
        if self.linked and (name := node.get("id")) in self.linked and name is not None:
            self.write.anchors.setdefault(name, self.write.container)

    def _note_ids(self, node: etree._Element) -> None:
        for name in (node.get("id"), node.get("name") if node.tag == "a" else None):
            if name is not None and name in self.linked and name not in self.write.anchors:
                self.write.anchor(name)

    def _text_only(self, node: etree._Element) -> None:
        for event, part in etree.iterwalk(node, events=("start", "end")):
            if part.tag in BLOCK:
                self.write.end()
            if event == "start" and part.tag not in SILENT:
                self.write.text(part.text or "")
            elif event == "end" and part is not node:
                self.write.text(part.tail or "")

    def _settle_anchors(self) -> None:
        """Give the elements that links point at their ids; links to what is gone lead to the page."""
        for name, target in self.write.anchors.items():
            if target.get("id") is None:
                target.set("id", ID_PREFIX + name.removeprefix(ID_PREFIX))
        for each in self.write.root.iter("a"):
            href = each.get("href", "")
            if href.startswith("#"):
                found = self.write.anchors.get(href[1:])
                each.set("href", f"#{found.get('id')}" if found is not None else f"{self.page}{href}")


def linked_ids(story: etree._Element, page: str) -> frozenset[str]:
    """The ids that links in the story point at, on this same page."""
    names = set()
    for each in story.iter("a"):
        before, mark, name = each.get("href", "").partition("#")
        if mark and name and (not before or before == page or (page.endswith(before) and before.startswith("/"))):
            names.add(unquote(name))
    return frozenset(names)


def direction_of(node: etree._Element, outer: str = "") -> str:
    """The text direction that an element stands in: "rtl", or "" for the usual one; `outer` where nothing says."""
    for each in (node, *node.iterancestors()):
        if (found := each.get("dir", "").lower()) in ("rtl", "ltr"):
            return found if found == "rtl" else ""
    return outer if outer == "rtl" else ""
