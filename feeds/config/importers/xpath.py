"""Text transformations of foreign configs as XPath, so that a selector says all of it (XPath 1.0 and EXSLT's re:)."""

from __future__ import annotations

import re

from cleaner import compile_selector

_CLASSES = {
    "space": "\\s",
    "blank": " \\t",
    "digit": "\\d",
    "word": "\\w",
    "alpha": "A-Za-z",
    "alnum": "A-Za-z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "xdigit": "0-9A-Fa-f",
}
"""Classes that Ruby takes from POSIX, as they stand between brackets."""


def quoted(text: str) -> str:
    """`text` as an XPath string; XPath knows no escapes, so one that holds both kinds of quotes is put together."""
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    parts = ", '\"', ".join(f'"{part}"' for part in text.split('"'))
    return f"concat({parts})"


def text_of(selector: str) -> str:
    """The text of the first node that a selector finds, blanks collapsed."""
    return f"normalize-space({compile_selector(selector).xpath.path})"


def substring(value: str, start: int, end: int | None) -> str:
    """Characters `start` to `end`, both counted from 0 and included; negative ones count from the end (as in Ruby)."""
    first = str(start + 1) if start >= 0 else f"string-length({value}) - {-start - 1}"
    if end is None:
        return f"substring({value}, {first})"
    after = str(end + 2) if end >= 0 else f"string-length({value}) - {-end - 2}"  # of the last one, counted from 1
    return f"substring({value}, {first}, {after} - ({first}))"


def replaced(value: str, pattern: str, replacement: str, *, ignore_case: bool = False) -> str:
    """Every match of a regular expression replaced. Raises re.error for a pattern or a replacement that is none."""
    re.compile(pattern).sub(replacement, "")
    return f"re:replace({value}, {quoted(pattern)}, '{'gi' if ignore_case else 'g'}', {quoted(replacement)})"


def ruby_pattern(text: str) -> tuple[str, bool]:
    """A pattern as Ruby writes it, `/regexp/flags` or a literal text, and whether it ignores case."""
    match = re.fullmatch(r"/(.*)/([a-z]*)", text, re.DOTALL)
    if match is None:
        return re.escape(text), False
    pattern = match[1].replace("\\/", "/").replace("\\z", "\\Z").replace("\\h", "[0-9a-fA-F]")
    pattern = re.sub(r"\(\?<(?![=!])", "(?P<", pattern)
    for name, characters in _CLASSES.items():
        pattern = pattern.replace(f"[:{name}:]", characters)
    if "[:" in pattern or "\\p{" in pattern:
        raise re.error("character classes by name are Ruby's own")
    return ("(?s)" if "m" in match[2] else "") + pattern, "i" in match[2]


def ruby_replacement(text: str) -> str:
    r"""A replacement as Ruby writes it: `\0` is the whole match, `\k<name>` a named group."""
    return re.sub(r"\\k<(\w+)>", r"\\g<\1>", text).replace("\\0", "\\g<0>")


def concatenated(parts: list[str]) -> str:
    """XPath strings one after the other."""
    return f"concat({', '.join(parts)})" if len(parts) > 1 else f"string({parts[0]})" if parts else '""'
