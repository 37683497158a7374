"""Telling WebSub hubs of feeds that changed: once the files are there, again later where a hub does not answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from feeds.config import FetchConfig, SiteConfig
from feeds.errors import FetchError
from feeds.memory import Ping
from feeds.publish import websub_ping
from feeds.report import Problem
from feeds.update import Run

ATTEMPTS = 8
"""To tell a hub, over about a day and a half."""
_FIRST_PAUSE = timedelta(minutes=10)


def ping_hubs(run: Run) -> None:
    """Send what is due. A hub that does not answer is an incident of the feed's, which is published all the same."""
    for ping in run.store.due_pings(run.now):
        if run.stop.is_set():
            return  # they are remembered
        try:
            run.fetcher.fetch(websub_ping(ping.hub, ping.topic), _speaker(ping))
        except FetchError as error:
            _postpone(ping, error, run)
        else:
            run.store.drop_ping(ping)
            run.store.note(ping.slug, ["hub"], [], now=run.now)


def _postpone(ping: Ping, error: FetchError, run: Run) -> None:
    attempts = ping.attempts + 1
    if attempts < ATTEMPTS:
        run.store.queue_ping(replace(ping, attempts=attempts, next_try=run.now + _FIRST_PAUSE * 2 ** (attempts - 1)))
    else:
        run.store.drop_ping(ping)
    run.store.note(ping.slug, ["hub"], [Problem.of("hub", error, subject=ping.hub)], now=run.now)


def _speaker(ping: Ping) -> SiteConfig:
    """In whose name the hub is asked: it is no site of the config, and takes no robots.txt to be told something.

    Who names a hub in `publish.hub` runs it or chose it, so it may be on a private network, as many are.
    """
    fetch = FetchConfig(robots="ignore", allow_private=True)
    return SiteConfig(slug=f"hub of {ping.slug}", url=(ping.hub,), fetch=fetch)
