"""Lines that say who wrote: "By Jane Doe", "Author" above a name, "5 March 2024 · by Jane Doe"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from cleaner.dom import HEADINGS
from cleaner.metadata.dates import find_dates
from cleaner.metadata.name_words import WEEKDAYS, alternatives
from cleaner.metadata.names import CLOCK, LEAD, is_bare_name, reporters
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import Line, Surroundings
from cleaner.metadata.texts import text_of

_LONGEST = 120  # characters of a line that begins with "by"; more is prose
_LONGEST_BELOW = 60  # of the line below a label
_LABEL = 20  # of a label without a colon: "Author"


def find_bylines(lines: Sequence[Line]) -> Iterator[str]:
    """What the lines that begin like a byline say, or hold one; of a label that stands alone the line after it."""
    for line, after in zip_longest(lines, lines[1:]):
        if byline := _byline(line, after.text if after else ""):
            yield byline


def _byline(line: Line, after: str) -> str:
    """The byline that a line is, holds or announces; "" where it does neither."""
    text = _CREDIT_AFTER.split(line.text, maxsplit=1)[0]
    if _CREDIT.search(text.lower()) or line.element.tag == "th":  # of a table: who wrote what the page is about
        return ""
    lead = LEAD.match(text)
    if lead and lead.end() >= len(text.rstrip(" :")):
        return undated(after) if len(after) <= _LONGEST_BELOW else ""
    if len(text) <= _LABEL and (label := LEAD.match(f"{text}:")) and label.end() > len(text):
        return after if is_bare_name(after) else ""
    if lead and len(text) <= _LONGEST and _may_be_name(text[lead.end() :]):
        return undated(text)
    if named := reporters(text):
        return named
    inner = _INNER.search(text) if line.is_near and line.element.tag not in HEADINGS else None
    return undated(text[inner.start() :]) if inner and not is_others_work(text[: inner.start()]) else ""


def _may_be_name(text: str) -> bool:
    """Whether what follows "by" begins like a name: with no small letter, or with a word alone ("by ibby | 5 May")."""
    return not text[0].islower() or bool(_ONE_WORD.match(text))


_ONE_WORD = re.compile(rf"[\w.-]{{3,30}}\s*(?:$|[|•·,–—-]\s*\d|on\s|in\s[A-Z]|{CLOCK})")
# Capitals after it: "by Jane Doe", and not "by the sea".
_INNER = re.compile(
    r"(?<!\w)(?:(?:[Ww]ritten|[Pp]osted|[Pp]ublished) )?[Bb]y:? (?=[A-Z][\w.'’-]+ [A-Z])"
    r"|(?<!\w)(?:Authors?|Autor(?:in|a|e)?|Von|Par|Por): (?=[^\W\d_])"
    r"|(?<!\w)(?:作者|记者|記者|撰文)[:：]\s?(?=[\u3400-\u9fff])"
    r"|(?<=\d )(?:par|por|von|door|oleh|di|av|af) (?=[A-ZÀ-Þ][\w.'’-]+ [A-ZÀ-Þ])"  # after a date or an hour
)


def find_datelines(signals: Signals, around: Surroundings) -> Iterator[str]:
    """Who reported, as the first paragraph of a Chinese story begins: "本报巴黎3月5日电（记者王小明）"."""
    if not _HAN.search(signals.title):
        return
    for paragraph in islice(signals.root.iter("p"), _PARAGRAPHS):
        dateline = _DATELINE.match(text_of(paragraph, _LONGEST))
        if dateline and not around.is_elsewhere(paragraph):
            yield "、".join(dateline[1].split())
            return


_HAN = re.compile("[\u4e00-\u9fff]")
_PARAGRAPHS = 60
_DATELINE = re.compile(
    r"(?:[^。，]{0,30}[讯訊电電息报報]\W{0,3})?[（(〔【\[][\u4e00-\u9fff]{0,4}(?:[记記]者|通[讯訊][员員])[\s:：]*"
    r"([\u4e00-\u9fff]{2,4}(?:[、，\s]+[\u4e00-\u9fff]{2,4})*)[）)〕】\]／/]"
)

# --- who did something else ----------------------------------------------------------------------------------------

_CREDIT = re.compile(
    r"photo(?!s (?:and|&) )|image|illustration|credit|unsplash|getty|pexels|shutterstock|courtesy|©|foto"
)
"""On lines in lower case."""
_PICTURES = "foto|photo|bild|picture|illustration|grafik"
_CREDIT_AFTER = re.compile(
    rf"(?<=\w)[\s,|/·•]+(?:{_PICTURES})\w*(?:\s?:|\s+(?:by|von|av|af|de|di|par)\s)", re.IGNORECASE
)
"""What follows who wrote: "Text: Anna Lindqvist Foto: Olle Berg"."""
_OTHERS_WORK = re.compile(
    r"(?:review|check|edit|verifi|photo|illustrat|translat|sponsor|power|present|produc|test|approv)\w*"
    r"(?:\s+by\s*:?)?\s*$",
    re.IGNORECASE,
)


def is_of_pictures(name: str) -> bool:
    """Whether a class speaks of who took the pictures."""
    return re.search(_PICTURES, name.lower()) is not None


def is_others_work(text: str) -> bool:
    """Whether what stands before a name says that its bearer did not write: "Illustration by", "Reviewed"."""
    return _OTHERS_WORK.search(text) is not None


# --- and when ------------------------------------------------------------------------------------------------------


def is_dated(text: str) -> bool:
    """Whether a line has a date, and beside it no more than a byline has."""
    found = find_dates(text, limit=1)
    return bool(found) and found[0].rest <= _BESIDE_DATE


_BESIDE_DATE = 60  # characters


def undated(text: str) -> str:
    """A byline without its date: "By Jane Doe March 5, 2024" up to it, "March 5, 2024 · Jane Doe" after it."""
    found = find_dates(text, limit=1)
    if not found:
        return text.strip(_EDGES)
    before = _WEEKDAY.sub("", found[0].label).strip(_EDGES)
    return before or found[0].after.strip(_EDGES)


_EDGES = " \t|•·-–—,:/"
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|{alternatives(WEEKDAYS)})[,.،]?\s*$",
    re.IGNORECASE,
)
