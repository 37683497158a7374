"""The language that a page says it is written in; where it says nothing, or a template's English, its words'."""

from __future__ import annotations

import re
from itertools import islice

from cleaner.dom import body_of
from cleaner.metadata.jsonld import strings
from cleaner.metadata.signals import Signals
from cleaner.metadata.texts import text_of
from cleaner.tongue import tongue

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@][A-Za-z0-9-_]*)?")
_NONE = frozenset(("und", "mul", "zxx", "xx", "xxx", "mis", "utf", "iso"))  # the last two are of encodings
# What pages write in place of the code.
_NAMES = {
    "english": "en", "deutsch": "de", "german": "de", "french": "fr", "français": "fr", "francais": "fr",
    "spanish": "es", "español": "es", "espanol": "es", "italian": "it", "italiano": "it", "portuguese": "pt",
    "português": "pt", "dutch": "nl", "nederlands": "nl", "russian": "ru", "русский": "ru", "japanese": "ja",
    "chinese": "zh", "korean": "ko", "turkish": "tr", "türkçe": "tr", "polish": "pl", "polski": "pl", "arabic": "ar",
}  # fmt: skip
# Codes that are none, or were replaced.
_WRONG = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "kr": "ko", "cz": "cs", "gr": "el", "dk": "da"}

_PROSE = 300  # characters in paragraphs, fewer than which say less than the whole page
_MOST = 400  # paragraphs
_READ = 5_000  # characters


def normal(value: str) -> str | None:
    """A language tag in BCP 47's own spelling ("en_us.UTF-8" → "en-US"); None where it is none."""
    text = value.strip()
    if code := _NAMES.get(text.casefold()):
        return code
    match = _TAG.fullmatch(text.split(",")[0].strip())
    if match is None or match[1].lower() in _NONE:
        return None
    base = _WRONG.get(match[1].lower(), match[1].lower())
    parts = [base, match[2] and match[2].title(), match[3] and match[3].upper()]
    return "-".join(part for part in parts if part)


def choose_language(signals: Signals) -> tuple[str | None, str]:
    """The page's language as BCP 47 and where it says so.

    The element around the text knows best; where it names no region, one of the same language that the metadata
    gives is taken over ("en" and "en_GB" → "en-GB").
    """
    claims = [
        *(("html lang", root_lang) for root_lang in _of_elements(signals)),
        *(("json-ld inLanguage", text) for node in signals.nodes[:3] for text in strings(node.get("inLanguage"))),
        *(("meta content-language", text) for text in signals.all_meta("content-language", "language", "dc.language")),
        *(("og:locale", text) for text in signals.all_meta("og:locale")[:1]),
    ]
    tags = [(where, tag) for where, text in claims if (tag := normal(text))]
    if not tags:
        return None, ""
    where, best = tags[0]
    if "-" not in best:
        best = next((tag for _, tag in tags if tag.startswith(f"{best}-")), best)
    return best, where


def guess_language(signals: Signals) -> str | None:
    """The language of the page's running text, for pages that name none."""
    body, prose = body_of(signals.root), ""
    for paragraph in islice(body.iter("p"), _MOST):
        prose += f"{text_of(paragraph)} "
        if len(prose) > _READ:
            break
    return tongue(prose if len(prose) >= _PROSE else text_of(body, _READ))


def _of_elements(signals: Signals) -> list[str]:
    elements = (signals.root, body_of(signals.root))
    return [value for each in elements for key in _LANG if (value := each.get(key))]


_LANG = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")
