"""What a page holds twice, as its telephone view beside its wide one, and is to be read once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from lxml import etree

from cleaner.dom import HEADINGS, line_in

_ROUNDS = 3  # of looking: there may be a third copy
_COPIES = 3  # what is there more often is a pattern
_COPIED = 1_000  # characters of a second copy of the story
_SHARE = 0.25  # of the story's text that the copy has at least
_STRANGE = 4  # what a character in a copy that is no copy counts for against one that is: four in five must be
_UNIT = 60  # characters that are said twice in a row; less may be meant
_MOST_STEPS = 12  # lengths of units that are looked for
_ECHOES = 5  # a song may well say a line four times
_LABEL = 60  # characters
_FILLER = "lorem ipsum"  # of a page that is being built: it says the same again for want of anything else


def drop_repeats(story: etree._Element) -> None:
    """Take out of a tidy story what it shows or says twice in a row, its second copy, and labels of every picture.

    Other repeated blocks (the children of `story`) are left: notes below each of several products, the errors that
    every call of an interface may give.
    """
    for block in list(_shown_before(story)):
        story.remove(block)
    for _ in range(_ROUNDS):
        said = [(block, text) for block in story if (text := line_in(block))]
        blocks, texts = [block for block, _ in said], [text for _, text in said]
        if len(set(texts)) == len(texts) or any(_FILLER in text.lower() for text in texts):
            return
        gone = {*_in_a_row(blocks, texts), *_second_copy(texts), *_echoes(blocks, texts)}
        for place in gone:
            story.remove(blocks[place])
        if not gone:
            return


def _shown_before(story: etree._Element) -> Iterator[etree._Element]:
    """The blocks that show but one picture, and no more than an earlier block has shown: bands of logos, ornaments."""
    shown: set[str] = set()
    for block in story:
        pictures = [image.get("src", "") for image in block.iter("img")]
        if len(pictures) == 1 and pictures[0] in shown and block.tag in ("p", "figure") and not line_in(block):
            yield block
        shown.update(pictures)


def _in_a_row(blocks: Sequence[etree._Element], texts: Sequence[str]) -> Iterator[int]:
    """The blocks of a run that says once more what was just said: a slide for each width, a band that goes round.

    Verses repeat themselves, and so does code.
    """
    steps: Counter[int] = Counter()
    last: dict[str, int] = {}
    for place, text in enumerate(texts):
        if text in last:
            steps[place - last[text]] += len(text)
        last[text] = place
    for step, _ in steps.most_common(_MOST_STEPS):
        same = [text == again for text, again in zip(texts, texts[step:], strict=False)]
        for is_same, run in groupby(range(len(same)), same.__getitem__):
            places = list(run) if is_same else []
            unit = places[:step]
            if len(places) < step or (len(places) >= _COPIES and len({texts[place] for place in unit}) == 1):
                continue
            said = sum(len(texts[place]) for place in places)
            heads = step == 1 and blocks[places[0]].tag in HEADINGS
            if (said >= _UNIT or heads) and not any(_is_verse(blocks[place]) for place in unit):
                yield from (place + step for place in places)


def _is_verse(block: etree._Element) -> bool:
    return block.tag == "pre" or next(block.iter("br", "pre"), None) is not None


def _second_copy(texts: Sequence[str]) -> Iterator[int]:
    """The blocks of a second copy: a part of the page of which nearly all was said before it, in the same order."""
    again = _said_again(texts)
    first, end = _densest([len(text) if place in again else -_STRANGE * len(text) for place, text in enumerate(texts)])
    copy = [place for place in range(first, end) if place in again and again[place] < first]
    copied = sum(len(texts[place]) for place in copy)
    if copied >= max(_COPIED, _SHARE * sum(map(len, texts))):
        yield from copy


def _said_again(texts: Sequence[str]) -> dict[int, int]:
    """The place of a block that says once more what another said → the other's, the most that keep the same order."""
    places = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    pairs = sorted(pair for found in places.values() if len(found) <= _COPIES for pair in pairwise(found))
    return {again: place for place, again in _rising(pairs)}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs, sorted by their first number, in which the second rises as well."""
    tops: list[int] = []  # the smallest second number that ends a selection of each length
    ends: list[int] = []  # the pair that it belongs to
    before: list[int] = []
    for number, (_, again) in enumerate(pairs):
        length = bisect_left(tops, again)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1], ends[length : length + 1] = [again], [number]
    chosen, number = [], ends[-1] if ends else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _densest(values: Sequence[int]) -> tuple[int, int]:
    """Where the run of numbers with the highest sum begins and ends (Kadane)."""
    best, sum_, start, found = 0, 0, 0, (0, 0)
    for place, value in enumerate(values):
        if sum_ <= 0:
            sum_, start = 0, place
        sum_ += value
        if sum_ > best:
            best, found = sum_, (start, place + 1)
    return found


def _echoes(blocks: Sequence[etree._Element], texts: Sequence[str]) -> Iterator[int]:
    """The blocks of a run of equal short paragraphs, but for the first."""
    for text, run in groupby(range(len(texts)), texts.__getitem__):
        places = list(run)
        if len(text) <= _LABEL and len(places) >= _ECHOES and all(_is_plain(blocks[place]) for place in places):
            yield from places[1:]


def _is_plain(block: etree._Element) -> bool:
    return block.tag == "p" and not len(block)
