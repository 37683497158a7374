"""One visit to one site: what its pages say, what became of its entries, all remembered in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cleaner import edition
from feeds.assemble import Frame, merge, mint_feed_id, title_of
from feeds.config import SiteConfig
from feeds.memory import Changes, Due, Known, Plan, Reading, names
from feeds.model import Item
from feeds.plan import OVERDUE, SHORTEST, next_visit, pace, plan_update, reads_files, rules_digest, scheduled, trusted
from feeds.report import Event, SiteReport, Status
from feeds.store import StoreConflictError
from feeds.update.articles import read_articles
from feeds.update.listing import Show, read_show
from feeds.update.media import ask_lengths
from feeds.update.run import Run

RECHECKS = 10
"""Articles asked for corrections in one visit, at the most, as is the next."""
_RECHECKS_OF_FILES = 200
_PACE_FROM = 20
"""The newest entries from which a site's pace is learned."""


def visit(site: SiteConfig, run: Run) -> tuple[SiteReport, Known]:
    """Visit the site and remember what was found; once more when another run did the same meanwhile.

    Returns what happened, and what is known of the site from now on.
    """
    try:
        return _visit(site, run.knows(site.slug), run)
    except StoreConflictError:
        return _visit(site, run.store.known(site.slug), run)


def _visit(site: SiteConfig, known: Known, run: Run) -> tuple[SiteReport, Known]:
    run.tell(Event(slug=site.slug, stage="listing"))
    rules = rules_digest(site)
    anew = not known.is_new and known.rules != rules
    show = read_show(site, known, run, anew=anew, is_new=lambda items: _any_new(site.slug, items, run))
    if run.stop.is_set() and not show.answered:
        return SiteReport(slug=site.slug, status="stopped", next_visit=known.next_visit), known
    items = trusted(show.items)
    due = _due(known, site, run, moved_on=show.moved_on)
    plan = plan_update(
        items,
        site,
        known=run.store.find(site.slug, _every_name(items)),
        asides=run.store.asides(site.slug, [item.url for item in items]),
        due=due,
        now=run.now,
        rules_changed=anew,
    )
    readings = tuple(read_articles(plan.wanted, site, run))
    changes = _changes(site, known, _after(site, known, show, rules, run), plan, readings, run)
    changes = _with_media(changes, due, site, run)
    changes = _without_secrets(_with_next_visit(changes, show, site, run), run)
    report = _report(site, known, show, plan, readings, changes)
    if _is_quiet(changes):
        run.quiet.append(changes.after)
        return report, changes.after
    run.store.apply(changes, now=run.now)
    return report, run.store.known(site.slug)


def _is_quiet(changes: Changes) -> bool:
    """Whether there is nothing to remember but when the visit was: most are so, and are remembered together."""
    before, after = changes.before, changes.after
    times = replace(before, last_visit=after.last_visit, last_success=after.last_success, next_visit=after.next_visit)
    found = (changes.entries, changes.known, changes.asides, changes.settled, changes.media, changes.problems)
    return after == times and not any(found) and not before.incidents


def _any_new(slug: str, items: Sequence[Item], run: Run) -> bool:
    known = run.store.find(slug, [item.url for item in items])
    aside = run.store.asides(slug, [item.url for item in items])
    return any(item.url not in known and item.url not in aside for item in items)


def _every_name(items: Iterable[Item]) -> list[str]:
    return [name for item in items for name in names(item)]


def _due(known: Known, site: SiteConfig, run: Run, *, moved_on: bool) -> Due:
    """What is to be looked at again. While the show pages stay as they are, that is nothing unless long overdue."""
    files = reads_files(site)
    check_before = run.now if moved_on or files else run.now - OVERDUE
    nothing_to_try = known.retry_at is None or known.retry_at > run.now
    nothing_to_check = known.check_at is None or known.check_at > check_before
    if nothing_to_try and nothing_to_check:
        return Due()
    checks = _RECHECKS_OF_FILES if files else RECHECKS
    return run.store.due(site.slug, run.now, check_before=check_before, checks=checks)


def _after(site: SiteConfig, known: Known, show: Show, rules: str, run: Run) -> Known:
    """The site as it is after the visit, but for what its entries decide."""
    listing = show.listing
    all_gone = len(show.pages) > 0 and all(page.gone for page in show.pages if page.url in map(run.hide, site.url))
    after = replace(
        known,
        feed_id=known.feed_id or mint_feed_id(site.slug, run.config.publish.base_url, run.now),
        created=known.created or run.now,
        tried=rules,
        pages=tuple(sorted(show.pages, key=lambda page: page.url)),
        last_visit=run.now,
        failures=0 if show.answered else known.failures + 1,
        gone=(known.gone or run.now) if all_gone else None,
    )
    if show.answered:
        after = replace(after, rules=rules, last_success=run.now)
    if listing:
        told = run.hide(replace(listing, items=(), follow=()))
        after = replace(
            after,
            url=told.url,
            title=told.title or known.title,
            description=told.description or known.description,
            language=told.language or known.language,
            image=told.image or known.image,
        )
    return after


def _changes(
    site: SiteConfig, before: Known, after: Known, plan: Plan, readings: Sequence[Reading], run: Run
) -> Changes:
    drafts = [reading.draft for reading in readings if reading.draft]
    met = run.store.find(site.slug, {draft.url for draft in drafts})
    strangers = [r.draft for r in readings if r.draft and not r.wanted.known and r.draft.url not in met]
    moved = () if before.is_new else run.store.called(site.slug, [title_of(draft) for draft in strangers])
    moved = tuple(each for each in moved if each.id not in plan.listed)
    again = {r.wanted.known.id for r in readings if r.wanted.known and r.draft}
    again |= {each.id for each in (*met.values(), *moved)}
    frame = Frame(
        slug=site.slug,
        show=site.url[0],
        base_url=run.config.publish.base_url,
        withdraw=site.withdraw,
        edition=edition(),
        now=run.now,
    )
    contents = run.store.entries_by_id(site.slug, sorted(again)) if again else {}
    changes = merge(before, after, plan, readings, frame, met=met, contents=contents, namesakes=moved)
    return scheduled(changes, site, run.now)


def _with_media(changes: Changes, due: Due, site: SiteConfig, run: Run) -> Changes:
    asked = ask_lengths(changes.entries, due.media, site, run)
    return replace(changes, media=asked, visible=changes.visible or any(each.length for each in asked))


def _with_next_visit(changes: Changes, show: Show, site: SiteConfig, run: Run) -> Changes:
    after = changes.after
    if changes.new:
        dates = [*run.store.dates(site.slug, _PACE_FROM), *(entry.published for entry in changes.entries)]
        after = replace(after, pace=pace(sorted(dates, reverse=True)[:_PACE_FROM]))
    if changes.entries:
        after = replace(after, last_change=run.now)
    coming = next_visit(after, site, run.now, fresh_until=show.fresh_until, retry_after=show.retry_after)
    if coming and show.retry_after is None and any(each.reason == "waiting" for each in changes.asides):
        # There is more to read: after a pause, but for a run that was ended early, which the next takes up at once.
        coming = run.now if run.stop.is_set() else min(coming, run.now + SHORTEST)
    return replace(changes, after=replace(after, next_visit=coming), problems=(*show.problems, *changes.problems))


def _without_secrets(changes: Changes, run: Run) -> Changes:
    """The same, its problems told without secrets; those that are settled were."""
    settled = dict.fromkeys((*changes.settled, *run.hide(changes.settled)))
    return replace(changes, problems=run.hide(changes.problems), settled=tuple(settled))


def _report(
    site: SiteConfig, before: Known, show: Show, plan: Plan, readings: Sequence[Reading], changes: Changes
) -> SiteReport:
    failed = sum(reading.problem is not None for reading in readings) + len(show.problems)
    status: Status = "updated" if changes.visible else "unchanged"
    if not show.answered:
        status = "gone" if changes.after.gone else "failed"
    elif failed and not before.entries and not changes.new:
        status = "failed"  # there are items, and none of them could be read
    return SiteReport(
        slug=site.slug,
        status=status,
        new=changes.new,
        changed=changes.changed,
        unchanged=max(before.entries - changes.changed - changes.withdrawn, 0),
        failed=failed,
        withdrawn=changes.withdrawn,
        waiting=sum(reading.outcome == "waiting" and reading.wanted.why != "check" for reading in readings),
        filtered=len(plan.filtered) + sum(reading.outcome == "filtered" for reading in readings),
        problems=changes.problems,
        moved=tuple(show.moved),
        next_visit=changes.after.next_visit,
    )
