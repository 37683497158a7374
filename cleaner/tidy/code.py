"""Source code: its white space is content, its line numbers and colours are not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice, pairwise

from lxml import etree

from cleaner.dom import text_in
from cleaner.tidy.walk import Handler, Walk
from cleaner.words import named

_LINES = frozenset({"div", "p", "li", "tr"})
_NUMBER = re.compile("[0-9]{1,5}")
_NUMBERS = re.compile(r"\s*[0-9]{1,5}(?:\s+[0-9]{1,5})*\s*")
_GUTTER = named(
    "gutter|line-?nos?|line-?num(?:ber)?s?|ln-?num|blob-num|linenodiv|lnt|hljs-ln-n(?:umbers)?|rouge-gutter|"
    "token-line-number|react-code-line-number|codelineno|copy(?:-?(?:button|btn|code))?|clipboard"
)
_WORD = re.compile(r"[^\W\d_]{12}")  # what no gutter says
_NUMBER_CLASS = named("ln|nr|nu?m|number")
_LINE = re.compile(r"(?:^|\s)line(?:$|\s)")
_LINE_BOX = re.compile(r"(?:^|[\s_-])(?:code|highlight(?:ed)?)-line(?:$|\s)")  # a span that styles make a block
_TOKEN = re.compile(r"(?:^|\s)(?:token|hljs|cm|ace|mtk|pl)(?:$|[\s_-])")  # what highlighters call the parts of a line
_CODE = re.compile(
    r"code|highlight|\bsource|lang(?:uage)?-|prettyprint|brush:|syntax|hljs|prism|shiki|rouge", re.IGNORECASE
)
_TELLS_LANGUAGE = ("data-lang", "data-language")
_FEWEST_LINES = 3  # that are counted
_MOST_DEEP = 100  # elements
_SILENT = frozenset({"script", "style", "button", "svg", "template", "textarea", "select", "noscript"})


def is_code(pre: etree._Element) -> bool:
    """Whether preformatted text is source code rather than a poem or a letter."""
    if next(pre.iter("code", "samp", "kbd"), None) is not None or any(name in pre.attrib for name in _TELLS_LANGUAGE):
        return True
    if any(_TOKEN.search(span.get("class", "")) for span in islice(pre.iter("span"), 10)):
        return True
    boxes = [pre, *islice(pre.iterancestors("div", "td", "figure", "section"), 2)]
    return any(_CODE.search(box.get("class", "")) for box in boxes)


def code_text(node: etree._Element) -> str:
    """The code in `node` as written: colours and gutters off, lines that are elements of their own apart."""
    parts: list[str] = []
    _collect(node, parts, 0, _counting(node))
    text = "".join(parts).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def code_of_table(table: etree._Element) -> list[etree._Element] | None:
    """The cells with code of a table that only sets line numbers beside it; None when it is another table."""
    grid = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    grid = [cells for cells in grid if cells]
    if not grid or any(len(cells) != 2 for cells in grid):
        return None
    if next(table.iterdescendants("pre", "code"), None) is None and not all(is_gutter(row[0]) for row in grid):
        return None
    if all(is_gutter(cells[0]) or _is_numbers(cells[0]) for cells in grid):
        return [cells[1] for cells in grid]
    return None


def is_gutter(node: etree._Element) -> bool:
    """Whether an element holds line numbers or a copy button."""
    if node.get("data-line-number") is not None and not text_in(node).strip():
        return True
    return bool(_GUTTER.search(node.get("class", ""))) and not _WORD.search(text_in(node))


def _is_line_number(node: etree._Element, before: list[str], counting: frozenset[etree._Element]) -> bool:
    """Whether a span numbers the line that it begins. A number within a line, or that a highlighter marks, is code."""
    if node.tag != "span" or (before and not before[-1].endswith("\n")):
        return False
    kind = node.get("class", "")
    is_called_so = kind and _NUMBER_CLASS.search(kind) and not _TOKEN.search(kind)
    return node in counting or (bool(is_called_so) and _is_numbers(node))


def _counting(code: etree._Element) -> frozenset[etree._Element]:
    """The spans of one class that count up, one by one, from the first to the last: whatever styles call them.

    None where a highlighter marks them, or the code is but numbers.
    """
    if _is_numbers(code):
        return frozenset()
    groups: defaultdict[str, list[etree._Element]] = defaultdict(list)
    for span in code.iter("span"):
        kind = span.get("class", "")
        if len(span) == 0 and _NUMBER.fullmatch(span.text or "") and not _TOKEN.search(kind):
            groups[kind].append(span)
    return frozenset(
        span
        for spans in groups.values()
        if len(spans) >= _FEWEST_LINES and all(int(b.text or "") == int(a.text or "") + 1 for a, b in pairwise(spans))
        for span in spans
    )


def _is_numbers(node: etree._Element) -> bool:
    return bool(_NUMBERS.fullmatch(text_in(node)))


def _collect(node: etree._Element, parts: list[str], depth: int, counting: frozenset[etree._Element]) -> None:
    if node.text:
        parts.append(node.text)
    for child in node:
        is_line = False
        if child.tag == "br":
            parts.append("\n")
        elif _is_no_code(child, parts, counting):
            pass
        elif depth > _MOST_DEEP:
            parts.append(text_in(child))
        else:
            is_line = child.tag in _LINES or _is_line_box(child)
            if is_line and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            before = len(parts)
            _collect(child, parts, depth + 1, counting)
            if is_line and (len(parts) == before or not parts[-1].endswith("\n")):
                parts.append("\n")
        # The page's own line ends between lines that are elements are no lines of the code.
        if child.tail and (child.tail.strip() or not is_line):
            parts.append(child.tail)


def _is_no_code(node: etree._Element, before: list[str], counting: frozenset[etree._Element]) -> bool:
    """Whether an element shows what is not code; before: what was written of it so far."""
    if node.tag in _SILENT:
        return True
    return _is_line_number(node, before, counting) or (node.get("class") is not None and is_gutter(node))


def _is_line_box(span: etree._Element) -> bool:
    """Whether an inline element is a line of its own: by its name, or as it has no line end between it and another."""
    kind = span.get("class", "")
    if span.tag != "span" or "line" not in kind:
        return False
    beside = [each for each in (span.getprevious(), span.getnext()) if each is not None and each.get("class") == kind]
    return bool(_LINE_BOX.search(kind)) or (bool(beside) and bool(_LINE.search(kind)) and not span.tail)


def put_code(walk: Walk, text: str) -> None:
    """Write a block of code."""
    if text.strip():
        # Programs are written from left to right, also in a story that is not; its direction would move their signs.
        block = etree.Element("pre", {"dir": "ltr"} if walk.write.direction == "rtl" else {})
        etree.SubElement(block, "code").text = text
        walk.place(block)


def _pre(walk: Walk, node: etree._Element) -> None:
    if is_code(node):
        put_code(walk, code_text(node))
    else:
        walk.write.begin("pre")
        walk.children(node)
        walk.write.end()


def _code(walk: Walk, node: etree._Element) -> None:
    """Code in a line, or a block of it that is no <pre>."""
    if walk.write.leaf is None and not walk.write.locked and text_in(node).strip().count("\n") > 1:
        put_code(walk, code_text(node))
    else:
        walk.write.mark("code")
        walk.children(node)
        walk.write.unmark()


HANDLERS: Mapping[str, Handler] = {"pre": _pre, "code": _code}
