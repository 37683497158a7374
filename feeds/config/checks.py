"""What no single key can know: files that must be there, names that must differ, extras that must be installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from feeds.bundle import bundled
from feeds.config.complaints import Complaint
from feeds.config.complaints import Path as KeyPath
from feeds.config.model import Config, FetchConfig, SiteConfig
from feeds.config.places import url_fault
from feeds.config.slugs import same_file, slug_fault, slugify
from feeds.config.source import Tree

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
"""What RFC 9110 lets a header's name be."""
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*")


def check_names(data: dict[str, Any], tree: Tree) -> Iterator[Complaint]:
    """Names of sites and merged feeds: each a safe file name, no two the same file."""
    seen: dict[str, str] = {}
    for section in ("sites", "feeds"):
        for slug in _dict(data, section):
            path: KeyPath = (section, slug)
            other = seen.setdefault(same_file(slug), f"{section}.{slug}")
            if fault := slug_fault(slug):
                yield Complaint(tree.place(path, key=True), path, fault, f"say {slugify(slug)!r}")
            elif other != f"{section}.{slug}":
                what = f"would be the same file as {other}"
                yield Complaint(tree.place(path, key=True), path, what, "rename one of them")


def _dict(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


class _Check:
    """Gathers complaints about one section; a key that is not in the site itself is looked for in the defaults."""

    def __init__(self, tree: Tree, base: KeyPath) -> None:
        self.tree, self.base = tree, base

    def say(self, what: str, mend: str, *keys: str | int) -> Complaint:
        alone = tuple(key for key in keys if isinstance(key, str))  # where a value stands without its list
        below = (keys, keys[:-1], alone)
        for path in ((*start, *each) for start in (self.base, ("defaults",)) for each in below):
            if path in self.tree.values and path not in (self.base, ("defaults",)):
                return Complaint(self.tree.place(path), path, what, mend)
        return Complaint(self.tree.place(self.base), (*self.base, *keys), what, mend)


def check_site(site: SiteConfig, base: KeyPath, tree: Tree, folder: Path) -> Iterator[Complaint]:
    """What one valid site still cannot mean."""
    check = _Check(tree, base)
    for n, url in enumerate(site.url):
        if fault := url_fault(url, folder):
            yield check.say(*fault, "url", n)
    for n, test in enumerate(site.tests):
        if fault := url_fault(test.url, folder):
            yield check.say(*fault, "tests", n, "url")
    if site.image and (fault := url_fault(site.image)):
        yield check.say(*fault, "image")
    if site.template and not _template_exists(site.template, folder):
        yield check.say(
            f"there is no template {site.template!r}", "a path that starts at config.yaml's folder", "template"
        )
    if (paging := site.json_.paging) and paging.by in ("cursor", "link") and paging.next is None:
        yield check.say(
            "missing", f"'by: {paging.by}' needs to know where an answer gives it", "json", "paging", "next"
        )
    yield from _check_fetch(site.fetch, check, folder)


def _template_exists(name: str, folder: Path) -> bool:
    try:
        return (folder / name).is_file() or (bundled("templates") / name).is_file()
    except (OSError, ValueError):
        return False


def _check_fetch(fetch: FetchConfig, check: _Check, folder: Path) -> Iterator[Complaint]:
    if fetch.render == "browser" and find_spec("playwright") is None:  # `auto` may never need one
        yield check.say(*_extra("browser", "'render: browser'"), "fetch", "render")
    for key in ("client_certificate", "ca_certificates"):
        name = getattr(fetch, key)
        if name and not (folder / name).is_file():
            yield check.say(f"there is no file {name!r}", "", "fetch", key)
    if fetch.auth is not None and ":" not in fetch.auth:
        yield check.say("has no ':' between user and password", "", "fetch", "auth")
    if fetch.proxy and re.match(r"socks[45]?[ah]?:", fetch.proxy):
        yield check.say("only HTTP proxies can be used", "write it as 'http://host:port'", "fetch", "proxy")
    elif fetch.proxy and not re.match(r"https?://[^/\s]+", fetch.proxy):
        yield check.say("is no proxy address", "write it as 'http://proxy.example:3128'", "fetch", "proxy")
    for name in fetch.allow_private if isinstance(fetch.allow_private, tuple) else ():
        if not _is_host_or_network(name):
            what = f"{name!r} is no host or network"
            yield check.say(what, "write one as 'nas.lan' or '10.1.0.0/16'", "fetch", "allow_private")
    for section, names in (("headers", fetch.headers), ("cookies", fetch.cookies)):
        for name, value in names.items():
            if not _TOKEN.fullmatch(name):
                yield check.say("is no name that HTTP allows", "", "fetch", section, name)
            if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
                yield check.say("holds a line break or control character", "", "fetch", section, name)
    for key in ("user_agent", "contact"):
        if re.search(r"[\x00-\x1f\x7f]", getattr(fetch, key) or ""):
            yield check.say("holds a line break or control character", "", "fetch", key)


def _is_host_or_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return _HOST.fullmatch(text) is not None and re.fullmatch(r"[0-9.]+", text) is None
    return True


def _extra(name: str, what: str) -> tuple[str, str]:
    return f"{what} comes with the extra {name!r}", f"pip install 'feedmill[{name}]'"


def check_config(config: Config, tree: Tree) -> Iterator[Complaint]:
    """What the file as a whole cannot mean."""
    check = _Check(tree, ())
    publish, folder = config.publish, config.folder
    if fault := url_fault(publish.base_url):
        yield check.say(fault[0], fault[1] or "as 'https://feeds.example.org/'", "publish", "base_url")
    elif mark := next((mark for mark in "?#" if mark in publish.base_url), None):
        yield check.say(f"holds a {mark!r}, behind which no file has an address", "", "publish", "base_url")
    if publish.hub and (fault := url_fault(publish.hub)):
        yield check.say(*fault, "publish", "hub")
    if publish.folder.startswith("s3:") and find_spec("boto3") is None:
        yield check.say(*_extra("s3", "publishing to a bucket"), "publish", "folder")
    elif "://" in publish.folder and not re.match(r"s3://[^/\s]+", publish.folder):
        yield check.say(f"{publish.folder!r} is neither a folder nor 's3://bucket/prefix'", "", "publish", "folder")
    if re.match("postgres(ql)?:", config.store) and find_spec("psycopg") is None:
        yield check.say(*_extra("postgres", "a PostgreSQL store"), "store")
    kind, mark, _ = config.store.partition("://")
    if mark and kind not in ("postgresql", "postgres", "sqlite"):
        yield check.say(f"{kind} databases are not supported", "use a SQLite file or postgresql://…", "store")
    if publish.templates and not (folder / publish.templates).is_dir():
        yield check.say(f"there is no folder {publish.templates!r}", "", "publish", "templates")
    if config.rules and not (folder / config.rules).is_dir():
        yield check.say(f"there is no folder {config.rules!r}", "", "rules")
    yield from _check_merged(config, check)


def _check_merged(config: Config, check: _Check) -> Iterator[Complaint]:
    known = _dict(check.tree.data or {}, "sites")
    for slug, feed in config.feeds.items():
        for n, name in enumerate(feed.sites):
            if name not in known:
                near = get_close_matches(name, known, 1)
                yield check.say(
                    f"there is no site {name!r}",
                    f"did you mean {near[0]!r}?" if near else "",
                    "feeds",
                    slug,
                    "sites",
                    n,
                )
