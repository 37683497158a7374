"""What a page says of itself: its title's words against each block, its declared kind, the form of its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from lxml import etree

from cleaner.blocks import Blocks
from cleaner.features import Shape, Table

_WORD = re.compile(r"\w+")
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


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of a page's head that help to find its story."""

    titles: tuple[frozenset[str], ...]  # words of <title>, of og:title
    og_type: str
    types: tuple[str, ...]  # of JSON-LD, lower case
    url: str


def read_head(root: etree._Element, url: str) -> Head:
    """Read them; `root` is the page's html element."""
    titles = [root.findtext(".//title") or ""]
    og_type = ""
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name")
        if name == "og:title":
            titles.append(meta.get("content") or "")
        elif name == "og:type":
            og_type = (meta.get("content") or "").lower()
    types: list[str] = []
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            types += (kind.lower() for kind in _TYPE.findall((script.text or "")[:200_000])[:_TYPES_READ])
    words = tuple(frozenset(_WORD.findall(title[:300].lower())) for title in titles if title.strip())
    return Head(words, og_type, tuple(types[:_TYPES_READ]), url)


def describe_head(table: Table, page: Shape, blocks: Blocks, head: Head) -> None:
    """Add the columns: how much each block looks like the title and where it stands to it; the page's kind."""
    count = len(page.chars)
    match = np.zeros(count, np.float32)
    for index in np.flatnonzero((page.chars > 3) & (page.chars < 250)).tolist():
        match[index] = _overlap(blocks.text[index], head.titles)
    table.add("title", match)
    likely = match + 0.15 * (page.heading[page.owner] == 1) + 0.05 * (page.heading[page.owner] > 0)
    best = int(np.argmax(likely)) if count else 0
    found = likely[best] > 0.6
    table.add("from title", np.arange(count) - best if found else 0)
    table.add("from title relative", (np.arange(count) - best) / count if found else -9)
    for name, value in _kinds(head).items():
        table.add(name, value)


def _overlap(text: str, titles: tuple[frozenset[str], ...]) -> float:
    """Dice coefficient of the words of `text` and of the title nearest to it."""
    words = set(_WORD.findall(text.lower()))
    return max((2 * len(words & title) / (len(words) + len(title)) for title in titles if title), default=0.0)


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
