"""Pages that go on with other stories below their own, as sites do that never let a reader reach the end."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.blocks import Blocks
from cleaner.features_head import Head, overlap, says_article

_TITLE = 0.6  # likeness to the page's title of the headline that is its own
_CHARS = 300  # that either story has at the least: less is a teaser, or a section with a headline of its own


def next_story(blocks: Blocks, head: Head, keep: Sequence[bool]) -> int | None:
    """The block that begins another story, None where there is none: a second h1 that looks like the page's headline.

    Only an h1 with a class of its own on a page that calls itself an article tells: sections of one story often share
    a bare heading with its title, and a product's page may have a headline for each of its claims.
    """
    if not says_article(head):
        return None
    nodes = blocks.nodes
    heads = [index for index, node in enumerate(blocks.owner) if nodes.kinds[nodes.kind[node]][0] == "h1"]
    own = next((index for index in heads if overlap(blocks.text[index], head.titles) >= _TITLE), None)
    if own is None:
        return None
    kind, text = nodes.kind[blocks.owner[own]], blocks.text[own]
    if not nodes.kinds[kind][1].strip():
        return None
    rival = next((i for i in heads if i > own and nodes.kind[blocks.owner[i]] == kind and blocks.text[i] != text), None)
    if rival is None:
        return None
    chars = [len(each) if kept else 0 for each, kept in zip(blocks.text, keep, strict=True)]
    return rival if sum(chars[own:rival]) >= _CHARS <= sum(chars[rival:]) else None
