"""What is wrong with a config file, told so that the line can be found and mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Where a value is: the keys and list indexes that lead to it."""

_CREDENTIALS = re.compile(r"(?<=://)[^/\s@'\"]+@")
_SECRET = re.compile(
    r"\b(?:auth|cookies?|headers|proxy|store|authorization|token|password)['\"]?\s*:\s*", re.IGNORECASE
)
_SECRET_KEYS = frozenset(["auth", "cookies", "headers", "proxy", "store"])
_WIDTH = 140


class Place(NamedTuple):
    """A place in the file, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault: where, what is wrong (a clause without a full stop) and how to mend it."""

    place: Place
    path: Path
    what: str
    mend: str = ""

    def render(self, name: str, lines: Sequence[str]) -> str:
        """`NAME:LINE:COLUMN: path: what (mend)` and, below it, the line with a mark under the place."""
        at = f"{dotted(self.path)}: " if self.path else ""
        mend = f" ({self.mend})" if self.mend else ""
        head = _CREDENTIALS.sub("…@", f"{name}:{self.place.line}:{self.place.column}: {at}{self.what}{mend}")
        return "\n".join([head, *self._excerpt(lines)])

    def _excerpt(self, lines: Sequence[str]) -> list[str]:
        if not 1 <= self.place.line <= len(lines):
            return []
        source = "".join(ch if ch.isprintable() else " " for ch in lines[self.place.line - 1])
        column = self.place.column - 1
        if _SECRET_KEYS.intersection(self.path):
            source = re.sub(r"(?<=: ).+", "…", source)  # what follows the key may be a password
            column = min(column, len(source) - 1)
        elif secret := _SECRET.search(source):
            source = f"{source[: secret.end()]}…"
            column = min(column, len(source) - 1)
        elif _CREDENTIALS.search(source):
            before, source = len(source), _CREDENTIALS.sub("…@", source)
            column = min(column, len(source)) if before != len(source) else column
        start = max(0, column - _WIDTH // 2) if len(source) > _WIDTH else 0
        number = str(self.place.line)
        shown = source[start : start + _WIDTH].rstrip()
        return [f"    {number} | {shown}", f"    {' ' * len(number)} | {' ' * (column - start)}^"]


def dotted(path: Path) -> str:
    """`sites.x.listing.items[0]`; keys that hold dots or blanks are quoted."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if re.fullmatch(r"[^\s.'\"\[\]]+", part) and part.isprintable() else f".{part!r}"
    return text.removeprefix(".")
