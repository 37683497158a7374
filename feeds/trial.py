"""A site tried out without storing anything: what `check --live`, `preview` and `add` look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cleaner import Article, CleanError
from feeds.config import SiteConfig, SiteTest
from feeds.errors import FeedsError
from feeds.model import Draft, Item, Listing, Request, Response
from feeds.scrape import (
    MOST_LEADS,
    Proof,
    advised,
    broken,
    listing_request,
    make_draft,
    prove_articles,
    prove_listing,
    read_listing,
)
from feeds.whole import Fetch, read_whole

_ITEM_FIELDS = ("title", "published", "summary", "image", "authors", "categories", "enclosures")
_DRAFT_FIELDS = ("title", "authors", "published", "image", "content", "enclosures")
_SHOWN = 60
"""Characters of an example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """On how many of the rows or articles a field was found."""

    name: str
    filled: int
    of: int
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTrial:
    """What a site's config gives today."""

    slug: str
    listing: Listing
    drafts: tuple[Draft, ...] = ()
    fields: tuple[Filled, ...] = ()
    proofs: tuple[Proof, ...] = ()  # of each selector by itself
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


def try_site(site: SiteConfig, fetch: Fetch, *, now: datetime, articles: int = 3) -> SiteTrial:
    """Read the first show page and its first articles, and run the site's tests.

    Raises FeedsError when there is no listing to be had; what goes wrong with an article is among the problems.
    """
    listing, page = try_listing(site, fetch, now=now)
    drafts: list[Draft] = []
    problems: list[str] = []
    pages: dict[str, Response] = {}

    def keeping(request: Request, site: SiteConfig) -> Response:
        response = pages[request.url] = fetch(request, site)
        return response

    for position, item in enumerate(listing.items[:articles]):
        try:
            article = try_article(site, item.url, keeping, now=now) if site.article and item.has_page else None
            drafts.append(make_draft(item, article, site, position))
        except FeedsError as error:
            problems.append(str(error))
    opened = [pages[item.url] for item in listing.items[:articles] if item.url in pages]
    proofs: tuple[Proof, ...] = ()
    try:
        proofs = (*prove_listing(page, site), *prove_articles(opened, site))
    except CleanError as error:
        problems.append(str(error))
    tests, failed = run_tests(site, fetch, now=now)
    problems += [*broken(proofs), *_unread_dates(proofs, listing), *failed]
    return SiteTrial(
        slug=site.slug,
        listing=listing,
        drafts=tuple(drafts),
        fields=(*_count("listing", listing.items, _ITEM_FIELDS), *_count("article", drafts, _DRAFT_FIELDS), *tests),
        proofs=proofs,
        problems=tuple(problems),
    )


def try_listing(site: SiteConfig, fetch: Fetch, *, now: datetime) -> tuple[Listing, Response]:
    """The first page of the site's listing and what it was read from; raises FeedsError.

    A source that lives elsewhere is followed there.
    """
    page = fetch(listing_request(site.url[0], site), site)
    listing = first = read_listing(page, site, now=now)
    queue = list(listing.follow)
    for _ in range(MOST_LEADS):
        if listing.items or not queue:
            break
        try:
            page = fetch(queue.pop(0), site)
            listing = read_listing(page, site, now=now)
        except FeedsError as error:
            raise advised(error, site) from error
        queue += listing.follow
    return listing.led_to_by(first), page


def try_article(site: SiteConfig, url: str, fetch: Fetch, *, now: datetime) -> Article:
    """One article, whole as a build would read it; raises FeedsError."""
    return read_whole(fetch(Request(url=url), site), site, fetch, now=now)


def _count(group: str, rows: tuple[Item, ...] | list[Draft], names: tuple[str, ...]) -> Iterator[Filled]:
    for name in names:
        values = [value for row in rows if (value := getattr(row, name))]
        yield Filled(
            name=f"{group}.{name}", filled=len(values), of=len(rows), example=_line(values[0] if values else "")
        )


def _line(value: Any) -> str:
    if isinstance(value, tuple):
        value = ", ".join(str(getattr(each, "url", each)) for each in value)
    return " ".join(str(value).split())


def shortened(example: str) -> str:
    """As much of it as goes into a table; cut only after secrets were taken out, else half of one would be shown."""
    return example if len(example) <= _SHOWN else f"{example[: _SHOWN - 1]}…"


def _unread_dates(proofs: Sequence[Proof], listing: Listing) -> Iterator[str]:
    """A selector that finds something which is no date."""
    found = next((proof for proof in proofs if proof.key.endswith("g.published") and proof.found), None)
    if found and not any(item.published for item in listing.items):
        yield f"listing.published ({found.selector!r}) finds {shortened(found.example)!r}, which is read as no date"


def run_tests(site: SiteConfig, fetch: Fetch, *, now: datetime) -> tuple[tuple[Filled, ...], list[str]]:
    """The site's `tests:`: how many of them hold, and what is wrong with the others."""
    faults = [[*_faults_of(test, site, fetch, now)] for test in site.tests]
    passed = sum(not each for each in faults)
    told = (Filled(name="tests", filled=passed, of=len(faults)),) if faults else ()
    return told, [fault for each in faults for fault in each]


def _faults_of(test: SiteTest, site: SiteConfig, fetch: Fetch, now: datetime) -> Iterator[str]:
    try:
        article = try_article(site, test.url, fetch, now=now)
    except FeedsError as error:
        yield str(error)
        return
    words = " ".join(article.text.split())
    for wanted in test.contains:
        if " ".join(wanted.split()) not in words:
            yield f"{test.url}: the article does not contain {wanted!r}"
