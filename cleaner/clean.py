"""The story of a page: decode → dom → metadata → blocks → extract → tidy → sanitize."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from lxml import html as lxml_html
from readability import Document
from w3lib.encoding import html_to_unicode

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
    text = html if isinstance(html, str) else html_to_unicode(content_type or None, html)[1]
    if not text.strip():
        return Article(url=url)
    document = Document(text, url=url or None)
    story = lxml_html.fromstring(document.summary())
    body = sanitize(lxml_html.tostring(story, encoding="unicode"))
    return Article(url=url, title=document.short_title() or None, html=body, text=to_text(body))


def join(articles: Sequence[Article]) -> Article:
    """One article of the parts of a multi-page one: the first page's metadata, everyone's story in order."""
    body = sanitize("\n".join(article.html for article in articles))
    media = {e.url: e for article in articles for e in article.enclosures}
    return replace(articles[0], html=CleanHTML(body), text=to_text(body), enclosures=tuple(media.values()))
