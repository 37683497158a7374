"""Which item pages to ask for. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Literal

from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.memory import Aside, Due, KnownEntry, Plan, Wanted, names
from feeds.model import Item
from feeds.plan.digests import row_digest
from feeds.plan.filters import Facts, unwanted
from feeds.urls import place


def trusted(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items of a site's listings, each page (or part of one) once, without ids that do not tell them apart."""
    once: dict[str, Item] = {}
    for item in items:
        once.setdefault(place(item.url), item)
    uses = Counter(item.id for item in once.values())
    return tuple(replace(item, id=None) if item.id and uses[item.id] > 1 else item for item in once.values())


def plan_update(
    items: Sequence[Item],
    site: SiteConfig,
    *,
    known: Mapping[str, KnownEntry],
    asides: Mapping[str, Aside],
    due: Due,
    now: datetime,
    rules_changed: bool = False,
) -> Plan:
    """Which item pages to ask for, and why; what matters most comes first, in case the budget does not last.

    items: of the listings, in page order; none where they say nothing new.
    known, asides: what is remembered of them, by `names(item)` and by URL.
    """
    rows = [*_rows(items, site, known, asides, now, rules_changed)]
    listed = {each.known.id: each for each in rows if each.known}
    asked = [each for each in rows if each.why != "check"]
    wanted: list[Wanted] = []
    filtered: list[Wanted] = []
    for each in asked:
        (filtered if each.known is None and _left_out(each.item, site, now) else wanted).append(each)
    urls = {each.item.url for each in asked}
    again = (_again(each) for each in due.tries)
    checks = (listed.get(each.id) or _recheck(each) for each in due.checks)
    return Plan(
        wanted=(*wanted, *(each for each in chain(again, checks) if each.item.url not in urls)),
        filtered=tuple(filtered),
        unchanged=sum(each.why == "check" for each in listed.values()),
        listed=frozenset(listed),
    )


def _left_out(item: Item, site: SiteConfig, now: datetime) -> bool:
    """Whether the filter can tell already that it does not want an item; what cannot be told will be, of its page."""
    try:
        return unwanted(site.filter, Facts.of_item(item), now, partial=True) is not None
    except ScrapeError:
        return False


def _rows(
    items: Sequence[Item],
    site: SiteConfig,
    known: Mapping[str, KnownEntry],
    asides: Mapping[str, Aside],
    now: datetime,
    rules_changed: bool,
) -> Iterator[Wanted]:
    """Each row of the listing and why to open it: for a mere check where nothing else asks for it."""
    told: set[str] = set()
    for position, item in enumerate(items):
        entry = next((known[name] for name in names(item) if name in known), None)
        if entry and entry.id in told:
            continue  # two links to one article: the first row speaks for it
        if entry:
            told.add(entry.id)
        row, aside = row_digest(item, site), asides.get(item.url)
        why = _why(row, entry, aside, now, rules_changed) or "check"
        yield Wanted(item=item, row=row, why=why, position=position, known=entry, aside=aside)


def _why(
    row: str, entry: KnownEntry | None, aside: Aside | None, now: datetime, rules_changed: bool
) -> Literal["new", "row changed", "again", "rules"] | None:
    """Why to open an item of the listing, None where there is no reason."""
    if entry is not None:
        return "rules" if rules_changed else "row changed" if row != entry.row else None
    if aside is None or rules_changed or row != aside.row:
        return "new"
    return "again" if aside.next_try is not None and aside.next_try <= now else None


def _again(aside: Aside) -> Wanted:
    return Wanted(item=aside.item, row=aside.row, why="again", aside=aside)


def _recheck(entry: KnownEntry) -> Wanted:
    return Wanted(item=entry.item, row=entry.row, why="check", known=entry)
