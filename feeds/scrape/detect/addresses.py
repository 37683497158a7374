"""What an address tells of the page that it leads to, before that is opened."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from feeds.scrape.detect import words
from feeds.urls import registrable_domain

_ENDING = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_SPOKEN = re.compile(r"[^\W\d_]+(?:[-_+ ]+[^\W_]+){2,}")
_NUMBER = re.compile(r"\d{3,}|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{9,}$")
_ESCAPED = re.compile(r"[^\x00-\x7f]{4,}")
_SORTED = re.compile(r"(?:sort|order)\w*|dir(?:ection)?|asc|desc|view|display|limit|per_?page", re.IGNORECASE)
"""What a query calls the order, and the look, of one and the same list."""
_MOST_FIELDS = 20


class Address:
    """The parts of a URL that tell families of addresses apart."""

    __slots__ = ("family", "first", "host", "last", "path", "query", "segments")

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host, self.query, self.path = parts.netloc, parts.query, unquote(parts.path)
        self.segments = [segment for segment in self.path.split("/") if segment]
        self.last = self.segments[-1] if self.segments else ""
        many = len(self.segments) > 1
        bare = bool(self.query) and not self.segments
        self.family = (self.host, len(self.segments), self.segments[0] if many else "", bare)
        self.first = (self.host, self.segments[0] if self.segments else "")

    @property
    def domain(self) -> str:
        """The registrable domain; looked up by the host, as a page has few of them and the look-up is cached."""
        return registrable_domain(f"https://{self.host}")

    def is_below(self, own: Address) -> bool:
        """Whether its path goes on where that of the page, which may be the front of a site, ends."""
        above = len(own.segments)
        return len(self.segments) > above and self.segments[:above] == own.segments

    @property
    def is_story(self) -> bool:
        """Whether it is told like that of one item: it has a day, a number, or a headline's words in it."""
        if words.META_URL.search(self.path) or words.FILE_URL.search(self.path):
            return False
        last = _ENDING.sub("", self.last)
        return bool(
            words.DATED_URL.search(self.path)
            or _SPOKEN.search(last)
            or _NUMBER.search(last)
            or _ESCAPED.search(last)
            or (self.query and _NUMBER.search(self.query))
        )

    @property
    def mould(self) -> tuple[str, int, str, bool, bool]:
        """What the addresses of one site's items have in common, whichever section they are in."""
        ending = _ENDING.search(self.last)
        return (
            self.host,
            len(self.segments),
            ending[0] if ending else "",
            bool(words.DATED_URL.search(self.path)),
            bool(_SPOKEN.search(self.last)),
        )

    def leads_back(self, own: Address) -> bool:
        """Whether it is on the way up from the page, down to the site's front, or the page itself in another order."""
        if self.host.removeprefix("www.") != own.host.removeprefix("www."):
            return False
        if not self.query:
            return self.segments == own.segments[: len(self.segments)]
        if self.segments != own.segments or self.query.count("&") >= _MOST_FIELDS:
            return False
        here, there = dict(parse_qsl(own.query)), dict(parse_qsl(self.query))
        more = [name for name in there if there[name] != here.get(name)]
        return bool(more) and here.keys() <= there.keys() and all(_SORTED.fullmatch(name) for name in more)


@lru_cache(maxsize=8192)
def address(url: str) -> Address:
    """The parts of a URL; a page's links are asked for twice."""
    return Address(url)
