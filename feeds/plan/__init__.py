"""What to fetch, what to leave out, when to look again. Pure: no clock, no network, no store."""

from feeds.plan.digests import listing_digest, rules_digest
from feeds.plan.filters import Facts, is_open, unwanted
from feeds.plan.schedule import (
    OVERDUE,
    SHORTEST,
    is_due,
    next_check,
    next_try,
    next_visit,
    pace,
    reads_files,
    scheduled,
)
from feeds.plan.wanted import plan_update, trusted

__all__ = [
    "OVERDUE",
    "SHORTEST",
    "Facts",
    "is_due",
    "is_open",
    "listing_digest",
    "next_check",
    "next_try",
    "next_visit",
    "pace",
    "plan_update",
    "reads_files",
    "rules_digest",
    "scheduled",
    "trusted",
    "unwanted",
]
