"""`feedmill clean`: the cleaner alone, on any page."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from cleaner import Article, Form, clean, to_form, xray
from feeds.cli.options import open_fetcher
from feeds.config import Config, SiteConfig
from feeds.model import Request
from feeds.urls import is_web


@click.command(
    epilog="""\b
Examples:
  feedmill clean https://example.org/story.html --to markdown
  curl -s https://example.org/story.html | feedmill clean - --url https://example.org/story.html"""
)
@click.argument("source", metavar="URL|FILE|-")
@click.option(
    "--to", "form", type=click.Choice(["html", "text", "markdown", "json"]), default="text", show_default=True
)
@click.option("--url", default="", help="Where a page read from a file or stdin was, for its relative links.")
@click.option("--explain", is_flag=True, help="On stderr: why each block was kept or dropped.")
@click.option(
    "--xray", "xray_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the x-ray page of the verdicts."
)
def command(source: str, form: Form, url: str, explain: bool, xray_path: Path | None) -> None:
    """Take the story out of one page and print it.

    Exit status 1 when no story is found.
    """
    body, address, content_type = _read(source, url)
    article = clean(
        body,
        address,
        content_type=content_type,
        now=datetime.now(UTC),
        trace=explain or xray_path is not None,
    )
    if explain:
        _explain(article)
    if xray_path is not None:
        xray_path.write_text(xray(body, article), encoding="utf-8")
        click.echo(f"wrote {xray_path}", err=True)
    if article.wall is not None:
        click.echo(f"{source}: this looks like no article ({article.wall})", err=True)
    if not article.html and article.wall is None:
        click.echo(f"{source}: no story was found (--explain tells why each block was dropped)", err=True)
    if article.html or form == "json":
        click.echo(to_form(article, form).removesuffix("\n"))
    if not article.html:
        raise SystemExit(1)


def _read(source: str, url: str) -> tuple[bytes, str, str]:
    """The page, its address and its Content-Type."""
    if is_web(source):
        site = SiteConfig(slug="clean", url=(source,))
        with open_fetcher(Config(folder=Path.cwd())) as (fetcher, _):
            response = fetcher.fetch(Request(url=source), site)
        return response.body, response.final_url, response.content_type
    if source == "-":
        return sys.stdin.buffer.read(), url, ""
    path = Path(source)
    if not path.is_file():
        raise click.UsageError(f"{source}: no such file (a URL begins with http:// or https://)")
    return path.read_bytes(), url, ""


def _explain(article: Article) -> None:
    for name, where in article.trace.fields.items():
        click.echo(f"{name}: from {where}", err=True)
    for verdict in article.trace.verdicts:
        sign = "+" if verdict.kept else "-"
        click.echo(f"{sign} {verdict.score:.2f} {verdict.path}: {verdict.why}: {verdict.text[:60]!r}", err=True)
