"""The title of a page: what its headings, its title element and its metadata agree on.

No source is right often enough to be trusted alone (on article pages the first h1 is in 74 of 100, the title element
cut at a separator in 71, og:title in 45; some one of them in 96), so every source and every cut of it is a candidate,
and the candidate that the others, the address and its own place speak for most is the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice, pairwise
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

MAX_TITLE = 500
"""Characters; what is longer is no title."""

_WIDE = r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]"  # signs of scripts that set no spaces around a dash
_SEPARATOR = re.compile(
    r"\s[-–—|·•»«:/~›‹>]{1,2}\s|\s?[|｜»]\s?|\s::\s|:\s|\s-(?=\w)|(?<=\w)-\s|_(?=[^\x00-\x7f])"
    rf"|(?<={_WIDE})-{{1,2}}(?=\S)|(?<=[^\s-])-{{1,2}}(?={_WIDE})"
)
_QUOTED = re.compile(r"«[^«»]{1,200}»")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad ¶🔗\uf0c1"  # and the marks of links to a heading
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W_]+")

WEIGHTS: Mapping[str, float] = {
    "is h1": 2.3, "equals h1": 1.5, "address": 1.4, "cut of og": 1.1, "equals json-ld": 0.8, "equals og": 0.8,
    "has parts": 0.8, "near json-ld": 0.8, "cut": 0.7, "in address": 0.6, "is later h1": 0.6, "cut of title": 0.5,
    "whole heading and title": 1.5, "equals twitter": 0.4, "near meta": 0.3, "near twitter": 0.2, "equals meta": 0.1,
    "cut of twitter": -0.2, "equals h2": -0.2, "is h2": -0.2, "is like site": -0.2, "starts another": -0.2,
    "near h1": -0.3, "cut of h1": -0.4, "is meta": -0.4, "near title": -0.4, "short start": -0.4, "cut of meta": -0.5,
    "parts": -0.6, "near h2": -0.7, "is og": -0.8, "long": -0.8, "equals title": -0.9, "is twitter": -0.9,
    "names one like site": -0.9, "is later h2": -1.0, "is site": -1.0, "is json-ld": -1.1, "lonely": -1.1,
    "two words": -1.1, "a part is agreed": -1.2, "names site": -1.3, "one word": -1.3, "logo": -1.4, "bar": -1.6,
    "truncated": -1.5, "cut off": -2.1, "cut at colon": -3.3,
}  # fmt: skip
"""What speaks for a candidate and against it: a conditional logit fitted to 1,214 article pages, rounded.

Punctuation aside, .889 (WCXB) and .953 (news of 2023) are right in five folds by host; what is missed is mostly an h1
and a title element that say different things, where the truth takes either. By hand: a heading and a title element that
are one and the same are the title, whatever marks they have.
"""


@dataclass(frozen=True)
class Source:
    """A text of the page that holds its title, perhaps with more around it."""

    name: str  # h1, title, og, twitter, json-ld, meta
    text: str
    place: int = 0  # among its kind: 0 is the first h1
    pieces: tuple[str, ...] = ()  # of the text, where its mark-up divides it: a kicker, the headline, a date
    is_logo: bool = False  # it leads to the site's front page, or stands in a menu

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The text's words for comparison."""
        return words(self.text)

    @cached_property
    def bag(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def cut_words(self) -> frozenset[tuple[str, ...]]:
        """What is left of the text by any of its cuts."""
        return frozenset(self.cuts.values())

    @cached_property
    def cuts(self) -> Mapping[str, tuple[str, ...]]:
        """The text without segments at its beginning or end, and the words of each; the whole first."""
        marks = [mark.span() for mark in islice(_separators(self.text), 8)]
        marks += self._ends_of_pieces()
        starts = [0, *(end for _, end in marks)]
        ends = [*(start for start, _ in marks), len(self.text)]
        found = {self.text[start:end].strip() for start in starts for end in ends if start < end}
        return {cut: words(cut) for cut in sorted(found, key=lambda cut: (-len(cut), cut)) if words(cut)}

    def _ends_of_pieces(self) -> list[tuple[int, int]]:
        """Where one of the first pieces ends in the text and the next one begins."""
        begins, found = 0, []
        for piece, following in islice(pairwise(self.pieces), 6):
            ends = begins + len(piece)
            begins = self.text.index(following, ends)
            found.append((ends, begins))
        return found


def _separators(text: str) -> Iterator[re.Match[str]]:
    """What may part a title from what is added to it; not the quotation marks of «a word»."""
    quoted = [mark.span() for mark in _QUOTED.finditer(text)] if "«" in text else []
    for mark in _SEPARATOR.finditer(text):
        if not any(start <= mark.start() < end or start < mark.end() <= end for start, end in quoted):
            yield mark


def _segments(text: str) -> Iterator[str]:
    """What stands between a text's separators."""
    start = 0
    for mark in _separators(text):
        yield text[start : mark.start()]
        start = mark.end()
    yield text[start:]


@lru_cache(maxsize=1024)  # sources share their parts
def words(text: str) -> tuple[str, ...]:
    """Words of a text, case and punctuation aside; single characters where the script has no spaces."""
    return tuple(_WORD.findall(text.casefold().replace("’", "").replace("'", "")))


@lru_cache(maxsize=1024)
def spellings(word: str) -> tuple[str, ...]:
    """How addresses may spell a word: as it is, without its accents, with letters for them ("für": "fur", "fuer")."""
    if word.isascii():
        return (word,)
    bare = "".join(ch for ch in normalize("NFKD", word.translate(_STROKES)) if not combining(ch))
    return tuple(dict.fromkeys((bare, normalize("NFC", word).translate(_LETTERS), word)))


_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})


def choose_title(sources: Sequence[Source], site_names: Sequence[str], url: str) -> tuple[str, str] | None:
    """The title and the source that it was taken from; None where no source has one.

    sources: in the page's order. site_names: what the site calls itself; cut off, and no title by itself.
    """
    told = [source for source in sources if source.words]
    sources = [source for source in told if len(source.text) <= MAX_TITLE]
    place = Place(site_names, url)
    scored = [(_score(claims(cut, each, sources, place)), cut, each) for each in sources for cut in each.cuts]
    if not scored:
        return (f"{told[0].text[:MAX_TITLE].rstrip()}…", told[0].name) if told else None
    _, cut, source = max(scored, key=lambda each: each[0])
    # of one wording in several spellings (quotes, dashes) the first, as sources come in order of trust; but capitals
    # throughout are a matter of looks
    same = [text for each in sources for text, its_words in each.cuts.items() if its_words == source.cuts[cut]]
    spelled = next((text for text in same if not text.isupper()), same[0])
    return spelled.strip(_UNSEEN), source.name


def _score(said: Mapping[str, float]) -> float:
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in said.items())


class Place:
    """Where the page is: what its site is called, and the words of its address."""

    def __init__(self, site_names: Sequence[str], url: str) -> None:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        self._names = {"".join(words(name)) for name in [*site_names, host]} - {""}
        self._names |= {"".join(words(label)) for label in host.split(".") if len(label) > 3}
        self._words = {word for name in site_names for word in words(name)} | {"logo"}
        self._labels = {"".join(words(label)) for label in host.split(".")[:-1] if len(label) > 2}
        steps = [re.sub(r"\.\w{2,5}$", "", step) for step in unquote(parts.path).split("/") if step]
        # of "/2024/05/a-long-title/", "/a-long-title/amp" and "/a-long-title/12345" the step that holds the title
        told = next((step for step in reversed(steps) if len(words(step)) > 2), max(steps, key=len, default=""))
        self.slug = frozenset(plain for word in words(told) if len(word) > 2 for plain in spellings(word)[:1])

    def is_site(self, text_words: Iterable[str]) -> bool:
        """Whether the words are a name of the site, or made of nothing else."""
        found = tuple(text_words)
        return "".join(found) in self._names or self._words.issuperset(found)

    def is_like_site(self, text_words: Sequence[str]) -> bool:
        """Whether the words have the name of the host among them, in one word or in several."""
        joined = "".join(text_words)
        return any(label in text_words or (len(label) > 4 and label in joined) for label in self._labels)


def claims(cut: str, source: Source, sources: Sequence[Source], place: Place) -> dict[str, float]:
    """What can be said of a candidate, each from 0.0 to 1.0 (parts: how many)."""
    own = source.cuts[cut]
    parts = [part for piece in _segments(cut) if (part := words(piece))]
    agreed = _agreements(own, source, sources)
    in_address = _in_address(own, place)
    said = {f"is {'later ' if source.place else ''}{source.name}": 1.0, "logo": float(source.is_logo)}
    said |= agreed | in_address | _of_site(own, parts, place) | _looks(cut, own, parts)
    wholes = {each.name for each in sources if each.words == own}
    said["whole heading and title"] = {"h1", "title"} <= wholes
    said["starts another"] = len(own) > 2 and any(
        own == each.words[: len(own)] and own not in each.cut_words for each in sources
    )
    said["truncated"] = cut.endswith(("...", "…")) and any(
        own != each.words == own[: len(each.words)] for each in sources
    )
    said["a part is agreed"] = len(source.cuts) > 1 and _has_agreed_part(own, source, sources)
    is_told = max(agreed.values(), default=1.0) >= 0.34 or in_address.get("address", 0.0) >= 0.2
    said["lonely"] = len(sources) > 1 and not is_told
    if own != source.words:
        said["cut"] = source.name != "h1"
        said["cut off"] = min(len(source.words) - len(own), 8) / 8
        said["cut at colon"] = f"{cut}: " in source.text or f": {cut}" in source.text
    return said


def _agreements(own: tuple[str, ...], source: Source, sources: Sequence[Source]) -> dict[str, float]:
    """How the other sources speak for a candidate; one h1 says nothing of another."""
    said: dict[str, float] = {}
    for other in sources:
        if other is not source and other.place < 3 and not source.name == other.name == "h1":
            key, value = _agreement(own, other)
            said[key] = max(value, said.get(key, 0.0))
    return said


def _agreement(own: tuple[str, ...], other: Source) -> tuple[str, float]:
    """How another source speaks for a candidate: it says the same, more, or something like it."""
    if own == other.words:
        return f"equals {other.name}", 1.0
    if own in other.cut_words:
        return f"cut of {other.name}", 1.0
    bag = set(own)
    return f"near {other.name}", 2 * len(bag & other.bag) / (len(bag) + len(other.bag))


def _in_address(own: tuple[str, ...], place: Place) -> dict[str, float]:
    """How much of the address the candidate has, and how much of the candidate the address."""
    if not place.slug:
        return {}
    ways = [spellings(word) for word in own]
    return {
        "address": len(place.slug.intersection(chain.from_iterable(ways))) / len(place.slug),
        "in address": sum(not place.slug.isdisjoint(way) for way in ways) / len(own),
    }


def _of_site(own: tuple[str, ...], parts: Sequence[tuple[str, ...]], place: Place) -> dict[str, float]:
    """Whether a candidate, or one of its parts, is the site's name or has the name of its host in it."""
    several = parts if len(parts) > 1 else ()
    return {
        "is site": place.is_site(own),
        "names site": any(map(place.is_site, several)),
        "is like site": len(own) < 8 and place.is_like_site(own),
        "names one like site": any(len(part) < 8 and place.is_like_site(part) for part in several),
    }


def _looks(cut: str, own: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """What the candidate looks like, whatever else the page says."""
    return {
        "one word": len(own) == 1,
        "two words": len(own) == 2,
        "long": _length(own) > 25,
        "bar": "|" in cut,
        "parts": min(3, len(parts) - 1),
        "has parts": len(parts) > 1,
        "short start": len(parts) > 1 and len(parts[0]) < 3 and not _LABELLED.match(cut),
    }


_LABELLED = re.compile(r"[^|]{0,40}:\s")  # "Review: …"


def _length(own: tuple[str, ...]) -> int:
    """How many words a candidate has; in a script without spaces, where each character counts as one, by guess."""
    single = sum(len(word) == 1 and word >= "\u0e00" for word in own)
    return len(own) - single + single // 2


def _has_agreed_part(own: tuple[str, ...], source: Source, sources: Sequence[Source]) -> bool:
    """Whether a part of a candidate, but not the whole, is what two others say, or a cut of theirs."""
    others = [each for each in sources if each is not source and each.place == 0]
    if any(own in each.cut_words for each in others):
        return False
    inner = {part for part in source.cut_words if len(part) > 2 and len(part) < len(own) and _within(part, own)}
    return any(sum(part in each.cut_words for each in others) > 1 for part in inner)


def _within(part: tuple[str, ...], own: tuple[str, ...]) -> bool:
    return part in (own[: len(part)], own[-len(part) :])
