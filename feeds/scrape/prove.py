"""What each selector of a site's config finds on the site's pages: for `check --live`. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from cleaner import compile_pattern, compile_selector, decode, first_match, parse
from feeds.config import ArticleConfig, SiteConfig
from feeds.model import Response
from feeds.scrape.dom import text_of, tree_of
from feeds.scrape.sources import api

_OF_ITEMS = "link title published summary content image author categories audio id".split()
_OF_THE_API = "link title published updated summary content image author categories audio id".split()
_OF_ARTICLES = """body title author published image audio transcript chapters strip dissolve next_page single_page
    sponsored login_wall""".split()
_MUST_FIND = frozenset("body title author published image audio".split())
"""Of an article's selectors, those that stand for a part of it: one that finds it on no page is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What one selector (or path, or pattern) of a key finds."""

    key: str  # as in config.yaml: listing.title
    selector: str
    found: int  # of the items or pages, those on which it finds something
    of: int
    example: str = ""  # the first thing that it finds
    vital: bool = False  # whether its key is broken when none of the key's selectors finds anything


def prove_listing(response: Response, site: SiteConfig) -> list[Proof]:
    """The selectors of `listing:`, or the paths of `json:`, on a show page."""
    if site.source == "json":
        return [*_api(response, site)]
    if not site.listing.items:
        return []
    root = tree_of(response)
    proofs = [_proof("listing.items", each, [root], count=True) for each in site.listing.items]
    rows = [node for node in first_match(root, site.listing.items) if isinstance(node, etree._Element)]
    for key in _OF_ITEMS:
        proofs += [_proof(f"listing.{key}", each, rows, vital=True) for each in getattr(site.listing, key)]
    return proofs + [_proof("listing.next_page", each, [root]) for each in site.listing.next_page]


def prove_articles(pages: Sequence[Response], site: SiteConfig) -> list[Proof]:
    """The rules of `article:` on the pages of some items, as they are before any rule was applied but `replace`.

    Raises CleanError where one cannot be used on them, as `prove_listing` does.
    """
    rules = site.article
    if not rules or not pages:
        return []
    sources = [_replaced(decode(page.body, page.content_type), rules) for page in pages]
    roots = [parse(source) for source in sources]
    proofs = [
        _proof(f"article.{key}", each, roots, vital=key in _MUST_FIND)
        for key in _OF_ARTICLES
        for each in getattr(rules, key)
    ]
    proofs += [_proof("article.wrap", each, roots) for wrap in rules.wrap for each in wrap.select]
    lines = [[" ".join(str(text).split()) for text in root.itertext()] for root in roots]
    for pattern in rules.strip_text:
        proofs.append(_counted("article.strip_text", pattern, lines, compile_pattern(pattern).found_in))
    for text in rules.stop_at:
        proofs.append(_counted("article.stop_at", text, lines, _within(text)))
    raw = [decode(page.body, page.content_type) for page in pages]
    return proofs + [
        _counted("article.replace", each.find, [[text] for text in raw], _within(each.find)) for each in rules.replace
    ]


def broken(proofs: Sequence[Proof]) -> Iterator[str]:
    """A line for each key whose selectors find nothing at all, though they should."""
    keys = dict.fromkeys(proof.key for proof in proofs if proof.vital and proof.of)
    for key in keys:
        of_key = [proof for proof in proofs if proof.key == key]
        if not any(proof.found for proof in of_key):
            written = " or ".join(repr(proof.selector) for proof in of_key)
            where = "items" if key.startswith(("listing", "json")) else "articles"
            yield f"{key} ({written}) finds nothing on any of {of_key[0].of} {where}"


def _proof(
    key: str, selector: str, nodes: Sequence[etree._Element], *, vital: bool = False, count: bool = False
) -> Proof:
    """count: the matches are told, not the nodes that have one."""
    compiled = compile_selector(selector)
    matches = [[each for each in compiled.select(node) if not isinstance(each, str) or each.strip()] for node in nodes]
    found = [each for each in matches if each]
    first = found[0][0] if found else ""
    number = sum(map(len, found)) if count else len(found)
    return Proof(
        key=key, selector=selector, found=number, of=number if count else len(nodes), example=_shown(first), vital=vital
    )


def _counted(key: str, written: str, pages: Sequence[Sequence[str]], is_it: Callable[[str], Any]) -> Proof:
    hits = [next((line for line in lines if is_it(line)), None) for lines in pages]
    found = [line for line in hits if line is not None]
    example = "" if key == "article.replace" else found[0] if found else ""
    return Proof(key=key, selector=written, found=len(found), of=len(pages), example=example)


def _within(text: str) -> Callable[[str], bool]:
    return lambda source: text.casefold() in source.casefold()


def _api(response: Response, site: SiteConfig) -> Iterator[Proof]:
    config = site.json_
    try:
        data = json.loads(response.body)
    except ValueError:
        return
    rows = api.rows_of(data, config, response)
    yield Proof(key="json.items", selector=config.items, found=len(rows), of=len(rows))
    for key in _OF_THE_API:
        for path in getattr(config, key):
            values = [value for row in rows if (value := api.picked(path, row, response)) not in (None, "", [])]
            example = _line(str(values[0])) if values else ""
            yield Proof(key=f"json.{key}", selector=path, found=len(values), of=len(rows), example=example, vital=True)


def _replaced(source: str, rules: ArticleConfig) -> str:
    for each in rules.replace:
        source = source.replace(each.find, each.with_)
    return source


def _shown(node: etree._Element | str) -> str:
    if isinstance(node, str):
        return _line(node)
    return _line(text_of(node) or f"<{node.tag}>")


def _line(text: str) -> str:
    return " ".join(text.split())
