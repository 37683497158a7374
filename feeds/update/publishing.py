"""From the store to the published folder: a feed is rendered, judged at the gate and written, if it changed at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from feeds.assemble import (
    archive_size,
    make_archive,
    make_feed,
    make_merged_feed,
    mint_feed_id,
    with_lengths,
    without_doubles,
)
from feeds.config import FilterConfig, MergedFeed, SiteConfig
from feeds.errors import FeedsError, PublishError, ScrapeError
from feeds.memory import Known, Ping, Published
from feeds.model import Entry, Feed, Rendition, SiteHealth
from feeds.plan import Facts, is_open, unwanted
from feeds.publish import INDEX_FILES, OPML_FILE, feed_name, inspect, is_feed, render, render_index, summary_of
from feeds.report import Problem
from feeds.update.run import Run

_PRESENTATION = {"slug", "title", "description", "author", "language", "image", "keep", "formats", "template", "filter"}
_PRESENTATION |= {"show_changes", "sites", "podcast"}
"""Keys of a site or a merged feed that decide how it is published."""
_PATIENCE = 10
"""Times what the feed keeps: so many entries wait to be archived, at the most, for others that are to come."""
_MOST_AT_ONCE = 1_600
"""Entries in memory while those are looked for that a filter lets through."""
_INDEX_KEY = "key of the published index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of publishing one feed."""

    files: tuple[str, ...] = ()  # that changed
    problems: tuple[Problem, ...] = ()


def publish_site(site: SiteConfig, known: Known, run: Run, *, more: bool = False) -> Outcome:
    """Bring the site's files up to what is remembered; costs next to nothing where they are.

    Whatever moment an earlier run was ended at, this ends where it would have. more: items are left for the next
    visit, and may be older than those that are here: archives, which are for ever, wait for them.
    """
    if known.last_success is None:
        return Outcome()  # there was never a listing to make a feed of
    key = _key(site, known.revision, run)
    before = run.was_published(site.slug)
    if _is_current(before, key, run):
        return Outcome()
    keep = site.keep * _PATIENCE if more else site.keep
    newest = run.store.archive(site.slug, keep=keep, size=archive_size(site.keep))
    try:
        entries = _newest_wanted(site.slug, (site.filter,), site.keep, run)
    except ScrapeError as error:
        return _unpublished(site.slug, error, run)
    deleted = run.store.deleted(site.slug, site.keep)
    feed = make_feed(site, known, run.config.publish, entries, newest_archive=newest, deleted=deleted)
    archive_key = _digest([feed.base_url, feed.formats])
    rules = _digest([known.rules, site.keep, site.formats])
    now = Published(
        slug=site.slug,
        feed_id=feed.id,
        key=key,
        rules=rules,
        files=(),
        summary=summary_of(feed, run.config.publish),
        archives=newest,
        archive_key=archive_key,
    )
    return _publish(feed, before, now, run)


def publish_merged(merged: MergedFeed, run: Run) -> Outcome:
    """The same for a feed that joins several sites."""
    sites = [run.config.sites[slug] for slug in merged.sites]
    known = [*run.store.known_sites(merged.sites).values()]
    if all(each.last_success is None for each in known):
        return Outcome()
    key = _key(merged, [each.revision for each in known], run, [_presentation(site) for site in sites])
    before = run.was_published(merged.slug)
    if _is_current(before, key, run):
        return Outcome()
    base_url = run.config.publish.base_url
    feed_id = before.feed_id if before else mint_feed_id(merged.slug, base_url, run.now)
    try:
        wanted = [_newest_wanted(site.slug, (site.filter, merged.filter), merged.keep, run) for site in sites]
    except ScrapeError as error:
        return _unpublished(merged.slug, error, run)
    titles = [site.title or each.title or site.slug for site, each in zip(sites, known, strict=True)]
    entries = without_doubles(chain.from_iterable(wanted))[: merged.keep]
    feed = make_merged_feed(merged, run.config.publish, feed_id, entries, titles)
    now = Published(
        slug=merged.slug,
        feed_id=feed_id,
        key=key,
        rules=_digest([_presentation(merged), [each.rules for each in known]]),
        files=(),
        summary=summary_of(feed, run.config.publish),
    )
    return _publish(feed, before, now, run)


def publish_index(run: Run) -> tuple[str, ...]:
    """index.html, feeds.opml and the health pages, of what the store says; the files that changed."""
    slugs = [*run.config.sites, *run.config.feeds]
    published = run.store.published_feeds(slugs)
    health = {each.slug: each for each in run.store.health()}
    summaries = [published[slug].summary for slug in slugs if slug in published]
    states = [_lasting(health[slug]) for slug in slugs if slug in health]
    publish = run.config.publish
    key = _digest([run.look, publish.model_dump_json(exclude={"folder"}), repr(summaries), repr(states)])
    expected = (*INDEX_FILES, OPML_FILE) if summaries else INDEX_FILES
    if run.store.recall(_INDEX_KEY) == key and run.has(expected):
        return ()
    files = render_index(summaries, states, publish, folder=run.config.folder)
    changed = tuple(file.name for file in files if run.target.write(file))
    run.store.remember(_INDEX_KEY, key)
    return changed


def _lasting(health: SiteHealth) -> SiteHealth:
    """The state of a site without what is another with every run, which no page shows."""
    return replace(health, last_success=None, last_visit=None, next_visit=None, failures=0)


def _publish(feed: Feed, before: Published | None, now: Published, run: Run) -> Outcome:
    """Archives first, then what names them; then remember it. Ended between two of these, the next run goes on."""
    try:
        documents = _render(feed, run)
        same_rules = before is not None and before.rules == now.rules
        _judge(feed, documents, run, compare=same_rules)
        files = chain(_archives(feed, before, now, run), documents)  # archives one by one: there may be hundreds
        changed = [each.name for each in files if run.target.write(each)]
    except PublishError as error:
        return _unpublished(feed.slug, error, run)
    _queue_pings(feed, changed, run)
    run.store.remember_published(replace(now, files=tuple(each.name for each in documents)))
    run.store.note(feed.slug, ["publish"], [], now=run.now)
    return Outcome(files=tuple(changed))


def _unpublished(slug: str, error: FeedsError, run: Run) -> Outcome:
    """The last good files stay, and the incident tells why."""
    problem = Problem.of("publish", error)
    run.store.note(slug, ["publish"], [problem], now=run.now)
    return Outcome(problems=(problem,))


def _render(feed: Feed, run: Run) -> list[Rendition]:
    entries = feed.entries
    urls = {each.url for entry in entries for each in entry.enclosures if each.length is None}
    if urls:
        merged = run.config.feeds.get(feed.slug)
        for slug in merged.sites if merged else (feed.slug,):
            entries = with_lengths(entries, run.store.media(slug, sorted(urls)))
    return render(replace(feed, entries=entries), run.config.publish, folder=run.config.folder)


def _archives(feed: Feed, before: Published | None, now: Published, run: Run) -> Iterator[Rendition]:
    """The archive documents that are not there yet: those that were once written stay as they are."""
    same_place = before is None or before.archive_key == now.archive_key
    written = before.archives if before and same_place else 0
    for number in range(1, now.archives + 1):
        names = [feed_name(feed.slug, each, number) for each in (*feed.formats, "html")]
        if number <= written and run.has(names):
            continue
        for rendition in _render(make_archive(feed, number, run.store.archived(feed.slug, number)), run):
            yield replace(rendition, immutable=rendition.immutable and same_place)


def _judge(feed: Feed, documents: Sequence[Rendition], run: Run, *, compare: bool) -> None:
    """Raise PublishError where a document must not go out; the last good one stays."""
    for each in documents:
        if not is_feed(each.name):
            continue
        previous = run.target.read(each.name) if compare else None
        faults = inspect(feed, each, previous, now=run.now)
        if faults:
            more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
            site = feed.slug if feed.slug in run.config.sites else "SITE, for each of its sites"
            raise PublishError(
                f"the feed was not published: {faults[0]}{more}",
                where=each.name,
                mend="the last good one stays; see what the site's pages say with: feedmill preview " + site,
            )


def _queue_pings(feed: Feed, changed: Sequence[str], run: Run) -> None:
    if not feed.hub:
        return
    for name in changed:
        if is_feed(name) and "/" not in name:
            run.store.queue_ping(Ping(topic=feed.base_url + name, hub=feed.hub, slug=feed.slug, next_try=run.now))


def _newest_wanted(slug: str, filters: Sequence[FilterConfig], limit: int, run: Run) -> tuple[Entry, ...]:
    """The newest entries that the filters let through: they may have been changed since the entries came in."""
    filters = [each for each in filters if not is_open(each)]
    if not filters:
        return run.store.entries(slug, limit)
    found: list[Entry] = []
    skip, size = 0, limit
    while len(found) < limit and (some := run.store.entries(slug, size, skip)):
        found += [each for each in some if _passes(each, filters)]
        skip += len(some)
        # The further down, the longer the store counts to where it was.
        size = max(limit, min(2 * size, _MOST_AT_ONCE))
    return tuple(found[:limit])


def _passes(entry: Entry, filters: Sequence[FilterConfig]) -> bool:
    facts = Facts.of_entry(entry)
    return not any(unwanted(each, facts, entry.first_seen) for each in filters)


def _is_current(before: Published | None, key: str, run: Run) -> bool:
    if before is None or before.key != key:
        return False
    return run.has(before.files)


def _key(feed: SiteConfig | MergedFeed, state: object, run: Run, *more: object) -> str:
    """Of all that the bytes of a feed's files depend on."""
    publish = run.config.publish.model_dump_json(exclude={"folder"})
    own = (_presentation(feed), _template_of(feed, run.config.folder))
    return _digest([run.look, publish, *own, state, more])


def _template_of(feed: SiteConfig | MergedFeed, folder: Path) -> str:
    """The text of a site's own template; empty where it has none, or one of those in the templates' folders."""
    name = feed.template if isinstance(feed, SiteConfig) else None
    path = folder / name if name else None
    return path.read_text("utf-8", "replace") if path and path.is_file() else ""


def _presentation(feed: SiteConfig | MergedFeed) -> str:
    """What the config says of how a feed is published, as text."""
    include = _PRESENTATION & set(type(feed).model_fields)
    return feed.slug + feed.model_dump_json(include=include)


def _digest(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:32]
