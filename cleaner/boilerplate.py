"""What a site repeats across its pages: seen on three, and on half of them, a block is furniture.

Text alone decides, digits aside ("3 comments" and "12 comments" are one block). A block's place and classes are left
out on purpose: the same promo is set in the middle of one page and at the end of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from itertools import islice

from cleaner.model import SiteProfile

MIN_CHARS = 20
"""Shorter texts are no evidence: honest headings ("Ingredients") return on every page too."""
MIN_PAGES = 3
MAX_PAGES = 64
"""Then all counts are halved: what a site showed long ago fades, and a new design is learned."""
MAX_BLOCKS = 4_000
"""Fingerprints remembered; the rarest and oldest go first."""
MAX_BLOCKS_OF_PAGE = 2_000

_DIGITS = str.maketrans("0123456789", "0" * 10)


def fingerprint(text: str) -> str:
    """What makes two blocks the same; empty for a text too short to tell."""
    line = " ".join(text.casefold().translate(_DIGITS).split())
    # A character of a script without spaces says about twice as much as a letter.
    weight = len(line) + sum(char >= "\u2e80" for char in line[:MIN_CHARS])
    if weight < MIN_CHARS:
        return ""
    return blake2b(line[:2_000].encode("utf-8", "replace"), digest_size=8).hexdigest()


def learn(profile: SiteProfile, fingerprints: Iterable[str]) -> SiteProfile:
    """`profile` with one more page in it; call it once for each distinct page of a site."""
    page = list(dict.fromkeys(islice((mark for mark in fingerprints if mark), MAX_BLOCKS_OF_PAGE)))
    pages, counts = profile.pages + 1, Counter(profile.blocks)
    counts.update(page)
    if pages > MAX_PAGES:
        pages //= 2
        counts = Counter({mark: count // 2 for mark, count in counts.items() if count > 1})
        counts.update(mark for mark in page if mark not in counts)
    if len(counts) > MAX_BLOCKS:
        counts = _kept(counts, newest=set(page))
    return SiteProfile(pages=pages, blocks=dict(counts))


def is_boilerplate(profile: SiteProfile, mark: str) -> bool:
    """Whether the block with this fingerprint is one that the site repeats."""
    count = profile.blocks.get(mark, 0) if mark else 0
    return count >= MIN_PAGES and count * 2 >= profile.pages


def reason(profile: SiteProfile, mark: str) -> str:
    """Why, for the trace."""
    return f"profile: on {profile.blocks.get(mark, 0)} of {profile.pages} pages"


def _kept(counts: Counter[str], *, newest: set[str]) -> Counter[str]:
    """The commonest blocks; among equals those of the page just read, then the ones learned last."""
    order = {mark: place for place, mark in enumerate(counts)}
    ranked = sorted(counts, key=lambda mark: (-counts[mark], mark not in newest, -order[mark]))[:MAX_BLOCKS]
    chosen = set(ranked)
    return Counter({mark: count for mark, count in counts.items() if mark in chosen})
