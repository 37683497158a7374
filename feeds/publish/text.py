"""Plain text, links and names from outside, made harmless for every format at once."""

from __future__ import annotations

import html
import re
import unicodedata
from uuid import NAMESPACE_URL, uuid5

from feeds.media_types import media_type_named
from feeds.urls import absolute, absolute_part
from feeds.xml import xml_safe

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Text-direction overrides: they make one name look like another."""
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MARKUP = re.compile(
    r"</[A-Za-z][A-Za-z0-9]*\s*>|<[A-Za-z][A-Za-z0-9]*\s[^<>]*=|<(?:br|hr|p|div|img)\b|<!--|<!\[CDATA", re.IGNORECASE
)
"""What nobody writes in a headline but as markup."""
_TAG = re.compile(r"<([/!]?[A-Za-z\[-][^<>]*)(>?)", re.IGNORECASE)
_TAG_LIKE = re.compile(r"<(?=\S)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`\u2028\u2029]+")
_TAG_URI = re.compile(
    r"tag:(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,"
    r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]))?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*"
)
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def plain(value: str | None, limit: int = 500) -> str:
    """One line of text that no reader can take for markup; empty when nothing in it is visible.

    White space is collapsed, controls and direction overrides go, more than `limit` characters are cut.
    Readers disagree whether a title may hold HTML, so entities are decoded until there is none, and
    what still looks like a tag is written with ‹ and ›: the words stay, and nobody can run them.
    A bare `<script>` in a headline about HTML stays as it is; Atom says that it is text.
    """
    text = (value or "")[: 20 * limit]
    for _ in range(4):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    text = _OVERRIDES.sub("", xml_safe(text))
    text = _ENTITY.sub(_without_ampersand, text)
    if _MARKUP.search(text):
        text = _TAG.sub(lambda tag: f"‹{tag[1]}{'›' if tag[2] else ''}", text)
    text = _shorten(" ".join(text.split()), limit)
    return text if any(unicodedata.category(each)[0] not in "ZC" for each in text) else ""


def _without_ampersand(entity: re.Match[str]) -> str:
    return entity[0][1:]


def _shorten(text: str, limit: int) -> str:
    """At most `limit` characters: cut between words, never inside a joined emoji or an accented letter."""
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", limit // 2, limit)
    if cut < 0:
        cut = limit - 1
        while cut > 1 and (_joins(text[cut]) or text[cut - 1] == "\u200d"):
            cut -= 1
    return f"{text[:cut].rstrip()}…"


def _joins(character: str) -> bool:
    return character == "\u200d" or unicodedata.category(character).startswith("M") or "🏻" <= character <= "🏿"


def html_text(value: str) -> str:
    """Plain text for RSS, where it may be read as HTML: nothing in it is shaped like a tag."""
    return _TAG_LIKE.sub("‹", value)


def web_url(value: str | None) -> str | None:
    """`value` as an absolute http(s) URL in normal form, None where it is none."""
    return absolute_part("", value) if value else None


def language(value: str | None) -> str | None:
    """A language tag of BCP 47's shape, or None."""
    tag = (value or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def media_type(value: str | None, url: str) -> str:
    """The media type as said, else by the URL's extension, else "any bytes"."""
    said = (value or "").partition(";")[0].strip().lower()
    if _MEDIA_TYPE.fullmatch(said):
        return said
    return media_type_named(url) or "application/octet-stream"


def entry_id(value: str) -> str:
    """`value` where it can be an Atom id as it stands, else a UUID that is made from it, always the same.

    Ids are compared as strings, so one in another than the normal form would be two for some readers.
    """
    if value.startswith("tag:"):
        good = _TAG_URI.fullmatch(value) is not None and ".." not in value.partition(",")[0]
    elif value.startswith("urn:"):
        good = _URN.fullmatch(value) is not None
    elif value.startswith(("http:", "https:")):
        good = absolute("", value) == value.partition("#")[0] and _IRI.fullmatch(value) is not None
    else:
        good = False
    return value if good else uuid_urn(value)


def uuid_urn(name: str) -> str:
    """An id made from a name: the same name gives the same UUID (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name.encode('utf-8', 'replace').decode())}"
