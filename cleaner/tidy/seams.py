"""Words that touch in the markup and stand apart on the screen: `<span>Oboz</span><span>Sawtooth</span>`.

What parts them there is a style sheet, which nobody gives us. So it is told by the letters on both sides and by what
begins or ends between them. Of some 3,000 such seams whose words are in the truth of a page, joined or apart:

| on the left, on the right | apart | joined |
| --- | --- | --- |
| small letter, capital | 1,558 | 2 |
| letter, digit | 334 | 24, all of them raised or lowered digits |
| digit, letter | 205 | 53, nearly all of them ordinals ("1<sup>st</sup>") |
| two digits, one element after the other | 277 | 15, most of them single |
| two capitals | 154 | 6, single letters most of them |
| two small letters, one link after the other | 30 | 4, where both lead to one place |
| two small letters otherwise | 123 | 103 |
| capital, small letter | 10 | 77: initials |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

Crossed = Sequence[tuple[etree._Element, bool]]
"""The elements that begin (True) or end (False) between two texts, in order."""

_LITERAL = frozenset(("code", "kbd", "samp", "var"))  # in which every character counts
_SEEN = 30  # characters of a text's ends, to see which words meet

_RAISED = frozenset(("sup", "sub", "rt", "rp", "wbr"))
_ON_ITS_OWN = frozenset(("button", "label", "time"))
"""What stands apart from whatever is beside it; by its role, too."""
_ROLES = frozenset(("button", "menuitem", "option", "tab"))
_STOPS = frozenset(".!?:;,…)")
_LAST_WORD = re.compile(r"(\w+)\W?$")
_FIRST_WORD = re.compile(r"\w+")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|[èe]me|te|de)\b", re.IGNORECASE)
_NUMBERS = 5  # digits of two numbers; fewer may be the halves of a year, or the wheels of a counter


class Seam:
    """Where the text ends that was written last in a line, and what of the page has begun or ended since."""

    def __init__(self) -> None:
        self._before = ""
        self.crossed: list[tuple[etree._Element, bool]] = []

    def begin(self) -> None:
        """A new line begins, or something that is no text was written: nothing touches what comes next."""
        self._before = ""
        self.crossed.clear()

    def take(self, text: str) -> None:
        """A text was written."""
        self._before = text[-_SEEN:]
        self.crossed.clear()

    def parts(self, text: str, marks: Iterable[str]) -> bool:
        """Whether a text that comes next stands apart, though no white space says so; `marks` are open around it."""
        if not (self.crossed and self._before and text[0].isalnum()):
            return False
        if not _LITERAL.isdisjoint(marks) and not any(each.tag in _LITERAL for each, _ in self.crossed):
            return False
        return _parts_words(self._before, text[:_SEEN], self.crossed)


def _parts_words(before: str, after: str, seam: Crossed) -> bool:
    """Whether white space belongs between two texts that touch; neither is empty, nor blank where they do."""
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if last is None or first is None or any(each.tag in _RAISED for each, _ in seam):
        return False
    left, right = before[-1], after[0]
    if left.isalnum() and _is_between_things(seam):
        return True
    if left.isdigit() and right.isdigit():
        return _is_joint(seam) and len(last[1]) + len(first[0]) >= _NUMBERS
    if left.isdigit():
        return _is_cased(right) and len(first[0]) > 1 and _ORDINAL.match(after) is None
    if len(last[1]) == 1:  # an initial, or a letter that moves by itself
        return False
    if right.isdigit():
        return left.islower() or (left.isupper() and _is_joint(seam))
    return right.isupper() and (left.islower() or left in _STOPS or (left.isupper() and len(first[0]) > 1))


def _is_cased(letter: str) -> bool:
    return letter.islower() or letter.isupper()


def _is_joint(seam: Crossed) -> bool:
    """Whether one element ends and another begins."""
    return any(begins for _, begins in seam) and not all(begins for _, begins in seam)


def _is_between_things(seam: Crossed) -> bool:
    """Whether a button or the like ends or begins there, or one link follows another that leads elsewhere."""
    links = {each.get("href") for each, _ in seam if each.tag == "a"}
    return len(links) > 1 or any(each.tag in _ON_ITS_OWN or each.get("role") in _ROLES for each, _ in seam)
