"""When a page was published and last changed: the day that its sources agree on, with the best time that any gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import urlsplit

from lxml import etree

from cleaner.metadata.dates import Custom, Found, date_order, read_dates
from cleaner.metadata.jsonld import Node, rank, strings
from cleaner.metadata.sighted import SAYS_PUBLISHED, Sighting, compared
from cleaner.metadata.signals import Signals, hints, text_of
from cleaner.metadata.surroundings import Line, Surroundings

PUBLISHED_METAS = """
    article:published_time og:published_time article:published og:article:published_time datepublished
    parsely-pub-date sailthru.date citation_publication_date citation_online_date citation_date pubdate publish-date
    publish_date publishdate published_at published published-date published_date publisheddate publication_date
    publicationdate article:publicationdate og:publish_date cxenseparse:publishtime cxenseparse:recs:publishtime
    date_published dcterms.created dc.date.issued dc.date.created dcterms.issued article.published
    article_date_original originalpublicationdate shareaholic:article_published_time rnews:datepublished
    iso-8601-publish-date
""".split()
DATE_METAS = """
    date dc.date dcterms.date datecreated article.created created search_date dcterms.available
""".split()
MODIFIED_METAS = """
    article:modified_time og:updated_time article:modified datemodified last-modified lastmod modified
    dcterms.modified dc.date.modified og:article:modified_time sailthru.modified revised last_updated lastupdated
    parsely-modified
""".split()
_KNOWN_METAS = frozenset((*PUBLISHED_METAS, *DATE_METAS, *MODIFIED_METAS))
_CALLED_PUBLISHED = re.compile(r"publi\w*[-_.:]?(?:date|time|on|at)\b|(?:date|time)[-_.:]?publi")
"""What else a meta may be called that holds the date of publication."""
_DIGIT = re.compile(r"\d")
# On texts in lower case.
_UPDATED = re.compile(
    r"updat|modif|aktualis|geändert|mis à jour|màj|actualiz|aggiorn|atualiz|bijgewerkt|uppdater|opdater|oppdater|"
    r"обновл|更新|수정|zaktualiz|aktualiz|päivitet|güncell|last reviewed|edited|revised|ενημ|оновл|frissít|ažur|"
    r"تحديث|بروز ?رسانی|به‌روز|עודכן|अपडेट|আপডেট|อัปเดต|cập nhật|diperbarui",
)
_ISSUED = re.compile(
    r"publi|posted|submitted|first|created|issued|veröffentl|erschien|pubblic|gepubliceerd|publicer|опубл|発行|公開|掲載|发布|發布|입력|등록|"
    r"opublik|julkaistu|yayın|giriş|eklen|zveřej|дата|опублік|megjelen|közzé|δημοσ|نشر|انتشار|פורסם|प्रकाशित|প্রকাশ|เผยแพร่|"
    r"đăng|diterbitkan|tayang",
)
_FIRST = re.compile(r"\b(?:original(?:ly)?|first) (?:publi|posted|appeared)|ursprünglich|initialement")
_OF_PEOPLE = re.compile(
    r"joined|member since|registered|registriert|mitglied seit|beigetreten|inscri|miembro desde|registrado|iscritto|"
    r"lid sinds|medlem sedan|dołącz|регистрац|зарегистр|注册时间|加入时间|登録日|가입"
)
"""When somebody came to a forum, which stands beside each of their posts."""
_SURE = SAYS_PUBLISHED | {"near time", "meta date"}
_URL_DATE = re.compile(
    r"/((?:199|20\d)\d)(?:/[a-z_-]{2,30}/(?P<m>\d\d)/(?P<d>\d\d)/"
    r"|([/_-])(\d\d?|[a-z]{3,9})\4(\d\d?)|(?:[/_-](\d\d)[/_-]?|(\d\d))(\d\d))(?![0-9])"
)
"""The first is a year with a section after it: /2010/politics/08/13/. "/194709-13-ways-…" is the number of a story."""


@dataclass(frozen=True, slots=True)
class Dates:
    """What the page says of its time."""

    published: datetime | None = None
    modified: datetime | None = None
    source: str = ""  # of published


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the page that may hold a date, and the kind of place where it stands."""

    claim: str
    text: str
    visible: bool = False
    begins: bool = False  # the text is no date, but may begin with one: "Posted on 5 March 2024. Tags: …"


def sightings(signals: Signals, nodes: list[Node], around: Surroundings, url: str, custom: Custom) -> list[Sighting]:
    """Every date of the page that may be its own, the best sources first."""
    told = [*_machine_told(signals, nodes), *_element_told(signals, around), *_line_told(around)]
    in_address = [Sighting(each.moment, "address", has_time=False) for each in _in_address(url, custom)]
    stamps = (each.moment.date() for text in told if not text.visible for each in read_dates(text.text, custom))
    sure = chain((each.moment.date() for each in in_address), stamps)
    order = date_order([each.text for each in told], custom.language, custom.timezone, sure)
    custom = replace(custom, day_first=order)
    found: list[Sighting] = []
    read = lru_cache(maxsize=None)(read_dates)  # many a date stands on a page three times
    without_now = replace(custom, now=None)
    guessed: list[Sighting] = []
    for each in told:
        for date_found in read(each.text, custom)[: 1 if each.begins else None]:
            if not each.begins or len(date_found.label) <= 30:
                seen = Sighting(date_found.moment, _claim(each, date_found), date_found.has_time, date_found.has_zone)
                (found if custom.now is None or read(each.text, without_now) else guessed).append(seen)
    # "4 March" and "2 days ago" are reckoned from now, which a saved page does not know: machines' dates are surer.
    found += () if any(each.claim in _SURE for each in found) else guessed
    return compared([*found, *in_address], zone_is_known=custom.timezone is not None)


def _claim(told: Told, found: Found) -> str:
    """What a date in that place stands for, by what is written before it."""
    if not told.visible or told.claim == "elsewhere":
        return told.claim
    label = found.label[-40:].lower()
    if _OF_PEOPLE.search(label):
        return "elsewhere"
    if _FIRST.search(label):
        return "labelled first"
    # "Snapshots, posted while on holiday in March 2017" is a sentence, and "posted" says nothing of the date.
    beside = label if len(found.label) <= _LABEL else label[-_BESIDE:]
    if _UPDATED.search(beside):
        return "modified"
    if _ISSUED.search(beside):
        return "labelled"
    is_of_old = found.moment.year < _WEB and found.rest > _OF_OLD
    return "prose" if found.rest > 80 or is_of_old else told.claim


_LABEL, _BESIDE = 60, 20  # characters
_WEB = 1991  # before it no page was put on the web; what an archive has from then stands below its headline alone
_OF_OLD = 20  # characters beside such a date


def _machine_told(signals: Signals, nodes: list[Node]) -> Iterator[Told]:
    for node in nodes[:4]:
        kind = ("", "page ", "work ", "article ")[rank(node)] + "json-ld"
        for key, claim in (
            ("datePublished", kind),
            ("dateCreated", "json-ld created"),
            ("uploadDate", "json-ld created"),
        ):
            yield from (Told(claim, text) for text in strings(node.get(key))[:1])
        yield from (Told("modified", text) for text in strings(node.get("dateModified"))[:1])
    others = [name for name in signals.metas if name not in _KNOWN_METAS and _CALLED_PUBLISHED.search(name)]
    for claim, names in (
        ("meta published", PUBLISHED_METAS),
        ("meta date", [*DATE_METAS, *others]),
        ("modified", MODIFIED_METAS),
    ):
        yield from (Told(claim, text) for text in signals.all_meta(*names)[:6])


def _element_told(signals: Signals, around: Surroundings) -> Iterator[Told]:
    """The dates of microdata, of time elements and of elements that are called a date."""
    marked = [each for each in signals.props if (each.get("itemprop") or "").lower().startswith("date")]
    for element in dict.fromkeys([*signals.times[:60], *marked[:60], *signals.called_date[:100]]):
        stamp = element.get("datetime") or element.get("content") or _other_stamp(element)
        if _DIGIT.search(stamp):
            yield Told(_claim_of_element(element, around), stamp)
            continue
        text = text_of(element, 160, prose=False)
        if _DIGIT.search(text):
            yield Told(_claim_of_element(element, around), text, visible=True, begins=len(text) > 120)


def _other_stamp(element: etree._Element) -> str:
    """A machine's date in an attribute that is for scripts, or shown as a hint; "" where there is none.

    `<time data-published="2016-12-09 09:13Z">4 hours ago</time>`, `<abbr class=published title=2013-07-14T21:07Z>`.
    """
    values = (str(value) for key, value in element.items() if not _UPDATED.search(str(key)))
    return next((value for value in values if _STAMP.match(value)), "")


_STAMP = re.compile(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d")


def _claim_of_element(element: etree._Element, around: Surroundings) -> str:
    prop = (element.get("itemprop") or "").lower()
    if prop == "datemodified" or _UPDATED.search(hints(element)):
        return "modified"
    if around.is_elsewhere(element):
        return "quoted" if _is_quoted(element) else "elsewhere"
    if prop in ("datepublished", "datecreated"):
        return "microdata"
    if element.tag == "time":
        return "near time" if around.is_near(element) else "time"
    return "called a date"


def _line_told(around: Surroundings) -> Iterator[Told]:
    before = ""
    for line in around.lines:
        if _DIGIT.search(line.text):
            label = before if len(before) <= 30 and _is_label(before.lower()) else ""
            yield Told(_claim_of_line(line, around), f"{label} {line.text}" if label else line.text, visible=True)
            before = ""
        else:
            before = line.text if line.distance > 0 else ""  # those above come nearest first


def _is_label(text: str) -> bool:
    return bool(_ISSUED.search(text) or _UPDATED.search(text))


def _is_quoted(element: etree._Element) -> bool:
    return element.tag == "blockquote" or any(each.tag == "blockquote" for each in islice(element.iterancestors(), 8))


def _claim_of_line(line: Line, around: Surroundings) -> str:
    if around.is_elsewhere(line.element):
        return "quoted" if _is_quoted(line.element) else "elsewhere"
    if _UPDATED.search(line.hints):
        return "modified"
    if line.distance < 0:
        return "line above"
    return "near line" if line.distance <= 6 else "far line"


def _in_address(url: str, custom: Custom) -> list[Found]:
    match = _URL_DATE.search(urlsplit(url).path.lower())
    if match is None:
        return []
    month = match["m"] or match[5] or match[7] or match[8]
    year, day = match[1], match["d"] or match[6] or match[9]
    return read_dates(f"{year}-{month:0>2}-{day:0>2}" if month.isdigit() else f"{day} {month} {year}", custom)


WEIGHTS: Mapping[str, float] = {
    "labelled first": 3.6, "labelled": 3.0, "meta published": 2.9, "near line": 2.8, "address": 2.4, "near time": 2.1,
    "line above": 1.5, "article json-ld": 1.5, "page json-ld": 1.4, "microdata": 0.6, "modified": 0.6, "time": 0.6,
    "called a date": 0.6, "prose": 0.3, "json-ld created": 0.1, "far line": 0.1, "elsewhere": -0.7,
    "nearest line": 0.15, "only modified": -0.4, "modified though issued": -1.0,
}  # fmt: skip
"""What speaks for a day; fitted (conditional logit) to 1,080 dated article pages, then rounded, and microdata and
JSON-LD trusted more than those pages do: abroad, where days and months are easily confused, they are worth it."""


def choose_dates(found: list[Sighting]) -> Dates:
    """The day that the sources speak for most, and the latest change after it."""
    days = claims(found)
    scored = [
        (sum(WEIGHTS.get(name, 0.0) * value for name, value in said.items()), day)
        for day, said in days.items()
        if said.keys() - _DOUBTFUL or (days.keys() == {day} and "far line" in said)
    ]
    if not scored or _is_list(days):
        return Dates()
    posts = [each for each in found if each.claim in ("time", "labelled") and (each.moment.hour or each.moment.minute)]
    is_thread = len(posts) > 2  # whose first post is the page's
    _, day = max(scored, key=lambda each: (each[0], -each[1].toordinal() if is_thread else each[1].toordinal()))
    same = [each for each in found if each.moment.date() == day and each.claim != "elsewhere"]
    best = next((each for each in same if each.has_time), same[0])
    modified = [each.moment for each in found if each.claim == "modified" and each.moment > best.moment]
    return Dates(best.moment, max(modified, default=None), best.claim)


def claims(found: list[Sighting]) -> dict[date, dict[str, float]]:
    """Day → what speaks for it; one moment written in two zones speaks for both days."""
    days: dict[date, dict[str, float]] = defaultdict(dict)
    moments = {each.moment.date(): each.moment for each in found if each.has_time}
    for each in found:
        days[each.moment.date()][each.claim] = 1.0
        for day, moment in moments.items():
            if each.has_time and abs((moment - each.moment).total_seconds()) < 120:
                days[day][each.claim] = 1.0
    nearest = next((each.moment.date() for each in found if each.claim == "near line"), None)
    if nearest is not None:
        days[nearest]["nearest line"] = 1.0
    issued = any(said.keys() & SAYS_PUBLISHED for said in days.values())
    for said in days.values():
        if "modified" in said and not said.keys() & SAYS_PUBLISHED:
            said["only modified"] = 1.0
            said["modified though issued"] = float(issued)
    return days


def _is_list(days: Mapping[date, Mapping[str, float]]) -> bool:
    """Whether the dates are those of reviews or other pages: several days, and nothing says that one is the page's."""
    listed = [said for said in days.values() if said.keys() & {"called a date", "time"}]
    return len(listed) > 3 and all(said.keys() <= _DOUBTFUL | {"called a date", "time"} for said in days.values())


_DOUBTFUL = frozenset(("elsewhere", "quoted", "far line", "prose"))  # alone no reason to take a day for the page's


def says_when(label: str) -> bool:
    """Whether a label in front of a date tells that it is the page's own, of publication or of change."""
    told = label.lower()
    return bool(_ISSUED.search(told) or _UPDATED.search(told))
