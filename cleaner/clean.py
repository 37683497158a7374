"""The story of a page: decode → dom → metadata → blocks → extract → tidy → sanitize."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from lxml import etree

from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.extract import Choice, Classifier, Notebook, extract, shipped
from cleaner.extract.signature import signature
from cleaner.extract.told import LEAST, told
from cleaner.furniture import is_pager
from cleaner.metadata import Metadata, read_metadata
from cleaner.model import NO_HTML, Article, CleanHTML, Rules, SiteProfile, Trace, Wall
from cleaner.render import story_text
from cleaner.rules import apply_after, apply_before, other_page, replace_text
from cleaner.sanitize import sanitize
from cleaner.site_rules import has_any
from cleaner.tidy import inner_html, tidy
from cleaner.walls import SHORT, TEASER, find_wall, is_file, is_paid

_NO_RULES = Rules()
_WALL_CHARS = max(SHORT, TEASER)


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
        shipped(),
        html,
        url,
        rules=rules,
        profile=profile,
        content_type=content_type,
        now=now,
        trace=trace,
    )


def clean_with(
    classifier: Classifier,
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
    if isinstance(html, bytes) and is_file(html):
        return Article(url=url, wall="not-html")
    page = replace_text(decode(html, content_type), rules)
    root = parse(page)
    metadata = read_metadata(root, url=url, rules=rules, now=now)
    base = metadata.base
    follows = other_page(root, rules.next_page, url, base)
    whole = other_page(root, rules.single_page, url, base)
    sponsored, needs_login = has_any(root, rules.sponsored), has_any(root, rules.login_wall)
    notebook = Notebook(root) if trace else None
    apply_before(root, rules, notebook.drop if notebook else None)
    choice = extract(
        root,
        classifier,
        url=url,
        rules=rules,
        profile=profile,
        notebook=notebook,
        base=base,
        image=metadata.image,
    )
    if not metadata.authors and choice.story is not None and (signed := signature(choice.story)):
        metadata = replace(metadata, authors=signed, sources={**metadata.sources, "authors": "signature"})
    publish = partial(
        _tidied, rules=rules, metadata=metadata, url=url, direction=root.get("dir", ""), notebook=notebook
    )
    body = publish(choice)
    text = story_text(body)
    wall, story = _behind(page, text, rules, choice, needs_login=needs_login)
    if story is not None:
        choice = Choice(story, "data")
        body = publish(choice)
        text = story_text(body)
    return Article(
        url=url,
        canonical_url=metadata.canonical_url,
        title=metadata.title,
        authors=metadata.authors,
        published=metadata.published,
        modified=metadata.modified,
        language=metadata.language,
        image=metadata.image,
        site_name=metadata.site_name,
        summary=metadata.summary,
        tags=metadata.tags,
        html=body,
        text=text,
        enclosures=metadata.enclosures,
        next_page=follows,
        single_page=whole,
        sponsored=sponsored,
        wall=wall,
        trace=Trace(
            extractor=choice.extractor, verdicts=notebook.verdicts() if notebook else (), fields=metadata.sources
        ),
    )


def _behind(
    page: str, text: str, rules: Rules, choice: Choice, *, needs_login: bool
) -> tuple[Wall | None, etree._Element | None]:
    """Where a page shows next to no story: what keeps it from us, or the story that it holds as data."""
    if len(text) >= _WALL_CHARS:
        return ("login" if needs_login else None), None
    root = parse(page)  # the first tree is used up
    wall: Wall | None = "login" if needs_login else find_wall(root, text)
    may_tell = len(text) < LEAST and wall in (None, "javascript") and rules.detect and choice.extractor != "rules"
    story = told(root, json_ld=rules.json_ld) if may_tell and not is_paid(root) else None
    return (wall if story is None else None), story


def _tidied(
    choice: Choice, *, rules: Rules, metadata: Metadata, url: str, direction: str, notebook: Notebook | None
) -> CleanHTML:
    """The story that was found, as it is published."""
    if choice.story is None:
        return NO_HTML
    dropped = notebook.drop if notebook else None
    apply_after(choice.story, rules, dropped)
    clean_story = tidy(
        choice.story,
        url=url,
        base=metadata.base,
        title=metadata.title,
        authors=metadata.authors,
        days=[each.date() for each in (metadata.published, metadata.modified) if each],
        language=metadata.language,
        direction=direction,
        prune=rules.prune or choice.extractor != "rules",
        dropped=dropped,
    )
    return sanitize(inner_html(clean_story), metadata.base)


def join(articles: Sequence[Article]) -> Article:
    """One article of the parts of a multi-page one: the first page's metadata, everyone's story in order.

    Lines that are but links to the parts (a pager) are left out, since what they lead to is here.
    """
    parts = {address for article in articles for address in (article.url, article.next_page) if address}
    blocks = [block for article in articles for block in article.html.split("\n") if not is_pager(block, parts)]
    body = sanitize("\n".join(blocks))
    media = {e.url: e for article in articles for e in article.enclosures}
    return replace(articles[0], html=body, text=story_text(body), enclosures=tuple(media.values()))
