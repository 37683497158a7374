"""Many sites: in threads here, over many machines in `worker`."""

from feeds.jobs.local import OnEvent, run

__all__ = ["OnEvent", "run"]
