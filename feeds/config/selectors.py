"""Selectors as a config writes them: CSS, or XPath by its first characters."""

from __future__ import annotations

from cleaner import compile_selector, parse

_NO_PAGE = parse("")


def checked(selector: str) -> str:
    """`selector`, when it is one; raises SelectorError (a ValueError).

    It is tried on an empty page, as unknown functions and wrong arguments show only when it is used.
    """
    compile_selector(selector).select(_NO_PAGE)
    return selector


def is_xpath(selector: str) -> bool:
    """Whether a selector is read as XPath rather than as CSS."""
    return selector.strip().startswith(("/", "./", "("))
