"""Which items become entries: include, exclude, since. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cleaner import PatternError, compile_pattern, to_text
from feeds.config import FilterConfig
from feeds.errors import ScrapeError
from feeds.model import Draft, Entry, Item

MAX_TEXT = 200_000
"""Characters of a story that filters look at."""
_FIELDS = ("title", "url", "author", "category", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What filters look at; empty: not known, or there is none."""

    url: str
    title: str | None = None
    published: datetime | None = None
    author: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    text: str = ""

    @classmethod
    def of_item(cls, item: Item) -> Facts:
        """What is known before the article is opened."""
        return cls._of(item)

    @classmethod
    def of_draft(cls, draft: Draft) -> Facts:
        """What is known once it was read."""
        return cls._of(draft, draft.text)

    @classmethod
    def of_entry(cls, entry: Entry) -> Facts:
        """The same once it is in the store, where its text is told by its content."""
        return cls._of(entry, to_text(entry.content) or entry.summary or "")

    @classmethod
    def _of(cls, story: Item | Draft | Entry, text: str = "") -> Facts:
        return cls(
            url=story.url,
            title=story.title,
            published=story.published,
            author=story.authors,
            category=story.categories,
            text=text,
        )

    def values(self, field: str) -> tuple[str, ...]:
        """What a field says, as texts that patterns are looked for in."""
        value: str | tuple[str, ...] | None = getattr(self, field)
        if isinstance(value, tuple):
            return value
        return (value[:MAX_TEXT],) if value else ()


def unwanted(rules: FilterConfig, facts: Facts, met: datetime, *, partial: bool = False) -> str | None:
    """Why the filter leaves an item out, None when it does not.

    met: when the item was first seen, for `since`: an entry does not leave a feed by growing old. partial: more will
    be known later, so what is not known yet is no reason to leave the item out.

    Raises ScrapeError where a pattern runs out of time, so that nobody knows.
    """
    if rules.since is not None and facts.published and facts.published < met - rules.since:
        return "filter.since: it is too old"
    for field in _FIELDS:
        values = facts.values(field)
        if _any_match(f"exclude.{field}", getattr(rules.exclude, field), values, facts):
            return f"filter.exclude.{field} matches"
        patterns = getattr(rules.include, field)
        if patterns and not _any_match(f"include.{field}", patterns, values, facts) and (values or not partial):
            return f"filter.include.{field} does not match"
    return None


def is_open(rules: FilterConfig) -> bool:
    """Whether the filter lets everything through."""
    return rules == FilterConfig()


def _any_match(key: str, patterns: Iterable[str], values: Iterable[str], facts: Facts) -> bool:
    try:
        return any(compile_pattern(pattern).found_in(value) for pattern in patterns for value in values)
    except PatternError as error:
        raise ScrapeError(f"filter.{key}: {error}", where=facts.url) from error
