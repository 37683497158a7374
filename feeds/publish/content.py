"""An entry's content: the story in its template, sanitised as the last step."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Template
from markupsafe import Markup

from cleaner import CleanHTML, Enclosure, TextTrack, sanitize
from feeds.config import PublishConfig
from feeds.model import Entry, Feed
from feeds.publish.templates import fill, open_template
from feeds.xml import xml_safe

ENTRY_TEMPLATE = "entry.html.j2"
_DOUBLY_ESCAPED = re.compile(r"&amp;(?=(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[a-z]{2,8});)")
_CODE = re.compile(r"<(?:code|pre)\b")
_SCRIPT_SCHEME = re.compile(r"((?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t)\s*:", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'="([^"<>]*)"')
_TAG = re.compile(r"<[a-z][^<>]*>")
_SOURCE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*)"')
_SIZE = re.compile(r"[-_@.](?:\d{2,4}x\d{2,4}|\d{1,2}x|scaled|large|medium|small|thumb(?:nail)?)(?=\.\w+$)")
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Player:
    """An enclosure as the template shows it."""

    url: str
    kind: str  # audio, video, image, application …
    label: str


def contents(feed: Feed, publish: PublishConfig, folder: Path) -> tuple[CleanHTML, ...]:
    """The content of every entry of a safe feed, in the entries' order.

    folder: where relative paths of the config start. Raises PublishError on a template that cannot be used.
    """
    template = _entry_template(feed, publish, folder)
    return tuple(_content(entry, feed, template) for entry in feed.entries)


def template_folders(publish: PublishConfig, folder: Path) -> tuple[Path, ...]:
    """Where the user's own templates are."""
    return (folder / publish.templates,) if publish.templates else ()


def _entry_template(feed: Feed, publish: PublishConfig, folder: Path) -> Template:
    folders = template_folders(publish, folder)
    if not feed.template:
        return open_template(ENTRY_TEMPLATE, folders)
    own = folder / feed.template
    if own.is_file():
        return open_template(own.name, (own.parent, *folders))
    return open_template(feed.template, folders)


def _content(entry: Entry, feed: Feed, template: Template) -> CleanHTML:
    story = str(entry.content).strip() or _paragraphs(entry.summary or "")
    shown = entry if feed.show_changes else replace(entry, change=None)
    filled = fill(
        template,
        entry=shown,
        feed=feed,
        content=Markup(story),  # noqa: S704  # clean already, and sanitised again below
        lead_image=_lead_image(entry, story),
        players=_players(entry, story),
        transcripts=[each for each in _transcripts(entry) if escape(each.url) not in story],
        source=urlsplit(entry.url).hostname or feed.title,
    )
    return finish(filled)


def finish(markup: str) -> CleanHTML:
    """Sanitised, without characters that XML forbids, nothing escaped twice."""
    once = _without_script_schemes(sanitize(xml_safe(markup)).strip())
    if "&amp;" not in once or _CODE.search(once):
        return CleanHTML(once)
    mended = once
    for _ in range(4):  # each pass takes one level off and leaves an entity: text never becomes markup
        if not _DOUBLY_ESCAPED.search(mended):
            return CleanHTML(mended)
        mended = sanitize(xml_safe(_DOUBLY_ESCAPED.sub("&", mended))).strip()
    return CleanHTML(_DOUBLY_ESCAPED.sub("", mended))  # what is left names no character


def _without_script_schemes(clean: str) -> str:
    """Alternative texts and titles that begin like a script's address lose the colon: some readers link them."""
    if not _SCRIPT_SCHEME.search(clean):
        return clean

    def mend(value: re.Match[str]) -> str:
        scheme = _SCRIPT_SCHEME.match(value[1].lstrip())
        return f'="{scheme[1]} –{value[1].lstrip()[scheme.end() :]}"' if scheme else value[0]

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(mend, tag[0]), clean)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in _PARAGRAPH.split(text) if part.strip())


def _lead_image(entry: Entry, story: str) -> str | None:
    """The entry's picture unless the story shows it already, in whatever size."""
    if not entry.image:
        return None
    return None if _picture(entry.image) in {_picture(url) for url in _sources(story)} else entry.image


def _sources(story: str) -> list[str]:
    return [url.replace("&amp;", "&") for url in _SOURCE.findall(story)]


def _picture(url: str) -> str:
    """What is equal for two sizes of one picture."""
    parts = urlsplit(url)
    return f"{parts.netloc}{_SIZE.sub('', parts.path.lower())}"


def _players(entry: Entry, story: str) -> list[Player]:
    """The enclosures that the story does not show itself."""
    missing = [each for each in entry.enclosures if escape(each.url) not in story]
    return [_player(each, numbered=len(missing) > 1) for each in missing]


def _transcripts(entry: Entry) -> list[TextTrack]:
    """What a person can read; captions are for players."""
    return [track for each in entry.enclosures for track in each.tracks if track.kind == "transcript"]


def _player(enclosure: Enclosure, *, numbered: bool) -> Player:
    kind = (enclosure.type or "").partition("/")[0]
    verb = {"audio": "Listen", "video": "Watch", "image": "Picture"}.get(kind, "Download")
    file = urlsplit(enclosure.url).path.rpartition("/")[2]
    name = enclosure.title or (file if numbered or verb == "Download" else "")
    label = f"{verb}: {name}" if name else verb
    return Player(enclosure.url, kind, f"{label} ({duration(enclosure.duration)})" if enclosure.duration else label)


def duration(seconds: int) -> str:
    """1:02:03, or 2:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
