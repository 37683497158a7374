"""WebSub (W3C Recommendation, 2018): telling the hub that a feed changed."""

from __future__ import annotations

from urllib.parse import urlencode

from feeds.model import Request


def websub_ping(hub: str, topic: str) -> Request:
    """The request that tells `hub` of new content at `topic`, the feed's rel=self URL.

    The Recommendation leaves the ping to publisher and hub; all public hubs take this form
    (PubSubHubbub 0.4, section 7), some by the name hub.topic, others by hub.url.
    """
    form = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
    return Request(
        url=hub,
        method="POST",
        body=form.encode(),
        headers=(("Content-Type", "application/x-www-form-urlencoded"),),
        accept="*/*",
    )
