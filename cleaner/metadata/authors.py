"""Who wrote a page: people's names, from its metadata or its byline; never a handle, an address, a job or the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from cleaner.metadata.byline import Surroundings
from cleaner.metadata.byline_words import ADJECTIVES, CONJUNCTIONS, LEADS, ROLES, TAILS, alternatives
from cleaner.metadata.dates import find_dates
from cleaner.metadata.jsonld import Graph, Node, types
from cleaner.metadata.signals import Signals, hints, text_of

MAX_AUTHORS = 20
_META_NAMES = (
    "citation_author parsely-author sailthru.author sailthru.byline_name article:author_name byl byline author authors "
    "article:author og:article:author dc.creator dcterms.creator dc.contributor creator article.author "
    "shareaholic:article_author_name cxenseparse:author rbauthors article_author"
).split()

_LEAD = re.compile(rf"^\W*(?:{alternatives(LEADS)})(?!\w)\s*[:：／|]?\s*", re.IGNORECASE)
_TAIL = re.compile(
    rf"\s*(?:[|•·●▪★»(\[<]|\s[-–—/]\s|\s[-–—]$|https?:|\bwww\.|,?\s+(?:{alternatives(TAILS)})\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = re.compile(rf"^(?:(?:{alternatives(ADJECTIVES)})\s+){{0,3}}(?:{alternatives(ROLES)})s?$", re.IGNORECASE)
_SPLIT = re.compile(rf"\s*(?:[;、，/]|\s&\s|,?\s(?:{alternatives(CONJUNCTIONS)})\s)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|\bhttps?:\S+|\bwww\.\S+|(?<!\w)@\w+")
_MAX_NAME = 60


def choose_authors(
    signals: Signals, nodes: list[Node], around: Surroundings, site_names: Iterable[str]
) -> tuple[tuple[str, ...], str]:
    """The authors' names and where they were found; of the sources the first that has names.

    A source that names the same people and more wins over one that names fewer.
    """
    sites = frozenset(_key(name) for name in site_names) - {""}
    found: list[tuple[tuple[str, ...], str]] = []
    for where, texts in _sources(signals, nodes, around):
        names = clean_names(texts, sites)
        if names:
            found.append((names, where))
    if not found:
        return (), ""
    best = found[0]
    for names, where in found[1:]:
        if len(names) > len(best[0]) and {_key(name) for name in best[0]} < {_key(name) for name in names}:
            best = names, where
    return best


def clean_names(texts: Iterable[str], sites: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The people's names in texts such as "By Jane Doe and John Roe, Staff Writers", each once, in order."""
    names: dict[str, str] = {}
    for text in texts:
        for part in _parts(text):
            name = _name(part)
            if name and _key(name) not in sites and not _ROLE.match(name):
                names.setdefault(_key(name), name)
    return tuple(names.values())[:MAX_AUTHORS]


def _parts(text: str) -> Iterator[str]:
    """A byline, split into what may be names."""
    text = " ".join(_ADDRESS.sub(" ", text[:400]).split())
    text = re.sub(r"\([^)]{0,80}\)", " ", text)
    while (lead := _LEAD.match(text)) and lead.end():
        text = text[lead.end() :]
    for piece in _SPLIT.split(text):
        first, *others = [each.strip() for each in piece.split(",")]
        if len(others) == 1 and _is_inverted(first, others[0]):
            yield f"{others[0]} {first}"
            continue
        yield first
        for each in others:
            if not _is_full_name(each):
                break  # a degree, a job, an employer: what follows is no name either
            yield each


def _is_inverted(first: str, second: str) -> bool:
    """Whether "Doe, Jane" and not "Jane Doe, Reuters"."""
    return first.istitle() and second.istitle() and " " not in first and len(second.split()) <= 2


def _is_full_name(text: str) -> bool:
    """Whether a text can only be a name: two to four words with capitals, and none that jobs are made of."""
    parts = text.split()
    return (
        2 <= len(parts) <= 4
        and all(part[0].isupper() or part in _PARTICLES for part in parts)
        and not _JOB.search(text)
    )


def _name(part: str) -> str:
    """One name without what is around it; "" where it is none."""
    while (lead := _LEAD.match(part)) and lead.end():
        part = part[lead.end() :]
    name = _TAIL.sub("", part).strip(" \t\"'“”„«».,;:|-–—*·•#+=_")
    words = name.split()
    if not 2 <= len(name) <= _MAX_NAME or len(words) > 6 or any(ch.isdigit() for ch in name) or not _is_wordy(name):
        return ""
    return name


def _is_wordy(name: str) -> bool:
    """Whether a name is made of letters, and written as one: no sentence has so many capitals."""
    letters = [ch for ch in name if ch.isalpha()]
    if len(letters) < 2 or any(ch in name for ch in "{}[]<>=$%^\\|~?!/:"):
        return False
    words = [word for word in name.split() if word[0].isalpha()]
    small = [word for word in words if word[0].islower() and len(word) > 3 and word.lower() not in _PARTICLES]
    return len(words) == 1 or len(small) == 0 or len(small) == len(words) == 2


_JOB = re.compile(rf"(?<!\w)(?:{alternatives(ROLES)})s?(?!\w)|(?<!\w)[A-Z]{{2,}}(?!\w)|®|™", re.IGNORECASE)
_PARTICLES = frozenset("von van der den de di da dos del della dela la le bin bint binti al el ter zu".split())


def _key(name: str) -> str:
    return "".join(ch for ch in name.casefold() if ch.isalnum())


def _sources(signals: Signals, nodes: list[Node], around: Surroundings) -> Iterator[tuple[str, list[str]]]:
    """(where, texts) of every place that may name the authors, the best first."""
    for node in nodes[:3]:
        yield "json-ld", [*_people(node.get("author") or node.get("creator"), signals.graph)]
    for name in _META_NAMES:
        yield f"meta {name}", [text for text in signals.metas.get(name, ()) if not text.startswith(("http", "/", "@"))]
    yield from _visible(signals, around)


def _people(value: Any, graph: Graph, depth: int = 0) -> Iterator[str]:
    """The names in a JSON-LD author: a string, a person, a list of them, a reference; organisations left out."""
    if isinstance(value, list):
        for each in value[:MAX_AUTHORS]:
            if depth < 4:
                yield from _people(each, graph, depth + 1)
    elif isinstance(value, dict):
        node = graph.resolve(value)
        if not types(node) & {"Organization", "NewsMediaOrganization", "Corporation"}:
            name = node.get("name")
            if not name and (node.get("givenName") or node.get("familyName")):
                name = f"{node.get('givenName') or ''} {node.get('familyName') or ''}"
            yield from _people(name, graph, 4)
    elif isinstance(value, str):
        yield value


def _visible(signals: Signals, around: Surroundings) -> Iterator[tuple[str, list[str]]]:
    """What people see: links and microdata that are marked as the author, then lines that begin like a byline."""
    linked = [each for each in signals.links.get("author", ()) if each.tag == "a" and not around.is_elsewhere(each)]
    yield "rel=author", [text_of(each, 200) for each in linked[:5]]
    marked = [each for each in signals.hinted if "author" in (each.get("itemprop") or "").lower().split()]
    yield "itemprop=author", [_prop_name(each) for each in marked[:5] if not around.is_elsewhere(each)]
    for line in around.lines:
        if _LEAD.match(line.text) and len(line.text) <= 120:
            yield "byline", [_undated(line.text)]
    for element in signals.hinted:
        if _CALLED_AUTHOR.search(hints(element)) and not around.is_elsewhere(element):
            text = text_of(element, 121, prose=False)
            if 2 < len(text) <= 80:
                yield "called author", [_undated(text)]


_CALLED_AUTHOR = re.compile(r"author|byline|writer", re.IGNORECASE)


def _prop_name(element: etree._Element) -> str:
    if element.get("content"):
        return element.get("content") or ""
    inner = next((each for each in element.iterdescendants() if each.get("itemprop") == "name"), element)
    return inner.get("content") or text_of(inner, 200)


def _undated(text: str) -> str:
    """A byline up to its date: "By Jane Doe March 5, 2024" → "By Jane Doe"."""
    found = find_dates(text, limit=1)
    return found[0].label if found else text
