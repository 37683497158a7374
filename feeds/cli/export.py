"""`feedmill export`: what other programs take over."""

from __future__ import annotations

from pathlib import Path

import click

from feeds.cli.options import config_option, load_config
from feeds.publish import to_opml
from feeds.store import open_store


@click.command(
    epilog="""\b
Examples:
  feedmill export opml > feeds.opml"""
)
@click.argument("kind", type=click.Choice(["opml"]))
@config_option
def command(kind: str, config_path: Path) -> None:
    """Print the published feeds as a subscription list (OPML 2.0) for any feed reader."""
    config = load_config(config_path)
    with open_store(config.store, config.folder) as store:
        summaries = [each.summary for each in store.all_published()]
    wanted = {*config.sites, *config.feeds}
    listed = [summary for summary in summaries if summary.slug in wanted]
    click.echo(to_opml(listed, config.publish.title, config.publish.base_url), nl=False)
