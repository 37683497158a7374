"""`feedmill add`: from an address to a site in config.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from feeds.cli.options import config_option, load_config, open_fetcher
from feeds.cli.tables import show_items
from feeds.config import Config, append_site, slug_fault, url_fault, with_sites
from feeds.discovery import Discovery, discover_site
from feeds.errors import ConfigError
from feeds.urls import identity

_SHOWN = 30
"""Items that are shown of a page that lists more."""


@click.command(
    epilog="""\b
Examples:
  feedmill add https://example.org/news/
  feedmill add example.org/news --slug example-news --yes
  feedmill add https://example.org/news/ --print"""
)
@click.argument("url")
@config_option
@click.option("--slug", help="The site's name, by which its files are called; default: made from the page's title.")
@click.option("--page", is_flag=True, help="Read the page itself even where it announces a feed.")
@click.option("--browser", is_flag=True, help="Read it in a browser, as fetch.render does (extra: browser).")
@click.option("-y", "--yes", is_flag=True, help="Append without asking.")
@click.option("--print", "to_stdout", is_flag=True, help="Print the YAML on stdout and change nothing.")
def command(
    url: str, config_path: Path, slug: str | None, page: bool, browser: bool, yes: bool, to_stdout: bool
) -> None:
    """Look at the page at URL, propose its site config, show what it gives, and append it to config.yaml.

    The file's comments and order stay as they are.
    """
    config = load_config(config_path, may_be_empty=True) if config_path.exists() else Config(folder=Path.cwd())
    address = url if "://" in url or url.startswith("file:") else f"https://{url}"
    if fault := url_fault(address, config.folder.resolve()):
        raise ConfigError(fault[0], where=url, mend=fault[1])
    _refuse_known(address, config, config_path, to_stdout)
    _refuse_slug(slug, config, config_path)
    with open_fetcher(config) as (fetcher, hide):
        now = datetime.now(UTC)
        found = discover_site(url, fetcher.fetch, config, now=now, prefer_page=page, render=browser)
    _refuse_known(found.site["url"], config, config_path, to_stdout)
    slug = slug or found.slug
    text = with_sites("", {slug: found.site})
    _show(hide(found))
    if to_stdout:
        click.echo(text, nl=False)
        return
    click.echo(f"\n{text}", err=True)
    if not yes and not _confirmed(config_path):
        raise SystemExit(1)
    _append(config_path, slug, found.site, text)
    click.echo(f"added {slug}; next: feedmill build {slug}", err=True)


def _refuse_known(url: str, config: Config, path: Path, to_stdout: bool) -> None:
    """A page that is a site already is not added twice; to print it anew is fine."""
    known = next((name for name, site in config.sites.items() if identity(url) in map(identity, site.url)), None)
    if known and not to_stdout:
        raise ConfigError(f"{url} is the site {known!r} already", where=str(path), mend="see it anew with --print")


def _refuse_slug(slug: str | None, config: Config, path: Path) -> None:
    """A name that cannot be is told before anything is fetched."""
    if slug is not None and (fault := slug_fault(slug)):
        raise ConfigError(fault, where=f"--slug {slug}")
    if slug in config.sites:
        raise ConfigError(f"there is a site {slug!r} already", where=str(path), mend="choose another name")


def _confirmed(path: Path) -> bool:
    try:
        return click.confirm(f"Append this to {path}?", default=True, err=True)
    except click.Abort:
        click.echo("\nnothing was added (to add without being asked: --yes)", err=True)
        return False


def _append(path: Path, slug: str, site: Mapping[str, Any], text: str) -> None:
    if path.exists():
        append_site(path, slug, site)
    else:
        path.write_text(text, encoding="utf-8")


def _show(found: Discovery) -> None:
    """The items, one cleaned article and what was noticed, on stderr: stdout is for the YAML."""
    items = found.trial.listing.items
    show_items(items[:_SHOWN], to_stderr=True)
    if (more := len(items) - _SHOWN) > 0:
        click.echo(f"and {more} more", err=True)
    if found.trial.drafts:
        draft = found.trial.drafts[0]
        click.echo(f"\n{click.style(draft.title, bold=True)}\n{draft.text[:1500]}", err=True)
    for note in (*found.notes, *found.trial.problems):
        click.echo(f"note: {note}", err=True)
