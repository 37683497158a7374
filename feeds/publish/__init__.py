"""Feed → Atom, RSS, JSON Feed, OPML and pages, checked at the gate, put into a folder or a bucket."""

from feeds.publish.gate import inspect
from feeds.publish.names import feed_name, media_type_of, stem
from feeds.publish.opml import to_opml
from feeds.publish.render import render, render_index, summary_of
from feeds.publish.targets import FolderTarget, Target, check_name, open_target, orphans
from feeds.publish.websub import websub_ping

__all__ = [
    "FolderTarget",
    "Target",
    "check_name",
    "feed_name",
    "inspect",
    "media_type_of",
    "open_target",
    "orphans",
    "render",
    "render_index",
    "stem",
    "summary_of",
    "to_opml",
    "websub_ping",
]
