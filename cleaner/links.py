"""URLs as they may stand in clean HTML: absolute, percent-encoded, without credentials, of a harmless scheme."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

# What most hrefs look like already; everything else takes the careful way.
_READY = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]*(?::[1-9][0-9]{0,3})?(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,=:@/?#-]++|%[0-9A-Fa-f]{2})*+)?"
)
_READY_PATH = re.compile(r"/(?!/)(?:[A-Za-z0-9_~!$&'()*+,=:@/?#-]++|\.(?!\.?(?:[/?#]|$))|%[0-9A-Fa-f]{2})*+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?|\[[0-9a-f:.]+\]")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BLANK = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u200b\u2028\u2029\ufeff"
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MOST_ESCAPED = 8  # times; a URL that is still escaped then is a joke
_PLAIN = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?#-]*")
_KEPT = "!#$%&'()*+,/:;=?@~"  # beside letters, digits and "_.-"; quote() encodes the rest as UTF-8

LINK_SCHEMES = frozenset("http https mailto tel sms geo magnet xmpp irc ircs sip".split())
"""What a reader may follow; what a page loads (images, frames, media) is http(s) alone."""
MAX_URL = 8_000
"""Characters; a longer URL is no address that anyone could follow."""


def absolute(base: str, href: str) -> str | None:
    """`href` as an absolute http(s) URL, its fragment kept; None where it is no web address.

    base: URL that relative ones start from; empty: relative ones are None.
    """
    if _READY.fullmatch(href):
        return href if len(href) <= MAX_URL else None
    if base and _READY_PATH.fullmatch(href) and len(href) <= MAX_URL and (origin := _origin(base)):
        return origin + href
    value = _bare(href)
    if not value or len(value) > MAX_URL:
        return None
    head, mark, tail = _cut(value)
    value = head.replace("\\", "/") + mark + tail  # as browsers do, or the host would not be theirs
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return None
    if not scheme and (not base or ":" in head.split("/", 1)[0]):
        return None
    try:
        return _normal(value if scheme else urljoin(base, value))
    except ValueError:  # urllib's word for a broken host or port
        return None


def link(base: str, href: str) -> str | None:
    """`href` as something that a reader may follow: a web address, `mailto:`, `tel:` and the like, else None."""
    if found := absolute(base, href):
        return found
    value = _bare(href)
    scheme = _SCHEME.match(value)
    if not scheme or scheme[1].lower() not in LINK_SCHEMES - {"http", "https"} or len(value) > MAX_URL:
        return None
    rest = value[scheme.end() :]
    return f"{scheme[1].lower()}:{_encoded(rest)}" if rest else None


@lru_cache(maxsize=64)
def _origin(base: str) -> str | None:
    """Scheme and host of `base` in normal form, without a slash behind."""
    try:
        url = _normal(urljoin(base, "/"))
    except ValueError:
        return None
    return url.rstrip("/") if url else None


def _bare(href: str) -> str:
    """`href` without the blanks that browsers skip, and unescaped where the page escaped it more than once."""
    value = re.sub(r"[\t\r\n]", "", href).strip(_BLANK)
    for _ in range(_MOST_ESCAPED):
        once = _ENTITY.sub(lambda entity: unescape(entity[0]), value) if "&" in value else value
        if once == value:
            break
        value = re.sub(r"[\t\r\n]", "", once).strip(_BLANK)
    return value


def _cut(value: str) -> tuple[str, str, str]:
    """`value` before its query or fragment, the mark, and what follows."""
    found = re.search(r"[?#]", value)
    return (value, "", "") if not found else (value[: found.start()], found[0], value[found.end() :])


def _normal(url: str) -> str | None:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower()
    elif ":" in host:
        host = f"[{host}]"
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    port = f":{parts.port}" if parts.port and parts.port != {"http": 80, "https": 443}[parts.scheme] else ""
    return urlunsplit((parts.scheme, host + port, *map(_encoded, (parts.path, parts.query, parts.fragment))))


def _encoded(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return quote(_LONE_PERCENT.sub("%25", text), safe=_KEPT, encoding="utf-8", errors="replace")
