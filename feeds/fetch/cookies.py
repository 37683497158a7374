"""Cookies that a site's servers ask us to send back, for the length of a run, in bounds."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any, cast

_MOST = 50
_LONGEST = 4096
"""Characters of a Set-Cookie line, as browsers have it."""
_ROOM = 8_000
"""Characters of all together: servers take no more in a request's head."""


class Cookies:
    """A jar; thread-safe, as the standard library's is."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def take(self, url: str, lines: Iterable[str]) -> None:
        """Keep what the answer of `url` said in its Set-Cookie lines, where its host may say that."""
        message = Message()
        for line in lines:
            if len(line) <= _LONGEST:
                message.add_header("Set-Cookie", line.replace("\r", " ").replace("\n", " "))
        request = urllib.request.Request(url)  # noqa: S310 - a value for the jar to read; nothing is opened
        for cookie in self._jar.make_cookies(cast("Any", _Said(message)), request):
            kept = sum(len(each.name) + len(each.value or "") for each in self._jar)
            if len(self._jar) < _MOST and kept + len(cookie.name) + len(cookie.value or "") <= _ROOM:
                self._jar.set_cookie_if_ok(cookie, request)

    def header_for(self, url: str) -> str | None:
        """What `url` is sent as its Cookie header; None when there is nothing for it."""
        if not len(self._jar):
            return None
        request = urllib.request.Request(url)  # noqa: S310 - as above
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")


class _Said:
    """An answer as the jar wants to see it."""

    def __init__(self, message: Message) -> None:
        self._message = message

    def info(self) -> Message:
        return self._message
