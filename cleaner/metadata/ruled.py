"""What a site's own selectors give, which wins over everything that a page says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from cleaner.metadata.dates import Custom, read_dates
from cleaner.metadata.signals import Signals
from cleaner.metadata.texts import text_of
from cleaner.sanitize import one_line
from cleaner.selectors import first_read


def ruled_texts(signals: Signals, selectors: Sequence[str]) -> list[str]:
    return [*first_read(signals.root, selectors, _texts)]


def ruled_date(signals: Signals, selectors: Sequence[str], custom: Custom) -> datetime | None:
    """The first date in what is selected: in an element's `datetime`, else in its text."""

    def dates(found: Sequence[etree._Element | str]) -> list[datetime]:
        for each in found:
            for text in [each] if isinstance(each, str) else [each.get("datetime", ""), text_of(each)]:
                if read := read_dates(text, custom, limit=1):
                    return [read[0].moment]
        return []

    return next(iter(first_read(signals.root, selectors, dates)), None)


def _texts(found: Sequence[etree._Element | str]) -> list[str]:
    texts = (each if isinstance(each, str) else text_of(each) for each in found)
    return [line for text in texts if (line := one_line(text))]
