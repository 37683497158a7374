"""One run over many sites on one machine: hosts side by side, the sites of one host one after the other."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from threading import Event as Flag
from threading import Lock, current_thread, main_thread
from types import FrameType

from feeds.config import Config, SiteConfig
from feeds.errors import FeedsError, PublishError, StoreError
from feeds.jobs.hosts import host_of
from feeds.jobs.hubs import ping_hubs
from feeds.plan import is_due
from feeds.publish import open_target
from feeds.report import Event, Problem, Report, SiteReport
from feeds.store import open_store
from feeds.update import Run, end, open_run, publish_index, republish, update_merged, update_site

MOST_THREADS = 32
_GLANCE = 0.2
"""Seconds between two looks whether somebody wants the run to end."""

OnEvent = Callable[[Event], None]


def run(
    config: Config,
    sites: Sequence[SiteConfig] | None = None,
    *,
    now: datetime,
    on_event: OnEvent | None = None,
    everything: bool = False,
    allow_private: bool = False,
    stop: Flag | None = None,
) -> Report:
    """Visit the sites that are due, publish what changed, then the index; what happened, site by site.

    sites: those that were named, which are visited whether due or not; None: all of the config's. everything: all are
    visited, due or not. on_event: told of the progress, one event at a time, from any thread. stop: set it from
    elsewhere to end the run early.

    Ended early (Ctrl-C, SIGTERM, `stop`), the run finishes and publishes what it has begun, and begins nothing new;
    a second Ctrl-C raises KeyboardInterrupt. Raises StoreError or PublishError where the store or the published
    folder cannot be used at all; one site's trouble is in its report. A bug is raised when all else is done.
    """
    started = time.monotonic()
    chosen = list(config.sites.values()) if sites is None else list(sites)
    results = _Results()
    slugs = [site.slug for site in chosen]
    joined = [each for each in config.feeds.values() if set(slugs) & set(each.sites)]
    with _opened(config, now, on_event, allow_private, stop or Flag(), slugs) as current:
        _update_sites(chosen, everything or sites is not None, current, results)
        for merged in joined:
            results.add(merged.slug, current, partial(update_merged, merged, current))
        files, problems = _finish(current)
    results.raise_bug()
    return Report(
        sites=results.in_order(slugs + [each.slug for each in joined]),
        files=files,
        problems=problems,
        seconds=time.monotonic() - started,
        stopped=current.stop.is_set(),
    )


@dataclass(slots=True)
class _Results:
    """What came of each site; filled from many threads, each its own sites."""

    reports: dict[str, SiteReport] = field(default_factory=dict)
    bugs: list[Exception] = field(default_factory=list)

    def add(self, slug: str, run: Run, work: Callable[[], SiteReport]) -> None:
        """Do one site's work: its trouble is its own, and so, until the end, are our mistakes with it."""
        started = time.monotonic()
        try:
            report = work()
        except FeedsError as error:
            problem = Problem.of("store" if isinstance(error, StoreError) else "publish", error)
            report = SiteReport(slug=slug, status="failed", failed=1, problems=(problem,))
        except Exception as bug:
            bug.add_note(f"while updating {slug}")
            self.bugs.append(bug)
            return
        self.reports[slug] = replace(report, seconds=time.monotonic() - started)
        run.tell(Event(slug=slug, stage="done", report=self.reports[slug]))

    def in_order(self, slugs: Sequence[str]) -> tuple[SiteReport, ...]:
        return tuple(self.reports[slug] for slug in slugs if slug in self.reports)

    def raise_bug(self) -> None:
        if self.bugs:
            raise self.bugs[0]


@contextmanager
def _opened(
    config: Config, now: datetime, on_event: OnEvent | None, allow_private: bool, stop: Flag, slugs: Sequence[str]
) -> Iterator[Run]:
    with ExitStack() as doors:
        doors.enter_context(_ends_on_signals(stop))  # until all else is closed
        store = doors.enter_context(open_store(config.store, config.folder))
        target = open_target(config.publish, config.folder)
        tell = _one_at_a_time(on_event)
        opened = open_run(
            config, store, target, now=now, slugs=slugs, allow_private=allow_private, tell=tell, stop=stop
        )
        yield doors.enter_context(opened)


def _update_sites(chosen: Sequence[SiteConfig], forced: bool, run: Run, results: _Results) -> None:
    lines = _by_host(chosen)
    if not lines:
        return
    with ThreadPoolExecutor(min(len(lines), MOST_THREADS), "feedmill") as pool:
        pending = {pool.submit(_update_line, line, forced, run, results) for line in lines}
        closed = False
        while pending:
            done, pending = wait(pending, timeout=_GLANCE)
            for each in done:
                each.result()
            if run.stop.is_set() and not closed:
                closed = True
                run.fetcher.close()  # wakes those that wait for a host's turn


def _update_line(line: Sequence[SiteConfig], forced: bool, run: Run, results: _Results) -> None:
    for site in line:
        results.add(site.slug, run, partial(_update, site, forced, run))


def _update(site: SiteConfig, forced: bool, run: Run) -> SiteReport:
    if run.stop.is_set():
        return SiteReport(slug=site.slug, status="stopped")
    if forced or is_due(run.knows(site.slug), site, run.now):
        return update_site(site, run)
    return republish(site, run)


def _by_host(chosen: Sequence[SiteConfig]) -> list[list[SiteConfig]]:
    """The sites in lines, one a host, the longest first."""
    lines: dict[str, list[SiteConfig]] = {}
    for site in chosen:
        lines.setdefault(host_of(site), []).append(site)
    return sorted(lines.values(), key=len, reverse=True)


def _finish(run: Run) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """What tells of all sites together, then the hubs."""
    end(run)
    try:
        files = publish_index(run)
    except PublishError as error:
        return (), (Problem.of("publish", error),)
    ping_hubs(run)
    return files, ()


def _one_at_a_time(on_event: OnEvent | None) -> OnEvent:
    lock = Lock()

    def tell(event: Event) -> None:
        if on_event is not None:
            with lock:
                on_event(event)

    return tell


@contextmanager
def _ends_on_signals(stop: Flag) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the run in good order while this lasts; the second Ctrl-C at once."""
    if current_thread() is not main_thread():
        yield
        return

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
