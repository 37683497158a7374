"""Sites as subscriptions of a feed reader: OPML with FreshRSS' scraping attributes, the way back from `import opml`.

https://freshrss.github.io/FreshRSS/en/developers/OPML.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from cleaner import SelectorError, compile_selector
from feeds.config.importers.opml import FIELDS, FRSS
from feeds.config.model import Config, SiteConfig
from feeds.config.selectors import is_xpath

_NAMESPACE = FRSS.strip("{}")
_DOTS = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*|@", re.ASCII)
_HEADINGS = "descendant::*[self::h1 or self::h2 or self::h3 or self::h4][1]"
_DEFAULTS = {
    "link": "descendant-or-self::a[@href][1]/@href",
    "title": f"({_HEADINGS} | descendant-or-self::a[@href][1])[1]",
}
"""What `listing:` takes where a key is not written, and FreshRSS does not."""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The document, and what a reader cannot be told."""

    body: bytes
    lost: tuple[str, ...]  # a line each


def to_subscriptions(config: Config, feed_of: Callable[[SiteConfig], str]) -> Subscriptions:
    """Each site of the config as an outline; one that a reader could not read by itself with the feed made of it.

    feed_of: the address of that feed. Nothing that came from the environment is written.
    """
    root = etree.Element("opml", version="2.0", nsmap={"frss": _NAMESPACE})
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = config.publish.title
    lost: list[str] = []
    for slug, site in config.sites.items():
        outline = _Outline(site, feed_of(site), config.secrets)
        etree.SubElement(body, "outline", outline.attributes())
        lost += [f"{slug}: {each}" for each in outline.lost]
    return Subscriptions(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True), tuple(lost))


class _Outline:
    """One site being written."""

    def __init__(self, site: SiteConfig, feed: str, secrets: tuple[str, ...]) -> None:
        self.site, self.feed, self.secrets = site, feed, secrets
        self.lost: list[str] = []

    def attributes(self) -> dict[str, str]:
        site = self.site
        name = site.title or site.slug
        found = {"type": "rss", "text": name, "title": name, "xmlUrl": site.url[0]}
        for key, value in (("description", site.description), ("language", site.language)):
            if value:
                found[key] = value
        if len(site.url) > 1:
            self.lost.append("only the first of its addresses")
        if self._holds_secret(site.url[0]):
            self.lost.append("its address: it holds a secret")
            return found | {"xmlUrl": self.feed}
        if site.source == "feed":
            return found | self._public(self._article() | self._fetch())
        if site.source == "json" and (paths := self._json()):
            return found | {"type": "JSON+DotNotation"} | self._public(paths | self._article() | self._fetch())
        if site.source in ("page", "auto") and site.listing.items:
            return found | {"type": "HTML+XPath"} | self._public(self._listing() | self._article() | self._fetch())
        self.lost.append("no reader finds its items; given is the feed that is made of it")
        return found | {"xmlUrl": self.feed}

    def _holds_secret(self, text: str) -> bool:
        return any(secret in text for secret in self.secrets)

    def _public(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Without what holds a secret of the environment."""
        kept = {}
        for name, value in attributes.items():
            if self._holds_secret(value):
                self.lost.append(f"{name.removeprefix(FRSS)}: it holds a secret")
            else:
                kept[name] = value
        return kept

    def _listing(self) -> dict[str, str]:
        listing = self.site.listing
        found = {f"{FRSS}xPathItem": " | ".join(_xpaths(listing.items[:1]))}
        for end, key in FIELDS.items():
            written = _xpaths(getattr(listing, key))
            path = written[0] if len(written) == 1 else f"({' | '.join(written)})[1]" if written else _DEFAULTS.get(key)
            if path:
                found[f"{FRSS}xPathItem{end}"] = path
        for key in ("summary", "audio", "next_page"):
            if getattr(listing, key):
                self.lost.append(f"listing.{key}")
        return found

    def _json(self) -> dict[str, str]:
        config = self.site.json_
        if not _DOTS.fullmatch(config.items):
            return {}
        found = {f"{FRSS}jsonItem": config.items.replace("@", "$")}
        for end, key in FIELDS.items():
            paths = getattr(config, key)
            if path := next((each for each in paths if _DOTS.fullmatch(each)), None):
                found[f"{FRSS}jsonItem{end}"] = path
            elif paths:
                self.lost.append(f"json.{key}: {paths[0]}")
        if config.method == "POST" and isinstance(config.body, str):
            found |= {f"{FRSS}CURLOPT_POST": "1", f"{FRSS}CURLOPT_POSTFIELDS": config.body}
        return found

    def _article(self) -> dict[str, str]:
        rules = self.site.article
        if not rules:
            return {}
        found = {}
        for key, name in (("body", "cssFullContent"), ("strip", "cssContentFilter")):
            css = [each for each in getattr(rules, key) if not is_xpath(each) and "::" not in each]
            if css:
                found[f"{FRSS}{name}"] = ", ".join(css)
            if len(css) < len(getattr(rules, key)):
                self.lost.append(f"article.{key}: what is no CSS")
        return found

    def _fetch(self) -> dict[str, str]:
        fetch = self.site.fetch
        if fetch.auth:
            self.lost.append("fetch.auth")
        told = {
            "ttl": str(int(fetch.every.total_seconds())) if fetch.every else "",
            "CURLOPT_USERAGENT": fetch.user_agent or "",
            "CURLOPT_PROXY": fetch.proxy or "",
            "CURLOPT_MAXREDIRS": str(fetch.max_redirects) if "max_redirects" in fetch.model_fields_set else "",
            "CURLOPT_COOKIE": "; ".join(f"{name}={value}" for name, value in fetch.cookies.items()),
            "CURLOPT_HTTPHEADER": "\n".join(f"{name}: {value}" for name, value in fetch.headers.items()),
        }
        return {f"{FRSS}{name}": value for name, value in told.items() if value}


def _xpaths(selectors: tuple[str, ...]) -> list[str]:
    return [*_each_xpath(selectors)]


def _each_xpath(selectors: tuple[str, ...]) -> Iterator[str]:
    for each in selectors:
        try:
            path = each.strip() if is_xpath(each) else compile_selector(each).xpath.path
        except SelectorError:
            continue
        yield str(path)
