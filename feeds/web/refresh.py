"""The sites' schedule beside the server: one thread that looks again and again whose turn it is."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from feeds.web.metrics import Metrics

_log = logging.getLogger(__name__)


class Refresher:
    """Calls `refresh` at once and then every so often, until it is stopped.

    refresh: visits the sites that are due; what it raises is logged, counted, and the next round comes all the same.
    """

    def __init__(self, refresh: Callable[[], object], every: timedelta, metrics: Metrics) -> None:
        self._refresh, self._every, self._metrics = refresh, every, metrics
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="refresh", daemon=True)

    def start(self) -> None:
        """Begin; to be called once."""
        self._thread.start()

    def stop(self, patience: float) -> bool:
        """Let the round that is under way end, for up to `patience` seconds; False when it did not."""
        self._stopping.set()
        self._thread.join(patience)
        return not self._thread.is_alive()

    @property
    def is_alive(self) -> bool:
        """Whether it still goes its rounds."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                self._refresh()
                outcome = "ok"
            except Exception:  # a server must outlive a bug in one round; it is logged with its traceback
                _log.exception("a round over the sites failed")
                outcome = "failed"
            self._metrics.count_refresh(outcome, time.monotonic() - started)
            self._stopping.wait(self._every.total_seconds())
