"""Reading a site's show pages: conditionally, on through their further pages, within bounds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zlib import crc32

from feeds.config import SiteConfig
from feeds.errors import FeedsError, FetchError
from feeds.memory import Known, KnownPage
from feeds.model import NO_VALIDATORS, Item, Listing, Request, Response
from feeds.plan import listing_digest
from feeds.report import Problem
from feeds.scrape import MOST_LEADS, advised, listing_request, read_listing
from feeds.update.run import Run
from feeds.urls import registrable_domain

_WEEK = 7 * 86_400
IsNew = Callable[[Sequence[Item]], bool]
"""Whether some of the items have never been met."""


@dataclass(slots=True)
class Show:
    """What the show pages of a site said, all together."""

    items: list[Item] = field(default_factory=list)  # in page order; of pages that said something new
    pages: list[KnownPage] = field(default_factory=list)
    listing: Listing | None = None  # the first page that held items: what the site calls itself
    answered: bool = False  # some show page could be read, or had not changed
    moved_on: bool = False  # some show page is not, to the byte, what it was
    problems: list[Problem] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    fresh_until: datetime | None = None
    retry_after: float | None = None  # seconds


def read_show(site: SiteConfig, known: Known, run: Run, *, anew: bool, is_new: IsNew) -> Show:
    """Ask for the site's show pages and read what they say that is new.

    anew: read them whole even if they have not changed. Failures are in the Show, never raised; a page that failed
    keeps what was known of it.
    """
    show = Show()
    for url in site.url:
        _Walk(site=site, known=known, run=run, anew=anew, is_new=is_new, show=show, name=run.hide(url)).start(url)
    return show


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The way through one show page and those that follow it."""

    site: SiteConfig
    known: Known
    run: Run
    anew: bool
    is_new: IsNew
    show: Show
    name: str  # the show page's URL as the store has it: without secrets
    queue: deque[tuple[Request, KnownPage | None]] = field(default_factory=deque)
    seen: set[tuple[str, bytes | None]] = field(default_factory=set)
    pages: int = 0  # read that held items
    leads: int = 0  # read that held none
    lead: Listing | None = None  # the first of these, when it says what it is called

    def start(self, url: str) -> None:
        """Go. `url`: the show page's address, secrets and all."""
        page = self._known_page(self.name)
        # A site that is gone is visited only when asked for, and then all of its pages are tried.
        if page.gone and not self.anew and self.known.gone is None:
            self.show.pages.append(page)
            return
        try:
            self._take(self._ask(listing_request(page.moved_to or url, self.site), page), page)
        except FeedsError as error:
            self._failed(page, error)
            return
        while self.queue and not self.run.stop.is_set():
            request, further = self.queue.popleft()
            try:
                self._take(self._ask(request, further), further)
            except FeedsError as error:
                self._further_failed(request, further, error)
        if self.queue:
            self._incomplete()

    def _known_page(self, name: str) -> KnownPage:
        page = next((each for each in self.known.pages if each.url == name), KnownPage(url=name))
        if self.anew:
            return replace(page, validators=NO_VALIDATORS, digest="")
        return replace(page, validators=NO_VALIDATORS) if self._is_first_of_week() else page

    def _is_first_of_week(self) -> bool:
        """Whether to ask in full: there are servers that call unchanged, for ever, what has long changed.

        Each site has a week of its own, so that not all are asked on one day.
        """
        start = crc32(self.site.slug.encode()) % _WEEK
        last = self.known.last_visit
        return last is not None and (last.timestamp() - start) // _WEEK != (self.run.now.timestamp() - start) // _WEEK

    def _ask(self, request: Request, page: KnownPage | None) -> Response:
        self.seen.add((request.url, request.body))
        if page and request.method == "GET":
            request = replace(request, validators=page.validators)
        return self.run.fetcher.fetch(request, self.site)

    def _take(self, response: Response, page: KnownPage | None) -> None:
        """Read one answer, and see where it leads. `page`: what is known of it; None for the second page and on."""
        first = self.pages == self.leads == 0
        if response.fresh_until and first:
            self.show.fresh_until = min(self.show.fresh_until or response.fresh_until, response.fresh_until)
        if response.not_modified and page:
            self.show.answered = True
            self.show.pages.append(replace(page, validators=response.validators))
            return
        listing = read_listing(response, self.site, now=self.run.now)
        self.show.answered = self.show.moved_on = True
        if page and first:
            page = self._moved(page, response)
        if listing.items:
            self._listed(listing, page, response)
        else:
            self._led(listing, page)

    def _listed(self, listing: Listing, page: KnownPage | None, response: Response) -> None:
        """A page with items: where they are not those of the last visit, they count, and where it goes on."""
        self.pages += 1
        names_feed = self.name == self.run.hide(self.site.url[0]) or self.known.url is None
        if self.show.listing is None and names_feed:
            self.show.listing = listing.led_to_by(self.lead)
        digest = listing_digest(listing.items, self.site)
        if page:
            self.show.pages.append(replace(page, validators=response.validators, digest=digest, gone=None))
            if page.digest == digest:
                return
        self.show.items += listing.items
        unfinished = page is not None and not page.digest
        if unfinished or self.is_new(listing.items):
            self._go_on(listing, response.final_url)

    def _led(self, listing: Listing, page: KnownPage | None) -> None:
        """A page without items: what it leads to is the listing, and it must be asked in full each time."""
        if page:
            self.show.pages.append(replace(page, validators=NO_VALIDATORS, digest="", gone=None))
        if self.lead is None and listing.title:
            self.lead = listing
        if self.leads < MOST_LEADS:
            for request in listing.follow:
                known = self._known_page(self.run.hide(request.url)) if request.method == "GET" else None
                self._queue(request, known)
        # Further pages are asked for until one holds no items.
        self.queue = deque((request, known) for request, known in self.queue if known is not None)
        self.leads += 1

    def _go_on(self, listing: Listing, url: str) -> None:
        if len(self.show.items) >= self.site.listing.max_items:
            return
        for request in listing.follow:
            self._queue(request, None)
        if listing.next_page and self.pages < self.site.listing.pages:
            same_site = registrable_domain(listing.next_page) == registrable_domain(url)
            if same_site:  # a blog once linked its "next" to a partner
                self._queue(listing_request(listing.next_page, self.site), None)

    def _queue(self, request: Request, page: KnownPage | None) -> None:
        if (request.url, request.body) not in self.seen:
            self.queue.append((request, page))

    def _moved(self, page: KnownPage, response: Response) -> KnownPage:
        """Remember the new address of a page that has moved for good, now that it was read there."""
        to = response.permanent_url
        if to is None or to == page.url or self.run.hide(to) != to:
            return page
        if to != page.moved_to:
            self.show.moved.append((page.url, to))
        return replace(page, moved_to=to)

    def _failed(self, page: KnownPage, error: FeedsError) -> None:
        gone = isinstance(error, FetchError) and error.status == 410
        self.show.problems.append(Problem.of("gone" if gone else "listing", error, subject=page.url))
        if isinstance(error, FetchError) and error.retry_after:
            self.show.retry_after = max(self.show.retry_after or 0.0, error.retry_after)
        if gone:
            page = replace(page, gone=page.gone or self.run.now, validators=NO_VALIDATORS)
        elif page.moved_to:
            page = replace(page, moved_to=None)  # next time at the address in the config
        self.show.pages.append(page)

    def _further_failed(self, request: Request, page: KnownPage | None, error: FeedsError) -> None:
        error = advised(error, self.site)
        self.show.problems.append(Problem.of("listing", error, subject=request.url))
        if page is not None:
            self.show.pages.append(page)
        over = isinstance(error, FetchError) and error.not_now
        if page is None or over:
            self.queue.clear()
            self._incomplete()

    def _incomplete(self) -> None:
        """Let the next visit read the show page again, as its further pages could not all be read."""
        self.show.pages = [
            replace(each, validators=NO_VALIDATORS, digest="") if each.url == self.name else each
            for each in self.show.pages
        ]
