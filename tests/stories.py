"""Stories for the tests of extraction, furniture and tidying, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lxml import etree

from cleaner import CleanHTML, sanitize
from cleaner.dom import base_url, parse
from cleaner.tidy import inner_html, tidy

URL = "https://site.example/dir/page.html"
PROSE = "The river rose for three days, and on the fourth the bridge at the mill was gone; nobody had seen it go."
POST = (
    "<blockquote class=twitter-tweet><p>Stone waits.</p>"
    "— Jo (@jo) <a href=https://x.com/jo/status/1>5 May</a></blockquote>"
)
"""A network's post, as pages embed it."""


def body_of(markup: str) -> etree._Element:
    """The body of a page."""
    body = parse(markup).find("body")
    assert body is not None
    return body


def tidied(
    markup: str, *, authors: Sequence[str] = ("Ada Miller",), days: Sequence[date] = (), language: str | None = None
) -> CleanHTML:
    """What is published of a page whose story is its <main>, or all of its body."""
    root = parse(markup)
    story = root.find(".//main")
    made = tidy(
        body_of(markup) if story is None else story,
        url=URL,
        base=base_url(root, URL),
        title=root.findtext(".//title"),
        authors=authors,
        days=days,
        language=language,
    )
    return sanitize(inner_html(made))
