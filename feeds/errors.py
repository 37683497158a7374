"""The errors that a person may see: each says what happened, where, and how to mend it."""

from __future__ import annotations


class FeedsError(Exception):
    """Something went wrong that a person can understand and mend.

    `what` is one clause without a full stop, `where` a URL, a path or `file:line:column`,
    `mend` what to do about it (empty when nothing can be done but to wait).
    `str()` joins the three; secrets must never be put into any of them.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} ({self.mend})" if self.mend else head


class ConfigError(FeedsError):
    """config.yaml cannot be used; `complaints` holds every fault found, in the file's order."""

    def __init__(self, what: str, *, where: str = "", mend: str = "", complaints: tuple[str, ...] = ()) -> None:
        super().__init__(what, where=where, mend=mend)
        self.complaints = complaints

    def __str__(self) -> str:
        return "\n".join(self.complaints) if self.complaints else super().__str__()


class FetchError(FeedsError):
    """A page could not be had. `kind` names the sort of failure, `status` the HTTP status if there was one."""

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        mend: str = "",
        kind: str = "connection",
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.kind = kind
        self.status = status
        self.retry_after = retry_after
        """Seconds that the server asked us to wait, None when it did not say."""

    @property
    def not_now(self) -> bool:
        """Whether it says something of the run, not of the page: its budget is spent, its host is resting."""
        return self.kind in ("budget", "stopped", "wait", "host-down")


class ScrapeError(FeedsError):
    """A page was had but does not hold what was looked for."""


class StoreError(FeedsError):
    """What we remember cannot be read or written."""


class PublishError(FeedsError):
    """A feed cannot be published as it is; the last good one stays."""
