"""`feedmill serve`: the published feeds over HTTP, kept fresh."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from feeds.cli.options import config_option, load_config, private_allowed
from feeds.errors import ConfigError
from feeds.jobs import run
from feeds.model import SiteHealth
from feeds.publish import stem
from feeds.store import open_store


@click.command(
    epilog="""\b
Examples:
  feedmill serve
  feedmill serve --host 0.0.0.0 --port 8080"""
)
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--refresh/--no-refresh", default=True, show_default=True, help="Visit sites when they are due.")
def command(config_path: Path, host: str, port: int, refresh: bool) -> None:
    """Serve the published folder with conditional GET, and visit the sites on their schedule.

    /health tells how the sites are, /metrics the same for Prometheus. Needs the extra `serve`.
    """
    try:
        from feeds.web.serve import Schedule, create_app, listen, serve
    except ImportError as error:
        raise ConfigError(
            "feedmill serve comes with the extra 'serve'", mend="pip install 'feedmill[serve]'"
        ) from error
    config = load_config(config_path)
    if "://" in config.publish.folder:
        raise ConfigError("a bucket serves itself", where=str(config_path), mend="set publish.folder to a folder")

    def visit() -> None:
        run(load_config(config_path), now=datetime.now(UTC), allow_private=private_allowed())

    def health() -> tuple[SiteHealth, ...]:
        with open_store(config.store, config.folder) as store:
            return store.health()

    feeds = {stem(slug): (slug,) for slug in config.sites} | {
        stem(slug): feed.sites for slug, feed in config.feeds.items()
    }
    app = create_app(
        config.folder / config.publish.folder,
        refresh=visit if refresh else None,
        health=health,
        fresh_for=Schedule(health, feeds).fresh_for,
    )
    try:
        listening = listen(host, port)
    except OSError as error:
        what, mend = f"nobody can listen here: {error.strerror}", "choose another --port or --host"
        raise ConfigError(what, where=f"{host}:{port}", mend=mend) from error
    shown = f"[{host}]" if ":" in host else host
    place = f"http://{shown}:{listening.getsockname()[1]}/"
    click.echo(f"serving {config.folder / config.publish.folder} on {place}", err=True)
    serve(app, listening)
