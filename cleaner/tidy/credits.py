"""What a story says though its metadata say it already: its title, who wrote it and when, who its author is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from lxml import etree

from cleaner.dom import HEADINGS, line_in, only_in
from cleaner.metadata.date_labels import says_when
from cleaner.metadata.dates import find_dates
from cleaner.metadata.name_words import CONJUNCTIONS, PARTICLE_CONJUNCTIONS, alternatives
from cleaner.metadata.names import LEAD
from cleaner.words import loose, says_the_same

_TOP_BLOCKS = 6
_PROSE = 200  # characters of the block that ends a story's top
_BYLINE = 90  # characters
_ROLE = re.compile(r"(?:\s?[,|·•]|\s[|·•–—-])\s[^.!?:;]{2,50}")
_AND = re.compile(rf"\b(?:{alternatives(CONJUNCTIONS)}|{alternatives(PARTICLE_CONJUNCTIONS)})\b")
_DATELINE = 140  # characters
_DATELINE_REST = 20  # characters beside the date and the names: "Last updated on", "5 min read"
_DATELINE_LABELS = 50  # of a line that tells of publication, of change and of who wrote it
_DATELINE_STORY = 200  # characters without which the date is most of what the page says
_DAY_OF_WEEK = re.compile(r"[^\W\d_]{2,12}[,.]?")
_COUNTS = re.compile(
    r"\(?\b(?:(?:\d{1,4}|no|keine) )?"
    r"(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties?|komentarzy?|yorum)\b"
    r"(?:\s?:\s?\d{1,4}|\s?\(\d{1,4}\))?\)?"
    r"|\b(?:přečteno|aufrufe|gelesen|views|reads|hits|zobrazení|wyświetleń|odsłon|visitas|letture|lectures|просмотров|okunma)"
    r"\s?:?\s?\d[\d., ]{0,9}\w{0,4}"
    r"|\b(?:rubri[kc]a?|rubrique|[kc]ategor(?:y|ie|i?a)|catégorie|categoría|kategoria|dział|рубрика)\s?:\s?\w{2,20}"
    r"|(?:浏览|瀏覽|阅读|閱讀|点击|點擊)(?:次数|次數|量|数)?\s?[:：]?\s?\d+次?"
    r"|(?:来源|來源|作者|编辑)\s?[:：]\s?[^\s:：|，。]{1,12}|字[号體体]\s?[:：][大中小aA+\s-]{1,12}",
    re.IGNORECASE,
)
"""How many comments and readers a story has, in which section it is, and what Chinese pages say beside the date."""
_LAST_BLOCKS = 3
_BIO = 400  # characters
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_HANDLE = re.compile(r"(?:^|\s|\()@\w{3,}")


def drop_credits(
    story: etree._Element, *, title: str | None, authors: Sequence[str], days: Sequence[date], language: str | None
) -> None:
    """Drop from a tidy story what its metadata say as well, at its top and at its end."""
    for node, text in list(_top(story)):
        is_line = node.tag == "p" and node.find(".//img") is None
        if (title and says_the_same(text, title)) or (authors and is_line and _is_byline(text, authors)):
            story.remove(node)
    _drop_dateline(story, days, authors, language)
    _drop_bio(story, [loose(name) for name in authors])


def _top(story: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The headings and lines that a story begins with, each with its text."""
    for node in islice(story, _TOP_BLOCKS):
        text = line_in(node)
        if len(text) > _PROSE:
            return
        if node.tag in HEADINGS or node.tag == "p":
            yield node, text


def _is_byline(text: str, authors: Sequence[str]) -> bool:
    """Whether a line says no more than who wrote this, and perhaps what they are."""
    if len(text) > _BYLINE:
        return False
    lead = LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    if lead and any(
        _ROLE.fullmatch(rest[len(name) :]) for name in authors if rest.casefold().startswith(name.casefold())
    ):
        return True  # "By Jane Doe, Staff Writer"
    names, left = [loose(name) for name in authors], loose(rest)
    if not any(name in left for name in names):
        return False
    for name in names:
        left = left.replace(name, " ")
    return not _AND.sub("", left).strip()


def _drop_dateline(story: etree._Element, days: Sequence[date], authors: Sequence[str], language: str | None) -> None:
    """A line that says no more than when this was published, and by whom; each post of a thread has one."""
    for node, text in _top(story) if days else ():
        if node.find(".//img") is None and _is_dateline(text, authors, language, days):
            later = [line_in(each) for each in node.itersiblings()]
            is_thread = any(_is_dateline(each, authors, language) for each in later)
            if not is_thread and sum(map(len, later)) >= _DATELINE_STORY:
                story.remove(node)
            return


def _is_dateline(text: str, authors: Sequence[str], language: str | None, days: Sequence[date] | None = None) -> bool:
    """Whether a line says no more than that something appeared on one of these days, or on any."""
    found = find_dates(text, language=language, limit=2) if len(text) <= _DATELINE else []
    if not found or (days is not None and found[0].moment.date() not in days):
        return False
    label = found[0].label.rstrip()
    if label.endswith((":", "：")) and not says_when(label):
        return False  # of something that takes place
    is_two = len(found) > 1
    rest = found[-1].rest + (len(found[0].label) if is_two else 0)
    rest -= len(label) if _DAY_OF_WEEK.fullmatch(label) else 0
    rest -= sum(len(count[0]) for count in _COUNTS.finditer(text))
    rest -= sum(len(name) for name in authors if name in text)
    return rest <= (_DATELINE_LABELS if is_two and says_when(text) else _DATELINE_REST)


def _drop_bio(story: etree._Element, names: Sequence[str]) -> None:
    """What a story ends with that tells of its author: "Jane Doe covers the county. Reach her at jane@news.example"."""
    is_told = False
    for node in list(islice(reversed(story), _LAST_BLOCKS)) if names else ():
        text = line_in(node)
        is_name = is_told and loose(text) in names
        if not is_name and (node.tag != "p" or not _is_bio(node, text, names)):
            return
        story.remove(node)
        is_told = True


def _is_bio(node: etree._Element, text: str, names: Sequence[str]) -> bool:
    """Whether a paragraph begins with an author's name and says where to write to, or is set apart in italics."""
    if len(text) > _BIO:
        return False
    begins, mail = loose(text), _MAIL.search(text)
    if begins.startswith(tuple(names)):
        return bool(mail or _HANDLE.search(text)) or _is_in_italics(node)
    return bool(mail) and begins.startswith(tuple(f"{name.split()[0]} " for name in names))


def _is_in_italics(node: etree._Element) -> bool:
    whole = only_in(node)
    return whole is not None and whole.tag in ("em", "i")
