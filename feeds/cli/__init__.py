"""The `feedmill` command: one file per subcommand, each loaded when it is asked for."""

from __future__ import annotations

import errno
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from feeds import __version__
from feeds.errors import ConfigError, FeedsError

_COMMANDS = {
    "init": "A commented config.yaml with example sites.",
    "build": "Read the sites, clean, publish.",
    "add": "Look at a page, propose its site config, append it.",
    "check": "Check config.yaml; --live tries every selector.",
    "preview": "A site's items and articles, nothing stored.",
    "clean": "The cleaner alone, on any page.",
    "status": "Health of every site.",
    "serve": "Serve the feeds over HTTP, refresh on schedule.",
    "import": "Site configs from other programs' files.",
    "export": "The feeds as OPML.",
    "schema": "JSON Schema of config.yaml.",
    "worker": "One of many machines (PostgreSQL).",
}
"""Command → what `feedmill --help` says of it, so that help and completion need not load them all."""
INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it; Click's own is 1, which means that a site failed."""


def _variables(command: str, option: click.Option) -> list[str]:
    """Where an option is looked for in the environment: FEEDMILL_BUILD_ALL for `build --all`.

    Click would go by the name of the function's argument, which for half a dozen of them is another. What a command
    shares with others (FEEDMILL_CONFIG) counts last.
    """
    written = max(option.opts, key=len).lstrip("-")
    own = f"FEEDMILL_{command}_{written}".upper().replace("-", "_")
    shared = [option.envvar] if isinstance(option.envvar, str) else [*(option.envvar or ())]
    return [own, *(name for name in shared if name != own)]


class _Commands(click.Group):
    """Loads a command's module only when it runs, so that `--help` and completion answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f"feeds.cli.{module}").command
        assert isinstance(command, click.Command)
        for param in command.params:
            if isinstance(param, click.Option):
                param.envvar = _variables(cmd_name, param)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*_COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except FeedsError as error:
            click.echo(str(error), err=True)
            ctx.exit(2 if isinstance(error, ConfigError) else 1)
        except OSError as error:
            if error.errno == errno.EPIPE:  # `| head` has what it wanted; Click knows that
                raise
            click.echo(f"{error.filename or 'the output'}: cannot be read or written: {error.strerror}", err=True)
            ctx.exit(1)


@click.group(
    cls=_Commands,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "FEEDMILL",
        "max_content_width": 100,
    },
    epilog='Shell completion: eval "$(_FEEDMILL_COMPLETE=bash_source feedmill)" (or zsh_source, fish_source).',
)
@click.version_option(__version__, prog_name="feedmill")
def main() -> None:
    """Any web site in, a clean feed out.

    \b
    A first feed, in three lines:
      feedmill init my-feeds && cd my-feeds
      feedmill build
      open public/index.html

    Data goes to stdout, progress and messages to stderr. Exit status: 0 all well, 1 some site
    failed (the others were published), 2 wrong usage or a mistake in config.yaml, 130 after Ctrl-C.
    Every option can be set in the environment: FEEDMILL_BUILD_ALL=1 is `feedmill build --all`.
    """
