"""`feedmill preview`: what a site or any page gives, nothing stored."""

from __future__ import annotations

import re
import webbrowser
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from cleaner import clean, xray
from feeds.cli.options import config_option, json_option, load_config, open_fetcher, site_or_url_argument, sites_like
from feeds.cli.tables import show_items, show_json
from feeds.config import Config, SiteConfig, site_like
from feeds.errors import ConfigError, FeedsError, ScrapeError
from feeds.model import Draft, Item, Listing, Request
from feeds.redact import Redactor
from feeds.scrape import make_draft
from feeds.trial import SiteTrial, try_article, try_site
from feeds.urls import host, is_web
from feeds.whole import Fetch


@click.command(
    epilog="""\b
Examples:
  feedmill preview morning-call
  feedmill preview https://example.org/news/ --articles 2
  feedmill preview https://example.org/story.html --web"""
)
@site_or_url_argument
@config_option
@json_option
@click.option("--articles", type=click.IntRange(0), default=1, show_default=True, help="Articles to open and show.")
@click.option("--web", is_flag=True, help="Open the x-ray page of the first article in the browser.")
@click.option("--xray", "xray_path", type=click.Path(dir_okay=False, path_type=Path), help="Write that page here.")
def command(site: str, config_path: Path, as_json: bool, articles: int, web: bool, xray_path: Path | None) -> None:
    """Show a site's items and cleaned articles; a URL that is no site's is read without a config."""
    chosen, config = _site(site, config_path)
    with open_fetcher(config) as (fetcher, hide):
        trial = _tried(site, chosen, fetcher.fetch, max(articles, 1 if web else 0))
        if web or xray_path:
            page = _write_xray(trial, chosen, fetcher.fetch, xray_path, hide)
            click.echo(f"x-ray page: {page}", err=True)
            if web and not webbrowser.open(page.as_uri()):
                click.echo("no browser could be opened here; open that file in one", err=True)
    trial = hide(trial)
    if as_json:
        for item in trial.listing.items:
            show_json(asdict(item))
    else:
        _show(trial)
    for problem in trial.problems:
        click.echo(problem, err=True)
    if trial.problems:
        raise SystemExit(1)


def _tried(name: str, site: SiteConfig, fetch: Fetch, articles: int) -> SiteTrial:
    """What the site gives; of a page that lists nothing, the story that it tells itself."""
    now = datetime.now(UTC)
    try:
        return try_site(site, fetch, now=now, articles=articles)
    except ScrapeError as error:
        if not is_web(name) or site.listing.items:
            raise
        try:
            article = try_article(site, name, fetch, now=now)
        except FeedsError:
            mend = "give a page that lists items, or one that tells a story"
            raise ScrapeError(error.what, where=error.where, mend=mend) from error
        item = Item(url=name, title=article.title, published=article.published)
        return SiteTrial(
            slug=site.slug,
            listing=Listing(url=name, items=(item,), title=article.title),
            drafts=(make_draft(item, article, site, 0),),
        )


def _site(name: str, config_path: Path) -> tuple[SiteConfig, Config]:
    """The site of that name, or one without a config for a URL."""
    if is_web(name) and not config_path.exists():
        return SiteConfig(slug="preview", url=(name,)), Config(folder=Path.cwd())
    config = load_config(config_path, may_be_empty=is_web(name))
    if name in config.sites:
        return config.sites[name], config
    if is_web(name):
        same = next((site for site in config.sites.values() if name in site.url), None)
        return same or site_like(config, {"url": name}, slug="preview"), config
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[:/]|$)", name):
        raise ConfigError(f"{name!r} is no site", where=str(config_path), mend=f"the page: https://{name}")
    raise ConfigError(f"{name!r} is no site and no URL", where=str(config_path), mend=sites_like(name, config))


def _show(trial: SiteTrial) -> None:
    click.echo(f"{trial.listing.title or trial.slug}: {len(trial.listing.items)} items\n")
    show_items(trial.listing.items)
    for draft in trial.drafts:
        _show_article(draft)


def _show_article(draft: Draft) -> None:
    click.echo(f"\n{click.style(draft.title, bold=True)}")
    click.echo(f"{', '.join(draft.authors)} {draft.published or ''}".strip())
    click.echo(f"{draft.url}\n\n{draft.text}")
    for enclosure in draft.enclosures:
        click.echo(f"[{enclosure.type or 'media'}] {enclosure.url}")


def _write_xray(trial: SiteTrial, site: SiteConfig, fetch: Fetch, path: Path | None, hide: Redactor) -> Path:
    """The x-ray of the listing's first article."""
    response = fetch(Request(url=trial.listing.items[0].url), site)
    rules = site.rules_for(host(response.final_url))
    article = clean(response.body, response.final_url, rules=rules, content_type=response.content_type, trace=True)
    if path is None:
        with NamedTemporaryFile("w", suffix=".html", delete=False) as file:
            path = Path(file.name)
    path.write_text(hide(xray(response.body, article)), encoding="utf-8")
    return path
