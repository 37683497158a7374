"""Texts that name people → the names: what bylines, metas and JSON-LD put around them taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.metadata.name_words import (
    ADJECTIVES,
    BUTTONS,
    COLLECTIVES,
    CONJUNCTIONS,
    LEADS,
    NOBODY,
    PARTICLE_CONJUNCTIONS,
    PARTICLE_LEADS,
    ROLES,
    TAILS,
    alternatives,
)

MAX_NAMES = 20

# --- a text → names -------------------------------------------------------------------------------------------------

_MARK = r"(?!\w)\s*[:：／/|・=＝●]?\s*"
LEAD = re.compile(rf"^\W*(?:{alternatives(LEADS)}|{alternatives(PARTICLE_LEADS)}){_MARK}", re.IGNORECASE)
"""What a byline begins with."""
_SURE_LEAD = re.compile(rf"^\W*(?:{alternatives(LEADS)}){_MARK}", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|\bhttps?:\S+|\bwww\.\S+|(?<!\w)@\w+")
_BRACKETED = re.compile(r"\([^)]{0,80}\)")
_SPLIT = re.compile(rf"\s*(?:[;、，/／]|\s&\s|,?\s(?:{alternatives(CONJUNCTIONS)})\s)\s*", re.IGNORECASE)
# "Ana Ruiz y José Paz" are two, "Santiago Ramón y Cajal" is one.
_SPLIT_BETWEEN_FULL = re.compile(
    rf"(?<=\w\s)(\S+)\s(?:{alternatives(PARTICLE_CONJUNCTIONS)})\s(?=\S+\s\S)", re.IGNORECASE
)
_JOB_TITLE = rf"(?:{alternatives(ROLES + BUTTONS)})s?"
_ROLE = re.compile(rf"(?:(?:{alternatives(ADJECTIVES)})\s+){{0,3}}{_JOB_TITLE}", re.IGNORECASE)


def clean_names(texts: Iterable[str], *, byline: bool = True) -> tuple[str, ...]:
    """The people's names in texts such as "By Jane Doe and John Roe, Staff Writers", each once, in order.

    byline: whether the texts may begin with "di" or "von" and mean "by"; in a name alone they are part of it.
    """
    names: dict[str, str] = {}
    lead = LEAD if byline else _SURE_LEAD
    for text in texts:
        bare = without_lead(text, lead)
        for part in _parts(reporters(bare) or bare, lead):
            name = read_name(part, lead)
            if name and not _ROLE.fullmatch(name):
                names.setdefault(key(name), name)
    return tuple(names.values())[:MAX_NAMES]


def _parts(text: str, lead: re.Pattern[str]) -> Iterator[str]:
    """A byline, split into what may be names."""
    text = _ADDRESS.sub(" ", text[:400])
    text = " ".join(_BRACKETED.sub(" ", text).split())
    text = _SPLIT_BETWEEN_FULL.sub(r"\1; ", without_lead(text, lead))
    strict = False  # a job may hold an "and": what follows one is a name only where it can be nothing else
    for piece in _SPLIT.split(text):
        if _OTHERS_WORK.match(piece):
            break
        first, *others = [each.strip() for each in piece.split(",")]
        if not strict or is_full_name(first):
            yield first
        ended = bool(_TAIL.search(first))
        for each in others:
            alone = _TAIL.sub("", each)
            if ended or not first or not is_full_name(alone):
                strict = True
                break  # a degree, a job, an employer: what follows is no name either
            yield each
            ended = alone != each


_OTHERS_WORK = re.compile(
    r"(?:additional (?:reporting|writing)|editing|edited|translation|translated|compiled|production|produced) by\b",
    re.IGNORECASE,
)
"""What news agencies sign with beside the authors: "Reporting by Jane Doe; Editing by John Roe"."""


def without_lead(text: str, lead: re.Pattern[str] = LEAD) -> str:
    """A byline without its "Written by"."""
    while (found := lead.match(text)) and found.end():
        text = text[found.end() :]
    return text


def is_lead(label: str) -> bool:
    """Whether a label is what a byline begins with, and no more: "Written by"."""
    return bool(label) and not without_lead(f"{label}: ").strip(" :")


def upright(name: str) -> str:
    """A name as catalogues have it, the right way round: "Doe, Jane" → "Jane Doe"."""
    first, comma, second = name.partition(",")
    return f"{second.strip()} {first.strip()}" if comma and "," not in second else name


def reporters(text: str) -> str:
    """The names in a Chinese or Korean byline, where "reporter" stands as part of it; "" where the text is none.

    "記者王大明／台北報導", "本报记者 王小明", "[서울=뉴시스] 이민호 기자 = ".
    """
    if "者" not in text and "기자" not in text and "특파원" not in text:
        return ""
    found = _HAN_REPORTERS.match(text[:80]) or _KOREAN_REPORTERS.match(text[:80])
    return "、".join(re.split(r"[^\w]+", found[1].strip())) if found else ""


_HAN_REPORTERS = re.compile(
    r"^\W*[\u4e00-\u9fff]{0,6}?[记記]者[\s:：／/]*([\u4e00-\u9fff]{2,4}(?:[、，\s][\u4e00-\u9fff]{2,4})*)"
    r"\s*(?:[/／|｜(（].*|[\u4e00-\u9fff]{2}[報报][導道].*)?$"
)
_KOREAN_REPORTERS = re.compile(
    r"^\W*(?:\[?[^\]=]{1,20}[\]=][^\]=]{0,20}\]?\W*)?([가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4})*?)"
    r"\s?(?:선임|수습|인턴|전문|객원)?\s?(?:기자|특파원)(?:\W.*)?$"
)


def nicknames(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are nothing but a nickname, as forums have them ("paul_b203")."""
    bare = (without_lead(text).strip() for text in texts)
    return tuple(dict.fromkeys(text for text in bare if is_nickname(text)))[:MAX_NAMES]


def body_name(text: str) -> str:
    """The team, agency or firm that a byline names ("By Gazette Staff | 5 March"); "" where it names none."""
    text = " ".join(_ADDRESS.sub(" ", text[:200]).split())
    name = _BODY_ENDS.split(without_lead(text, _SURE_LEAD))[0].strip(_EDGES)
    wordy = sum(ch.isalpha() for ch in name) > 1 and len(name) <= 50 and len(name.split()) <= 6
    return name if wordy and not _NOBODY.fullmatch(name) and not _OTHERS_WORK.match(name) else ""


_BODY_ENDS = re.compile(
    r"\s*(?:[|•·●▪★»(\[<;,]|\s[-–—/]\s|\s[-–—]$|https?:|\bwww\.)|\s(?:on|in|at|published|updated)\b|\s\d"
)
_NOBODY = re.compile(rf"(?:(?:{alternatives(ADJECTIVES)})\s+){{0,3}}(?:{alternatives(NOBODY)})", re.IGNORECASE)


# --- one name ------------------------------------------------------------------------------------------------------

_LABEL = re.compile(r"^\s*[\[【［][^\[\]【】［］]{1,12}[\]】］]\s*(?=\w)")  # "[Members only] Jane Doe"
CLOCK = r"(?:um|at|om|en|à|a|alle|ore|a\s?las|às|kl\.?|klo|o|в|saat)\s\d"
"""What tells a time of day after a name: "von klarabell um 21:17"."""
_TAIL = re.compile(
    rf"""
    \s*
    (?: [|•·●▪★»(\[<（] | \s[-–—/]\s | \s[-–—]$ | https?: | \bwww\.
      | \s\d{{1,2}}:\d\d\b
      | \s{CLOCK}
      | \s[^\W\d_]{{2,12}}\s?[:：]  # another label: "作者：王小明 责任编辑：…"
      | ,?\s+ (?P<words> (?:{alternatives(TAILS)})\b
                       | (?:{alternatives(ADJECTIVES)})\s+ (?:[\w'’-]+\s+){{0,2}}? {_JOB_TITLE}$ )
    )
    .*$
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""What follows a name and is no part of it."""
_EDGES = " \t\"'“”„«».,;:|-–—*·•#+=_】］（）"
_SHORTENED = re.compile(r"\s(?:[^\W\d_]|[JS]r)$")  # an initial, or "junior": the point after it is the name's
_MAX_NAME = 60  # characters


def read_name(part: str, lead: re.Pattern[str] = LEAD) -> str:
    """One name without what is around it; "" where it is none."""
    part = _LABEL.sub("", without_lead(part, lead), count=1)
    tail = _TAIL.search(part)
    name = part[: tail.start() if tail else None].strip(_EDGES)
    words = name.split()
    if tail and len(words) == 1 and name.isascii() and (tail["words"] or "")[:1].isalpha():
        return ""  # "Gazette staff", "Human in the Loop"
    if not 2 <= len(name) <= _MAX_NAME or len(words) > 6 or any(ch.isdigit() for ch in name) or not _is_wordy(name):
        return ""
    return f"{name}." if _SHORTENED.search(name) and f"{name}." in part else name


def _is_wordy(name: str) -> bool:
    """Whether a name is made of letters, and written as one: no sentence has so many capitals."""
    if (
        sum(ch.isalpha() for ch in name) < 2
        or any(ch in name for ch in "{}[]<>=$%^\\|~?!/:：")
        or _HANDLE.fullmatch(name)
    ):
        return False
    words = [word for word in name.split() if word[0].isalpha()]
    small = [word for word in words if word[0].islower() and len(word) > 3 and word.lower() not in PARTICLES]
    return len(words) == 1 or len(small) == 0 or len(small) == len(words) == 2


_SIGN = re.compile(r"[{}\[\]<>=$%^\\|~?!/:：]")
_HANDLE = re.compile(r"(?!(?:[^\W\d_a-z]\.){1,2}[^\W\d_]{2})\w+(?:\.\w+)+|\w*_\w*")
"""An account or a host ("jane.doe"), and no name with its initials ("Б.Сарнай")."""


def key(name: str) -> str:
    """A name for comparison."""
    return "".join(ch for ch in name.casefold() if ch.isalnum())


# --- what a name is ------------------------------------------------------------------------------------------------

PARTICLES = frozenset("von van der den de di da dos del della dela la le bin bint binti al el ter zu".split())
COLLECTIVE = re.compile(
    rf"^(?:the|{alternatives(COLLECTIVES)})(?!\w)|(?<!\w)(?:{alternatives(COLLECTIVES)})$|"
    r"[\u3040-\u9fff\uac00-\ud7af](?:新聞|新闻|日報|日报|晚報|晚报|通信|通訊社|通讯社|中新社|新华社|電視台|电视台|編集部|编辑部"
    r"|일보|신문|뉴스|통신|방송)$",
    re.IGNORECASE,
)
_JOB = re.compile(rf"(?<!\w)(?:{alternatives(ROLES)})s?(?!\w)", re.IGNORECASE)
_NO_NAME = re.compile(rf"(?<!\w){_JOB_TITLE}(?!\w)|®|™", re.IGNORECASE)


def may_be_person(name: str) -> bool:
    """Whether a name can only be a person's."""
    return is_full_name(name) and not COLLECTIVE.search(name)


def is_bare_name(text: str) -> bool:
    """Whether a text, with nothing to say that it is a name, is hardly anything else."""
    return len(text.split()) <= 3 and "&" not in text and may_be_person(text)


def is_full_name(text: str) -> bool:
    """Whether a text can only be a name: two to four words without small initials, and none that jobs are made of."""
    parts = _INITIALS.sub(r"\1 ", text).split()
    return (
        2 <= len(parts) <= 4
        and all(not part[0].islower() or part in PARTICLES for part in parts)
        and not any(ch.isdigit() for ch in text)
        and not _NO_NAME.search(text)
    )


_INITIALS = re.compile(r"(?<!\w)([^\W\d_]\.)(?=[^\W\d_])")  # "Б.Сарнай", "J.K.Rowling"


def are_written_small(names: Iterable[str], text: str) -> bool:
    """Whether a text has one of the words with a small initial: "Social Media" is no person, "Jane Doe" may be."""
    words = (word.lower() for name in names for word in name.split() if word.isalpha())
    words = (word for word in words if word not in PARTICLES)
    return any(word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)


def is_job(text: str) -> bool:
    """Whether a line says what somebody does: "Tech Writer", "Co-Founder & Marketing Director"."""
    return len(text) <= _MAX_JOB and text[-1:].isalpha() and text[:1].isupper() and _JOB.search(text) is not None


_MAX_JOB = 50


def is_nickname(text: str) -> bool:
    """Whether a text is one word with digits or underscores in it, and no function ("q_admin")."""
    return bool(_NICKNAME.fullmatch(text)) and not _FUNCTION.search(text)


_NICKNAME = re.compile(r"(?=\w*[\d_])[^\W\d_][\w-]{2,29}")
_FUNCTION = re.compile(r"admin|editor|webmaster|test|user", re.IGNORECASE)
