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
_CUSTOM = re.compile(rf"<(?:amp-|lite-|youtube-video|{'|'.join(_TIMES)})", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"background(?:-image)?\s*:[^;]{0,200}?url\(\s*[\"']?([^\"')]{1,2000})[\"']?\s*\)", re.IGNORECASE
)


def restore(root: etree._Element, text: str) -> None:
    """Give what stands for a picture or a player the name of that; `text` is the page's source."""
    if _CUSTOM.search(text):  # sooner found in the source than in the tree
        for node in list(root.iter(*_NAMES)):
            _empty(node)
            node.tag = _NAMES[node.tag]
        for node in list(root.iter(*PLAYERS, *_POSTS)):
            _play(node)
        for node in list(root.iter(*_TIMES)):
            node.tag = "time"
    if "background" in text and ("url(" in text or "URL(" in text):
        styled = [node for node in root.iter("div", "span") if "url(" in (node.get("style") or "").lower()]
        for node in styled:
            _show(node)


def player_address(node: etree._Element) -> str:
    """Where what a custom element stands for is to be had; empty where it does not say."""
    name = next((value for name in ID_ATTRIBUTES if (value := node.get(name))), "")
    return (PLAYERS.get(node.tag) or _POSTS[node.tag]) + name if VIDEO_ID.fullmatch(name) else ""


def _empty(node: etree._Element) -> None:
    """Take out what is shown only while an element waits, or where it fails."""
    for child in list(node):
        if child.tag == "noscript" or child.get("placeholder") is not None or child.get("fallback") is not None:
            node.remove(child)


def _play(node: etree._Element) -> None:
    address = player_address(node)
    if address and not "".join(map(str, node.itertext())).strip():  # a post that can be read need not be framed
        node.tag = "iframe"
        node.set("src", address)


def _show(node: etree._Element) -> None:
    """Make a picture of an empty box that shows one, where it is called a picture or stands in a figure."""
    style = node.get("style")
    if style is None or len(node) or (node.text or "").strip():
        return
    found = _BACKGROUND.search(style[:4000])
    is_picture = node.get("role") == "img" or any(each.tag == "figure" for each in islice(node.iterancestors(), 3))
    if found and is_picture and not found[1].startswith("data:"):
        node.tag = "img"
        node.set("src", found[1].strip())
        node.set("alt", node.get("aria-label") or "")
        del node.attrib["style"]
