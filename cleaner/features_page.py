"""The columns that need no words: a block's shape, place, ancestors and neighbours, and the page as a whole."""

from __future__ import annotations

import numpy as np

from cleaner.blocks import Ints
from cleaner.features import (
    COMMA,
    DENSE,
    DIGIT,
    LEVELS,
    PUNCT,
    STOP,
    SYMBOL,
    TRACKED,
    UPPER,
    Floats,
    Shape,
    Table,
    shifted,
    sums,
    windows,
)

_WINDOWS = (3, 8, 20)
_SIDES = ("before", "after")
_SHARES = (0.4, 0.6, 0.8, 0.95)


def prose(page: Shape) -> Floats:
    """Characters of each block that read like running text: long, punctuated, hardly linked."""
    density = page.linked / page.chars
    sentences = page.kinds[STOP] + 0.5 * page.kinds[COMMA]
    weight = page.chars * (1 - density) * (density < 0.4)
    result: Floats = weight * np.minimum(1.0, page.chars / 120) * (sentences > 0)
    return result


def describe(page: Shape) -> Table:
    """All columns for the blocks of one page."""
    table = Table(len(page.chars))
    text = prose(page)
    table.group = "form"
    _shape(table, page)
    table.group = "containers"
    _ancestors(table, page, text)
    _inside(table, page)
    table.group = "look-alikes"
    _siblings(table, page)
    table.group = "neighbours"
    _around(table, page, text)
    table.group = "place"
    _main(table, page, text)
    _headings(table, page, text)
    table.group = "page"
    _document(table, page, text)
    return table


def _shape(table: Table, page: Shape) -> None:
    chars = page.chars
    table.add("chars", np.log1p(chars))
    table.add("words", np.log1p(page.words))
    table.add("word length", chars / page.words)
    table.add("link density", page.linked / chars)
    table.add("links", np.log1p(page.links))
    for name, kind in (("stops", STOP), ("commas", COMMA), ("digits", DIGIT), ("upper", UPPER), ("dense", DENSE)):
        table.add(name, page.kinds[kind] / chars)
    table.add("marks", (page.kinds[PUNCT] + page.kinds[SYMBOL]) / chars)
    table.add("sentences", np.log1p(page.kinds[STOP]))
    table.add("strong", page.strong / page.words)
    table.add("breaks", page.breaks)
    table.add("first char", page.first_char)
    table.add("last char", page.last_char)
    table.add("same text", np.log1p(page.same_text))
    table.add("hidden", page.hidden[page.inner])
    table.add("inner is owner", page.inner == page.owner)
    table.add("heading", page.heading[page.owner])


def _ancestors(table: Table, page: Shape, text: Floats) -> None:
    index = np.arange(len(page.chars))
    chars, linked, good = sums(page.chars), sums(page.linked), sums(text)
    nodes = page.above[:LEVELS]
    first, end = page.first[nodes], page.end[nodes]
    size, total = np.maximum(1, end - first), chars[end] - chars[first] + 1
    columns = {
        "chars": np.log1p(total),
        "link density": (linked[end] - linked[first]) / total,
        "blocks": np.log1p(size),
        "mean": total / size,
        "prose": (good[end] - good[first]) / total,
        "media": page.media[nodes] / size,
        "controls": page.controls[nodes] / size,
        "place": (index - first) / size,
        "tag": page.tag[nodes],
    }
    for level in range(LEVELS):
        for name, values in columns.items():
            if (level or name != "place") and (level < 4 or name != "tag"):
                table.add(f"{name} {level}", values[level])


def _inside(table: Table, page: Shape) -> None:
    """How many ancestors of each tracked kind a block has, and how many at all."""
    count = len(page.chars)
    rows, width = len(TRACKED) + 1, count + 1
    begun, ended = (np.bincount(page.tag * width + at, minlength=rows * width) for at in (page.first, page.end))
    depths = np.cumsum((begun - ended).reshape(rows, width), axis=1, dtype=np.float32)[:, :count]
    for index, tag in enumerate(TRACKED):
        table.add(f"in {tag}", depths[index + 1])
    table.add("depth", depths.sum(axis=0))


def _siblings(table: Table, page: Shape) -> None:
    """Blocks and elements that look alike: cards, rows, posts, links of a menu."""
    for name, key in (("look", page.look), ("trail", page.trail)):
        group = key[page.owner]
        alike = np.bincount(group)[group]
        table.add(f"same {name}", np.log1p(alike))
        table.add(f"{name} share", alike / len(group))
        table.add(f"{name} chars", np.bincount(group, page.chars)[group] / alike)
        table.add(f"{name} density", (np.bincount(group, page.linked) / (np.bincount(group, page.chars) + 1))[group])
    span = int(page.look.max()) + 1
    pairs = page.parent * span + page.look
    _, inverse, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    twins = counts[inverse]
    before = _order(inverse, counts)
    # The second of several stories on one page looks just like the first; only its turn tells it apart.
    near = page.above[:5]
    for level, (many, turn) in enumerate(zip(np.log1p(twins[near]), np.log1p(before[near]), strict=True)):
        table.add(f"twins {level}", many)
        table.add(f"turn {level}", turn)
    for name, nodes in (("articles", page.tag == 1 + TRACKED.index("article")), ("h1s", page.heading == 1)):
        begun = np.bincount(page.first[nodes], minlength=len(group) + 1)
        table.add(f"{name} begun", np.cumsum(begun)[: len(group)])


def _order(group: Ints, counts: Ints) -> Ints:
    """For each element, how many of its group come before it."""
    by_group = np.argsort(group, kind="stable")
    starts = np.cumsum(counts) - counts
    order = np.empty(len(group), np.int64)
    order[by_group] = np.arange(len(group)) - starts[group[by_group]]
    return order


def _around(table: Table, page: Shape, text: Floats) -> None:
    """The neighbours: each one near, windows further off, and how far the next running text is."""
    count = len(page.chars)
    index = np.arange(count)
    density = page.linked / page.chars
    log_chars = np.log1p(page.chars)
    heading, box = page.heading[page.owner], page.parent[page.owner]
    for step in (-3, -2, -1, 1, 2, 3):
        table.add(f"chars at {step}", shifted(log_chars, step, -1))
        table.add(f"density at {step}", shifted(density, step, 1))
        if abs(step) == 1:
            table.add(f"stops at {step}", shifted(page.kinds[STOP], step, -1))
            table.add(f"heading at {step}", shifted(heading, step, 0))
            table.add(f"same owner at {step}", shifted(box, step, -1) == box)
    chars, linked, good = sums(page.chars), sums(page.linked), sums(text)
    low, high = windows(count, _WINDOWS)
    total = chars[high] - chars[low]
    columns = {
        "chars": np.log1p(total),
        "density": (linked[high] - linked[low]) / (total + 1),
        "prose": (good[high] - good[low]) / (total + 1),
    }
    for row in range(2 * len(_WINDOWS)):
        for name, values in columns.items():
            table.add(f"{name} {_SIDES[row % 2]} {_WINDOWS[row // 2]}", values[row])
    is_text = text > 80
    last = np.maximum.accumulate(np.where(is_text, index, -1))
    following = np.minimum.accumulate(np.where(is_text, index, count * 2)[::-1])[::-1]
    table.add("since prose", np.where(last >= 0, index - last, 999))
    table.add("until prose", np.where(following < count, following - index, 999))


def _main(table: Table, page: Shape, text: Floats) -> None:
    """The smallest element that holds most of the running text, for several meanings of most."""
    count = len(page.chars)
    index = np.arange(count)
    good = sums(text)
    total = good[-1] + 1e-6
    held = (good[page.end] - good[page.first]) / total
    size = page.end - page.first
    for share in _SHARES:
        node = int(np.argmin(np.where(held >= share, size, count * 2))) if total > 1 else 0
        first, end = int(page.first[node]), int(page.end[node])
        table.add(f"main {share}", np.where(index < first, index - first, np.where(index >= end, index - end + 1, 0)))
        table.add(f"main size {share}", (end - first) / count)
    weight = text / total
    centre = float((index * weight).sum())
    spread = float(np.sqrt((weight * (index - centre) ** 2).sum())) + 1.0
    table.add("from centre", (index - centre) / spread)
    table.add("prose before", good[:-1] / total)


def _headings(table: Table, page: Shape, text: Floats) -> None:
    count = len(page.chars)
    index = np.arange(count)
    level = page.heading[page.owner]
    last = np.maximum.accumulate(np.where(level > 0, index, -1))
    table.add("since heading", np.where(last >= 0, index - last, 999))
    table.add("last heading", np.where(last >= 0, level[last], 0))
    table.add("headings before", np.log1p(np.cumsum(level > 0)))
    chars = sums(page.chars)
    table.add("chars since heading", np.where(last >= 0, np.log1p(np.maximum(0, chars[:-1] - chars[last])), 99))
    ones = np.flatnonzero(level == 1)
    main = int(ones[0]) if len(ones) else -1
    table.add("from h1", index - main if main >= 0 else 0)
    table.add("from h1 relative", (index - main) / count if main >= 0 else -9)
    following = np.minimum.accumulate(np.where(level > 0, index, count)[::-1])[::-1]
    after = np.concatenate((following[1:], [count]))
    good = sums(text)
    table.add("section prose", np.log1p(good[after] - good[np.maximum(last, 0)]))
    table.add("section blocks", np.log1p(after - np.maximum(last, 0)))


def _document(table: Table, page: Shape, text: Floats) -> None:
    count = len(page.chars)
    index = np.arange(count)
    table.add("position", index / count)
    table.add("index", np.log1p(index))
    table.add("index from end", np.log1p(count - index))
    chars = sums(page.chars)
    table.add("chars before", chars[:-1] / chars[-1])
    for name, value in document(page, text).items():
        table.add(name, value)


def document(page: Shape, text: Floats) -> dict[str, float]:
    """What is the same for all blocks of a page."""
    count, total = len(page.chars), float(page.chars.sum())
    lengths = page.chars[text > 80]
    tags: Ints = np.bincount(page.tag, minlength=len(TRACKED) + 1)
    values = {
        "page blocks": float(np.log1p(count)),
        "page chars": float(np.log1p(total)),
        "page density": float(page.linked.sum()) / total,
        "page prose": float(text.sum()) / total,
        "page paragraphs": float(np.log1p(len(lengths))),
        "page paragraph chars": float(lengths.mean()) if len(lengths) else 0.0,
        "page longest": float(np.log1p(page.chars.max())),
        "page media": float(page.media[0]) / count,
        "page controls": float(page.controls[0]) / count,
        "page headings": float((page.heading[page.owner] > 0).sum()) / count,
        "page h1": float((page.heading == 1).sum()),
        "page dense": float(page.kinds[DENSE].sum()) / total,
        "page alike": float(np.bincount(page.look[page.owner]).max()) / count,
    }
    for tag in ("li", "a", "article", "section", "td", "form", "button", "figure", "details", "blockquote", "pre"):
        values[f"page {tag}"] = float(tags[TRACKED.index(tag) + 1]) / count
    return values
