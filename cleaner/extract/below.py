"""What stands below a story and is none of it, though it reads as well: other stories, comments, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.blocks import Blocks
from cleaner.extract.comments import comments
from cleaner.features import Floats, Shape
from cleaner.features_head import Head, overlap, says_article, says_forum

_TITLE = 0.6  # likeness to the page's title of the headline that is its own
_CHARS = 300  # that either story has at the least: less is a teaser, or a section with a headline of its own
_SIGNATURE = frozenset("signature message-signature post-signature post_sig postsignature signaturecontainer".split())


def below(blocks: Blocks, page: Shape, head: Head, score: Floats, keep: Sequence[bool]) -> Iterator[tuple[slice, str]]:
    """The blocks to leave out, and why, for people."""
    if (other := next_story(blocks, head, keep)) is not None:
        yield slice(other, len(blocks)), "another story than the page's own"
    for part in signatures(blocks):
        yield part, "signature of a post"
    if not says_forum(head):
        for part in comments(blocks, page, score, keep):
            yield part, "comments"


def next_story(blocks: Blocks, head: Head, keep: Sequence[bool]) -> int | None:
    """The block that begins another story, None where there is none: a second h1 that looks like the page's headline.

    Sites that never let a reader reach the end have several. Only an h1 with a class of its own on a page that calls
    itself an article tells: sections of one story often share a bare heading with its title, and a product's page may
    have a headline for each of its claims.
    """
    if not says_article(head):
        return None
    nodes = blocks.nodes
    heads = [index for index, node in enumerate(blocks.owner) if nodes.tag(node) == "h1"]
    own = next((index for index in heads if overlap(blocks.text[index], head.titles) >= _TITLE), None)
    if own is None or not nodes.names(blocks.owner[own]).strip():
        return None
    kind, text = nodes.kind[blocks.owner[own]], blocks.text[own]
    rival = next((i for i in heads if i > own and nodes.kind[blocks.owner[i]] == kind and blocks.text[i] != text), None)
    if rival is None:
        return None
    chars = [len(each) if kept else 0 for each, kept in zip(blocks.text, keep, strict=True)]
    return rival if sum(chars[own:rival]) >= _CHARS <= sum(chars[rival:]) else None


def signatures(blocks: Blocks) -> list[slice]:
    """What members put below each of their posts; a single box that is called so may end a letter."""
    called = ((number, names) for number, (_, names) in enumerate(blocks.nodes.kinds) if "sig" in names)
    nodes = blocks.nodes.of_kinds([number for number, names in called if not _SIGNATURE.isdisjoint(names.split())])
    return [blocks.nodes.blocks(node) for node in nodes] if len(nodes) > 1 else []
