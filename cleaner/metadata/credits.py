"""Where a page may name its authors: its metadata, what is marked as the author, bylines, a name that stands alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.dom import text_before
from cleaner.metadata.bare_names import find_bare_names
from cleaner.metadata.bylines import find_bylines, find_datelines, is_of_pictures, is_others_work, undated
from cleaner.metadata.jsonld import Graph, Node, rank, types
from cleaner.metadata.names import MAX_NAMES, is_bare_name, is_lead, upright
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import Surroundings
from cleaner.metadata.texts import attribute_text, pieces_of, text_of


class Kind(IntEnum):
    """A kind of place where names stand, the surest first."""

    METADATA = 1
    MARKED = 2  # rel=author, itemprop=author
    BYLINE = 3
    FAR_BYLINE = 4
    CALLED_NEAR = 5  # the class speaks of an author, and it stands by the title
    CALLED = 6
    LINKED = 7  # the text of a link to an author's page
    ALONE = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """What stands in one place that may name the authors."""

    kind: Kind
    where: str  # for people: "meta byl"
    texts: Sequence[str]


def find_claims(signals: Signals, around: Surroundings, sites: Collection[str]) -> Iterator[Claim]:
    """Every place that may name the authors, the surest first; looked for only when it is asked for.

    sites: what the site may be called, as keys of names.
    """
    yield from (Claim(Kind.METADATA, "dateline", [text]) for text in find_datelines(signals, around))
    for node in signals.nodes[:3]:
        yield Claim(Kind.METADATA, "json-ld", _of_node(node, signals.graph))
    for name in _METAS:
        yield Claim(Kind.METADATA, f"meta {name}", _of_meta(name, signals))
    yield Claim(Kind.METADATA, "meta twitter:data", _of_card(signals))
    yield Claim(Kind.MARKED, "rel=author", _linked_as_author(signals, around))
    yield Claim(Kind.MARKED, "itemprop=author", _marked_as_author(signals, around))
    near = [line for line in around.lines if line.is_near and not around.is_elsewhere(line.element)]
    yield from (Claim(Kind.BYLINE, "byline", [text]) for text in find_bylines(near))
    far = [line for line in around.lines if not line.is_near and not around.is_elsewhere(line.element)]
    yield from (Claim(Kind.FAR_BYLINE, "far byline", [text]) for text in find_bylines(far))
    yield from _called_author(signals, around)
    links = (link for line in near if "caption" not in line.hints for link in line.element.iter("a"))
    profiles = [text_of(link, 100) for link in links if _PROFILE.search(link.get("href", "").lower())]
    yield Claim(Kind.LINKED, "link to an author's page", profiles)
    yield Claim(Kind.ALONE, "name by the title", find_bare_names(signals, near, sites))


_PROFILE = re.compile(
    r"/(?:authors?|autor(?:es|en)?|auteurs?|writers?|by|people|profiles?|staff|team|contributors?|journalists?)/"
)

# --- metadata ------------------------------------------------------------------------------------------------------

_METAS = (
    "citation_author parsely-author sailthru.author sailthru.byline_name article:author_name byl byline author authors "
    "article:author og:article:author dc.creator dcterms.creator dc.contributor creator article.author "
    "shareaholic:article_author_name cxenseparse:author rbauthors article_author content_author"
).split()
_CATALOGUES = frozenset(("citation_author", "dc.creator", "dcterms.creator"))  # "Doe, Jane"
_BODIES = frozenset(("Organization", "NewsMediaOrganization", "Corporation"))


def _of_node(node: Node, graph: Graph) -> list[str]:
    """The people that a node of JSON-LD says it is by; of an article that names none, the organisations."""
    said = node.get("author") or node.get("creator")
    found = [*_names_in(said, graph, bodies=False)]
    if not found and rank(node) == 3:
        found = [*_names_in(said, graph, bodies=True)]
    return [attribute_text(name) for name in found]


def _names_in(value: Any, graph: Graph, depth: int = 0, *, bodies: bool) -> Iterator[str]:
    """The names in an author of JSON-LD: a string, a person, a list of them, a reference."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < 4:
        for each in value[:MAX_NAMES]:
            yield from _names_in(each, graph, depth + 1, bodies=bodies)
    elif isinstance(value, dict):
        node = graph.resolve(value)
        if bodies or not types(node) & _BODIES:
            parts = f"{node.get('givenName') or ''} {node.get('familyName') or ''}"
            yield from _names_in(node.get("name") or parts, graph, 4, bodies=bodies)


def _of_meta(name: str, signals: Signals) -> list[str]:
    texts = [text for text in signals.metas.get(name, ()) if not text.startswith(("http", "/", "@"))]
    plain = [attribute_text(text) for text in texts]
    return [upright(text) for text in plain] if name in _CATALOGUES else plain


def _of_card(signals: Signals) -> list[str]:
    """What a Twitter card has in the row that is called "Written by"."""
    rows = [(signals.meta(f"twitter:label{row}"), signals.meta(f"twitter:data{row}")) for row in (1, 2)]
    return [attribute_text(text) for label, text in rows if is_lead(attribute_text(label))]


# --- marks ---------------------------------------------------------------------------------------------------------


def _linked_as_author(signals: Signals, around: Surroundings) -> list[str]:
    links = [each for each in signals.links.get("author", ()) if each.tag == "a" and not _is_logo(each)]
    links = [each for each in links if not around.is_elsewhere(each)][:5]
    return [text_of(each, 200) for each in links if not is_others_work(text_before(each))]


def _is_logo(link: etree._Element) -> bool:
    """Whether a link is the site's name, as themes for blogs of one person have it."""
    return _LOGO.search(link.get("class", "").lower()) is not None


_LOGO = re.compile(r"(?:site|blog)[-_]?(?:title|name|logo)|\blogo\b|\bbrand")


def _marked_as_author(signals: Signals, around: Surroundings) -> list[str]:
    """The first author in microdata and those beside it; further down the page they are the authors of answers."""
    marked = [each for each in signals.props if "author" in each.get("itemprop", "").lower().split()][:5]
    beside = [each for each in marked if _item_of(each) is _item_of(marked[0])]
    return [_value_of(each) for each in beside if not around.is_elsewhere(each)]


def _item_of(element: etree._Element) -> etree._Element | None:
    """The microdata item that a property belongs to; its parent, where the page marks none."""
    items = (each for each in element.iterancestors() if each.get("itemscope") is not None)
    return next(items, element.getparent())


def _value_of(element: etree._Element) -> str:
    inner = next((each for each in element.iterdescendants() if each.get("itemprop") == "name"), element)
    return inner.get("content") or text_of(inner, 200)


def _called_author(signals: Signals, around: Surroundings) -> Iterator[Claim]:
    """What is called an author by its class: by the title first, and of those what is nothing but a name."""
    called = [each for each in signals.called_author[:60] if not around.is_elsewhere(each)]
    called = [each for each in called if not is_of_pictures(each.get("class", ""))]
    texts = [(each, text_of(each, 81, prose=False)) for each in called]
    told = [(each, undated(text)) for each, text in texts if 2 < len(text) <= 80]
    told.sort(key=lambda each: (around.is_near(each[0]), is_bare_name(each[1])), reverse=True)
    for element, text in told:
        alike = [other for one, other in told if _is_alike(one, element)]
        name = _first_line(element, text)
        names = alike if name == text and all(map(is_bare_name, alike)) else [name]
        if around.is_near(element) or any(map(around.is_near, islice(element.iterdescendants("div", "p", "span"), 6))):
            yield Claim(Kind.CALLED_NEAR, "called author by the title", names)
        else:
            yield Claim(Kind.CALLED, "called author", names)


def _is_alike(one: etree._Element, other: etree._Element) -> bool:
    """Whether two elements stand side by side and are of one sort."""
    return one.getparent() is other.getparent() and one.tag == other.tag and one.get("class") == other.get("class")


def _first_line(element: etree._Element, text: str) -> str:
    """The name that stands alone in the first line of a box: below it is where its bearer works."""
    lines = pieces_of(element) if any(child.tag in ("div", "p", "li") for child in element) else []
    return lines[0] if len(lines) > 1 and is_bare_name(lines[0]) else text
