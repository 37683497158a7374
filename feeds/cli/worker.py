"""`feedmill worker`: one of many machines."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from feeds.cli.options import config_option, load_config, private_allowed
from feeds.cli.tables import show_report
from feeds.jobs.worker import CONCURRENCY, work


@click.command(
    epilog="""\b
Examples:
  feedmill worker
  feedmill worker --concurrency 8
  feedmill worker --once        (what is due now, then stop: for a cron job on one of the machines)"""
)
@config_option
@click.option("--concurrency", default=CONCURRENCY, show_default=True, type=click.IntRange(1, 64))
@click.option("--once", is_flag=True, help="Update what is due now, then stop.")
def command(config_path: Path, concurrency: int, once: bool) -> None:
    """Update sites as they become due, together with the workers of other machines.

    The store must be PostgreSQL (`store: postgresql://…`), which is the queue, too; needs the extra
    `worker`. One JSON object a site on stdout. Ctrl-C finishes what is in hand.
    """
    work(
        load_config(config_path),
        clock=partial(datetime.now, UTC),
        on_report=show_report,
        concurrency=concurrency,
        once=once,
        allow_private=private_allowed(),
    )
