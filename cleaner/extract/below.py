"""What stands below a story and is none of it, though it reads as well: other stories, and what readers say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks
from cleaner.features import Floats, Shape, sums
from cleaner.features_head import Head, overlap, says_article, says_forum
from cleaner.features_words import name_words
from cleaner.furniture.phrases import COMMENTS, bare_label, says
from cleaner.metadata.dates import find_dates

_TITLE = 0.6  # likeness to the page's title of the headline that is its own
_CHARS = 300  # that either story has at the least: less is a teaser, or a section with a headline of its own
_COMMENTS = frozenset(
    """
    comments commentlist comment-list comments-area comments-list comment-section comments-section disqus disqus-thread
    respond commentaires comentarios commenti kommentare kommentarer opmerkingen komentarze yorumlar
    """.split()
)
_LISTS = frozenset("commentlist comment-list comments-list comments-area".split())
"""What blogs' engines call the list of them; no forum calls its posts so."""
_SIGNATURE = frozenset("signature message-signature post-signature post_sig postsignature signaturecontainer".split())
_HINT = re.compile("comm?en|komm?en|disqus|respond|opmerk|yorum")  # of names in lower case
_SURE = 0.9
_WORDS = 250  # of a sure story above them: less may be a thread's first post
_FEW = 100  # words, where the markup leaves no doubt
_HEADED_WORDS = 50  # where a heading says what is below it
_LABEL = 30  # characters
_COUNT = re.compile(r"\d")
_REST = 0.1  # of them, below: what stands amid a story is no comments section


def below(blocks: Blocks, page: Shape, head: Head, score: Floats, keep: Sequence[bool]) -> Iterator[tuple[slice, str]]:
    """The blocks to leave out, and why, for people."""
    if (other := next_story(blocks, head, keep)) is not None:
        yield slice(other, len(blocks)), "another story than the page's own"
    for part in signatures(blocks):
        yield part, "signature of a post"
    if not says_forum(head):
        for section in (
            *comments(blocks, page, score),
            *headed_comments(blocks, page, score),
            *discussion(blocks, keep),
        ):
            yield section, "comments"


def next_story(blocks: Blocks, head: Head, keep: Sequence[bool]) -> int | None:
    """The block that begins another story, None where there is none: a second h1 that looks like the page's headline.

    Sites that never let a reader reach the end have several. Only an h1 with a class of its own on a page that calls
    itself an article tells: sections of one story often share a bare heading with its title, and a product's page may
    have a headline for each of its claims.
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


def signatures(blocks: Blocks) -> list[slice]:
    """What members put below each of their posts; a single box that is called so may end a letter."""
    called = ((number, names) for number, (_, names) in enumerate(blocks.nodes.kinds) if "sig" in names)
    kinds = [number for number, names in called if not _SIGNATURE.isdisjoint(names.split())]
    nodes = np.flatnonzero(np.isin(blocks.nodes.kind, kinds)).tolist() if kinds else []
    return [slice(blocks.nodes.first[node], blocks.nodes.end[node]) for node in nodes] if len(nodes) > 1 else []


def comments(blocks: Blocks, page: Shape, score: Floats) -> list[slice]:
    """The sections that are called comments and stand below a sure story."""
    sure: NDArray[np.float64] = sums(page.words * (score >= _SURE))
    above, rest = sure[page.first], sure[-1] - sure[page.end]
    low = np.flatnonzero((above >= _FEW) & (rest <= _REST * above))
    kinds = page.kind[low].tolist()
    least = {kind: least for kind in set(kinds) if (least := _least(*blocks.nodes.kinds[kind]))}
    found = (node for node, kind in zip(low.tolist(), kinds, strict=True) if above[node] >= least.get(kind, np.inf))
    return [slice(int(page.first[node]), int(page.end[node])) for node in found]


def headed_comments(blocks: Blocks, page: Shape, score: Floats) -> Iterator[slice]:
    """The boxes that begin with a heading that says "14 comments" and stand below a sure story.

    With their number: papers have a "Discussion", and what the heading "Comments" heads may be the author's.
    """
    sure: NDArray[np.float64] = sums(page.words * (score >= _SURE))
    for index in np.flatnonzero(page.heading[page.owner] >= 2).tolist():
        text = blocks.text[index]
        if len(text) > _LABEL or not _COUNT.search(text) or not says(text, COMMENTS):
            continue
        around = blocks.ancestors(blocks.owner[index])
        node = next((each for each in reversed(around) if page.first[each] == index), around[0])
        above, rest = sure[index], sure[-1] - sure[page.end[node]]
        if above >= _HEADED_WORDS and rest <= _REST * above:
            yield slice(index, int(page.end[node]))


def discussion(blocks: Blocks, keep: Sequence[bool]) -> Iterator[slice]:
    """What readers say below a story, under "3 comments": from there to the end of the box with their dated lines.

    A page of several posts has such a line below each.
    """
    words = accumulate((text.count(" ") + 1) * kept for text, kept in zip(blocks.text, keep, strict=True))
    begin = next((index for index, above in enumerate(words) if above >= _STORY), len(blocks))
    short = (index for index in range(begin, len(blocks)) if len(blocks.text[index]) <= _HEADING)
    labels = [index for index in short if _says_comments(blocks.text[index])]
    for index in labels if len(labels) <= _LABELS else ():
        near = [later for later in range(index + 1, min(index + _NEAR, len(blocks))) if _is_dated(blocks.text[later])]
        if len(near) >= _POSTS:
            yield slice(index, _end_of_box(blocks, index, near[_POSTS - 1]))
            return


_LABELS = 4
_HEADING = 50  # characters
_STORY = 100  # words that were kept above: less may be what is discussed
_NEAR = 40  # blocks after the label
_POSTS = 2
_SIGNED = 90  # characters of a line that says who wrote a comment, and when


def _is_dated(text: str) -> bool:
    return len(text) <= _SIGNED and bool(find_dates(text, limit=1))


def _says_comments(text: str) -> bool:
    """Whether a short block heads what readers say: "Comments (3)", "10 réactions", "Visitor comments"."""
    told = [word for word in bare_label(text).split() if not word.strip("[]().,").isdigit()]
    if told and told[0] in _READERS:
        del told[0]
    return 0 < len(told) <= _MOST_WORDS and told[0] in _DISCUSSION


_MOST_WORDS = 4
_READERS = frozenset("visitor visitors' reader readers' user users' your all wasze twoje vos tus".split())
_DISCUSSION = frozenset(
    """
    comments kommentare leserkommentare kommentarer commentaires réactions comentarios comentários commenti reacties
    komentarze komentáře komentáre hozzászólások comentarii комментарии коментари коментарі yorumlar yorum σχόλια
    التعليقات تعليقات תגובות 评论 評論 留言 コメント 댓글 komentari komentarji komentarai ความคิดเห็น
    """.split()
)


def _end_of_box(blocks: Blocks, first: int, last: int) -> int:
    """Where the smallest box ends that holds both blocks."""
    box = next(node for node in blocks.ancestors(blocks.owner[first]) if blocks.nodes.end[node] > last)
    return blocks.nodes.end[box]


def _least(tag: str, names: str) -> int:
    """How many words of a story stand above an element of these names where it holds comments; 0: it never does."""
    # Most names are told apart by one look; to cut each into words would cost as much as all other features of it.
    if _HINT.search(names.lower()) is None or _COMMENTS.isdisjoint(words := name_words(tag, names)):
        return 0
    return _WORDS if _LISTS.isdisjoint(words) else _FEW
