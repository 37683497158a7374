"""Article rules for a site on whose pages the cleaner alone falls short; none where it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from feeds.discovery.look import ARTICLES, Look
from feeds.errors import FeedsError
from feeds.model import Draft
from feeds.trial import SiteTrial

_TITLES = ("h1", "article h2", "main h2", "h2")
_BODIES = ("[itemprop=articleBody]", "article", "main", "[role=main]", "#content")
_ENOUGH_TEXT = 200
"""Characters of the shortest story that a selector for the body may give."""
_SHORTEST_REPEAT = 20
"""Characters of a line that several articles share, from which on it is taken for furniture."""
_LONGEST_PATTERN = 80
_MAX_REPEATS = 5


def article_rules(site: Mapping[str, Any], look: Look) -> tuple[dict[str, Any], SiteTrial, list[str]]:
    """`article:` for a proposed site, its trial with it, and what was noticed; raises FeedsError."""
    rules: dict[str, Any] = {}
    notes: list[str] = []
    trial = look.trial(site)
    for find in (_body, _title, _repeats):
        if more := find(site, rules, trial, look):
            added, note = more
            rules |= added
            notes.append(note)
            trial = look.trial({**site, "article": rules})
    return rules, trial, notes


def _body(
    site: Mapping[str, Any], rules: Mapping[str, Any], trial: SiteTrial, look: Look
) -> tuple[dict[str, Any], str] | None:
    """Where no story is found on any of the pages, a selector that gives one on each."""
    pages = min(ARTICLES, len(trial.listing.items))
    if trial.drafts or pages < 2:
        return None
    for selector in _BODIES:
        tried = _tried(site, {**rules, "body": selector}, look)
        if len(tried) == pages and all(len(draft.text) >= _ENOUGH_TEXT for draft in tried) and _differ(tried):
            return {"body": selector}, f"the cleaner finds no story on the articles: article.body is {selector!r}"
    return None


def _title(
    site: Mapping[str, Any], rules: Mapping[str, Any], trial: SiteTrial, look: Look
) -> tuple[dict[str, Any], str] | None:
    """Where all pages seem to have one title, a selector that gives each its own."""
    drafts = trial.drafts
    if len(drafts) < 2 or len({draft.title for draft in drafts}) > 1:
        return None
    for selector in _TITLES:
        tried = _tried(site, {**rules, "title": selector}, look)
        if len(tried) == len(drafts) and len({draft.title for draft in tried}) == len(tried):
            return {"title": selector}, f"all articles seem to have one title: article.title is {selector!r}"
    return None


def _repeats(
    site: Mapping[str, Any], rules: Mapping[str, Any], trial: SiteTrial, look: Look
) -> tuple[dict[str, Any], str] | None:
    """Lines that every article has in common: what the cleaner took for story on this site."""
    del site, rules, look
    texts = [draft.text for draft in trial.drafts if draft.text]
    if len(texts) < ARTICLES or not _differ(trial.drafts):
        return None
    counts = Counter(line for text in texts for line in {*text.splitlines()} if len(line) >= _SHORTEST_REPEAT)
    lines = sorted(line for line, count in counts.items() if count == len(texts))[:_MAX_REPEATS]
    if not lines:
        return None
    many = f"{len(lines)} lines that all articles share are" if len(lines) > 1 else "a line that all articles share is"
    return {"strip_text": [_pattern(line) for line in lines]}, f"{many} stripped"


def _tried(site: Mapping[str, Any], rules: Mapping[str, Any], look: Look) -> Sequence[Draft]:
    try:
        return look.trial({**site, "article": rules}).drafts
    except FeedsError:
        return ()


def _differ(drafts: Sequence[Draft]) -> bool:
    """Whether the pages tell different stories, not one notice for all of them."""
    return len({draft.text for draft in drafts}) == len(drafts)


def _pattern(line: str) -> str:
    """A pattern for a block that begins like the line, short enough to be read."""
    whole = len(line) <= _LONGEST_PATTERN
    start = line if whole else line[:_LONGEST_PATTERN].rpartition(" ")[0] or line[:_LONGEST_PATTERN]
    return "^" + re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", start) + ("$" if whole else "")
