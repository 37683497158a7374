"""Which of a page's groups is its list: the one that on average agrees best with all that score well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from feeds.scrape.detect import words
from feeds.scrape.detect.addresses import address
from feeds.scrape.detect.features import Ints, Measures, measure, table
from feeds.scrape.detect.few import FEW, few
from feeds.scrape.detect.gallery import gallery
from feeds.scrape.detect.groups import Group, groups
from feeds.scrape.detect.page import Link, Page
from feeds.scrape.detect.strays import with_lost, without_strays
from feeds.scrape.detect.trees import Matrix, Trees, load

EXTRA_FILE = re.compile(
    r"\.(?:mp3|m4a|m4b|ogg|oga|opus|wav|flac|aac|mp4|m4v|webm|mov|avi"
    r"|zip|7z|rar|tar|t?gz|tbz2?|bz2|t?xz|zst|exe|msi|dmg|pkg|deb|rpm|apk|appimage|whl|jar)(?:$|[?#])",
    re.IGNORECASE,
)
_JURY = 25
"""The best groups, which judge each other."""
_CONFIDENCE = 3.0
"""How fast a group's say falls with its score."""


_TOLD = 1.5
"""What it adds to a group's score that the page's own data lists the same addresses."""
_ROWS = 3
"""Rows from which on two links each are told from a grid."""
_MOST = 0.8
"""Share of a group's links that are but a day, from which on they are no items."""
_SAME = 0.9
"""F1 from which on two lists are the same."""
_WEAK, _NOTHING = 0.5, -2.5
"""Below these scores a group is hardly, and is not, the list of a page that has one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The page's list: its group, the largest node that each item has alone, its score, how many others were."""

    group: Group
    records: Ints
    score: float
    rivals: int
    furniture: float  # share of the items that stand beside the page's own list

    @property
    def is_weak(self) -> bool:
        """Whether the page's data should be asked for something better."""
        return self.score < _WEAK

    @property
    def is_nothing(self) -> bool:
        """Whether this is a menu rather than a list."""
        return self.score < _NOTHING or (self.is_weak and self.furniture > 0.5)


def choose(page: Page, told: Sequence[frozenset[str]] = (), ranker: Trees | None = None) -> Choice | None:
    """The page's list, None where no two links are of one kind.

    told: sets of URL identities that the page's own data calls a list; what agrees with one is favoured.
    ranker: what scores the groups; that which ships where it is None.
    """
    measures = Measures(page)
    candidates = groups(page, measures.headed, measures.beside)
    choice = _best(measures, candidates, told, ranker) if candidates else None
    if choice and not choice.is_nothing and not _is_doubtful(measures, choice.group):
        return choice
    if (choice is None or choice.is_nothing) and (shown := gallery(page, candidates, measures.beside)):
        return Choice(shown, measures.records(shown), 0.0, len(candidates) - 1, 0.0)
    if found := few(page, measures.headed, measures.beside):
        group, roots = found
        return Choice(group, np.array([root.index for root in roots]), 0.0, len(candidates), 0.0)
    return choice if choice and choice.is_nothing else None


def _is_doubtful(measures: Measures, group: Group) -> bool:
    """Whether so short a list might as well be anything: where its links are neither headings nor told like items'."""
    if len(group.links) > FEW:
        return False
    own = address(measures.page.url)
    if any(address(link.url).leads_back(own) for link in group.links):
        return True
    told = all(link.index in measures.headed or address(link.url).is_story for link in group.links)
    return not told or any(measures.beside[link.node.index] for link in group.links)


def _best(
    measures: Measures, candidates: Sequence[Group], told: Sequence[frozenset[str]], ranker: Trees | None
) -> Choice:
    page = measures.page
    trees = ranker or load("ranker.json")
    scores = trees.score(table(measure(measures, candidates), trees.names))
    sets = [group.keys for group in candidates]
    scores = scores + told_bonus(sets, told)
    best = judge(sets, scores)
    group = one_of_each(candidates, candidates[best])
    group = without_strays(page, with_lost(page, group, measures.beside), measures.beside)
    records = measures.records(group)
    ranked = [candidates[at] for at in np.argsort(-scores, kind="stable")]
    if _are_extras(group.links):
        group = _told_beside(page, records, ranked) or group
    elif len({link.text for link in group.links}) == 1:  # "Read more"; the heading may lead elsewhere
        ranked = [each for each in ranked if all(link.index in measures.headed for link in each.links)]
        group = _told_beside(page, records, ranked) or group
    return Choice(group, records, float(scores[best]), len(candidates) - 1, measures.furniture(records))


def one_of_each(candidates: Sequence[Group], whole: Group) -> Group:
    """Of a group that has two links of each row, one of which says the same in every row: the other one of each.

    "Details" and "Tickets", or a headline and "8 hours ago": a person counts such a row once. Where both say the same
    in every row, the first does.
    """
    count, odd = divmod(len(whole.links), 2)
    if odd or count < _ROWS:
        return whole
    same = {group.keys for group in candidates if "words" in group.ways}
    first, second = whole.links[::2], whole.links[1::2]
    for half, rest in ((first, second), (second, first)):
        if frozenset(link.key for link in rest) in same:
            return replace(whole, links=half, keys=frozenset(link.key for link in half))
    return whole


def _are_extras(links: Sequence[Link]) -> bool:
    """Whether links lead to an item's sound or download, or from its day to a calendar, rather than to its page."""
    dated = sum(words.is_day(link.text) for link in links)
    return dated >= _MOST * len(links) or all(EXTRA_FILE.search(link.url) for link in links)


def _told_beside(page: Page, records: Ints, ranked: Sequence[Group]) -> Group | None:
    """The first group of links that stand one in each record, and say what differs from record to record."""
    spans = [(page.nodes[index].l0, page.nodes[index].l1) for index in records]
    for group in ranked:
        links = group.links
        if len(links) != len(spans) or _are_extras(links) or len({link.text for link in links}) < _MOST * len(links):
            continue
        if all(first <= link.index < end for link, (first, end) in zip(links, spans, strict=True)):
            return group
    return None


def told_bonus(sets: Sequence[frozenset[str]], told: Sequence[frozenset[str]]) -> Matrix:
    """What to add to the candidates' scores for agreeing with a list in the page's own data."""
    agrees = [any(_agreement(keys, each) >= _SAME for each in told) for keys in sets]
    return np.array(agrees, dtype=np.float32) * _TOLD


def judge(sets: Sequence[frozenset[str]], scores: Matrix) -> int:
    """The candidate with the highest expected F1, were the truth one of the best by their scores.

    Picks the middle of several near-alike candidates where the highest score alone may be an outlier
    (minimum Bayes risk decoding).
    """
    jury = np.argsort(-scores, kind="stable")[:_JURY]
    weights = np.exp((scores[jury] - scores[jury[0]]) * _CONFIDENCE)
    expected = [sum(w * _agreement(sets[i], sets[j]) for j, w in zip(jury, weights, strict=True)) for i in jury]
    return int(jury[int(np.argmax(expected))])


def _agreement(a: frozenset[str], b: frozenset[str]) -> float:
    """F1 of two sets."""
    return 2 * len(a & b) / (len(a) + len(b))
