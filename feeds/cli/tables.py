"""How commands show rows to people: one look for all tables."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from feeds.model import Item, SiteHealth
from feeds.report import SiteReport

progress_console = Console(stderr=True)
_UNBOUNDED = 100_000


def show_table(columns: Mapping[str, str], rows: Iterable[Iterable[Any]], *, to_stderr: bool = False) -> None:
    """Print rows under `columns` (heading → "right", "" for left); text from outside is shown as it is."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading, side in columns.items():
        table.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(shown(cell)) for cell in row))
    stream = sys.stderr if to_stderr else sys.stdout
    # In a file, a mail of cron's or a pipe to grep, a row is a line, however long.
    console = Console(file=stream, width=None if stream.isatty() else _UNBOUNDED)
    console.print(table, crop=False, no_wrap=not stream.isatty())


def show_items(items: Iterable[Item], *, to_stderr: bool = False) -> None:
    """The items of a listing, a row each."""
    rows = ((item.published or item.updated, item.title, item.url) for item in items)
    show_table({"published": "", "title": "", "link": ""}, rows, to_stderr=to_stderr)


def counted(number: int, thing: str) -> str:
    """ "1 site", "2 sites"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def shown(value: Any) -> str:
    """A cell's text: nothing for None, the minute for a moment."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)


def show_json(value: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def show_report(report: SiteReport) -> None:
    """What happened to a site, as JSON."""
    show_json({**named(report), "ok": report.ok})


def named(site: SiteReport | SiteHealth) -> dict[str, Any]:
    """What is known of a site, its name as `site`, which every command's JSON calls it."""
    known = asdict(site)
    return {"site": known.pop("slug"), **known}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)
