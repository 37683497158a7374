"""The last look at a tidy story: nothing said twice, no heading of nothing, levels without gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from lxml import etree

from cleaner.dom import text_in
from cleaner.metadata.dates import find_dates
from cleaner.metadata.names import LEAD
from cleaner.metadata.published import says_when

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TOP_LEVEL = 2
"""The title stands above the story as its h1."""

_TOP_BLOCKS = 6  # how far down the title or the byline may be repeated
_BYLINE = re.compile(
    r"(?:(?:written |posted |published |words |story |text |report )?by|von|par|por|di|da|door|av|af|od|autor(?:e|a)?|"
    r"author|texte?|автор|текст|від|tekst|szerző|de la|yazan|بقلم|מאת|文|作者|記者|记者|기자|글)"
    r"[\s:：/・]*",
    re.IGNORECASE,
)
_BYLINE_LENGTH = 90
_LAST_BLOCKS = 4
_BIO_LENGTH = 400
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?:^|\s|\()@\w{3,}")  # electronic mail, a handle
_DATELINE_LENGTH = 140
_DATELINE_STORY = 200  # characters without which the date is most of what the page says
_DATELINE_LABELS = 50  # of a line that tells of publication, of change and of who wrote it
_DATELINE_WORDS = 20  # characters beside the date and the names: "Last updated on", "5 min read"
_HEADING_LENGTH = 120
_AND = re.compile(r"\b(?:and|und|et|y|e|en|och|og|i|и|та)\b")
_SEPARATOR = re.compile(r"\s[|–—·»«:-]\s|\s?[|｜]\s?|:\s")
_ROLE = re.compile(r"\s?[,|·•]\s[^.!?:;]{2,50}$|\s[|·•–—-]\s[^.!?:;]{2,50}$")
_MARKS = re.compile(r"[|·•/,;:–—\s-]{1,12}")
_LOOSE = re.compile(r"[\W_]+")


def settle(
    story: etree._Element,
    *,
    title: str | None = None,
    authors: Sequence[str] = (),
    days: Sequence[date] = (),
    language: str | None = None,
) -> None:
    """Drop from a tidy story what repeats the title, the byline or the date and headings of nothing; level the rest."""
    _drop_title(story, title)
    _drop_byline(story, authors)
    _drop_dateline(story, days, authors, language)
    _drop_bio(story, authors)
    _drop_marks(story)
    _drop_orphans(story)
    _drop_teasers(story)
    _drop_echoes(story)
    _trim_rules(story)
    _level(story)


def _drop_title(story: etree._Element, title: str | None) -> None:
    """The title at the story's top, as a heading or as a line of its own."""
    if not title:
        return
    for node in list(story)[:_TOP_BLOCKS]:
        if node.tag in (*HEADINGS, "p") and says_the_same(text_of(node), title):
            story.remove(node)
        elif node.tag == "p" and len(text_of(node)) > 200:
            return


def _drop_byline(story: etree._Element, authors: Sequence[str]) -> None:
    """Lines at the top that say no more than who wrote this."""
    names = [_loose(name) for name in authors if name]
    for node in list(story)[:_TOP_BLOCKS] if names else ():
        text = text_of(node)
        if len(text) > 200:
            return
        short = node.tag == "p" and len(text) <= _BYLINE_LENGTH and node.find(".//img") is None
        if short and _is_byline(text, names):
            story.remove(node)


def _drop_dateline(story: etree._Element, days: Sequence[date], authors: Sequence[str], language: str | None) -> None:
    """A line at the top that says no more than when this was published, and by whom; each post of a thread has one."""
    for place, node in enumerate(list(story)[:_TOP_BLOCKS] if days else ()):
        text = text_of(node)
        if len(text) > 200:
            return
        lone = node.tag in (*HEADINGS, "p") and node.find(".//img") is None
        if lone and _is_dateline(text, days, authors, language):
            later = [text_of(each) for each in list(story)[place + 1 :]]
            is_thread = any(_is_dateline(each, None, authors, language) for each in later)
            if not is_thread and sum(map(len, later)) >= _DATELINE_STORY:
                story.remove(node)
            return


def _is_dateline(text: str, days: Sequence[date] | None, authors: Sequence[str], language: str | None) -> bool:
    if len(text) > _DATELINE_LENGTH:
        return False
    found = find_dates(text, language=language, limit=2)
    if not found or (days is not None and found[0].moment.date() not in days):
        return False
    label = found[0].label.rstrip()
    if label.endswith((":", "：")) and not says_when(label):
        return False  # of something that takes place
    day_of_week = len(label) if _ONE_WORD.fullmatch(label) else 0
    rest = found[-1].rest + (len(found[0].label) if len(found) > 1 else 0) - day_of_week - _spent_on_counts(text)
    most = _DATELINE_WORDS if len(found) == 1 or not says_when(text) else _DATELINE_LABELS
    return rest - sum(len(name) for name in authors if name in text) <= most


_ONE_WORD = re.compile(r"[^\W\d_]{2,12}[,.]?")


def _spent_on_counts(text: str) -> int:
    """Characters that a line spends on its section and on how many comments and readers there are."""
    return sum(len(found[0]) for found in _COUNTS.finditer(text))


_COUNTS = re.compile(
    r"\(?\b(?:(?:\d{1,4}|no|keine) )?"
    r"(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties?|komentarzy?|yorum)\b"
    r"(?:\s?:\s?\d{1,4}|\s?\(\d{1,4}\))?\)?"
    r"|\b(?:přečteno|aufrufe|gelesen|views|reads|hits|zobrazení|wyświetleń|odsłon|visitas|letture|lectures|просмотров|okunma)"
    r"\s?:?\s?\d[\d., ]{0,9}\w{0,4}"
    r"|\b(?:rubri[kc]a?|rubrique|[kc]ategor(?:y|ie|i?a)|catégorie|categoría|kategoria|dział|рубрика)\s?:\s?\w{2,20}",
    re.IGNORECASE,
)


def _drop_bio(story: etree._Element, authors: Sequence[str]) -> None:
    """What a story ends with that tells of its author: "Jane Doe covers the county. Reach her at jane@news.example"."""
    names = {_loose(name) for name in authors}
    told = False
    for node in list(story)[:-_LAST_BLOCKS:-1] if names else ():
        text = text_of(node)
        is_name = told and _loose(text) in names
        if not is_name and (node.tag != "p" or not _is_bio(node, text, names)):
            return
        story.remove(node)
        told = True


def _is_bio(node: etree._Element, text: str, names: set[str]) -> bool:
    """Whether a paragraph begins with an author's name and says where to write to, or is set apart in italics."""
    if len(text) > _BIO_LENGTH:
        return False
    begins = _loose(text)
    if begins.startswith(tuple(names)):
        return bool(_ADDRESS.search(text)) or _is_set_apart(node)
    return begins.startswith(tuple(f"{name.split()[0]} " for name in names)) and bool(_MAIL.search(text))


def _is_set_apart(node: etree._Element) -> bool:
    """Whether a paragraph is in italics from end to end."""
    whole = node[0] if len(node) == 1 and not (node.text or "").strip() else None
    return whole is not None and whole.tag in ("em", "i") and not (whole.tail or "").strip()


def _drop_marks(story: etree._Element) -> None:
    """Lines of nothing but what parted things that are gone ("|"); a dash may part scenes, but not at the top."""
    for place, node in enumerate(list(story)):
        text = (node.text or "").strip() if node.tag == "p" and not len(node) else ""
        if _MARKS.fullmatch(text) and (place < _TOP_BLOCKS or not text.strip("|·•/,;: ")):
            story.remove(node)


def _is_byline(text: str, names: list[str]) -> bool:
    if not any(name in _loose(text) for name in names):
        return False
    lead = _BYLINE.match(text) or LEAD.match(text)
    told = text[lead.end() :].casefold() if lead else ""
    if told and any(_ROLE.match(told[len(name) :]) for name in names if told.startswith(name)):
        return True  # "By Jane Doe, Staff Writer"
    rest = _loose(text[lead.end() :] if lead else _BYLINE.sub("", text, count=1))
    for name in names:
        rest = rest.replace(name, " ")
    return not _AND.sub("", rest).strip()


def says_the_same(one: str, other: str) -> bool:
    """Whether two titles differ in nothing but case, punctuation or the site's name behind one of them."""
    short, long = sorted((one, other), key=len)
    wanted = _loose(short)
    if not wanted or len(long) > 500:
        return False
    cuts = (long[: mark.start()] for mark in _SEPARATOR.finditer(long))
    return _loose(long) == wanted or (len(wanted) > 8 and any(_loose(cut) == wanted for cut in cuts))


def _loose(text: str) -> str:
    return _LOOSE.sub(" ", text.casefold()).strip()


def _drop_orphans(story: etree._Element) -> None:
    """Headings that head nothing: at the end, or before one of a higher rank.

    In a story of headings alone (a page of cards) they are the content, and stay; a box inside a story that has lost
    all but its heading goes.
    """
    for box in list(story.iter("aside")):
        parent = box.getparent()
        mere = all(node.tag in HEADINGS and _is_mere_heading(node) for node in box) and not (box.text or "").strip()
        if mere and parent is not None:
            parent.remove(box)
    for holder in (story, *story.iter("blockquote", "aside", "details")):
        blocks = [node for node in holder if node.tag != "hr"]
        headings = sum(node.tag in HEADINGS for node in blocks)
        if headings * 2 > len(holder) or headings == len(blocks):
            continue
        follower = ""  # the tag of what comes next; empty: nothing does
        for node in reversed(blocks):
            heads_nothing = node.tag in HEADINGS and (not follower or (follower in HEADINGS and follower < node.tag))
            if heads_nothing and _is_mere_heading(node):
                holder.remove(node)
            else:
                follower = node.tag


def _is_mere_heading(node: etree._Element) -> bool:
    """Whether a heading is lost without what it heads; links, pictures and whole sentences are not."""
    text = text_of(node)
    return len(text) <= _HEADING_LENGTH and not text.endswith((".", "。", "”", '"')) and node.find(".//*") is None


def _drop_teasers(story: etree._Element) -> None:
    """Headings at the end that are but links: of other stories, whose teasers went before.

    In a story that has more of them they are its items, and stay.
    """
    blocks = [node for node in story if node.tag != "hr"]
    linked = [node for node in blocks if _is_linked_heading(node)]
    if not linked or sum(len(text_of(node)) for node in blocks if node.tag == "p") < _TEASED:
        return
    last = blocks[len(blocks) - len(linked) :]
    if last == linked:
        for node in linked:
            story.remove(node)


_TEASED = 500  # characters of paragraphs: what a story has at the least


def _is_linked_heading(node: etree._Element) -> bool:
    """Whether a heading is one link, to another page."""
    link = node.find(".//a") if node.tag in HEADINGS else None
    return link is not None and not link.get("href", "").startswith("#") and text_of(link) == text_of(node)


def _drop_echoes(story: etree._Element) -> None:
    """A label that stands many times in a row, such as a gallery's title with each picture: once will do."""
    run: list[etree._Element] = []
    for node in [*story, None]:
        label = text_of(node) if node is not None and node.tag == "p" and not len(node) else ""
        if label and run and label == text_of(run[0]):
            assert node is not None
            run.append(node)
            continue
        for echo in run[1:] if len(run) > _ECHOES else ():
            story.remove(echo)
        run = [node] if node is not None and 0 < len(label) <= _ECHO_LENGTH else []


_ECHOES = 4  # a song may well say a line as often
_ECHO_LENGTH = 60


def _trim_rules(story: etree._Element) -> None:
    """A rule parts two things: none first, none last, no two in a row."""
    before: etree._Element | None = None
    for node in list(story):
        if node.tag == "hr" and (before is None or before.tag == "hr"):
            story.remove(node)
        else:
            before = node
    if before is not None and before.tag == "hr":
        story.remove(before)


def _level(story: etree._Element) -> None:
    """Make the highest heading an h2 and leave no gap below it."""
    used = sorted({node.tag for node in story.iter(*HEADINGS)})
    levels = {tag: f"h{min(6, TOP_LEVEL + place)}" for place, tag in enumerate(used)}
    if any(old != new for old, new in levels.items()):
        for node in list(story.iter(*used)):
            node.tag = levels[node.tag]


def text_of(node: etree._Element) -> str:
    """All text of an element on one line."""
    return " ".join(text_in(node).split())
