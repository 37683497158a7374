"""The values that travel from a site's pages to its feed, in the order in which they arise.

    Request → Response → Listing of Items → Draft → Entry → Changes → Feed → Rendition

All are frozen. Times are aware and in UTC; URLs are absolute; texts are plain unless the type is
`CleanHTML`, which only `cleaner.sanitize` makes. `SiteConfig` is in `feeds.config`, `Article` in `cleaner`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from cleaner import NO_HTML, CleanHTML, Enclosure

Format = Literal["atom", "rss", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "has it changed?" with (RFC 9110, section 8.8), as it wrote them."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One page to ask for."""

    url: str
    validators: Validators = Validators()
    headers: tuple[tuple[str, str], ...] = ()  # beside the site's own `fetch.headers`
    method: Literal["GET", "HEAD", "POST"] = "GET"
    body: bytes | None = None
    accept: str = "text/html,application/xhtml+xml,*/*;q=0.8"
    only_headers: bool = False  # nobody wants the body: it is not read, and may be a part of the whole (206)
    may_be_absent: bool = False  # 404 is an answer then, with an empty body: where there is no robots.txt, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer. `body` is what the server sent after decompression, cut nowhere: too much is a FetchError."""

    url: str  # the URL that was asked for
    final_url: str  # after redirects
    status: int = 200  # 200 or 304 (a file that did not change answers 304 too); 404 where the page may be absent
    headers: Mapping[str, str] = field(default_factory=dict)  # keys in lower case
    body: bytes = b""
    validators: Validators = Validators()
    permanent_url: str | None = None  # where 301/308 alone led, None when the site did not move
    fresh_until: datetime | None = None  # by Cache-Control or Expires

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    @property
    def content_type(self) -> str:
        """The Content-Type header as sent, charset and all; empty when there was none."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a listing page: what we know before opening the article."""

    url: str  # absolute; with a fragment only where it is told on a page that it shares with others
    title: str | None = None  # plain text, never HTML
    published: datetime | None = None  # aware, UTC; None: the page did not say
    updated: datetime | None = None
    summary: str | None = None  # plain text
    image: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    id: str | None = None  # the source's own id or guid
    html: str | None = None  # the story as the source tells it (feed, JSON); not yet clean
    why: str = ""  # how it was found, for people

    @property
    def has_page(self) -> bool:
        """Whether there is a page to open that tells this item and no other."""
        return "#" not in self.url

    @property
    def date(self) -> datetime | None:
        """`published`, by the name that tools which compare listing detectors read."""
        return self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a show page holds."""

    url: str  # final URL of its first page
    items: tuple[Item, ...] = ()  # in page order
    title: str | None = None  # what the page calls itself
    description: str | None = None
    language: str | None = None  # BCP 47
    image: str | None = None
    next_page: str | None = None  # absolute
    follow: tuple[Request, ...] = ()  # where more of this listing is: ask in order, each once, until one holds no items

    def led_to_by(self, page: Listing | None) -> Listing:
        """The same, called as the page calls itself that led here, where this one does not say: an API or a sitemap."""
        if page is None:
            return self
        return replace(
            self,
            title=self.title or page.title,
            description=self.description or page.description,
            language=self.language or page.language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item with its article read: an entry that has neither id nor dates of ours yet."""

    url: str  # where the story is read (canonical; a fragment as in Item)
    item_url: str  # as the listing gave it: how we know it again
    source_id: str | None = None
    title: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    summary: str | None = None
    content: CleanHTML = NO_HTML
    text: str = ""  # of the content, for comparing and filtering
    image: str | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None
    position: int = 0  # in page order, 0 on top; spaces undated entries
    validators: Validators = Validators()  # of the item page
    told: bool = False  # the content is the source's own, as its page gave less or could not be had


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed, as remembered and as published (RFC 4287)."""

    id: str  # minted once: tag URI (RFC 4151), or the source's guid
    url: str  # rel=alternate
    title: str
    published: datetime
    updated: datetime
    first_seen: datetime
    authors: tuple[str, ...] = ()
    summary: str | None = None
    content: CleanHTML = NO_HTML
    image: str | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None
    fingerprint: str = ""  # of what a reader would notice
    aliases: tuple[str, ...] = ()  # every URL it was ever met under, `url` among them
    change: str | None = None  # what the last correction changed, a short plain diff
    deleted: datetime | None = None  # when it was withdrawn (RFC 6721)
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """What directories of podcasts ask of a show; None: nobody said."""

    category: str | None = None
    subcategory: str | None = None
    explicit: bool | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed document, ready to be rendered: every value is set, nothing is left to a library's default."""

    slug: str
    id: str
    title: str
    url: str  # rel=alternate: the show page
    base_url: str  # where the published folder is served, ends in "/"
    updated: datetime
    entries: tuple[Entry, ...] = ()  # newest first
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    image: str | None = None
    hub: str | None = None  # WebSub
    formats: tuple[Format, ...] = ("atom",)
    template: str | None = None  # of the site's own for entries
    archive: int | None = None  # this is archive document N; None: the subscription document
    newest_archive: int | None = None  # the archive that `prev-archive` names; None: there is none
    deleted: tuple[tuple[str, datetime], ...] = ()  # ids withdrawn, and when
    show_changes: bool = False  # say in corrected entries what changed
    podcast: Podcast = Podcast()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One file to publish."""

    name: str  # path inside the published folder, "/" between parts
    media_type: str
    body: bytes
    immutable: bool = False  # an archive: caches may keep it for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSummary:
    """What index.html and feeds.opml say of one published feed."""

    slug: str
    title: str
    url: str  # the show page
    updated: datetime
    formats: tuple[Format, ...] = ("atom",)
    subtitle: str | None = None
    language: str | None = None
    image: str | None = None
    entries: int = 0  # in the subscription document
    last_title: str | None = None  # of the newest entry
    last_published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Trouble with one site, from the first run that failed to the one that was well again."""

    slug: str
    what: str  # as in FeedsError: one clause
    since: datetime
    where: str = ""
    mend: str = ""
    until: datetime | None = None  # None: it lasts
    kind: str = "listing"  # as in report.ProblemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHealth:
    """How a site is doing. The published pages show only what changes with its state, not with every run."""

    slug: str
    title: str
    url: str
    last_success: datetime | None = None  # for `feedmill status` and /metrics, not published
    last_change: datetime | None = None  # when an entry was last new or changed
    last_visit: datetime | None = None  # not published, as is the next
    next_visit: datetime | None = None
    failures: int = 0  # runs in a row, not published
    entries: int = 0
    incidents: tuple[Incident, ...] = ()  # newest first
    moved_to: str | None = None  # where the show page has gone for good
    gone: datetime | None = None  # since when its server says that it will not come back: no more visits

    @property
    def trouble(self) -> Incident | None:
        """The incident that lasts and keeps the feed from being current, None when all is well.

        An article that cannot be read keeps the others from nothing, unless there is not one that can be.
        """
        kinds = ("listing", "gone", "publish") if self.entries else ("listing", "gone", "publish", "article")
        lasting = [incident for incident in self.incidents if incident.until is None]
        return next((incident for kind in kinds for incident in lasting if incident.kind == kind), None)

    @property
    def unread(self) -> int:
        """Items that could not be read, for as long as that lasts."""
        return sum(incident.until is None and incident.kind == "article" for incident in self.incidents)
