"""Feed → Atom, RSS, JSON Feed, OPML and pages, checked at the gate, put into a folder or a bucket."""

from feeds.publish.gate import inspect
from feeds.publish.names import (
    FOR_EVER,
    INDEX_FILES,
    OPML_FILE,
    check_name,
    feed_name,
    is_feed,
    is_immutable,
    media_type_of,
    stem,
)
from feeds.publish.opml import to_opml
from feeds.publish.render import render, render_index, summary_of
from feeds.publish.targets import FolderTarget, Target, open_target, orphans
from feeds.publish.templates import template_mistakes
from feeds.publish.websub import websub_ping

__all__ = [
    "FOR_EVER",
    "INDEX_FILES",
    "OPML_FILE",
    "FolderTarget",
    "Target",
    "check_name",
    "feed_name",
    "inspect",
    "is_feed",
    "is_immutable",
    "media_type_of",
    "open_target",
    "orphans",
    "render",
    "render_index",
    "stem",
    "summary_of",
    "template_mistakes",
    "to_opml",
    "websub_ping",
]
