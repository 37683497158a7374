"""What happened in a run, for people: the command line tells it as a table or as JSON lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.errors import FeedsError

ProblemKind = Literal["listing", "article", "gone", "publish", "hub", "store"]
Status = Literal["updated", "unchanged", "failed", "not due", "gone", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that went wrong with a site, as the report tells it."""

    kind: ProblemKind
    what: str
    where: str = ""
    mend: str = ""
    subject: str = ""  # the URL that it is about, as we asked for it: how the same trouble is known again

    @classmethod
    def of(cls, kind: ProblemKind, error: FeedsError, subject: str = "") -> Problem:
        """The problem that an error makes; it is at its subject where the error does not say where."""
        return cls(kind=kind, what=error.what, where=error.where or subject, mend=error.mend, subject=subject)

    def __str__(self) -> str:
        return str(FeedsError(self.what, where=self.where, mend=self.mend))


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What happened to one site (or merged feed) in a run."""

    slug: str
    status: Status
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0  # items that could not be read; at least 1 where the site itself failed
    withdrawn: int = 0
    waiting: int = 0  # items left for the next visit: the run's budget or time was over
    filtered: int = 0  # items that this visit left out as the site's filter says
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # show page → its new address
    files: tuple[str, ...] = ()  # published files that changed
    next_visit: datetime | None = None

    @property
    def ok(self) -> bool:
        """False when no listing could be had or the feed not be published; a failed article is no such thing."""
        return self.status != "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What happened in a run."""

    sites: tuple[SiteReport, ...] = ()
    files: tuple[str, ...] = ()  # of the collection (index, OPML, health) that changed
    problems: tuple[Problem, ...] = ()  # that belong to no site
    seconds: float = 0.0
    stopped: bool = False  # somebody ended the run before its time

    @property
    def ok(self) -> bool:
        return not self.problems and all(site.ok for site in self.sites)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """How far a run has come with one site, as it happens: for a progress display."""

    slug: str
    stage: Literal["listing", "articles", "publishing", "done"]
    done: int = 0  # articles read
    total: int = 0  # articles to read
    report: SiteReport | None = None  # when `stage` is "done"
