"""What is remembered of hosts from run to run: robots.txt, and until when they asked us to stay away."""

from __future__ import annotations

import threading
from typing import Protocol


class HostMemory(Protocol):
    """Small texts by host and name. Called from several threads; the store implements it."""

    def get(self, host: str, name: str) -> str | None: ...

    def put(self, host: str, name: str, value: str) -> None: ...


class RunMemory:
    """A HostMemory that lasts for one run."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def get(self, host: str, name: str) -> str | None:
        with self._lock:
            return self._texts.get((host, name))

    def put(self, host: str, name: str, value: str) -> None:
        with self._lock:
            self._texts[host, name] = value
