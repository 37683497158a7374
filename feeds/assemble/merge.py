"""What was read, and what is known → what changes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from feeds.assemble.entries import ChangedBy, changed_entry, new_entry, stated_date, title_of
from feeds.assemble.ids import mint_entry_id, source_id
from feeds.assemble.words import fingerprint, resemblance, sketch, text_of
from feeds.memory import GUID, Aside, Changes, Known, KnownEntry, Plan, Reading, Wanted, names
from feeds.model import Draft, Entry
from feeds.urls import is_web, place

GONE_FOR_GOOD = timedelta(days=7)
"""How long a page must have been missing before its entry is withdrawn, where the server did not say 410."""
_SAME_DAY = timedelta(hours=36)
_ALIKE = 0.5
"""Two texts that share so much, under one canonical URL, are one article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is the same for all entries of a visit."""

    slug: str
    show: str  # the site's show page
    base_url: str  # of the published folder: in whose name ids are minted
    withdraw: bool
    edition: str  # of the cleaner that read the drafts
    now: datetime


def merge(
    before: Known,
    after: Known,
    plan: Plan,
    readings: Sequence[Reading],
    frame: Frame,
    *,
    met: Mapping[str, KnownEntry],
    contents: Mapping[str, Entry],
    namesakes: Sequence[KnownEntry] = (),
) -> Changes:
    """All that a visit changes.

    met: entries known under the URLs that the drafts say are theirs; namesakes: those that the listing no longer shows
    and that have the title of a draft; contents: of all these and of the entries that were read again, by id. What is
    to be looked at again, and when, is for `plan.scheduled` to add.
    """
    tally = _Tally(frame, met, contents, namesakes)
    drafts = _with_trusted_urls(readings, before, after)
    for reading in readings:
        if reading.outcome == "read":
            tally.read(reading, drafts[reading.wanted.item.url])
        elif reading.wanted.known:
            tally.unread_entry(reading, reading.wanted.known)
        else:
            tally.aside(reading.wanted, reading.outcome if reading.outcome in ("filtered", "waiting") else "failed")
    for wanted in plan.filtered:
        tally.aside(wanted, "filtered")
    visible = bool(tally.entries or tally.withdrawn or tally.visible or _shown(before) != _shown(after))
    return Changes(
        before=before,
        after=after,
        entries=tuple(tally.entries.values()),
        known=tuple(tally.known.values()),
        asides=tuple(tally.asides.values()),
        settled=tuple(tally.settled),
        problems=tuple(reading.problem for reading in readings if reading.problem),
        visible=visible,
        new=tally.new,
        changed=tally.changed,
        withdrawn=tally.withdrawn,
    )


@dataclass(slots=True)
class _Tally:
    """What has come together so far."""

    frame: Frame
    met: Mapping[str, KnownEntry]
    contents: Mapping[str, Entry]
    namesakes: Sequence[KnownEntry]
    entries: dict[str, Entry] = field(default_factory=dict)
    known: dict[str, KnownEntry] = field(default_factory=dict)
    asides: dict[str, Aside] = field(default_factory=dict)
    settled: list[str] = field(default_factory=list)
    by_name: dict[str, str] = field(default_factory=dict)  # URL's identity or guid → id, of this visit's new entries
    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    visible: bool = False

    def read(self, reading: Reading, draft: Draft) -> None:
        wanted = reading.wanted
        known = wanted.known or self._same_article(draft) or self._moved_article(draft)
        owner = self.met.get(draft.url)
        if owner and (known is None or owner.id != known.id):
            draft = replace(draft, url=known.url if known else draft.item_url)  # that address is another entry's
        self.settled.append(wanted.item.url)
        if known is None:
            self._add(reading, draft)
        elif known.id in self.known:
            again = self.known[known.id]  # a second link to it on the same page
            self.known[known.id] = replace(again, aliases=_aliases(again.aliases, draft, wanted))
        else:
            self._compare(reading, draft, known)

    def unread_entry(self, reading: Reading, known: KnownEntry) -> None:
        """An entry whose page gave nothing new."""
        match reading.outcome:
            case "same" | "gone" | "filtered":  # what is in the feed stays there, whatever the filter says now
                self._looked_at(reading, known)
            case "failed" if known.id not in self.known:  # else it was read at its new address
                # Its entry stays, and its row: if that changed, it is tried again.
                self.known[known.id] = replace(known, checked=self.frame.now)

    def _looked_at(self, reading: Reading, known: KnownEntry) -> None:
        """Its page is as it was, or is no longer there."""
        if known.id in self.known:  # it was read at its new address
            self.settled.append(reading.wanted.item.url)
            return
        now = self.frame.now
        this = replace(_seen(reading, known, self.frame), gone_since=None)
        if reading.outcome == "gone":
            this = replace(this, gone_since=known.gone_since or now, validators=known.validators)
            long_gone = reading.for_good or now - (known.gone_since or now) >= GONE_FOR_GOOD
            if self.frame.withdraw and long_gone and not known.deleted:
                this = replace(this, deleted=now)
                self.withdrawn += 1
        elif known.deleted:
            this = replace(this, deleted=None)
            self.visible = True
        self.known[known.id] = this
        self.settled.append(reading.wanted.item.url)

    def aside(self, wanted: Wanted, reason: Literal["waiting", "failed", "filtered"]) -> None:
        before = wanted.aside
        attempts = (before.attempts if before and before.row == wanted.row else 0) + (reason == "failed")
        self.asides[wanted.item.url] = Aside(
            item=wanted.item,
            row=wanted.row,
            first_seen=self._first_seen(wanted),
            reason=reason,
            attempts=attempts,
        )
        if reason == "filtered":
            self.settled.append(wanted.item.url)

    def _same_article(self, draft: Draft) -> KnownEntry | None:
        """The entry that this story is, though the listing gave it another URL than before."""
        for name in _names_of(draft):
            if (id_ := self.by_name.get(_plain(name))) is not None:
                return self.known[id_]
        known = next((self.met[name] for name in _names_of(draft) if name in self.met), None)
        if known is None or draft.item_url in self.met or _guid(draft) in self.met:
            return known
        # A canonical URL alone proves little: some sites name their front page on every page.
        before = self.contents.get(known.id)
        return known if before and _alike(draft, known, before) else None

    def _moved_article(self, draft: Draft) -> KnownEntry | None:
        """The entry that this story is, when the site has given its pages new addresses and tells nobody.

        Same title, like words, no other date, and the listing has the old address no more: else it is another issue
        of something that comes out under one title.
        """
        for known in self.namesakes:
            before = self.contents.get(known.id)
            if before is None or known.id in self.known or before.title != title_of(draft):
                continue
            if _are_told_apart(draft.source_id, known.item.id):
                continue
            stated = stated_date(draft, self.frame.now)
            same_day = not (stated and known.dated) or abs(stated - known.published) < _SAME_DAY
            if same_day and _alike(draft, known, before):
                return known
        return None

    def _add(self, reading: Reading, draft: Draft) -> None:
        wanted, frame = reading.wanted, self.frame
        first_seen = self._first_seen(wanted)
        id_ = source_id(draft.source_id)
        if id_ is None or id_ in self.known:
            id_ = mint_entry_id(frame.slug, draft.item_url, frame.base_url, frame.now, show=frame.show)
        if id_ in self.known:
            return  # the very same page
        entry, dated = new_entry(draft, id_, first_seen, frame.now)
        known = KnownEntry(
            id=id_,
            item=wanted.item,
            row=wanted.row,
            url=entry.url,
            fingerprint=entry.fingerprint,
            edition=frame.edition,
            published=entry.published,
            updated=entry.updated,
            first_seen=first_seen,
            dated=dated,
            checked=frame.now,
        )
        self._keep(reading, draft, entry, known)
        self.by_name |= {_plain(name): id_ for name in self.known[id_].aliases}
        self.new += 1

    def _compare(self, reading: Reading, draft: Draft, known: KnownEntry) -> None:
        before = self.contents.get(known.id)
        if before is None:
            return
        forced = reading.wanted.why == "rules"
        if fingerprint(draft) != known.fingerprint or (forced and _other_facts(draft, before, self.frame.now)):
            by = _changed_by(reading.wanted, draft, known, self.frame)
            entry = changed_entry(draft, known, before, self.frame.now, by=by)
            dated = known.dated or stated_date(draft, self.frame.now) is not None
            known = replace(known, published=entry.published, updated=entry.updated, dated=dated)
            self._keep(reading, draft, entry, replace(known, fingerprint=entry.fingerprint, deleted=None))
            self.changed += 1
            return
        moved = place(draft.url) != place(known.url)
        self.visible = self.visible or moved or known.deleted is not None
        this = replace(_seen(reading, known, self.frame), gone_since=None, deleted=None)
        url = draft.url if moved else known.url
        self.known[known.id] = replace(this, url=url, aliases=_aliases((), draft, reading.wanted))

    def _keep(self, reading: Reading, draft: Draft, entry: Entry, known: KnownEntry) -> None:
        this = _seen(reading, known, self.frame)
        aliases = _aliases((), draft, reading.wanted)
        self.known[known.id] = replace(this, url=entry.url, gone_since=None, aliases=aliases)
        self.entries[known.id] = replace(entry, aliases=aliases, validators=this.validators)

    def _first_seen(self, wanted: Wanted) -> datetime:
        """A second apart in page order, so that undated items keep it; once, however often it takes to read them."""
        if wanted.aside:
            return wanted.aside.first_seen
        return self.frame.now - timedelta(seconds=wanted.position)


def _seen(reading: Reading, known: KnownEntry, frame: Frame) -> KnownEntry:
    item = replace(reading.wanted.item, html=None, why="")
    told = reading.draft is not None and reading.draft.told
    edition = frame.edition if reading.draft is not None else known.edition
    known = replace(known, item=item, row=reading.wanted.row, validators=reading.validators)
    return replace(known, checked=frame.now, told=told, edition=edition)


def _changed_by(wanted: Wanted, draft: Draft, known: KnownEntry, frame: Frame) -> ChangedBy:
    """Who changed a story: the site's rules, another edition of the cleaner, or, where neither did, its author."""
    if wanted.why == "rules":
        return "rules"
    is_told = draft.modified is not None and known.updated < draft.modified <= frame.now
    return "edition" if wanted.why == "check" and known.edition != frame.edition and not is_told else "author"


def _with_trusted_urls(readings: Iterable[Reading], before: Known, after: Known) -> dict[str, Draft]:
    """The drafts by their items' URLs; where a canonical URL is claimed by different stories, it is none's."""
    drafts = {r.wanted.item.url: r.draft for r in readings if r.draft is not None and r.outcome == "read"}
    stories = {(place(draft.url), fingerprint(draft)) for draft in drafts.values()}
    claims = Counter(url for url, _ in stories)
    listings = {place(page.url) for known in (before, after) for page in known.pages}
    listings |= {place(known.url) for known in (before, after) if known.url}
    return {
        url: replace(draft, url=draft.item_url)
        if claims[place(draft.url)] > 1 or place(draft.url) in listings
        else draft
        for url, draft in drafts.items()
    }


def _names_of(draft: Draft) -> tuple[str, ...]:
    guid = _guid(draft)
    return (draft.item_url, *([guid] if guid else []), draft.url)


def _are_told_apart(one: str | None, other: str | None) -> bool:
    """Whether a source's ids say that these are two; ids that are addresses change as the addresses do."""
    return bool(one and other and one != other) and not (is_web(str(one)) and is_web(str(other)))


def _guid(draft: Draft) -> str | None:
    return GUID + draft.source_id if draft.source_id else None


def _plain(name: str) -> str:
    return name if name.startswith(GUID) else place(name)


def _aliases(before: tuple[str, ...], draft: Draft, wanted: Wanted) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, draft.url, draft.item_url, *names(wanted.item))))


def _alike(draft: Draft, known: KnownEntry, before: Entry) -> bool:
    if fingerprint(draft) == known.fingerprint:
        return True
    return resemblance(sketch(draft.text), sketch(text_of(before.content))) >= _ALIKE


def _other_facts(draft: Draft, before: Entry, now: datetime) -> bool:
    """Whether other rules gave the same words another dress, or other facts beside them."""
    date = stated_date(draft, now) or before.published
    facts = (draft.content, draft.authors, draft.image, draft.summary, draft.categories, date)
    return facts != (before.content, before.authors, before.image, before.summary, before.categories, before.published)


def _shown(known: Known) -> tuple[str | None, ...]:
    """What the feed says of the site."""
    return (known.url, known.title, known.description, known.language, known.image)
