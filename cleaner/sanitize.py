"""The last step on everything that came from outside: an allow-list.

nh3 (ammonia on html5ever, the browsers' own parsing algorithm) decides what is an element and an attribute; what it
writes is canonical: quoted, balanced, escaped. Around it we keep what it does not know: which hosts may be framed,
what a srcset holds, which ids are linked, how deep elements nest. The result is cleaned again until nothing changes,
so that parsing what we publish gives back what we meant (no mutation), whatever the page held.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote, urlsplit

import nh3
from lxml import etree

from cleaner.allowlist import ATTRIBUTES, FLAGS, FRAME_HOSTS, PATTERNS, SILENT, TAGS
from cleaner.dom import parse
from cleaner.links import LINK_SCHEMES, absolute, link
from cleaner.model import CleanHTML

MAX_DEPTH = 100
"""Elements nest no deeper than this; readers' parsers give up between 200 and 512."""

MAX_CANDIDATES = 12
"""URLs in a srcset; more is no choice but weight."""

ID_PREFIX = "user-content-"
"""Before every id, so that none can shadow a name of the page that it is shown in ("DOM clobbering")."""

_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpe?g|webp|avif);base64,[A-Za-z0-9+/]{40,100000}={0,2}")
_SCHEMES = set(LINK_SCHEMES | {"data"})

# No place for them in XML, nor in any text: C0 and C1 controls (but tab, newline, and NEL), surrogates, noncharacters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|\x0c")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
_ID = re.compile(rf' id="{ID_PREFIX}([^"]*)"')
_TARGET = re.compile(rf' href="#{ID_PREFIX}([^"]*)"')
_FRAME = re.compile(r"<iframe([^<>]*)>.*?</iframe>", re.DOTALL)
_NEEDS = {"a": ("href", "id"), "img": ("src", "srcset"), "source": ("src", "srcset")}
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})
_MANY_TAGS = 4_000  # html5ever's time grows with the square of the depth: 100,000 open elements take it 20 s
_CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([^,\s]+)\s*)?(?:,|$)")
_DESCRIPTOR = re.compile(r"[1-9][0-9]{0,4}w|[0-9]{1,2}(?:\.[0-9]{1,3})?x")


def sanitize(html: str, base: str = "") -> CleanHTML:
    """Reduce any markup to safe content; doing it twice changes nothing.

    base: URL that relative links start from; without it they are dropped (their text stays).
    """
    html = _shallow(_characters(html))
    rules: _Filter | None = None
    for _ in range(6):
        rules = _Filter(base, rules)
        result = _balanced(_characters(_nh3(html, rules))).strip()
        if result and "<" not in result:
            result = f"<p>{result}</p>"
        rules.forget_but(*_anchors(result))
        if rules.ids == rules.targets.keys() and _is_stable(result):
            return CleanHTML(result)
        html = result
    return CleanHTML(escape(plain_text(html), quote=False))  # markup that never settles is somebody's trick


def plain_text(markup: str) -> str:
    """HTML from outside (a title, a name, a category) as one line of text: tags dropped, entities decoded once.

    Empty when nothing in it can be seen. For what a parser has decoded already, see `one_line`.
    """
    if "<" in markup or "&" in markup:
        apart = _LINES.sub(r" \g<0>", _characters(markup))
        bare = nh3.clean(apart, tags=set(), clean_content_tags=_PLAIN_SILENT, link_rel=None)
        markup = unescape(bare)
    return one_line(markup)


def one_line(text: str) -> str:
    """Text without controls, noncharacters, direction overrides and hints where a line may break, its white space
    collapsed; empty when invisible."""
    line = " ".join(unhinted(_BIDI.sub("", _CONTROLS.sub("", text))).split())
    if line.isascii() or any(unicodedata.category(char)[0] in "LNPS" for char in line):
        return line
    return ""


def unhinted(text: str) -> str:
    """`text` without soft hyphens and zero-width spaces: they hint where a line may break, and hide words."""
    for hint in _HINTS:
        if hint in text:
            text = text.replace(hint, "")
    return text


_HINTS = "\u00ad\u200b\u2060\ufeff"
_LINES = re.compile(
    r"</?(?:p|div|li|[uod]l|d[dt]|h[1-6]|t[drh]|blockquote|figcaption|figure|article|section)\b|<[bh]r\b", re.IGNORECASE
)
"""Tags between which words stand on different lines."""
_PLAIN_SILENT = {"script", "style", "template", "svg"}


def _characters(text: str) -> str:
    """`text` without the characters that XML forbids, its line ends as HTML has them."""
    text = _CONTROLS.sub("", text)
    return _BREAKS.sub("\n", text) if "\r" in text or "\x0c" in text else text


def _shallow(html: str) -> str:
    """`html`, re-written by libxml2 (which bounds the depth) where it may be too deep for html5ever."""
    if html.count("<") < _MANY_TAGS:
        return html
    return str(etree.tostring(parse(html), encoding="unicode", method="html"))


def _nh3(html: str, rules: _Filter | None) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=SILENT,
        attributes=ATTRIBUTES,
        attribute_filter=rules,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )


def _anchors(html: str) -> tuple[set[str], set[str]]:
    """The ids in canonical markup and the fragments that its links lead to, both without their prefix."""
    if ID_PREFIX not in html:
        return set(), set()
    attributes = " ".join(tag[3] for tag in _TAG.finditer(html) if ID_PREFIX in tag[3])
    return set(_ID.findall(attributes)), set(_TARGET.findall(attributes))


def _is_stable(html: str) -> bool:
    """Whether parsing what we made gives back what we made; attributes that passed the filter would pass it again."""
    return _nh3(html, None).strip() == html


@dataclass(slots=True)
class _Filter:
    """What an attribute's value may be. One pass: remembers the ids and the fragments that it meets."""

    base: str
    before: _Filter | None
    """The pass before this one, which knows what is linked; the first keeps every id and fragment."""
    ids: set[str] = field(default_factory=set)
    targets: dict[str, str] = field(default_factory=dict)

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        pattern = PATTERNS.get(name)
        if pattern is not None:
            return value if pattern.fullmatch(value) else None
        if name == "href":
            return self.href(value)
        if name in ("src", "poster", "cite"):
            return self.resource(tag, value)
        if name == "id":
            return self.id(value)
        if name == "srcset":
            return safe_srcset(self.base, value)
        return "" if name in FLAGS else value

    def forget_but(self, ids: set[str], targets: set[str]) -> None:
        """Forget what was on elements that did not stay."""
        self.ids &= ids
        self.targets = {name: value for name, value in self.targets.items() if name in targets}

    def href(self, value: str) -> str | None:
        value = value.strip()
        if not value.startswith("#"):
            return link(self.base, value)
        name = _id_name(unquote(value[1:]))
        if name and (self.before is None or name in self.before.ids):
            self.targets[name] = value
            return f"#{ID_PREFIX}{name}"
        return link(self.base, self.before.targets.get(name, value) if self.before else value)

    def id(self, value: str) -> str | None:
        name = _id_name(value)
        if not name or name in self.ids or (self.before is not None and name not in self.before.targets):
            return None
        self.ids.add(name)
        return ID_PREFIX + name

    def resource(self, tag: str, value: str) -> str | None:
        if tag == "iframe":
            return frame_url(self.base, value)
        if tag == "img" and _DATA_IMAGE.fullmatch(value):
            return value
        return absolute(self.base, value)


def _id_name(value: str) -> str:
    return re.sub(r"[^\w.-]+", "-", value.removeprefix(ID_PREFIX))[:200]


def frame_url(base: str, src: str) -> str | None:
    """`src` as the https URL of a player that may be framed, else None."""
    url = absolute(base, src)
    if not url:
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"https{url[len(parts.scheme) :]}" if host in FRAME_HOSTS and parts.port is None else None


def safe_srcset(base: str, value: str) -> str | None:
    """The candidates of a srcset that are web addresses with a sound descriptor, absolute; None when none is."""
    kept: list[str] = []
    for found in _CANDIDATE.finditer(value[:20_000]):
        url, descriptor = absolute(base, found[1]), found[2]
        if url and "," not in (url[-1], url[0]) and (descriptor is None or _DESCRIPTOR.fullmatch(descriptor)):
            kept.append(f"{url} {descriptor}" if descriptor else url)
        if len(kept) == MAX_CANDIDATES:
            break
    return ", ".join(kept) or None


def _balanced(html: str) -> str:
    """nh3's canonical markup without what it cannot judge: frames and images of nothing, links in links, abysses."""
    if "<iframe" in html:  # what a frame holds is raw text to some parsers and markup to others
        html = _FRAME.sub(lambda frame: f"<iframe{frame[1]}></iframe>" if ' src="' in frame[1] else "", html)
    parts: list[str] = []
    open_tags: list[tuple[str, bool]] = []
    depth = links = done = 0
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag.groups()
        if closing:
            kept = open_tags.pop()[1] if open_tags else False
            depth -= kept
            links -= kept and name == "a"
        else:
            kept = depth < MAX_DEPTH and not (name == "a" and links)
            if name in _NEEDS and not any(f' {need}="' in attributes for need in _NEEDS[name]):
                kept = False
            if name not in _VOID:
                open_tags.append((name, kept))
                depth += kept
                links += kept and name == "a"
        if not kept:
            parts.append(html[done : tag.start()])
            done = tag.end()
    return "".join([*parts, html[done:]]) if parts else html
