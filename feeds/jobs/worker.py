"""One of many machines: sites as jobs in PostgreSQL, through Procrastinate.

The store's database is the queue, too. A job is one site's update; its lock is the site's host, so that a host is asked
by one worker at a time; a site waits in the queue once. A job may run twice and does no harm: an update is one
transaction, and publishing ends where it would have. The jobs of a worker that died are taken up by another; a job that
failed comes again with the next schedule, since its site is still due.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event as Flag
from typing import Any

from feeds.config import Config
from feeds.errors import StoreError
from feeds.jobs.hosts import host_of
from feeds.jobs.hubs import ping_hubs
from feeds.plan import is_due
from feeds.publish import Target, open_target
from feeds.report import SiteReport
from feeds.store import Store, open_store
from feeds.update import Run, end, open_run, publish_index, update_merged, update_site

CONCURRENCY = 4
"""Sites that one worker updates at a time."""
STALLED = 60.0
"""Seconds without a heartbeat after which a worker's jobs are given to others."""
_GLANCE = 0.2
"""Seconds between two looks at a queue that may be empty."""

Clock = Callable[[], datetime]
OnReport = Callable[[SiteReport], None]

_log = logging.getLogger(__name__)


def work(
    config: Config,
    *,
    clock: Clock,
    on_report: OnReport | None = None,
    concurrency: int = CONCURRENCY,
    once: bool = False,
    allow_private: bool = False,
    stalled_after: float = STALLED,
) -> None:
    """Update sites as they become due, until a signal comes; with `once`, those that are due now, and return.

    clock: what time it is, asked at the beginning of each job. on_report: told of each update, from several threads.
    SIGINT and SIGTERM let the updates in hand be finished and published. Raises StoreError where the store is not
    PostgreSQL, or Procrastinate is not installed; PublishError where the published folder cannot be used.
    """
    with open_store(config.store, config.folder) as store:
        target = open_target(config.publish, config.folder)
        office = Office(
            config=config,
            store=store,
            target=target,
            clock=clock,
            allow_private=allow_private,
            on_report=on_report or (lambda report: None),
        )
        app = make_app(office, stalled_after=stalled_after)
        asyncio.run(_serve(app, office, concurrency=concurrency, once=once, stalled_after=stalled_after))


@dataclass(frozen=True, slots=True)
class Job:
    """What is put into the queue: a task, for a site or a merged feed where it is for one."""

    task: str
    lock: str  # of jobs with one lock only one is done at a time, on whatever machine
    slug: str = ""


_INDEX = Job("index", lock="index")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a worker does, and what its jobs have in common; each job gives those that follow from it."""

    config: Config
    store: Store
    target: Target
    clock: Clock
    on_report: OnReport
    allow_private: bool = False
    stop: Flag = field(default_factory=Flag)

    def schedule(self) -> Iterator[Job]:
        """A job for each site that is to be updated by now."""
        known = self.store.known_sites(self.config.sites)
        now = self.clock()
        for slug, site in self.config.sites.items():
            if is_due(known[slug], site, now):
                yield Job("update", lock=f"host/{host_of(site)}", slug=slug)

    def update(self, slug: str) -> Iterator[Job]:
        """Update a site; then the feeds that it is in, and the index."""
        site = self.config.sites.get(slug)
        # Another worker may have another config, or have been here just now; what is left comes with the next schedule.
        if site is None or self.stop.is_set() or not is_due(self.store.known(slug), site, self.clock()):
            return
        with self._run(slug) as run:
            report = update_site(site, run)
        self.on_report(report)
        if report.files:
            joined = (merged for merged in self.config.feeds.values() if slug in merged.sites)
            yield from (Job("merge", lock=f"merge/{merged.slug}", slug=merged.slug) for merged in joined)
        yield _INDEX

    def merge(self, slug: str) -> Iterator[Job]:
        """Make a merged feed anew; then the index."""
        merged = self.config.feeds.get(slug)
        if merged is not None:
            with self._run() as run:
                self.on_report(update_merged(merged, run))
            yield _INDEX

    def index(self) -> None:
        """Publish what tells of all sites, and ping the hubs."""
        with self._run() as run:
            publish_index(run)
            ping_hubs(run)

    @contextmanager
    def _run(self, *slugs: str) -> Iterator[Run]:
        """A run of its own for one job: budgets are of a run, and a worker has no end."""
        opened = open_run(
            self.config,
            self.store,
            self.target,
            now=self.clock(),
            slugs=slugs,
            look_around=False,
            allow_private=self.allow_private,
            stop=self.stop,
        )
        with opened as run:
            yield run
            end(run)


def make_app(office: Office, *, stalled_after: float) -> Any:
    """Procrastinate's App with our tasks; their names are what workers of all machines agree on."""
    try:
        from procrastinate import App, PsycopgConnector
    except ModuleNotFoundError as error:
        raise StoreError("a worker needs Procrastinate", mend="pip install 'feedmill[worker]'") from error
    app = App(connector=PsycopgConnector(conninfo=_conninfo(office.config)))

    @app.periodic(cron="* * * * *")
    @app.task(name="feedmill.schedule", queueing_lock="schedule")
    def schedule(timestamp: int) -> None:
        _defer(app, office.schedule())

    @app.periodic(cron="* * * * *")
    @app.task(name="feedmill.rescue", queueing_lock="rescue")
    async def rescue(timestamp: int) -> None:
        await _rescue(app, stalled_after)

    @app.task(name="feedmill.update")
    def update(slug: str) -> None:
        _defer(app, office.update(slug))

    @app.task(name="feedmill.merge")
    def merge(slug: str) -> None:
        _defer(app, office.merge(slug))

    @app.task(name="feedmill.index")
    def index() -> None:
        office.index()

    return app


def _defer(app: Any, jobs: Iterable[Job]) -> None:
    """Put jobs into the queue; of two that are alike one waits."""
    for job in jobs:
        arguments = {"slug": job.slug} if job.slug else {}
        waiting = "/".join((job.task, *arguments.values()))
        with suppress(_already_enqueued()):
            app.configure_task(f"feedmill.{job.task}", lock=job.lock, queueing_lock=waiting).defer(**arguments)


async def _rescue(app: Any, stalled_after: float) -> None:
    """Put the jobs of workers that died back into the queue."""
    from procrastinate.jobs import Status

    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_after):
        _log.warning("%s of a worker that died is given to another", job.task_name)
        # Not retry_job: the same may be waiting already, and only one of each may.
        assert job.id is not None  # it comes from the queue
        await app.job_manager.finish_job_by_id_async(job.id, status=Status.FAILED, delete_job=True)
        again = app.configure_task(job.task_name, lock=job.lock, queueing_lock=job.queueing_lock)
        with suppress(_already_enqueued()):
            await again.defer_async(**job.task_kwargs)


async def _serve(app: Any, office: Office, *, concurrency: int, once: bool, stalled_after: float) -> None:
    async with app.open_async():
        await _make_queue(app)
        work = _all_that_is_due if once else _for_ever
        options = {
            "concurrency": concurrency,
            "delete_jobs": "always",
            "install_signal_handlers": False,
            "update_heartbeat_interval": stalled_after / 6,
            "stalled_worker_timeout": stalled_after,
        }
        worker = asyncio.ensure_future(work(app, options))

        def finish() -> None:
            office.stop.set()
            worker.cancel()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(ValueError, NotImplementedError, RuntimeError):  # not in the main thread, or on Windows
                loop.add_signal_handler(number, finish)
        with suppress(asyncio.CancelledError):
            await worker


async def _make_queue(app: Any) -> None:
    """Procrastinate's tables; of several workers that begin at once one makes them."""
    if await app.check_connection_async():
        return
    try:
        await app.schema_manager.apply_schema_async()
    except Exception:
        if not await app.check_connection_async():
            raise


async def _for_ever(app: Any, options: dict[str, Any]) -> None:
    await _look_around(app)
    await app.run_worker_async(wait=True, **options)


async def _all_that_is_due(app: Any, options: dict[str, Any]) -> None:
    """Work until the queue is empty: a job may bring others, and wait for one that another worker has in hand."""
    await _look_around(app)
    while await _are_waiting(app):
        await app.run_worker_async(wait=False, **options)
        await asyncio.sleep(_GLANCE)


async def _look_around(app: Any) -> None:
    """What happens every minute, at once."""
    for task in ("rescue", "schedule"):
        with suppress(_already_enqueued()):
            await app.configure_task(f"feedmill.{task}", queueing_lock=task).defer_async(timestamp=0)


async def _are_waiting(app: Any) -> bool:
    jobs = await app.job_manager.list_jobs_async(status="todo")
    return any(job.scheduled_at is None for job in jobs)


def _conninfo(config: Config) -> str:
    if not config.store.startswith(("postgresql://", "postgres://")):
        raise StoreError(
            "many machines need a store that they all can reach",
            where=f"store: {config.store.partition('://')[0]}",
            mend="write postgresql://… in `store`, or use feedmill build or serve on one machine",
        )
    return config.store


def _already_enqueued() -> type[Exception]:
    from procrastinate.exceptions import AlreadyEnqueued

    return AlreadyEnqueued
