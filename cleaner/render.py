"""Clean HTML as plain text and as Markdown, articles as JSON.

Clean HTML is canonical, so its text is read off the markup itself: one split, no tree.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime
from html import unescape
from typing import Any, Literal

from markdownify import MarkdownConverter

from cleaner.model import Article, CleanHTML
from cleaner.sanitize import unhinted

Form = Literal["html", "text", "markdown", "json"]

_TAG = re.compile(r"<(/?[a-z0-9]+)[^>]*>")
_PRE = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption[^>]*>((?:[^<]++|<(?!/?figcaption))*+)</figcaption>")
_POST = re.compile(
    r'<blockquote[^>]* cite="https?://(?:[\w-]+\.)*(?:twitter|x|instagram|tiktok|facebook|reddit|threads|bsky)\.'
    r"(?:com|net|app)/[^>]*>((?:[^<]++|<(?!/?blockquote))*+)</blockquote>"
)
_HOST = re.compile(r'<p><a href="https?://(?:www\.)?([\w.-]+)(?::\d+)?[/?#"][^>]*>\1</a></p>')
"""A frame as a link that nobody has named: the words are ours."""
_LONG_CAPTION = 400  # characters: what says more is a text with a picture
_BLOCKS = """
article aside blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section
summary table tbody tfoot thead tr ul audio video iframe
""".split()
# Where a tag parts words. Control characters never occur in clean text: U+001E ends a line, U+001F a cell.
_BREAKS = {
    **{form: "\x1e" for tag in _BLOCKS for form in (tag, f"/{tag}")},
    "/td": "\x1f",
    "/th": "\x1f",
    "rp": "",
}


def story_text(html: CleanHTML) -> str:
    """What a story says: its text without captions, others' posts and frames, unless they are most of it."""
    if "<figcaption" not in html and " cite=" not in html and "<p><a " not in html:
        return to_text(html)
    own = _HOST.sub("", _POST.sub("", _CAPTION.sub(_without, html)))
    text, bare = to_text(html), to_text(CleanHTML(own))
    return bare if len(bare) * 2 >= len(text) else text


def _without(caption: re.Match[str]) -> str:
    return caption[0] if len(_TAG.sub("", caption[1])) > _LONG_CAPTION else ""


def to_text(html: CleanHTML) -> str:
    """The visible text: each block, list item and table row on a line of its own, cells parted by tabs.

    White space inside `pre` is kept; elsewhere it is collapsed. What only hints where a line may break is left out.
    """
    markup = unhinted(html)
    if "<pre" not in markup:
        return "\n".join(_lines(markup))
    lines: list[str] = []
    for number, part in enumerate(_PRE.split(markup)):
        if number % 2:
            lines.append(unescape(_TAG.sub(_line_end, part)).strip("\n").rstrip())
        else:
            lines += _lines(part)
    return "\n".join(line for line in lines if line)


def _line_end(tag: re.Match[str]) -> str:
    return "\n" if tag[1] == "br" else ""


def _lines(markup: str) -> list[str]:
    parts = _TAG.split(markup)
    breaks = [_BREAKS.get(tag, "") for tag in parts[1::2]]
    if "<td" in markup or "<th" in markup:
        _keep_rows(parts[1::2], breaks)
    parts[1::2] = breaks
    text = "".join(parts)
    if "&" in text:
        text = unescape(text)
    if "\x1f" in text:
        return [line for raw in text.split("\x1e") if (line := _row(raw))]
    return [line for raw in text.split("\x1e") if (line := " ".join(raw.split()))]


def _keep_rows(tags: list[str], breaks: list[str]) -> None:
    """Blocks within a cell part words, not lines."""
    inside = 0
    for place, tag in enumerate(tags):
        inside += (tag in ("td", "th")) - (tag in ("/td", "/th"))
        if inside > 0 and breaks[place] == "\x1e":
            breaks[place] = " "


def _row(raw: str) -> str:
    if "\x1f" in raw:
        return "\t".join(" ".join(cell.split()) for cell in raw.removesuffix("\x1f").split("\x1f")).rstrip()
    return " ".join(raw.split())


def to_form(article: Article, form: Form, *, trace: bool = False) -> str:
    """The article as one asks for it on a command line; `trace` counts for JSON alone."""
    if form == "json":
        return to_json(article, trace=trace)
    return to_markdown(article.html) if form == "markdown" else article.text if form == "text" else article.html


def to_json(article: Article, *, trace: bool = False) -> str:
    """The article as one JSON object, its times in ISO 8601; unknown fields are null, the trace only on request."""
    values = asdict(article)
    if not trace:
        del values["trace"]
    return json.dumps(values | {"author": article.author}, default=_plain, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def to_markdown(html: CleanHTML) -> str:
    """CommonMark with ATX headings, fenced code and pipe tables; ends in a newline unless empty."""
    text = _Markdown(heading_style="atx", bullets="-", sub_symbol="<sub>", sup_symbol="<sup>").convert(html).strip()
    return re.sub(r"\n{3,}", "\n\n", text) + "\n" if text else ""


_Converter: Any = MarkdownConverter  # its stubs know none of the methods that are there to be overridden


class _Markdown(_Converter):  # type: ignore[misc]  # hence Any
    """markdownify with the corners that it leaves open: escaping, fences, bars in cells, players."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        escaped = str(super().escape(text, parent_tags))
        return re.sub(r"<|&(?=#?\w+;)|(?<=\])\(", r"\\\g<0>", escaped)

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # "1. Mai" at the start of a paragraph is no list, "# 7" no heading.
        text = re.sub(r"^(\s*)(?:([0-9]{1,9})([.)])|([#>+-]+))(?=\s)", r"\1\2\\\3\4", text)
        return str(super().convert_p(el, text, parent_tags))

    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
        longest = max(map(len, re.findall(r"`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        body = el.get_text().strip("\n")
        return f"\n\n{fence}\n{body}\n{fence}\n\n" if body.strip() else ""

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # Of pictures in cells and headings only the alternative text would be left.
        return str(super().convert_img(el, text, parent_tags - {"_inline"}))

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        cell = re.sub(r"(?<!\\)\|", r"\|", " ".join(text.split()))
        return str(super().convert_td(el, cell, parent_tags))

    convert_th = convert_td

    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n[{el.get('title') or el['src']}]({el['src']})\n\n"

    def convert_audio(self, el: Any, text: str, parent_tags: set[str]) -> str:
        urls = [each["src"] for each in (el, *el.find_all("source")) if each.get("src")]
        return f"\n\n[{urls[0]}]({urls[0]})\n\n" if urls else ""

    convert_video = convert_audio

    def convert_summary(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n"
