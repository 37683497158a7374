"""What readers say below a story: told by the names of its box, by the number in its heading, by dated lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks
from cleaner.features import Floats, Shape, sums
from cleaner.features_words import name_words
from cleaner.furniture.phrases import COMMENTS, bare_label, says
from cleaner.metadata.dates import Custom, read_dates

_NAMES = frozenset(
    """
    comments commentlist comment-list comments-area comments-list comment-section comments-section disqus disqus-thread
    respond commentaires comentarios commenti kommentare kommentarer opmerkingen komentarze yorumlar
    """.split()
)
_ENGINES = frozenset("commentlist comment-list comments-list comments-area".split())
"""What blogs' engines call the list of them; no forum calls its posts so."""
_NAME_HINT = re.compile("comm?en|komm?en|disqus|respond|opmerk|yorum")  # in lower case
_SURE = 0.9  # score
_STORY = 250  # words of a sure story above them: less may be a thread's first post
_STORY_BY_ENGINE = 100  # words, where the names leave no doubt
_STORY_BY_NUMBER = 50  # words, where a heading tells their number
_REST = 0.1  # of them, below: what stands amid a story is no comments section
_HEADING = 30  # characters
_DIGIT = re.compile(r"\d")

_LABEL = 50  # characters
_LABELS = 4  # a page of several posts has such a line below each
_STORY_BY_DATES = 100  # words that were kept above: less may be what is discussed
_NEAR = 40  # blocks after the label
_POSTS = 2  # dated lines among them
_SIGNED = 90  # characters of a line that says who wrote a comment, and when
_READERS = frozenset("visitor visitors' reader readers' user users' your all wasze twoje vos tus".split())
_SAID = frozenset(
    """
    comments kommentare leserkommentare kommentarer commentaires réactions comentarios comentários commenti reacties
    komentarze komentáře komentáre hozzászólások comentarii комментарии коментари коментарі yorumlar yorum σχόλια
    التعليقات تعليقات תגובות 评论 評論 留言 コメント 댓글 komentari komentarji komentarai ความคิดเห็น
    """.split()
)
_WORDS = 4  # of a label
_SOME_DAY = Custom(now=datetime(2024, 3, 5, tzinfo=UTC))
"""Any will do: what matters is that "2 hours ago" tells when."""


def comments(blocks: Blocks, page: Shape, score: Floats, keep: Sequence[bool]) -> Iterator[slice]:
    """The sections below the story that are its readers'."""
    sure = sums(page.words * (score >= _SURE))
    yield from called_comments(blocks, page, sure)
    yield from numbered_comments(blocks, page, sure)
    yield from dated_comments(blocks, (page.words * np.array(keep)).tolist())


def called_comments(blocks: Blocks, page: Shape, sure: NDArray[np.float64]) -> Iterator[slice]:
    """The sections that are called comments and stand below a sure story.

    sure: running sums of its words.
    """
    above, below = sure[page.first], sure[-1] - sure[page.end]
    low = np.flatnonzero((above >= _STORY_BY_ENGINE) & (below <= _REST * above))
    kinds = page.kind[low].tolist()
    least = {kind: _story_above(*blocks.nodes.kinds[kind]) for kind in set(kinds)}
    for node, kind, words in zip(low.tolist(), kinds, above[low].tolist(), strict=True):
        if words >= least[kind]:
            yield blocks.nodes.blocks(node)


def _story_above(tag: str, names: str) -> float:
    """How many words of a story stand above an element of these names that holds comments; inf: it never does."""
    # Most names are told apart by one look; to cut each into words would cost as much as all other features of it.
    if _NAME_HINT.search(names.lower()) is None or _NAMES.isdisjoint(words := name_words(tag, names)):
        return np.inf
    return _STORY if _ENGINES.isdisjoint(words) else _STORY_BY_ENGINE


def numbered_comments(blocks: Blocks, page: Shape, sure: NDArray[np.float64]) -> Iterator[slice]:
    """The boxes that begin with a heading that says "14 comments" and stand below a sure story.

    With their number: papers have a "Discussion", and what the heading "Comments" heads may be the author's.
    """
    for index in np.flatnonzero(page.heading[page.owner] >= 2).tolist():
        text = blocks.text[index]
        if len(text) > _HEADING or not _DIGIT.search(text) or not says(text, COMMENTS):
            continue
        begun = [node for node in blocks.ancestors(blocks.owner[index]) if blocks.nodes.first[node] == index]
        end = blocks.nodes.end[begun[-1] if begun else blocks.owner[index]]
        above, below = sure[index], sure[-1] - sure[end]
        if above >= _STORY_BY_NUMBER and below <= _REST * above:
            yield slice(index, end)


def dated_comments(blocks: Blocks, words: Sequence[float]) -> Iterator[slice]:
    """What follows "3 comments" below the story: from there to the end of the box with their dated lines.

    words: of each block, as far as it is kept.
    """
    begin = next((index for index, above in enumerate(accumulate(words)) if above >= _STORY_BY_DATES), len(blocks))
    labels = [index for index in range(begin, len(blocks)) if _is_label(blocks.text[index])]
    for label in labels if len(labels) <= _LABELS else ():
        near = range(label + 1, min(label + _NEAR, len(blocks)))
        dated = [index for index in near if _is_dated(blocks.text[index])]
        if len(dated) >= _POSTS:
            yield slice(label, blocks.box(label, dated[_POSTS - 1]).stop)
            return


def _is_label(text: str) -> bool:
    """Whether a short text heads what readers say: "Comments (3)", "10 réactions", "Visitor comments"."""
    if len(text) > _LABEL:
        return False
    if not text[0].isascii() and says(text, COMMENTS):  # of words without blanks: "全部评论 70条"
        return True
    words = [word for word in bare_label(text).split() if not word.strip("[]().,").isdigit()]
    if words and words[0] in _READERS:
        del words[0]
    return 0 < len(words) <= _WORDS and words[0] in _SAID


def _is_dated(text: str) -> bool:
    return len(text) <= _SIGNED and bool(read_dates(text, _SOME_DAY, limit=1))
