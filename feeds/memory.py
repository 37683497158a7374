"""What we remember of a site, what a visit plans to do, and what it found out. All values are frozen, as in `model`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.model import NO_VALIDATORS, Draft, Entry, FeedSummary, Item, Validators
from feeds.report import Problem

GUID = "guid:"
"""What an alias begins with that is no URL but the source's own name for the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """A show page, or a further page of its listing, as we last saw it; `url` as the config or the listing wrote it."""

    url: str
    validators: Validators = NO_VALIDATORS
    digest: str = ""  # of its items: a page may change without saying anything new
    moved_to: str | None = None  # where 301/308 led
    gone: datetime | None = None  # when it answered 410


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """An entry, as far as it takes to know it again and to see that it changed; never its content."""

    id: str
    item: Item  # its row of the listing when last read, without `html`
    row: str  # digest of that row
    url: str
    fingerprint: str
    edition: str = ""  # of the cleaner that read it; another may read the same page otherwise
    published: datetime
    updated: datetime
    first_seen: datetime
    dated: bool = True  # False: the page gave no date, `published` is our own
    validators: Validators = NO_VALIDATORS  # of the item page; none when the story has several
    checked: datetime  # when its page was last asked for
    next_check: datetime | None = None  # when to ask again whether it was corrected; None: no more
    told: bool = False  # as in Draft; of this visit, not kept: corrections will be told by the source itself
    gone_since: datetime | None = None  # since when its page answers 404 or 410
    deleted: datetime | None = None
    aliases: tuple[str, ...] = ()  # URLs (and guids) to know it by from now on; those known already may be left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An item that is no entry: not read yet, failed, or left out by the filter."""

    item: Item
    row: str  # digest of its row
    first_seen: datetime
    reason: Literal["waiting", "failed", "filtered"]
    attempts: int = 0
    next_try: datetime | None = None  # None: only when its row or the site's config changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we remember of one site when a visit begins; its cost does not grow with the number of entries."""

    slug: str
    revision: int = 0  # one up with every visit that changed what is published
    rules: str = ""  # digest of the site's config when it was last read
    tried: str | None = None  # the same when it was last visited, whether there was anything to read or not
    feed_id: str | None = None
    created: datetime | None = None
    url: str | None = None  # of the listing, as of the next four: what the show page said
    title: str | None = None
    description: str | None = None
    language: str | None = None
    image: str | None = None
    pages: tuple[KnownPage, ...] = ()
    last_visit: datetime | None = None
    last_success: datetime | None = None
    next_visit: datetime | None = None
    failures: int = 0  # visits in a row that brought no listing
    gone: datetime | None = None  # every show page answered 410: no more visits
    pace: float | None = None  # seconds between two new entries, the median of the recent ones
    retry_at: datetime | None = None  # when the first retry or look at a media file is due
    check_at: datetime | None = None  # when the first re-check is due
    last_change: datetime | None = None  # when an entry was last new or changed
    entries: int = 0  # that are not deleted
    incidents: int = 0  # of its visits, that are not over

    @property
    def is_new(self) -> bool:
        """Whether no visit has been remembered."""
        return self.created is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An item page to ask for, and why."""

    item: Item
    row: str
    why: Literal["new", "row changed", "check", "again", "rules"]
    position: int = 0  # in page order
    known: KnownEntry | None = None
    aside: Aside | None = None

    @property
    def validators(self) -> Validators:
        """Those of its last reading; none when the same page is to be read by new rules."""
        return self.known.validators if self.known and self.why != "rules" else NO_VALIDATORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of asking for an item page."""

    wanted: Wanted
    outcome: Literal["read", "same", "filtered", "gone", "failed", "waiting"]
    # same: not changed; waiting: not asked for, the run's time or budget was over
    draft: Draft | None = None  # when it was read
    validators: Validators = NO_VALIDATORS
    problem: Problem | None = None  # when it failed
    for_good: bool = False  # gone: the server says that it will not come back


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do about a listing."""

    wanted: tuple[Wanted, ...] = ()
    filtered: tuple[Wanted, ...] = ()  # left out by what their rows say
    unchanged: int = 0  # items that need no look
    listed: frozenset[str] = frozenset()  # ids of the entries whose items are in the listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that one visit found out, remembered in one transaction."""

    before: Known  # as it was when the visit began
    after: Known  # as it is from now on; the last five fields and `revision` are the store's to set
    entries: tuple[Entry, ...] = ()  # new or changed, in full
    known: tuple[KnownEntry, ...] = ()  # of these, and of the others that were looked at
    asides: tuple[Aside, ...] = ()
    settled: tuple[str, ...] = ()  # URLs of items that are no longer aside, or no longer in trouble
    media: tuple[Media, ...] = ()
    problems: tuple[Problem, ...] = ()  # of this visit
    visible: bool = False  # whether a reader could see any of it
    new: int = 0  # of `entries`
    changed: int = 0  # of `entries`
    withdrawn: int = 0  # of `known`


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What a server said of a media file whose page does not tell its length."""

    url: str
    length: int | None = None  # bytes; None: not known
    type: str | None = None
    attempts: int = 0
    next_try: datetime | None = None  # None: known, or given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What we last put into the published folder for one feed."""

    slug: str
    feed_id: str
    key: str  # of all that its bytes depend on
    rules: str  # digest of the site's config: after a change of it a smaller feed is meant
    files: tuple[str, ...]  # of the subscription document, its page among them
    summary: FeedSummary
    archives: int = 0  # archive documents written
    archive_key: str = ""  # of all that makes an archive's addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """A WebSub hub that is still to be told of a changed feed."""

    topic: str  # the feed's own URL
    hub: str
    slug: str
    attempts: int = 0
    next_try: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be looked at again though the listing does not ask for it."""

    checks: tuple[KnownEntry, ...] = ()  # entries that may have been corrected
    tries: tuple[Aside, ...] = ()  # items that could not be read
    media: tuple[Media, ...] = ()  # files whose length is not known


def names(item: Item) -> tuple[str, ...]:
    """What an item may be known by: its URL, and the source's own name for it."""
    return (item.url, GUID + item.id) if item.id else (item.url,)
