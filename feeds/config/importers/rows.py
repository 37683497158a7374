"""The items of an html2rss config: its `selectors:` as our `listing:`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner import SelectorError
from feeds.config.importers.fields import FIELDS, Fields, as_list, css_of, union
from feeds.config.importers.report import LostError, literal
from feeds.config.importers.xpath import concatenated, quoted, text_of
from feeds.config.selectors import checked

_RETIRED = {"link": "url", "updated": "published_at", "pubDate": "published_at"}
"""Fields that html2rss once called otherwise."""
_MAX_ADDRESSES = 20
_PAGES = 10
"""What html2rss reads when a config does not say."""


def current_names(selectors: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by the names that they have today."""
    return {_RETIRED.get(name, name): spec for name, spec in selectors.items()}


@dataclass
class Rows:
    """The items of one feed being carried over."""

    fields: Fields
    url: str
    fill: Callable[[Any], str]
    """Puts our placeholders where html2rss fills in parameters."""
    listing: dict[str, Any] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    """The show pages, where there are several."""

    def read(self, written: Iterable[str]) -> None:
        """Fill in the keys of `listing:`; `written`: the fields' names as they stand in the config."""
        for name in written:
            if name in _RETIRED:
                self.fields.tell(f"selectors.{name}", "carried", name, f"retired: now {_RETIRED[name]!r}")
        self._items()
        for name, ours in FIELDS.items():
            if selector := self.fields.selector(name):
                self.listing[ours] = selector
        self._description()
        self._enclosure()
        self._categories()
        self._guid()
        for name in [*self.fields.unused()]:
            self.fields.tell(f"selectors.{name}", "lost", self.fields.written[name], "no other field makes use of it")

    def _items(self) -> None:
        self.fields.used.add("items")
        items = self.fields.written.get("items")
        items = items if isinstance(items, dict) else {}
        try:
            self.listing["items"] = literal(checked(css_of(self.fill(items.get("selector", "")))))
            self.fields.tell("selectors.items.selector", "carried", items.get("selector"))
        except ValueError as error:
            self.fields.tell("selectors.items.selector", "lost", items.get("selector"), str(error))
        if "enhance" in items:
            why = "what no selector names is looked for anyway"
            self.fields.tell("selectors.items.enhance", "given", items["enhance"], why)
        if "order" in items:
            self.fields.tell("selectors.items.order", "given", items["order"], "feeds are in the order of their dates")
        if "pagination" in items:
            self._pagination(items["pagination"])

    def _pagination(self, spec: Any) -> None:
        spec = spec if isinstance(spec, dict) else {"max_pages": spec}
        wanted = str(spec.get("max_pages", _PAGES))
        pages = int(wanted) if re.fullmatch(r"[1-9]\d{0,2}", wanted) else _PAGES
        try:
            self._further(str(spec.get("strategy", "rel_next")), spec, pages)
        except (ValueError, LostError) as error:
            self.fields.tell("selectors.items.pagination", "lost", spec, str(error))
        else:
            self.fields.tell("selectors.items.pagination", "carried", spec)

    def _further(self, strategy: str, spec: Mapping[str, Any], pages: int) -> None:
        match strategy:
            case "rel_next":
                self.listing["next_page"] = ["link[rel~=next]::attr(href)", "a[rel~=next]::attr(href)"]
            case "custom_selector":
                self.listing["next_page"] = literal(checked(css_of(str(spec.get("selector", "")))))
            case "url_template" | "offset":
                self._addresses(strategy, spec, pages)
                return
            case _:
                raise LostError("an API's cursor: see 'json: paging:'")
        self.listing["pages"] = pages

    def _addresses(self, strategy: str, spec: Mapping[str, Any], pages: int) -> None:
        """Pages that are counted in the address: each is a show page."""
        offset = strategy == "offset"
        param = str(spec.get("param") or ("offset" if offset else "page"))
        start = int(spec.get("start_offset", 0) if offset else spec.get("start_page", 1))
        step = int(spec.get("increment", 10) if offset else spec.get("step", 1))
        url = self.url
        join = "&" if "?" in url else "?"
        further = [f"{url}{join}{param}={start + n * step}" for n in range(1, min(pages, _MAX_ADDRESSES))]
        self.addresses = [url, *further]

    def _description(self) -> None:
        spec = self.fields.written.get("description")
        if (selector := self.fields.selector("description")) is None:
            return
        is_html = isinstance(spec, dict) and spec.get("extractor") == "html"
        self.listing["content" if is_html and not selector.startswith("(") else "summary"] = selector

    def _enclosure(self) -> None:
        spec = self.fields.written.get("enclosure")
        if (selector := self.fields.selector("enclosure")) is None:
            return
        spec = spec if isinstance(spec, dict) else {}
        kind = str(spec.get("content_type", ""))
        if kind:
            self.fields.tell("selectors.enclosure.content_type", "carried", kind)
        is_image = kind.startswith("image/") or (not kind and bool(re.search("im(g|age)", str(spec.get("selector")))))
        self.listing["image" if is_image else "audio"] = selector

    def _categories(self) -> None:
        names = as_list(self.fields.written.get("categories"))
        self.fields.used.add("categories")
        if not names:
            return
        found = [selector for name in names if (selector := self.fields.nodes(str(name)))]
        try:
            self.listing |= {"categories": union(found)} if found else {}
        except SelectorError:  # a static text is no node
            self.listing["categories"] = found
        whole = len(found) == len(names)
        why = "" if whole else "there is no such field, or it is faulty"
        self.fields.tell("selectors.categories", "carried" if whole else "lost", names, why)

    def _guid(self) -> None:
        names = [str(each) for each in as_list(self.fields.written.get("guid"))]
        self.fields.used.add("guid")
        selectors = [selector for each in names if (selector := self.fields.selector(_RETIRED.get(each, each)))]
        if selectors:
            self.listing["id"] = selectors[0] if len(selectors) == 1 else _side_by_side(selectors)
        if names:
            whole = len(selectors) == len(names)
            self.fields.tell("selectors.guid", "carried" if whole else "lost", names, "" if whole else "no such field")


def _side_by_side(selectors: Sequence[str]) -> str:
    """One selector for the texts of several, one after the other."""
    texts = [text_of(selector) for selector in selectors]
    return checked(f"({concatenated([part for text in texts for part in (text, quoted(' '))][:-1])})")
