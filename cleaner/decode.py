"""Bytes → text, as browsers do it: byte order mark, then the HTTP header, then the page's own word, then evidence.

Where browsers show rubbish we look twice, because a feed keeps what it once took: bytes that are valid UTF-8
beyond ASCII are UTF-8 whatever the label says, and a label that the bytes contradict is not believed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zlib

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from cleaner.letters import likelihoods

MAX_BYTES = 32 * 1024 * 1024
"""More than this is not read: the longest page among 2,000 real ones has 5.3 MB."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be"})

# The encodings of https://encoding.spec.whatwg.org/#names-and-labels by Python's names, as w3lib gives them. What is
# not here (UTF-7, rot13, unicode_escape …) is never decoded, whatever a page asks for.
_KNOWN = frozenset(
    """
    big5hkscs euc_jp cp932 cp949 gb18030 koi8-r koi8-u mac-roman mac-cyrillic cp866 cp874 cp1250 cp1251 cp1252 cp1253
    cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10
    iso8859-13 iso8859-14 iso8859-15 iso8859-16
    """.split()
)
# Pages in an ISO encoding often have the quotation marks of the Windows one, where ISO has control characters.
_WINDOWS = {
    "iso8859-2": "cp1250",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
    "iso8859-16": "cp1250",
}
_LANG = re.compile(rb"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)", re.IGNORECASE)
_TWO_WIDE = re.compile(rb"((?:[\t\n\r -~]\0){2})|(?:\0[\t\n\r -~]){2}")
_CONTROLS = re.compile("[\x80-\x9f]")
_STRAY = re.compile("[\udc80-\udcff]")
_STRAYS = {chr(0xDC00 + byte): bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_BROKEN = re.compile("[\udc80-\udcff]{2,}|(?<=[^\x00-\x7f])[\udc80-\udcff]|[\udc80-\udcff](?=[^\x00-\x7f])")
_ASCII = bytes(range(128))
_ESCAPE = b"\x1b$"

# Shares of the bytes beyond ASCII that are UTF-8.
_PARTLY = 0.6  # of a text that is UTF-8 but for some flaws; East Asian and Thai texts have up to 0.56 by chance
_CHANCE = 0.2  # of one that may be, where no encoding explains it
_EXPLAINED = -5.0  # mean logarithm for each byte beyond ASCII; a text read as what it is has -4.8 and more
_SURE = 20.0  # what another encoding must be ahead of the declared one, and beyond
_SURE_EACH = 0.1  # this much for each byte beyond ASCII


def decode(html: bytes | str, content_type: str = "") -> str:
    """The text of a page; undecodable bytes become U+FFFD, never an error.

    content_type: the HTTP header as sent. A `str` comes back as it is, but for a leading mark, excess length and UTF-8
    that was taken for Latin-1.
    """
    if isinstance(html, str):
        return _unmixed(html[:MAX_BYTES].removeprefix("\ufeff"))
    data = _unzipped(html[:MAX_BYTES])
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").lstrip("\ufeff")
    return _unmixed(_undouble(_decode(data, content_type))).lstrip("\ufeff")


def _decode(data: bytes, content_type: str) -> str:
    header = http_content_type_encoding(content_type)
    if wide := _wide(data, header):
        return data.decode(wide, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        labels = [label for label in (header, html_body_declared_encoding(data)) if label]
        return _legacy(data, ["koi8-u" if label == "koi8-r" else label for label in labels if label in _KNOWN])
    # Seven bits that switch to Japanese by an escape: no other text has these.
    return data.decode("iso2022_jp", "replace") if text.isascii() and _ESCAPE in data else text


def _wide(data: bytes, label: str | None) -> str | None:
    """UTF-16 by the ASCII that a page begins with; a label alone is no proof where nothing has zeros."""
    if begins := _TWO_WIDE.match(data):
        return "utf-16-le" if begins[1] else "utf-16-be"
    first, second = data[:2000:2].count(0), data[1:2000:2].count(0)
    if label in _WIDE and first + second:
        return "utf-16-be" if first > second else "utf-16-le"
    return None


def _legacy(data: bytes, labels: list[str]) -> str:
    """Bytes that are not valid UTF-8, though they may be nearly so."""
    sound = _share_of_utf8(data)
    if sound > _PARTLY:
        return _mended(data)
    scores, amount = likelihoods(data, _language(data))
    best = max(scores, key=lambda encoding: scores[encoding])
    judged = [label for label in labels if label in scores]
    if labels and not judged:
        return _read(data, labels[0])
    declared = max(judged, key=lambda label: scores[label], default=None)
    if declared and scores[best] - scores[declared] < _SURE + _SURE_EACH * amount:
        best = declared
    explained = scores[best] > _EXPLAINED * amount
    if sound > _CHANCE and not explained and not declared:
        return _mended(data)
    return _read(data, best)


def _language(data: bytes) -> str:
    """The language that the page says it is in, as `letters.txt` names it."""
    said = _LANG.search(data, 0, 4096)
    code = said[1].decode("ascii").lower() if said else ""
    return code if code.startswith("zh-") else code[:2]


def _share_of_utf8(data: bytes) -> float:
    """The share of bytes beyond ASCII that belong to valid UTF-8, 0.0 to 1.0."""
    return _beyond_ascii(data.decode("utf-8", "ignore").encode()) / _beyond_ascii(data)


def _beyond_ascii(data: bytes) -> int:
    return len(data.translate(None, _ASCII))


def _mended(data: bytes) -> str:
    """UTF-8 with flaws: a lone byte amid ASCII (a paragraph pasted from elsewhere) is windows-1252, others U+FFFD."""
    text = _BROKEN.sub("\ufffd", data.decode("utf-8", "surrogateescape"))
    return _STRAY.sub(lambda found: _STRAYS[found[0]], text)


def _read(data: bytes, encoding: str) -> str:
    """`data` in an encoding, with what pages have in it beyond the standard."""
    text = data.decode(encoding, "cleaner.nec" if encoding == "euc_jp" else "replace")
    if encoding == "cp1258":
        return unicodedata.normalize("NFC", text)  # it has the tones apart from their vowels
    windows = _WINDOWS.get(encoding)
    if windows and _CONTROLS.search(text):
        return text.translate({byte: bytes([byte]).decode(windows, "replace") for byte in range(0x80, 0xA0)})
    return text


def _nec(error: UnicodeError) -> tuple[str, int]:
    """Error handler: characters that NEC added to Japanese, such as ① and ㈱, which Python has in Shift_JIS alone."""
    assert isinstance(error, UnicodeDecodeError)
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2 or min(pair) < 0xA1 or max(pair) > 0xFE:
        return "\ufffd", error.end
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)
    return bytes((lead, trail)).decode("cp932", "replace"), error.start + 2


codecs.register_error("cleaner.nec", _nec)


def _undouble(text: str) -> str:
    """Undo UTF-8 that was taken for windows-1252 and encoded once more, where the whole text proves it."""
    if text.isascii() or not ("Ã" in text or "â€" in text):
        return text
    try:
        once = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
    return once


def _unmixed(text: str) -> str:
    """Undo UTF-8 that was taken for Latin-1 wherever it stands: "donâ\\x80\\x99t" → "don’t".

    Nobody writes the control characters that this leaves (U+0080 in nearly all of it: every dash, quotation mark and
    Chinese full stop has one), so a page without them costs one search, and a page with them has no other reading.
    """
    return _MAYBE_MIXED.sub(lambda found: _MIXED.sub(_unmix, found[0]), text) if "\x80" in text else text


_MAYBE_MIXED = re.compile("[\xc2-\xf4][\x80-\xf4]+")  # what begins with a set is looked for ten times as fast
_MIXED = re.compile("(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")


def _unmix(match: re.Match[str]) -> str:
    run = match[0]
    if not any("\x80" <= ch <= "\x9f" or ch in "\xc2\xc3" for ch in run):
        return run  # "ß»" and "É«" are what they seem
    try:
        return run.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run


def _unzipped(data: bytes) -> bytes:
    """What gzip holds, where a server forgot to say that it is gzip; bounded."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, MAX_BYTES)
    except zlib.error:
        return data
