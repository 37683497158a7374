"""`feedmill build`: the main job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from feeds.cli import INTERRUPTED
from feeds.cli.options import (
    chosen_sites,
    config_option,
    json_option,
    load_config,
    private_allowed,
    sites_argument,
)
from feeds.cli.tables import counted, progress_console, show_report, show_table
from feeds.config import Config
from feeds.jobs import OnEvent, run
from feeds.report import Event, Report, SiteReport

_COLUMNS = {
    "site": "",
    "new": "right",
    "changed": "right",
    "unchanged": "right",
    "failed": "right",
    "seconds": "right",
    "": "",
}


def _moment(value: str) -> datetime:
    """A date, or a date and time, by ISO 8601."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no moment (write it as 2024-03-05T14:30:00+00:00)") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command(
    epilog="""\b
Examples:
  feedmill build
  feedmill build morning-call slow-machines
  feedmill build --json | jq -r 'select(.failed > 0) | .site'

In cron, every ten minutes (sites that are not due are not visited):
  */10 * * * * cd /srv/feeds && feedmill build --quiet"""
)
@sites_argument
@config_option
@json_option
@click.option("--all", "everything", is_flag=True, help="Visit every site, due or not.")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what went wrong.")
@click.option(
    "--now",
    type=_moment,
    metavar="MOMENT",
    help="Build as if it were this moment, as 2024-03-05T14:30:00+00:00 (UTC where it names no zone): repeatable runs.",
)
def command(
    sites: tuple[str, ...], config_path: Path, as_json: bool, everything: bool, quiet: bool, now: datetime | None
) -> None:
    """Read the sites, clean their articles, publish their feeds.

    Sites that are not due yet are skipped, unless they are named or --all is given. Ctrl-C finishes
    what is being written and loses nothing; the next build goes on from there.
    """
    config = load_config(config_path)
    chosen = chosen_sites(config, sites, config_path) if sites else None
    with _progress(config, quiet or as_json, len(chosen or config.sites)) as on_event:
        report = run(
            config,
            chosen,
            now=now or datetime.now(UTC),
            on_event=on_event,
            everything=everything,
            allow_private=private_allowed(),
        )
    _tell(report, config, as_json=as_json, quiet=quiet)
    if report.stopped:
        raise SystemExit(INTERRUPTED)
    if not report.ok:
        raise SystemExit(1)


@contextmanager
def _progress(config: Config, quiet: bool, total: int) -> Iterator[OnEvent | None]:
    """A bar over the sites and a line for each that is being read, where somebody watches."""
    if quiet or not progress_console.is_terminal:
        yield None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=progress_console, transient=True) as bar:
        overall = bar.add_task("sites", total=total)
        tasks = {slug: bar.add_task(slug, visible=False, total=None) for slug in (*config.sites, *config.feeds)}

        def on_event(event: Event) -> None:
            task = tasks[event.slug]
            if event.stage == "done":
                bar.update(task, visible=False)
                bar.advance(overall)
            else:
                bar.update(
                    task,
                    description=f"{event.slug}: {event.stage}",
                    completed=event.done,
                    total=event.total or None,
                    visible=True,
                )

        yield on_event


def _tell(report: Report, config: Config, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        for site in report.sites:
            show_report(site)
    elif not quiet:
        show_table(_COLUMNS, map(_row, report.sites), to_stderr=True)
    for site in report.sites:
        for old, new in site.moved:
            click.echo(f"{site.slug}: moved for good from {old} to {new}: change its url in config.yaml", err=True)
        for problem in site.problems:
            click.echo(f"{site.slug}: {problem}", err=True)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.stopped:
        click.echo("stopped: what was finished is published, the next build goes on from there", err=True)
    elif not (quiet or as_json or report.problems):
        click.echo(_where_to_look(config), err=True)


def _row(site: SiteReport) -> tuple[object, ...]:
    note: str = site.status
    if site.status == "not due" and site.next_visit:
        note = f"not due before {site.next_visit:%Y-%m-%d %H:%M} UTC"
    if site.filtered:
        note += f", {counted(site.filtered, 'item')} left out by its filter"
    if site.waiting:
        note += f", {counted(site.waiting, 'item')} left for the next visit"
    return site.slug, site.new, site.changed, site.unchanged, site.failed, f"{site.seconds:.1f}", note


def _where_to_look(config: Config) -> str:
    folder = config.publish.folder
    place = folder if "://" in folder else str(config.folder / folder / "index.html")
    return f"look at {place}"
