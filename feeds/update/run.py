"""What every site of a run shares: where things are fetched, remembered and published, and what time it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event as Flag

from feeds.bundle import bundled
from feeds.config import Config
from feeds.fetch import Fetcher
from feeds.publish import Target
from feeds.report import Event
from feeds.store import Store


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
    look: str = ""  # digest of all templates: another one, and every page is made anew
    present: frozenset[str] = frozenset()  # files in the published folder when the run began


def begin(run: Run) -> Run:
    """The run after one look, for all its sites, at the templates and at what is published."""
    return replace(run, look=_look(run.config), present=frozenset(run.target.names()))


def _look(config: Config) -> str:
    folders = [bundled("templates")]
    if config.publish.templates:
        folders.append(config.folder / config.publish.templates)
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
