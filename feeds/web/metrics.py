"""Counters of the server and the state of its sites, as Prometheus reads them (text format 0.0.4)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from feeds.model import SiteHealth

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What happened since the server was started; counts from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.responses: Counter[int] = Counter()
        self.refreshes: Counter[str] = Counter()  # "ok" or "failed"
        self.refresh_seconds = 0.0

    def count_response(self, status: int) -> None:
        """One answer was given."""
        with self._lock:
            self.responses[status] += 1

    def count_refresh(self, outcome: str, seconds: float) -> None:
        """One round over the sites has ended."""
        with self._lock:
            self.refreshes[outcome] += 1
            self.refresh_seconds += seconds

    def text(self, sites: Sequence[SiteHealth]) -> str:
        """The whole page for Prometheus."""
        with self._lock:
            lines = [*self._of_server(), *_of_sites(sites)]
        return "\n".join(lines) + "\n"

    def _of_server(self) -> Iterator[str]:
        yield from _head("feedmill_http_responses_total", "counter", "Answers given, by status.")
        for status, count in sorted(self.responses.items()):
            yield f'feedmill_http_responses_total{{status="{status}"}} {count}'
        yield from _head("feedmill_refreshes_total", "counter", "Rounds over the sites, by outcome.")
        for outcome in ("failed", "ok"):
            yield f'feedmill_refreshes_total{{outcome="{outcome}"}} {self.refreshes[outcome]}'
        yield from _head("feedmill_refresh_seconds_total", "counter", "Time spent on rounds over the sites.")
        yield f"feedmill_refresh_seconds_total {self.refresh_seconds:.3f}"


def _of_sites(sites: Sequence[SiteHealth]) -> Iterator[str]:
    gauges: list[tuple[str, str, list[tuple[str, float | None]]]] = [
        ("feedmill_site_up", "1 where the site is well, 0 in trouble.", [(s.slug, s.trouble is None) for s in sites]),
        ("feedmill_site_failures", "Failed runs in a row.", [(s.slug, s.failures) for s in sites]),
        ("feedmill_site_entries", "Entries in the feed.", [(s.slug, s.entries) for s in sites]),
        (
            "feedmill_site_last_success_timestamp_seconds",
            "When the site was last read without trouble.",
            [(s.slug, _seconds(s.last_success)) for s in sites],
        ),
        (
            "feedmill_site_last_change_timestamp_seconds",
            "When an entry was last new or changed.",
            [(s.slug, _seconds(s.last_change)) for s in sites],
        ),
    ]
    for name, about, values in gauges:
        yield from _head(name, "gauge", about)
        for slug, value in values:
            if value is not None:
                yield f'{name}{{site="{_escaped(slug)}"}} {float(value):.15g}'


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
