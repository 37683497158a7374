"""What of a page speaks about the page: gathered in one pass, judged elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from cleaner.dom import base_of
from cleaner.metadata.files import RECORDING
from cleaner.metadata.jsonld import Graph, Node, main_nodes, rank, read_graph
from cleaner.metadata.texts import MAX_VALUE, text_of

MAX_ELEMENTS = 300
"""Of one sort."""
MAX_ANCHORS = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """The page's own words about itself, by where they stand; elements in document order."""

    root: etree._Element
    url: str
    base: str  # what relative links start from
    metas: Mapping[str, Sequence[str]]  # property, name, itemprop or http-equiv in lower case → contents, none empty
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
    graph: Graph  # all of the JSON-LD
    nodes: Sequence[Node]  # those that describe the page's own article, the fittest first

    def meta(self, *names: str) -> str:
        """The first content, of the names in this order; "" where there is none."""
        return next(iter(self.all_meta(*names)), "")

    def all_meta(self, *names: str) -> list[str]:
        """Every content, of the names in this order."""
        return [value for name in names for value in self.metas.get(name, ())]

    @property
    def is_article(self) -> bool:
        """Whether the page says that it is an article."""
        return any(rank(node) == 3 for node in self.nodes) or self.meta("og:type").lower() == "article"


def gather(root: etree._Element, url: str = "", *, json_ld: bool = True) -> Signals:
    """Walk the page at `url` once for what `Signals` names; json_ld: whether its JSON-LD is to be believed."""
    found = _Found()
    readers, called, targets_of = _READERS, found.called, found.targets_of
    for element in root.iter("*"):
        if reader := readers.get(element.tag):
            reader(found, element)
        # Keys as bytes: text would be encoded anew at each element, a tenth of the walk.
        if (mark := element.get(b"data-testid")) and _TEST_ID.search(mark[:MAX_VALUE].lower()):
            found.sorts["author"].append(element)  # where classes are but numbers
        if name := element.get(b"class"):
            targets = called.get(name)
            for each in targets_of(name) if targets is None else targets:
                each.append(element)
        if element.get(b"itemprop") and element.tag != "meta":
            found.sorts["prop"].append(element)
    sorts = defaultdict(list, {sort: elements[:MAX_ELEMENTS] for sort, elements in found.sorts.items()})
    graph = read_graph(found.scripts) if json_ld else Graph()
    called_title = next(iter(found.metas.get("og:title", ())), found.title)
    return Signals(
        root=root,
        url=url,
        base=base_of(sorts["base"], url),
        metas=found.metas,
        links=found.links,
        title=found.title,
        headings=sorts["h1"],
        lower=sorts["lower"],
        times=sorts["time"],
        props=sorts["prop"],
        called_author=sorts["author"],
        called_date=sorts["date"],
        called_title=sorts["title"],
        media=sorts["medium"],
        tracks=sorts["track"],
        anchors=found.anchors[:MAX_ANCHORS],
        graph=graph,
        nodes=main_nodes(graph, called_title, url),
    )


# On names in lower case: six times as fast as patterns that ignore the case.
_SORT_CALLED = {
    "author": re.compile(
        r"author|byline|writer|autor|auteur|reporter|contributor|journalist|yazar|muhabir|szerzo|verfasser|forfatter|"
        r"skribent|kirjoittaja|toimittaja|penulis|periodista"
    ),
    "date": re.compile(
        r"date|publish|posted|time|updated|modified|created|fecha|datum|tarih|tanggal|entry-meta|post-meta"
    ),
    "title": re.compile(r"title|headline"),
}
_CALLED = re.compile("|".join(pattern.pattern for pattern in _SORT_CALLED.values()))
"""Any of them: most classes have none."""
_MISLEADING = re.compile("accessdate|timeline|authori[sz]|authority")
_TEST_ID = re.compile(r"(?<![a-z])(?:author|byline|contributor|journalist|writer)s?(?![a-z])")


class _Found:
    """What the walk has met so far; one method for each element that it stops at."""

    def __init__(self) -> None:
        self.metas: dict[str, list[str]] = defaultdict(list)
        self.links: dict[str, list[etree._Element]] = defaultdict(list)
        self.sorts: dict[str, list[etree._Element]] = defaultdict(list)
        self.called: dict[str, list[list[etree._Element]]] = {}  # class → the sorts that its elements are of
        self.anchors: list[etree._Element] = []
        self.scripts: list[str] = []
        self.title = ""

    def targets_of(self, name: str) -> list[list[etree._Element]]:
        """The lists that elements of this class go to."""
        lowered = name[:MAX_VALUE].lower()
        targets = self.called[name] = []
        if _CALLED.search(lowered):
            lowered = _MISLEADING.sub("", lowered)
            targets += [self.sorts[sort] for sort, pattern in _SORT_CALLED.items() if pattern.search(lowered)]
        return targets

    def by_tag(self, element: etree._Element) -> None:
        self.sorts[_SORT_OF_TAG[element.tag]].append(element)

    def meta(self, element: etree._Element) -> None:
        if not (content := element.get("content", "")[:MAX_VALUE].strip()):
            return
        for key in _META_NAMES:
            for name in element.get(key, "").lower().split():
                if len(values := self.metas[name]) < MAX_ELEMENTS:
                    values.append(content)

    def link(self, element: etree._Element) -> None:
        for rel in element.get("rel", "").lower().split():
            self.links[rel].append(element)

    def anchor(self, element: etree._Element) -> None:
        if element.get("rel"):
            self.link(element)
        if href := element.get("href"):
            self.anchors.append(element)
            if RECORDING.search(href.lower()):
                self.sorts["medium"].append(element)

    def script(self, element: etree._Element) -> None:
        if "ld+json" in element.get("type", "").lower() and element.text:
            self.scripts.append(element.text)

    def document_title(self, element: etree._Element) -> None:
        if not self.title and next(element.iterancestors("svg"), None) is None:
            self.title = text_of(element)


_META_NAMES = ("property", "name", "itemprop", "http-equiv")
"""Attributes that name what a meta says; each may be a list of names, as RDFa's `property` is."""
_SORT_OF_TAG = {
    **{tag: tag for tag in ("base", "h1", "time", "track")},
    **dict.fromkeys(("h2", "h3", "h4"), "lower"),
    **dict.fromkeys(("audio", "video", "source"), "medium"),
}
_READERS = {
    **dict.fromkeys(_SORT_OF_TAG, _Found.by_tag),
    "meta": _Found.meta,
    "link": _Found.link,
    "a": _Found.anchor,
    "script": _Found.script,
    "title": _Found.document_title,
}
