"""What goes into the cleaner and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

CleanHTML = NewType("CleanHTML", str)
"""Sanitised HTML: allow-listed, canonical, absolute URLs. Only `cleaner.sanitize` makes one."""

NO_HTML = CleanHTML("")

Wall = Literal[
    "paywall",
    "login",
    "consent",
    "javascript",
    "bot-check",
    "not-found",
    "error",
    "not-html",
    "feed",
    "redirect",
    "frames",
]
"""Why a page is not the article that it stands for."""


TrackKind = Literal["transcript", "captions", "chapters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTrack:
    """What goes with a recording in writing (HTML's text tracks, podcast:transcript and podcast:chapters)."""

    url: str  # absolute http(s)
    kind: TrackKind  # captions: a transcript that says when each line is spoken
    type: str  # media type
    language: str | None = None  # BCP 47


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A media file that belongs to an article."""

    url: str  # absolute http(s)
    type: str | None = None  # media type
    length: int | None = None  # bytes
    duration: int | None = None  # seconds
    title: str | None = None
    tracks: tuple[TextTrack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a person who knows the site tells us about it; rules always win over what we would find ourselves.

    Selectors are CSS with parsel's `::text` and `::attr(name)`, or XPath when they begin with `/`, `./` or `(`.
    Of a field's selectors the first that gives something counts. Patterns are regular expressions (re, IGNORECASE).

    The order of work is that of Full-Text RSS: `replace` on the raw page; links (`single_page`, `next_page`) and
    metadata on the whole page; then the element that gave the title goes, `wrap`, `dissolve` and `strip` are done, and
    `body` is looked for in what is left. Several elements of one `body` selector are joined; a selector that gives a
    string (XPath's substring-before() and the like) gives the story as markup or as plain text.
    """

    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    image: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    transcript: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    next_page: tuple[str, ...] = ()  # link to the article's next part
    strip: tuple[str, ...] = ()  # elements, attributes or texts to drop
    strip_text: tuple[str, ...] = ()  # patterns: blocks whose text matches go
    stop_at: tuple[str, ...] = ()  # heading text or pattern: it and all that follows in the story goes
    replace: tuple[tuple[str, str], ...] = ()  # literal (find, with) on the raw page, in order
    wrap: tuple[tuple[str, str], ...] = ()  # (selector, tag): each element or text found is put into a new `tag`
    dissolve: tuple[str, ...] = ()  # elements that go while what they hold stays in their place
    lazy_attributes: tuple[str, ...] = ()  # attributes that hold an image's real address on this site
    single_page: tuple[str, ...] = ()  # link to the whole article on one page: Article.single_page
    sponsored: tuple[str, ...] = ()  # a page that has one of these is an advertisement: Article.sponsored
    login_wall: tuple[str, ...] = ()  # a page that has one of these stands behind a login: Article.wall
    prune: bool = True  # False: no furniture is looked for in what `body` selects
    detect: bool = True  # False: where `body` finds nothing there is no story
    detect_image: bool = True  # False: no lead image but the one that `image` selects
    json_ld: bool = True  # False: the page's JSON-LD is not to be believed
    extractor: Literal["auto", "readability"] = "auto"
    timezone: str | None = None  # IANA name, for dates that name no zone
    language: str | None = None  # BCP 47, when the page does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """What a site repeats on its pages: counts of block fingerprints over the pages seen (see boilerplate.py)."""

    pages: int = 0
    blocks: Mapping[str, int] = field(default_factory=dict)  # fingerprint → pages that held it


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why one block was kept or dropped."""

    path: str  # where in the page, as an XPath
    text: str  # the block's first 200 characters
    kept: bool
    score: float  # 0.0 (certainly boilerplate) to 1.0 (certainly story)
    why: str  # "rule: strip .promo", "classifier", "profile: on 9 of 9 pages", …


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How an article came to be, for --explain and the x-ray page."""

    extractor: str = ""  # which one was chosen
    verdicts: tuple[Verdict, ...] = ()  # in page order
    fields: Mapping[str, str] = field(default_factory=dict)  # metadata field → where it came from


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned page. Every field but `html` and `text` may be unknown; none is ever invented."""

    url: str = ""  # as given to clean()
    canonical_url: str | None = None
    title: str | None = None  # plain text
    authors: tuple[str, ...] = ()  # people's names
    published: datetime | None = None  # aware
    modified: datetime | None = None
    language: str | None = None  # BCP 47
    image: str | None = None  # the lead image
    site_name: str | None = None
    summary: str | None = None  # plain text, the page's own description
    tags: tuple[str, ...] = ()
    html: CleanHTML = NO_HTML
    text: str = ""  # of html: blocks on lines of their own, captions left out
    enclosures: tuple[Enclosure, ...] = ()
    next_page: str | None = None  # the article's next part, by Rules.next_page
    single_page: str | None = None  # the whole article on one page, by Rules.single_page
    sponsored: bool = False  # the page is an advertisement, by Rules.sponsored
    wall: Wall | None = None  # the page stands in the way of its own story
    trace: Trace = field(default_factory=Trace)

    @property
    def author(self) -> str | None:
        """The names as one line: "A, B, C". Without an "and", which would have to be in the page's language."""
        return ", ".join(self.authors) or None
