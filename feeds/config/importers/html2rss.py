"""html2rss feed configs (YAML) → site configs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from feeds.config.importers.api_rows import ApiRows, is_api
from feeds.config.importers.fields import Fields
from feeds.config.importers.files import decoded, import_each, read_bytes
from feeds.config.importers.report import FileReport, Imported, Line, Outcome, literal
from feeds.config.importers.rows import Rows, current_names
from feeds.config.places import url_fault
from feeds.config.slugs import slugify
from feeds.config.source import MAX_BYTES, read_tree
from feeds.config.types import Language, TimeZone
from feeds.errors import ConfigError

_PARAMETER = re.compile(r"%(?:<(\w+)>[-+0-9.]*[a-z]|\{(\w+)\})")
_NOTHING_LIKE = {
    "stylesheets": "each feed has a page to read beside it; templates change how that looks",
    "auth": "it guards html2rss' own pages; give 'serve' a proxy that asks for passwords",
}
_BROWSERS = ("browserless", "botasaurus")


def import_html2rss(path: Path) -> Imported:
    """The configs in a folder and those below it, or one file. Raises ConfigError where there is nothing to read."""
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in (".yml", ".yaml") and file.is_file())
    if not files:
        raise ConfigError("holds no html2rss configs", where=str(path), mend="they are called *.yml")

    def read(file: Path, taken: set[str]) -> Imported:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        return import_config(name, decoded(read_bytes(file, MAX_BYTES)), taken)

    return import_each(files, read)


def import_config(name: str, text: str, taken: set[str] | None = None) -> Imported:
    """One file called `name` that says `text`: one feed, or several below `feeds:`."""
    tree = read_tree(text, {})
    if not isinstance(tree.data, dict):
        why = tree.complaints[0].what if tree.complaints else "empty"
        return Imported(files=(FileReport(name, (Line("file", "lost", name, 0, why),), why),))
    taken = set(taken or ())
    sites: dict[str, dict[str, Any]] = {}
    lines = [Line(".".join(map(str, each.path)), "lost", "", each.place.line, each.what) for each in tree.complaints]
    for label, config in _feeds(tree.data, name):
        reader = _Reader(config)
        site = reader.site()
        lines += reader.lines
        if site is not None:
            slug = slugify(label, taken=taken | sites.keys())
            sites[slug] = site
    note = "" if sites else "names no address"
    return Imported(sites=sites, files=(FileReport(name, tuple(lines), note),))


def _feeds(data: dict[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The feeds of a file, each with a label; what stands beside `feeds:` holds for all of them."""
    feeds = data.get("feeds")
    if not isinstance(feeds, dict):
        yield re.sub(r"\.ya?ml$", "", name), data
        return
    shared = {key: value for key, value in data.items() if key != "feeds"}
    for label, config in feeds.items():
        if isinstance(config, dict):
            yield label, _merged(shared, config)


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**shared, **own}
    for key in shared.keys() & own.keys():
        if isinstance(shared[key], dict) and isinstance(own[key], dict):
            merged[key] = _merged(shared[key], own[key])
    return merged


_VALID: Mapping[str, TypeAdapter[str]] = {"language": TypeAdapter(Language), "timezone": TypeAdapter(TimeZone)}


def _duration(minutes: int) -> str:
    """As our durations are written, in the largest unit that fits."""
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes % size == 0:
            return f"{minutes // size} {unit}{'s' if minutes > size else ''}"
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


class _Reader:
    """One feed's config being carried over."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.config = config
        selectors = config.get("selectors")
        self.fields = Fields(current_names(selectors) if isinstance(selectors, dict) else {})
        self.params: dict[str, str] = {}
        self.made: dict[str, Any] = {}
        self.fetch: dict[str, Any] = {}
        self.listing: dict[str, Any] = {}
        self.api: dict[str, Any] = {}

    @property
    def lines(self) -> list[Line]:
        return self.fields.lines

    def tell(self, rule: str, outcome: Outcome, text: Any = "", why: str = "") -> None:
        self.fields.tell(rule, outcome, text, why)

    def site(self) -> dict[str, Any] | None:
        """The site's keys; None when the config names no address."""
        channel = self.config.get("channel")
        channel = dict(channel) if isinstance(channel, dict) else {}
        self._parameters()
        for key in ("headers", "strategy"):  # once they stood below `channel`
            if key in channel:
                self.tell(f"channel.{key}", "carried", channel[key], f"retired: now {key!r} at the top")
        if not self._channel(channel):
            return None
        self._request(self.config.get("strategy", channel.get("strategy")), channel.get("headers"))
        if self.fields.written and is_api(self.config):
            api = ApiRows(self.fields, self.api)
            api.read()
        elif self.fields.written:
            rows = Rows(self.fields, self.made["url"], self._filled, self.listing)
            rows.read(self.config["selectors"])
            self.made["url"] = rows.addresses or self.made["url"]
        self._auto_source()
        for key in self.config.keys() - {
            *("channel", "selectors", "headers", "strategy", "request", "auto_source", "parameters", "enhance"),
        }:
            self.tell(str(key), "lost", self.config[key], _NOTHING_LIKE.get(str(key), "nothing like it here"))
        if "enhance" in self.config:
            self.tell("enhance", "given", self.config["enhance"], "what no selector names is looked for anyway")
        return self._assembled()

    def _assembled(self) -> dict[str, Any]:
        site = dict(self.made)
        if self.listing.get("items"):
            site["listing"] = self.listing
        if self.api:
            site |= {"source": "json", "json": self.api}
        if "content" in self.listing or "content" in self.api:
            site["article"] = False
        if self.fetch:
            site["fetch"] = self.fetch
        if self.params:
            site["params"] = self.params
        return site

    def _parameters(self) -> None:
        parameters = self.config.get("parameters")
        for name, spec in parameters.items() if isinstance(parameters, dict) else ():
            default = spec.get("default") if isinstance(spec, dict) else None
            self.params[name] = literal(str(default)) if default is not None else ""
            why = "" if default is not None else f"it has no default: write a value below 'params: {name}:'"
            self.tell("parameters", "carried" if default is not None else "lost", {name: spec}, why)

    def _filled(self, text: Any) -> str:
        """Text in which html2rss fills in parameters, with our placeholders; one may be declared by its use alone."""

        def placeholder(match: re.Match[str]) -> str:
            name = match[1] or match[2]
            if name not in self.params:
                self.params[name] = ""
                self.tell("parameters", "lost", name, f"it has no default: write a value below 'params: {name}:'")
            return f"{{{name}}}"

        return literal(_PARAMETER.sub(placeholder, str(text)))

    def _channel(self, channel: dict[str, Any]) -> bool:
        url = self._filled(channel.get("url", ""))
        fault = url_fault(re.sub(r"\{\w+\}", "x", url))
        if fault:
            self.tell("channel.url", "lost", url, fault[0])
            return False
        self.tell("channel.url", "carried", url)
        self.made["url"] = url
        for key, ours in (("title", "title"), ("description", "description"), ("author", "author")):
            if channel.get(key):
                self.made[ours] = self._filled(channel[key])
                self.tell(f"channel.{key}", "carried", channel[key])
        language = channel.get("language")
        self._valid("channel.language", "language", language and str(language).replace("_", "-"), "no language tag")
        self._valid("channel.time_zone", "timezone", channel.get("time_zone"), "no such time zone")
        if channel.get("ttl") is not None:
            minutes = re.fullmatch(r"([1-9]\d{0,6})(?:\.\d*)?", str(channel["ttl"]))
            if minutes:
                self.fetch["every"] = _duration(int(minutes[1]))
            why = "" if minutes else "no number of minutes"
            self.tell("channel.ttl", "carried" if minutes else "lost", channel["ttl"], why)
        if channel.get("json"):
            self.tell("channel.json", "carried", True, "retired: an Accept header tells it now")
        known = ("url", "title", "description", "author", "language", "time_zone", "ttl", "json", "headers", "strategy")
        for key in channel.keys() - {*known}:
            self.tell(f"channel.{key}", "lost", channel[key], "nothing like it here")
        return True

    def _valid(self, rule: str, key: str, value: Any, fault: str) -> None:
        if value is None:
            return
        try:
            _VALID[key].validate_python(str(value))
        except ValueError:
            self.tell(rule, "lost", value, fault)
        else:
            self.made[key] = str(value)
            self.tell(rule, "carried", value)

    def _request(self, strategy: Any, retired_headers: Any) -> None:
        if strategy is not None:
            if str(strategy) in _BROWSERS:
                self.fetch["render"] = "auto"
            self.tell("strategy", "carried", strategy)
        headers = self.config.get("headers") or retired_headers
        for name, value in headers.items() if isinstance(headers, dict) else ():
            if re.fullmatch(r"[A-Za-z0-9-]{1,60}", str(name)) and not re.search(r"[\x00-\x1f\x7f]", str(value)):
                self.fetch.setdefault("headers", {})[str(name)] = self._filled(value)
                self.tell("headers", "carried", {name: value})
            else:
                self.tell("headers", "lost", {name: value}, "no header that HTTP allows")
        request = self.config.get("request")
        for key, value in request.items() if isinstance(request, dict) else ():
            ours = {"max_redirects": "max_redirects", "max_requests": "budget"}.get(key)
            if ours and re.fullmatch(r"\d{1,2}" if key == "max_redirects" else r"[1-9]\d{0,5}", str(value)):
                self.fetch[ours] = min(int(value), 50) if key == "max_redirects" else int(value)
                self.tell(f"request.{key}", "carried", value)
            elif key == "total_timeout_seconds" and re.fullmatch(r"[1-9]\d{0,5}", str(value)):
                self.fetch["max_seconds"] = f"{value} seconds"
                self.tell(f"request.{key}", "carried", value)
            else:
                self.tell(f"request.{key}", "lost", value, "nothing like it here")

    def _auto_source(self) -> None:
        auto = self.config.get("auto_source")
        if auto is None:
            return
        has_items = bool(self.listing.get("items"))
        why = (
            "a site has selectors or is left to itself, not both" if has_items else "the items are found by themselves"
        )
        self.tell("auto_source", "lost" if has_items else "given", auto, why)
