"""The items of an html2rss config for a JSON API: its `selectors:` as our `json:`.

html2rss turns the answer into XML, `<object>` for each mapping and `<array>` for each list, and selects in that:
`data > array > object` is `data` in JMESPath, `tags array object name` is `tags[].name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from feeds.config.importers.dots import key_of, raw
from feeds.config.importers.fields import FIELDS, GIVEN_STEPS, PLACEHOLDER, Fields, as_list, numbered, split_group
from feeds.config.importers.report import LostError, literal

_MARKUP = ("sanitize_html", "html_to_markdown", "markdown_to_html")
_MAX_DEPTH = 5


def is_api(config: Mapping[str, Any]) -> bool:
    """Whether a config reads JSON: it says so, asks for JSON, or selects among objects and arrays."""
    channel = config.get("channel")
    channel = channel if isinstance(channel, dict) else {}
    headers = config.get("headers") or channel.get("headers")
    headers = headers if isinstance(headers, dict) else {}
    accepted = [str(value) for name, value in headers.items() if str(name).lower() == "accept"]
    selectors = config.get("selectors")
    items = selectors.get("items") if isinstance(selectors, dict) else None
    names = re.split(r"[\s>,]+", str(items.get("selector", ""))) if isinstance(items, dict) else []
    return bool(channel.get("json")) or any("json" in each for each in accepted) or {"array", "object"} <= {*names}


@dataclass
class ApiRows:
    """The items of one API being carried over."""

    fields: Fields
    found: dict[str, Any] = field(default_factory=dict)

    def read(self) -> None:
        """Fill in the keys of `json:`."""
        self.fields.used |= {"items", "categories", "guid"}
        items = self.fields.written.get("items")
        if path := self._told("items", lambda: items_path(str(items["selector"]) if isinstance(items, dict) else "")):
            self.found["items"] = path
        for name, ours in FIELDS.items():
            if path := self._field(name):
                self.found[ours] = path
        self._description()
        self._enclosure()
        self._named("categories", "categories")
        self._named("guid", "id")
        for name in [*self.fields.unused()]:
            self.fields.tell(f"selectors.{name}", "lost", self.fields.written[name], "no other field makes use of it")

    def _description(self) -> None:
        if path := self._field("description"):
            spec = self.fields.written["description"]
            steps = {step.get("name") for step in as_list(spec.get("post_process")) if isinstance(step, dict)}
            self.found["content" if spec.get("extractor") == "html" or steps & {*_MARKUP} else "summary"] = path

    def _enclosure(self) -> None:
        if path := self._field("enclosure"):
            kind = str(self.fields.written["enclosure"].get("content_type", "audio"))
            self.found["image" if kind.startswith("image/") else "audio"] = path

    def _named(self, name: str, ours: str) -> None:
        """Fields that are named for what they make up together."""
        names = [str(each) for each in as_list(self.fields.written.get(name))]
        paths = [path for each in names if (path := self._field(each))]
        if not names:
            return
        if ours == "id":
            path = paths[0] if len(paths) == 1 else joined(paths) if paths else ""
        else:
            path = paths[0] if len(paths) == 1 else f"[{', '.join(paths)}][]" if paths else ""
        if path:
            self.found[ours] = path
        whole = len(paths) == len(names)
        self.fields.tell(
            f"selectors.{name}", "carried" if whole else "lost", names, "" if whole else "not all are there"
        )

    def _field(self, name: str) -> str | None:
        self.fields.used.add(name)
        if name not in self.fields.written:
            return None
        return self._told(name, lambda: literal(self._value(name, 0)))

    def _told(self, name: str, make: Any) -> str | None:
        try:
            path = str(make())
        except (LostError, KeyError) as error:
            self.fields.tell(f"selectors.{name}", "lost", self.fields.written.get(name), str(error))
            return None
        self.fields.tell(f"selectors.{name}", "carried", self.fields.written.get(name))
        return path

    def _value(self, name: str, depth: int) -> str:
        """JMESPath for a field with its steps."""
        spec = self.fields.written.get(name)
        if not isinstance(spec, Mapping) or depth > _MAX_DEPTH:
            raise LostError("not in its form" if depth <= _MAX_DEPTH else "templates that stand in each other")
        self.fields.used.add(name)
        extractor = str(spec.get("extractor", "text"))
        if extractor == "static":
            return raw(str(spec.get("static", "")))
        if extractor not in ("text", "html"):
            raise LostError("JSON has no attributes")
        value = field_path(str(spec["selector"])) if spec.get("selector") else "@"
        for step in as_list(spec.get("post_process")):
            kind = str(step.get("name")) if isinstance(step, Mapping) else ""
            if kind == "template":
                value = self._template(value, step, depth)
            elif kind not in GIVEN_STEPS:
                self.fields.tell(f"selectors.{name}.post_process.{kind}", "lost", step, "JMESPath changes no text")
        return value

    def _template(self, value: str, step: Mapping[str, Any], depth: int) -> str:
        parts, at = [], 0
        text = " ".join(numbered(step).split())
        for match in PLACEHOLDER.finditer(text):
            parts.append(raw(text[at : match.start()]))
            name = match[1] or match[2]
            parts.append(value if name == "self" else self._value(name, depth + 1))
            at = match.end()
        return joined([*parts, raw(text[at:])], "")


def items_path(css: str) -> str:
    """The list that a selector of objects means."""
    paths = [".".join(_keys(each)) or "@" for each in split_group(css)]
    return paths[0].removesuffix("[]") or "@" if len(paths) == 1 else f"[{', '.join(paths)}][]"


def field_path(css: str) -> str:
    """The value that a selector means, seen from its item; in a group the first that is there counts."""
    paths = [".".join(_keys(each)) or "@" for each in split_group(css)]
    return paths[0] if len(paths) == 1 else f"not_null({', '.join(paths)})"


def joined(paths: list[str], between: str = " ") -> str:
    """One text of several values; what is not there counts as empty."""
    texts = (path if path.startswith("'") else f"to_string(not_null({path}, ''))" for path in paths if path != "''")
    return f"join({raw(between)}, [{', '.join(texts)}])"


def _keys(css: str) -> Iterator[str]:
    """Keys on the way, those of lists with `[]`."""
    names = [each for each in re.split(r"[\s>]+", css.strip()) if each]
    for at, name in enumerate(names):
        if not re.fullmatch(r"[\w-]+", name):
            raise LostError(f"{css!r} is more than names of keys")
        if name in ("array", "object") or names[at - 1 : at] == [name]:  # once a list's key stood twice: new > new
            continue
        following = names[at + 1 :]
        is_list = following[:1] == ["array"] and any(each not in ("array", "object") for each in following)
        yield key_of(name) + ("[]" if is_list else "")
