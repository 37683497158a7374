"""Clean HTML as plain text and as Markdown."""

from __future__ import annotations

from lxml import html as lxml_html
from markdownify import markdownify

from cleaner.model import CleanHTML

_BLOCKS = {
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "blockquote",
    "pre",
    "figcaption",
    "dt",
    "dd",
    "br",
}


def to_text(html: CleanHTML) -> str:
    """The visible text, each block on a line of its own."""
    if not html.strip():
        return ""
    parts: list[str] = []
    for event in lxml_html.fragment_fromstring(html, create_parent="div").iter():
        if event.tag in _BLOCKS:
            parts.append("\n")
        parts.append(event.text or "")
        if event.tag in _BLOCKS:
            parts.append("\n" if event.tag == "br" else "")
        parts.append(event.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).splitlines())
    return "\n".join(line for line in lines if line)


def to_markdown(html: CleanHTML) -> str:
    """Markdown with ATX headings."""
    return str(markdownify(html, heading_style="ATX")).strip()
