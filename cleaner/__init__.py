"""Take the story out of a web page: `clean(html, url=…) -> Article`.

Knows nothing of feeds or of the network.
"""

from cleaner.clean import clean, join
from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.errors import CleanError
from cleaner.metadata.dates import date_order, parse_date
from cleaner.model import NO_HTML, Article, CleanHTML, Enclosure, Rules, SiteProfile, Trace, Verdict, Wall
from cleaner.sanitize import one_line, plain_text, sanitize
from cleaner.selectors import Selector, SelectorError, compile_selector, first_match

__all__ = [
    "NO_HTML",
    "Article",
    "CleanError",
    "CleanHTML",
    "Enclosure",
    "Rules",
    "Selector",
    "SelectorError",
    "SiteProfile",
    "Trace",
    "Verdict",
    "Wall",
    "clean",
    "compile_selector",
    "date_order",
    "decode",
    "first_match",
    "join",
    "one_line",
    "parse",
    "parse_date",
    "plain_text",
    "sanitize",
]
