"""Where a page's title may stand: its headings, its title element, what its metadata say.

Mostly the first h1 is the headline. On blogs it may be a banner with the site's name, and the headline a lower heading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice
from typing import cast

from lxml import etree

from cleaner.metadata.jsonld import Node, rank, strings
from cleaner.metadata.signals import Signals, attribute_text, hints, pieces_of, text_of
from cleaner.metadata.titles import MAX_TITLE, Place, Source, words
from cleaner.sanitize import one_line

Words = tuple[str, ...]


def title_sources(
    signals: Signals, nodes: Sequence[Node], site_names: Sequence[str], url: str
) -> tuple[list[Source], list[str]]:
    """The page's texts that may hold its title, in order of trust, and those of its h1 that name but the site."""
    headline = _headline(signals, url)
    banners = _banners(signals, headline) if headline else []
    signals = replace(signals, title=_without_site(signals, site_names))
    headings = [(one_line(text_of(each, MAX_TITLE + 1)), each) for each in signals.headings[:8]]
    shown = [Source("h1", text, 0, _pieces(each, text), _is_logo(each)) for text, each in headings if text]
    if headline:
        named = {words(text) for text in banners}
        shown = [headline, *(each for each in shown if each.words not in named)]
    # a logo before it makes no headline the second
    shown = [replace(each, place=sum(not one.is_logo for one in shown[:at])) for at, each in enumerate(shown)]
    shown = shown or _shown_titles(signals)
    lower = [] if any(not each.is_logo for each in shown) else _lower_headings(signals)
    sources = [
        *shown,
        *_told("json-ld", [text for node in nodes[:1] if rank(node) > 1 for text in _names(node)]),
        *_told("title", [signals.title], plain=True),
        *_told("og", signals.all_meta("og:title")[:1]),
        *_told("twitter", signals.all_meta("twitter:title")[:1]),
        *_told("meta", signals.all_meta("title", "dc.title", "parsely-title", "sailthru.title", "citation_title")[:1]),
        *lower,
    ]
    return sources, banners


def _without_site(signals: Signals, site_names: Sequence[str]) -> str:
    """The title element without the site's name and a comma in front of what the page is called elsewhere as well."""
    told = {words(text) for text in signals.all_meta("og:title", "twitter:title")}
    starts = (name for name in site_names if signals.title.startswith(f"{name}, "))
    return next((rest for name in starts if words(rest := signals.title[len(name) + 2 :]) in told), signals.title)


def _headline(signals: Signals, url: str) -> Source | None:
    """The lower heading that a page has for its headline, where the h1 is a banner with the site's name, or missing.

    The title element has it as one of its parts ("Site » Blog Archive » Headline"), and of each h1 another or nothing.
    """
    whole = words(signals.title)
    if not whole:
        return None
    cuts = Source("title", signals.title).cut_words if len(signals.title) <= MAX_TITLE else frozenset()
    shown = [(each, own) for each in signals.headings[:3] if (own := words(text_of(each, MAX_TITLE)))]
    slug = Place((), url).slug
    called = (each for each in signals.called_title[:20] if each.tag in _LOWER)
    permanent = _permanent(signals)
    for each in dict.fromkeys((*permanent, *called, *signals.lower[:60])):
        text = one_line(text_of(each, MAX_TITLE + 1))
        own = words(text)
        if own == whole:
            return None
        if len(own) < 2 or own not in cuts or _is_logo(each):
            continue
        others = whole[len(own) :] if whole[: len(own)] == own else whole[: -len(own)]
        above = cast("list[etree._Element]", each.xpath("preceding::h1")) if shown else []
        rivals = [pair for pair in shown if pair[0] in above] or shown  # those below a banner are sections
        is_entry = each in permanent
        if all(_names_site(one, others, slug, whole, is_logo=is_entry or _is_logo(h1)) for h1, one in rivals):
            return Source("h1", text)
    return None


def _names_site(own: Words, others: Words, slug: Collection[str], whole: Words, *, is_logo: bool) -> bool:
    """Whether an h1 is the site's name: the title element ends with it, or begins with it and it leads to the front
    page (or the other heading to the entry); or neither the title element nor the address has any of its words.
    """
    if is_logo and others[: len(own)] == own:
        return True
    return (others == whole[-len(others) :] and others[-len(own) :] == own) or not {*slug, *whole}.intersection(own)


def _banners(signals: Signals, headline: Source) -> list[str]:
    """The h1 that name the site, where something else is the headline."""
    title = set(words(signals.title))
    texts = (one_line(text_of(each, MAX_TITLE)) for each in signals.headings[:3])
    return [text for text in texts if (own := words(text)) and own != headline.words and title.issuperset(own)]


def _permanent(signals: Signals) -> list[etree._Element]:
    """The headings that blogs put the permanent link of their posts in."""
    above = (each.getparent() for each in signals.links.get("bookmark", ())[:5])
    return [each for each in above if each is not None and each.tag in _LOWER]


def _lower_headings(signals: Signals) -> list[Source]:
    """What stands for a page's h1 where it has none: the first headings that are called a title."""
    called = [each for each in [*_permanent(signals), *signals.called_title[:20]] if each.tag in _LOWER][:3]
    texts = [(one_line(text_of(each, MAX_TITLE + 1)), each) for each in called]
    return [Source("h2", text, place, is_logo=_is_logo(each)) for place, (text, each) in enumerate(texts) if text]


def _shown_titles(signals: Signals) -> list[Source]:
    """What stands for the h1 of a page without headings: a line called a title that is most of the title element."""
    if _lower_headings(signals):
        return []
    whole = one_line(signals.title)
    called = [each for each in signals.called_title[:20] if each.tag in ("div", "p", "td", "span")]
    texts = (one_line(text_of(each, MAX_TITLE + 1)) for each in called if not _is_logo(each))
    most = (text for text in texts if len(words(text)) > 2 and len(text) * 2 > len(whole))
    return [Source("h1", text) for text in most if whole.startswith(text)][:1]


_LOWER = ("h2", "h3", "h4")


def _is_logo(heading: etree._Element) -> bool:
    """Whether a heading is called a logo, leads to a front page or stands in a menu."""
    above = [heading, *islice(heading.iterancestors(), 6)]
    if any(each.tag in ("nav", "footer", "dialog") for each in above) or _LOGO.search(hints(heading)):
        return True
    links = [*heading.iter("a"), *(each for each in above if each.tag == "a")]
    return any(_FRONT.fullmatch((each.get("href") or "").strip()) for each in links[:2])


_LOGO = re.compile(r"(?<![a-z])logo(?![a-z])")
_FRONT = re.compile(r"/|(?:https?:)?//[^/?#]+/?|index\.(?:html?|php)", re.IGNORECASE)


def _pieces(heading: etree._Element, text: str) -> tuple[str, ...]:
    """The parts that a heading's mark-up makes of its text, where they do not cut through words."""
    pieces = [line for piece in pieces_of(heading) if (line := one_line(piece))]
    return tuple(pieces) if " ".join(pieces) == text else ()


def _told(name: str, texts: Sequence[str], *, plain: bool = False) -> list[Source]:
    clean = one_line if plain else attribute_text
    return [Source(name, text) for each in texts[:1] if (text := clean(each[: 2 * MAX_TITLE]))]


def _names(node: Node) -> list[str]:
    return [*strings(node.get("headline")), *strings(node.get("name"))]
