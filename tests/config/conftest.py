"""Configs written for one test each."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from feeds.config import Config, load
from feeds.errors import ConfigError


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write config.yaml, its text freed of the indentation that the test gave it."""

    def write(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(textwrap.dedent(text).removeprefix("\n"), encoding="utf-8", newline="")
        return path

    return write


@pytest.fixture
def read(write: Callable[[str], Path]) -> Callable[..., Config]:
    def read(text: str, environ: Mapping[str, str] | None = None) -> Config:
        return load(write(text), environ=environ or {})

    return read


@pytest.fixture
def complaints(write: Callable[[str], Path]) -> Callable[..., list[str]]:
    """The first line of every complaint, from `config.yaml:` on."""

    def complaints(text: str, environ: Mapping[str, str] | None = None) -> list[str]:
        path = write(text)
        with pytest.raises(ConfigError) as caught:
            load(path, environ=environ or {})
        folder = f"{path.parent}/"
        return [each.splitlines()[0].replace(folder, "") for each in caught.value.complaints]

    return complaints
