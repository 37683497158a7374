"""Many sites: in threads here, over many machines in `worker`."""

from feeds.jobs.run import run

__all__ = ["run"]
