"""The story of a page: decode → dom → metadata → blocks → extract → tidy → sanitize."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from lxml import html as lxml_html

from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.extract import readability
from cleaner.model import Article, CleanHTML, Rules, SiteProfile
from cleaner.render import to_text
from cleaner.sanitize import sanitize


def clean(
    html: bytes | str,
    url: str = "",
    *,
    rules: Rules | None = None,
    profile: SiteProfile | None = None,
    content_type: str = "",
    now: datetime | None = None,
) -> Article:
    """Take the story out of a page; never raises on any HTML.

    html: the page; bytes are decoded as a browser would, `content_type` being the HTTP header.
    url: where the page was, for relative links.
    rules: what a person told us about the site; profile: what we learned about it.
    now: only to read relative dates ("2 hours ago"), which are unknown without it.
    """
    root = parse(decode(html, content_type))
    story = readability.read(root)
    if story is None:
        return Article(url=url)
    body = sanitize(lxml_html.tostring(story, encoding="unicode"))
    return Article(url=url, title=root.findtext(".//title"), html=body, text=to_text(body))


def join(articles: Sequence[Article]) -> Article:
    """One article of the parts of a multi-page one: the first page's metadata, everyone's story in order."""
    body = sanitize("\n".join(article.html for article in articles))
    media = {e.url: e for article in articles for e in article.enclosures}
    return replace(articles[0], html=CleanHTML(body), text=to_text(body), enclosures=tuple(media.values()))
