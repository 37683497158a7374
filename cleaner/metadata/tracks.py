"""What goes with a recording in writing: transcripts, captions and chapters that a page links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlsplit

from lxml import etree

from cleaner.links import absolute
from cleaner.metadata.files import ending
from cleaner.metadata.jsonld import Graph, Node
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import Surroundings
from cleaner.metadata.texts import text_of
from cleaner.model import TextTrack, TrackKind
from cleaner.sanitize import one_line

MAX_TRACKS = 10
"""Of one page: a dozen languages are none of a feed's entry."""

# As the Podcasting 2.0 namespace writes them.
_TYPES = {"vtt": "text/vtt", "srt": "application/x-subrip", "txt": "text/plain", "json": "application/json",
          "pdf": "application/pdf"}  # fmt: skip
_CHAPTERS_TYPE = "application/json+chapters"
_KINDS: dict[str, TrackKind] = {"captions": "captions", "subtitles": "captions", "chapters": "chapters"}
"""By the `kind` of <track>; descriptions and metadata are for players alone."""

_TRANSCRIPT = re.compile(
    r"(?:(?:read|view|see|show|open|download|full|the|a|episode|show|podcast|interview|complete)\s+){0,4}"
    r"(?:transcripts?|transcriptions?|transkript(?:ion)?|transcripci[oó]n|transcri[cç][aã]o|trascrizione|trascritto"
    r"|transcriptie|transkripcja|расшифровка|стенограмма|文字起こし|文字稿|逐字稿|대본|녹취록)"
    r"(?:\s+(?:of|for)\b.{0,100}|\s*\((?:pdf|txt|html|vtt|srt|text)\))?\W*",
    re.IGNORECASE,
)
_SAYS_CHAPTERS = re.compile(r"chapters?\b|kapitel(?:marken)?\b|chapitres?\b|capítulos\b|capitoli\b", re.IGNORECASE)
_SAYS_TRANSCRIPT = re.compile(r"transcri|transkri|caption|subtitle|untertitel|sous-titre", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:|/)\S+")
_TIMED = frozenset(("vtt", "srt"))


def find_tracks(signals: Signals, around: Surroundings) -> tuple[TextTrack, ...]:
    """What the page links as written form or chapters of its recording, each file once."""
    found: dict[str, TextTrack] = {}
    for each in _tracks(signals, around):
        found.setdefault(each.url, each)
    return tuple(found.values())[:MAX_TRACKS]


def make_track(
    url: str, kind: TrackKind | None = None, media_type: str | None = None, language: str | None = None
) -> TextTrack:
    """One track; what is not said is told by the address."""
    end = ending(url)
    kind = kind or ("captions" if end in _TIMED else "transcript")
    said = (media_type or "").partition(";")[0].strip().lower()
    told = said if "/" in said else _TYPES.get(end, "text/html")
    is_chapters = kind == "chapters" and told == "application/json"
    return TextTrack(url=url, kind=kind, type=_CHAPTERS_TYPE if is_chapters else told, language=language or None)


def _tracks(signals: Signals, around: Surroundings) -> Iterator[TextTrack]:
    base = signals.base
    for element in signals.tracks:
        if not around.is_anothers(element) and (made := _of_element(element, base)):
            yield made
    for node in signals.nodes[:6]:
        yield from _of_node(node, signals.graph, base)
    for element in signals.anchors:  # few of a thousand links are a track: whose it is, is the dearer question
        if (made := _of_link(element, base)) and not around.is_anothers(element):
            yield made


def _of_element(element: etree._Element, base: str) -> TextTrack | None:
    # The missing kind is "subtitles" in HTML.
    kind = _KINDS.get((element.get("kind") or "subtitles").lower())
    url = absolute(base, element.get("src", ""))
    return make_track(url, kind, language=element.get("srclang")) if kind and url else None


def _of_node(node: Node, graph: Graph, base: str) -> Iterator[TextTrack]:
    """JSON-LD: `transcript` where it is an address and no text, `caption` where it is a file."""
    for medium in (node, graph.resolve(node.get("audio")), graph.resolve(node.get("video"))):
        if not isinstance(medium, dict):
            continue
        yield from _said(medium, "transcript", "transcript", graph, base)
        yield from _said(medium, "caption", "captions", graph, base)


def _said(medium: Node, name: str, kind: TrackKind, graph: Graph, base: str) -> Iterator[TextTrack]:
    value: Any = graph.resolve(medium.get(name))
    said = value if isinstance(value, dict) else {}
    address = said.get("contentUrl") or said.get("url") or value
    if isinstance(address, str) and _ADDRESS.fullmatch(address) and (url := absolute(base, address)):
        yield make_track(url, kind, _string(said.get("encodingFormat")), _string(said.get("inLanguage")))


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _of_link(element: etree._Element, base: str) -> TextTrack | None:
    url = absolute(base, element.get("href", ""))
    if url is None or urldefrag(url)[0] == urldefrag(base)[0]:  # a place on the page itself
        return None
    text, end = one_line(text_of(element, 200)), ending(url)
    kind: TrackKind | None = "transcript" if _TRANSCRIPT.fullmatch(text) else None
    if end in _TIMED or end == "json":
        said = f"{text} {urlsplit(url).path.rpartition('/')[2]}"
        is_of_chapters = _SAYS_CHAPTERS.search(said) is not None
        if is_of_chapters or end in _TIMED or _SAYS_TRANSCRIPT.search(said):
            kind = "chapters" if is_of_chapters else "captions" if end in _TIMED else "transcript"
    return make_track(url, kind, element.get("type"), element.get("hreflang")) if kind else None
