"""Feed → Atom, RSS, JSON Feed, OPML and pages, checked at the gate, put into a folder or a bucket."""

from feeds.publish.gate import inspect
from feeds.publish.names import feed_name, stem
from feeds.publish.render import render, render_index, summary_of
from feeds.publish.targets import FolderTarget, Target, open_target, orphans
from feeds.publish.websub import websub_ping

__all__ = [
    "FolderTarget",
    "Target",
    "feed_name",
    "inspect",
    "open_target",
    "orphans",
    "render",
    "render_index",
    "stem",
    "summary_of",
    "websub_ping",
]
