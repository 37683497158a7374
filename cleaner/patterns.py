"""Patterns that a person wrote, looked for in what strangers wrote: within a time, whatever the two make of each other.

`re` can be kept busy for centuries by forty letters, and lets no other thread run meanwhile. `regex` takes the same
patterns, has a limit of time and leaves the interpreter to others. What is a pattern is still for `re` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import regex
from lxml import etree

from cleaner.errors import CleanError

MAX_SECONDS = 1.0
"""Of the processor, for one text: a usual pattern takes a story of 200,000 characters in some thousandths."""

T = TypeVar("T")


class PatternError(CleanError):
    """A pattern that is none, or that ran out of time; says why."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, upper and lower case alike; `source` is what the person wrote.

    Its questions raise PatternError where the answer takes more than MAX_SECONDS.
    """

    source: str
    _compiled: Any

    def found_in(self, text: str) -> bool:
        """Whether it is found anywhere in `text`."""
        return self._timed(self._compiled.search, text) is not None

    def is_all_of(self, text: str) -> bool:
        """Whether it takes `text` from its first character to its last."""
        return self._timed(self._compiled.fullmatch, text) is not None

    def _timed(self, work: Callable[..., T], *args: Any) -> T:
        try:
            return work(*args, timeout=MAX_SECONDS)
        except TimeoutError as error:
            what = f"the pattern {self.source!r} takes more than {MAX_SECONDS:g} second for one text"
            raise PatternError(f"{what}; repeat nothing that repeats, as '(a|b+)+' does") from error


def compile_pattern(source: str) -> Pattern:
    """Compile `source`; raises PatternError where it is no regular expression."""
    return _compiled(source, re.IGNORECASE)


@lru_cache(maxsize=1024)
def _compiled(source: str, flags: int) -> Pattern:
    try:
        re.compile(source, flags)
        return Pattern(source, regex.compile(source, flags & regex.IGNORECASE))
    except (re.error, regex.error, RecursionError, OverflowError) as error:
        raise PatternError(f"{source!r} is no valid regular expression: {error}") from error


def _test(_: object, value: object, source: object, flags: object = "") -> bool:
    return _of(source, flags).found_in(_string(value))


def _replace(_: object, value: object, source: object, flags: object, put: object) -> str:
    pattern, count = _of(source, flags), 0 if "g" in _string(flags) else 1
    try:
        return str(pattern._timed(pattern._compiled.sub, _string(put), _string(value), count))
    except (regex.error, IndexError) as error:
        raise PatternError(f"{_string(put)!r} is no valid replacement: {error}") from error


def _match(_: object, value: object, source: object, flags: object = "") -> list[etree._Element]:
    pattern, root = _of(source, flags), etree.Element("matches")
    if "g" in _string(flags):
        rows = pattern._timed(pattern._compiled.findall, _string(value))
        texts = ["".join(row) if isinstance(row, tuple) else row for row in rows]
    else:
        first = pattern._timed(pattern._compiled.search, _string(value))
        texts = [first.group(), *first.groups("")] if first else []
    for text in texts:
        etree.SubElement(root, "match").text = text
    return list(root)


def _of(source: object, flags: object) -> Pattern:
    return _compiled(_string(source), re.IGNORECASE if "i" in _string(flags) else 0)


def _string(value: object) -> str:
    """An XPath value as text, as lxml's own functions take it: of several nodes the first."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, etree._Element):
        return str(etree.XPath("string()")(value))
    return str(value)


XPATH_FUNCTIONS = {
    ("http://exslt.org/regular-expressions", name): function
    for name, function in {"test": _test, "match": _match, "replace": _replace}.items()
}
"""EXSLT's `re:`, in place of lxml's own, which asks `re`."""
