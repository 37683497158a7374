"""Identity of a URL: which are web links, how they are written in normal form, when two are the same page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

import idna
import tldextract

MAX_LENGTH = 8192
"""Characters of a URL; longer ones are no link that a server or a reader would take."""

# The characters that RFC 3986 lets stand in each part, "%" for escapes that are there already.
_PATH_SAFE = "/:@!$&'()*+,;=~-._%"
_QUERY_SAFE = _PATH_SAFE + "?"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# Query parameters that say where a reader came from, not which page to show.
_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|srsltid|at_(?:medium|campaign)"
    r"|ns_\w+|cmpid|cmp|ito|wt_mc|xtor|__twitter_impression|_ga|vero_id|oly_\w+_id|spm",
    re.IGNORECASE,
)
# The suffix list that comes with the library: deterministic, and no look-up from here.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def absolute(base: str, href: str) -> str | None:
    """`href` as met on the page `base`, absolute and in normal form; None where it is no http(s) link.

    Read as browsers do (white space and line ends off, back slashes as slashes); credentials and
    the fragment are dropped, the host is lower case and in IDNA form, escapes are in one spelling.
    A page that was itself read from a `file:` URL may link to its neighbours on disk.
    """
    # A browser drops tabs and line ends anywhere and other controls and blanks around (WHATWG URL).
    href = re.sub(r"[\t\r\n]", "", href).strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f \x1f")
    if href.lower().startswith(("http:", "https:")) or ":" not in href.partition("/")[0]:
        path, mark, rest = href.partition("?")
        href = path.replace("\\", "/") + mark + rest
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    if url.startswith("file:///") and base.startswith("file:///"):
        return url.partition("#")[0]
    return normal(url)


def normal(url: str) -> str | None:
    """Normal form of an absolute http(s) URL (RFC 3986, section 6.2), or None where it is none."""
    if len(url) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
        name = _host_name(parts.hostname or "")
    except (ValueError, UnicodeError):
        return None
    if scheme not in _DEFAULT_PORTS or name is None:
        return None
    netloc = name if port in (None, _DEFAULT_PORTS[scheme]) else f"{name}:{port}"
    path = _remove_dots(_escaped(parts.path, _PATH_SAFE)) or "/"
    return urlunsplit((scheme, netloc, path, _escaped(parts.query, _QUERY_SAFE), ""))


def absolute_part(base: str, href: str) -> str | None:
    """The same with the fragment that `href` names, for a link to a part of a page."""
    url = absolute(base, href)
    return with_fragment(url, href.partition("#")[2].strip()) if url else None


def with_fragment(url: str, fragment: str) -> str:
    """The part of a page that is called so; the page itself where the fragment is empty."""
    page = url.partition("#")[0]
    return f"{page}#{_escaped(fragment, _QUERY_SAFE)}" if fragment else page


@lru_cache(maxsize=8192)  # a visit asks for the same few hundred URLs a dozen times each
def identity(url: str) -> str:
    """What is equal for two URLs of one page: without tracking parameters, scheme, `www.` and closing slash.

    For comparing only: never fetched, never published. A `file:` URL is its own identity.
    """
    parts = urlsplit(normal(url) or url)
    if parts.scheme not in _DEFAULT_PORTS:
        return url.partition("#")[0]
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.fullmatch(k)]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def place(url: str) -> str:
    """What is equal for two links to one story: the page's identity, and the part of it where the URL names one."""
    page, mark, part = url.partition("#")
    return f"{identity(page)}{mark}{part}"


def without_trackers(url: str) -> str:
    """The same page, without the parameters that say where a reader came from."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    kept = [pair for pair in parts.query.split("&") if not _TRACKERS.fullmatch(pair.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def host(url: str) -> str:
    """The host name in lower case, without port; empty for a `file:` URL."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def registrable_domain(url: str) -> str:
    """The part of the host that somebody registered: example.co.uk for news.example.co.uk; an address as it is."""
    name = host(url)
    return _suffixes(name).top_domain_under_public_suffix or name


def is_web(url: str) -> bool:
    """Whether `url` begins like an http(s) URL."""
    return url[:8].lower().startswith(("http://", "https://"))


def _host_name(name: str) -> str | None:
    """Lower case, IDNA; brackets around IPv6; None where no host could be called that."""
    if ":" in name:
        return f"[{name}]"
    name = name.rstrip(".")
    try:
        name = idna.encode(name, uts46=True).decode() if not name.isascii() else name.lower()
    except idna.IDNAError:
        return None
    fits = 0 < len(name) < 254 and all(0 < len(label) < 64 for label in name.split("."))
    return name if fits and re.fullmatch(r"[a-z0-9._-]+", name) else None


def _escaped(part: str, safe: str) -> str:
    """One spelling for each escape: upper case, none where none is needed, broken ones mended."""
    part = _BROKEN_ESCAPE.sub("%25", part)

    def one_spelling(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if _UNRESERVED.match(char) else f"%{match[1].upper()}"

    return quote(_ESCAPE.sub(one_spelling, part), safe=safe, errors="replace")


def _remove_dots(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    if "/." not in path:
        return path
    out: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(out) > 1:
                out.pop()
        elif segment != ".":
            out.append(segment)
    if path.endswith(("/.", "/..")):
        out.append("")
    return "/".join(out)
