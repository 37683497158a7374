"""The picture that stands for a page, and the audio and video files that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from cleaner.links import absolute
from cleaner.metadata.files import RECORDINGS, ending
from cleaner.metadata.jsonld import Graph, Node, strings, types
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import Surroundings
from cleaner.metadata.texts import text_of
from cleaner.model import Enclosure
from cleaner.sanitize import one_line

MAX_ENCLOSURES = 50
_DURATION = re.compile(r"P(?:(\d{1,3})D)?T?(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})(?:\.\d{1,9})?S)?", re.IGNORECASE)
_OPEN_GRAPH = ("og:image:secure_url", "og:image", "og:image:url")
_OTHER_METAS = ("twitter:image", "twitter:image:src", "image", "thumbnail")
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|placeholder|default[_-]?(?:image|share|og)|blank|spacer|favicon|1x1)", re.IGNORECASE
)


def choose_image(signals: Signals) -> tuple[str | None, str]:
    """The lead image's absolute URL and where it was found; a site's logo is no lead image."""
    for where, text in _images(signals):
        url = absolute(signals.base, text)
        if url and not _NO_PICTURE.search(urlsplit(url).path):
            return url, where
    return None, ""


def _images(signals: Signals) -> Iterator[tuple[str, str]]:
    yield from (("og:image", text) for text in signals.all_meta(*_OPEN_GRAPH))
    for node in signals.nodes[:3]:
        for value in _listed(node.get("image")) + _listed(node.get("thumbnailUrl")):
            image = signals.graph.resolve(value)
            if isinstance(image, dict):
                image = image.get("url") or image.get("contentUrl")
            yield from (("json-ld", text) for text in strings(image)[:1])
    yield from (("meta", text) for text in signals.all_meta(*_OTHER_METAS))
    yield from (("link", each.get("href", "")) for each in signals.links.get("image_src", ()))


def find_enclosures(signals: Signals, around: Surroundings) -> tuple[tuple[Enclosure, ...], str]:
    """The article's audio and video files, each once, and where the first was found."""
    found: dict[str, Enclosure] = {}
    first = ""
    for where, each in [*_enclosures(signals, around)] or _beyond(signals, around):
        key = _recording(each.url)
        found[key] = _joined(found[key], each) if key in found else each
        first = first or where
        if len(found) >= MAX_ENCLOSURES:
            break
    return tuple(found.values()), first


def _beyond(signals: Signals, around: Surroundings) -> list[tuple[str, Enclosure]]:
    """The first recording beyond the article that is not said to be another's: some players hang at the page's edge."""
    found = ((each.tag, _of_element(each, signals.base)) for each in signals.media if not around.is_elsewhere(each))
    return [(where, made) for where, made in found if made][:1]


def _recording(url: str) -> str:
    """What the addresses of one file have in common: services have it at one to play, at another to download."""
    parts = urlsplit(url)
    name = parts.path.rpartition("/")[2]
    return f"{parts.hostname} {name}" if len(name) >= _TELLING and not parts.query else url


_TELLING = 20  # characters: "episode.mp3" is each one's name


def _joined(one: Enclosure, other: Enclosure) -> Enclosure:
    """What either says of one recording, the first where both do."""
    return Enclosure(**{each.name: getattr(one, each.name) or getattr(other, each.name) for each in fields(Enclosure)})


def _enclosures(signals: Signals, around: Surroundings) -> Iterator[tuple[str, Enclosure]]:
    base = signals.base
    for node in signals.nodes[:6]:
        for medium in _media_nodes(node, signals.graph):
            duration = read_duration(medium.get("duration")) or read_duration(node.get("duration"))
            if made := _make(medium.get("contentUrl"), base, medium.get("encodingFormat"), medium, duration):
                yield "json-ld", made
    for name in ("og:audio:secure_url", "og:audio", "og:audio:url", "twitter:player:stream"):
        for text in signals.all_meta(name)[:3]:
            if made := _make(text, base, signals.meta("og:audio:type") if "audio" in name else None):
                yield name, made
    found = [(each, made) for each in signals.media if (made := _of_element(each, base))]
    yield from ((each.tag, made) for each, made in found if not around.is_anothers(each))


def _media_nodes(node: Node, graph: Graph) -> Iterator[Node]:
    """The AudioObjects and VideoObjects of a node, itself included."""
    held = (graph.resolve(each) for key in _HOLDING for each in _listed(node.get(key)))
    for value in islice(chain((node,), held), 20):
        if isinstance(value, dict) and types(value) & {"AudioObject", "VideoObject", "MediaObject"}:
            yield value


_HOLDING = ("audio", "video", "associatedMedia", "encoding")


def _of_element(element: etree._Element, base: str) -> Enclosure | None:
    if element.tag == "a":
        title = one_line(text_of(element, 200)) or None
        return _make(element.get("href"), base, element.get("type"), {"name": element.get("title") or title})
    parent = element.getparent()
    player = parent if element.tag == "source" else element
    if player is None or player.tag not in ("audio", "video") or _is_backdrop(player):
        return None  # a source may be a picture's
    if element.tag == "source" and element is not _widest_played(player):
        return None
    address = next((value for key in ("src", "data-src", "data-url") if (value := element.get(key))), None)
    kind = element.get("type") or (f"{element.tag}/*" if element.tag in ("audio", "video") else None)
    return _make(address, base, kind, {"name": element.get("title")}, sure=True)


def _is_backdrop(player: etree._Element) -> bool:
    """Whether a film moves without being asked to, silent and without end: an ornament, or what a GIF was."""
    return all(player.get(name) is not None for name in ("autoplay", "muted", "loop"))


def _widest_played(player: etree._Element) -> etree._Element | None:
    """Of a player's sources, one recording in several formats, what most readers can play; none beside `src`."""
    sources = [] if player.get("src") else list(player.iter("source"))
    played = (each for each in sources if _PLAYED.search(f"{each.get('type')} {each.get('src')}"))
    return next(played, next(iter(sources), None))


_PLAYED = re.compile(r"mp4|mpeg|\.(?:mp3|m4[av])\b", re.IGNORECASE)


def _make(
    address: Any,
    base: str,
    kind: Any = None,
    said: Node | None = None,
    duration: int | None = None,
    *,
    sure: bool = False,
) -> Enclosure | None:
    """An enclosure, where the address is a media file's; `sure` where the element says so."""
    url = absolute(base, _COUNTER.sub("", address.partition("#")[0])) if isinstance(address, str) else None
    if url is None or urlsplit(url).path.lower().endswith((".html", ".htm")):
        return None
    named = kind.split(";")[0].strip().lower() if isinstance(kind, str) and "/" in kind else ""
    guessed = RECORDINGS.get(ending(url))
    media_type = named if named and not named.endswith("/*") and named != "text/html" else guessed
    if (media_type is None and not (sure or named)) or (media_type or "audio/").split("/")[0] not in ("audio", "video"):
        return None
    said = said or {}
    title = said.get("name")
    return Enclosure(
        url=url,
        type=media_type,
        length=_bytes(said.get("contentSize")),
        duration=duration,
        title=(one_line(title)[:200] or None) if isinstance(title, str) else None,
    )


_COUNTER = re.compile(r"[?&](?:_=\d+|ref=\w+)$")
"""What players and download buttons add to a recording's address: the same file is there without it."""


def _bytes(value: Any) -> int | None:
    """A size in bytes: a plain number, or one with a unit ("24.5 MB")."""
    match = _SIZE.fullmatch(str(value).strip()) if value else None
    return int(float(match[1]) * {"": 1, "K": 1e3, "M": 1e6, "G": 1e9}[match[2].upper()]) or None if match else None


_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s?([KMG]?)i?B?", re.IGNORECASE)


def read_duration(value: Any) -> int | None:
    """Seconds of an ISO 8601 duration ("PT1H2M3S"); None where it is none."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds or None


def _listed(value: Any) -> list[Any]:
    return value[:20] if isinstance(value, list) else [] if value is None else [value]
