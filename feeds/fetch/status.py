"""What a status says about the page that was asked for. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from feeds.errors import FetchError
from feeds.fetch.freshness import retry_after
from feeds.fetch.redirects import is_redirect
from feeds.fetch.send import Reply
from feeds.model import Request

_WORDS = {
    401: "the server wants a password",
    403: "the server does not let us in",
    404: "there is no such page",
    410: "the page is gone for good",
    429: "the server has had too many requests",
    451: "the page is withheld for legal reasons",
    503: "the server is busy or under repair",
}
_MEND = {
    401: "set fetch.auth",
    403: "if it opens in a browser, fetch.contact, fetch.cookies or fetch.render: browser may help",
    404: "see in a browser where it has gone; a link that is dead on the site itself needs nothing",
    410: "a show page: write its new address, or take the site out; an article: nothing",
    429: "visit less often: fetch.every, fetch.delay",
}
_LATER = "it is tried again by itself, ever less often"


def judge(reply: Reply, request: Request, url: str) -> None:
    """Let a page, a redirect and a 304 that was asked for pass.

    Raises:
        FetchError: for all other answers: kind "gone" (410), "partial" (206), "empty", "unexpected-304", "protocol"
            (1xx), else "status"; with the status, and with `retry_after` where the server says.
    """
    status, asked = reply.status, request.validators
    if status == 304:
        if not (asked.etag or asked.last_modified):
            what = "the server says 304 Not Modified, though we have nothing that could be unchanged"
            raise FetchError(what, where=url, kind="unexpected-304", status=status)
    elif status == 206 and not request.only_headers:
        raise FetchError("the server sent a part of the page, unasked", where=url, kind="partial", status=status)
    elif 200 <= status < 300:
        if not reply.body and request.method == "GET" and not request.only_headers:
            raise FetchError("the server sent an empty page", where=url, kind="empty", status=status)
    elif not is_redirect(status):
        kind = "gone" if status == 410 else "protocol" if status < 200 else "status"
        what = f"{_WORDS.get(status, 'the server answers')} ({status})"
        wait = retry_after(reply.headers, datetime.now(UTC))
        mend = f"it asks to be left alone for {wait:,.0f} seconds" if wait else _mend(status)
        raise FetchError(what, where=url, mend=mend, kind=kind, status=status, retry_after=wait)


def _mend(status: int) -> str:
    return _MEND.get(status, _LATER if status >= 500 else "")
