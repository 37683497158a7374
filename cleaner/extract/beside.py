"""What goes with a story's blocks and is kept with them: captions of its pictures, heads of its tables, its notes.

Judged alone such a block is doubtful: it is short, stands apart, and the people who marked the truth left most captions
out. But a picture without its caption, a column without its head, an answer without its question and a mark that leads
to no note are worth less than a few words too many.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.blocks import Blocks
from cleaner.dom import HEADINGS
from cleaner.extract.kept import Keep, Kept
from cleaner.extract.notes import notes
from cleaner.extract.panels import panel_labels
from cleaner.extract.quotations import posts, quotations
from cleaner.extract.story import kept_media
from cleaner.features import held
from cleaner.tidy.figures import BESIDE

_CAPTION = 400  # characters
_HEADING = 150  # characters
_PROSE = 60  # characters


def beside(blocks: Blocks, keep: Keep) -> Iterator[tuple[slice, str]]:
    """Blocks that were dropped and stay with what was kept, and why, for people."""
    if not keep.any():
        return
    kept = Kept(blocks, keep)
    for find, why in (
        (_captions, "caption of a kept picture"),
        (_table_heads, "head of a kept table"),
        (panel_labels, "says what a kept box holds"),
        (notes, "note that the story refers to"),
        (_headings, "head of what was kept"),
        (quotations, "quotation amid the story"),
        (posts, "post that the story shows"),
    ):
        for node in find(kept):
            yield blocks.nodes.blocks(node), why


def _captions(kept: Kept) -> Iterator[int]:
    """The captions of figures that show a kept picture or table."""
    blocks = kept.blocks
    captions = blocks.with_text("figcaption")
    if not captions:
        return
    media = zip(blocks.pictures, kept_media(blocks, kept.keep).tolist(), strict=True)
    shown = held([each.node for each, is_kept in media if is_kept and each.element.tag != "svg"], blocks.nodes)
    for node in captions:
        figure = blocks.within(node, "figure")
        shows = figure is not None and (bool(shown[figure]) or _shows_table(kept, figure))
        length = blocks.length(node)
        if shows and length <= _CAPTION and blocks.linked_length(node) * 2 < length:
            blocks.elements[node].set(BESIDE, "")
            yield node


def _shows_table(kept: Kept, figure: int) -> bool:
    return kept.blocks.elements[figure].find("table") is not None and kept.has_most(figure)


def _table_heads(kept: Kept) -> Iterator[int]:
    """The head cells of kept tables."""
    for node in kept.blocks.with_text("th"):
        table = kept.blocks.within(node, "table")
        if table is not None and kept.has_most(table):
            yield node


def _headings(kept: Kept) -> Iterator[int]:
    """The headings between two kept blocks, of which the second is prose."""
    blocks = kept.blocks
    for node in (node for tag in HEADINGS[1:] for node in blocks.with_text(tag)):
        if kept.is_hole(node) and blocks.says_little(node, _HEADING):
            below = blocks.nodes.end[node]
            if blocks.linked[below] * 3 < len(blocks.text[below]) >= _PROSE:
                yield node
