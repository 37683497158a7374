"""`feedmill schema`: what config.yaml may hold, for editors and programs."""

from __future__ import annotations

import json

import click

from feeds.config import schema


@click.command(epilog="Example: feedmill schema > feedmill.schema.json")
def command() -> None:
    """Print the JSON Schema of config.yaml.

    Editors that know YAML schemas complete and check with it: put
    `# yaml-language-server: $schema=feedmill.schema.json` on the first line of config.yaml.
    """
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
