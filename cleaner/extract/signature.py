"""Who signed a story at its end: a last line in bold, at the right or in brackets that is but a name.

Italics may be what a work is called.
"""

from __future__ import annotations

import re

from lxml import etree

from cleaner.dom import line_in, only_in, text_in
from cleaner.metadata.names import are_written_small, clean_names, may_be_person

_MOST = 40  # characters
_STORY = 120  # characters that somebody would sign
_MARKS = frozenset("a b em font i span strong".split())
_DRESSED = frozenset(("b", "strong"))
_BRACKETS = re.compile(r"[(（〔]\s*([^()（）〔〕]{3,40}?)\s*[)）〕]")
_HAN = "\u4e00-\u9fff々"
# As papers in Japan do, on the last line as well: "…と話した。（山田太郎）"
_HAN_NAME = re.compile(
    rf"[。」』]\s*[（〔(]([{_HAN}]{{3,5}}|[{_HAN}]{{1,3}}[\s\u3000][{_HAN}\u3040-\u30ff]{{1,3}})[）〕)]\s*$"
)
_NO_NAME = re.compile("略|写真|提供|掲載|連載|関連|通信|新聞|編集|終|続|文責|資料|撮影|取材|有料|会員")
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)")


def signature(story: etree._Element) -> tuple[str, ...]:
    """The names that a story ends with; none where its last line may be anything else."""
    text = text_in(story)
    if len(text) < _STORY:
        return ()
    if (ended := _HAN_NAME.search(text[-40:])) and not _NO_NAME.search(ended[1]):
        return clean_names([ended[1]])
    node = _last(story)
    if node is None:
        return ()
    line = line_in(node)
    bracketed = _BRACKETS.fullmatch(line)
    if not 3 <= len(line) <= _MOST or not (bracketed or _is_dressed(node)):
        return ()
    names = clean_names([bracketed[1] if bracketed else line])
    is_named = bool(names) and all(may_be_person(name) for name in names) and not are_written_small(names, text)
    return names if is_named else ()


def _last(story: etree._Element) -> etree._Element | None:
    """The element that holds the last line, and no other text."""
    node = story
    while (inner := _last_in(node)) is not None:
        if (inner.tail or "").strip():
            break
        node = inner
    return _own_line(node, story)


def _last_in(node: etree._Element) -> etree._Element | None:
    """The last element in another that holds text, or has some after it."""
    return next((each for each in reversed(node) if (each.tail or "").strip() or text_in(each).strip()), None)


def _own_line(node: etree._Element, story: etree._Element) -> etree._Element | None:
    """What holds a line, from the mark inside it outwards; None where it is the end of a sentence."""
    while node.tag in _MARKS and node is not story:
        parent, before = node.getparent(), node.getprevious()
        if before is not None:
            is_alone = before.tag == "br" and not (before.tail or "").strip()
            return node if is_alone or before.tag not in _MARKS | {"br"} else None
        if parent is None or (parent.text or "").strip():
            return None
        if parent.tag not in _MARKS:
            return node
        node = parent
    return node if node is not story else None


def _is_dressed(node: etree._Element) -> bool:
    """Whether a line looks unlike the story's: bold, or at the right."""
    around = [node, *([] if (parent := node.getparent()) is None else [parent])]
    if any(each.get("align") == "right" or _RIGHT.search(each.get("style", "")) for each in around):
        return True
    inner = only_in(node)
    return node.tag in _DRESSED or (inner is not None and inner.tag in _DRESSED)
