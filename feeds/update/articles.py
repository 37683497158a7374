"""Reading the articles that a plan wants; what cannot be read is told, never written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner import Article
from feeds.config import SiteConfig
from feeds.errors import FeedsError, FetchError, ScrapeError
from feeds.memory import Reading, Wanted
from feeds.model import NO_VALIDATORS, Request, Response
from feeds.plan import Facts, unwanted
from feeds.report import Event, Problem
from feeds.scrape import make_draft
from feeds.update.run import Run
from feeds.whole import read_whole

PATIENCE = 3
"""Attempts after which an item that brings its own text goes without its page."""


def read_articles(wanted: Sequence[Wanted], site: SiteConfig, run: Run) -> Iterator[Reading]:
    """Read each wanted item, in order. When the run's budget or time is over, the others wait for the next one."""
    over = False
    for number, each in enumerate(wanted):
        run.tell(Event(slug=site.slug, stage="articles", done=number, total=len(wanted)))
        over = over or run.stop.is_set()
        reading = Reading(wanted=each, outcome="waiting") if over else _read(each, site, run)
        over = reading.outcome == "waiting"
        yield reading


def _read(wanted: Wanted, site: SiteConfig, run: Run) -> Reading:
    if site.article is False or not wanted.item.has_page:
        return _judged(wanted, None, None, site, run)
    try:
        response = run.fetcher.fetch(Request(url=wanted.item.url, validators=wanted.validators), site)
        if response.not_modified:
            return Reading(wanted=wanted, outcome="same", validators=response.validators)
        article = read_whole(response, site, run.fetcher.fetch, now=run.now)
        return _judged(wanted, article, response, site, run)
    except FetchError as error:
        if error.not_now:
            return Reading(wanted=wanted, outcome="waiting")
        if error.status in (404, 410) and wanted.known:
            return Reading(wanted=wanted, outcome="gone", for_good=error.status == 410)
        lasting = error.status is not None and error.status < 500 and error.status != 429
        return _without_page(wanted, error, site, run, lasting=lasting)
    except FeedsError as error:
        return _without_page(wanted, error, site, run, lasting=True)


def _judged(wanted: Wanted, article: Article | None, response: Response | None, site: SiteConfig, run: Run) -> Reading:
    if article is not None and article.sponsored:
        return Reading(wanted=wanted, outcome="filtered")
    # What a page repeats of what it was asked with goes no further.
    draft = run.hide(make_draft(wanted.item, article, site, wanted.position))
    # Validators tell of one page; of a story in several parts they would hide that a later part changed.
    whole = response is not None and article is not None and not (article.next_page or article.single_page)
    validators = response.validators if response and whole else NO_VALIDATORS
    try:
        if wanted.known is None and unwanted(site.filter, Facts.of_draft(draft), run.now):
            return Reading(wanted=wanted, outcome="filtered")
    except ScrapeError as error:
        return _failed(wanted, error)
    return Reading(wanted=wanted, outcome="read", draft=draft, validators=validators)


def _without_page(wanted: Wanted, error: FeedsError, site: SiteConfig, run: Run, *, lasting: bool) -> Reading:
    """What remains of an item whose page cannot be read: the source's own text, where it brought some."""
    attempts = wanted.aside.attempts if wanted.aside else 0
    if wanted.item.html and (lasting or attempts + 1 >= PATIENCE):
        return _judged(wanted, None, None, site, run)
    if wanted.why == "check":
        return Reading(wanted=wanted, outcome="failed")  # the entry is there; it merely was not looked after
    return _failed(wanted, error)


def _failed(wanted: Wanted, error: FeedsError) -> Reading:
    return Reading(wanted=wanted, outcome="failed", problem=Problem.of("article", error, subject=wanted.item.url))
