"""Where an answer sends us on to. Pure."""

from __future__ import annotations

from urllib.parse import urljoin

from feeds.errors import FetchError
from feeds.fetch.addresses import Private, Target, read_url
from feeds.fetch.send import Reply


def is_redirect(status: int) -> bool:
    return status in (301, 302, 303, 307, 308)


def following(target: Target, reply: Reply, private: Private) -> Target:
    """The next stop, judged like the first.

    Raises:
        FetchError: kind "refused" when it is none that may be fetched, or leads from https back to http; kind
            "protocol" when there is none.
    """
    location = _location(reply.headers.get("location", ""))
    if not location:
        raise FetchError("the server redirects, and does not say where to", where=target.url, kind="protocol")
    if any(ch < " " or ch == "\x7f" for ch in location):  # urljoin would drop them without a word
        raise _refused(target, "the server redirects to a URL with control characters")
    try:
        following = read_url(urljoin(target.url, location), private)
    except ValueError:
        raise _refused(target, "the server redirects to what is no URL") from None
    except FetchError as error:
        raise _refused(target, f"the server redirects to {error.where[:200]}: {error.what}", error.mend) from None
    if target.scheme == "https" and following.scheme == "http":
        what = f"the server redirects from https to {following.url[:200]}, where anyone may listen"
        raise _refused(target, what, "if that is meant, write the http address in the config")
    return following


def _location(header: str) -> str:
    """The header as its sender meant it: http.client reads bytes as Latin-1, and today's servers write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8").strip(" \t")
    except UnicodeError:
        return header.strip(" \t")


def _refused(target: Target, what: str, mend: str = "") -> FetchError:
    return FetchError(what, where=target.url, mend=mend, kind="refused")
