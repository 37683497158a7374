"""`feedmill status`: how every site is doing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from feeds.cli.options import config_option, json_option, load_config
from feeds.cli.tables import counted, show_json, show_table
from feeds.model import SiteHealth
from feeds.publish import open_target, orphans
from feeds.store import open_store

_COLUMNS = {"site": "", "entries": "right", "last new": "", "last visit": "", "next visit": "", "health": ""}


@click.command(epilog="Example: feedmill status --json | jq -r 'select(.failures > 0) | .slug'")
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
        usual = config.publish.formats
        wanted = {slug: site.formats or usual for slug, site in config.sites.items()}
        wanted |= {slug: feed.formats or usual for slug, feed in config.feeds.items()}
        sites = [
            known.get(slug) or SiteHealth(slug=slug, title=site.title or slug, url=site.url[0])
            for slug, site in config.sites.items()
        ]
        sites += [known[slug] for slug in config.feeds if slug in known]
        target = open_target(config.publish, config.folder)
        left = orphans(target.names(), wanted)
        if prune:
            for name in left:
                target.delete(name)
            for slug in {*known, *(each.slug for each in store.all_published())} - wanted.keys():
                store.forget(slug)
    if as_json:
        for site in sites:
            show_json({**asdict(site), "trouble": asdict(site.trouble) if site.trouble else None})
    else:
        show_table(_COLUMNS, map(_row, sites))
    verb = "removed" if prune else "left over (remove with --prune)"
    for name in left:
        click.echo(f"{verb}: {name}", err=True)


def _row(site: SiteHealth) -> tuple[object, ...]:
    if site.gone:
        health = f"gone since {site.gone:%Y-%m-%d}: take it out of config.yaml"
    elif site.trouble:
        health = f"since {site.trouble.since:%Y-%m-%d %H:%M}: {site.trouble.what}"
    elif site.unread:
        health = f"well, but {counted(site.unread, 'item')} could not be read (see health.html)"
    else:
        health = "well" if site.last_success or site.entries else "not visited yet"
    return site.slug, site.entries, site.last_change, site.last_visit, site.next_visit, health
