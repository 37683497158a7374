"""Other programs' configs → site configs, and what became of every rule of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from feeds.config.importers.ftr import import_ftr
from feeds.config.importers.html2rss import import_html2rss
from feeds.config.importers.opml import import_opml
from feeds.config.importers.report import Imported

__all__ = ["KINDS", "Imported"]

KINDS: Mapping[str, Callable[[Path], Imported]] = {
    "ftr": import_ftr,
    "html2rss": import_html2rss,
    "opml": import_opml,
    "freshrss": import_opml,
}
"""What `feedmill import` takes, by name: each reads a file or a folder of them, and raises ConfigError."""
