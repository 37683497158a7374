"""`feedmill init`: a folder that builds at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from feeds.bundle import bundled


@click.command(epilog="Example: feedmill init my-feeds && cd my-feeds && feedmill build")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
def command(folder: Path) -> None:
    """Put a commented config.yaml and the example sites that it names into FOLDER.

    Nothing that is there already is overwritten.
    """
    config = folder / "config.yaml"
    if config.exists():
        raise click.UsageError(f"{config} is there already: edit it, or choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(bundled("examples"), folder / "examples", dirs_exist_ok=True, copy_function=_copy_new)
    shutil.copyfile(bundled("config.yaml"), config)
    click.echo(f"wrote {config} and the sites it reads in {folder / 'examples'}", err=True)
    click.echo(f"next: {'' if folder == Path() else f'cd {folder} && '}feedmill build", err=True)


def _copy_new(source: str, target: str) -> str:
    return target if Path(target).exists() else str(shutil.copyfile(source, target))
