"""Which language a text is in, by its script, the letters that only some languages have, and its commonest words.

For pages that do not say. Small on purpose: a guess is worth having where it is sure, and none is better than a wrong
one, so short texts and texts between two languages get none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files

_MOST = 4_000  # characters that are looked at
_LEAST = 40  # letters
_WORDS = 15
_HITS = 6
_SHARE = 0.12  # of all words; a language's own make up 0.25 to 0.5 of a text in it
_MARGIN = 1.25
_OWN_SHARE = 0.01  # of all letters, for those that no other language has
_OWN_HITS = 3

_SCRIPTS = {
    name: re.compile(f"[{letters}]+")
    for name, letters in {
        "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
        "cyrillic": "\u0400-\u04ff",
        "greek": "\u0370-\u03ff\u1f00-\u1fff",
        "arabic": "\u0620-\u06d3\u0750-\u077f",
        "kana": "\u3041-\u30ff",
        "han": "\u4e00-\u9fff",
        "ko": "\uac00-\ud7a3",
        "he": "\u05d0-\u05ea",
        "th": "\u0e01-\u0e4e",
        "devanagari": "\u0904-\u0963",
        "bn": "\u0985-\u09e3",
        "pa": "\u0a05-\u0a74",
        "gu": "\u0a85-\u0ae1",
        "ta": "\u0b85-\u0bcd",
        "te": "\u0c05-\u0c61",
        "kn": "\u0c85-\u0ce1",
        "ml": "\u0d05-\u0d61",
        "si": "\u0d85-\u0ddf",
        "ka": "\u10d0-\u10ff",
        "hy": "\u0531-\u0587",
        "am": "\u1200-\u135a",
        "my": "\u1000-\u1059",
        "km": "\u1780-\u17d3",
        "lo": "\u0e81-\u0edd",
    }.items()
}
_WORTH = {"han": 3, "kana": 2, "ko": 2}  # letters of others that one of these says as much as
_LETTERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # By the first of the letters that make up a hundredth of the text; the last is what remains.
    "cyrillic": (
        ("be", "ў"),
        ("uk", "їєґ"),
        ("mk", "ѓќѕ"),
        ("sr", "ћђљњџ"),
        ("kk", "әғқңөұүһ"),
        ("ru", "ыэ"),
        ("bg", "ъ"),
        ("ru", "аеиоу"),
    ),
    "arabic": (("ur", "ٹڈںے"), ("fa", "پچژگی"), ("ar", "ةيىأإكه")),
}


def _load() -> dict[str, frozenset[str]]:
    lines = files(__package__).joinpath("tongue.txt").read_text("utf-8").splitlines()
    pairs = (line.split(":") for line in lines if not line.startswith("#"))
    return {code: frozenset(words.split()) for code, words in pairs}


_COMMON = _load()
_WORD = re.compile(r"[^\W\d_]+")


def tongue(text: str) -> str | None:
    """The language of a text as a code of two letters; None where it is short, of two languages or unknown."""
    text = text[:_MOST]
    if _letters(text, "latin") > max(_LEAST, 0.6 * len(text)):
        return _by_words(text)
    counts = {name: _letters(text, name) * _WORTH.get(name, 1) for name in _SCRIPTS}
    total = sum(counts.values())
    script = max(counts, key=lambda name: counts[name])
    if total < _LEAST:
        return None
    if counts["kana"] + counts["han"] > 0.5 * total:
        return "ja" if counts["kana"] > 0.05 * (counts["kana"] + counts["han"]) else "zh"
    if counts[script] < 0.6 * total:
        return None
    if script == "latin":
        return _by_words(text)
    if script in _LETTERS:
        return _by_letters(text.lower(), script, counts[script])
    return {"greek": "el", "devanagari": _of_devanagari(text)}.get(script, script)


def _letters(text: str, script: str) -> int:
    return sum(map(len, _SCRIPTS[script].findall(text)))


def _by_words(text: str) -> str | None:
    words = Counter(_WORD.findall(text.lower()))
    total = words.total()
    hits = {code: sum([words[word] for word in common if word in words]) for code, common in _COMMON.items()}
    best, second = sorted(hits, key=lambda code: -hits[code])[:2]
    sure = hits[best] >= max(_HITS, _SHARE * total, _MARGIN * hits[second])
    own = _OWN.get(best, "")
    if not sure and own and hits[best] >= max(_OWN_HITS, _MARGIN * hits[second]):
        sure = sum(text.lower().count(letter) for letter in own) >= _OWN_SHARE * len(text)
    if not sure and {best, second} in _SIBLINGS and hits[best] >= max(_HITS, _SHARE * total):
        sure = hits[best] > hits[second]
    return best if total >= _WORDS and sure else None


_OWN = {
    "tr": "ğış",
    "hu": "őű",
    "cs": "řěů",
    "pl": "łąęś",
    "ro": "țşșţă",
    "vi": "ươđạ",
    "lt": "ėųį",
    "lv": "āēņķļ",
}
"""Letters that next to no other language has."""
_SIBLINGS = ({"da", "no"}, {"cs", "sk"}, {"id", "ms"}, {"es", "ca"}, {"hr", "sl"})
"""Languages that share most of their commonest words: the few that they do not share decide."""


def _by_letters(text: str, script: str, count: int) -> str | None:
    for code, letters in _LETTERS[script]:
        if sum(text.count(letter) for letter in letters) >= 0.01 * count:
            return code
    return None


def _of_devanagari(text: str) -> str:
    words = Counter(text.split())
    common = {"hi": "है और के की में", "mr": "आहे आणि हे नाही होते", "ne": "छ र पनि छन् गर्न"}
    return max(common, key=lambda code: sum(words[word] for word in common[code].split()))
