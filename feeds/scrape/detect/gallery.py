"""A gallery: items shown by nothing but their pictures, which say what they show only where they are read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.scrape.detect import words
from feeds.scrape.detect.addresses import address
from feeds.scrape.detect.groups import Group
from feeds.scrape.detect.page import Link, Page
from feeds.urls import registrable_domain

FEWEST = 4
"""Pictures from which on they are a gallery rather than a banner and its like."""


def gallery(page: Page, candidates: Sequence[Group], beside: Sequence[bool]) -> Group | None:
    """The largest group of pictures that lead on into the site, each to a page of its own name; None where none do."""
    found = [group for group in candidates if len(group.links) >= FEWEST and _is_gallery(page, group, beside)]
    return max(found, key=lambda group: len(group.links), default=None)


def _is_gallery(page: Page, group: Group, beside: Sequence[bool]) -> bool:
    labels = {link.label for link in group.links}
    return len(labels) == len(group.links) and all(_is_shown(page, link, beside) for link in group.links)


def _is_shown(page: Page, link: Link, beside: Sequence[bool]) -> bool:
    """Whether a link is a picture with a name, of a page that is below this one or has an item's address."""
    node, own, there = link.node, address(page.url), address(link.url)
    if link.text or not link.label or beside[node.index] or words.META_URL.search(there.path):
        return False
    if there.domain != registrable_domain(page.url):
        return False
    below = bool(own.segments) and there.is_below(own)
    return (below or there.is_story) and any(each.tag == "img" for each in page.nodes[node.index : node.end])
