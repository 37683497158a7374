"""Words and calendars of dates: month names of 67 languages, the Persian, Thai, Japanese and Taiwanese years."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources

_ALIASES = {"no": "nb", "fil": "tl", "iw": "he", "in": "id", "sh": "sr", "mo": "ro"}
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
_SAME = str.maketrans("−–—‐‑’‘ʼ٬،", "-----''',,")
_THAI_DOT = re.compile(r"(?<=[\u0e01-\u0e4e])\.(?=[\u0e01-\u0e4e\s]|$)")
_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_HAN_NUMBER = re.compile(r"[〇零○一二三四五六七八九十]{1,4}(?=\s?[年月日號号時时点點分])")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}
_ERA_YEAR = re.compile(r"(令和|平成|昭和|大正|民[國国])\s?(\d{1,3}|元)\s?年")


def plain(text: str) -> str:
    """`text` in one form: ASCII digits and dashes, single spaces, nothing invisible, Western years. Case stays."""
    if text.isascii():
        return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    text = "".join(_digit(ch) for ch in _UNSEEN.sub("", text))
    text = _THAI_DOT.sub("", text)
    text = _HAN_NUMBER.sub(lambda match: _han_number(match[0]), text)
    text = _ERA_YEAR.sub(_western_year, text)
    return _SPACE.sub(" ", text).strip()


def fold(word: str) -> str:
    """A word for comparison: no case, no accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(ch for ch in parts if not ("\u0300" <= ch <= "\u036f" or "\u0653" <= ch <= "\u0655"))
    return unicodedata.normalize("NFC", bare).replace("ı", "i").replace("ي", "ی").replace("ك", "ک")


def base_language(language: str | None) -> str:
    """The primary subtag in the form that the tables use; "" where nothing is known."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    return "" if code in ("und", "mul", "zxx") else _ALIASES.get(code, code)


def month(word: str, language: str = "") -> int | None:
    """The number of the month that `word` names, in the language, in English, or in the one sense it has anywhere."""
    key = fold(word)
    for table in (_months(language), _months("en"), _anywhere()):
        if number := table.get(key):
            return number
    # Hebrew writes its "in" as one word with the name
    return month(word[1:], "he") if word.startswith("ב") and len(word) > 3 else None


def jalali_month(word: str) -> int | None:
    """The number of the Persian month (1: Farvardin) that `word` names."""
    return _months("jalali").get(fold(word))


def jalali_day(year: int, month_number: int, day: int) -> date | None:
    """A day of the Persian calendar in ours; None where there is no such day. For 1206 to 1498 (33-year cycle).

    month_number: 1 to 12; day: 1 or more.
    Algorithm: leap years are those whose remainder by 33 is one of 1, 5, 9, 13, 17, 22, 26, 30 (Heydari-Malayeri).
    """
    if not 1206 <= year <= 1498:
        return None
    length = 31 if month_number <= 6 else 30 if month_number < 12 or _is_jalali_leap(year) else 29
    if day > length:
        return None
    new_year = date(2024, 3, 20)  # 1 Farvardin 1403
    for passed in range(1403, year):
        new_year += timedelta(days=366 if _is_jalali_leap(passed) else 365)
    for ahead in range(year, 1403):
        new_year -= timedelta(days=366 if _is_jalali_leap(ahead) else 365)
    return new_year + timedelta(days=31 * min(month_number - 1, 6) + 30 * max(month_number - 7, 0) + day - 1)


def _is_jalali_leap(year: int) -> bool:
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def _digit(ch: str) -> str:
    return ch if ch < "\x80" or (value := unicodedata.decimal(ch, None)) is None else str(value)


def _han_number(text: str) -> str:
    if "十" not in text:
        return "".join(_HAN_DIGITS[ch] for ch in text)
    tens, _, ones = text.partition("十")
    return (_HAN_DIGITS.get(tens[-1:], "1")) + _HAN_DIGITS.get(ones[:1], "0")


def _western_year(match: re.Match[str]) -> str:
    year = 1 if match[2] == "元" else int(match[2])
    return f"{_ERAS[match[1]] + year}年"


@cache
def _names() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    lines = resources.files(__package__).joinpath("months.txt").read_text("utf-8").splitlines()
    rows = (line.partition(" ")[::2] for line in lines if not line.startswith("#"))
    return {
        code: tuple(tuple(fold(name.replace("_", " ")) for name in names.split()) for names in months.split("/"))
        for code, months in rows
    }


@cache
def _months(language: str) -> Mapping[str, int]:
    """Name or beginning of a name → month, for one language."""
    exact: dict[str, int] = {}
    starts: dict[str, int] = {}
    for number, names in enumerate(_names().get(language, ()), start=1):
        for name in names:
            exact[name] = number
            for end in range(3, len(name)):
                # 0 marks what begins two months
                starts[name[:end]] = number if starts.get(name[:end], number) == number else 0
    return starts | exact


@cache
def _anywhere() -> Mapping[str, int]:
    """What means one and the same month in every language that has the word."""
    table: dict[str, int] = {}
    for code in _names():
        if code != "jalali":
            for name, number in _months(code).items():
                table[name] = number if table.get(name, number) == number else 0
    return table
