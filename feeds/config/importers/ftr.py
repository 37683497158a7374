"""Full-Text RSS site patterns → site configs. (`feeds.config.rulepack` uses them as they stand.)"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feeds.config.importers.files import import_each
from feeds.config.importers.patterns import GLOBAL_FILE, LISTS, SWITCHES, Pattern, read_pattern, read_text
from feeds.config.importers.report import FileReport, Imported, literal
from feeds.config.slugs import slugify
from feeds.errors import ConfigError

_HOST = re.compile(r"[\w.-]{1,200}")


def import_ftr(path: Path) -> Imported:
    """The site patterns in a folder, or one `host.txt`.

    Raises ConfigError where there is nothing to read.
    """
    files = sorted(path.glob("*.txt"), key=lambda file: file.name) if path.is_dir() else [path]
    if not files:
        raise ConfigError("holds no site patterns", where=str(path), mend="they are called HOST.txt")
    return import_each(files, lambda file, taken: import_pattern(file.name, read_text(file), taken))


def import_pattern(name: str, text: str, taken: set[str] | None = None) -> Imported:
    """One file called `name` that says `text`."""
    pattern = read_pattern(text)
    host = name.removesuffix(".txt").lower()
    if name == GLOBAL_FILE or not _HOST.fullmatch(host.lstrip(".")):
        note = "holds for every host: set 'rules: FOLDER' in config.yaml to use it"
        lost = tuple(replace(line, outcome="lost", why=note) for line in pattern.lines)
        return Imported(files=(FileReport(name, lost, note),))
    note = ""
    if host.startswith("."):
        host = host.lstrip(".")
        note = f"holds for every host below {host}: 'rules: FOLDER' in config.yaml uses it for all of them"
    site = _site(host, pattern)
    if len(site) == 1:  # nothing but an address
        return Imported(files=(FileReport(name, tuple(pattern.lines), "holds no rule, so it makes no site"),))
    slug = slugify(host, taken=taken or ())
    return Imported(sites={slug: site}, files=(FileReport(name, tuple(pattern.lines), note),))


def _site(host: str, pattern: Pattern) -> dict[str, Any]:
    """The keys of one site; its show page is only guessed at, for patterns do not name one."""
    site: dict[str, Any] = {"url": _show_page(host, pattern)}
    article: dict[str, Any] = {}
    for key in LISTS:
        if found := [literal(each) for each in dict.fromkeys(getattr(pattern, key))]:
            article[key] = found
    if pattern.wrap:
        article["wrap"] = [{"select": literal(selector), "in": tag} for selector, tag in pattern.wrap]
    if pattern.replace:
        article["replace"] = [{"find": literal(find), "with": literal(put)} for find, put in pattern.replace]
    article |= {key: False for key in SWITCHES if not getattr(pattern, key)}
    if article:
        site["article"] = article
    fetch = {
        key: {name: literal(value) for name, value in headers.items()}
        for key, headers in (("headers", pattern.headers), ("headers_off", pattern.headers_off))
        if headers
    }
    if fetch:
        site["fetch"] = fetch
    if tests := _tests(pattern):
        site["tests"] = tests
    return site


def _is_web(url: str) -> bool:
    try:
        split = urlsplit(url)
        return split.scheme in ("http", "https") and bool(split.hostname) and not re.search(r"\s|@", url)
    except ValueError:
        return False


def _show_page(host: str, pattern: Pattern) -> str:
    for test in pattern.tests:
        if _is_web(test.url) and (urlsplit(test.url).hostname or "").endswith(host):
            split = urlsplit(test.url)
            return f"{split.scheme}://{split.netloc}/"
    return f"https://{host}/"


def _tests(pattern: Pattern) -> list[dict[str, Any]]:
    tests = []
    for test in pattern.tests:
        entry: dict[str, Any] = {"url": literal(test.url)}
        if test.contains:
            entry["contains"] = [literal(each) for each in test.contains]
        tests.append(entry)
    return tests
