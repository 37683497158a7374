"""What a page that is being rendered may ask for, and in which form: the line between Chromium and our own requests."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from feeds.model import Request, Response

_SHOWS_NOTHING = frozenset({"image", "media", "font", "texttrack", "manifest", "ping", "eventsource", "websocket"})
_WATCHERS = frozenset(
    """2o7.net adnxs.com adobedtm.com adsafeprotected.com amazon-adsystem.com bat.bing.com branch.io bugsnag.com
    chartbeat.com chartbeat.net clarity.ms cloudflareinsights.com connect.facebook.net criteo.com criteo.net
    demdex.net doubleclick.net doubleverify.com fullstory.com google-analytics.com googleadservices.com
    googlesyndication.com googletagmanager.com googletagservices.com hotjar.com krxd.net mixpanel.com moatads.com
    newrelic.com nr-data.net omtrdc.net optimizely.com outbrain.com parsely.com permutive.com pubmatic.com
    quantserve.com rubiconproject.com scorecardresearch.com segment.com segment.io sentry.io smartadserver.com
    taboola.com""".split()
)
_NOT_PASSED_ON = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection"})
_PASSED_ON = frozenset({"accept-language", "authorization", "content-type", "origin", "referer", "x-requested-with"})
_METHODS = frozenset({"GET", "HEAD", "POST"})
_MAX_POST = 1_000_000


def is_wanted(request: Any, *, is_page: bool) -> bool:
    """Whether a request of Chromium's is made: it shows something, watches nobody, and is of bounded size."""
    kind, host = request.resource_type, urlsplit(request.url).hostname or ""
    if len(request.post_data_buffer or b"") > _MAX_POST:
        return False
    if kind in _SHOWS_NOTHING or (kind == "document" and not is_page) or request.method not in _METHODS:
        return False
    labels = host.split(".")
    return not any(".".join(labels[at:]) in _WATCHERS for at in range(len(labels)))


async def as_ours(request: Any) -> Request:
    """A request of the page as our own; what would tell Chromium from us stays behind."""
    headers = await request.all_headers()
    passed = tuple((name, value) for name, value in headers.items() if name in _PASSED_ON or name.startswith("x-"))
    return Request(
        url=request.url,
        headers=passed,
        method=request.method,
        body=request.post_data_buffer,
        accept=headers.get("accept", "*/*"),
    )


def handed_back(page: Response) -> dict[str, str]:
    """The headers that Chromium gets: those of the page itself, not of how it came."""
    return {name: value for name, value in page.headers.items() if name not in _NOT_PASSED_ON}
