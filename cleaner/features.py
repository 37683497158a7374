"""What the classifier is told about each block: shape, place, ancestors, neighbours, the page as a whole.

Everything is computed for all blocks of a page at once. Sums over a subtree are differences of running sums over
blocks, and "the k-th ancestor of each block" is one look-up in an array, so a page costs some hundred small numpy
calls whatever its size. No feature names a host, a word or a class: words come in through `features_words`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks, Ints, Nodes

Floats = NDArray[np.float32]
Number = TypeVar("Number", bound=np.generic)

OTHER, UPPER, DIGIT, STOP, COMMA, PUNCT, DENSE, SPACE, SYMBOL = range(9)
_CLASSES = 9
_STOPS = ".!?…。！？｡؟۔।॥።"
_COMMAS = ",;:،؛、，；："
LEVELS = 6
_MOST_LEVELS = 24
TRACKED = tuple(
    """
    li a nav aside footer header article main section td form figure details blockquote pre button dl label dialog h1
    """.split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


_SIZES = (
    (0x0E00, 0x0EFF, 1.0, 0.2),  # Thai, Lao
    (0x1000, 0x109F, 1.0, 0.2),  # Myanmar
    (0x1780, 0x17FF, 1.0, 0.2),  # Khmer
    (0x3040, 0x30FF, 1.5, 0.3),  # kana
    (0x3400, 0x9FFF, 3.0, 0.6),  # Han
    (0xAC00, 0xD7A3, 2.0, 0.0),  # Hangul, which parts words by blanks
    (0xF900, 0xFAFF, 3.0, 0.6),
)
"""First and last character of scripts that say more with a character, or do not part words by blanks; how many Latin
letters and how many words a character is worth. Roughly as translations have it: Chinese takes a third of the
characters of English, Japanese and Korean half of them, Thai as many.

A paragraph of 120 Han characters is no headline. With news pages whose words were replaced by such characters F1 fell
by .016 where they counted as letters, now by .008 (by .002 with Cyrillic or Thai letters)."""


@lru_cache(maxsize=1)
def _char_sizes() -> tuple[Floats, Floats]:
    """What each character of the Basic Multilingual Plane is worth beyond a letter, and in words."""
    letters, words = np.zeros((2, 0x10000), np.float32)
    for first, last, worth, word in _SIZES:
        letters[first : last + 1], words[first : last + 1] = worth - 1, word
    return letters, words


@lru_cache(maxsize=1)
def _char_classes() -> NDArray[np.uint8]:
    """The class of each character of the Basic Multilingual Plane."""
    table = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        kind = unicodedata.category(chr(code))
        if kind in ("Lu", "Lt"):
            table[code] = UPPER
        elif kind == "Nd":
            table[code] = DIGIT
        elif kind[0] == "P":
            table[code] = PUNCT
        elif kind[0] == "Z":
            table[code] = SPACE
        elif kind[0] == "S":
            table[code] = SYMBOL
    # Scripts that do not part words by blanks: Thai, Lao, Myanmar, Khmer, kana, Han and their extensions.
    for start, end in ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF)):
        table[start:end][table[start:end] == OTHER] = DENSE
    table[0xF900:0xFAFF] = DENSE
    for stop in _STOPS:
        table[ord(stop)] = STOP
    for comma in _COMMAS:
        table[ord(comma)] = COMMA
    table[0x09:0x0E] = SPACE
    return table


@dataclass(slots=True)
class Shape:
    """A page's blocks as arrays: all that the features are computed from, and no elements."""

    chars: Floats  # as many as a text that says as much has in Latin script
    words: Floats  # with a fair count for scripts that do not part words by blanks
    kinds: Floats  # (classes, blocks): characters of each class
    first_char: NDArray[np.uint8]
    last_char: NDArray[np.uint8]
    linked: Floats
    links: Floats
    strong: Floats
    breaks: Floats
    owner: Ints
    inner: Ints
    parent: Ints  # of nodes; the root's is itself
    first: Ints
    end: Ints
    media: Ints  # of nodes: pictures and players in them
    controls: Ints  # likewise form controls
    hidden: Floats
    tag: Ints  # of nodes: 1 + index in TRACKED, 0 for others
    heading: Ints  # of nodes: 1 to 6, 0 for none
    kind: Ints  # of nodes: index into the page's kinds
    look: Ints  # of nodes: equal for equal tag and class names (digits apart), own and parent's
    trail: Ints  # of nodes: equal for equal tags from the root
    same_text: Floats  # how many blocks have the same text
    above: Ints  # (levels, blocks): the node that many steps above each block's owner; the root stays the root


def shape(blocks: Blocks) -> Shape:
    """The arrays behind a page's blocks. There must be at least one block."""
    nodes, count = blocks.nodes, len(blocks)
    lengths = np.fromiter(map(len, blocks.text), np.int64, count)
    codes = np.frombuffer("".join(blocks.text).encode("utf-32-le", "replace"), np.uint32)
    kinds = _char_classes()[np.minimum(codes, 0xFFFF)]
    ends = np.cumsum(lengths)
    cells = np.repeat(np.arange(count) * _CLASSES, lengths) + kinds
    table = np.bincount(cells, minlength=count * _CLASSES).reshape(count, _CLASSES).T.astype(np.float32)
    chars, words = lengths.astype(np.float32), table[SPACE] + 1
    if len(codes) and codes.max() >= _SIZES[0][0]:
        more, worth = (np.add.reduceat(size[np.minimum(codes, 0xFFFF)], ends - lengths) for size in _char_sizes())
        chars, words = chars + more, words + worth
    ids: dict[str, int] = {}
    same = np.fromiter((ids.setdefault(text, len(ids)) for text in blocks.text), np.int64, count)
    look, trail = _signatures(blocks)
    kind, parent = nodes.kind_of, np.maximum(nodes.parents, 0)
    owner = np.array(blocks.owner, np.int64)
    return Shape(
        chars=chars,
        words=words,
        kinds=table,
        first_char=kinds[ends - lengths],
        last_char=kinds[ends - 1],
        linked=np.array(blocks.linked, np.float32) * (chars / lengths).astype(np.float32),
        links=np.array(blocks.links, np.float32),
        strong=np.array(blocks.strong, np.float32),
        breaks=np.array(blocks.breaks, np.float32),
        owner=owner,
        inner=np.array(blocks.inner, np.int64),
        parent=parent,
        first=nodes.firsts,
        end=nodes.ends,
        media=held(nodes.media, nodes),
        controls=held(nodes.controls, nodes),
        hidden=np.array(nodes.hidden, np.float32),
        tag=np.array([_TAG_INDEX.get(tag, 0) for tag, _ in nodes.kinds], np.int64)[kind],
        heading=np.array([_HEADINGS.get(tag, 0) for tag, _ in nodes.kinds], np.int64)[kind],
        kind=kind,
        look=look,
        trail=trail,
        same_text=np.bincount(same)[same].astype(np.float32),
        above=_above(owner, parent),
    )


def _above(owner: Ints, parent: Ints) -> Ints:
    found = np.empty((_MOST_LEVELS, len(owner)), np.int64)
    found[0] = owner
    for level in range(1, _MOST_LEVELS):
        found[level] = parent[found[level - 1]]
    return found


def held(places: Sequence[int], nodes: Nodes) -> Ints:
    """How many of the things that stand in the nodes `places` each node holds."""
    own = np.bincount(np.array(places, np.int64), minlength=len(nodes.parent))
    before = np.concatenate(([0], np.cumsum(own)))
    result: Ints = before[nodes.lasts] - before[:-1]
    return result


_TAG_INDEX = {tag: index + 1 for index, tag in enumerate(TRACKED)} | {"th": TRACKED.index("td") + 1}


def _signatures(blocks: Blocks) -> tuple[Ints, Ints]:
    """Two numbers for each node: what it looks like (names and its parent's), and its tags from the root."""
    nodes = blocks.nodes
    plain: dict[tuple[str, bytes], int] = {}
    tags: dict[str, int] = {}
    # Bytes lose their digits ten times as fast as text does.
    bare = [(tag, name.encode("utf-8", "replace").translate(None, b"0123456789")) for tag, name in nodes.kinds]
    own = [plain.setdefault(each, len(plain)) for each in bare]
    tag = [tags.setdefault(tag, len(tags)) for tag, _ in nodes.kinds]
    mine, parent = np.array(own, np.int64)[nodes.kind_of], nodes.parents
    look = (mine + 1) * (len(plain) + 1) + np.where(parent >= 0, mine[parent] + 1, 0)
    trails: dict[int, int] = {}  # by the parent's trail and the tag
    trail = [0]  # the root's, which is all that it needs
    for kind, above in zip(nodes.kind[1:], nodes.parent[1:], strict=True):
        trail.append(trails.setdefault(trail[above] * len(tags) + tag[kind], len(trails) + 1))
    return np.unique(look, return_inverse=True)[1], np.array(trail, np.int64)


def sums(values: Floats) -> NDArray[np.float64]:
    """Running sums with a leading zero: the sum over blocks a to b is sums[b] - sums[a]."""
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))


def shifted(values: NDArray[Number], step: int, beyond: float) -> NDArray[Number]:
    """For each block the value of the one `step` further on; `beyond` where the page ends before it."""
    result = np.full_like(values, beyond)
    if step > 0:
        result[:-step] = values[step:]
    else:
        result[-step:] = values[:step]
    return result


def windows(count: int, widths: Sequence[int]) -> tuple[Ints, Ints]:
    """For each width the blocks before each block, then those after it: where such windows begin and end."""
    index = np.arange(count)
    first, end = np.empty((2, 2 * len(widths), count), np.int64)
    for row, width in enumerate(widths):
        first[2 * row], end[2 * row] = np.maximum(index - width, 0), index
        first[2 * row + 1], end[2 * row + 1] = index + 1, np.minimum(index + 1 + width, count)
    return first, end


class Table:
    """Named columns in the making; the order in which they are added is the order of the features.

    `group` is what the columns added next have in common, in words for people (see extract/reasons.py).
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.names: list[str] = []
        self.group = ""
        self.groups: list[str] = []  # by column
        self._rows: Floats = np.empty((64, count), np.float32)

    def add(self, name: str, values: NDArray[np.generic] | float) -> None:
        """Append one column; a plain number is the same for all blocks."""
        at = len(self.names)
        if at == len(self._rows):
            self._rows = np.concatenate((self._rows, np.empty_like(self._rows)))
        self._rows[at] = values
        self.names.append(name)
        self.groups.append(self.group)

    def matrix(self) -> Floats:
        """(features, blocks): a feature's values lie side by side."""
        return self._rows[: len(self.names)]
