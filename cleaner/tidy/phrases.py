"""What sites say around their stories, in many languages: the patterns of `phrases.txt`, compiled."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_TRAILING = " :：៖፦….»›→>-–—|!▼▾+"
_COUNT = re.compile(r"\s*[(\[]?[0-9][0-9.,]{0,6}[)\]]?$")
_COUNT_ENDS = frozenset("0123456789,)]")


@lru_cache(maxsize=1024)  # many ask of one line
def plain_label(text: str) -> str:
    """A short block as the patterns see it: lower case, straight apostrophes, nothing trailing."""
    line = " ".join(text.replace("’", "'").lower().split()).rstrip(_TRAILING)
    if not line.isascii():
        line = _composed(line)
    if line[-1:] not in _COUNT_ENDS:
        return line
    return _COUNT.sub("", line).rstrip(_TRAILING) or line


def _composed(line: str) -> str:
    """Letters one way: some are also written as two ("й", "ড়"), a Turkish "İ" in lower case has its dot twice, and what
    only tells how letters join is left out.
    """
    return unicodedata.normalize("NFC", line).replace("i\u0307", "i").replace("\u200c", "").replace("\u200d", "")


def bare_label(text: str) -> str:
    """A short block as `plain_label` gives it, without the brackets or dashes that it stands in ("[Advertisement]")."""
    return plain_label(text.strip(_AROUND))


def says_comments(text: str) -> bool:
    """Whether a short block heads what readers say: "Comments (3)", "10 réactions", "Visitor comments"."""
    told = [word for word in bare_label(text).split() if not word.strip("[]().,").isdigit()]
    if told and told[0] in _READERS:
        del told[0]
    return 0 < len(told) <= _MOST_WORDS and told[0] in _DISCUSSION


_MOST_WORDS = 4
_READERS = frozenset("visitor visitors' reader readers' user users' your all wasze twoje vos tus".split())
_DISCUSSION = frozenset(
    """
    comments kommentare leserkommentare kommentarer commentaires réactions comentarios comentários commenti reacties
    komentarze komentáře komentáre hozzászólások comentarii комментарии коментари коментарі yorumlar yorum σχόλια
    التعليقات تعليقات תגובות 评论 評論 留言 コメント 댓글 komentari komentarji komentarai ความคิดเห็น
    """.split()
)
_AROUND = " \t[]()（）［］【】〔〕<>«»‹›←→-–—*·|"


def _load() -> dict[str, re.Pattern[str]]:
    sections: dict[str, list[str]] = {}
    for line in files(__package__).joinpath("phrases.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(_composed(line))
    for also in ("rail", "lead"):
        sections[also] += sections["also"]
    # Groups that capture cost time, and nothing here asks what they caught.
    return {name: re.compile(re.sub(r"\((?!\?)", "(?:", "|".join(lines))) for name, lines in sections.items()}


_PATTERNS = _load()
RAIL, LEAD, APPEAL, SERVICES, TAGS, OFFER, RIGHTS, NOISE = (
    _PATTERNS[name] for name in ("rail", "lead", "appeal", "services", "tags", "offer", "rights", "noise")
)
COMMENTS, BACK, FILED, POSTED, ORDER, SHOP, CONTENTS, GIVE, LIKED = (
    _PATTERNS[name] for name in ("comments", "back", "filed", "posted", "order", "shop", "contents", "give", "liked")
)
