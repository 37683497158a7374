"""What a site's own selectors give, which wins over everything that a page says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cleaner.links import absolute
from cleaner.metadata.dates import Custom, read_dates
from cleaner.metadata.signals import Signals
from cleaner.metadata.texts import text_of
from cleaner.sanitize import one_line
from cleaner.selectors import first_match


def ruled_texts(signals: Signals, selectors: Sequence[str]) -> list[str]:
    found = first_match(signals.root, selectors) if selectors else []
    texts = (each if isinstance(each, str) else text_of(each) for each in found)
    return [line for text in texts if (line := one_line(text))]


def ruled_date(signals: Signals, selectors: Sequence[str], custom: Custom) -> datetime | None:
    """The first date in what is selected: in an element's `datetime`, else in its text."""
    for each in first_match(signals.root, selectors) if selectors else []:
        for text in [each] if isinstance(each, str) else [each.get("datetime") or "", text_of(each)]:
            if found := read_dates(text, custom, limit=1):
                return found[0].moment
    return None


def ruled_addresses(signals: Signals, selectors: Sequence[str]) -> list[str]:
    """The absolute addresses, each once: what is selected itself, or what an element shows, plays or links."""
    found = first_match(signals.root, selectors) if selectors else []
    addresses = (
        each if isinstance(each, str) else next((value for key in _ADDRESSES if (value := each.get(key))), "")
        for each in found
    )
    return list(dict.fromkeys(url for each in addresses if (url := absolute(signals.base, each))))


_ADDRESSES = ("src", "data-src", "content", "href")
