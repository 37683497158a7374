"""`feedmill export`: what other programs take over."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from feeds.cli.options import config_option, load_config
from feeds.config import PublishConfig, SiteConfig, to_subscriptions
from feeds.publish import feed_name, to_opml
from feeds.store import open_store


@click.command(
    epilog="""\b
Examples:
  feedmill export opml > feeds.opml
  feedmill export opml --sources > subscriptions.opml"""
)
@click.argument("kind", type=click.Choice(["opml"]))
@config_option
@click.option("--sources", is_flag=True, help="The sites themselves, as FreshRSS would read them without Feedmill.")
def command(kind: str, config_path: Path, sources: bool) -> None:
    """Print the published feeds as a subscription list (OPML 2.0) for any feed reader.

    With --sources, the way back from `feedmill import opml`: each site's own feed, or its page or API with the
    selectors as FreshRSS' scraping attributes. What is lost is told; secrets from the environment are left out.
    """
    config = load_config(config_path)
    if sources:
        made = to_subscriptions(config, partial(_feed_of, config.publish))
        click.echo(made.body, nl=False)
        for line in made.lost:
            click.echo(f"left out: {line}", err=True)
        return
    with open_store(config.store, config.folder) as store:
        summaries = [each.summary for each in store.all_published()]
    wanted = {*config.sites, *config.feeds}
    listed = [summary for summary in summaries if summary.slug in wanted]
    click.echo(to_opml(listed, config.publish.title, config.publish.base_url), nl=False)


def _feed_of(publish: PublishConfig, site: SiteConfig) -> str:
    """Where the feed that is made of a site is served."""
    return publish.base_url + feed_name(site.slug, (site.formats or publish.formats)[0])
