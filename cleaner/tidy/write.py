"""A writer of clean structure: paragraphs, lists and tables that are never empty, never wrapped for nothing.

It is told of blocks, inline marks and text as they come, and opens elements only when there is something to put into
them. So `<div><div><b> </b></div></div>` writes nothing, and a mark that spans blocks is opened anew in each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from cleaner.dom import text_in
from cleaner.surgery import unlink
from cleaner.tidy.seams import Seam

_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad \xa0\u3000\n"  # editors leave joiners of nothing in their empty lines
_BLANK = " \t\n\r\f"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_NO_ATTRIBUTES: Mapping[str, str] = {}

# Containers that hold text as it is as long as it is the only thing in them.
_TIGHT = frozenset({"li", "dd", "td", "th", "figcaption"})
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol", "dl"})
_EMPHASIS = frozenset({"b", "strong", "em", "i", "u", "s"})


class Writer:
    """Builds the tidy tree under `root`, a `div`."""

    def __init__(self) -> None:
        self.root = etree.Element("div")
        self.direction = ""  # of what is written next: "rtl", "ltr", or "" where the page does not say
        self.anchors: dict[str, etree._Element] = {}  # id of the page → the element that now stands for it
        self._flow = [self.root]
        self._leaf: etree._Element | None = None
        self._marks: list[tuple[str, Mapping[str, str]]] = []
        self._opened: list[etree._Element] = []  # elements of the first marks, open in the leaf
        self._last: etree._Element | None = None  # the cursor's last child: text goes into its tail
        self._buffer: list[str] = []
        self._space = False
        self._breaks = 0
        self.seam = Seam()
        self._ink = False
        self._raw = False
        self.locked = False
        self._waiting: list[str] = []  # ids that the next element takes

    # -- where we are

    @property
    def container(self) -> etree._Element:
        """The innermost open block container."""
        return self._flow[-1]

    def is_in(self, tag: str) -> bool:
        """Whether a container of this tag is open."""
        return any(node.tag == tag for node in self._flow)

    @property
    def leaf(self) -> etree._Element | None:
        """The text block that is open, None between blocks."""
        return self._leaf

    @property
    def is_blank(self) -> bool:
        """Whether the open text block has nothing in it yet."""
        return self._leaf is None or not (self._ink or len(self._leaf))

    @property
    def is_wordless(self) -> bool:
        """Whether no text block is open, or one that has pictures in it and no words, and no mark is."""
        leaf = self._leaf
        if leaf is None:
            return True
        return not self._marks and leaf.tag == "p" and not self.has_words and leaf.find(".//img") is not None

    @property
    def has_words(self) -> bool:
        """Whether the open text block says anything so far."""
        return self._leaf is not None and (any(map(str.strip, self._buffer)) or bool(text_in(self._leaf).strip()))

    def has_mark(self, tag: str) -> bool:
        return any(mark[0] == tag for mark in self._marks)

    @property
    def link(self) -> str:
        """Where the link that is open leads; empty when none is."""
        return next((attributes["href"] for tag, attributes in self._marks if tag == "a"), "")

    # -- blocks

    def open(self, tag: str, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> etree._Element:
        """Open a block container (a list, an item, a quote, a figure)."""
        self.end()
        node = etree.SubElement(self._flow[-1], tag, dict(attributes))
        self._born(node)
        self._flow.append(node)
        return node

    def close(self) -> etree._Element:
        """Close the innermost container; one that holds nothing goes, one paragraph in it is unwrapped."""
        self.end()
        node = self._flow.pop()
        if node.tag in _TIGHT:
            _unwrap_paragraph(node)
        if node.tag not in _CELLS and len(node) == 0 and not (node.text or "").strip():
            self._discard(node)
        return node

    def enter(self, node: etree._Element) -> None:
        """Go back into a container that was closed."""
        self.end()
        self._flow.append(node)

    def leave(self) -> None:
        """Leave it again, as it is."""
        self.end()
        self._flow.pop()

    def begin(self, tag: str, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> None:
        """Begin a text block (a paragraph, a heading)."""
        self.end()
        self._leaf = etree.SubElement(self._flow[-1], tag, dict(attributes))
        self._born(self._leaf)
        self._raw = tag == "pre"

    def end(self) -> None:
        """End the open text block, if there is one; one without ink goes."""
        self._space, self._breaks = self.locked, 0
        self.seam.begin()
        leaf = self._leaf
        if leaf is None or self.locked:
            return
        self._flush()
        self._opened.clear()
        self._leaf, self._last = None, None
        if not self._ink and not len(leaf) and leaf is not self._flow[-1]:
            self._discard(leaf)
        self._ink = self._raw = False

    def line(self, tag: str, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> None:
        """Begin a text block that holds no other (a heading, a term): until `end_line`, `end` only makes a space."""
        self.begin(tag, attributes)
        self.locked = True

    def end_line(self) -> None:
        self.locked = False
        self.end()

    def put(self, node: etree._Element) -> None:
        """Place a finished block."""
        self.end()
        self._flow[-1].append(node)
        self._born(node)

    # -- what is in them

    def mark(self, tag: str, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> None:
        """From here on text is marked (emphasis, link) until `unmark`."""
        self._marks.append((tag, attributes))

    def unmark(self) -> None:
        self._marks.pop()
        if len(self._opened) > len(self._marks):
            self._flush()
            self._last = self._opened.pop()

    def text(self, text: str) -> None:
        """Write text; white space is collapsed except in `pre`."""
        if self._raw:
            self._write(text)
            return
        line = " ".join(text.split()) if text.isascii() else _collapsed(text)
        if self.is_blank or self._breaks > 1:
            line = line.lstrip("\xa0\u3000 ")  # no-break and ideographic spaces that were to indent a line
        elif self._breaks and not line.strip(_UNSEEN):
            line = ""  # an empty line between two
        if line:
            if text[0] in _BLANK or self.seam.parts(line, (tag for tag, _ in self._marks)):
                self._space = True
            self._write(line)
            self._space = text[-1] in _BLANK
            self.seam.take(line)
        elif text:
            self._space = True

    def br(self) -> None:
        """A line break; two in a row end the paragraph."""
        if self._raw:
            self._write("\n")
        elif not self.is_blank:
            self._breaks += 1
            self._space = False

    def inline(self, node: etree._Element) -> None:
        """Place a finished inline element (an image, a formula)."""
        alone = self._leaf is None and self._flow[-1].tag == "figure"
        if alone:
            self._leaf = self._flow[-1]
        cursor = self._cursor()
        self._flush()
        node.tail = None
        cursor.append(node)
        self._last = node
        self.seam.begin()
        self._ink = True
        if alone:
            self.end()

    def anchor(self, name: str) -> None:
        """What comes next is what `#name` leads to."""
        self._waiting.append(name)

    # -- inside

    def _write(self, text: str) -> None:
        ink = self._ink or not (text.isspace() or not text.strip(_UNSEEN))
        if not ink and self._leaf is None:
            return
        self._cursor()
        self._buffer.append(text)
        self._ink = ink

    def _cursor(self) -> etree._Element:
        """The element that takes what comes next; pending breaks and marks are written first."""
        if self._breaks > 1 and self._leaf is not None and self._leaf.tag == "p":
            self.end()
        if self._leaf is None:
            self._imply()
        assert self._leaf is not None
        cursor = self._opened[-1] if self._opened else self._leaf
        for _ in range(min(self._breaks, 2)):
            self._flush()
            self._last = etree.SubElement(cursor, "br")
        if self._space and not self._breaks and not self.is_blank:
            self._buffer.append(" ")
        self._space, self._breaks = False, 0
        for tag, attributes in self._marks[len(self._opened) :]:
            self._flush()
            last = self._closed_here(tag)
            cursor = etree.SubElement(cursor, tag, dict(attributes)) if last is None else last
            self._last = cursor[-1] if len(cursor) else None
            self._born(cursor)
            self._opened.append(cursor)
        return cursor

    def _closed_here(self, tag: str) -> etree._Element | None:
        """The mark that was closed right here, where another of its kind is to be opened."""
        last = self._last
        return last if last is not None and last.tag == tag and tag in _EMPHASIS and not last.tail else None

    def _imply(self) -> None:
        """Open the paragraph that text without one belongs to."""
        top = self._flow[-1]
        if top.tag in _TIGHT and not len(top) and not top.text:
            self._leaf = top
        else:
            self._leaf = etree.SubElement(top, "p")
            self._born(self._leaf)

    def _flush(self) -> None:
        if not self._buffer:
            return
        text = "".join(self._buffer)
        self._buffer.clear()
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        else:
            cursor = self._opened[-1] if self._opened else self._leaf
            assert cursor is not None
            cursor.text = (cursor.text or "") + text

    def _born(self, node: etree._Element) -> None:
        if self._waiting:
            self.anchors.update(dict.fromkeys(self._waiting, node))
            self._waiting.clear()
        if self.direction and "dir" not in node.attrib and node.getparent() is self.root:
            node.set("dir", self.direction)

    def _discard(self, node: etree._Element) -> None:
        """Take back an element that came to nothing; what led to it leads to the next one."""
        unlink(node)
        if self.anchors:
            lost = [name for name, target in self.anchors.items() if target is node]
            for name in lost:
                del self.anchors[name]
            self._waiting += lost


def _collapsed(text: str) -> str:
    """`text` with white space collapsed, but for the kinds beyond ASCII (no-break, ideographic)."""
    text = text.strip(_BLANK)
    return _SPACES.sub(" ", text) if "  " in text or any(blank in text for blank in "\n\t\r\f") else text


def _unwrap_paragraph(node: etree._Element) -> None:
    """`<li><p>text</p></li>` says no more than `<li>text</li>`; so too before a nested list."""
    if not len(node) or node.text or node[0].tag != "p" or node[0].attrib:
        return
    if any(child.tag not in _LISTS for child in node[0].itersiblings()):
        return
    paragraph = node[0]
    node.text = paragraph.text
    for place, child in enumerate(list(paragraph)):
        node.insert(place, child)
    node.remove(paragraph)
