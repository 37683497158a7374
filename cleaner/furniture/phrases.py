"""What sites say around their stories, in many languages: the patterns of `phrases.txt`, compiled."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_TRAILING = " :：៖፦….»›→>-–—|!▼▾+"
_AROUND = " \t[]()（）［］【】〔〕<>«»‹›←→-–—*·|"
_COUNT = re.compile(r"\s*[(\[]?[0-9][0-9.,]{0,6}[)\]]?$")
_COUNT_ENDS = frozenset("0123456789,)]")


def says(text: str, phrase: re.Pattern[str]) -> bool:
    """Whether a short text is but a phrase, with or without the brackets or dashes that it stands in."""
    return phrase.fullmatch(label_of(text)) is not None or (
        (bare := bare_label(text)) != label_of(text) and phrase.fullmatch(bare) is not None
    )


def mentions(text: str, phrase: re.Pattern[str]) -> bool:
    """Whether a short text has a phrase in it."""
    return phrase.search(label_of(text)) is not None


@lru_cache(maxsize=1024)  # many ask of one line
def label_of(text: str) -> str:
    """A short text as the patterns see it: lower case, straight apostrophes, nothing trailing."""
    line = " ".join(text.replace("’", "'").lower().split()).rstrip(_TRAILING)
    if not line.isascii():
        line = _composed(line)
    if line[-1:] not in _COUNT_ENDS:
        return line
    return _COUNT.sub("", line).rstrip(_TRAILING) or line


def bare_label(text: str) -> str:
    """A short text as `label_of` gives it, without the brackets or dashes that it stands in ("[Advertisement]")."""
    return label_of(text.strip(_AROUND))


def _composed(line: str) -> str:
    """Letters one way: some are also written as two ("й", "ড়"), a Turkish "İ" in lower case has its dot twice, and what
    only tells how letters join is left out.
    """
    return unicodedata.normalize("NFC", line).replace("i\u0307", "i").replace("\u200c", "").replace("\u200d", "")


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


_PHRASES = _load()
APPEAL = _PHRASES["appeal"]
BACK = _PHRASES["back"]
COMMENTS = _PHRASES["comments"]
CONTENTS = _PHRASES["contents"]
EDITED = _PHRASES["edited"]
FILED = _PHRASES["filed"]
GIFTS = _PHRASES["gifts"]
GIVE = _PHRASES["give"]
LEAD = _PHRASES["lead"]
LIKED = _PHRASES["liked"]
NOISE = _PHRASES["noise"]
OFFER = _PHRASES["offer"]
ORDER = _PHRASES["order"]
POSTED = _PHRASES["posted"]
RAIL = _PHRASES["rail"]
RIGHTS = _PHRASES["rights"]
SERVICES = _PHRASES["services"]
TAGS = _PHRASES["tags"]
