"""Short CSS selectors for elements, of what a site's authors named: words before generated names, never positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from lxml import etree

from cleaner import compile_selector

_UNRELIABLE = 0.1
"""What a name must be worth more than to be relied on."""
_BARE = 1.5
"""What is added for a tag alone, which any other part of the page may get tomorrow."""
MAX_SCOPES = 12
"""Ancestors that a selector may start from."""

_TOKEN = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
_SEMANTIC = re.compile(
    r"(?:^|[-_])(?:h-?entry|article|articles|post|posts|entry|entries|item|items|story|stories|card|cards|teaser|result"
    r"|results|listing|list|row|product|products|news|blog|event|events|job|jobs|thread|topic|release|episode|recipe"
    r"|main|content|primary|feed|stream|river|title|headline|heading|link|date|time|published|summary|excerpt|dek"
    r"|description|author|byline|image|thumb|thumbnail|photo|media|grid|archive|section|name|next|older|pagination)"
    r"(?:[-_]|$)",
    re.IGNORECASE,
)
# Names that a build made (css-1x2y3z, sc-bdVaJa, Card_title__3xQ2p), that say how a thing looks (mt-4, flex, col-md-6),
# or that hold of one item only (post-123, first, sticky).
_GENERATED = re.compile(
    r"(?:css|sc|jsx|svelte|emotion|styled|astro|makeStyles|Mui\w+)-.*|_[A-Za-z0-9]{4,}|.*__[A-Za-z0-9]*\d[A-Za-z0-9]*"
    r"|[A-Za-z]{0,3}\d[A-Za-z0-9]{4,}|.{32,}"
    r"|(?=.*[A-Z])(?:[A-Za-z0-9]{1,2}_[A-Za-z0-9]{3,5}|[A-Za-z0-9]{3,5}_[A-Za-z0-9]{1,2})|(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9]{5,}"
)
_HASHED = re.compile(r"\w{1,2}|[a-z]{1,2}[A-Z][A-Za-z]{2,6}|[bcdfghjklmnpqrstvwxz]{5,}", re.ASCII)
_LOOKS = re.compile(
    r"(?:-?[mp][trblxy]?|w|h|col|row|gap|grid-cols|flex|text|bg|border|rounded|shadow|font|leading|tracking|space-[xy]"
    r"|max-[wh]|min-[wh]|z|top|left|right|bottom|order|span|offset|size|fs|fw|d|align|justify|items|self|overflow"
    r"|inset|opacity|transition|duration|hover|sm|md|lg|xl|xs|xxl|small|medium|large|u|is|has|js|no|uk|tw)"
    r"(?:-[\w.-]+)?|flex|block|inline|hidden|visible|relative|absolute|static|clearfix|container|wrapper|inner|outer|row"
    r"|columns?|cell|desktop|mobile|tablet|first|last|odd|even|active|sticky|featured|current|selected|lazy\w*|loaded"
    r"|clickable|animated?|fade\w*|wow|hot|new|unread|read|pinned|locked|closed|open|visited|bc-.*|(?:xs|sm|md|lg|xl)\d{1,2}"
    r"|.*-(?:white|black|gr[ae]y|red|blue|green|yellow|dark|light)(?:-\d+)?",
    re.IGNORECASE,
)
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", re.ASCII)
_STEM = re.compile(r"([A-Za-z][A-Za-z_-]{2,}[_-])([A-Za-z0-9]{4,12})", re.ASCII)
_CAMEL = re.compile(r"[A-Za-z][A-Za-z-]*_[A-Za-z_-]*__")
_OF_ONE = re.compile(r".*\d.*|(?:category|tag|status|format|type|author)-.*")
_WHOLE_PAGE = re.compile(r"_*(?:next|nuxt|root|app|page|site|wrapper|container|outer|body|top)_*", re.IGNORECASE)
"""Ids of what holds the whole page, headers, rails and all."""
_LANDMARKS = ("main", "article", "section", "ul", "ol", "table", "tbody", "dl")


@lru_cache(maxsize=20_000)
def worth(token: str) -> float:
    """How far a class or id can be relied on: 1.0 a semantic word, 0.0 one that the next build may change."""
    if not _TOKEN.fullmatch(token) or _GENERATED.fullmatch(token) or any(map(_is_random, re.split("[-_]+", token))):
        return 0.0
    if _HASHED.fullmatch(token) and not _SEMANTIC.search(token):
        return 0.1
    if _OF_ONE.fullmatch(token):
        return 0.2
    if _LOOKS.fullmatch(token):
        return 0.3
    return 1.0 if _SEMANTIC.search(token) else 0.7


def _is_random(part: str) -> bool:
    """Whether a part of a name reads like a checksum: cases and digits change at every second character."""
    pieces = _PIECES.findall(part)
    return len(part) >= 4 and len(pieces) >= 3 and len(part) <= 2.1 * len(pieces)


def select(root: etree._Element, selector: str) -> list[etree._Element]:
    """The elements that a selector matches."""
    return [node for node in compile_selector(selector).select(root) if isinstance(node, etree._Element)]


def names(nodes: Sequence[etree._Element]) -> list[tuple[float, str]]:
    """Compound selectors that hold of each of the nodes, each with its cost: the lower the better.

    Names that the next build may change are not among them: a site whose selector breaks is worse off than one whose
    items are found anew at each visit.
    """
    tags = {str(node.tag) for node in nodes}
    tag = tags.pop() if len(tags) == 1 else ""
    shared = set.intersection(*({*(node.get("class") or "").split()} for node in nodes))
    found = [(_cost(token), f"{tag}.{token}") for token in shared if worth(token) > _UNRELIABLE]
    found += [(_cost(token) + 0.2, f".{token}") for token in shared if worth(token) > _UNRELIABLE]
    if tag:
        plain = 0.6 if tag in ("article", "li", "tr", "dt", "time", "h1", "h2", "h3", "h4", "p", "img", "a") else 2.0
        found.append((plain, tag))
    found += [(1.6, f"{tag}[class*={stem}]") for token in shared if (stem := _stem(token))]
    for name in ("itemprop", "data-testid", "rel"):
        values = {node.get(name) or "" for node in nodes}
        if len(values) == 1 and _TOKEN.fullmatch(value := values.pop()):
            found.append((1.0, f"{tag}[{name}={value}]"))
    return sorted(found)


def scopes(node: etree._Element) -> Iterator[tuple[float, str]]:
    """What a selector may start from to leave the rest of the page out: named or landmark ancestors, nearest first."""
    for _, up in zip(range(MAX_SCOPES), node.iterancestors(), strict=False):
        if up.tag in ("html", "body"):
            return
        identifier = up.get("id") or ""
        if worth(identifier) >= 0.7 and not _WHOLE_PAGE.fullmatch(identifier):
            yield 0.8 + 1 - worth(identifier), f"#{identifier}"
        for token in (up.get("class") or "").split():
            if worth(token) >= 0.7:
                yield 1.0 + 1 - worth(token), f".{token}"
        if up.tag in _LANDMARKS:
            yield 1.4, str(up.tag)


def candidates(nodes: Sequence[etree._Element], within: etree._Element) -> list[str]:
    """Selectors for the nodes, the most reliable first; `within` is an element that holds them all, or the root."""
    own = names(nodes)[:8]
    around = [*scopes_of(within)][: MAX_SCOPES * 2]
    found = [(cost + _BARE if name.isalpha() and name != "article" else cost, name) for cost, name in own]
    for cost, name in own:
        found += [(cost + more, f"{scope} {name}") for more, scope in around]
        found += [(cost + more + 0.3, f"{scope} > {name}") for more, scope in around[:4]]
    return [selector for _, selector in sorted(found, key=lambda each: (each[0], len(each[1]), each[1]))]


def scopes_of(within: etree._Element) -> Iterator[tuple[float, str]]:
    """The scopes of an element, itself included."""
    probe = next(iter(within), None)
    return scopes(probe) if probe is not None else scopes(within)


def _stem(token: str) -> str:
    """What the author wrote of a name that a build completed: Card_title__ of Card_title__3xQ2p."""
    stem = _STEM.fullmatch(token)
    return stem[1] if stem and (_is_random(stem[2]) or _CAMEL.fullmatch(stem[1])) else ""


def _cost(token: str) -> float:
    return 0.5 + 4 * (1 - worth(token)) + len(token) / 60


def join(selectors: Iterable[str]) -> str:
    """One selector for all of these."""
    return ", ".join(dict.fromkeys(selectors))
