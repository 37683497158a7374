"""What an import carried over and what it did not: per rule, per file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["carried", "given", "off", "lost"]
"""carried: it is in the site's config; given: Feedmill always does so; off: in the config, but switched off until a
person wants it; lost: there is nothing like it, or it is faulty."""


class LostError(Exception):
    """A rule, or a part of one, cannot be carried over; says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one rule of a foreign config."""

    rule: str  # its name there, as `strip_id_or_class` or `selectors.title.extractor`
    outcome: Outcome
    text: str = ""  # as written, cut at 200 characters
    number: int = 0  # its line in the file, 0 where lines mean nothing
    why: str = ""  # for "lost" and "off"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One foreign file."""

    name: str
    lines: tuple[Line, ...] = ()
    note: str = ""  # what the file as a whole is good for, when it makes no site

    @property
    def lost(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.outcome == "lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Site configs, ready for config.yaml, and what became of every rule."""

    sites: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # slug → keys
    files: tuple[FileReport, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for file in self.files for line in file.lines)

    @property
    def share(self) -> float:
        """The share of rules that were not lost, 0.0 to 1.0; 1.0 when there were none."""
        lines = self.lines
        return sum(line.outcome != "lost" for line in lines) / len(lines) if lines else 1.0

    def by_rule(self) -> dict[str, Counter[str]]:
        """Outcomes counted by rule, the most frequent rule first."""
        counts: dict[str, Counter[str]] = {}
        for line in self.lines:
            counts.setdefault(line.rule, Counter())[line.outcome] += 1
        return dict(sorted(counts.items(), key=lambda each: (-each[1].total(), each[0])))


def joined(parts: Iterable[Imported]) -> Imported:
    """Several imports as one; slugs must differ already."""
    sites: dict[str, Mapping[str, Any]] = {}
    files: list[FileReport] = []
    for part in parts:
        sites.update(part.sites)
        files += part.files
    return Imported(sites=sites, files=tuple(files))


def literal(text: str) -> str:
    """`text` so that config.yaml takes it as it stands: there `${NAME}` would be the environment's."""
    return text.replace("${", "$${")
