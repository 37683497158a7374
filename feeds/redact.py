"""Keeping secrets out of what is told: of errors, reports, the store and the feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import Any, TypeVar, cast
from urllib.parse import quote, quote_plus

SHORTEST_SECRET = 4
"""Characters; less than that cannot be told from ordinary words."""
_T = TypeVar("_T")


class Redactor:
    """Takes secrets out of texts, as they are and as they may stand in a URL or in HTML."""

    def __init__(self, secrets: Iterable[str], mark: str = "REDACTED") -> None:
        """mark: what is put in their place."""
        long = [each for each in secrets if len(each) >= SHORTEST_SECRET]
        # The longest first, as one may begin another.
        spelled = sorted({form for each in long for form in _forms(each)}, key=len, reverse=True)
        self._mark = mark
        self._pattern = re.compile("|".join(map(re.escape, spelled))) if spelled else None

    def __call__(self, value: _T) -> _T:
        """`value` with the mark for each secret in it: in a text, or in all texts of a tuple or of a frozen value."""
        return cast("_T", self._without_secrets(value, self._pattern)) if self._pattern else value

    def _without_secrets(self, value: Any, pattern: re.Pattern[str]) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda _: self._mark, value)
        if isinstance(value, tuple):
            return tuple(self._without_secrets(each, pattern) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in fields(value)]
            return replace(value, **{name: self._without_secrets(getattr(value, name), pattern) for name in names})
        return value


def _forms(secret: str) -> tuple[str, ...]:
    return secret, quote(secret, safe=""), quote(secret), quote_plus(secret), escape(secret)
