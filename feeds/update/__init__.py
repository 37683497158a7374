"""The update of one site, from its pages to its published feed. It reads like the story it tells:

    visit      ask the show pages, plan, read the articles, merge, remember: one transaction
    publish    what is remembered → feed → files, through the gate, only what changed

Either half may be ended at any moment and be done again: it ends where an undisturbed one would.
"""

from __future__ import annotations

from dataclasses import replace

from feeds.config import MergedFeed, SiteConfig
from feeds.report import Event, SiteReport
from feeds.update.publishing import Outcome, publish_index, publish_merged, publish_site
from feeds.update.run import Run, end, open_run
from feeds.update.visit import visit

__all__ = ["Run", "end", "open_run", "publish_index", "republish", "update_merged", "update_site"]


def update_site(site: SiteConfig, run: Run) -> SiteReport:
    """Visit a site and publish its feed. Raises FeedsError only where the store or the target cannot be used."""
    report, known = visit(site, run)
    run.tell(Event(slug=site.slug, stage="publishing"))
    return _with(report, publish_site(site, known, run, more=report.waiting > 0))


def republish(site: SiteConfig, run: Run) -> SiteReport:
    """Only the second half, for a site that is not due: what an earlier run could not finish, or a changed config."""
    known = run.knows(site.slug)
    report = SiteReport(
        slug=site.slug,
        status="gone" if known.gone else "not due",
        unchanged=known.entries,
        next_visit=known.next_visit,
    )
    return _with(report, publish_site(site, known, run))


def update_merged(merged: MergedFeed, run: Run) -> SiteReport:
    """A feed that joins sites, after these."""
    return _with(SiteReport(slug=merged.slug, status="unchanged"), publish_merged(merged, run))


def _with(report: SiteReport, outcome: Outcome) -> SiteReport:
    if outcome.problems:
        problems = (*report.problems, *outcome.problems)
        return replace(report, status="failed", failed=max(report.failed, 1), problems=problems)
    if outcome.files and report.status in ("unchanged", "not due"):
        report = replace(report, status="updated")
    return replace(report, files=outcome.files)
