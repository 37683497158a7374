"""What a page says of itself, held against each block: its title, its summary, the text that its JSON-LD tells; its
declared kind and the form of its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from lxml import etree

from cleaner.blocks import Blocks
from cleaner.features import Shape, Table

_WORD = re.compile(r"\w+")
_MARKS = bytes(code for code in range(0x80) if not _WORD.match(chr(code)))
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"([A-Za-z]{2,40})"')
_KINDS = {
    "article": re.compile("article|blogposting|report|posting|reviewnews"),
    "product": re.compile("product|offer|vehicle|book|hotel"),
    "forum": re.compile("discussion|qapage|question|answer|comment"),
    "list": re.compile("itemlist|collection|searchresults|breadcrumb"),
    "organization": re.compile("organi[sz]ation|business|service|store|place|agency"),
    "page": re.compile("webpage|website"),
    "faq": re.compile("faq|howto|recipe"),
    "media": re.compile("video|audio|podcast|event|course|techarticle|software"),
}
_TYPES_READ = 200
_SCRIPT_READ = 300_000  # characters
_TOLD = re.compile(r'"(?:articleBody|reviewBody|text)"\s*:\s*("(?=(?:[^"\\]|\\.){80})(?:[^"\\]++|\\.)*+")')
_TOLD_READ = 100  # texts of one page: a thread tells each of its posts
_MARKUP = re.compile(r"<[^<>]{1,300}>|&[a-z#0-9]{2,8};")
_CHUNK = 14  # characters in a row, letters and digits alone, that no two texts share by chance
_MOST_BLOCKS = 5_000  # of a page whose blocks are looked for in what is told: the search grows with both
_OPENING = 400  # characters of a block in which a summary is looked for
_SUMMARY = 40  # likewise, of a summary's beginning


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of a page's head that help to find its story."""

    titles: tuple[frozenset[str], ...]  # words of <title>, of og:title
    summaries: tuple[str, ...]  # letters and digits of the meta descriptions
    told: str  # letters and digits of the texts that JSON-LD tells, "" for none
    og_type: str
    types: tuple[str, ...]  # of JSON-LD, lower case
    url: str


def read_head(root: etree._Element, url: str) -> Head:
    """Read them; `root` is the page's html element."""
    titles, summaries, og_type = [""], [], ""
    types: list[str] = []
    told: list[str] = []
    is_titled = False
    for element in root.iter("title", "meta", "script"):
        if element.tag == "meta":
            name, content = element.get("property") or element.get("name"), element.get("content") or ""
            if name == "og:title":
                titles.append(content)
            elif name == "og:type":
                og_type = content.lower()
            elif name in ("description", "og:description", "Description"):
                summaries.append(bare(content[:300]))
        elif element.tag == "title":
            if not is_titled:
                titles[0], is_titled = element.text or "", True
        elif (element.get("type") or "").lower() == "application/ld+json":
            text = (element.text or "")[:_SCRIPT_READ]
            types += (kind.lower() for kind in _TYPE.findall(text)[:_TYPES_READ])
            told += _told(text)
    words = tuple(frozenset(_WORD.findall(title[:300].lower())) for title in titles if title.strip())
    long = tuple({each: None for each in summaries if len(each) >= _SUMMARY})
    return Head(words, long, "/".join(told), og_type, tuple(types[:_TYPES_READ]), url)


def _told(script: str) -> Iterator[str]:
    """The texts that one script tells."""
    for string in _TOLD.findall(script)[:_TOLD_READ]:
        try:
            text = json.loads(string, strict=False)
        except ValueError:
            continue
        yield bare(_MARKUP.sub(" ", text))


def bare(text: str) -> str:
    """Letters and digits alone: what is left when two texts are set differently."""
    if text.isascii():  # three blocks in four; bytes lose their marks twice as fast
        return text.lower().encode().translate(None, _MARKS).decode()
    return "".join(_WORD.findall(text.lower()))


def describe_head(table: Table, page: Shape, blocks: Blocks, head: Head) -> None:
    """Add the columns: how much each block looks like the title and where it stands to it; the page's kind."""
    count = len(page.chars)
    texts = set(blocks.text)  # a page says much twice
    titled = {text: overlap(text, head.titles) if 3 < len(text) < 250 else 0.0 for text in texts}
    match = np.array([titled[text] for text in blocks.text], np.float32)
    table.group = "title"
    table.add("title", match)
    likely = match + 0.15 * (page.heading[page.owner] == 1) + 0.05 * (page.heading[page.owner] > 0)
    best = int(np.argmax(likely)) if count else 0
    found = likely[best] > 0.6
    table.add("from title", np.arange(count) - best if found else 0)
    table.add("from title relative", (np.arange(count) - best) / count if found else -9)
    _rivals(table, page, best if found else -1)
    letters = _bare_texts(blocks.text, head)
    table.group = "what the page tells"
    _summary(table, letters, head.summaries)
    _told_share(table, letters, head.told)
    table.group = "page"
    for name, value in _kinds(head).items():
        table.add(name, value)


def _bare_texts(texts: Sequence[str], head: Head) -> list[str]:
    """Letters and digits of the blocks' texts, as many as it takes to find them in what the page tells.

    "" for texts that are too short for that.
    """
    shortest = _CHUNK if head.told else _SUMMARY
    longest = None if head.told else _OPENING
    if not head.told and not head.summaries:
        return [""] * len(texts)
    letters = {text: bare(text[:longest]) if len(text) >= shortest else "" for text in set(texts)}
    return [letters[text] for text in texts]


def _rivals(table: Table, page: Shape, title: int) -> None:
    """Headlines that look like the page's own: a second one begins another story."""
    look = page.look[page.owner]
    alike = (look == look[title]) & (np.arange(len(look)) > title) if title >= 0 else np.zeros(len(look), bool)
    table.add("rivals", np.log1p(alike.sum()))
    table.add("rivals before", np.log1p(np.cumsum(alike)))


def _summary(table: Table, texts: Sequence[str], summaries: Sequence[str]) -> None:
    """Where the text stands that the page gives as its summary: its standfirst or first paragraph."""
    match = [summarises(text, summaries) for text in texts]
    first = match.index(True) if True in match else -1
    table.add("summary", np.array(match, np.float32))
    table.add("from summary", np.arange(len(texts)) - first if first >= 0 else -999)


def summarises(text: str, summaries: Sequence[str]) -> bool:
    """Whether a text, as its letters and digits, begins as the page's own summary does, or holds its beginning."""
    return len(text) >= _SUMMARY and any(each[:_SUMMARY] in text or text[:_SUMMARY] in each for each in summaries)


def _told_share(table: Table, texts: Sequence[str], told: str) -> None:
    """How much of each block is in the text that the page's JSON-LD tells; -1 where it tells none that the page has."""
    count = len(texts)
    share = np.array([_share_in(text, told) for text in texts], np.float32) if told and count <= _MOST_BLOCKS else None
    if share is None or share.max() <= 0.5:
        share, told = np.full(count, -1, np.float32), ""
    inside = np.flatnonzero(share > 0.5)
    index = np.arange(count)
    table.add("told", share)
    table.add("told chars", np.log1p(len(told)))
    table.add("told here", sum(len(texts[i]) for i in inside.tolist()) / len(told) if told else -1)
    table.add("from first told", index - inside[0] if len(inside) else -999)
    table.add("from last told", index - inside[-1] if len(inside) else -999)


def _share_in(text: str, told: str) -> float:
    """Of four pieces of a text, how many `told` has."""
    if len(text) < _CHUNK:
        return 0.0
    last = len(text) - _CHUNK
    starts = {0, last // 3, last * 2 // 3, last}
    return sum(text[start : start + _CHUNK] in told for start in starts) / len(starts)


def overlap(text: str, titles: tuple[frozenset[str], ...]) -> float:
    """Dice coefficient of the words of `text` and of the title nearest to it."""
    found = _WORD.findall(text.lower())
    best = 0.0
    for title in titles:
        if not title.isdisjoint(found):
            words = set(found)
            best = max(best, 2 * len(words & title) / (len(words) + len(title)))
    return best


def says_article(head: Head) -> bool:
    """Whether a page declares itself to be an article, by its metadata or its JSON-LD."""
    return "article" in head.og_type or any(_KINDS["article"].search(kind) for kind in head.types)


def says_forum(head: Head) -> bool:
    """Whether a page's JSON-LD declares a discussion, or questions and answers."""
    return any(_KINDS["forum"].search(kind) for kind in head.types)


def _kinds(head: Head) -> dict[str, float]:
    values = {f"ld {kind}": float(any(pattern.search(t) for t in head.types)) for kind, pattern in _KINDS.items()}
    values["ld types"] = float(np.log1p(len(head.types)))
    values["og article"] = float("article" in head.og_type)
    values["og website"] = float("website" in head.og_type)
    values["og product"] = float("product" in head.og_type)
    values["og none"] = float(not head.og_type)
    try:
        parts = urlsplit(head.url)
    except ValueError:
        parts = urlsplit("")
    steps = [step for step in parts.path.split("/") if step]
    last = steps[-1] if steps else ""
    values["url steps"] = float(len(steps))
    values["url last"] = float(len(last))
    values["url dashes"] = float(last.count("-") + last.count("_"))
    values["url digits"] = float(sum(map(str.isdigit, parts.path)))
    values["url query"] = float(len(parts.query) > 0)
    values["url known"] = float(bool(head.url))
    return values
