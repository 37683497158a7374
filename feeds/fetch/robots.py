"""robots.txt (RFC 9309): read once a day for each host, obeyed unless the operator says otherwise."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from protego import Protego

from feeds.errors import FetchError
from feeds.fetch.addresses import Target
from feeds.fetch.memory import HostMemory

MAX_BYTES = 512_000
"""Of a robots.txt that are read; RFC 9309 asks for 500 kB at least."""
_DAY = 86_400.0
_MONTH = 30 * _DAY
_TROUBLE_LASTS = 600.0  # seconds until a host that could not tell is asked again
_MAX_SUSPECTS = 20
_NAME = "robots.txt"


@dataclass(frozen=True, slots=True)
class Robots:
    """A host's robots.txt as we found it."""

    at: float  # time.time()
    text: str = ""
    closed: bool = False
    """The host could not tell: by RFC 9309 that counts as a refusal of everything, until it can."""

    def is_recent(self, seconds: float = _DAY) -> bool:
        return 0 <= time.time() - self.at < (_TROUBLE_LASTS if self.closed else seconds)


class RobotsBook:
    """What each host's robots.txt says, for this run and, through HostMemory, for the next ones of the day."""

    def __init__(self, memory: HostMemory) -> None:
        self._memory = memory
        self._known: dict[str, tuple[Robots, Protego]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, target: Target, agent: str, ask: Callable[[], Robots]) -> float:
        """Seconds that the host wants between requests (Crawl-delay, Request-rate), 0.0 when it says nothing.

        `ask` fetches robots.txt when nothing recent is known of it.

        Raises:
            FetchError: kind "refused-by-robots", naming the line; whatever `ask` raises.
        """
        robots, rules = self._rules(target, ask)
        if robots.closed:
            what = "robots.txt could not be read, which counts as a refusal for now (RFC 9309)"
            raise _refused(target, what)
        if not rules.can_fetch(target.url, agent):
            line = refusing_line(robots.text, target.url, agent)
            said = f", line {line[0]}: {line[1]}" if line else ""
            raise _refused(target, f"refused by {target.origin}/robots.txt{said}")
        rate = rules.request_rate(agent)
        return max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)

    def _rules(self, target: Target, ask: Callable[[], Robots]) -> tuple[Robots, Protego]:
        with self._lock:
            known = self._known.get(target.origin)
            lock = self._locks.setdefault(target.origin, threading.Lock())
        if known and known[0].is_recent():
            return known
        with lock:  # of all that wait for it, one asks
            if not (known := self._known.get(target.origin)) or not known[0].is_recent():
                robots = self._recent(target.origin, ask)
                self._known[target.origin] = known = (robots, Protego.parse(robots.text))
        return known

    def _recent(self, origin: str, ask: Callable[[], Robots]) -> Robots:
        stored = _loaded(self._memory.get(origin, _NAME))
        if stored and stored.is_recent():
            return stored
        robots = ask()
        if robots.closed:
            # An old copy says more than a host in trouble does; that one is asked again soon.
            old = stored and stored.is_recent(_MONTH)
            return replace(stored, at=time.time() - _DAY + _TROUBLE_LASTS) if stored and old else robots
        self._memory.put(origin, _NAME, json.dumps(asdict(robots)))
        return robots


def refusing_line(text: str, url: str, agent: str) -> tuple[int, str] | None:
    """Number and text of the line that refuses `url`: the one that, were it an Allow, would let us in."""
    lines = text.splitlines()
    suspects = []
    for number, line in enumerate(lines):
        match = re.match(r"\s*dis?s?all?ow\s*:\s*([^#\s][^#]*)", line[:2000], re.IGNORECASE)
        if match and not Protego.parse(f"User-agent: *\nDisallow: {match[1]}").can_fetch(url, agent):
            suspects.append((number, match[1].strip()))
    suspects.sort(key=lambda suspect: -len(suspect[1]))  # the longest rule decides
    for number, rule in suspects[:_MAX_SUSPECTS]:
        flipped = [*lines[:number], f"Allow: {rule}", *lines[number + 1 :]]
        if Protego.parse("\n".join(flipped)).can_fetch(url, agent):
            return number + 1, lines[number].strip()[:200]
    return None


def _loaded(text: str | None) -> Robots | None:
    if not text:
        return None
    try:
        found = json.loads(text)
        return Robots(at=float(found["at"]), text=str(found["text"]), closed=bool(found["closed"]))
    except (ValueError, TypeError, LookupError):
        return None


def _refused(target: Target, what: str) -> FetchError:
    mend = "fetch.robots: ignore is yours to choose where you may"
    return FetchError(what, where=target.url, mend=mend, kind="refused-by-robots")
