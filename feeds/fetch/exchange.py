"""One request and its answer: the clock and the bounds that every byte of it is held against."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass, field

from feeds.errors import FetchError
from feeds.fetch.addresses import NOTHING_PRIVATE, Private


@dataclass(slots=True)
class Exchange:
    """Bounds of one exchange, and what has come of it so far. Belongs to one thread."""

    url: str
    seconds: float
    """For the whole of it: look-up, connection, handshake, headers and body (`fetch.timeout`)."""
    max_bytes: int
    """Of the body, on the wire and after decompression (`fetch.max_bytes`)."""
    max_header_bytes: int = 131_072
    """Of all headers together (`fetch.max_header_bytes`)."""
    max_headers: int = 99
    """Header lines (`fetch.max_headers`)."""
    private: Private = NOTHING_PRIVATE
    deadline: float = field(init=False)
    truncate: bool = False
    """A longer body is cut at `max_bytes` instead of refused (robots.txt)."""
    dialled: bool = False
    """A connection was begun for this exchange; else it uses one that was already open."""
    connected: bool = False
    """The host took that call."""

    def __post_init__(self) -> None:
        self.start(self.seconds)

    def start(self, seconds: float) -> None:
        """The clock runs from here; `seconds` may be fewer than the whole, when some are spent already."""
        self.deadline = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, always more than 0.

        Raises:
            FetchError: kind "timeout", when there are none.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self.timeout()
        return left

    def timeout(self) -> FetchError:
        return self.error(
            "timeout",
            f"no whole answer within {self.seconds:g} seconds",
            "raise fetch.timeout if the host is slow by nature",
        )

    def too_big(self) -> FetchError:
        return self.error(
            "too-big",
            f"the page has more than {self.max_bytes:,} bytes",
            "raise fetch.max_bytes to read it all the same",
        )

    def error(self, kind: str, what: str, mend: str = "") -> FetchError:
        return FetchError(what, where=self.url, mend=mend, kind=kind)


current: ContextVar[Exchange] = ContextVar("current")
"""The exchange that this thread is in: how bounds reach the connections, which outlive exchanges."""
