"""Bytes → text, as browsers do it: byte order mark, then the HTTP header, then the page's own word, then evidence.

Where browsers show rubbish we look twice, because a feed keeps what it once took: bytes that are valid UTF-8
beyond ASCII are UTF-8 whatever the label says, and a label that the bytes contradict is not believed.
"""

from __future__ import annotations

import codecs
import re
import zlib

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from cleaner.tongue import tongue

MAX_BYTES = 32 * 1024 * 1024
"""More than this is not read: the longest page among 2,000 real ones has 5.3 MB."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE = {"utf-16": "utf-16-le", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}

# The encodings of https://encoding.spec.whatwg.org/#names-and-labels by Python's names. What is not here (UTF-7,
# rot13, unicode_escape …) is never decoded, whatever a page asks for.
_KNOWN = frozenset(
    """
    ascii utf-8 big5 big5hkscs euc_jp shift_jis cp932 iso2022_jp euc_kr cp949 gb2312 gbk gb18030 koi8-r koi8-u mac-roman
    mac-cyrillic cp866 cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-1 iso8859-2
    iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16
    utf-16 utf-16-le utf-16-be
    """.split()
)

# What a page in this language is in when nothing says so and it is not UTF-8: the defaults by locale of
# https://html.spec.whatwg.org/#determining-the-character-encoding, here by the page's own lang attribute, or by its
# commonest words, most of which are ASCII in every Latin script.
_LEGACY = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "tt"), "cp1251"),
    **dict.fromkeys(("cs", "hu", "pl", "sk", "sl", "hr", "bs", "ro"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    **dict.fromkeys(("tr", "ku", "az"), "cp1254"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    "el": "cp1253",
    "he": "cp1255",
    "yi": "cp1255",
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
    "zh-tw": "big5hkscs",
    "zh-hk": "big5hkscs",
}
_LANG = re.compile(rb"<html\b[^>]{0,500}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z]{2})?)", re.IGNORECASE)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_MARKUP = re.compile(rb"<(?:script|style)\b.{0,100000}?</|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)
_CP1250 = re.compile(rb"[\x8a\x8c-\x8f\x9a\x9c-\x9f]")  # letters there, controls in ISO 8859-2
_LATIN2 = re.compile(rb"[\xa1\xa6\xa9\xac\xae\xb1\xb6\xb9\xbc\xbe]")  # letters there; a few in windows-1250, too
_RUNS = re.compile(rb"[\x80-\xff]{2,}")
# Told apart by what they make of a text. Latin scripts are not among them: there the evidence is too thin.
_SCRIPTS = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874", "gb18030", "big5", "cp932", "euc_jp", "cp949"]
_SAMPLE = 20_000  # bytes


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
    declared = _declared(data, content_type)
    if declared in _WIDE:
        return data.decode(_WIDE[declared], "replace")
    flaws = {"utf-8": 0.9, None: 0.1}.get(declared, 0.0)
    if declared != "iso2022_jp" and (text := _utf8(data, flaws=flaws)) is not None:
        return text
    if declared and declared != "utf-8":
        return data.decode(declared, "replace")
    if script := _script(data):
        return data.decode(script, "replace")
    # Chinese, Japanese and Thai have many pairs of bytes that UTF-8 has too: a badly flawed text is it only now.
    if (text := _utf8(data, flaws=0.7)) is not None:
        return text
    return data.decode(_guess(data), "replace")


def _declared(data: bytes, content_type: str) -> str | None:
    """What the header says, else the page; None where neither says anything that a browser knows."""
    header = http_content_type_encoding(content_type)
    if header in _KNOWN:
        return header
    own = html_body_declared_encoding(data)
    # A declaration that can be read as ASCII is not in UTF-16.
    return None if own not in _KNOWN else "utf-8" if own in _WIDE else own


def _utf8(data: bytes, *, flaws: float) -> str | None:
    """`data` as UTF-8, or None where more than the share `flaws` of its bytes beyond ASCII is something else.

    Single bytes amid valid text (a paragraph pasted from elsewhere) are read as windows-1252.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    high = len(_NOT_ASCII.findall(data))
    good = len(_NOT_ASCII.findall(data.decode("utf-8", "ignore").encode()))
    # Text of another encoding has next to no valid sequences; a flawed UTF-8 text has mostly valid ones.
    return data.decode("utf-8", "cleaner.stray") if good > high * (1 - flaws) else None


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Error handler: a lone high byte between ASCII is windows-1252, anything else U+FFFD."""
    assert isinstance(error, UnicodeDecodeError)
    data, start, end = error.object, error.start, error.end
    lone = end - start == 1 and data[start - 1 : start] < b"\x80" and data[end : end + 1] < b"\x80"
    return (data[start:end].decode("cp1252", "replace") if lone else "\ufffd"), end


codecs.register_error("cleaner.stray", _stray)


def _guess(data: bytes) -> str:
    """The encoding of bytes that name none and are not UTF-8."""
    head = data[:2000]
    if head.count(0) > len(head) * 0.3:
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    language = _LANG.search(data, 0, 4096)
    code = language[1].decode("ascii").lower() if language else ""
    encoding = _LEGACY.get(code) or _LEGACY.get(code[:2])
    if encoding is None and not language:
        text = _bare(data)
        tongues = (tongue(text.decode(each, "replace")) for each in ("cp1252", "cp1254", "cp1250"))
        encoding = _LEGACY.get(next(filter(None, tongues), ""))
    if encoding == "cp1250" and not _CP1250.search(data) and _LATIN2.search(data):
        return "iso8859-2"
    return encoding or "cp1252"


def _script(data: bytes) -> str | None:
    """The encoding of a text whose letters are mostly beyond ASCII, by what charset-normalizer makes of them.

    In Latin scripts such letters stand alone amid others; where they stand in rows the text is in another script.
    """
    text = _bare(data)
    high = len(_NOT_ASCII.findall(text))
    if high < 20 or sum(map(len, _RUNS.findall(text))) < 0.8 * high:
        return None
    best = from_bytes(text, cp_isolation=_SCRIPTS).best()
    return best.encoding if best else None


def _bare(data: bytes) -> bytes:
    """The beginning of a page's text, as bytes."""
    return b" ".join(_MARKUP.sub(b" ", data[: 10 * _SAMPLE]).split())[:_SAMPLE]


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
