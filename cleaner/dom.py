"""Text → tree: lxml, with what would break, blind or stall libxml2 taken out first.

Measured on libxml2 2.14: 100,000 attributes on one element take 31 s; whatever follows an early `</body></html>`
is lost; more than 2,048 open elements end the parse, silently but for the error log.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from lxml import etree

from cleaner.links import absolute
from cleaner.standins import BOXES, STANDINS, restore
from cleaner.surgery import unlink

MAX_CHARS = 10_000_000
"""A page is cut here: libxml2 fails beyond 10 MB in one text, and no real page comes near."""
MAX_DEPTH = 250
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre search section summary table tbody
    td tfoot th thead tr ul
    """.split()
)
"""Elements whose text stands on lines of its own."""
_MAX_ATTRIBUTES = 200
_MAX_VALUE = 200_000
_LONG_TAG = 8_000
_NOSCRIPT = 400  # characters: no excuse for a missing script is so long

# XML has no place for control characters and noncharacters. (Surrogates become "?" when the text is encoded.)
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r") + b"\x7f"
_NONCHARACTERS = re.compile(b"\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]")
# References to them bring them back: &#0; to &#31; but for tab and line ends, &#127;, surrogates, noncharacters.
_BAD_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3])|6553[45])"
    r"(?!\d)|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
# What is taken out: `</body>` and `</html>`. What is closed: void elements that libxml2 does not know, which would hold
# what follows them, as the <img> of a <picture>. One pattern, since to look through a long page costs more than both.
_MISREAD = re.compile(
    r"<(?:/(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*"
    r"|(?=[sStTwW])([sS][oO][uU][rR][cC][eE]|[tT][rR][aA][cC][kK]|[wW][bB][rR])(?=[\s/>])[^<>]*(?<!/))>"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_OPENER = re.compile(r"<[a-zA-Z]")
_NAME = re.compile(r"<[a-zA-Z][^\s/>]{0,100}")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>=]{1,300})(?:\s{0,50}=\s{0,50}("[^"]*"|'[^']*'|[^\s>"']*))?""")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])[^>]*>")
_HEAD = frozenset("base basefont bgsound link meta noframes noscript object script style template title".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def parse(text: str) -> etree._Element:
    """The page's root element, `html`, always with a `body`; never raises on any text.

    The tree holds elements alone: comments and instructions are left out, so that a tag is always a string.
    """
    text = _bounded(text)
    root, too_deep = _parse(text)
    if too_deep:
        root, _ = _parse(_flat(text))
    body = root.find("body")
    _close_head(root, etree.SubElement(root, "body") if body is None else body)
    backgrounds = "background" in text and ("url(" in text or "URL(" in text)
    found: dict[str, list[etree._Element]] = defaultdict(list)  # one walk for all that is not what it seems
    for element in root.iter("iframe", "noscript", *STANDINS, *(BOXES if backgrounds else ())):
        found[element.tag].append(element)
    restore(found, backgrounds=backgrounds)
    _run_on(root, {name.lower() for name in _CUSTOM.findall(text)} - {*STANDINS})
    for element in found["iframe"]:
        element.text = None  # read as raw text; what an unclosed one swallows is no text of the page
    _open_noscript(root, found["noscript"])
    return root


def body_of(root: etree._Element) -> etree._Element:
    """The body of a page as `parse` gives it, which always has one."""
    body = root.find("body")
    assert body is not None
    return body


def story_of(text: str, *, is_markup: bool) -> etree._Element:
    """A story that is a string as a detached `div`; of plain text each line is a paragraph."""
    if is_markup:
        body = body_of(parse(text))
        body.tag = "div"
        unlink(body)
        return body
    story = etree.Element("div")
    for line in filter(None, map(str.strip, text.splitlines())):
        etree.SubElement(story, "p").text = line
    return story


def text_in(node: etree._Element) -> str:
    """All text in an element as it stands there; ten times as fast on a line as joining what `itertext` gives."""
    return etree.tostring(node, encoding="unicode", method="text", with_tail=False)


def line_in(node: etree._Element) -> str:
    """All text in an element on one line."""
    return " ".join(text_in(node).split())


def text_before(node: etree._Element) -> str:
    """The text right before an element, in what holds it."""
    before, parent = node.getprevious(), node.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    return text or ""


def only_in(node: etree._Element) -> etree._Element | None:
    """The element that is all that another holds; None where it holds text or several."""
    is_all = len(node) == 1 and not (node.text or "").strip() and not (node[0].tail or "").strip()
    return node[0] if is_all else None


def base_url(root: etree._Element, url: str) -> str:
    """What the page's relative links start from: its first <base> with a usable href, else its own `url`."""
    return base_of(root.iter("base"), url)


def base_of(bases: Iterable[etree._Element], url: str) -> str:
    """`base_url` for a page whose <base> elements are known."""
    for node in bases:
        if href := node.get("href"):
            return absolute(url, str(href)) or url
    return url


def _parse(text: str) -> tuple[etree._Element, bool]:
    """The tree, and whether libxml2 gave up on its depth."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    data = _NONCHARACTERS.sub(b"", text.encode("utf-8", "replace").translate(None, _CONTROLS))
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    if root is None or root.tag != "html":
        outer = etree.Element("html")
        outer.append(root if root is not None else etree.Element("body"))
        root = outer
    return root, deep


def _bounded(text: str) -> str:
    """`text` without what libxml2 cannot stand."""
    text = _BAD_REFERENCE.sub("\ufffd", text)
    if len(text) > MAX_CHARS:
        text = _COMMENT.sub("", text)
    text = _short_tags(text)[:MAX_CHARS]
    opened = text.rfind("<!--")
    if opened >= 0 and text.find("-->", opened) < 0:  # a comment that never closes would swallow the rest
        text = text[:opened] + text[opened + 4 :]
    return _MISREAD.sub(lambda found: f"{found[0]}</{found[1]}>" if found[1] else "", text)


def _short_tags(text: str) -> str:
    """Cut down tags with more attributes, or longer ones, than any real tag has."""
    parts: list[str] = []
    done = 0
    for start in _long_tags(text):
        if start >= done:
            short, end = _short_tag(text, start)
            parts += text[done:start], short
            done = end
    return "".join([*parts, text[done:]]) if parts else text


def _long_tags(text: str) -> Iterator[int]:
    """Where tags begin that have no ">" for long; only what lies between such marks is looked at."""
    place = 0
    while place + _LONG_TAG < len(text):
        if (mark := text.rfind(">", place, place + _LONG_TAG)) < 0:
            mark = text.find(">", place + _LONG_TAG)
            mark = mark if mark >= 0 else len(text)
            while (opener := _OPENER.search(text, place, mark)) and mark - opener.end() >= _LONG_TAG:
                yield opener.start()
                place = opener.end() + _LONG_TAG
        place = mark + 1


def _short_tag(text: str, start: int) -> tuple[str, int]:
    """The tag at `start` with its first attributes only, and where it ends."""
    name = _NAME.match(text, start)
    assert name is not None  # _long_tags saw it
    kept, position, count = [name[0]], name.end(), 0
    while (attribute := _ATTRIBUTE.match(text, position)) and attribute.end() > position:
        position, count = attribute.end(), count + 1
        if count <= _MAX_ATTRIBUTES and len(attribute[0]) <= _MAX_VALUE:
            kept.append(attribute[0])
    # What stands here is ">" after blanks, or a quote that never closes: the standard drops such a tag too.
    end = text.find(">", position)
    return "".join([*kept, ">"]), end + 1 if end >= 0 else len(text)


def _flat(text: str) -> str:
    """`text` with the tags that nest deeper than MAX_DEPTH replaced by blanks."""
    depth = 0

    def level(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _VOID or tag[0].endswith("/>"):
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < MAX_DEPTH else " "
        depth += 1
        return tag[0] if depth <= MAX_DEPTH else " "

    return _TAG.sub(level, text)


def _close_head(root: etree._Element, body: etree._Element) -> None:
    """Move to the body what no head can hold, and what follows it.

    A page may leave `<body>` out, as minifiers do; libxml2 then takes the elements that it does not know (<main>,
    <header>, <article>) for more of the head. What a head holds: HTML Living Standard, "the 'in head' insertion mode".
    """
    head = root.find("head")
    first = next((child for child in head if child.tag not in _HEAD), None) if head is not None else None
    if first is None:
        return
    moved = [first, *first.itersiblings()]
    if body.text:
        moved[-1].tail = (moved[-1].tail or "") + body.text
        body.text = None
    body[:0] = moved


def _run_on(root: etree._Element, names: Collection[str]) -> None:
    """Make spans of the page's own elements (<st1:place>, <stock-quote>) that say a part of a sentence.

    A browser shows what it does not know in the line; here it would end the paragraph.
    """
    for element in root.iter(*names) if names else ():
        parent = element.getparent()
        is_in_line = parent is not None and parent.tag in _LINES and text_in(element).strip()
        if is_in_line and _is_amid_text(element) and next(element.iter(*_ENDS_LINE), None) is None:
            element.tag = "span"


def _is_amid_text(element: etree._Element) -> bool:
    """Whether words stand right before or after an element, or around the one that holds it alone."""
    parent = element.getparent()
    is_all = parent is not None and parent.tag == "span" and only_in(parent) is element
    return is_all or bool(text_before(element).strip() or (element.tail or "").strip())


_CUSTOM = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20}[-:][a-zA-Z0-9:_-]{1,40})[\s>]")
_LINES = frozenset("p h1 h2 h3 h4 h5 h6 li td a span b strong i em u font".split())
_ENDS_LINE = tuple("p div ul ol dl table section article blockquote figure h2 h3 h4 img iframe".split())


def _open_noscript(root: etree._Element, noscripts: Sequence[etree._Element]) -> None:
    """Take a <noscript> that holds the page itself (Discourse, script-built shells) for part of the page."""
    large = [(node, _prose(node)) for node in noscripts if len(text_in(node)) > _NOSCRIPT]
    if not large:
        return
    whole = _prose(root)
    for noscript, prose in large:
        if prose * 3 > whole:
            noscript.tag = "div"


def _prose(node: etree._Element) -> int:
    """Characters in paragraphs, list items and cells below `node`."""
    return sum(len(text_in(part)) for part in node.iter("p", "li", "td"))
