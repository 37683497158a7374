"""A folder of Full-Text RSS site patterns as a rule pack: rules for whatever host an article is on, with no import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner import Rules
from feeds.config.importers.patterns import GLOBAL_FILE, LISTS, SWITCHES, Pattern, read_pattern, read_text

_HOST = re.compile(r"[\w.-]{1,200}")


class RulePack:
    """A folder of site patterns, looked up by host while pages are read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pattern = lru_cache(maxsize=2048)(self._read)
        self._capitals = {each.name.lower(): each for each in _files(folder) if each.name != each.name.lower()}

    def rules_for(self, host: str) -> Rules | None:
        """The rules for pages of `host`: of `host.txt`, else of the nearest `.parent.txt`, with global.txt's added.

        None where the pack says nothing. A pattern that switches detection off stands alone, without global.txt.
        """
        host = host.lower().rstrip(".").removeprefix("www.")
        if not _HOST.fullmatch(host) or ".." in host:
            return None
        own = next((found for name in _names(host) if (found := self._pattern(name))), None)
        if own is not None and not own.detect:
            return as_rules(own)
        everyone = self._pattern(GLOBAL_FILE)
        if own and everyone:
            return with_fallback(as_rules(own), as_rules(everyone))
        alone = own or everyone
        return as_rules(alone) if alone else None

    def faults(self) -> Iterator[str]:
        """What is wrong in the pack's files, as `FILE:LINE: rule: why`; such lines are left out, the others count."""
        for file in _files(self.folder):
            for line in read_pattern(read_text(file)).faults:
                yield f"{file}:{line.number}: {line.rule}: {line.why}"

    def _read(self, name: str) -> Pattern | None:
        file = self.folder / name
        file = file if file.is_file() else self._capitals.get(name, file)
        return read_pattern(read_text(file)) if file.is_file() else None


def _files(folder: Path) -> list[Path]:
    """The files of a pack: small letters or not, but a README.txt is not named for a host."""
    files = sorted(folder.glob("*.[tT][xX][tT]"))
    return [each for each in files if each.name == each.name.lower() or "." in each.stem]


def _names(host: str) -> list[str]:
    """The files that may speak for `host` (without its www), nearest first."""
    labels = host.split(".")
    return [f"{host}.txt", f"www.{host}.txt", *(f".{'.'.join(labels[n:])}.txt" for n in range(1, len(labels)))]


def as_rules(pattern: Pattern) -> Rules:
    """What a pattern says, as the cleaner takes it."""
    values: dict[str, Any] = {key: tuple(dict.fromkeys(getattr(pattern, key))) for key in LISTS}
    values |= {key: getattr(pattern, key) for key in SWITCHES}
    return replace(Rules(), **values, wrap=tuple(pattern.wrap), replace=tuple(pattern.replace))


def with_fallback(own: Rules, other: Rules) -> Rules:
    """`own`, completed by `other`: ordered fallbacks follow one's own, and what is stripped adds up.

    Of the switches and single values, those of `other` count where `own` has the default.
    """
    changes: dict[str, Any] = {}
    for field in fields(Rules):
        mine, theirs = getattr(own, field.name), getattr(other, field.name)
        if isinstance(mine, tuple):
            changes[field.name] = tuple(dict.fromkeys((*mine, *theirs)))
        elif mine == field.default:
            changes[field.name] = theirs
    return replace(own, **changes)
