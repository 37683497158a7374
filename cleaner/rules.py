"""What a person told us about a site, applied: rules always win over what we would find ourselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from lxml import etree

from cleaner.dom import BLOCKS, HEADINGS, line_in
from cleaner.model import Rules
from cleaner.patterns import Pattern, PatternError, compile_pattern
from cleaner.selectors import compile_selector, first_addresses, first_match
from cleaner.site_rules import reshape, told_story
from cleaner.surgery import Dropped, cut_from, remove

MAX_MATCHED = 1_000
"""Characters of a text that a pattern sees: a pattern that backtracks must not meet a whole page."""
MAX_REPLACED = 20_000_000
"""Characters that replacing may make of a page."""


def replace_text(text: str, rules: Rules) -> str:
    """The raw page with the rules' literal replacements made, in order."""
    for find, put in rules.replace:
        if find and len(text) + text.count(find) * (len(put) - len(find)) <= MAX_REPLACED:
            text = text.replace(find, put)
    return text


def apply_before(root: etree._Element, rules: Rules, dropped: Dropped | None = None) -> None:
    """Drop from the whole page what `strip` selects and the blocks whose text `strip_text` matches.

    What the rules change beside that (`reshape`) comes first.

    Raises CleanError for a rule that is neither selector nor pattern, or runs out of time.
    """
    reshape(root, rules, dropped)
    for source in rules.strip:
        for found in compile_selector(source).locate(root):
            remove(found, f"rule: strip {source}", dropped)
    patterns = [(source, compile_pattern(_straight(source))) for source in rules.strip_text]
    if not patterns:
        return
    with _named("strip_text"):
        for block, text in list(_leaf_blocks(root)):
            for source, pattern in patterns:
                if pattern.found_in(text):
                    remove(block, f"rule: strip_text {source}", dropped)
                    break


def apply_after(story: etree._Element, rules: Rules, dropped: Dropped | None = None) -> None:
    """Drop from the story the first heading that `stop_at` names, and all that follows it."""
    if not rules.stop_at:
        return
    with _named("stop_at"):
        for block, text in _leaf_blocks(story, also=HEADINGS):
            for source in rules.stop_at:
                if block is not story and _stops(block, text, source):
                    cut_from(block, story, f"rule: stop_at {source}", dropped)
                    return


def select_body(root: etree._Element, rules: Rules) -> list[etree._Element]:
    """The elements that hold the story by `rules.body`, outermost ones only; empty when there are none.

    A selector may also give the story itself, as text or markup.
    """
    located = first_match(root, rules.body)
    told = [node if isinstance(node, etree._Element) else told_story(node) for node in located]
    found = [node for node in told if node is not None]
    chosen = set(found)
    return [node for node in found if not any(outer in chosen for outer in node.iterancestors())]


def other_page(root: etree._Element, sources: Sequence[str], url: str, base: str) -> str | None:
    """Another page of the article (its next part, all of it on one page) by these selectors, the page itself being at
    `url`; None where there is none.
    """
    page = next(iter(first_addresses(root, sources, base)), "").partition("#")[0]
    return page if page and page != url.partition("#")[0] else None


@contextmanager
def _named(key: str) -> Iterator[None]:
    """Say which rule a pattern is of, where one runs out of time."""
    try:
        yield
    except PatternError as error:
        raise PatternError(f"{key}: {error}") from error


@lru_cache(maxsize=1024)
def _heading(source: str) -> Pattern:
    """What a heading is looked for by: a pattern, or the words alone where they are none, as "More (12" is."""
    try:
        return compile_pattern(_straight(source))
    except PatternError:
        return compile_pattern(re.escape(_straight(source)))


def _straight(text: str) -> str:
    """Apostrophes and quotes as keyboards have them, so that a rule matches however the page sets its type."""
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def _leaf_blocks(root: etree._Element, also: Collection[str] = ()) -> Iterator[tuple[etree._Element, str]]:
    """The blocks that hold no other block (and those named `also`), with the text that patterns see."""
    for node in root.iter(*BLOCKS):
        if node.tag in also or not any(child.tag in BLOCKS for child in node.iterdescendants()):
            yield node, _straight(line_in(node)[:MAX_MATCHED])


def _stops(block: etree._Element, text: str, source: str) -> bool:
    """Whether `block` is the heading that `source` names: by its words or as a pattern."""
    if not text:
        return False
    words = _straight(source).casefold()
    if block.tag in HEADINGS or block.get("role") == "heading":
        return words in text.casefold() or _heading(source).found_in(text)
    # Many a heading is a bold paragraph; then it must say nothing else.
    return text.casefold().rstrip(" :…") == words or _heading(source).is_all_of(text)
