"""The story of a page: decode → dom → metadata → blocks → extract → tidy → sanitize."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cleaner.decode import decode
from cleaner.dom import base_url, parse
from cleaner.extract import Classifier, extract, shipped
from cleaner.model import Article, CleanHTML, Rules, SiteProfile, Trace
from cleaner.render import to_text
from cleaner.rules import apply_after, apply_before, next_page, replace_text
from cleaner.sanitize import sanitize
from cleaner.tidy import inner_html, tidy

_NO_RULES = Rules()
WEIGHTS_READY = False


def clean(
    html: bytes | str,
    url: str = "",
    *,
    rules: Rules | None = None,
    profile: SiteProfile | None = None,
    content_type: str = "",
    now: datetime | None = None,
    trace: bool = False,
) -> Article:
    """Take the story out of a page; never raises on any HTML.

    html: the page; bytes are decoded as a browser would, `content_type` being the HTTP header.
    url: where the page was, for relative links.
    rules: what a person told us about the site; profile: what we learned about it.
    now: only to read relative dates ("2 hours ago"), which are unknown without it.
    trace: note every block's verdict in `Article.trace`.

    Raises CleanError or SelectorError for a rule that is none.
    """
    return clean_with(
        shipped() if WEIGHTS_READY else None,
        html,
        url,
        rules=rules,
        profile=profile,
        content_type=content_type,
        now=now,
        trace=trace,
    )


def clean_with(
    classifier: Classifier | None,
    html: bytes | str,
    url: str = "",
    *,
    rules: Rules | None = None,
    profile: SiteProfile | None = None,
    content_type: str = "",
    now: datetime | None = None,
    trace: bool = False,
) -> Article:
    """`clean` with a classifier of one's own: how training scores what it learned."""
    rules = rules or _NO_RULES
    root = parse(replace_text(decode(html, content_type), rules))
    base = base_url(root, url)
    title = root.findtext(".//title")
    follows = next_page(root, rules, url, base)
    apply_before(root, rules)
    choice = extract(root, url=url, rules=rules, profile=profile, classifier=classifier, trace=trace)
    article = Article(
        url=url,
        title=title,
        next_page=follows,
        trace=Trace(extractor=choice.extractor, verdicts=choice.verdicts),
    )
    if choice.story is None:
        return article
    apply_after(choice.story, rules)
    story = tidy(choice.story, url=url, base=base, title=title)
    body = sanitize(inner_html(story), base)
    return replace(article, html=body, text=to_text(body))


def join(articles: Sequence[Article]) -> Article:
    """One article of the parts of a multi-page one: the first page's metadata, everyone's story in order."""
    body = sanitize("\n".join(article.html for article in articles))
    media = {e.url: e for article in articles for e in article.enclosures}
    return replace(articles[0], html=CleanHTML(body), text=to_text(body), enclosures=tuple(media.values()))
