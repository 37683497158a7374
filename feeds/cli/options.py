"""What several commands share: the options for config.yaml and for JSON, and how sites are named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from feeds.config import Config, SiteConfig, load
from feeds.errors import ConfigError, FeedsError
from feeds.fetch import Fetcher
from feeds.redact import Redactor

FEW = 12
"""So few sites a message can name them all."""


def _complete_site(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    try:
        config = load_config(Path(str(ctx.params.get("config_path") or "config.yaml")))
    except FeedsError:
        return []
    return [CompletionItem(slug, help=site.title) for slug, site in config.sites.items() if slug.startswith(incomplete)]


config_option = click.option(
    "-c",
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.yaml"),
    envvar="FEEDMILL_CONFIG",
    show_default=True,
    help="Where the sites are described.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout.")
sites_argument = click.argument("sites", nargs=-1, metavar="[SITE]...", shell_complete=_complete_site)
site_or_url_argument = click.argument("site", metavar="SITE|URL", shell_complete=_complete_site)


def load_config(path: Path, *, may_be_empty: bool = False) -> Config:
    """config.yaml, with `${NAME}` from the environment; raises ConfigError."""
    return load(path, environ=os.environ, may_be_empty=may_be_empty)


def sites_like(name: str, config: Config) -> str:
    """What somebody may have meant who wrote `name` for a site; of few sites all, of thousands the likely ones."""
    if len(config.sites) <= FEW:
        return f"its sites are: {', '.join(config.sites) or 'none'}"
    by_case = {slug.casefold(): slug for slug in config.sites}
    near = [by_case[each] for each in get_close_matches(name.casefold(), by_case, 3)]
    near += [slug for slug in config.sites if name.casefold() in slug.casefold() and slug not in near][: 5 - len(near)]
    known = f"'feedmill status' lists its {len(config.sites)} sites"
    return f"did you mean {' or '.join(map(repr, near))}? {known}" if near else known


def chosen_sites(config: Config, slugs: Sequence[str], path: Path) -> list[SiteConfig]:
    """The sites that were named, all of them when none was; raises ConfigError for a name that is none."""
    for slug in slugs:
        if slug not in config.sites:
            raise ConfigError(f"no such site: {slug!r}", where=str(path), mend=sites_like(slug, config))
    return [config.sites[slug] for slug in dict.fromkeys(slugs)] if slugs else [*config.sites.values()]


@contextmanager
def open_fetcher(config: Config) -> Iterator[tuple[Fetcher, Redactor]]:
    """A fetcher for a command that stores nothing: it remembers hosts for as long as it is open.

    With it comes what takes the config's secrets out of all that is shown; errors that leave here are without them.
    """
    hide = Redactor(config.secrets)
    with Fetcher(folder=config.folder, allow_private=private_allowed(), secrets=config.secrets) as fetcher:
        try:
            yield fetcher, hide
        except FeedsError as error:
            error.what, error.where, error.mend = hide((error.what, error.where, error.mend))
            raise


def private_allowed() -> bool:
    """FEEDMILL_ALLOW_PRIVATE: sites may be on the operator's own network."""
    return os.environ.get("FEEDMILL_ALLOW_PRIVATE", "").lower() in ("1", "true", "yes", "on")
