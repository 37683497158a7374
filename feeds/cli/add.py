"""`feedmill add`: from an address to a site in config.yaml."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from feeds.cli.options import config_option, load_config, private_allowed
from feeds.cli.tables import show_table
from feeds.config import Config
from feeds.config.edit import append_site, with_sites
from feeds.discovery import Discovery, discover_site
from feeds.errors import ConfigError
from feeds.fetch import Fetcher

_COLUMNS = {"published": "", "title": "", "link": ""}


@click.command(
    epilog="""\b
Examples:
  feedmill add https://example.org/news/
  feedmill add https://example.org/news/ --slug example-news --yes
  feedmill add https://example.org/news/ --print"""
)
@click.argument("url")
@config_option
@click.option("--slug", help="The feed's file name; default: made from the page's title.")
@click.option("--page", is_flag=True, help="Read the page itself even where it announces a feed.")
@click.option("-y", "--yes", is_flag=True, help="Append without asking.")
@click.option("--print", "to_stdout", is_flag=True, help="Print the YAML on stdout and change nothing.")
def command(url: str, config_path: Path, slug: str | None, page: bool, yes: bool, to_stdout: bool) -> None:
    """Look at the page at URL, propose its site config, show what it gives, and append it to config.yaml.

    The file's comments and order stay as they are.
    """
    config = load_config(config_path, may_be_empty=True) if config_path.exists() else Config(folder=Path.cwd())
    known = next((name for name, site in config.sites.items() if url in site.url), None)
    if known and not to_stdout:
        raise ConfigError(f"{url} is the site {known!r} already", where=str(config_path))
    with Fetcher(folder=config.folder, allow_private=private_allowed(), secrets=config.secrets) as fetcher:
        found = discover_site(url, fetcher.fetch, now=datetime.now(UTC), taken=[*config.sites], prefer_page=page)
    slug = slug or found.slug
    text = with_sites("", {slug: found.site})
    _show(found)
    if to_stdout:
        click.echo(text, nl=False)
        return
    click.echo(f"\n{text}", err=True)
    if not yes and not click.confirm(f"Append this to {config_path}?", default=True, err=True):
        raise SystemExit(1)
    if config_path.exists():
        append_site(config_path, slug, found.site)
    else:
        config_path.write_text(text, encoding="utf-8")
    click.echo(f"added {slug}; next: feedmill build {slug}", err=True)


def _show(found: Discovery) -> None:
    """The items, one cleaned article and what was noticed, on stderr: stdout is for the YAML."""
    rows = ((item.published, item.title, item.url) for item in found.trial.listing.items[:30])
    show_table(_COLUMNS, rows, to_stderr=True)
    if found.trial.drafts:
        draft = found.trial.drafts[0]
        click.echo(f"\n{click.style(draft.title, bold=True)}\n{draft.text[:1500]}", err=True)
    for note in (*found.notes, *found.trial.problems):
        click.echo(f"note: {note}", err=True)
