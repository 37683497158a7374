"""Other programs' configs → site configs, and what became of every rule of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from feeds.config.importers.ftr import import_ftr
from feeds.config.importers.html2rss import import_html2rss
from feeds.config.importers.opml import import_opml
from feeds.config.importers.report import FileReport, Imported, Line

__all__ = [
    "KINDS",
    "FileReport",
    "Imported",
    "Line",
    "import_configs",
    "import_ftr",
    "import_html2rss",
    "import_opml",
]

KINDS: Mapping[str, Callable[[Path], Imported]] = {
    "ftr": import_ftr,
    "html2rss": import_html2rss,
    "opml": import_opml,
    "freshrss": import_opml,
}
"""What `feedmill import` takes, by name."""


def import_configs(kind: str, path: Path) -> Imported:
    """Read `path`, a file or a folder of configs of that kind (of KINDS). Raises ConfigError."""
    return KINDS[kind](path)
