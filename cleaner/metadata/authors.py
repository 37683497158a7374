"""Who wrote a page: people's names, from its metadata or its byline; never a handle, an address, a job or the site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, pairwise
from typing import Any

from lxml import etree

from cleaner.metadata.byline import MAX_LINE, Line, Surroundings
from cleaner.metadata.byline_words import WEEKDAYS, alternatives
from cleaner.metadata.dates import find_dates
from cleaner.metadata.jsonld import Graph, Node, rank, types
from cleaner.metadata.names import (
    CLOCK,
    COLLECTIVE,
    LEAD,
    MAX_NAMES,
    are_written_small,
    body_name,
    clean_names,
    is_full_name,
    is_job,
    is_nickname,
    key,
    may_be_person,
    nicknames,
    read_name,
    reporters,
    upright,
    without_lead,
)
from cleaner.metadata.signals import Signals, attribute_text, pieces_of, text_of

_META_NAMES = (
    "citation_author parsely-author sailthru.author sailthru.byline_name article:author_name byl byline author authors "
    "article:author og:article:author dc.creator dcterms.creator dc.contributor creator article.author "
    "shareaholic:article_author_name cxenseparse:author rbauthors article_author content_author"
).split()

_CATALOGUES = frozenset(("citation_author", "dc.creator", "dcterms.creator"))  # "Doe, Jane"
_CARD = "meta twitter:data"
_MACHINES = frozenset(("json-ld", _CARD, *(f"meta {name}" for name in _META_NAMES)))
_MARKED = _MACHINES | {"rel=author", "itemprop=author"}
_SURE = _MARKED | {"byline", "far byline"}
"""Where a nickname is somebody's."""
_WEAK = frozenset(("called author by the title", "called author", "link to an author's page", "name by the title"))


def choose_authors(
    signals: Signals,
    nodes: list[Node],
    around: Surroundings,
    site_names: Iterable[str],
    likely_sites: Iterable[str] = (),
) -> tuple[tuple[str, ...], str]:
    """The authors' names and where they were found; of the sources the first that names a person.

    A source that names the same people and more wins over one that names fewer, and a byline by the title over
    metadata that name others. Where nobody is named, a news agency or a forum's nickname will do, and last the team or
    the site that the page says it is by.

    likely_sites: what may be the site's name, or the author's: ends of the title element, parts of the address.
    """
    sites = frozenset(key(name) for name in site_names) - {""}
    likely = sites | {key(name) for name in likely_sites} - {""}
    persons: list[Answer] = []
    others: list[Answer] = []
    bodies: list[Answer] = []
    is_article = any(rank(node) == 3 for node in nodes) or signals.meta("og:type").lower() == "article"
    for where, told in _sources(signals, nodes, around, likely, is_article=is_article):
        if _is_settled(where, persons, [*others, *bodies]):
            break
        texts = [_without_site(text, likely) for text in told]
        names = clean_names(texts, byline=where not in _MACHINES) or (nicknames(texts) if where in _SURE else ())
        named = tuple(name for name in names if _is_person(name, sites))
        if len(named) > 1:
            named = tuple(name for name in named if key(name) not in likely) or named
        if where in _WEAK:
            named = tuple(name for name in named if is_full_name(name))
        if persons and where == "byline":
            is_better = _completes(named, persons[0]) or _contradicts(named, persons[0], signals.root)
            return (named, where) if is_better else _fullest(persons)
        if named:
            persons.append((named, where))
            if where not in _MACHINES:
                break
        elif fit := tuple(name for name in names if key(name) not in sites or may_be_person(name)):
            others.append((fit, where))
        elif is_article or where not in _MACHINES:
            bodies += [((name,), where) for text in texts if _is_body(name := body_name(text), sites)][:1]
    return _fullest(persons) if persons else next(iter([*others, *bodies]), ((), ""))


Answer = tuple[tuple[str, ...], str]
"""Names, and where they were found."""


def _is_person(name: str, sites: Collection[str]) -> bool:
    return not _names_site(name, sites) and not COLLECTIVE.search(name) and not is_nickname(name)


def _names_site(name: str, sites: Collection[str]) -> bool:
    """Whether a name is the site's, or ends or begins with it: "Ediciones El País"."""
    own = key(name)
    return own in sites or any(len(site) >= _SITE and (own.startswith(site) or own.endswith(site)) for site in sites)


_SITE = 6  # letters: a shorter name of a site may be a person's


def _without_site(text: str, sites: Collection[str]) -> str:
    """A byline without the site's name before the author's: "Daily Gazette - Jane Doe"."""
    site, mark, name = _BESIDE_SITE.sub("\n", text, count=1).partition("\n")
    is_sites = mark and key(without_lead(site)) in sites
    return name if is_sites and is_full_name(read_name(name)) else text


_BESIDE_SITE = re.compile(r"\s[-–—|/·•]\s")


def _is_body(name: str, sites: Collection[str]) -> bool:
    return bool(name) and (key(name) in sites or bool(COLLECTIVE.search(name)))


def _is_settled(where: str, persons: list[Answer], others: list[Answer]) -> bool:
    """Whether what was found is surer than anything that a place has to say."""
    if persons:
        return where not in _MARKED and where != "byline"
    told = [place for _, place in others]
    if any(place not in _MACHINES for place in told):
        return where in _WEAK or where.endswith("byline")
    return bool(told) and where in _WEAK and where != "called author by the title"


def _completes(named: tuple[str, ...], told: Answer) -> bool:
    """Whether a byline has the full name of whom the metadata call by the first name alone."""
    first = [name for name in told[0] if " " not in name]
    return len(named) == len(told[0]) == len(first) == 1 and is_full_name(named[0]) and named[0].split()[0] == first[0]


def _contradicts(named: tuple[str, ...], told: Answer, root: etree._Element) -> bool:
    """Whether a byline names people, and none of those that the metadata name (the editor, the account's owner)."""
    if told[1] not in _MACHINES or not named or not all(is_full_name(name) for name in named):
        return False
    ours, theirs = [key(name) for name in named], [key(name) for name in told[0]]
    if any(one in other or other in one for one in ours for other in theirs):
        return False
    return not _are_written_small(named, root)


def _fullest(found: list[tuple[tuple[str, ...], str]]) -> tuple[tuple[str, ...], str]:
    """The first of the answers, or the one after it that has all its names and more."""
    best = found[0]
    for names, where in found[1:]:
        if {key(name) for name in best[0]} < {key(name) for name in names}:
            best = names, where
    return best


def _sources(
    signals: Signals, nodes: list[Node], around: Surroundings, sites: Collection[str], *, is_article: bool
) -> Iterator[tuple[str, list[str]]]:
    """(where, texts) of every place that may name the authors, the best first."""
    for node in nodes[:3]:
        said = node.get("author") or node.get("creator")
        people = [attribute_text(name) for name in _people(said, signals.graph)]
        if not people and rank(node) == 3:
            people = [attribute_text(name) for name in _people(said, signals.graph, bodies=True)]
        yield "json-ld", people
    for name in _META_NAMES:
        texts = [text for text in signals.metas.get(name, ()) if not text.startswith(("http", "/", "@"))]
        plain = [attribute_text(text) for text in texts]
        yield f"meta {name}", [upright(text) for text in plain] if name in _CATALOGUES else plain
    yield _CARD, [text for label, text in _card_rows(signals) if label and not without_lead(f"{label}: ").strip(" :")]
    yield from _visible(signals, around, sites, is_article=is_article)


def _card_rows(signals: Signals) -> Iterator[tuple[str, str]]:
    """What a page's Twitter card tells in two rows, each with its label: "Written by", "Jane Doe"."""
    for number in (1, 2):
        label, text = (signals.meta(f"twitter:{part}{number}") for part in ("label", "data"))
        yield attribute_text(label), attribute_text(text)


def _people(value: Any, graph: Graph, depth: int = 0, *, bodies: bool = False) -> Iterator[str]:
    """The names in a JSON-LD author: a string, a person, a list of them, a reference; organisations only if asked."""
    if isinstance(value, list):
        for each in value[:MAX_NAMES]:
            if depth < 4:
                yield from _people(each, graph, depth + 1, bodies=bodies)
    elif isinstance(value, dict):
        node = graph.resolve(value)
        if bodies or not types(node) & {"Organization", "NewsMediaOrganization", "Corporation"}:
            name = node.get("name")
            if not name and (node.get("givenName") or node.get("familyName")):
                name = f"{node.get('givenName') or ''} {node.get('familyName') or ''}"
            yield from _people(name, graph, 4)
    elif isinstance(value, str):
        yield value


def _visible(
    signals: Signals, around: Surroundings, sites: Collection[str], *, is_article: bool
) -> Iterator[tuple[str, list[str]]]:
    """What people see, the surest first: what is marked as the author, bylines, then names that stand by the date."""
    links = (each for each in signals.links.get("author", ()) if each.tag == "a" and not _is_logo(each))
    linked = [each for each in links if not around.is_elsewhere(each)]
    yield "rel=author", [text_of(each, 200) for each in linked[:5] if not _OTHERS_WORK.search(_said_before(each))]
    marked = [each for each in signals.props if "author" in (each.get("itemprop") or "").lower().split()]
    yield "itemprop=author", [_prop_name(each) for each in _of_first(marked) if not around.is_elsewhere(each)]
    lines = [line for line in around.lines if -4 <= line.distance <= 8 and not around.is_elsewhere(line.element)]
    yield from (("byline", [text]) for text in _bylines(lines))
    far = (line for line in around.lines if not -4 <= line.distance <= 8)
    yield from (
        ("far byline", [text]) for text in _bylines([line for line in far if not around.is_elsewhere(line.element)])
    )
    called = [
        each
        for each in signals.called_author[:60]
        if not around.is_elsewhere(each) and not _PICTURE.search((each.get("class") or "").lower())
    ]
    texts = ((each, text_of(each, 81, prose=False)) for each in called)
    told = [(each, _undated(text).strip(_EDGES)) for each, text in texts if 2 < len(text) <= 80]
    told.sort(key=lambda each: (around.is_near(each[0]), _is_plain_name(each[1])), reverse=True)
    for each, text in told:
        beside = [other for one, other in told if one.getparent() is each.getparent() and _are_alike(one, each)]
        is_near = around.is_near(each) or any(map(around.is_near, islice(each.iterdescendants("div", "p", "span"), 6)))
        where = "called author by the title" if is_near else "called author"
        first = _first_line(each, text)
        yield where, beside if first == text and all(map(_is_plain_name, beside)) else [first]
    near = [line for line in lines if -3 <= line.distance <= 5 and "caption" not in line.hints]
    profiles = [text_of(each, 100) for line in near for each in line.element.iter("a") if _is_profile(each)]
    yield "link to an author's page", profiles
    below = (line.text for line in near if line.distance == 1 and line.element.tag not in _HEADS)
    plain_lines = [line for line in near if line.element.tag not in _HEADS]
    with_job = (
        one.text for one, other in pairwise(plain_lines) if other.distance == one.distance + 1 and is_job(other.text)
    )
    alone = [*_by_the_date(near), *with_job, *_before_handles(near), *(below if is_article else ())]
    alone += [piece for line in near if _is_dated(line.text) for piece in _pieces(line, sites)]
    plain = (names for text in alone if (names := _plain_names(text)) and not any(key(name) in sites for name in names))
    plain = (names for names in plain if not _stand_in_menu(names, signals))
    yield "name by the title", next((names for names in plain if not _are_written_small(names, signals.root)), [])


def _stand_in_menu(names: Collection[str], signals: Signals) -> bool:
    """Whether one of the names is what a menu of the site calls a section: "North Korea"."""
    links = (each for each in signals.anchors if (each.text or "").strip() in names)
    return any(above.tag == "nav" or "menu" in (above.get("class") or "") for each in links for above in _above(each))


def _above(element: etree._Element) -> Iterator[etree._Element]:
    return islice(element.iterancestors(), 6)


def _pieces(line: Line, sites: Collection[str]) -> list[str]:
    """What stands in elements of its own on a line, but for the site's name: the name beside a date.

    A box that holds the whole story may end with what it is filed under.
    """
    if len(text_of(line.element, 2 * MAX_LINE)) > MAX_LINE:
        return []
    return [piece for piece in pieces_of(line.element) if key(piece) not in sites]


def _said_before(element: etree._Element) -> str:
    """The text right before an element, in its parent: "Illustration by "."""
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return _BY.sub("", text or "")


_BY = re.compile(r"\s+by\s*:?\s*$", re.IGNORECASE)


def _is_logo(link: etree._Element) -> bool:
    """Whether a link is the site's name, as themes for blogs of one person have it."""
    return _LOGO.search((link.get("class") or "").lower()) is not None


_LOGO = re.compile(r"(?:site|blog)[-_]?(?:title|name|logo)|\blogo\b|\bbrand")


def _are_alike(one: etree._Element, other: etree._Element) -> bool:
    return one.tag == other.tag and one.get("class") == other.get("class")


def _first_line(element: etree._Element, text: str) -> str:
    """The name that stands alone in the first line of a box: below it is where its bearer works."""
    lines = pieces_of(element) if any(child.tag in ("div", "p", "li") for child in element) else []
    return lines[0] if len(lines) > 1 and _is_plain_name(lines[0]) else text


def _plain_names(text: str) -> list[str]:
    """The names that a text is nothing but ("Jane Doe", "Jane Doe, John Roe"); none where it is more."""
    names = [read_name(part) for part in text.split(",")]
    return names if all(_is_plain_name(name) for name in names) else []


def _are_written_small(names: Iterable[str], root: etree._Element) -> bool:
    body = root.find("body")
    return body is not None and are_written_small(names, text_of(body, 30_000))


_PROFILE = re.compile(
    r"/(?:authors?|autor(?:es|en)?|auteurs?|writers?|by|people|profiles?|staff|team|contributors?|journalists?)/"
)


def _is_profile(link: etree._Element) -> bool:
    return bool(_PROFILE.search((link.get("href") or "").lower()))


def _bylines(lines: list[Line]) -> Iterator[str]:
    """What lines that begin like a byline say, or hold one; the line after a label that stands alone."""
    for place, line in enumerate(lines):
        text = line.text
        if _PICTURE.search(text.lower()):
            text = _OTHERS_CREDIT.split(text, maxsplit=1)[0]
        if _CREDIT.search(text.lower()) or line.element.tag == "th":  # of a table: who wrote what the page is about
            continue
        lead = LEAD.match(text)
        if lead and lead.end() >= len(text.rstrip(" :")):
            following = lines[place + 1 : place + 2]
            yield from (_undated(after.text) for after in following if len(after.text) <= 60)
        elif len(text) <= _LABEL and (bare := LEAD.match(f"{text}:")) and bare.end() > len(text):
            yield from (after.text for after in lines[place + 1 : place + 2] if _is_plain_name(after.text))
        elif lead and len(text) <= 120 and _may_be_name(text[lead.end() :]):
            yield _undated(text)
        elif named := reporters(text):
            yield named
        elif -4 <= line.distance <= 8 and line.element.tag not in _HEADS and (inner := _INNER.search(text)):
            before, byline = text[: inner.start()], text[inner.start() :]
            yield from () if _OTHERS_WORK.search(before) else (_undated(byline),)


_LABEL = 20  # characters: "Author", on a line of its own above the name


def _may_be_name(text: str) -> bool:
    """Whether what follows "by" begins like a name: with no small letter, or with a word alone ("by ibby | 5 May")."""
    return not text[0].islower() or bool(_ONE_WORD.match(text))


_ONE_WORD = re.compile(rf"[\w.-]{{3,30}}\s*(?:$|[|•·,–—-]\s*\d|on\s|in\s[A-Z]|{CLOCK})")
# On lines in lower case.
_CREDIT = re.compile(r"photo|image|illustration|credit|unsplash|getty|pexels|shutterstock|courtesy|©|foto")
_PICTURE = re.compile(r"foto|photo|bild|picture|illustration|grafik")  # one of them is in what _OTHERS_CREDIT finds
_OTHERS_WORK = re.compile(
    r"(?:review|check|edit|verifi|photo|illustrat|translat|sponsor|power|present|produc|test|approv)\w*\s*$",
    re.IGNORECASE,
)
# Capitals after it: "by Jane Doe", and not "by the sea".
_INNER = re.compile(
    r"(?<!\w)(?:(?:[Ww]ritten|[Pp]osted|[Pp]ublished) )?[Bb]y:? (?=[A-Z][\w.'’-]+ [A-Z])"
    r"|(?<!\w)(?:Authors?|Autor(?:in|a|e)?|Von|Par|Por): (?=[^\W\d_])"
    r"|(?<!\w)(?:作者|记者|記者|撰文)[:：]\s?(?=[\u3400-\u9fff])"
    r"|(?<=\d )(?:par|por|von|door|oleh|di|av|af) (?=[A-ZÀ-Þ][\w.'’-]+ [A-ZÀ-Þ])"  # after a date or an hour
)
_OTHERS_CREDIT = re.compile(
    r"(?<=\w)[\s,|/·•]+(?:foto|photo|bild|picture|illustration|grafik)\w*(?:\s?:|\s+(?:by|von|av|af|de|di|par)\s)",
    re.IGNORECASE,
)


def _by_the_date(lines: list[Line]) -> Iterator[str]:
    """What else is on the line that has the date, and on the ones next to it."""
    dated = [find_dates(line.text, limit=1) for line in lines]
    for place, (line, found) in enumerate(zip(lines, dated, strict=True)):
        if found and found[0].rest <= _BESIDE_DATE:
            yield _undated(line.text).strip(_EDGES)
            yield from _READING_TIME.findall(line.text)
        elif line.element.tag not in _HEADS and line.text[-1:] != ":" and any(dated[max(0, place - 1) : place + 2]):
            yield line.text


def _before_handles(lines: list[Line]) -> Iterator[str]:
    """What stands before an account's name: "Jane Doe, @janedoe"."""
    return (found[1] for line in lines if (found := _HANDLED.fullmatch(line.text)))


_HANDLED = re.compile(r"([^@]{5,40}?)[\s,(|·•-]+@\w{2,30}\)?")

_BESIDE_DATE = 60  # characters: with more, a line is no byline


def _is_dated(text: str) -> bool:
    found = find_dates(text, limit=1)
    return bool(found) and found[0].rest <= _BESIDE_DATE


def _is_plain_name(text: str) -> bool:
    """Whether a text, with nothing to say that it is a name, is hardly anything else."""
    return len(text.split()) <= 3 and "&" not in text and may_be_person(text)


_READING_TIME = re.compile(r"[·|•]\s*\d{1,3}\s?min(?:utes?|s)?(?:\sread)?\s*[·|•]\s*([^·|•]{3,40}[^·|•\s])")
_EDGES = " \t|•·-–—,:/"
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _of_first(marked: list[etree._Element]) -> list[etree._Element]:
    """The first author and those beside it; further down the page they are the authors of answers."""
    if not marked:
        return []
    owner = _item_of(marked[0])
    return [each for each in marked[:5] if _item_of(each) is owner]


def _item_of(element: etree._Element) -> etree._Element | None:
    """The microdata item that a property belongs to; its parent, where the page marks none."""
    items = (each for each in element.iterancestors() if each.get("itemscope") is not None)
    return next(items, element.getparent())


def _prop_name(element: etree._Element) -> str:
    if element.get("content"):
        return element.get("content") or ""
    inner = next((each for each in element.iterdescendants() if each.get("itemprop") == "name"), element)
    return inner.get("content") or text_of(inner, 200)


def _undated(text: str) -> str:
    """A byline without its date: "By Jane Doe March 5, 2024" and "March 5, 2024 · Jane Doe" up to it or after it."""
    found = find_dates(text, limit=1)
    if not found:
        return text
    label = _WEEKDAY.sub("", found[0].label)
    if label.strip(_EDGES):
        return label
    after = found[0].rest - len(found[0].label)
    return _CLOCK_END.sub("", text[len(text) - max(0, after) :])


_CLOCK_END = re.compile(r"^[\d:.]+\s")  # of a time of day that stands apart from its date
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|{alternatives(WEEKDAYS)})[,.،]?\s*$",
    re.IGNORECASE,
)
