"""Is a page an empty app shell: scripts that would write it, and nothing written yet? Pure."""

from __future__ import annotations

from lxml import etree

from cleaner import decode, parse

_MAX_BYTES = 2_000_000  # a shell is small; what is longer has been written by somebody
_ENOUGH = 250
"""Characters of text that make a page; a shell has a menu at the most, and a word for those without scripts."""
_UNSEEN = ("head", "script", "style", "noscript", "template", "svg", "iframe")


def is_html(content_type: str) -> bool:
    """Whether it is a page that a browser would render; a page of no said type is."""
    kind = content_type.partition(";")[0].partition(",")[0].strip().lower()
    return kind in ("", "text/html", "application/xhtml+xml")


def is_empty_shell(body: bytes, content_type: str) -> bool:
    """Whether plain HTTP gave scripts and (nearly) no text, so that only a browser can tell what the page says."""
    if len(body) > _MAX_BYTES:
        return False
    root = parse(decode(body, content_type))
    if next(root.iter("script"), None) is None:
        return False
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    text = "".join(str(each) for each in root.itertext())
    return len(" ".join(text.split())) < _ENOUGH
