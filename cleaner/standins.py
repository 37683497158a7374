"""Elements that stand for others until a script replaces them: AMP's, lazy players, boxes that show a background.

They are given the names of what they stand for right after parsing, so that all that comes later need not know them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from lxml import etree

PLAYERS: Mapping[str, str] = {
    "lite-youtube": "https://www.youtube-nocookie.com/embed/",
    "amp-youtube": "https://www.youtube-nocookie.com/embed/",
    "youtube-video": "https://www.youtube-nocookie.com/embed/",
    "lite-vimeo": "https://player.vimeo.com/video/",
    "amp-vimeo": "https://player.vimeo.com/video/",
    "amp-dailymotion": "https://www.dailymotion.com/embed/video/",
}
"""Elements that stand for a player, and what their id belongs to."""
_POSTS = {"amp-twitter": "https://twitter.com/i/status/", "amp-instagram": "https://www.instagram.com/p/"}
ID_ATTRIBUTES = ("videoid", "data-videoid", "video-id", "data-video-id", "data-tweetid", "data-shortcode")
VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")

_NAMES = {
    "amp-img": "img",
    "amp-anim": "img",
    "amp-video": "video",
    "amp-audio": "audio",
    "amp-iframe": "iframe",
}
_TIMES = ("relative-time", "time-ago", "local-time", "time-until")
STANDINS = (*_NAMES, *PLAYERS, *_POSTS, *_TIMES)
BOXES = ("div", "span")
"""What may show a picture as its background."""
_BACKGROUND = re.compile(
    r"background(?:-image)?\s*:[^;]{0,200}?url\(\s*[\"']?([^\"')]{1,2000})[\"']?\s*\)", re.IGNORECASE
)


def restore(found: dict[str, list[etree._Element]], *, backgrounds: bool) -> None:
    """Give what stands for a picture or a player the name of that.

    found: all STANDINS of a page, and its BOXES with `backgrounds`, by tag; new frames join those that are there.
    """
    for name, stood_for in _NAMES.items():
        for node in found.get(name, ()):
            _empty(node)
            node.tag = stood_for
            if stood_for == "iframe":
                found["iframe"].append(node)
    for name in (*PLAYERS, *_POSTS):
        for node in found.get(name, ()):
            if _play(node):
                found["iframe"].append(node)
    for name in _TIMES:
        for node in found.get(name, ()):
            node.tag = "time"
    if backgrounds:
        for name in BOXES:
            for node in found.get(name, ()):
                if (style := node.get("style")) and "url(" in style.lower():
                    _show(node, style)


def player_address(node: etree._Element) -> str:
    """Where what a custom element stands for is to be had; empty where it does not say."""
    name = next((value for name in ID_ATTRIBUTES if (value := node.get(name))), "")
    return (PLAYERS.get(node.tag) or _POSTS[node.tag]) + name if VIDEO_ID.fullmatch(name) else ""


def _empty(node: etree._Element) -> None:
    """Take out what is shown only while an element waits, or where it fails."""
    for child in list(node):
        if child.tag == "noscript" or child.get("placeholder") is not None or child.get("fallback") is not None:
            node.remove(child)


def _play(node: etree._Element) -> bool:
    """Make a frame of what stands for one; whether it does."""
    address = player_address(node)
    if not address or "".join(map(str, node.itertext())).strip():  # a post that can be read need not be framed
        return False
    node.tag = "iframe"
    node.set("src", address)
    return True


def _show(node: etree._Element, style: str) -> None:
    """Make a picture of an empty box that shows one, where it is called a picture or stands in a figure."""
    if len(node) or (node.text or "").strip():
        return
    found = _BACKGROUND.search(style[:4000])
    is_picture = node.get("role") == "img" or any(each.tag == "figure" for each in islice(node.iterancestors(), 3))
    if found and is_picture and not found[1].startswith("data:"):
        node.tag = "img"
        node.set("src", found[1].strip())
        node.set("alt", node.get("aria-label", ""))
        del node.attrib["style"]
