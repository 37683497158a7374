"""What a page says about itself: title, authors, dates, language, image, media."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from cleaner.dom import base_of
from cleaner.links import absolute
from cleaner.metadata.authors import choose_authors
from cleaner.metadata.byline import Surroundings, surroundings
from cleaner.metadata.dates import find_dates
from cleaner.metadata.jsonld import Graph, Node, main_nodes, rank, strings, types
from cleaner.metadata.language import choose_language, guess_language, normal
from cleaner.metadata.media import choose_image, find_enclosures
from cleaner.metadata.names import clean_names
from cleaner.metadata.published import Dates, Reading, choose_dates, sightings
from cleaner.metadata.signals import Signals, attribute_text, gather, hints, pieces_of, text_of
from cleaner.metadata.titles import MAX_TITLE, Place, Source, choose_title, words
from cleaner.metadata.tracks import find_tracks, make_track
from cleaner.model import Enclosure, Rules, TextTrack
from cleaner.sanitize import one_line
from cleaner.selectors import first_match

MAX_TAGS = 30
# What a publishing system notes for itself among the keywords: "Section:culture", "category:news|world", "105726154".
_SYSTEM_TAG = re.compile(r"^@|[|=]|^[A-Za-z_]+:\S|^\d{5,}$|^\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about itself; nothing is invented, so every field may be empty."""

    title: str | None = None  # plain text, the site's name taken off
    authors: tuple[str, ...] = ()  # people's names
    published: datetime | None = None  # aware, in the offset that the page names
    modified: datetime | None = None
    language: str | None = None  # BCP 47
    image: str | None = None  # absolute
    site_name: str | None = None
    canonical_url: str | None = None  # absolute
    base: str = ""  # what the page's relative links start from
    summary: str | None = None  # plain text
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)  # field → where it was found


def read_metadata(root: etree._Element, *, url: str, rules: Rules, now: datetime | None = None) -> Metadata:
    """Everything that the page at `url` says about itself.

    root: the page's html element; not changed. rules: a field's selectors win over whatever would be found without.
    now: aware; only with it are relative dates read ("2 hours ago").
    """
    signals = gather(root)
    if not rules.json_ld:
        signals = replace(signals, graph=Graph())
    base = base_of(signals.bases, url)
    site_name, site_names = site_names_of(signals)
    nodes = main_nodes(signals.graph, signals.meta("og:title") or signals.title, url)
    language, language_from = choose_language(signals, nodes)
    if language is None and rules.language:
        language, language_from = normal(rules.language), "rule"
    if language is None and (guess := guess_language(signals)):
        language, language_from = guess, "words"
    title, title_from = _title(signals, nodes, site_names, url, rules)
    around = surroundings(signals, title or "")
    reading = Reading(_with_region(language, url), rules.timezone, now)
    dates = _dates(signals, nodes, around, url, reading, rules)
    authors, authors_from = _authors(signals, nodes, around, site_names, title, rules, url)
    image, image_from = _image(signals, nodes, base, rules)
    enclosures, enclosures_from = _enclosures(signals, nodes, around, base, rules)
    sources = {
        "title": title_from,
        "published": dates.source,
        "authors": authors_from,
        "language": language_from,
        "image": image_from,
        "enclosures": enclosures_from,
    }
    return Metadata(
        title=title,
        authors=authors,
        published=dates.published,
        modified=dates.modified,
        language=language,
        image=image,
        site_name=site_name,
        canonical_url=_canonical(signals, base),
        base=base,
        summary=_summary(signals, nodes),
        tags=_tags(signals, nodes),
        enclosures=enclosures,
        sources={name: where for name, where in sources.items() if where},
    )


def site_names_of(signals: Signals) -> tuple[str | None, list[str]]:
    """What the site is called, and all the names that it goes by."""
    names = [
        attribute_text(name)
        for name in signals.all_meta("og:site_name", "application-name", "apple-mobile-web-app-title")
    ]
    told = [name for node in signals.graph.nodes if types(node) & {"WebSite"} for name in strings(node.get("name"))]
    others = [
        name
        for node in signals.graph.nodes
        for value in [node if types(node) & {"Organization", "NewsMediaOrganization"} else node.get("publisher")]
        for name in strings(signals.graph.resolve(value))[:1]
        if not name.startswith("http")
    ]
    names = [
        name for name in [*names, *map(attribute_text, told), *map(attribute_text, others)] if name and len(name) <= 100
    ]
    return (names[0] if names and not names[0].startswith("@") else None), list(dict.fromkeys(names))


def _title(
    signals: Signals, nodes: Sequence[Node], site_names: Sequence[str], url: str, rules: Rules
) -> tuple[str | None, str]:
    if ruled := _by_rule(signals.root, rules.title):
        return ruled[0][:MAX_TITLE], "rule"
    headline = _headline(signals, url)
    banners = _banners(signals, headline) if headline else []
    signals = replace(signals, title=_without_site(signals, site_names))
    chosen = choose_title(title_sources(signals, nodes, headline), [*site_names, *banners], url)
    return chosen or (None, "")


def _without_site(signals: Signals, site_names: Sequence[str]) -> str:
    """The title element without the site's name and a comma in front of what the page is called elsewhere as well."""
    told = {words(text) for text in signals.all_meta("og:title", "twitter:title")}
    starts = (name for name in site_names if signals.title.startswith(f"{name}, "))
    return next((rest for name in starts if words(rest := signals.title[len(name) + 2 :]) in told), signals.title)


Words = tuple[str, ...]


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


def title_sources(signals: Signals, nodes: Sequence[Node], headline: Source | None) -> list[Source]:
    """The page's texts that may hold its title, in order of trust."""
    headings = [(one_line(text_of(each, MAX_TITLE + 1)), each) for each in signals.headings[:8]]
    shown = [Source("h1", text, 0, _pieces(each, text), _is_logo(each)) for text, each in headings if text]
    if headline:
        banners = {words(text) for text in _banners(signals, headline)}
        shown = [headline, *(each for each in shown if each.words not in banners)]
    # a logo before it makes no headline the second
    shown = [replace(each, place=sum(not one.is_logo for one in shown[:at])) for at, each in enumerate(shown)]
    shown = shown or _shown_titles(signals)
    lower = [] if any(not each.is_logo for each in shown) else _lower_headings(signals)
    return [
        *shown,
        *_told("json-ld", [text for node in nodes[:1] if rank(node) > 1 for text in _names(node)]),
        *_told("title", [signals.title], plain=True),
        *_told("og", signals.all_meta("og:title")[:1]),
        *_told("twitter", signals.all_meta("twitter:title")[:1]),
        *_told("meta", signals.all_meta("title", "dc.title", "parsely-title", "sailthru.title", "citation_title")[:1]),
        *lower,
    ]


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


def _by_rule(root: etree._Element, selectors: Sequence[str]) -> list[str]:
    """The texts that a site's own selectors give."""
    found = first_match(root, selectors) if selectors else []
    texts = [each if isinstance(each, str) else text_of(each) for each in found]
    return [line for text in texts if (line := one_line(text))]


def _dates(
    signals: Signals, nodes: list[Node], around: Surroundings, url: str, reading: Reading, rules: Rules
) -> Dates:
    found = sightings(signals, nodes, around, url, reading)
    dates = choose_dates(found)
    for element in first_match(signals.root, rules.published) if rules.published else []:
        texts = [element] if isinstance(element, str) else [element.get("datetime") or "", text_of(element)]
        for text in texts:
            if ruled := find_dates(
                text, language=reading.language, timezone=reading.timezone, now=reading.now, limit=1
            ):
                return Dates(ruled[0].moment, dates.modified, "rule")
    return dates


def _with_region(language: str | None, url: str) -> str | None:
    """The language with the country of the page's address, where the page names no region itself."""
    ending = (urlsplit(url).hostname or "").rsplit(".", 1)[-1].upper()
    if language and "-" not in language and len(ending) == 2:
        return f"{language}-{'GB' if ending == 'UK' else ending}"
    return language


def _authors(
    signals: Signals,
    nodes: list[Node],
    around: Surroundings,
    site_names: Sequence[str],
    title: str | None,
    rules: Rules,
    url: str,
) -> tuple[tuple[str, ...], str]:
    if names := clean_names(_by_rule(signals.root, rules.author)):
        return names, "rule"
    # "Jane Doe, USA TODAY": a paper may be called as its address is
    likely_sites = [*_title_ends(signals, title or ""), *(urlsplit(url).hostname or "").split(".")]
    return choose_authors(signals, nodes, around, site_names, likely_sites)


def _title_ends(signals: Signals, title: str) -> list[str]:
    """What the title element has beside the title: mostly the site's name, on a blog perhaps its author's."""
    before, found, after = one_line(signals.title).partition(title) if title else ("", "", "")
    ends = (end.strip(_AROUND) for end in (before, after)) if found else ()
    return [end for end in ends if 1 < len(end) <= MAX_TITLE_END]


_AROUND = " -–—|·•»«:/"
MAX_TITLE_END = 60
"""Characters."""


def _image(signals: Signals, nodes: Sequence[Node], base: str, rules: Rules) -> tuple[str | None, str]:
    for address in _addresses(signals.root, rules.image, ("src", "data-src", "content", "href")):
        if ruled := absolute(base, address):
            return ruled, "rule"
    if not rules.detect_image:
        return None, ""
    return choose_image(signals, nodes, signals.graph, base)


def _enclosures(
    signals: Signals, nodes: Sequence[Node], around: Surroundings, base: str, rules: Rules
) -> tuple[tuple[Enclosure, ...], str]:
    found, where = find_enclosures(signals, nodes, around, base)
    ruled = _ruled_addresses(signals, rules.audio, base)
    if ruled:
        known = {each.url: each for each in found}
        found, where = tuple(known.get(each) or Enclosure(url=each) for each in ruled), "rule"
    if not found:
        return (), ""
    # A page tells which recording its transcript is of by having one; what is linked goes with the first.
    tracks = _ruled_tracks(signals, rules, base, find_tracks(signals, nodes, around, base))
    return (replace(found[0], tracks=tracks), *found[1:]), where


def _ruled_tracks(signals: Signals, rules: Rules, base: str, found: Sequence[TextTrack]) -> tuple[TextTrack, ...]:
    """A site's own selectors, where they give something, and for the rest what was found."""
    chapters = [make_track(url, "chapters") for url in _ruled_addresses(signals, rules.chapters, base)]
    transcripts = [make_track(url) for url in _ruled_addresses(signals, rules.transcript, base)]
    chapters = chapters or [each for each in found if each.kind == "chapters"]
    transcripts = transcripts or [each for each in found if each.kind != "chapters"]
    return (*transcripts, *chapters)


def _ruled_addresses(signals: Signals, selectors: Sequence[str], base: str) -> list[str]:
    """The absolute addresses that a site's own selectors give, each once."""
    found = _addresses(signals.root, selectors, ("src", "href", "data-src", "content"))
    return list(dict.fromkeys(url for each in found if (url := absolute(base, each))))


def _addresses(root: etree._Element, selectors: Sequence[str], keys: Sequence[str]) -> list[str]:
    """The URLs that a site's own selectors give: strings, or the first of these attributes of elements."""
    found = first_match(root, selectors) if selectors else []
    return [
        each if isinstance(each, str) else next((value for key in keys if (value := each.get(key))), "")
        for each in found
    ]


def _canonical(signals: Signals, base: str) -> str | None:
    links = [each.get("href") or "" for each in signals.links.get("canonical", ()) if each.tag == "link"]
    return next((url for text in [*links, *signals.all_meta("og:url")] if text and (url := absolute(base, text))), None)


def _summary(signals: Signals, nodes: Sequence[Node]) -> str | None:
    texts = signals.all_meta("og:description", "description", "twitter:description", "dc.description")
    texts += [text for node in nodes[:1] for text in strings(node.get("description"))]
    return next((line for text in texts if (line := attribute_text(text))), None)


def _tags(signals: Signals, nodes: Sequence[Node]) -> tuple[str, ...]:
    """Keywords and categories, each once."""
    texts = [*signals.all_meta("article:tag")]
    texts += [text for node in nodes[:1] for key in ("keywords", "articleSection") for text in strings(node.get(key))]
    if not texts:
        texts = [*signals.all_meta("keywords", "news_keywords", "parsely-tags", "article:section")]
    parts = [attribute_text(part) for text in texts for part in text.split(",")]
    tags = (part for part in parts if 0 < len(part) <= 60 and not _SYSTEM_TAG.search(part))
    return tuple(dict.fromkeys(tags))[:MAX_TAGS]
