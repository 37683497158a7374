"""What a page says about itself: title, authors, dates, language, image, media."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from cleaner.links import absolute
from cleaner.metadata.authors import choose_authors
from cleaner.metadata.dates import Custom
from cleaner.metadata.headings import title_sources
from cleaner.metadata.jsonld import strings
from cleaner.metadata.language import choose_language, guess_language, normal
from cleaner.metadata.media import choose_image, find_enclosures
from cleaner.metadata.names import clean_names
from cleaner.metadata.published import Dates, choose_dates, sightings
from cleaner.metadata.ruled import ruled_date, ruled_texts
from cleaner.metadata.signals import Signals, gather
from cleaner.metadata.site import likely_names, site_names
from cleaner.metadata.surroundings import Surroundings, surroundings
from cleaner.metadata.texts import attribute_text
from cleaner.metadata.titles import MAX_TITLE, choose_title
from cleaner.metadata.tracks import find_tracks, make_track
from cleaner.model import Enclosure, Rules, TextTrack
from cleaner.selectors import first_addresses


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
    signals = gather(root, url, json_ld=rules.json_ld)
    names = site_names(signals)
    sources = dict.fromkeys(("title", "published", "authors", "language", "image", "enclosures"), "")
    language, sources["language"] = _language(signals, rules)
    title, sources["title"] = _title(signals, names, rules)
    around = surroundings(signals, title or "")
    dates = _dates(signals, around, language, rules, now)
    authors, sources["authors"] = _authors(signals, around, names, title or "", rules)
    image, sources["image"] = _image(signals, rules)
    enclosures, sources["enclosures"] = _enclosures(signals, around, rules)
    sources["published"] = dates.source
    return Metadata(
        title=title,
        authors=authors,
        published=dates.published,
        modified=dates.modified,
        language=language,
        image=image,
        site_name=names[0] if names and not names[0].startswith("@") else None,
        canonical_url=_canonical(signals),
        base=signals.base,
        summary=_summary(signals),
        tags=_tags(signals),
        enclosures=enclosures,
        sources={name: where for name, where in sources.items() if where},
    )


# --- a site's rules, else what is found ----------------------------------------------------------------------------


def _language(signals: Signals, rules: Rules) -> tuple[str | None, str]:
    """The other way round than the rest: a site may have pages in several languages, and its rule is for those that
    name none. English is what templates come with, so that the words are asked, too.
    """
    said, where = choose_language(signals)
    guess = guess_language(signals) if said is None or said.partition("-")[0] == "en" else None
    if said and guess in ("en", None):
        return said, where
    if not said and rules.language and (ruled := normal(rules.language)):
        return ruled, "rule"
    return guess, "words" if guess else ""


def _title(signals: Signals, names: list[str], rules: Rules) -> tuple[str | None, str]:
    if ruled := ruled_texts(signals, rules.title):
        return ruled[0][:MAX_TITLE], "rule"
    return choose_title(title_sources(signals), names, signals.url) or (None, "")


def _dates(signals: Signals, around: Surroundings, language: str | None, rules: Rules, now: datetime | None) -> Dates:
    custom = Custom(_with_region(language, signals.url), rules.timezone, now)
    dates = choose_dates(sightings(signals, around, custom))
    ruled = ruled_date(signals, rules.published, custom)
    return Dates(ruled, dates.modified, "rule") if ruled else dates


def _with_region(language: str | None, url: str) -> str | None:
    """The language with the country of the page's address, where the page names no region itself."""
    ending = (urlsplit(url).hostname or "").rsplit(".", 1)[-1].upper()
    if language and "-" not in language and len(ending) == 2:
        return f"{language}-{'GB' if ending == 'UK' else ending}"
    return language


def _authors(
    signals: Signals, around: Surroundings, names: list[str], title: str, rules: Rules
) -> tuple[tuple[str, ...], str]:
    if ruled := clean_names(ruled_texts(signals, rules.author)):
        return ruled, "rule"
    return choose_authors(signals, around, names, likely_names(signals, title))


def _image(signals: Signals, rules: Rules) -> tuple[str | None, str]:
    if ruled := first_addresses(signals.root, rules.image, signals.base):
        return ruled[0], "rule"
    return choose_image(signals) if rules.detect_image else (None, "")


def _enclosures(signals: Signals, around: Surroundings, rules: Rules) -> tuple[tuple[Enclosure, ...], str]:
    found, where = find_enclosures(signals, around)
    if ruled := first_addresses(signals.root, rules.audio, signals.base):
        known = {each.url: each for each in found}
        found, where = tuple(known.get(each) or Enclosure(url=each) for each in ruled), "rule"
    if not found:
        return (), ""
    # A page tells which recording its transcript is of by having one; what is linked goes with the first.
    return (replace(found[0], tracks=_tracks(signals, around, rules)), *found[1:]), where


def _tracks(signals: Signals, around: Surroundings, rules: Rules) -> tuple[TextTrack, ...]:
    found = find_tracks(signals, around)
    transcripts = [make_track(url) for url in first_addresses(signals.root, rules.transcript, signals.base)]
    chapters = [make_track(url, "chapters") for url in first_addresses(signals.root, rules.chapters, signals.base)]
    transcripts = transcripts or [each for each in found if each.kind != "chapters"]
    return (*transcripts, *(chapters or (each for each in found if each.kind == "chapters")))


# --- what needs no choice ------------------------------------------------------------------------------------------


def _canonical(signals: Signals) -> str | None:
    """The address that the page calls its own; "https://my-post" is a path that somebody took for one."""
    links = [each.get("href", "") for each in signals.links.get("canonical", ()) if each.tag == "link"]
    addresses = [*links, *signals.all_meta("og:url")]
    found = (url for text in addresses if text and (url := absolute(signals.base, text)))
    own = urlsplit(signals.base).hostname
    return next((url for url in found if (host := urlsplit(url).hostname or "") == own or "." in host), None)


def _summary(signals: Signals) -> str | None:
    texts = signals.all_meta("og:description", "description", "twitter:description", "dc.description")
    texts += [text for node in signals.nodes[:1] for text in strings(node.get("description"))]
    return next((line for text in texts if (line := attribute_text(text))), None)


def _tags(signals: Signals) -> tuple[str, ...]:
    """Keywords and categories, each once."""
    texts = signals.all_meta("article:tag")
    texts += [text for node in signals.nodes[:1] for key in _TAG_KEYS for text in strings(node.get(key))]
    texts = texts or signals.all_meta("keywords", "news_keywords", "parsely-tags", "article:section")
    parts = (part.strip() for text in texts for part in _terms(attribute_text(text)))
    tags = (part for part in parts if 0 < len(part) <= _MAX_TAG and not _SYSTEM_TAG.search(part))
    return tuple(dict.fromkeys(tags))[:_MAX_TAGS]


def _terms(text: str) -> list[str]:
    """The terms of a list; blanks part them where nothing else does and each has Chinese signs, which need none."""
    terms = _BETWEEN_TERMS.split(text)
    words = text.split()
    return words if len(terms) == 1 and all(map(_HAN.search, words)) else terms


_BETWEEN_TERMS = re.compile("[,;，；、]")
_HAN = re.compile("[\u4e00-\u9fff]")
_TAG_KEYS = ("keywords", "articleSection")
_MAX_TAGS = 30
_MAX_TAG = 60  # characters
# What a publishing system notes for itself among the keywords: "Section:culture", "category:news|world", "105726154".
_SYSTEM_TAG = re.compile(r"^@|[|=]|^[A-Za-z_]+:\S|^\d{5,}$|^\W*$")
