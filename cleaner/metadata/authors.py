"""Who wrote a page: people's names, from its metadata or its byline; never a handle, an address, a job or the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from cleaner.metadata.byline import Line, Surroundings
from cleaner.metadata.byline_words import ADJECTIVES, COLLECTIVES, CONJUNCTIONS, LEADS, ROLES, TAILS, alternatives
from cleaner.metadata.dates import find_dates
from cleaner.metadata.jsonld import Graph, Node, types
from cleaner.metadata.signals import Signals, attribute_text, hints, text_of

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
_MACHINES = frozenset(("json-ld", *(f"meta {name}" for name in _META_NAMES)))
_WEAK = frozenset(("called author", "link to an author's page", "name by the date"))
_ADDRESS = re.compile(r"\S+@\S+|\bhttps?:\S+|\bwww\.\S+|(?<!\w)@\w+")
_MAX_NAME = 60


def choose_authors(
    signals: Signals, nodes: list[Node], around: Surroundings, site_names: Iterable[str]
) -> tuple[tuple[str, ...], str]:
    """The authors' names and where they were found; of the sources the first that names a person.

    A source that names the same people and more wins over one that names fewer. Where nobody is named, a news agency
    or a team will do; the site's own name only where it can be a person's (a blog that is called after its writer).
    """
    sites = frozenset(_key(name) for name in site_names) - {""}
    persons: list[tuple[tuple[str, ...], str]] = []
    others: list[tuple[tuple[str, ...], str]] = []
    for where, texts in _sources(signals, nodes, around):
        if where in _WEAK and (others or persons):
            break
        names = clean_names(texts)
        named = tuple(name for name in names if _key(name) not in sites and not _COLLECTIVE.search(name))
        if where in _WEAK:
            named = tuple(name for name in named if _is_full_name(name))
        if named:
            persons.append((named, where))
            if where not in _MACHINES:
                break
        elif fit := tuple(name for name in names if _key(name) not in sites or _may_be_person(name)):
            others.append((fit, where))
    return _fullest(persons) if persons else others[0] if others else ((), "")


def _fullest(found: list[tuple[tuple[str, ...], str]]) -> tuple[tuple[str, ...], str]:
    """The first of the answers, or the one after it that has all its names and more."""
    best = found[0]
    for names, where in found[1:]:
        if {_key(name) for name in best[0]} < {_key(name) for name in names}:
            best = names, where
    return best


def _may_be_person(name: str) -> bool:
    return _is_full_name(name) and not _COLLECTIVE.search(name)


def clean_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The people's names in texts such as "By Jane Doe and John Roe, Staff Writers", each once, in order."""
    names: dict[str, str] = {}
    for text in texts:
        for part in _parts(text):
            name = _name(part)
            if name and not _ROLE.match(name):
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
            if not first or not _is_full_name(each):
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
    if len(letters) < 2 or any(ch in name for ch in "{}[]<>=$%^\\|~?!/:") or _HANDLE.fullmatch(name):
        return False
    words = [word for word in name.split() if word[0].isalpha()]
    small = [word for word in words if word[0].islower() and len(word) > 3 and word.lower() not in _PARTICLES]
    return len(words) == 1 or len(small) == 0 or len(small) == len(words) == 2


_HANDLE = re.compile(r"\w+(?:\.\w+)+|\w*_\w*")
_COLLECTIVE = re.compile(
    rf"^(?:the|{alternatives(COLLECTIVES)})(?!\w)|(?<!\w)(?:{alternatives(COLLECTIVES)})$", re.IGNORECASE
)
_JOB = re.compile(rf"(?<!\w)(?:{alternatives(ROLES)})s?(?!\w)|®|™", re.IGNORECASE)
_PARTICLES = frozenset("von van der den de di da dos del della dela la le bin bint binti al el ter zu".split())


def _key(name: str) -> str:
    return "".join(ch for ch in name.casefold() if ch.isalnum())


def _sources(signals: Signals, nodes: list[Node], around: Surroundings) -> Iterator[tuple[str, list[str]]]:
    """(where, texts) of every place that may name the authors, the best first."""
    for node in nodes[:3]:
        yield (
            "json-ld",
            [attribute_text(name) for name in _people(node.get("author") or node.get("creator"), signals.graph)],
        )
    for name in _META_NAMES:
        texts = [text for text in signals.metas.get(name, ()) if not text.startswith(("http", "/", "@"))]
        yield f"meta {name}", [attribute_text(text) for text in texts]
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
    """What people see, the surest first: what is marked as the author, bylines, then names that stand by the date."""
    linked = [each for each in signals.links.get("author", ()) if each.tag == "a" and not around.is_elsewhere(each)]
    yield "rel=author", [text_of(each, 200) for each in linked[:5]]
    marked = [each for each in signals.hinted if "author" in (each.get("itemprop") or "").lower().split()]
    yield "itemprop=author", [_prop_name(each) for each in marked[:5] if not around.is_elsewhere(each)]
    lines = [line for line in around.lines if -2 <= line.distance <= 4 or not around.is_elsewhere(line.element)]
    yield from (("byline", [text]) for text in _bylines(lines))
    called = [each for each in signals.hinted if _CALLED_AUTHOR.search(hints(each)) and not around.is_elsewhere(each)]
    texts = [_undated(text) for each in called[:40] if 2 < len(text := text_of(each, 81, prose=False)) <= 80]
    yield from (("called author", [text]) for text in sorted(texts, key=_is_plain_name, reverse=True))
    near = [line for line in lines if -3 <= line.distance <= 5]
    yield (
        "link to an author's page",
        [text_of(a, 100) for line in near for a in line.element.iter("a") if _is_profile(a)],
    )
    yield from (("name by the date", [text]) for text in _by_the_date(near))


_CALLED_AUTHOR = re.compile(r"author|byline|writer", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:es|en)?|auteurs?|writers?|by|people|profiles?|staff|team|contributors?|journalists?)/"
)


def _is_profile(link: etree._Element) -> bool:
    return bool(_PROFILE.search((link.get("href") or "").lower()))


def _bylines(lines: list[Line]) -> Iterator[str]:
    """What lines that begin like a byline say, or hold one; the line after a label that stands alone."""
    for place, line in enumerate(lines):
        if _CREDIT.search(line.text):
            continue
        lead = _LEAD.match(line.text)
        if lead and lead.end() >= len(line.text.rstrip(" :")):
            following = lines[place + 1 : place + 2]
            yield from (_undated(after.text) for after in following if len(after.text) <= 60)
        elif lead and len(line.text) <= 120 and not line.text[lead.end()].islower():
            yield _undated(line.text)
        elif -4 <= line.distance <= 8 and (inner := _INNER.search(line.text)):
            before, byline = line.text[: inner.start()], line.text[inner.start() :]
            yield from () if _OTHERS_WORK.search(before) else (_undated(byline),)


_CREDIT = re.compile(
    r"photo|image|illustration|credit|unsplash|getty|pexels|shutterstock|courtesy|©|foto", re.IGNORECASE
)
_OTHERS_WORK = re.compile(
    r"(?:review|check|edit|verifi|photo|illustrat|translat|sponsor|power|present|produc|test|approv)\w*\s*$",
    re.IGNORECASE,
)
# Capitals after it: "by Jane Doe", and not "by the sea".
_INNER = re.compile(
    r"(?<!\w)(?:(?:[Ww]ritten|[Pp]osted|[Pp]ublished) )?[Bb]y:? (?=[A-Z][\w.'’-]+ [A-Z])"
    r"|(?<!\w)(?:Author|Autor|Von|Par|Por): (?=[A-Z])"
)


def _by_the_date(lines: list[Line]) -> Iterator[str]:
    """A full name on the line that has the date, or on the one next to it."""
    dated = [find_dates(line.text, limit=1) for line in lines]
    for place, (line, found) in enumerate(zip(lines, dated, strict=True)):
        if found and found[0].rest <= 60:
            before = found[0].label.strip(_EDGES)
            after = line.text[-found[0].rest :].strip(_EDGES) if found[0].rest and not before else ""
            yield from (text for text in (before, after) if _is_plain_name(_name(text)))
        elif _is_plain_name(line.text) and line.element.tag not in _HEADS and any(dated[max(0, place - 1) : place + 2]):
            yield line.text


def _is_plain_name(text: str) -> bool:
    """Whether a text, with nothing to say that it is a name, is hardly anything else."""
    return len(text.split()) <= 3 and _may_be_person(text)


_EDGES = " \t|•·-–—,:/"
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _prop_name(element: etree._Element) -> str:
    if element.get("content"):
        return element.get("content") or ""
    inner = next((each for each in element.iterdescendants() if each.get("itemprop") == "name"), element)
    return inner.get("content") or text_of(inner, 200)


def _undated(text: str) -> str:
    """A byline up to its date: "By Jane Doe March 5, 2024" → "By Jane Doe"."""
    found = find_dates(text, limit=1)
    return found[0].label if found else text
