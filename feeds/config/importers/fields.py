"""The selectors of an html2rss config (https://html2rss.github.io/ruby-gem/) as selectors of ours.

A field is a CSS selector, an extractor and steps that change the text. Without steps ours is the same CSS; with
steps it is one XPath that does them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner import SelectorError, compile_selector
from feeds.config.importers.report import Line, LostError, Outcome, literal
from feeds.config.importers.xpath import (
    concatenated,
    quoted,
    replaced,
    ruby_pattern,
    ruby_replacement,
    substring,
    text_of,
)
from feeds.config.selectors import checked, is_xpath

_SELF = "./self::*"
FIELDS = {"title": "title", "url": "link", "published_at": "published", "author": "author", "image": "image"}
"""Fields of theirs that are keys of ours, of `listing:` and of `json:` alike."""
GIVEN_STEPS = {
    "parse_time": "dates are read however they are written",
    "parse_uri": "links are made absolute",
    "sanitize_html": "all markup is sanitised",
    "html_to_markdown": "markup is cleaned as it is",
    "markdown_to_html": "markup is cleaned as it is",
}
PLACEHOLDER = re.compile(r"%(?:\{(\w+)\}|<(\w+)>s?)")
_MAX_DEPTH = 5
_MAX_LENGTH = 4_000


@dataclass
class Fields:
    """The fields of one config, by name, and what becomes of them."""

    written: Mapping[str, Any]
    lines: list[Line] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def tell(self, rule: str, outcome: Outcome, text: Any = "", why: str = "") -> None:
        """Note what became of a rule; one that is used in several places is told once."""
        line = Line(rule, outcome, str(text)[:200], 0, why)
        if line not in self.lines:
            self.lines.append(line)

    def selector(self, name: str) -> str | None:
        """Ours for the field called `name`; None when it is not there or cannot be carried over."""
        self.used.add(name)
        spec = self.written.get(name)
        try:
            return literal(self._selector(name, _mapping(spec))) if spec is not None else None
        except (LostError, SelectorError) as error:
            self.tell(f"selectors.{name}", "lost", spec, str(error))
            return None

    def nodes(self, name: str) -> str | None:
        """Ours for the field without the steps that change its text: what it is found by."""
        self.used.add(name)
        try:
            spec = _mapping(self.written.get(name))
            found = literal(checked(self._extracted(name, spec)))
        except (LostError, SelectorError) as error:
            self.tell(f"selectors.{name}", "lost", self.written.get(name), str(error))
            return None
        for step in as_list(spec.get("post_process")):
            if isinstance(step, Mapping) and step.get("name") not in GIVEN_STEPS:
                self._step_told(name, step, "lost", "a category is taken as the page has it")
        return found

    def _selector(self, name: str, spec: Mapping[str, Any]) -> str:
        selector = self._extracted(name, spec)
        steps = [_mapping(step) for step in as_list(spec.get("post_process"))]
        if not any(str(step.get("name")) not in GIVEN_STEPS for step in steps):
            for step in steps:
                self._step_told(name, step, "given", GIVEN_STEPS[str(step["name"])])
            return checked(selector)
        return checked(f"({self._value(name, selector, steps, 0)})")

    def _extracted(self, name: str, spec: Mapping[str, Any]) -> str:
        """The selector with its extractor."""
        css = css_of(str(spec["selector"])) if spec.get("selector") else _SELF
        extractor = str(spec.get("extractor", "text"))
        if "selector" in spec:
            self.tell(f"selectors.{name}.selector", "carried", spec["selector"])
        if "extractor" in spec:
            known = extractor in ("text", "html", "href", "attribute", "static")
            self.tell(
                f"selectors.{name}.extractor", "carried" if known else "lost", extractor, "" if known else "unknown"
            )
        match extractor:
            case "attribute":
                self.tell(f"selectors.{name}.attribute", "carried", spec.get("attribute"))
                return with_attribute(css, str(spec.get("attribute", "")))
            case "href":
                return with_attribute(css, "href")
            case "static":
                self.tell(f"selectors.{name}.static", "carried", spec.get("static"))
                return f"({quoted(str(spec.get('static', '')))})"
        return css

    def _value(self, name: str, selector: str, steps: Sequence[Mapping[str, Any]], depth: int) -> str:
        """The text of a field after its steps, as an XPath expression."""
        value = text_of(checked(selector))
        for step in steps:
            value = self._stepped(name, value, step, depth)
        return value

    def _stepped(self, name: str, value: str, step: Mapping[str, Any], depth: int) -> str:
        kind = str(step.get("name"))
        if kind in GIVEN_STEPS:
            self._step_told(name, step, "given", GIVEN_STEPS[kind])
            return value
        try:
            value = self._changed(kind, value, step, depth)
        except (LostError, SelectorError, re.error, ValueError, TypeError) as error:
            self._step_told(name, step, "lost", str(error))
            return value
        self._step_told(name, step, "carried", "")
        return value

    def _changed(self, kind: str, value: str, step: Mapping[str, Any], depth: int) -> str:
        if len(value) > _MAX_LENGTH:
            raise LostError("too many steps")
        match kind:
            case "substring":
                end = step.get("end")
                return substring(value, int(step.get("start", 0)), None if end is None else int(end))
            case "gsub":
                if not isinstance(step.get("replacement"), str):
                    raise LostError("only a text can replace")
                pattern, ignore_case = ruby_pattern(str(step.get("pattern", "")))
                return replaced(value, pattern, ruby_replacement(step["replacement"]), ignore_case=ignore_case)
            case "template":
                return self._template(value, numbered(step), depth)
        raise LostError("unknown step")

    def _template(self, value: str, text: str, depth: int) -> str:
        if depth > _MAX_DEPTH:
            raise LostError("templates that stand in each other")
        parts, at = [], 0
        text = " ".join(text.split())
        for match in PLACEHOLDER.finditer(text):
            if match.start() > at:
                parts.append(quoted(text[at : match.start()]))
            parts.append(self._part(match[1] or match[2], value, depth))
            at = match.end()
        if at < len(text):
            parts.append(quoted(text[at:]))
        return concatenated(parts)

    def _part(self, name: str, value: str, depth: int) -> str:
        """What stands for `%{name}` in a template."""
        if name == "self":
            return value
        if name not in self.written:
            raise LostError(f"there is no field {name!r}")
        self.used.add(name)
        spec = _mapping(self.written[name])
        steps = [_mapping(step) for step in as_list(spec.get("post_process"))]
        return self._value(name, self._extracted(name, spec), steps, depth + 1)

    def _step_told(self, name: str, step: Mapping[str, Any], outcome: Outcome, why: str) -> None:
        self.tell(f"selectors.{name}.post_process.{step.get('name')}", outcome, dict(step), why)

    def unused(self) -> Iterator[str]:
        """The names of fields that nothing has made use of."""
        return (name for name in self.written if name not in self.used)


def numbered(step: Mapping[str, Any]) -> str:
    """The text of a `template` step; once its fields were named apart, each for one `%s`."""
    text = str(step.get("string", ""))
    for name in as_list(step.get("methods")):
        text = text.replace("%s", f"%{{{name}}}", 1)
    return text


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise LostError("not in its form")
    return value


def as_list(value: Any) -> list[Any]:
    """One value may stand without its list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def css_of(css: str) -> str:
    """CSS as Nokogiri takes it, as parsel does: `:first`, `:last`, and selectors that begin with `>`."""
    css = re.sub(r":first(?![\w-])", ":first-of-type", css)
    css = re.sub(r":last(?![\w-])", ":last-of-type", css)
    css = re.sub(r":nth\((\d+)\)", r":nth-of-type(\1)", css)
    return re.sub(r"(^|,)\s*(?=[>+~])", r"\1:scope ", css).strip()


def with_attribute(css: str, name: str) -> str:
    """The attribute of what `css` selects; of a group of selectors, of each."""
    if not re.fullmatch(r"[A-Za-z_][\w.:-]*", name):
        raise LostError("no name of an attribute")
    if css == _SELF:
        return f"./@{name}"
    return ", ".join(f"{each.strip()}::attr({name})" for each in split_group(css))


def union(selectors: Sequence[str]) -> str:
    """One selector for all that several find."""
    if not any(map(is_xpath, selectors)):
        return ", ".join(part.strip() for each in selectors for part in split_group(each))
    return checked(f"({' | '.join(compile_selector(each).xpath.path for each in selectors)})")


def split_group(css: str) -> list[str]:
    """The selectors of a group: split at commas that stand in no brackets, parentheses or quotes."""
    parts, depth, quote = [""], 0, ""
    for ch in css:
        if quote:
            quote = "" if ch == quote else quote
        elif ch in "\"'":
            quote = ch
        elif ch in "([":
            depth += 1
        elif ch in ")]":
            depth -= 1
        if ch == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += ch
    return parts
