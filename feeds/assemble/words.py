"""What a reader would notice of a story: its words, its pictures, its media; and how two stories compare. Pure."""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nsmallest
from urllib.parse import urlsplit

from feeds.model import Draft

MAX_WORDS = 5_000
"""Of a story, that are compared to tell what changed."""
SKETCH = 64
"""Shingles that stand for a story when many are compared (Broder, "On the resemblance of documents", 1997)."""
_SHINGLE = 4
_LONGEST_CHANGE = 300
_SHOWN_WORDS = 12

# Scripts written without spaces: each character counts as a word, or a whole sentence would be one.
_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_IMAGE = re.compile(r"<img\b[^>]{0,4000}?\ssrc=\"([^\"]*)\"")
_TAG = re.compile(r"<[^>]*>")


def words(text: str) -> list[str]:
    """The words as they are compared: without case, punctuation, or the ways to write one letter."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def fingerprint(draft: Draft) -> str:
    """Equal for two readings of a story that a reader would not tell apart.

    Of the words of title and text, and of the addresses of pictures and media without their queries,
    which hold sizes and signatures. White space, punctuation and mark-up do not count.
    """
    images = [_file(html.unescape(url)) for url in _IMAGE.findall(draft.content)]
    media = sorted(_file(url) for each in draft.enclosures for url in (each.url, *(track.url for track in each.tracks)))
    facts = [words(draft.title), words(draft.text), images, media]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:32]


def text_of(content: str) -> str:
    """The plain text of clean HTML, for comparing."""
    return html.unescape(_TAG.sub(" ", content))


def difference(before: str, after: str) -> str | None:
    """What changed from one text to the other, in short: `“old words” → “new words”; …`. None: no word did."""
    old, new = before.split()[:MAX_WORDS], after.split()[:MAX_WORDS]
    matcher = SequenceMatcher(
        None, [_bare(word) for word in old], [_bare(word) for word in new], autojunk=len(old) > 500
    )
    told: list[str] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal" or (not _any_word(old[i1:i2]) and not _any_word(new[j1:j2])):
            continue
        told.append(_change(old[i1:i2], new[j1:j2]))
        if sum(map(len, told)) > _LONGEST_CHANGE:
            told[-1] = "…"
            break
    return "; ".join(told) or None


def sketch(text: str) -> frozenset[int]:
    """The smallest hashes of the text's runs of four words: two texts share as many as they are alike."""
    found = words(text)
    runs = {" ".join(found[n : n + _SHINGLE]) for n in range(max(len(found) - _SHINGLE + 1, 1))}
    return frozenset(nsmallest(SKETCH, {zlib.crc32(run.encode("utf-8", "replace")) for run in runs}))


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of runs of words that two texts have in common, 0.0 to 1.0, estimated from their sketches."""
    both = frozenset(nsmallest(SKETCH, one | other))
    return len(both & one & other) / len(both) if both else 0.0


def _file(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc}{parts.path}"


def _bare(word: str) -> str:
    return "".join(words(word)) or word


def _any_word(some: Iterable[str]) -> bool:
    return any(words(each) for each in some)


def _change(gone: list[str], come: list[str]) -> str:
    if not come:
        return f"removed: {_quoted(gone)}"
    return f"{_quoted(gone)} → {_quoted(come)}" if gone else f"added: {_quoted(come)}"


def _quoted(some: list[str]) -> str:
    shown = some if len(some) <= _SHOWN_WORDS else [*some[: _SHOWN_WORDS - 2], "…", some[-1]]
    return f"“{' '.join(shown)}”"
