"""`feedmill status`: how every site is doing."""

from __future__ import annotations

from pathlib import Path

import click

from feeds.cli.options import config_option, json_option, load_config
from feeds.cli.tables import counted, named, show_json, show_table
from feeds.config import Config, MergedFeed, SiteConfig
from feeds.model import Format, SiteHealth
from feeds.publish import open_target, orphans
from feeds.store import open_store

_COLUMNS = {"site": "", "entries": "right", "last new": "", "last visit": "", "next visit": "", "health": ""}


@click.command(epilog="Example: feedmill status --json | jq -r 'select(.failures > 0) | .site'")
@config_option
@json_option
@click.option(
    "--prune",
    is_flag=True,
    help="Remove sites, with all that is known of them, and formats that left the config.",
)
def command(config_path: Path, as_json: bool, prune: bool) -> None:
    """Show the health of every site and merged feed, and files left over from sites and formats that are gone."""
    config = load_config(config_path)
    with open_store(config.store, config.folder) as store:
        known = {site.slug: site for site in store.health()}
        target = open_target(config.publish, config.folder)
        wanted = _formats(config)
        left = orphans(target.names(), wanted)
        if prune:
            for name in left:
                target.delete(name)
            for slug in {*known, *(each.slug for each in store.all_published())} - wanted.keys():
                store.forget(slug)
    sites = [known.get(site.slug) or _unknown(site) for site in config.sites.values()]
    if as_json:
        for site in sites:
            show_json(named(site))
    else:
        show_table(_COLUMNS, map(_row, sites))
    verb = "removed" if prune else "left over (remove with --prune)"
    for name in left:
        click.echo(f"{verb}: {name}", err=True)


def _formats(config: Config) -> dict[str, tuple[Format, ...]]:
    """In what each feed of the config is published, by its slug."""
    feeds: list[SiteConfig | MergedFeed] = [*config.sites.values(), *config.feeds.values()]
    return {feed.slug: feed.formats or config.publish.formats for feed in feeds}


def _unknown(site: SiteConfig) -> SiteHealth:
    """The health of a site that was never visited."""
    return SiteHealth(slug=site.slug, title=site.title or site.slug, url=site.url[0])


def _row(site: SiteHealth) -> tuple[object, ...]:
    if site.gone:
        health = f"gone since {site.gone:%Y-%m-%d}: take it out of config.yaml"
    elif site.trouble:
        health = f"since {site.trouble.since:%Y-%m-%d %H:%M}: {site.trouble.what}"
    elif site.unread:
        health = f"well, but {counted(site.unread, 'item')} could not be read (see health.html)"
    else:
        health = "well" if site.last_success or site.entries else "not visited yet"
    is_waiting = site.next_visit is not None and site.next_visit == site.last_visit
    coming = "the next build" if is_waiting else site.next_visit
    return site.slug, site.entries, site.last_change, site.last_visit, coming, health
