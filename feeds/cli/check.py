"""`feedmill check`: is config.yaml right, and does it still fit the sites?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from feeds.cli.options import (
    chosen_sites,
    config_option,
    json_option,
    load_config,
    private_allowed,
    sites_argument,
)
from feeds.cli.tables import show_json, show_table
from feeds.errors import FeedsError
from feeds.fetch import Fetcher
from feeds.trial import SiteTrial, try_site

_COLUMNS = {"site": "", "field": "", "filled": "right", "of": "right", "example": ""}


@click.command(
    epilog="""\b
Examples:
  feedmill check
  feedmill check --live morning-call"""
)
@sites_argument
@config_option
@json_option
@click.option("--live", is_flag=True, help="Fetch the show pages and tell what each selector finds; store nothing.")
@click.option("--articles", default=3, show_default=True, help="With --live: articles to open per site.")
def command(sites: tuple[str, ...], config_path: Path, as_json: bool, live: bool, articles: int) -> None:
    """Check config.yaml: every mistake at once, with line and column.

    With --live, prove every selector against the site, and run the site's `tests:`.
    """
    config = load_config(config_path)
    chosen = chosen_sites(config, sites)
    if not live:
        click.echo(f"{config_path}: {len(config.sites)} sites, no mistake found", err=True)
        return
    failed = False
    with Fetcher(folder=config.folder, allow_private=private_allowed(), secrets=config.secrets) as fetcher:
        for site in chosen:
            try:
                trial = try_site(site, fetcher.fetch, now=datetime.now(UTC), articles=articles)
            except FeedsError as error:
                click.echo(f"{site.slug}: {error}", err=True)
                failed = True
                continue
            failed = failed or not trial.ok
            _tell(trial, as_json)
    if failed:
        raise SystemExit(1)


def _tell(trial: SiteTrial, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "site": trial.slug,
                "ok": trial.ok,
                "items": len(trial.listing.items),
                "fields": {field.name: {"filled": field.filled, "of": field.of} for field in trial.fields},
                "problems": list(trial.problems),
            }
        )
        return
    show_table(_COLUMNS, ((trial.slug, f.name, f.filled, f.of, f.example) for f in trial.fields))
    for problem in trial.problems:
        click.echo(f"{trial.slug}: {problem}", err=True)
