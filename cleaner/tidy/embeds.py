"""Players, films and sounds: what may be framed is framed, anything else becomes a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from cleaner.dom import line_in
from cleaner.furniture.decor import dimension, is_picture
from cleaner.furniture.networks import framed_post
from cleaner.furniture.phrases import NOISE, says
from cleaner.links import absolute
from cleaner.sanitize import frame_url
from cleaner.standins import PLAYERS, VIDEO_ID, player_address
from cleaner.tidy.walk import Handler, Walk

_ADVERT = re.compile(r"\badserv|/pagead/|/ads?/|/afr\.php|\bsafeframe\b", re.IGNORECASE)
_BANNER = 120  # pixels: lower frames are advertisements and like buttons
_MOVIES = ("movie", "src")
_PLAYS = {"dailymotion.com": "embed", "bandcamp.com": "EmbeddedPlayer"}
"""With what the path of a player begins on hosts that have pages beside their players."""
_FRAME_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data-original", "data-url", "data-embed-src", "data")


def frame(node: etree._Element, base: str) -> etree._Element | None:
    """An <iframe>, <object> or <embed> as a clean frame of a known player, as a link, or None when it shows nothing."""
    addresses = [value for name in _FRAME_ATTRIBUTES if (value := node.get(name))]
    addresses += [str(value) for name, value in node.attrib.items() if "src" in str(name)]
    addresses += [part.get("value", "") for part in node.iter("param") if part.get("name", "").lower() in _MOVIES]
    for address in addresses:
        if player := player_url(base, address):
            return _player(player, node)
    if _is_hidden(node) or 0 < dimension(node.get("height")) < _BANNER:
        return None
    url = next(filter(None, (absolute(base, address) for address in addresses)), None)
    if url is None or _is_advert(url, node.get("title", "")):
        return None
    shown = absolute(base, framed_post(url) or "")
    return _link(shown, node.get("title")) if shown else None


def player_url(base: str, address: str) -> str | None:
    """The https address of a player that may be framed; watch pages and old players become today's embeds."""
    url = frame_url(base, address)
    if not url:
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    first, _, rest = parts.path.removeprefix("/").partition("/")
    if host in ("youtube.com", "youtube-nocookie.com") and first != "embed":
        name = parse_qs(parts.query).get("v", [""])[0] if first == "watch" else re.split("[/&]", rest)[0]
        return f"https://{parts.hostname}/embed/{name}" if VIDEO_ID.fullmatch(name) else None
    return url if first.startswith(_PLAYS.get(host, "")) else None


def media(node: etree._Element, base: str) -> etree._Element | None:
    """A clean <video> or <audio> with controls; None when it has no address that could be played."""
    tag = node.tag.removeprefix("amp-")
    clean = etree.Element(tag, controls="", preload="none")
    own = next((url for name in ("src", "data-src") if (url := absolute(base, node.get(name, "")))), None)
    for source in node.iter("source"):
        url = absolute(base, source.get("src") or source.get("data-src") or "")
        if url and url != own:
            part = etree.SubElement(clean, "source", src=url)
            if kind := source.get("type", "").strip().lower():
                part.set("type", kind)
    if own:
        clean.set("src", own)
    if not own and not len(clean):
        return None
    if tag == "video":
        _sized(clean, node)
        if poster := absolute(base, node.get("poster") or node.get("data-poster") or ""):
            clean.set("poster", poster)
    return clean


def _player(url: str, node: etree._Element) -> etree._Element:
    clean = etree.Element("iframe", src=url)
    _sized(clean, node)
    if title := " ".join(node.get("title", "").split()):
        clean.set("title", title)
    clean.set("allowfullscreen", "")
    return clean


def _sized(clean: etree._Element, node: etree._Element) -> None:
    width, height = dimension(node.get("width")), dimension(node.get("height"))
    if height:
        if width:
            clean.set("width", str(width))
        clean.set("height", str(height))


def _link(url: str, title: str | None) -> etree._Element:
    paragraph = etree.Element("p")
    link = etree.SubElement(paragraph, "a", href=url)
    link.text = " ".join((title or "").split()) or (urlsplit(url).hostname or url).removeprefix("www.")
    return paragraph


def _is_hidden(node: etree._Element) -> bool:
    style = node.get("style", "").replace(" ", "").lower()
    small = any(value.strip() in ("0", "1", "0px", "1px") for name in ("width", "height") if (value := node.get(name)))
    return small or "display:none" in style or "visibility:hidden" in style or node.get("aria-hidden") == "true"


def _is_advert(url: str, title: str) -> bool:
    return says(title, NOISE) or _ADVERT.search(url) is not None


def _frame(walk: Walk, node: etree._Element) -> None:
    drawing = node.get("data") or node.get("src") or ""
    if node.tag != "iframe" and is_picture(drawing):
        walk.element(etree.Element("img", src=drawing, alt=node.get("title") or line_in(node)))
        return
    clean = frame(node, walk.base)
    if (clean is None or clean.tag != "iframe") and (line_in(node) or node.find(".//img") is not None):
        walk.children(node)  # what <object> shows where its data cannot be had
    else:
        walk.place(clean)


def _custom_player(walk: Walk, node: etree._Element) -> None:
    """A custom element that stands for a player (`lite-youtube`, `amp-vimeo`)."""
    if url := player_address(node):
        walk.place(_player(url, node))
    else:
        walk.children(node)


HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(
        ("video", "audio", "amp-video", "amp-audio"), lambda walk, node: walk.place(media(node, walk.base))
    ),
    **dict.fromkeys(("iframe", "object", "embed", "amp-iframe"), _frame),
    **dict.fromkeys(PLAYERS, _custom_player),
}
