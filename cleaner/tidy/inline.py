"""What stands in lines: emphasis, links, breaks, formulas, ruby."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from cleaner.allowlist import MATH
from cleaner.dom import HEADINGS, line_in
from cleaner.tidy.figures import write_caption_in_line
from cleaner.tidy.walk import Handler, Walk

_MARKS = {
    **{tag: tag for tag in "abbr b bdo bdi cite code del dfn em i ins kbd mark q rp rt ruby s samp small".split()},
    **{tag: tag for tag in "strong sub sup time u var".split()},
    "acronym": "abbr",
    "strike": "s",
    "tt": "code",
}
_NOTATIONS = ("annotation", "annotation-xml")
_FORMULA = MATH | frozenset({"math", *_NOTATIONS})
_NESTING = frozenset({"q", "sub", "sup", "ruby"})
_KEPT = {"abbr": ("title",), "acronym": ("title",), "bdo": ("dir",), "time": ("datetime",), "q": ("cite",)}
_PERMALINK = frozenset("|#|¶|§|🔗|🔗\ufe0e|⚓|⌗|\u200b|\uf0c1|link|permalink|anchor|copy link|[source]".split("|"))
"""What is seen of the mark beside a heading that links to it, "" for nothing."""
_TO_HEADING = re.compile(
    r"(?:perma(?:nent )?|direct )?links? to (?:this |the )?(?:heading|section|title|anchor|.{1,80})|"
    r"permalink (?:to|for) .{1,80}|direkter link zu .{1,80}|lien (?:direct|permanent) (?:vers|de) .{1,80}|"
    r"enlace (?:directo|permanente) (?:a|de) .{1,80}|link permanente .{1,80}|прямая ссылка на .{1,80}",
    re.IGNORECASE,
)
"""What screen readers hear of it."""
_FOR_SPEECH = re.compile(r"(?:^|\s)(?:sr-only|screen-reader(?:-text)?|visually-?hidden)(?:$|\s)")
_BOXES = frozenset("▢☐□☑✓✔")  # of a list that one may tick off
# Beside the formula itself, engines draw it once more for the eye (KaTeX, MathJax, MediaWiki).
_DRAWN = re.compile(r"katex-html|MathJax_Preview|MathJax_CHTML|MathJax_SVG|mwe-math-fallback")
_BUTTON_TEXT = 24  # characters; longer ones are an accordion's headings, shorter ones orders ("Copy", "Read aloud")


def _mark(walk: Walk, node: etree._Element) -> None:
    if write_caption_in_line(walk, node):
        return
    tag = _MARKS[node.tag]
    leaf = walk.write.leaf
    said = tag in ("b", "strong") and leaf is not None and leaf.tag in HEADINGS
    if said or (walk.write.has_mark(tag) and tag not in _NESTING):
        walk.children(node)
        return
    attributes = {name: value for name in _KEPT.get(node.tag, ()) if (value := node.get(name))}
    _marked(walk, node, tag, attributes)


def _marked(walk: Walk, node: etree._Element, tag: str, attributes: Mapping[str, str]) -> None:
    walk.write.mark(tag, attributes)
    walk.children(node)
    walk.write.unmark()


def _span(walk: Walk, node: etree._Element) -> None:
    if write_caption_in_line(walk, node) or _is_said_otherwise(node):
        return
    foreign = walk.language(node) if node.get("lang") or node.get("dir") else {}
    if foreign and not walk.write.has_mark("span"):
        _marked(walk, node, "span", foreign)
    else:
        walk.children(node)


def _is_said_otherwise(node: etree._Element) -> bool:
    """Whether a span says for eyes or for ears alone what is said beside it, or is but the box of a check list."""
    kind = node.get("class", "")
    if _DRAWN.search(kind):
        return True
    if node.get("aria-hidden") == "true":
        before = node.getprevious()
        return before is not None and _FOR_SPEECH.search(before.get("class", "")) is not None
    return _FOR_SPEECH.search(kind) is not None and _BOXES.issuperset(line_in(node))


def _link(walk: Walk, node: etree._Element) -> None:
    href = node.get("href")
    if href is None or walk.write.has_mark("a"):
        walk.children(node)
        return
    if walk.write.locked and "#" in href and node.find(".//img") is None and _is_permalink(line_in(node).lower()):
        return
    url = walk.address(href) if _shows(node) else None
    if url and not (url.startswith("#") and _fills_heading(node)):
        _marked(walk, node, "a", {"href": url})
    else:
        walk.children(node)


def _shows(link: etree._Element) -> bool:
    """Whether there is anything to click on; editors leave links around a blank."""
    return len(link) > 0 or bool((link.text or "").strip())


def _fills_heading(node: etree._Element) -> bool:
    """Whether a link is all of a heading: within its own page it leads to itself, to the contents or opens a fold."""
    heading = next(node.iterancestors(*HEADINGS), None)
    return heading is not None and line_in(heading) == line_in(node)


def _is_permalink(text: str) -> bool:
    return text in _PERMALINK or (
        ("lin" in text or "lien" in text or "ссылка" in text) and _TO_HEADING.fullmatch(text) is not None
    )


def _break(walk: Walk, node: etree._Element) -> None:
    walk.write.br()
    walk.children(node)  # libxml2 puts text into <br> where a page writes </br>


def _word_break(walk: Walk, node: etree._Element) -> None:
    walk.write.inline(etree.Element("wbr"))
    walk.children(node)  # libxml2 does not know that <wbr> is empty


def _button(walk: Walk, node: etree._Element) -> None:
    """Buttons do nothing in a feed, but some say what follows them."""
    if walk.write.locked or len(line_in(node)) > _BUTTON_TEXT:
        walk.children(node)


def _formula(walk: Walk, node: etree._Element) -> None:
    """MathML as it came, without its second version in another notation."""
    if any(part.tag not in _FORMULA for part in node.iter()):  # never closed, or HTML in disguise
        walk.children(node)
        return
    clean = deepcopy(node)
    etree.strip_elements(clean, *_NOTATIONS)
    walk.write.inline(clean)


def _script(walk: Walk, node: etree._Element) -> None:
    """Scripts go; TeX that a script would have drawn is code for the reader."""
    kind, source = node.get("type", ""), node.text or ""
    if not kind.startswith("math/tex") or not source.strip():
        return
    if "display" in kind and not walk.write.locked:
        walk.write.begin("p")
    walk.write.mark("code")
    walk.write.text(source)
    walk.write.unmark()
    if "display" in kind:
        walk.write.end()


HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(_MARKS, _mark),
    **dict.fromkeys(("span", "font"), _span),
    "a": _link,
    "br": _break,
    "button": _button,
    "math": _formula,
    "script": _script,
    "wbr": _word_break,
}
