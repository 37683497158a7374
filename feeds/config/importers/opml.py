"""OPML subscriptions → site configs, FreshRSS' scraping attributes included.

https://opml.org/spec2.opml and https://freshrss.github.io/FreshRSS/en/developers/OPML.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from pydantic import TypeAdapter

from cleaner import SelectorError
from feeds.config.importers.dots import jmespath_of
from feeds.config.importers.files import import_each, read_bytes
from feeds.config.importers.patterns import valid
from feeds.config.importers.report import FileReport, Imported, Line, Outcome, literal
from feeds.config.places import url_fault
from feeds.config.slugs import slugify
from feeds.config.types import Language, SelectorText
from feeds.errors import ConfigError

MAX_BYTES = 30_000_000
FRSS = "{https://freshrss.org/opml}"
_STANDARD = frozenset(
    "text title type xmlurl htmlurl url description language version created category iscomment isbreakpoint".split()
)
FIELDS = {
    "Title": "title",
    "Uri": "link",
    "Timestamp": "published",
    "Content": "content",
    "Author": "author",
    "Categories": "categories",
    "Thumbnail": "image",
    "Uid": "id",
}
"""What FreshRSS' `xPathItem…` and `jsonItem…` end in → our keys."""
_FEEDS = ("rss", "atom", "feed", "jsonfeed", "json feed", "rss1", "rss2", "")
_UNKNOWN = "nothing like it here"
_OPINIONS = {
    "priority": "Feedmill does not rank feeds",
    "filtersActionRead": "Feedmill marks nothing as read; 'filter: exclude:' leaves entries out",
    "cssFullContentConditions": "every article is opened",
    "unicityCriteria": "entries are told apart by their own ids and links",
    "unicityCriteriaForced": "entries are told apart by their own ids and links",
    "CURLOPT_COOKIEFILE": "no cookies are kept between visits",
    "opmlUrl": "a list that changes elsewhere; import it by itself",
}
_USUAL: tuple[tuple[str, tuple[str, ...] | None, str], ...] = (
    ("CURLOPT_FOLLOWLOCATION", ("1", "true"), "redirects are followed"),
    ("CURLOPT_ACCEPT_ENCODING", None, "answers may be compressed"),
    ("CURLOPT_PROXYTYPE", ("0", "1", "2"), "an HTTP proxy is what 'proxy' names"),
)
"""Attribute, the values of it (None: any) that ask for what Feedmill does anyway, and what that is."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)
_SELECTOR: TypeAdapter[str] = TypeAdapter(SelectorText)


def import_opml(path: Path) -> Imported:
    """The subscriptions of one OPML file, or of those in a folder. Raises ConfigError when one cannot be read."""
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in (".opml", ".xml"))
    if not files:
        raise ConfigError("holds no subscription lists", where=str(path), mend="they are called *.opml")
    return import_each(files, lambda file, taken: import_outlines(file.name, _data(file), taken))


def _data(path: Path) -> bytes:
    data = read_bytes(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ConfigError(f"larger than {MAX_BYTES // 1_000_000} MB", where=str(path))
    return data


def import_outlines(name: str, data: bytes, taken: AbstractSet[str] = frozenset()) -> Imported:
    """The subscriptions in `data`, the OPML file called `name`. Raises ConfigError when it is no XML.

    taken: slugs that are not free.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ConfigError(f"no XML: {error.msg}", where=name) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ConfigError("no OPML", where=name, mend="its outermost element is called opml")
    sites: dict[str, dict[str, Any]] = {}
    lines: list[Line] = []
    known: set[str] = set()
    for outline in root.iter("outline", "{*}outline"):
        reader = _Outline(outline)
        site = reader.site(known)
        lines += reader.lines
        if site is not None:
            address = _web_address(reader.get("xmlUrl"))[0]
            known.add(address)
            label = str(site.get("title") or urlsplit(address).hostname or "feed")
            sites[slugify(label, taken=taken | sites.keys())] = site
    return Imported(sites=sites, files=(FileReport(name, tuple(lines), "" if sites else "holds no subscription"),))


class _Outline:
    """One outline being carried over."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.lines: list[Line] = []
        self.number = cast(int | None, element.sourceline) or 0
        self.name = self.get("title") or self.get("text") or self.get("xmlUrl") or ""
        self.made: dict[str, Any] = {}

    def get(self, name: str) -> str:
        value = self.element.get(name) or next(
            (value for key, value in self.element.attrib.items() if str(key).lower() == name.lower()), ""
        )
        return str(value).strip()

    def tell(self, rule: str, outcome: Outcome, value: str = "", why: str = "") -> None:
        text = f"{self.name[:80]}: {value}" if value else self.name[:80]
        self.lines.append(Line(rule, outcome, text[:200], self.number, why))

    def site(self, known: set[str]) -> dict[str, Any] | None:
        """The site's keys; None for what is no subscription: folders, links, repetitions."""
        address, login = _web_address(self.get("xmlUrl"))
        if not address:
            self._no_subscription()
            return None
        if fault := url_fault(address):
            self.tell("xmlUrl", "lost", address, fault[0])
            return None
        if address in known:
            self.tell("xmlUrl", "lost", address, "subscribed to further up")
            return None
        self.made["url"] = literal(address)
        self.tell("xmlUrl", "carried", address)
        self._described()
        self._source(self.get("type").lower())
        self._article()
        self._fetch(login)
        for key, value in self._left():
            name = key.removeprefix(FRSS)
            self.tell(f"frss:{name}" if key.startswith(FRSS) else name, "lost", value, _OPINIONS.get(name, _UNKNOWN))
        return self.made

    def _no_subscription(self) -> None:
        if self.element.get(f"{FRSS}opmlUrl"):
            self.tell("frss:opmlUrl", "lost", self._frss("opmlUrl"), _OPINIONS["opmlUrl"])
        elif len(self.element):
            self.tell("folder", "lost", "", "there are no folders; a merged feed below 'feeds:' joins sites")
        else:
            self.tell("outline", "lost", self.get("url"), "no subscription")

    def _frss(self, name: str) -> str:
        """The value of FreshRSS' attribute `name`, "" where there is none."""
        return str(self.element.get(f"{FRSS}{name}") or "").strip()

    def _left(self) -> Iterator[tuple[str, str]]:
        """The attributes that nothing has been said of yet."""
        said = {line.rule for line in self.lines}
        for key, value in self.element.attrib.items():
            name = str(key).replace(FRSS, "frss:")
            if name not in said and str(key).lower() not in _STANDARD and str(value).strip():
                yield str(key), str(value)

    def _described(self) -> None:
        if title := self.get("title") or self.get("text"):
            self.made["title"] = literal(title)
            self.tell("title", "carried", title)
        if description := self.get("description"):
            self.made["description"] = literal(description)
            self.tell("description", "carried", description)
        if language := self.get("language"):
            try:
                self.made["language"] = _LANGUAGE.validate_python(language)
                self.tell("language", "carried", language)
            except ValueError:
                if language.lower() != "unknown":
                    self.tell("language", "lost", language, "no language tag")

    def _source(self, kind: str) -> None:
        """What the address leads to, by the outline's type."""
        if kind in ("html+xpath", "xml+xpath"):
            self.made["source"] = "page"
            self.tell("type", "carried", kind)
            self._listing()
        elif kind.startswith("json+dot"):
            self.made["source"] = "json"
            self.tell("type", "carried", kind)
            self._json()
        elif kind in _FEEDS:
            self.made["source"] = "feed"
            self.tell("type", "carried", kind)
        else:
            self.tell("type", "lost", kind, "no such source; the page's items are found by themselves")

    def _listing(self) -> None:
        listing: dict[str, Any] = {}
        for attribute, key in (("xPathItem", "items"), *((f"xPathItem{end}", key) for end, key in FIELDS.items())):
            if value := self._frss(attribute):
                try:
                    listing[key] = literal(valid(value))
                    self.tell(f"frss:{attribute}", "carried", value)
                except SelectorError as error:
                    self.tell(f"frss:{attribute}", "lost", value, str(error))
        self._time_format("xPathItemTimeFormat")
        if listing:
            self.made["listing"] = listing
        if "content" in listing:
            self.made["article"] = False  # until cssFullContent asks for the page

    def _json(self) -> None:
        fields: dict[str, Any] = {}
        for attribute, key in (("jsonItem", "items"), *((f"jsonItem{end}", key) for end, key in FIELDS.items())):
            if value := self._frss(attribute):
                try:
                    fields[key] = literal(jmespath_of(value))
                    self.tell(f"frss:{attribute}", "carried", value)
                except ValueError as error:
                    self.tell(f"frss:{attribute}", "lost", value, str(error))
        self._time_format("jsonItemTimeFormat")
        if self._frss("CURLOPT_POST") in ("1", "true") or self._frss("CURLOPT_POSTFIELDS"):
            fields["method"] = "POST"
            fields["body"] = literal(self._frss("CURLOPT_POSTFIELDS"))
            self.tell("frss:CURLOPT_POSTFIELDS", "carried", self._frss("CURLOPT_POSTFIELDS"))
            self.tell("frss:CURLOPT_POST", "carried", "1")
        if fields:
            self.made["json"] = fields
        if "content" in fields:
            self.made["article"] = False

    def _time_format(self, attribute: str) -> None:
        if value := self._frss(attribute):
            why = "dates are read however they are written; day and month by the site's language"
            self.tell(f"frss:{attribute}", "given", value, why)

    def _article(self) -> None:
        article: dict[str, Any] = {}
        for attribute, key in (("cssFullContent", "body"), ("cssContentFilter", "strip")):
            if value := self._frss(attribute):
                try:
                    article[key] = literal(_SELECTOR.validate_python(value))
                    self.tell(f"frss:{attribute}", "carried", value)
                except ValueError as error:
                    self.tell(f"frss:{attribute}", "lost", value, str(error))
        if "body" in article or (article and self.made.get("article") is not False):
            self.made["article"] = article

    def _fetch(self, login: str) -> None:
        fetch: dict[str, Any] = {}
        if login:
            fetch["auth"] = literal(login)
            self.tell("xmlUrl", "carried", "user:…", "its password is in fetch.auth; better is ${ENV_NAME}")
        if (ttl := self._frss("ttl")) and re.fullmatch(r"[1-9]\d{0,8}", ttl):
            fetch["every"] = f"{ttl} seconds"
            self.tell("frss:ttl", "carried", ttl)
        if re.fullmatch(r"\d{1,2}", redirects := self._frss("CURLOPT_MAXREDIRS")):
            fetch["max_redirects"] = min(int(redirects), 50)
            self.tell("frss:CURLOPT_MAXREDIRS", "carried", redirects)
        if (agent := self._frss("CURLOPT_USERAGENT")) and not _CONTROLS.search(agent):
            fetch["user_agent"] = literal(agent)
            self.tell("frss:CURLOPT_USERAGENT", "carried", agent)
        fetch |= self._proxy() | self._pairs("CURLOPT_HTTPHEADER", "headers", "\n", ":")
        fetch |= self._pairs("CURLOPT_COOKIE", "cookies", ";", "=")
        for attribute, usual, why in _USUAL:
            if (value := self._frss(attribute)) and (usual is None or value in usual):
                self.tell(f"frss:{attribute}", "given", value, why)
        if fetch:
            self.made["fetch"] = fetch

    def _proxy(self) -> dict[str, Any]:
        proxy = self._frss("CURLOPT_PROXY")
        if not proxy or _CONTROLS.search(proxy):
            return {}
        if re.match(r"socks\w*://", proxy):
            self.tell("frss:CURLOPT_PROXY", "lost", proxy, "only HTTP proxies can be used")
            return {}
        proxy = proxy if re.match(r"https?://", proxy) else f"http://{proxy}"
        self.tell("frss:CURLOPT_PROXY", "carried", proxy)
        return {"proxy": literal(proxy)}

    def _pairs(self, attribute: str, key: str, separator: str, equals: str) -> dict[str, Any]:
        """Headers or cookies, as our `key`."""
        if not (value := self._frss(attribute)):
            return {}
        pairs = _pairs(value, separator, equals)
        self.tell(f"frss:{attribute}", "carried" if pairs else "lost", value, "" if pairs else "not in its form")
        return {key: pairs} if pairs else {}


def _web_address(text: str) -> tuple[str, str]:
    """The address without `feed:` and without the login that it may hold, and that login."""
    address = re.sub(r"^feed:(?=https?:)", "", text)
    address = re.sub(r"^feed:(?=//)", "http:", address)
    scheme, mark, rest = address.partition("://")
    login, sign, place = rest.partition("/")[0].rpartition("@")
    if not sign or scheme not in ("http", "https"):
        return address, ""
    return f"{scheme}{mark}{place}{rest[len(login) + len(sign) + len(place) :]}", unquote(login)


def _pairs(text: str, separator: str, equals: str) -> Mapping[str, str]:
    """`a=b; c=d` or lines of `a: b` as names with values; those that HTTP does not allow are left out."""
    found = {}
    for part in text.split(separator):
        name, sign, value = part.partition(equals)
        if sign and re.fullmatch(r"[\w!#$%&'*+.^`|~-]{1,200}", name.strip(), re.ASCII):
            found[name.strip()] = literal(_CONTROLS.sub("", value).strip())
    return found
