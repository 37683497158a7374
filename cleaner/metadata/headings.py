"""Where a page's title may stand: its headings, its title element, what its metadata say.

Mostly the first h1 is the headline. On blogs it may be a banner with the site's name, and the headline a lower heading.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import islice
from typing import cast

from lxml import etree

from cleaner.metadata.jsonld import rank, strings
from cleaner.metadata.signals import Signals
from cleaner.metadata.texts import attribute_text, hints, pieces_of, text_of
from cleaner.metadata.titles import MAX_TITLE, Place, Source, words
from cleaner.sanitize import one_line

Words = tuple[str, ...]
_LOWER = ("h2", "h3", "h4")


def title_sources(signals: Signals) -> list[Source]:
    """The page's texts that may hold its title, in order of trust."""
    headline = _headline(signals)
    shown = [*([headline] if headline else ()), *_first_headings(signals)]
    # A logo before it makes no headline the second.
    shown = [replace(each, place=sum(not one.is_logo for one in shown[:at])) for at, each in enumerate(shown)]
    is_headed = any(not each.is_logo for each in shown)
    if not is_headed and (line := _title_without_heading(signals)):
        shown.append(line)
        is_headed = True
    return [*shown, *_told(signals), *(() if is_headed else _lower_headings(signals))]


def _told(signals: Signals) -> list[Source]:
    """What JSON-LD, the title element and the metadata say, the first of each."""
    node = next((node for node in signals.nodes[:1] if rank(node) > 1), {})
    names = [*strings(node.get("headline")), *strings(node.get("name"))]
    metas = ("title", "dc.title", "parsely-title", "sailthru.title", "citation_title")
    told = {
        "json-ld": attribute_text(next(iter(names), "")[: 2 * MAX_TITLE]),
        "title": one_line(signals.title[: 2 * MAX_TITLE]),
        "og": attribute_text(signals.meta("og:title")[: 2 * MAX_TITLE]),
        "twitter": attribute_text(signals.meta("twitter:title")[: 2 * MAX_TITLE]),
        "meta": attribute_text(signals.meta(*metas)[: 2 * MAX_TITLE]),
    }
    return [Source(name, text) for name, text in told.items() if text]


# --- headings ------------------------------------------------------------------------------------------------------


def _first_headings(signals: Signals) -> list[Source]:
    headings = [(_text(each), each) for each in signals.headings[:8]]
    return [Source("h1", text, 0, _pieces(each, text), _is_logo(each)) for text, each in headings if text]


def _lower_headings(signals: Signals) -> list[Source]:
    """What stands for a page's h1 where it has none: the first headings that are called a title."""
    called = [each for each in [*_permanent(signals), *signals.called_title[:20]] if each.tag in _LOWER][:3]
    texts = enumerate((_text(each), each) for each in called)
    return [Source("h2", text, place, _pieces(each, text), _is_logo(each)) for place, (text, each) in texts if text]


def _title_without_heading(signals: Signals) -> Source | None:
    """What stands for the h1 of a page without headings: a line that is most of the title element.

    Called a title it may be any part of that; else it is all that an element has, and the beginning.
    """
    whole = Source("title", one_line(signals.title)[: 2 * MAX_TITLE])
    most = [cut for cut, own in whole.cuts.items() if len(own) > 2 and len(cut) * 2 > len(whole.text)]
    for element in signals.called_title[:20] if most else ():
        text = _text(element) if element.tag in _LINES and not _is_logo(element) else ""
        if text in most or (len(text) * 2 > len(whole.text) and whole.text.startswith(text)):
            return Source("h1", text)
    first = [cut for cut in most if whole.text.startswith(cut)]
    lines = (one_line(each.text or "") for each in signals.root.iter(*_LINES) if not len(each)) if first else ()
    return next((Source("h1", line) for line in lines if line in first), None)


_LINES = ("div", "p", "td", "span", "b", "strong", "font")


def _text(heading: etree._Element) -> str:
    return one_line(text_of(heading, MAX_TITLE + 1))


def _pieces(heading: etree._Element, text: str) -> tuple[str, ...]:
    """The parts that a heading's mark-up makes of its text, where they do not cut through words."""
    pieces = [line for piece in pieces_of(heading) if (line := one_line(piece))]
    is_whole = text in (" ".join(pieces), "".join(pieces))
    return tuple(pieces) if is_whole and words(" ".join(pieces)) == words(text) else ()


def _is_logo(heading: etree._Element) -> bool:
    """Whether a heading is called a logo, leads to a front page or stands in a menu."""
    above = [heading, *islice(heading.iterancestors(), 6)]
    if any(each.tag in ("nav", "footer", "dialog") for each in above) or _LOGO.search(hints(heading)):
        return True
    links = [*heading.iter("a"), *(each for each in above if each.tag == "a")]
    return any(_FRONT.fullmatch(each.get("href", "").strip()) for each in links[:2])


_LOGO = re.compile(r"(?<![a-z])logo(?![a-z])")
_FRONT = re.compile(r"/|(?:https?:)?//[^/?#]+/?|index\.(?:html?|php)", re.IGNORECASE)


def _permanent(signals: Signals) -> list[etree._Element]:
    """The headings that blogs put the permanent link of their posts in."""
    above = (each.getparent() for each in signals.links.get("bookmark", ())[:5])
    return [each for each in above if each is not None and each.tag in _LOWER]


# --- a banner over the headline ------------------------------------------------------------------------------------


def _headline(signals: Signals) -> Source | None:
    """The lower heading that a page has for its headline, where the h1 is a banner with the site's name, or missing.

    The title element has it as one of its parts ("Site » Blog Archive » Headline") or begins with it. An h1 of which
    neither the title element nor the address has any word is a banner, too.
    """
    whole = words(signals.title)
    if not whole or len(signals.title) > MAX_TITLE:
        return None
    parts = Source("title", signals.title).cut_words
    told = {*Place((), signals.url).slug, *whole}
    shown = [(each, own) for each in signals.headings[:3] if (own := words(_text(each)))]
    called = (each for each in signals.called_title[:20] if each.tag in _LOWER)
    permanent = _permanent(signals)
    for heading in dict.fromkeys((*permanent, *called, *signals.lower[:60])):
        text = _text(heading)
        own = words(text)
        if own == whole:
            return None
        is_first = whole[: len(own)] == own
        is_told = own in parts or (is_first and len(own) * 2 > len(whole))
        if len(own) < 2 or not is_told or _is_logo(heading):
            continue
        above = cast("list[etree._Element]", heading.xpath("preceding::h1")) if shown else []
        rivals = [pair for pair in shown if pair[0] in above] or shown  # those below a banner are sections
        rest = whole[len(own) :] if is_first else whole[: -len(own)]
        names = [(name, _is_logo(h1)) for h1, name in rivals if told.intersection(name)]
        if all(
            (is_first and rest[-len(name) :] == name)
            or _is_banner(name, rest, parts, is_logo=is_logo, is_entry=heading in permanent)
            for name, is_logo in names
        ):
            return Source("h1", text)
    return None


def _is_banner(name: Words, rest: Words, parts: Collection[Words], *, is_logo: bool, is_entry: bool) -> bool:
    """Whether an h1 is the site's name: the title element begins with it beside the headline (rest), and it leads to
    the front page or the headline to the entry; or it leads there and is no part of the title element.
    """
    return is_logo or is_entry if rest[: len(name)] == name else is_logo and name not in parts
