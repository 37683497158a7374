"""The deck (standfirst, subheadline): the line or two between a headline and its story that tell what it is about.

The people who marked the truth of news pages kept four of five, those of other pages one of three, so the classifier
alone leaves out most. For a reader it is the story's first sentence, written by its author.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cleaner.blocks import Blocks
from cleaner.features import Shape
from cleaner.features_head import Head, bare, overlap, summarises
from cleaner.features_words import name_words
from cleaner.metadata.dates import find_dates

_DECK = frozenset(
    """
    dek deck subdeck standfirst strapline subline subhed subhead subheading subheadline subtitle sub-head sub-heading
    sub-headline sub-title alternative-headline header-description article-description article-intro story-intro
    article-summary entry-summary post-summary news-summary excerpt lede ingress intro preamble vorspann teaser-text
    chapo chapeau manchet sottotitolo sommario occhiello catenaccio bajada copete entradilla zajawka
    """.split()
)
_ENDINGS = ("-sub-title", "-sub-heading", "-sub-headline")  # "td-post-sub-title"
_OTHER = frozenset(
    "caption credit byline author bio meta date time image photo share social newsletter promo cta related".split()
)
_OTHER_TAGS = frozenset("figcaption summary li time".split())
_TITLE = 0.6  # likeness to the page's title of the headline that is its own
_REACH = 30  # blocks below the headline
_STORY = 60  # words that were kept, at the least
_PARAGRAPH = 130  # characters; the first kept block of so many below the headline begins the story
_LEAST, _MOST = 5, 400  # words, characters
_OPENING = 50  # letters and digits: a deck that the story begins with as well is no loss
_LINES = 2  # of one deck
_SUBHEADINGS = frozenset("h2 h3 h4 h5".split())


def deck(blocks: Blocks, page: Shape, head: Head, keep: NDArray[np.bool_]) -> Iterator[slice]:
    """The blocks of the deck that were dropped."""
    headline = _headline(blocks, page, head)
    kept = np.flatnonzero(keep)
    below = kept[kept > headline] if headline is not None else kept[:0]
    paragraphs = below[page.chars[below] > _PARAGRAPH]
    if headline is None or not len(paragraphs) or page.words[kept].sum() < _STORY:
        return
    story = bare(" ".join(blocks.text[index] for index in below[:10].tolist()))
    found = 0
    for index in range(headline + 1, min(int(paragraphs[0]), headline + _REACH)):
        may_be = not keep[index] and _reads_like_deck(blocks, page, index)
        if may_be and (_is_called_deck(blocks, head, index) or _is_subheading(blocks, headline, index)):
            if bare(blocks.text[index])[:_OPENING] not in story:
                yield slice(index, index + 1)
                found += 1
            if found == _LINES:
                return


def _headline(blocks: Blocks, page: Shape, head: Head) -> int | None:
    """The first heading that says what the page's title says."""
    level = page.heading[page.owner]
    likely = np.flatnonzero((level >= 1) & (level <= 4)).tolist()
    return next((index for index in likely if overlap(blocks.text[index], head.titles) >= _TITLE), None)


def _reads_like_deck(blocks: Blocks, page: Shape, index: int) -> bool:
    words, chars = page.words[index], page.chars[index]
    return bool(words >= _LEAST and len(blocks.text[index]) <= _MOST and page.linked[index] <= 0.3 * chars)


def _is_called_deck(blocks: Blocks, head: Head, index: int) -> bool:
    """Whether the page's markup calls a block its deck, or its metadata give it as the summary."""
    around = blocks.ancestors(blocks.owner[index])[:3]
    names = [set(name_words(blocks.nodes.tag(node), blocks.nodes.names(node))) for node in around]
    if blocks.nodes.tag(around[0]) in _OTHER_TAGS or not _OTHER.isdisjoint(set().union(*names)):
        return False
    own = set().union(*names[:2])
    if not _DECK.isdisjoint(own) or any(name.endswith(_ENDINGS) for name in own):
        return True
    return summarises(bare(blocks.text[index]), head.summaries)


def _is_subheading(blocks: Blocks, headline: int, index: int) -> bool:
    """Whether a block is the heading right below the headline, in the box where that stands; or its second line in
    the header of an article, unless that is its date or the way to it."""
    above, below = (blocks.elements[blocks.owner[place]] for place in (headline, index))
    if index != headline + 1 or below.getprevious() is not above:
        return False
    if below.tag in _SUBHEADINGS:
        return True
    parent, text = below.getparent(), blocks.text[index]
    is_header = below.tag == "p" and parent is not None and parent.tag in ("header", "hgroup")
    return is_header and not find_dates(text, limit=1) and bare(blocks.text[headline]) not in bare(text)
