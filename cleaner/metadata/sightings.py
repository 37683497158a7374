"""Every date of a page that may be its own, and the kind of place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from urllib.parse import urlsplit

from lxml import etree

from cleaner.metadata.date_labels import is_of_people, says_first_issued, says_issued, says_updated, says_when
from cleaner.metadata.dates import Custom, Found, date_order, read_dates
from cleaner.metadata.jsonld import rank, strings
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import Line, Surroundings
from cleaner.metadata.texts import hints, text_of


class Kind(StrEnum):
    """A kind of place where a date stands; `published.py` weighs them."""

    META_PUBLISHED = "meta published"
    META_DATE = "meta date"
    ARTICLE = "article json-ld"
    WORK = "work json-ld"
    PAGE = "page json-ld"
    CREATED = "json-ld created"
    MICRODATA = "microdata"
    ADDRESS = "address"
    LABELLED_FIRST = "labelled first"  # "originally published on"
    LABELLED = "labelled"  # "published on"
    MODIFIED = "modified"
    NEAR_TIME = "near time"  # a time element by the title
    TIME = "time"
    CALLED = "called a date"  # by its class
    NEAR_LINE = "near line"  # a line below the title
    LINE_ABOVE = "line above"
    FAR_LINE = "far line"
    PROSE = "prose"
    ELSEWHERE = "elsewhere"  # comments, teasers, a forum's members


SAYS_PUBLISHED = frozenset(
    (Kind.META_PUBLISHED, Kind.ARTICLE, Kind.PAGE, Kind.MICRODATA, Kind.LABELLED, Kind.LABELLED_FIRST)
)
_SURE = SAYS_PUBLISHED | {Kind.NEAR_TIME, Kind.META_DATE}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A date that stands somewhere on the page."""

    moment: datetime
    kind: Kind
    has_time: bool = False
    has_zone: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that may hold a date."""

    kind: Kind
    text: str
    is_shown: bool = False  # to people: what stands before a date says what it is
    is_long: bool = False  # it is no date, but may begin with one: "Posted on 5 March 2024. Tags: …"


def find_sightings(signals: Signals, around: Surroundings, custom: Custom) -> list[Sighting]:
    """The dates of the page, the best places first.

    "4 March" and "2 days ago" are reckoned from now, which a saved page does not know: they are read only where
    nothing surer is there.
    """
    texts = [*_in_json_ld(signals), *_in_metas(signals), *_in_elements(signals, around), *_in_lines(around)]
    texts += _for_search_engines(signals)
    in_address = _in_address(signals.url, custom)
    by_machines = chain.from_iterable(read_dates(each.text, custom) for each in texts if not each.is_shown)
    sure = (each.moment.date() for each in chain(in_address, by_machines))
    order = date_order([each.text for each in texts], custom.language, custom.timezone, sure)
    custom = replace(custom, day_first=order)
    found = _read(texts, replace(custom, now=None))
    if custom.now and not any(each.kind in _SURE for each in found):
        found = _read(texts, custom)
    return [*found, *(Sighting(each.moment, Kind.ADDRESS) for each in in_address)]


def _read(texts: Sequence[_Text], custom: Custom) -> list[Sighting]:
    read = lru_cache(maxsize=None)(read_dates)  # many a date stands on a page three times
    found: list[Sighting] = []
    for each in texts:
        dates = read(each.text, custom)
        if each.is_long:
            dates = [date for date in dates[:1] if len(date.label) <= _LABEL]
        found += [Sighting(date.moment, _kind(each, date), date.has_time, date.has_zone) for date in dates]
    return found


def _kind(text: _Text, found: Found) -> Kind:
    """What a date in a text stands for, by what is written before it."""
    if not text.is_shown or text.kind is Kind.ELSEWHERE:
        return text.kind
    # "Snapshots, posted while on holiday in March 2017" is a sentence, and "posted" says nothing of the date.
    label = found.label[-_LABEL:]
    if is_of_people(label):
        return Kind.ELSEWHERE
    if says_first_issued(label):
        return Kind.LABELLED_FIRST
    if says_updated(label):
        return Kind.MODIFIED
    if says_issued(label):
        return Kind.LABELLED
    is_of_old = found.moment.year < _WEB and found.rest > _BESIDE_OLD
    return Kind.PROSE if found.rest > _BESIDE or is_of_old else text.kind


_LABEL = 30  # characters before a date that are its label
_BESIDE, _BESIDE_OLD = 80, 20  # characters beside a date; what has more is a sentence
_WEB = 1991  # before it no page was put on the web; what an archive has from then stands below its headline alone

# --- for machines --------------------------------------------------------------------------------------------------

_PUBLISHED_METAS = """
    article:published_time og:published_time article:published og:article:published_time datepublished
    parsely-pub-date sailthru.date citation_publication_date citation_online_date citation_date pubdate publish-date
    publish_date publishdate published_at published published-date published_date publisheddate publication_date
    publicationdate article:publicationdate og:publish_date cxenseparse:publishtime cxenseparse:recs:publishtime
    date_published dcterms.created dc.date.issued dc.date.created dcterms.issued article.published
    article_date_original originalpublicationdate shareaholic:article_published_time rnews:datepublished
    iso-8601-publish-date
""".split()
_DATE_METAS = """
    date dc.date dcterms.date datecreated article.created created search_date dcterms.available
""".split()
_MODIFIED_METAS = """
    article:modified_time og:updated_time article:modified datemodified dateupdate last-modified lastmod modified
    dcterms.modified dc.date.modified og:article:modified_time sailthru.modified revised last_updated lastupdated
    parsely-modified
""".split()
_KNOWN_METAS = frozenset((*_PUBLISHED_METAS, *_DATE_METAS, *_MODIFIED_METAS))
_CALLED_PUBLISHED = re.compile(r"publi\w*[-_.:]?(?:date|time|on|at)\b|(?:date|time)[-_.:]?publi")
"""What else a meta may be called that holds the date of publication."""


def _in_json_ld(signals: Signals) -> Iterator[_Text]:
    for node in signals.nodes[:4]:
        published = {3: Kind.ARTICLE, 2: Kind.WORK, 1: Kind.PAGE}[rank(node)]
        for key, kind in (
            ("datePublished", published),
            ("dateCreated", Kind.CREATED),
            ("uploadDate", Kind.CREATED),
            ("dateModified", Kind.MODIFIED),
        ):
            yield from (_Text(kind, text) for text in strings(node.get(key))[:1])


def _in_metas(signals: Signals) -> Iterator[_Text]:
    others = [name for name in signals.metas if name not in _KNOWN_METAS and _CALLED_PUBLISHED.search(name)]
    for kind, names in (
        (Kind.META_PUBLISHED, _PUBLISHED_METAS),
        (Kind.META_DATE, [*_DATE_METAS, *others]),
        (Kind.MODIFIED, _MODIFIED_METAS),
    ):
        yield from (_Text(kind, text) for text in signals.all_meta(*names)[:6])


def _for_search_engines(signals: Signals) -> Iterator[_Text]:
    """What pages tell search engines in China; last, as many have there when they were changed."""
    for node in signals.nodes[:4]:
        for key, kind in (("pubDate", Kind.PAGE), ("upDate", Kind.MODIFIED)):
            yield from (_Text(kind, text) for text in strings(node.get(key))[:1])


_IN_ADDRESS = re.compile(
    r"""
    /(?P<year>(?:199|20\d)\d)
    (?: /[a-z_-]{2,30} /(?P<month1>\d\d) /(?P<day1>\d\d)  # a section between: /2010/politics/08/13/
      | (?P<mark>[/_-]) (?P<month2>\d\d?|[a-z]{3,9}) (?P=mark) (?P<day2>\d\d?)
      | (?:[/_-](?P<month3>\d\d)[/_-]? | (?P<month4>\d\d)) (?P<day3>\d\d)
    )
    (?![0-9])
    """,
    re.VERBOSE,
)
"""A date in a path of small letters; "/194709-13-ways-…" is the number of a story."""


def _in_address(url: str, custom: Custom) -> list[Found]:
    match = _IN_ADDRESS.search(urlsplit(url).path.lower())
    if match is None:
        return []
    month = match["month1"] or match["month2"] or match["month3"] or match["month4"]
    year, day = match["year"], match["day1"] or match["day2"] or match["day3"]
    return read_dates(f"{year}-{month:0>2}-{day:0>2}" if month.isdigit() else f"{day} {month} {year}", custom)


# --- for people ----------------------------------------------------------------------------------------------------


def _in_elements(signals: Signals, around: Surroundings) -> Iterator[_Text]:
    """The dates of microdata, of time elements and of elements that are called a date."""
    marked = [each for each in signals.props if each.get("itemprop", "").lower().startswith("date")]
    for element in dict.fromkeys([*signals.times[:60], *marked[:60], *signals.called_date[:100]]):
        stamp = element.get("datetime") or element.get("content") or _other_stamp(element)
        if _DIGIT.search(stamp):
            yield _Text(_kind_of_element(element, around), stamp)
        elif _DIGIT.search(text := text_of(element, 160, prose=False)):
            yield _Text(_kind_of_element(element, around), text, is_shown=True, is_long=len(text) > 120)


_DIGIT = re.compile(r"\d")


def _other_stamp(element: etree._Element) -> str:
    """A machine's date in an attribute that is for scripts, or shown as a hint; "" where there is none.

    `<time data-published="2016-12-09 09:13Z">4 hours ago</time>`, `<abbr class=published title=2013-07-14T21:07Z>`.
    """
    values = (str(value) for key, value in element.items() if not says_updated(str(key)))
    return next((value for value in values if _STAMP.match(value)), "")


_STAMP = re.compile(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d")


def _kind_of_element(element: etree._Element, around: Surroundings) -> Kind:
    prop = element.get("itemprop", "").lower()
    if prop == "datemodified" or says_updated(hints(element)):
        return Kind.MODIFIED
    if around.is_elsewhere(element):
        return Kind.ELSEWHERE
    if prop in ("datepublished", "datecreated"):
        return Kind.MICRODATA
    if element.tag == "time":
        return Kind.NEAR_TIME if around.is_near(element) else Kind.TIME
    return Kind.CALLED


def _in_lines(around: Surroundings) -> Iterator[_Text]:
    """The lines around the title that have a number, with the label that may stand on a line above."""
    before = ""
    for line in around.lines:
        if _DIGIT.search(line.text):
            label = f"{before} " if len(before) <= _LABEL and says_when(before) else ""
            yield _Text(_kind_of_line(line, around), label + line.text, is_shown=True)
            before = ""
        else:
            before = line.text if line.distance > 0 else ""  # those above come nearest first


def _kind_of_line(line: Line, around: Surroundings) -> Kind:
    if around.is_elsewhere(line.element):
        return Kind.ELSEWHERE
    if says_updated(line.hints):
        return Kind.MODIFIED
    if line.distance < 0:
        return Kind.LINE_ABOVE
    return Kind.NEAR_LINE if line.is_near else Kind.FAR_LINE
