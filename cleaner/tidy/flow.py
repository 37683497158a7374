"""Blocks: paragraphs, headings, lists, definitions, quotes, figures."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from cleaner.dom import line_in
from cleaner.links import absolute
from cleaner.tidy.links import untracked
from cleaner.tidy.walk import BLOCK, SILENT, Handler, Walk

_SHOWN = ("img", "iframe", "video", "audio", "table", "pre", "blockquote", "math")
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig|image|img|photo|media|wp)?-?caption(?:$|[\s_-])|(?:image|photo)Caption|captionText|"
    r"(?:image|img|photo|pic|picture|foto|bild)[_-]?(?:desc(?:r|ription)?|legende?)(?:$|[\s_-])|bildunterschrift|bildtext"
)
_CAPTION_LENGTH = 500  # characters
_LISTS = ("ul", "ol")
_TEXT_BLOCKS = frozenset({"p", "ul", "ol", "dl", "blockquote", "h2", "h3", "h4", "h5", "h6", "figure", "table", "pre"})
BESIDE = "data-beside"
"""Marks a caption that is in the story for its picture's sake alone: without the picture it goes."""
POST = re.compile(
    r"twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|reddit-(?:embed|card)|"
    r"fb-xfbml-parse-ignore|text-post-media"
)
"""What networks call the quotation that their scripts make a post of."""
_PERMALINKS = ("cite", "data-instgrm-permalink", "data-text-post-permalink")


_VERSE = re.compile(
    r"(?:^|[\s_-])(?:poem|verses?|stanzas?|strophe|lyrics?|gedicht|poema|poesia|стих)(?:$|[\s_-])", re.IGNORECASE
)
_HANGING = re.compile(r"text-indent\s*:\s*-")
_VERSES = (3, 400)
_VERSE_LENGTH = 120  # characters


def _box(walk: Walk, node: etree._Element) -> None:
    if _is_verse(node):
        _verse(walk, node)
    elif not _is_caption(walk, node):
        walk.block(node)


def _is_verse(node: etree._Element) -> bool:
    """Whether a box is called a poem, or hangs its lines as poems do, and each of its lines is a box of its own."""
    low, high = _VERSES
    if not low <= len(node) <= high or (node.text or "").strip():
        return False
    called = node.get("class")
    if not (called and _VERSE.search(called)) and not _HANGING.search(node[0].get("style") or ""):
        return False
    lines = all(line.tag in ("div", "span") and not (line.tail or "").strip() for line in node)
    return lines and all(_is_line(line) for line in node)


def _is_line(line: etree._Element) -> bool:
    plain = not any(each.tag in BLOCK or each.tag == "img" for each in line.iterdescendants())
    return plain and len(line_in(line)) <= _VERSE_LENGTH


def _verse(walk: Walk, node: etree._Element) -> None:
    """Lines of a poem as lines of paragraphs; an empty one parts two stanzas."""
    walk.write.end()
    for line in node:
        if line_in(line):
            walk.children(line)
            walk.write.br()
        else:
            walk.write.end()
    walk.write.end()


def _paragraph(walk: Walk, node: etree._Element) -> None:
    if _is_caption(walk, node):
        return
    walk.write.begin("p", walk.language(node))
    walk.children(node)
    walk.write.end()


def _heading(walk: Walk, node: etree._Element) -> None:
    if _is_wrapper(node):
        walk.block(node)
    else:
        _line(walk, node)


def _line(walk: Walk, node: etree._Element) -> None:
    walk.write.line(node.tag, walk.language(node))
    walk.children(node)
    walk.write.end_line()


def _is_wrapper(heading: etree._Element) -> bool:
    """Whether a heading was never closed and now holds what it should head."""
    inner = next(heading.iterdescendants("p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"), None)
    return inner is not None and len(line_in(heading)) > 250


def _list(walk: Walk, node: etree._Element) -> None:
    tag = node.tag if node.tag in _LISTS else "ul"
    attributes = {n: v for n in ("start", "reversed", "type") if tag == "ol" and (v := node.get(n)) is not None}
    walk.write.open(tag, attributes | walk.language(node))
    _items(walk, node)
    walk.write.close()


def _items(walk: Walk, node: etree._Element) -> None:
    _loose_text(walk, node.text)
    for child in node:
        if child.tag in _LISTS and len(walk.write.container):
            # A list that stands in a list without an item belongs to the item before.
            walk.write.enter(walk.write.container[-1])
            walk.element(child)
            walk.write.leave()
        elif isinstance(child.tag, str) and child.tag not in SILENT:
            if child.tag != "li" and any(part.tag == "li" for part in child):
                _items(walk, child)
            else:
                _item(walk, child)
        _loose_text(walk, child.tail)


def _loose_text(walk: Walk, text: str | None) -> None:
    """Text in a list that is in none of its items."""
    if text and text.strip():
        walk.write.open("li")
        walk.write.text(text)
        walk.write.close()


def _item(walk: Walk, node: etree._Element) -> None:
    if walk.write.container.tag not in _LISTS:  # its list was left behind
        walk.block(node)
        return
    value = node.get("value", "")
    walk.write.open("li", {"value": value} if value.isdigit() else {})
    if node.tag == "li":
        walk.note_anchor(node)
        walk.children(node)
    else:
        walk.element(node)
    walk.write.close()


def _definitions(walk: Walk, node: etree._Element) -> None:
    walk.write.open("dl")
    walk.children(node)
    walk.write.close()


def _term(walk: Walk, node: etree._Element) -> None:
    if walk.write.container.tag != "dl":
        walk.block(node)
    elif node.tag == "dt":
        _line(walk, node)
    else:
        walk.write.open("dd")
        walk.children(node)
        walk.write.close()


def _container(walk: Walk, node: etree._Element) -> None:
    walk.write.open(node.tag, walk.language(node))
    walk.children(node)
    walk.write.close()


def _quotation(walk: Walk, node: etree._Element) -> None:
    cite = _source(walk, node)
    walk.write.open("blockquote", ({"cite": cite} if cite else {}) | walk.language(node))
    walk.children(node)
    walk.write.close()


def _source(walk: Walk, quotation: etree._Element) -> str | None:
    """Where a quotation is from: the address that it names; a network's post has it in its last link, on its day."""
    named = [value for name in _PERMALINKS if (value := quotation.get(name))]
    is_post = POST.search(quotation.get("class") or "")
    linked = [value for link in quotation.iter("a") if (value := link.get("href"))][-1:] if is_post else []
    return next((untracked(url) for value in [*named, *linked] if (url := absolute(walk.base, value))), None)


def _details(walk: Walk, node: etree._Element) -> None:
    if node.find("summary") is None:
        walk.block(node)
        return
    walk.write.open("details", {"open": ""})
    walk.children(node)
    walk.write.close()


def _summary(walk: Walk, node: etree._Element) -> None:
    inside = walk.write.container
    if inside.tag == "details" and not len(inside):
        _line(walk, node)
    else:
        _paragraph(walk, node)


def _figure(walk: Walk, node: etree._Element) -> None:
    walk.write.open("figure")
    walk.children(node)
    made = walk.write.close()
    nothing = next(made.iter(*_SHOWN), None) is None
    only_a_frame = made.find("figure") is not None and made.find("figcaption") is None
    if nothing and (parent := made.getparent()) is not None and node.find(f".//figcaption[@{BESIDE}]") is not None:
        parent.remove(made)
    elif nothing or only_a_frame:
        _dissolve(made)


def _caption(walk: Walk, node: etree._Element) -> None:
    if node.get(BESIDE) is not None and not walk.write.is_in("figure"):
        return
    if walk.write.container.tag == "figure":
        _container(walk, node)
    else:
        _paragraph(walk, node)


def _says_caption(kind: str) -> bool:
    # One of these is in whatever the pattern finds; it is asked of each paragraph, and takes ten times as long.
    hinted = "aption" in kind or "desc" in kind or "legend" in kind or "bild" in kind
    return hinted and _CAPTION.search(kind) is not None


def put_caption(walk: Walk, node: etree._Element, kind: str) -> bool:
    """Write what stands in a line as the caption of the picture that is alone before it, as `kind` says it is."""
    if not _says_caption(kind) or not (walk.write.leaf is None or walk.write.shows_only):
        return False
    return _is_caption(walk, node)


def _is_caption(walk: Walk, node: etree._Element) -> bool:
    """Write `node` as the caption of the picture before it, where its class says that it is one."""
    name = node.get("class")
    if name is None or walk.write.locked or not _says_caption(name):
        return False
    walk.write.end()
    picture = next(walk.write.container.iterchildren(reversed=True), None)
    if picture is None or not _is_picture(picture) or not 0 < len(line_in(node)) < _CAPTION_LENGTH:
        return False
    picture.tag = "figure"
    walk.write.enter(picture)
    walk.write.open("figcaption")
    walk.children(node)
    walk.write.close()
    walk.write.leave()
    return True


def _is_picture(node: etree._Element) -> bool:
    """Whether a block shows pictures and says nothing."""
    shows = node.tag in ("p", "figure") and node.find(".//img") is not None and node.find("figcaption") is None
    return shows and not line_in(node)


def _rule(walk: Walk, node: etree._Element) -> None:
    walk.place(etree.Element("hr"))
    walk.children(node)


def _dissolve(node: etree._Element) -> None:
    """Put an element's children in its place; captions become paragraphs."""
    parent = node.getparent()
    if parent is None:
        return
    for place, child in enumerate(list(node), parent.index(node)):
        if child.tag == "figcaption" and any(part.tag in _TEXT_BLOCKS for part in child):
            child.tag = "div"
        elif child.tag == "figcaption":
            child.tag = "p"
        parent.insert(place, child)
        if child.tag == "div":
            _dissolve(child)
    parent.remove(node)


HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **dict.fromkeys(("dt", "dd"), _term),
    "aside": _container,
    "blockquote": _quotation,
    "details": _details,
    "div": _box,
    "dl": _definitions,
    "figcaption": _caption,
    "figure": _figure,
    "hr": _rule,
    "li": _item,
    "p": _paragraph,
    "summary": _summary,
    **dict.fromkeys(("td", "th"), _box),  # of tables that lay out the page
}
