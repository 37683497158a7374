"""How well encodings from before UTF-8 explain a page's bytes, by the letters that languages have most of.

Each reading of the bytes is judged by the same measure: how likely is this text, were it in that language? Real letters
in their real frequency are likely; wrong readings are full of signs, rare letters and capitals. The letters in the
order of their frequency are in `letters.txt`. East Asian encodings need no such list, because their own tables keep the
common characters together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, inf, log

import numpy as np
from numpy.typing import NDArray

_MOST = 1_000_000  # bytes of a page that are looked at
_WINDOW = 100_000  # bytes of its text
_SAMPLE = 4_000  # bytes of its words
_BESIDE = 2  # ASCII words on either side of one that is not, since they are of the same language

_SCRIPT = re.compile(rb"<(?:script|style)\b[^<]*(?:<(?!/script|/style)[^<]*)*", re.IGNORECASE)
_TEXT = re.compile(rb"(?:\A|>)[^<>]*[\x80-\xff][^<]*")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_SPACES = re.compile(rb"(?<![\x80-\xff])\xa0+")  # pages have rows of them; as the end of a character \xa0 stays
_ALONE = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff](?![A-Za-z\x80-\xff])")
_LATIN_BESIDE_OTHER = re.compile(rb"[A-Za-z](?=[\x80-\xff])|[\x80-\xff](?=[A-Za-z])")

# Likelihoods, each among what is beyond ASCII in a text.
_MARKS = "\xa0–’“”…—«»„‘©·•°®™§€‚‹›´№º²³±×½¼¾¥¢¡¿"
_MARK = 0.005  # any one of these, in every language
_MARK_ALONE, _ELSE_ALONE = 0.02, 0.002  # what is no part of a word is more often a dash or a © than a letter
_CAPITAL = 0.05  # of the small letter's
_SIGN = 1e-4
_UNUSED = 1e-7

# Natural logarithms, as all that is added up here.
_ASCII_LETTER = log(0.04)
_ASCII = 0.5  # weight of ASCII letters: they tell of the language, but there are foreign words and names among them
_MIXED = log(0.02)  # a Latin letter beside one of another script
_SAID = 4.0  # the page says that it is in this language: worth one letter or two
_COMMONEST = 1.5  # windows-1252 is the commonest by far
_RARER = -0.5  # for each further encoding of a language


@dataclass(frozen=True, slots=True)
class _Written:
    """A language in one of its encodings."""

    codes: frozenset[str]
    encoding: str
    is_latin: bool
    start: float
    worth: tuple[float, ...]  # of every byte; the last 128 are those beyond ASCII once more, standing alone


@dataclass(frozen=True, slots=True)
class _EastAsian:
    codes: frozenset[str]
    characters: re.Pattern[bytes]  # with a group for each class of them
    worth: tuple[float, ...]  # of a character by its group; first of what is none


# By encoding: languages; classes of its characters as (bytes, how many there are, their share of all text).
_CHARACTERS: dict[str, tuple[str, tuple[tuple[bytes, int, float], ...]]] = {
    "cp932": (
        "ja",
        (
            (rb"\x81[\x41-\x5c\x75-\x7a]", 34, 0.08),  # punctuation
            (rb"\x82[\x9f-\xf1]", 83, 0.45),  # hiragana
            (rb"\x83[\x40-\x96]", 86, 0.15),  # katakana
            (rb"[\x88-\x97][\x40-\x7e\x80-\xfc]|\x98[\x40-\x72]", 2965, 0.3),  # common kanji
            (rb"[\x81\x82\x87][\x40-\xfc]", 300, 0.015),
            (rb"[\x98-\x9f\xe0-\xea\xed\xfa-\xfc][\x40-\x7e\x80-\xfc]", 3500, 0.005),
            (rb"[\xa1-\xdf]", 63, 0.001),
        ),
    ),
    "euc_jp": (
        "ja",
        (
            (rb"\xa1[\xa2-\xbd\xd6-\xdb]", 34, 0.08),
            (rb"\xa4[\xa1-\xf3]", 83, 0.45),
            (rb"\xa5[\xa1-\xf6]", 86, 0.15),
            (rb"[\xb0-\xcf][\xa1-\xfe]", 2965, 0.3),
            (rb"[\xa1-\xa3\xad][\xa1-\xfe]", 300, 0.015),
            (rb"[\xd0-\xf4\xf9-\xfc][\xa1-\xfe]", 3500, 0.005),
            (rb"\x8e[\xa1-\xdf]", 63, 0.001),
        ),
    ),
    "gb18030": (
        "zh zh-cn zh-hans zh-sg",
        (
            (rb"\xa1[\xa2-\xbf]|\xa3[\xa1-\xbf]", 60, 0.1),
            (rb"[\xb0-\xd7][\xa1-\xfe]", 3755, 0.85),  # common characters
            (rb"[\xd8-\xf7][\xa1-\xfe]", 3008, 0.03),
            (rb"[\xa1-\xa3][\xa1-\xfe]", 280, 0.01),
            (rb"[\xa4-\xa9][\xa1-\xfe]", 500, 0.002),
            (rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", 14_000, 0.003),
            (rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]", 1_000_000, 0.0005),
        ),
    ),
    "big5hkscs": (
        "zh-tw zh-hk zh-mo zh-hant",
        (
            (rb"\xa1[\x40-\x7e\xa1-\xab]", 74, 0.1),
            (rb"[\xa4-\xc5][\x40-\x7e\xa1-\xfe]|\xc6[\x40-\x7e]", 5401, 0.87),  # common characters
            (rb"[\xa1-\xa3][\x40-\x7e\xa1-\xfe]", 400, 0.01),
            (rb"[\xc9-\xf9][\x40-\x7e\xa1-\xfe]", 7652, 0.02),
            (rb"[\x87-\xa0\xc6-\xc8\xfa-\xfe][\x40-\x7e\xa1-\xfe]", 5000, 0.001),
        ),
    ),
    "cp949": (
        "ko",
        (
            (rb"[\xb0-\xc8][\xa1-\xfe]", 2350, 0.95),  # hangul
            (rb"[\xa1-\xa3][\xa1-\xfe]", 280, 0.02),
            (rb"[\xca-\xfd][\xa1-\xfe]", 4888, 0.02),  # hanja
            (rb"[\x81-\xc6][\x41-\x5a\x61-\x7a\x81-\xfe]", 8822, 0.01),
        ),
    ),
}


def likelihoods(page: bytes, language: str = "") -> tuple[dict[str, float], int]:
    """The natural logarithm of each encoding's likelihood, and the number of bytes beyond ASCII that they rest on.

    language: what the page says it is in, as `letters.txt` names it ("pl"): evidence that a few letters outweigh.
    """
    words = _words(page)
    alone = _counts(b"".join(_ALONE.findall(words)))[128:]
    counts = np.concatenate((_counts(words), alone))
    counts[128:256] -= alone
    mixed = len(_LATIN_BESIDE_OTHER.findall(words)) * _MIXED
    languages, worth = _languages()
    found: dict[str, float] = {}
    for written, score in zip(languages, (worth @ counts).tolist(), strict=True):
        said = _SAID if language in written.codes else 0.0
        likelihood = score + written.start + said + (0.0 if written.is_latin else mixed)
        found[written.encoding] = max(found.get(written.encoding, -inf), likelihood)
    for encoding, east_asian in _east_asian().items():
        found[encoding] = _of_characters(words, east_asian) + (_SAID if language in east_asian.codes else 0.0)
    return found, int(counts[128:].sum())


def _of_characters(words: bytes, encoding: _EastAsian) -> float:
    kinds = Counter((match.lastindex or 0, match[0][-1] < 0x80) for match in encoding.characters.finditer(words))
    # A second byte that looks like an ASCII letter is one in all other readings, which take it for likely.
    return sum(
        number * (encoding.worth[kind] - (_ASCII_LETTER if ends_in_ascii else 0.0))
        for (kind, ends_in_ascii), number in kinds.items()
    )


def _words(page: bytes) -> bytes:
    """The words of a page's text that are not ASCII, with their neighbours; of a page without text, any such words."""
    page = page[:_MOST]
    text = b" ".join(_texts(_SCRIPT.sub(b"", page))) or page
    first = _BEYOND_ASCII.search(text)
    start = first.start() if first else len(text)
    words = _SPACES.sub(b" ", text[max(0, start - 100) : start + _WINDOW]).split()
    kept: list[bytes] = []
    end = 0
    for place, word in enumerate(words):
        if not word.isascii():
            kept += words[max(end, place - _BESIDE) : place + _BESIDE + 1]
            end = place + _BESIDE + 1
    return b" ".join(kept)[:_SAMPLE]


def _texts(page: bytes) -> Iterator[bytes]:
    """What stands between tags and is not ASCII."""
    size = 0
    for match in _TEXT.finditer(page):
        yield match[0].removeprefix(b">")
        size += len(match[0])
        if size > _WINDOW:
            return


def _counts(data: bytes) -> NDArray[np.int64]:
    return np.bincount(np.frombuffer(data, np.uint8), minlength=256)


@cache
def _languages() -> tuple[list[_Written], NDArray[np.float64]]:
    lines = files(__package__).joinpath("letters.txt").read_text("utf-8").splitlines()
    table = [line.split("; ") for line in lines if not line.startswith("#")]
    english = _shares(table[0][2])
    languages = []
    for codes, encodings, letters in table:
        shares = _shares(letters)
        is_latin = letters[0].isascii()
        ascii_worth = [_of_ascii(chr(byte).lower(), shares, english) if is_latin else 0.0 for byte in range(128)]
        first, *_ = names = encodings.split()
        for rank, encoding in enumerate(names):
            beyond = [_character(byte, encoding, first) for byte in range(128, 256)]
            worth = (*ascii_worth, *(_in_word(each, shares) for each in beyond), *(map(_alone, beyond)))
            start = rank * _RARER + (_COMMONEST if encoding == "cp1252" else 0.0)
            languages.append(_Written(frozenset(codes.split()), encoding, is_latin, start, worth))
    return languages, np.array([written.worth for written in languages])


def _shares(letters: str) -> dict[str, float]:
    """How much of a text each letter makes up, by its place in the order; ASCII and what is beyond by themselves."""
    weights = {letter: exp(-3 * place / len(letters)) for place, letter in enumerate(letters)}
    ascii_ = sum(weight for letter, weight in weights.items() if letter.isascii())
    beyond = sum(weights.values()) - ascii_
    return {letter: weight / (ascii_ if letter.isascii() else beyond) for letter, weight in weights.items()}


def _character(byte: int, encoding: str, windows: str) -> str:
    # Where ISO encodings have control characters, pages in them have what the Windows encoding has there.
    return bytes([byte]).decode(windows if encoding.startswith("iso") and byte < 0xA0 else encoding, "replace")


def _of_ascii(letter: str, shares: dict[str, float], english: dict[str, float]) -> float:
    """Relative to English, so that ASCII is no argument for or against other scripts: their pages have English, too."""
    return _ASCII * log(shares.get(letter, 0.001) / english[letter]) if letter in english else 0.0


def _in_word(character: str, shares: dict[str, float]) -> float:
    if character in shares:
        return log(shares[character])
    if character.lower() in shares:
        return log(shares[character.lower()] * _CAPITAL)
    return log(_UNUSED if character == "\ufffd" else _MARK if character in _MARKS else _SIGN)


def _alone(character: str) -> float:
    return log(_UNUSED if character == "\ufffd" else _MARK_ALONE if character in _MARKS else _ELSE_ALONE)


@cache
def _east_asian() -> dict[str, _EastAsian]:
    return {
        encoding: _EastAsian(
            codes=frozenset(codes.split()),
            characters=re.compile(b"|".join(b"(%s)" % pattern for pattern, _, _ in classes) + rb"|[\x80-\xff]"),
            worth=(log(_UNUSED), *(log(share / number) for _, number, share in classes)),
        )
        for encoding, (codes, classes) in _CHARACTERS.items()
    }
