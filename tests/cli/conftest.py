"""The commands as a person types them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feeds.cli import main


@pytest.fixture
def feedmill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command in an empty folder: `feedmill("build", "--json")` → Result."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDMILL_ALLOW_PRIVATE", "1")

    def run(*words: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, words, input=stdin, catch_exceptions=False)

    return run
