"""What strayed into a list that was chosen, and from it: ways back, names of sections, items with an odd address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from feeds.scrape.detect.addresses import address
from feeds.scrape.detect.groups import Group
from feeds.scrape.detect.page import Link, Page

_SECTIONS = 0.4
"""Share of a group's links that are in the menu as well, up to which they are sections rather than the list itself."""
_FEWEST, _MOST = 4, 0.7
"""Links of one build, and their share of all that are of it, from which on the others belong to the list as well."""


def without_strays(page: Page, whole: Group, beside: Sequence[bool]) -> Group:
    """A group without links that lead back or name a section; all of it where less than two would be left."""
    own, sections = address(page.url), _sections(page, whole, beside)
    links = [link for link in whole.links if link.key not in sections and not address(link.url).leads_back(own)]
    if len(links) < 2 or len(links) == len(whole.links):
        return whole
    return replace(whole, links=links, keys=frozenset(link.key for link in links))


def _sections(page: Page, whole: Group, beside: Sequence[bool]) -> set[str]:
    """Where those of the links lead that are in the menu as well, as few of them are, and have no item's address."""
    menu = {link.key for link in page.links if link.key in whole.keys and _is_in_menu(link, beside)}
    few = len(menu) <= _SECTIONS * len(whole.links)
    return {link.key for link in whole.links if link.key in menu and not address(link.url).is_story} if few else set()


def _is_in_menu(link: Link, beside: Sequence[bool]) -> bool:
    return beside[link.node.index] and any(
        up.tag == "nav" or "nav" in up.classes or "menu" in up.classes for up in [link.node, *link.node.ancestors]
    )


def with_lost(page: Page, whole: Group, beside: Sequence[bool]) -> Group:
    """A group of links told by their addresses, with the few that look just the same and have another address."""
    if "stories" not in whole.ways and "mould" not in whole.ways:
        return whole
    own = address(page.url)
    alike: dict[int, dict[str, Link]] = {}
    for link in page.links:
        if not beside[link.node.index] and not address(link.url).leads_back(own):
            alike.setdefault(link.node.path, {}).setdefault(link.key, link)
    lost: dict[str, Link] = {}
    for path, count in Counter(link.node.path for link in whole.links).items():
        like = alike.get(path, {})
        if count >= _FEWEST and count >= _MOST * len(like):
            lost |= {key: link for key, link in like.items() if key not in whole.keys}
    if not lost:
        return whole
    links = sorted([*whole.links, *lost.values()], key=lambda link: link.index)
    return replace(whole, links=links, keys=whole.keys | frozenset(lost))
