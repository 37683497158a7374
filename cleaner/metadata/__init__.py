"""What a page says about itself: title, authors, dates, language, image, media."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from cleaner.dom import base_of
from cleaner.links import absolute
from cleaner.metadata.authors import choose_authors
from cleaner.metadata.dates import Custom, read_dates
from cleaner.metadata.headings import title_sources
from cleaner.metadata.jsonld import Graph, Node, main_nodes, strings, types
from cleaner.metadata.language import choose_language, guess_language, normal
from cleaner.metadata.media import choose_image, find_enclosures
from cleaner.metadata.names import clean_names
from cleaner.metadata.published import Dates, choose_dates, sightings
from cleaner.metadata.signals import Signals, attribute_text, gather, text_of
from cleaner.metadata.surroundings import Surroundings, surroundings
from cleaner.metadata.titles import MAX_TITLE, choose_title
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
    custom = Custom(_with_region(language, url), rules.timezone, now)
    dates = _dates(signals, nodes, around, url, custom, rules)
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
    sources, banners = title_sources(signals, nodes, site_names, url)
    chosen = choose_title(sources, [*site_names, *banners], url)
    return chosen or (None, "")


def _by_rule(root: etree._Element, selectors: Sequence[str]) -> list[str]:
    """The texts that a site's own selectors give."""
    found = first_match(root, selectors) if selectors else []
    texts = [each if isinstance(each, str) else text_of(each) for each in found]
    return [line for text in texts if (line := one_line(text))]


def _dates(signals: Signals, nodes: list[Node], around: Surroundings, url: str, custom: Custom, rules: Rules) -> Dates:
    found = sightings(signals, nodes, around, url, custom)
    dates = choose_dates(found)
    for element in first_match(signals.root, rules.published) if rules.published else []:
        texts = [element] if isinstance(element, str) else [element.get("datetime") or "", text_of(element)]
        for text in texts:
            if ruled := read_dates(text, custom, limit=1):
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
