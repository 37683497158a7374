"""Quotations amid a story, and the posts of networks that it shows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaner.blocks import Blocks
from cleaner.extract.kept import Kept
from cleaner.features_head import bare
from cleaner.tidy.quotations import POST

_QUOTATION = 400  # characters
_SOURCE = 100  # characters that say whose it is
_SAME = 50  # letters and digits with which a quotation begins that the story has as well
_AROUND = 4  # boxes around a post in which the story goes on


def quotations(kept: Kept) -> Iterator[int]:
    """What is quoted between two kept blocks, unless the story says it itself."""
    blocks = kept.blocks
    story = ""
    for quote in blocks.with_text("blockquote"):
        node = _with_source(blocks, quote)
        if _is_post(blocks, quote) or not kept.is_hole(node) or not blocks.says_little(node, _QUOTATION):
            continue
        story = story or bare(kept.text)
        if bare(blocks.text[blocks.nodes.first[quote]])[:_SAME] not in story:
            yield node


def _with_source(blocks: Blocks, quote: int) -> int:
    """The figure around a quotation that holds but it and whose it is."""
    figure = blocks.within(quote, "figure")
    return figure if figure is not None and blocks.length(figure) - blocks.length(quote) <= _SOURCE else quote


def posts(kept: Kept) -> Iterator[int]:
    """The posts of others, whole, in a box whose other text is mostly kept: the story speaks of them."""
    blocks = kept.blocks
    found = [node for node in blocks.with_text("blockquote") if _is_post(blocks, node)]
    if not found:
        return
    chars = np.fromiter(map(len, blocks.text), np.int64, len(blocks))
    for node in found:
        chars[blocks.nodes.blocks(node)] = 0
    for node in found:
        boxes = (blocks.nodes.blocks(each) for each in blocks.ancestors(node)[1 : 1 + _AROUND])
        around = next((part for part in boxes if chars[part].any()), None)
        if around is not None and (chars * kept.keep)[around].sum() * 2 >= chars[around].sum():
            yield node


def _is_post(blocks: Blocks, quote: int) -> bool:
    return POST.search(blocks.nodes.names(quote)) is not None
