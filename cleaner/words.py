"""Texts compared by their words, however they are set, and names of classes by theirs."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\W_]+")
_SITE = re.compile(r"\s[|–—·»«:-]\s|\s?[|｜]\s?|:\s")
"""What may stand between a title and the name of its site."""
_LONGEST_TITLE = 500  # characters
_TELLING = 8  # characters: a shorter beginning of a title is no evidence


def named(words: str) -> re.Pattern[str]:
    """Finds one of these words (a pattern) in the names of an element: "btn" in "btn-primary", not in "subtnote"."""
    return re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE)


def loose(text: str) -> str:
    """The words of a text in lower case, one blank between two."""
    return _BETWEEN.sub(" ", text.casefold()).strip()


def says_the_same(one: str, other: str) -> bool:
    """Whether two titles differ in nothing but case, punctuation or the site's name behind one of them."""
    short, long = sorted((one, other), key=len)
    wanted = loose(short)
    if not wanted or len(long) > _LONGEST_TITLE:
        return False
    if loose(long) == wanted:
        return True
    return len(wanted) > _TELLING and any(loose(long[: mark.start()]) == wanted for mark in _SITE.finditer(long))
