"""`feedmill import`: other programs' site configs become ours, and what was lost is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from feeds.cli.options import config_option, json_option, load_config
from feeds.cli.tables import counted, show_json, show_table
from feeds.config import append_sites, with_sites
from feeds.config.importers import KINDS, Imported

_OUTCOMES = ("carried", "given", "off", "lost")


@click.command(
    epilog="""\b
Examples:
  feedmill import opml subscriptions.opml
  feedmill import ftr ftr-site-config/ --print > imported.yaml
  feedmill import html2rss configs/example.org/news.yml --report lost.txt"""
)
@click.argument("kind", type=click.Choice([*KINDS]))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@config_option
@json_option
@click.option("--print", "to_stdout", is_flag=True, help="Print the sites as YAML instead of appending them.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write here what was not carried over.")
def command(kind: str, path: Path, config_path: Path, as_json: bool, to_stdout: bool, report: Path | None) -> None:
    """Turn a file or a folder of KIND into sites of config.yaml.

    \b
    ftr       Full-Text RSS site patterns (one can also use a folder of them as it is: `rules: FOLDER`)
    html2rss  html2rss feed configs
    opml      a reader's subscriptions
    freshrss  the same, with FreshRSS' scraping settings

    Sites that config.yaml has already are left as they are.
    """
    imported = KINDS[kind](path)
    if to_stdout:
        click.echo(with_sites("", imported.sites), nl=False)
    else:
        _append(imported, config_path)
    if as_json:
        for rule, counts in imported.by_rule().items():
            show_json({"rule": rule, **{outcome: counts[outcome] for outcome in _OUTCOMES}})
    else:
        rows = ((rule, *(counts[outcome] for outcome in _OUTCOMES)) for rule, counts in imported.by_rule().items())
        show_table({"rule": "", **dict.fromkeys(_OUTCOMES, "right")}, rows, to_stderr=True)
    click.echo(
        f"{counted(len(imported.sites), 'site')} from {counted(len(imported.files), 'file')};"
        f" {imported.share:.1%} of their rules kept",
        err=True,
    )
    lost = [*_lost(imported)]
    if report is not None:
        report.write_text("".join(f"{line}\n" for line in lost), encoding="utf-8")
    elif lost:
        click.echo(f"not carried over: {len(lost)} (see them with --report FILE); the first:", err=True)
        for line in lost[:5]:
            click.echo(f"  {line}", err=True)
    if not imported.sites:
        raise SystemExit(1)


def _lost(imported: Imported) -> Iterator[str]:
    """A line for each rule that was lost and each file that makes no site, as a terminal can show it."""
    for file in imported.files:
        told = [f"{file.name}: {file.note}"] if file.note else []
        for line in file.lost:
            place = f"{file.name}:{line.number}" if line.number else file.name
            rule = "" if line.text.startswith(line.rule) else f"{line.rule}: "
            told.append(f"{place}: {rule}{line.text}: {line.why}")
        yield from ("".join(ch if ch.isprintable() else "\ufffd" for ch in each) for each in told)


def _append(imported: Imported, config_path: Path) -> None:
    if not imported.sites:
        return
    if not config_path.exists():
        config_path.write_text(with_sites("", imported.sites), encoding="utf-8")
        return
    known = load_config(config_path, may_be_empty=True).sites
    for slug in imported.sites.keys() & known.keys():
        click.echo(f"{slug}: is in {config_path} already, left as it is", err=True)
    if new := {slug: site for slug, site in imported.sites.items() if slug not in known}:
        append_sites(config_path, new)
