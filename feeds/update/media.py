"""Asking for the length of media files whose pages do not tell it: once, a few at each visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from feeds.config import SiteConfig
from feeds.errors import FetchError
from feeds.memory import Media
from feeds.model import Entry, Request, Response
from feeds.plan import reads_files
from feeds.update.run import Run

AT_ONCE = 20
"""Files asked for in one visit, at the most."""
_ATTEMPTS = 3
_AGAIN = timedelta(days=1)
_LONGEST = 2**62
_AS_IT_IS = (("Accept-Encoding", "identity"),)
"""The length of a file is told of it as it is, not as it would travel."""
_NO_HEAD = frozenset({400, 403, 405, 501})
"""How servers answer that know no HEAD, or allow it to nobody."""


def ask_lengths(entries: Iterable[Entry], due: Sequence[Media], site: SiteConfig, run: Run) -> tuple[Media, ...]:
    """What is known now of the media files of new entries, and of those that are to be asked for again.

    A file that a page names for an offline example has no server to ask.
    """
    if reads_files(site):
        return ()
    urls = dict.fromkeys(each.url for entry in entries for each in entry.enclosures if each.length is None)
    known = run.store.media(site.slug, urls)
    waiting = {each.url: each for each in due} | {
        url: Media(url=url, next_try=run.now) for url in urls if url not in known
    }
    return tuple(
        _ask(each, site, run) if number < AT_ONCE and not run.stop.is_set() else each
        for number, each in enumerate(waiting.values())
    )


def _ask(media: Media, site: SiteConfig, run: Run) -> Media:
    try:
        response = _answer(media.url, site, run)
    except FetchError as error:
        if error.not_now:
            return media
        attempts = media.attempts + 1
        return replace(media, attempts=attempts, next_try=run.now + _AGAIN * attempts if attempts < _ATTEMPTS else None)
    kind = response.content_type.partition(";")[0].strip().lower()
    media_type = kind if kind.startswith(("audio/", "video/", "image/")) else None
    return replace(media, length=_length(response), type=media_type, attempts=media.attempts + 1, next_try=None)


def _answer(url: str, site: SiteConfig, run: Run) -> Response:
    """What the server says of the file: to HEAD, or, where it does not take that, to a request for the first byte."""
    try:
        return run.fetcher.fetch(Request(url=url, method="HEAD", headers=_AS_IT_IS, accept="*/*"), site)
    except FetchError as error:
        if error.status not in _NO_HEAD:
            raise
    first_byte = (*_AS_IT_IS, ("Range", "bytes=0-0"))
    return run.fetcher.fetch(Request(url=url, headers=first_byte, accept="*/*", only_headers=True), site)


def _length(response: Response) -> int | None:
    part = response.headers.get("content-range", "")  # bytes 0-0/12345
    text = part.rpartition("/")[2].strip() if part else response.headers.get("content-length", "")
    if not (text.isascii() and text.isdigit()):
        return None
    length = int(text[:20])
    return length if 1 < length < _LONGEST else None  # 1: the byte that was asked for, from a server that tells no more
