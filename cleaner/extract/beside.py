"""What goes with a story's blocks and is kept with them: captions of its pictures, heads of its tables, its notes.

Judged alone such a block is doubtful: it is short, stands apart, and the people who marked the truth left most captions
out. But a picture without its caption, a column without its head, an answer without its question and a mark that leads
to no note are worth less than a few words too many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from cleaner.blocks import Blocks
from cleaner.extract.story import kept_media
from cleaner.features import held
from cleaner.features_head import bare as _bare
from cleaner.tidy.flow import BESIDE, POST

_CAPTION = 400  # characters
_LABEL = 150
_NOTES = 60  # in one story; with more they are a bibliography, and stand or fall alone
_NOTE_BLOCKS = 6
_PANELS = ("region", "tabpanel")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PROSE = 60  # characters
_SOURCE = 100  # characters that say whose a quotation is
_SAME = 50  # letters and digits with which a quotation begins that the story has as well
_AROUND = 4  # boxes around a post in which the story goes on

Keep = NDArray[np.bool_]


def beside(blocks: Blocks, keep: Keep) -> Iterator[tuple[slice, str]]:
    """Blocks that were dropped and stay with what was kept, and why, for people."""
    if not keep.any():
        return
    kept = np.concatenate((np.zeros(1, np.int64), np.cumsum(keep, dtype=np.int64)))
    for find, why in (
        (_captions, "caption of a kept picture"),
        (_table_heads, "head of a kept table"),
        (_panel_labels, "says what a kept box holds"),
        (_notes, "note that the story refers to"),
        (_heads, "head of what was kept"),
        (_quotations, "quotation amid the story"),
        (_posts, "post that the story shows"),
    ):
        for part in find(blocks, keep, kept):
            yield part, why


def _nodes(blocks: Blocks, tag: str) -> list[int]:
    """The nodes of a tag that hold blocks."""
    nodes = blocks.nodes
    return [node for node in nodes.of_tag(tag) if nodes.first[node] < nodes.end[node]]


def _within(blocks: Blocks, node: int, tag: str) -> int | None:
    """The nearest node of a tag around another."""
    nodes = blocks.nodes
    return next((each for each in blocks.ancestors(node)[1:9] if nodes.kinds[nodes.kind[each]][0] == tag), None)


def _range(blocks: Blocks, node: int) -> slice:
    return slice(blocks.nodes.first[node], blocks.nodes.end[node])


def _length(blocks: Blocks, node: int) -> int:
    return sum(map(len, blocks.text[_range(blocks, node)]))


def _captions(blocks: Blocks, keep: Keep, kept: NDArray[np.int64]) -> Iterator[slice]:
    captions = _nodes(blocks, "figcaption")
    if not captions:
        return
    media = zip(blocks.pictures, kept_media(blocks, keep).tolist(), strict=True)
    shown = held([each.node for each, is_kept in media if is_kept and each.element.tag != "svg"], blocks.nodes)
    for node in captions:
        figure = _within(blocks, node, "figure")
        shows = figure is not None and (bool(shown[figure]) or _keeps_a_table(blocks, figure, kept))
        length = _length(blocks, node)
        if shows and length <= _CAPTION and sum(blocks.linked[_range(blocks, node)]) * 2 < length:
            blocks.elements[node].set(BESIDE, "")
            yield _range(blocks, node)


def _keeps_a_table(blocks: Blocks, figure: int, kept: NDArray[np.int64]) -> bool:
    return blocks.elements[figure].find("table") is not None and _share(blocks, figure, kept) >= 0.5


def _share(blocks: Blocks, node: int, kept: NDArray[np.int64]) -> float:
    """Which part of a node's blocks was kept."""
    first, end = blocks.nodes.first[node], blocks.nodes.end[node]
    return float(kept[end] - kept[first]) / (end - first) if end > first else 0.0


def _heads(blocks: Blocks, keep: Keep, kept: NDArray[np.int64]) -> Iterator[slice]:
    """The headings between two kept blocks, of which the second is prose."""
    for node in (node for tag in _HEADINGS for node in _nodes(blocks, tag)):
        end = blocks.nodes.end[node]
        prose = len(blocks.text[end]) if end < len(blocks) else 0
        heads = prose >= _PROSE and blocks.linked[end] * 3 < prose and _is_hole(blocks, keep, kept, node)
        if heads and _says_little(blocks, node, _LABEL):
            yield _range(blocks, node)


def _quotations(blocks: Blocks, keep: Keep, kept: NDArray[np.int64]) -> Iterator[slice]:
    """What is quoted between two kept blocks, unless the story says it itself; posts of others are `_posts`."""
    said = ""
    for quote in _nodes(blocks, "blockquote"):
        node = _with_source(blocks, quote)
        if not _is_hole(blocks, keep, kept, node) or not _says_little(blocks, node, _CAPTION):
            continue
        if _is_post(blocks, quote):
            continue
        said = said or _bare(" ".join(text for text, is_kept in zip(blocks.text, keep, strict=True) if is_kept))
        if _bare(blocks.text[blocks.nodes.first[quote]])[:_SAME] not in said:
            yield _range(blocks, node)


def _is_post(blocks: Blocks, quote: int) -> bool:
    return POST.search(blocks.nodes.kinds[blocks.nodes.kind[quote]][1]) is not None


def _posts(blocks: Blocks, keep: Keep, kept: NDArray[np.int64]) -> Iterator[slice]:
    """The posts of others, whole, in a box whose other text is mostly kept: the story speaks of them."""
    posts = [node for node in _nodes(blocks, "blockquote") if _is_post(blocks, node)]
    if not posts:
        return
    other = np.ones(len(blocks), bool)
    for node in posts:
        other[_range(blocks, node)] = False
    chars = np.fromiter(map(len, blocks.text), np.int64, len(blocks)) * other
    for node in posts:
        ranges = (_range(blocks, each) for each in blocks.ancestors(node)[1 : 1 + _AROUND])
        around = next((part for part in ranges if chars[part].any()), None)
        if around is not None and (chars * keep)[around].sum() * 2 >= chars[around].sum():
            yield _range(blocks, node)


def _with_source(blocks: Blocks, quote: int) -> int:
    """The figure around a quotation that holds but it and whose it is."""
    figure = _within(blocks, quote, "figure")
    return figure if figure is not None and _length(blocks, figure) - _length(blocks, quote) <= _SOURCE else quote


def _is_hole(blocks: Blocks, keep: Keep, kept: NDArray[np.int64], node: int) -> bool:
    """Whether nothing of a node was kept, and both what stands right before it and what follows."""
    first, end = blocks.nodes.first[node], blocks.nodes.end[node]
    return bool(first > 0 and end < len(blocks) and keep[first - 1] and keep[end] and kept[end] == kept[first])


def _says_little(blocks: Blocks, node: int, most: int) -> bool:
    """Whether a node's text is short and hardly any of it a link."""
    length = _length(blocks, node)
    return length <= most and sum(blocks.linked[_range(blocks, node)]) * 3 < length


def _table_heads(blocks: Blocks, keep: Keep, kept: NDArray[np.int64]) -> Iterator[slice]:
    for node in _nodes(blocks, "th"):
        table = _within(blocks, node, "table")
        if table is not None and _share(blocks, table, kept) >= 0.5:
            yield _range(blocks, node)


def _panel_labels(blocks: Blocks, keep: Keep, kept: NDArray[np.int64]) -> Iterator[slice]:
    """What stands above a box that opens: its <summary>, or the label that the box names."""
    for node in _nodes(blocks, "summary"):
        if kept[blocks.nodes.end[blocks.nodes.parent[node]]] > kept[blocks.nodes.end[node]]:
            yield _range(blocks, node)
    # A role is one of the names of a node's kind: few kinds have any of these.
    kinds = [place for place, (_, names) in enumerate(blocks.nodes.kinds) if "region" in names or "tabpanel" in names]
    named = [
        (node, name)
        for node in blocks.nodes.of_kinds(kinds)
        if blocks.elements[node].get("role") in _PANELS and (name := blocks.elements[node].get("aria-labelledby"))
    ]
    opened = [(node, _opens(blocks.elements[node])) for tag in ("button", "a") for node in blocks.nodes.of_tag(tag)]
    ids = _by_id(blocks, {name for _, name in (*named, *opened) if name})
    for button, name in opened:
        panel = ids.get(name)
        if panel is not None and _share(blocks, panel, kept) >= 0.5 and _length(blocks, button) <= _LABEL:
            yield _range(blocks, button)
    for panel, name in named:
        label = ids.get(name)
        if label is not None and _share(blocks, panel, kept) >= 0.5 and _length(blocks, label) <= _LABEL:
            yield _range(blocks, label)


def _opens(button: etree._Element) -> str:
    """The id of what a button or a link that serves as one opens."""
    if button.get("aria-expanded") is None and button.get("data-bs-toggle", button.get("data-toggle")) != "collapse":
        return ""
    names = (button.get(name) for name in ("aria-controls", "data-bs-target", "data-target", "href"))
    return next((name.removeprefix("#") for name in names if name), "")


def _by_id(blocks: Blocks, names: set[str]) -> dict[str, int]:
    """The nodes that have these ids."""
    if not names:
        return {}
    marked = ((element.get("id"), node) for node, element in enumerate(blocks.elements))
    found: dict[str, int] = {}
    for name, node in marked:
        if name in names:
            found.setdefault(name, node)
    return found


def _notes(blocks: Blocks, keep: Keep, kept: NDArray[np.int64]) -> Iterator[slice]:
    """The notes that a kept block links and that link back to it."""
    if not blocks.fragments:
        return
    marks = {
        link.get("href", "")[1:]: link
        for index in np.flatnonzero(keep).tolist()
        for link in _inner_links(blocks, index)
    }
    targets = _by_id(blocks, set(marks))
    if len(targets) > _NOTES:
        return
    for name, node in targets.items():
        note = _whole_note(blocks, node)
        part = _range(blocks, note)
        back = _ids_at(marks[name])
        leads_back = any(
            a.get("href", "")[1:] in back for a in blocks.elements[note].iter("a") if a.get("href", "").startswith("#")
        )
        if leads_back and part.stop - part.start <= _NOTE_BLOCKS:
            yield part


def _whole_note(blocks: Blocks, node: int) -> int:
    """What holds a note, where the node that is linked is but its number."""
    parent = blocks.nodes.parent[node]
    alone = blocks.nodes.kinds[blocks.nodes.kind[node]][0] in ("a", "span") and parent >= 0
    few = alone and blocks.nodes.end[parent] - blocks.nodes.first[parent] <= _NOTE_BLOCKS
    return parent if few else node


def _inner_links(blocks: Blocks, index: int) -> Iterator[etree._Element]:
    """The links of a block that lead to another place on the page."""
    if not blocks.links[index]:
        return
    for element, is_tail in blocks.slots(index):
        around: Callable[[], Iterator[etree._Element]] = element.iterancestors
        link = (
            element
            if element.tag == "a" and not is_tail
            else next((each for each in islice(around(), 4) if each.tag == "a"), None)
        )
        if link is not None and link.get("href", "")[:1] == "#" and link.get("href") != "#":
            yield link


def _ids_at(link: etree._Element) -> set[str]:
    """What a note may call the place that a link stands at: its id, or one right around it."""
    around = [link, *islice(link.iterancestors(), 2), *link.iterdescendants()]
    return {name for each in around if (name := each.get("id"))}
