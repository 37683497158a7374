"""Keeping secrets out of what is told: of errors, reports, the store and the feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import quote, quote_plus

SHORTEST_SECRET = 4
"""Characters; less than that cannot be told from ordinary words."""


class Redactor:
    """Takes secrets out of texts, as they are and as they may stand in a URL or in HTML."""

    def __init__(self, secrets: Iterable[str], mark: str) -> None:
        """mark: what is put in their place."""
        long = [each for each in secrets if len(each) >= SHORTEST_SECRET]
        # The longest first, as one may begin another.
        spelled = sorted({form for each in long for form in _forms(each)}, key=len, reverse=True)
        self._mark = mark
        self._pattern = re.compile("|".join(map(re.escape, spelled))) if spelled else None

    def __call__(self, text: str) -> str:
        """`text` with the mark for each secret in it."""
        return self._pattern.sub(lambda _: self._mark, text) if self._pattern else text


def _forms(secret: str) -> tuple[str, ...]:
    return secret, quote(secret, safe=""), quote(secret), quote_plus(secret), escape(secret)
