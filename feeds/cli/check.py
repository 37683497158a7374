"""`feedmill check`: is config.yaml right, and does it still fit the sites?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from feeds.cli.options import (
    FEW,
    chosen_sites,
    config_option,
    json_option,
    load_config,
    open_fetcher,
    sites_argument,
)
from feeds.cli.tables import counted, show_json, show_table
from feeds.config import Config, MergedFeed, SiteConfig, pack_of
from feeds.errors import FeedsError
from feeds.publish import feed_name, template_mistakes
from feeds.redact import Redactor
from feeds.trial import SiteTrial, run_tests, shortened, try_site
from feeds.whole import Fetch

_COLUMNS = {"site": "", "field": "", "selector": "", "found": "right", "of": "right", "example": ""}


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
@click.option(
    "--articles", type=click.IntRange(0), default=3, show_default=True, help="With --live: articles to open per site."
)
def command(sites: tuple[str, ...], config_path: Path, as_json: bool, live: bool, articles: int) -> None:
    """Check config.yaml, its templates and rule pack: every mistake at once, with line and column.

    With --live, prove every selector against the site: on how many items or articles it finds something, and in the
    lines without a selector what each field is filled with in the end. The site's `tests:` are run, too.
    """
    config = load_config(config_path)
    chosen = chosen_sites(config, sites, config_path)
    well = _check_templates(config)
    left_out = _check_pack(config)
    if live:
        with open_fetcher(config) as (fetcher, hide):
            well = all([well, *(_check_site(site, fetcher.fetch, articles, as_json, hide) for site in chosen)])
    elif well:
        _tell_names([*chosen, *(() if sites else config.feeds.values())], config)
        found = f"{counted(left_out, 'rule')} of the rule pack left out" if left_out else "no mistake found"
        click.echo(f"{config_path}: {counted(len(config.sites), 'site')}, {found}", err=True)
    if not well:
        raise SystemExit(1)


def _check_templates(config: Config) -> bool:
    """Whether the config's own templates can be used; tells what is wrong with them."""
    faults = [str(error) for error in template_mistakes(_templates(config))]
    for fault in faults:
        click.echo(fault, err=True)
    return not faults


def _check_pack(config: Config) -> int:
    """The number of rules in the pack that cannot be used; tells which. It is no failure: a build does without them."""
    pack = pack_of(config)
    faults = [*pack.faults()] if pack else []
    for fault in faults:
        click.echo(fault, err=True)
    return len(faults)


def _tell_names(feeds: Iterable[SiteConfig | MergedFeed], config: Config) -> None:
    """What the files of feeds are called whose names not every file system and reader can take as they are."""
    files = {each.slug: feed_name(each.slug, (each.formats or config.publish.formats)[0]) for each in feeds}
    other = [f"{slug} ({file})" for slug, file in files.items() if not file.startswith(f"{slug}.")]
    if other:
        more = f" and {len(other) - FEW} more" if len(other) > FEW else ""
        why = "a file's name is of small letters, digits, - and _, 80 at the most"
        click.echo(f"published by another name: {', '.join(other[:FEW])}{more}: {why}", err=True)


def _templates(config: Config) -> Iterator[Path]:
    """The config's own templates."""
    if config.publish.templates:
        yield from (config.folder / config.publish.templates).rglob("*.j2")
    own = (config.folder / site.template for site in config.sites.values() if site.template)
    yield from (path for path in own if path.is_file())


def _check_site(site: SiteConfig, fetch: Fetch, articles: int, as_json: bool, hide: Redactor) -> bool:
    """Whether a site gives what its config says; tells what it gives."""
    now = datetime.now(UTC)
    try:
        trial = try_site(site, fetch, now=now, articles=articles)
    except FeedsError as error:
        # The tests' problems are of articles, not of the listing.
        problems = hide((str(error), *run_tests(site, fetch, now=now)[1]))
        for problem in problems:
            click.echo(f"{site.slug}: {problem}", err=True)
        if as_json:
            show_json({"site": site.slug, "ok": False, "items": 0, "problems": problems})
        return False
    _tell(hide(trial), as_json)
    return trial.ok


def _tell(trial: SiteTrial, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "site": trial.slug,
                "ok": trial.ok,
                "items": len(trial.listing.items),
                "fields": {field.name: {"filled": field.filled, "of": field.of} for field in trial.fields},
                "selectors": [
                    {"key": proof.key, "selector": proof.selector, "found": proof.found, "of": proof.of}
                    for proof in trial.proofs
                ],
                "problems": list(trial.problems),
            }
        )
        return
    show_table(_COLUMNS, _rows(trial))
    for problem in trial.problems:
        click.echo(f"{trial.slug}: {problem}", err=True)


def _rows(trial: SiteTrial) -> Iterator[tuple[object, ...]]:
    """Each selector with what it finds by itself, then what becomes of each field in the end."""
    for proof in trial.proofs:
        yield trial.slug, proof.key, proof.selector, proof.found, proof.of, shortened(proof.example)
    for field in trial.fields:
        yield trial.slug, field.name, "", field.filled, field.of, shortened(field.example)
