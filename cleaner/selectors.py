"""Selectors as site configs write them: parsel's CSS (`::text`, `::attr(name)`) or XPath, compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from cleaner.errors import CleanError
from cleaner.links import absolute
from cleaner.patterns import XPATH_FUNCTIONS, PatternError

T = TypeVar("T")

_TRANSLATOR = HTMLTranslator()
_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}
_COMMA = re.compile(r"""\"[^"]*"|'[^']*'|,""")
_NO_NAME = re.compile(r"""name\(\) = '[^']*[^\w'.:|-][^']*'""")


class SelectorError(CleanError):
    """A selector that is neither valid CSS nor valid XPath, or cannot be used on a page; says why."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A compiled selector; `source` is what the person wrote."""

    source: str
    xpath: etree.XPath

    def select(self, node: etree._Element) -> list[etree._Element | str]:
        """Elements, or strings where the selector names text or an attribute; document order, below `node`."""
        return [each if isinstance(each, etree._Element) else str(each) for each in self.locate(node)]

    def locate(self, node: etree._Element) -> list[etree._Element | str]:
        """As `select`, but texts and attributes are lxml's strings, which know the element they are of."""
        try:
            found = self.xpath(node)
        except (etree.XPathError, PatternError) as error:
            raise SelectorError(f"{self.source!r} cannot be evaluated: {error}") from error
        if isinstance(found, list):
            return [each if isinstance(each, (etree._Element, str)) else str(each) for each in found]
        return [] if isinstance(found, bool) or found == "" else [str(found)]


def _css_to_xpath(css: str) -> str:
    """XPath for parsel's CSS, around two faults of cssselect 1.3 that would select other elements without a word."""
    if ":is(" in css or ":where(" in css:  # `:is(.a,.b)` reads .b as an element b, `:is(.a, .b)` does not
        css = _COMMA.sub(lambda match: f"{match[0]} " if match[0] == "," else match[0], css)
    path = str(_TRANSLATOR.css_to_xpath(css))
    if _NO_NAME.search(path):  # `:not(:has(a))`
        raise SelectorError(f"{css!r} nests what cannot be put into XPath; write it as XPath")
    return path


@lru_cache(maxsize=4096)
def compile_selector(source: str) -> Selector:
    """Compile `source`: XPath when it begins with `/`, `./` or `(`, else CSS.

    Raises SelectorError with the parser's own words.
    """
    text = source.strip()
    try:
        path = text if text.startswith(("/", "./", "(")) else _css_to_xpath(text)
        return Selector(source, etree.XPath(path, namespaces=_NAMESPACES, extensions=XPATH_FUNCTIONS, regexp=False))
    except Exception as error:  # cssselect and lxml raise a dozen types between them
        raise SelectorError(f"{source!r} is no valid selector: {error}") from error


def first_match(node: etree._Element, sources: Iterable[str]) -> list[etree._Element | str]:
    """What the first selector that matches anything gives: ordered fallbacks. Empty when none does.

    A blank text or attribute is nothing: many a page has `data-src=""` beside the `src` that counts.
    """
    return [*first_read(node, sources, list)]


def first_read(
    node: etree._Element, sources: Iterable[str], read: Callable[[list[etree._Element | str]], Sequence[T]]
) -> Sequence[T]:
    """What `read` makes of the matches of the first selector of which it makes anything; blank strings are none."""
    for source in sources:
        found = [each for each in compile_selector(source).select(node) if not isinstance(each, str) or each.strip()]
        if found and (made := read(found)):
            return made
    return ()


def first_addresses(node: etree._Element, sources: Iterable[str], base: str) -> Sequence[str]:
    """The web addresses, absolute and each once, of the first selector that gives any.

    An address is the text that is selected, or what an element links, shows or plays. base: URL that relative ones
    start from.
    """

    def read(found: Sequence[etree._Element | str]) -> list[str]:
        return list(dict.fromkeys(url for each in found if (url := absolute(base, _address(each)))))

    return first_read(node, sources, read)


def _address(found: etree._Element | str) -> str:
    return found if isinstance(found, str) else next((value for key in _ADDRESSES if (value := found.get(key))), "")


_ADDRESSES = ("src", "data-src", "content", "href")
