"""What every site of a run shares: where things are fetched, remembered and published, and what time it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from threading import Event as Flag
from typing import TypeVar

from cleaner import edition
from feeds.bundle import bundled, code_edition
from feeds.config import Config
from feeds.fetch import Fetcher
from feeds.memory import Known, Published
from feeds.publish import Target
from feeds.redact import Redactor
from feeds.report import Event
from feeds.store import Store

_T = TypeVar("_T")
_redactor = lru_cache(maxsize=8)(Redactor)


def _silent(event: Event) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run over some sites. Used by many threads at once."""

    config: Config
    store: Store
    fetcher: Fetcher
    target: Target
    now: datetime  # aware, in whole seconds; the whole run happens at this moment
    tell: Callable[[Event], None] = _silent
    stop: Flag = field(default_factory=Flag)  # set: finish what is begun, begin nothing new
    look: str = ""  # digest of our code and all templates: another one, and every page is made anew
    present: frozenset[str] | None = None  # files in the published folder when the run began; None: as remembered
    known: Mapping[str, Known] = field(default_factory=dict)  # the sites as they were when the run began
    published: Mapping[str, Published] = field(default_factory=dict)  # and what was published of them
    quiet: list[Known] = field(default_factory=list)  # sites whose visits changed nothing but their times

    def hide(self, value: _T) -> _T:
        """`value` without what config.yaml took from the environment: it must be in no report, store or feed."""
        return _redactor(self.config.secrets)(value)

    def has(self, names: Iterable[str]) -> bool:
        """Whether these files, which were published once, are still there."""
        return self.present is None or self.present.issuperset(names)

    def knows(self, slug: str) -> Known:
        """What is known of a site as the run begins with it."""
        return self.known[slug] if slug in self.known else self.store.known(slug)

    def was_published(self, slug: str) -> Published | None:
        """What was published of a feed before the run, None where that was nothing."""
        return self.published[slug] if slug in self.published else self.store.published(slug)


@contextmanager
def open_run(
    config: Config,
    store: Store,
    target: Target,
    *,
    now: datetime,
    slugs: Iterable[str] = (),
    look_around: bool = True,
    allow_private: bool = False,
    tell: Callable[[Event], None] = _silent,
    stop: Flag | None = None,
) -> Iterator[Run]:
    """A run with a fetcher of its own, after one look, for all its sites, at templates, published files and store.

    slugs: the sites that are to be visited, each once; what is not looked up here is looked up when it is wanted.
    look_around: whether to list the published files, so that those which somebody took away are written again.
    """
    slugs = list(slugs)
    with Fetcher(
        folder=config.folder, memory=store.hosts, allow_private=allow_private, secrets=config.secrets
    ) as fetcher:
        yield Run(
            config=config,
            store=store,
            fetcher=fetcher,
            target=target,
            now=now.replace(microsecond=0),
            tell=tell,
            stop=stop or Flag(),
            look=_look(config),
            present=frozenset(target.names()) if look_around else None,
            known=store.known_sites(slugs),
            published=store.published_feeds(slugs),
        )


def end(run: Run) -> None:
    """Remember what is left to be remembered of a run. One that was killed before visits quiet sites once more."""
    run.store.quiet_visits(run.quiet)


def _look(config: Config) -> str:
    folders = [bundled("templates")]
    if config.publish.templates:
        folders.append(config.folder / config.publish.templates)
    digest = hashlib.sha256(f"{code_edition()} {edition()}".encode())
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
