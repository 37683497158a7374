"""What of a page speaks about the page: gathered in one pass, judged elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from cleaner.metadata.jsonld import Graph, read_graph
from cleaner.sanitize import one_line, plain_text

MAX_VALUE = 2_000
"""Characters of one value; a title of five megabytes is none."""
MAX_ELEMENTS = 300
"""Of one sort."""
MAX_ANCHORS = 3_000

MEDIA_LINK = re.compile(r"\.(?:mp3|m4a|m4b|ogg|oga|opus|wav|flac|aac|mp4|m4v|webm)(?:$|[?#])")
"""Of addresses in lower case; patterns that ignore the case take three times as long, and a page has many links."""
_SILENT = frozenset(("script", "style", "template", "noscript", "svg", "iframe", "select", "textarea"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """The page's own words about itself, by where they stand; elements in document order."""

    root: etree._Element
    metas: Mapping[str, Sequence[str]]  # property, name or itemprop in lower case → contents
    bases: Sequence[etree._Element]  # base
    links: Mapping[str, Sequence[etree._Element]]  # rel in lower case → link and a elements
    title: str
    headings: Sequence[etree._Element]  # h1
    lower: Sequence[etree._Element]  # h2 to h4
    times: Sequence[etree._Element]  # time
    props: Sequence[etree._Element]  # with an itemprop, but meta
    called_author: Sequence[etree._Element]  # whose class speaks of an author
    called_date: Sequence[etree._Element]
    called_title: Sequence[etree._Element]
    media: Sequence[etree._Element]  # audio, video, source, and links to media files
    tracks: Sequence[etree._Element]  # track
    anchors: Sequence[etree._Element]  # a with an address
    graph: Graph

    def meta(self, *names: str) -> str:
        """The first content that is not empty, of the names in this order."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    def all_meta(self, *names: str) -> list[str]:
        """Every content that is not empty, of the names in this order."""
        return [value for name in names for value in self.metas.get(name, ()) if value]


def gather(root: etree._Element) -> Signals:
    """Walk the page once for what `Signals` names."""
    found = _Found()
    readers, called = _READERS, found.called
    for element in root.iter("*"):
        if reader := readers.get(element.tag):
            reader(found, element)
        # Keys as bytes: text would be encoded anew at each element, a tenth of the walk.
        if (mark := element.get(b"data-testid")) and _TEST_ID.search(mark[:MAX_VALUE].lower()):
            found.authors.append(element)  # where classes are but numbers
        if name := element.get(b"class"):
            targets = called.get(name)
            for each in found.targets(name) if targets is None else targets:
                each.append(element)
        if element.get(b"itemprop") and element.tag != "meta":
            found.props.append(element)
    return Signals(
        root=root,
        metas=found.metas,
        bases=found.bases[:MAX_ELEMENTS],
        links=found.links,
        title=found.title,
        headings=found.headings[:MAX_ELEMENTS],
        lower=found.lower[:MAX_ELEMENTS],
        times=found.times[:MAX_ELEMENTS],
        props=found.props[:MAX_ELEMENTS],
        called_author=found.authors[:MAX_ELEMENTS],
        called_date=found.dates[:MAX_ELEMENTS],
        called_title=found.titles[:MAX_ELEMENTS],
        media=found.media[:MAX_ELEMENTS],
        tracks=found.tracks[:MAX_ELEMENTS],
        anchors=found.anchors[:MAX_ANCHORS],
        graph=read_graph(found.scripts),
    )


# On names in lower case: six times as fast as patterns that ignore the case.
_CALLED = re.compile(
    r"author|byline|writer|autor|auteur|reporter|contributor|journalist|date|publish|posted|time|modified|created|fecha|datum|-meta"
    r"|title|headline|yazar|muhabir|szerzo|verfasser|forfatter|skribent|kirjoittaja|toimittaja|penulis|periodista|tarih|tanggal"
)
_AUTHOR = re.compile(
    r"author|byline|writer|autor|auteur|reporter|contributor|journalist|yazar|muhabir|szerzo|verfasser|forfatter|skribent|"
    r"kirjoittaja|toimittaja|penulis|periodista"
)
_TEST_ID = re.compile(r"(?<![a-z])(?:author|byline|contributor|journalist|writer)s?(?![a-z])")
_DATE = re.compile(
    r"(?<!access)date|publish|posted|time(?!line)|updated|modified|created|fecha|datum|tarih|tanggal|entry-meta|post-meta"
)
_TITLE = re.compile(r"title|headline")


class _Found:
    """What the walk has met so far; one method for each element that it stops at."""

    def __init__(self) -> None:
        self.metas: dict[str, list[str]] = defaultdict(list)
        self.bases: list[etree._Element] = []
        self.links: dict[str, list[etree._Element]] = defaultdict(list)
        self.headings: list[etree._Element] = []
        self.lower: list[etree._Element] = []
        self.times: list[etree._Element] = []
        self.media: list[etree._Element] = []
        self.tracks: list[etree._Element] = []
        self.anchors: list[etree._Element] = []
        self.props: list[etree._Element] = []
        self.authors: list[etree._Element] = []
        self.dates: list[etree._Element] = []
        self.titles: list[etree._Element] = []
        self.called: dict[str, tuple[list[etree._Element], ...]] = {}
        self.scripts: list[str] = []
        self.title = ""

    def targets(self, name: str) -> tuple[list[etree._Element], ...]:
        """The lists that elements of this class go to."""
        name_of = name[:MAX_VALUE].lower()
        if _CALLED.search(name_of):
            kinds = ((_AUTHOR, self.authors), (_DATE, self.dates), (_TITLE, self.titles))
            self.called[name] = tuple(target for pattern, target in kinds if pattern.search(name_of))
        else:
            self.called[name] = ()
        return self.called[name]

    def meta(self, element: etree._Element) -> None:
        content = element.get("content")
        if not content:
            return
        content = content[:MAX_VALUE].strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            # an RDFa property may be a list of several
            for name in (element.get(key) or "").lower().split():
                if len(values := self.metas[name]) < MAX_ELEMENTS:
                    values.append(content)

    def link(self, element: etree._Element) -> None:
        for rel in (element.get("rel") or "").lower().split():
            self.links[rel].append(element)

    def base(self, element: etree._Element) -> None:
        self.bases.append(element)

    def anchor(self, element: etree._Element) -> None:
        if element.get("rel"):
            self.link(element)
        if href := element.get("href"):
            self.anchors.append(element)
            if MEDIA_LINK.search(href.lower()):
                self.media.append(element)

    def heading(self, element: etree._Element) -> None:
        self.headings.append(element)

    def lower_heading(self, element: etree._Element) -> None:
        self.lower.append(element)

    def time(self, element: etree._Element) -> None:
        self.times.append(element)

    def medium(self, element: etree._Element) -> None:
        self.media.append(element)

    def track(self, element: etree._Element) -> None:
        self.tracks.append(element)

    def script(self, element: etree._Element) -> None:
        if "ld+json" in (element.get("type") or "").lower() and element.text:
            self.scripts.append(element.text)

    def document_title(self, element: etree._Element) -> None:
        if not self.title and next(element.iterancestors("svg"), None) is None:
            self.title = text_of(element)


_READERS = {
    "meta": _Found.meta,
    "base": _Found.base,
    "link": _Found.link,
    "a": _Found.anchor,
    "h1": _Found.heading,
    "h2": _Found.lower_heading,
    "h3": _Found.lower_heading,
    "h4": _Found.lower_heading,
    "time": _Found.time,
    "audio": _Found.medium,
    "video": _Found.medium,
    "source": _Found.medium,
    "track": _Found.track,
    "script": _Found.script,
    "title": _Found.document_title,
}


def hints(element: etree._Element) -> str:
    """What the page's author called the element and its parent: itemprop, rel, class and id, in lower case."""
    parent = element.getparent()
    names = [each.get(key) for each in (element, parent) if each is not None for key in _NAMES]
    return " ".join(name for name in names if name).lower()


_NAMES = ("itemprop", "rel", "class", "id")


GLUED = frozenset("b bdi bdo em font i mark s small strong sub sup u wbr".split())
INLINE = GLUED | frozenset("a abbr cite code kbd q span time".split())


def attribute_text(value: str) -> str:
    """An attribute's or JSON-LD's value as one line of text: many sites escape it once more than they should."""
    return plain_text(value) if _ESCAPED.search(value) else one_line(value)


_ESCAPED = re.compile(
    r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});|</?(?:b|i|em|strong|span|br|p|a|sup|sub)[\s>/]", re.IGNORECASE
)


def text_of(element: etree._Element, limit: int = MAX_VALUE, *, prose: bool = True) -> str:
    """The text of an element that people see, white space collapsed; at most `limit` characters.

    prose: whether spans and links run on in a word ("<span>O</span>nce"), or stand apart as they do in bylines.
    """
    parts: list[str] = []
    _collect(element, parts, 2 * limit, 0, INLINE if prose else GLUED)
    return " ".join("".join(parts).split())[:limit]


def pieces_of(element: etree._Element) -> list[str]:
    """The texts of an element as its children divide it; what is only set in bold or italics divides nothing."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
    pieces = [element.text or ""]
    for child in element:
        text = text_of(child) if isinstance(child.tag, str) and child.tag not in _SILENT else ""
        if child.tag in GLUED:
            pieces[-1] += text + (child.tail or "")
        else:
            pieces += [text, child.tail or ""]
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _collect(element: etree._Element, parts: list[str], room: int, depth: int, glued: frozenset[str]) -> int:
    """Add the element's texts to `parts`; gives back how many characters there is still room for."""
    if element.text:
        parts.append(element.text)
        room -= len(element.text.strip())
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in _SILENT and depth < 100:
            # words in neighbouring blocks and cells do not touch on the screen
            apart = "" if tag in glued else " "
            parts.append(apart)
            room = _collect(child, parts, room, depth + 1, glued)
            parts.append(apart)
        if child.tail:
            parts.append(child.tail)
            room -= len(child.tail.strip())
        if room < 0:
            break
    return room
