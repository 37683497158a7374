"""Take the story out of a web page: `clean(html, url=…) -> Article`.

Knows nothing of feeds or of the network.
"""

from cleaner.boilerplate import fingerprint, learn
from cleaner.clean import clean, join
from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.edition import edition
from cleaner.errors import CleanError
from cleaner.metadata.dates import date_order, parse_date
from cleaner.metadata.texts import attribute_text
from cleaner.metadata.tracks import make_track
from cleaner.model import (
    NO_HTML,
    Article,
    CleanHTML,
    Enclosure,
    Rules,
    SiteProfile,
    TextTrack,
    Trace,
    TrackKind,
    Verdict,
    Wall,
)
from cleaner.patterns import PatternError, compile_pattern
from cleaner.render import Form, to_form, to_text
from cleaner.sanitize import one_line, plain_text, sanitize
from cleaner.selectors import Selector, SelectorError, compile_selector, first_match, first_read
from cleaner.tidy import holds_picture, same_picture
from cleaner.walls import find_wall
from cleaner.xray import xray

__all__ = [
    "NO_HTML",
    "Article",
    "CleanError",
    "CleanHTML",
    "Enclosure",
    "Form",
    "PatternError",
    "Rules",
    "Selector",
    "SelectorError",
    "SiteProfile",
    "TextTrack",
    "Trace",
    "TrackKind",
    "Verdict",
    "Wall",
    "attribute_text",
    "clean",
    "compile_pattern",
    "compile_selector",
    "date_order",
    "decode",
    "edition",
    "find_wall",
    "fingerprint",
    "first_match",
    "first_read",
    "holds_picture",
    "join",
    "learn",
    "make_track",
    "one_line",
    "parse",
    "parse_date",
    "plain_text",
    "same_picture",
    "sanitize",
    "to_form",
    "to_text",
    "xray",
]
