"""Pages that stand in the way of their own story: bot checks, consent and login walls, empty app shells, soft 404s.

Conservative: what has a story is no wall, whatever words it uses. A wall is short, and its title or its machinery says
what it is; a paywall is what the page itself declares to be one, with little text before it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from lxml import etree

from cleaner.dom import body_of
from cleaner.metadata.jsonld import Node, read_graph
from cleaner.metadata.texts import text_of
from cleaner.model import Wall
from cleaner.selectors import SelectorError, compile_selector
from cleaner.wall_words import MACHINERY, SAYS, TITLES

SHORT = 600
"""Characters of visible text, below which a page may be a wall. Scripts with dense characters count double."""
SHELL = 200
"""Characters, below which a page that is built by script has nothing to read."""
TEASER = 600
"""Characters of story, below which a page that says it is not free has not given it away."""
PROSE = 1_500
"""Characters in paragraphs: a page that has more is no teaser."""
_PARAGRAPH = 80  # characters; shorter ones are labels
_BIG_PAGE = 4_000  # characters of the whole page: what has more is furnished like a real page

_MAGIC = (
    b"%PDF-", b"\x89PNG", b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"RIFF", b"PK\x03\x04", b"PK\x05\x06", b"ID3",
    b"OggS", b"fLaC", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\xd0\xcf\x11\xe0", b"wOFF",
    b"wOF2", b"\x00\x00\x01\x00", b"{\\rtf", b"II*\x00", b"MM\x00*", b"MZ\x90", b"SQLite format 3", b"BEGIN:VC",
)  # fmt: skip
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*[{\"\d\[]|BEGIN:VC)")
_FEED_ROOTS = frozenset(("rss", "feed", "rdf", "rdf:rdf", "urlset", "sitemapindex", "opml"))
_LEADS_ON = re.compile(r"^\s*\d*(?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*\S", re.IGNORECASE)
_APP_ROOTS = frozenset(("root", "app", "__next", "__nuxt", "___gatsby", "main-app", "react-root", "svelte", "q-app"))


def is_file(data: bytes) -> bool:
    """Whether a body is a picture, a PDF, an archive or the like by its first bytes, whatever its Content-Type says."""
    return data[:16].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MAGIC) or data[4:8] == b"ftyp"


def find_wall(root: etree._Element, text: str) -> Wall | None:
    """What keeps the page's story from us; None where it is there, or where nothing says why it is not.

    root: the page's html element, as parsed. text: the story that was taken out of it, "" for none.
    """
    page = text_of(body_of(root), _BIG_PAGE)
    if wall := _no_page(root, page):
        return wall
    if len(page) < _BIG_PAGE and _weight(text) < SHORT and (wall := _by_words(root, page)):
        return wall
    if _weight(page) < SHELL and _weight(text) < SHELL and (wall := _empty(root, page)):
        return wall
    return "paywall" if _weight(text) < TEASER and is_paid(root) else None


def _weight(text: str) -> int:
    """Characters, those of scripts that say more with each counted twice."""
    return len(text) + sum("\u3040" <= ch <= "\u9fff" or "\uac00" <= ch <= "\ud7af" for ch in text[:SHORT])


def _no_page(root: etree._Element, page: str) -> Wall | None:
    """Whether something else than a page was served as one: a feed, JSON, a file that was read as text."""
    first = next((each for each in root.iter() if each.tag not in ("html", "body", "head", "p")), None)
    if first is not None and first.tag in _FEED_ROOTS:
        return "feed"
    if root.find("head/title") is not None or sum(1 for _ in islice(body_of(root).iterdescendants(), 12)) > 11:
        return None
    return "not-html" if _JSON.match(page) or _is_binary(page[:1_000]) else None


def _is_binary(text: str) -> bool:
    """Whether a text has more of what no one writes (controls, private use, replacement characters) than a page may."""
    odd = sum(unicodedata.category(ch) in ("Cc", "Co", "Cn", "Cs") or ch == "\ufffd" for ch in text)
    return odd * 10 > len(text) > 0


def _by_words(root: etree._Element, page: str) -> Wall | None:
    """What the title, the headings and the few words of a short page say."""
    title = " ".join((root.findtext(".//title") or "")[:200].split())
    heads = [title, *(text_of(each, 200) for each in islice(root.iter("h1", "h2"), 3))]
    short = _weight(page) < SHORT
    if short and _has_machinery(root):
        return "bot-check"
    for wall, pattern in TITLES.items():
        if (short or wall == "not-found") and any(pattern.search(head) for head in heads if len(head) <= 100):
            return wall
    return next((wall for wall, pattern in SAYS.items() if pattern.search(page)), None) if short else None


def _has_machinery(root: etree._Element) -> bool:
    """Whether a bot check's own scripts or frames are on the page."""
    for element in root.iter("script", "iframe", "form", "div", "link", "noscript"):
        if MACHINERY.search(
            element.get("src") or element.get("action") or element.get("id") or element.get("href") or ""
        ):
            return True
        if element.tag == "script" and element.text and MACHINERY.search(element.text[:5_000]):
            return True
    return False


def _empty(root: etree._Element, page: str) -> Wall | None:
    """Why a page has nothing to read: it leads on, it is a set of frames, or scripts would fill it."""
    if any(each.get("http-equiv", "").lower() == "refresh" and _LEADS_ON.search(each.get("content", ""))
           for each in root.iter("meta")):  # fmt: skip
        return "redirect"
    if next(root.iter("frameset"), None) is not None:
        return "frames"
    hints = " ".join(text_of(each, 300) for each in islice(root.iter("noscript"), 5))
    if SAYS["javascript"].search(f"{page} {hints}"):
        return "javascript"
    scripts = any(each.get("src") or len(each.text or "") > 200 for each in root.iter("script"))
    roots = any(each.get("id", "").lower() in _APP_ROOTS and len(each) < 3 for each in root.iter("div", "main"))
    return "javascript" if scripts and (roots or len(page) < 20) else None


def is_paid(root: etree._Element) -> bool:
    """Whether the page's own metadata says that its story is not free, and the part that is not is not there."""
    scripts = [each.text or "" for each in root.iter("script") if "ld+json" in each.get("type", "")]
    nodes = read_graph([script for script in scripts if "isAccessibleForFree" in script]).nodes
    paid = [node for node in nodes if _is_false(node)]
    tiers = [each.get("content", "") for each in root.iter("meta") if each.get("property") == "article:content_tier"]
    if not paid and not any(tier.lower() == "locked" for tier in tiers):
        return False
    if sum(length for each in islice(root.iter("p"), 500) if (length := len(text_of(each, 400))) > _PARAGRAPH) > PROSE:
        return False  # the story is there, whatever became of it
    return not any(_is_there(root, node) for node in paid)


def _is_false(node: Node) -> bool:
    return str(node.get("isAccessibleForFree", "")).strip().lower().rsplit("/", 1)[-1] in ("false", "no", "0")


def _is_there(root: etree._Element, node: Node) -> bool:
    """Whether the part of the story that the node declares to be paid is on the page all the same."""
    parts = node.get("hasPart")
    for part in parts[:10] if isinstance(parts, list) else [parts]:
        selector = part.get("cssSelector") if isinstance(part, dict) else None
        if not isinstance(selector, str) or len(selector) > 300:
            continue
        try:
            found = compile_selector(selector).select(root)
        except SelectorError:
            continue
        if any(len(text_of(each, SHELL + 1)) > SHELL for each in found[:20] if not isinstance(each, str)):
            return True
    return False
