"""Pages built to the rules of the public Full-Text RSS patterns give the articles that the rules promise.

A page is made of a pattern's own XPaths: each simple path becomes the elements that it asks for, the story goes into
what `body` selects, and something to be gone into what each strip selects. Patterns whose paths are not simple, or
that would strip their own story, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from lxml import etree

from cleaner import Article, clean, parse
from feeds.config.edit import with_sites
from feeds.config.importers.ftr import import_pattern
from feeds.config.importers.patterns import read_pattern
from feeds.config.load import load_text
from feeds.config.rulepack import RulePack

TITLE = "The ferry waits for the tide"
AUTHOR = "Jane Doe"
DATE = "2024-03-05T09:30:00Z"
STORY = (
    "The harbour was quiet when the first boats came in, and nobody on the quay said a word about the night before.",
    "By noon the fog had lifted far enough to see the island, where the school and its bell had been all along.",
)

_STEP = re.compile(r"(//?)(\*|[a-z][a-z0-9]*)((?:\[(?:[^\[\]'\"]|'[^']*'|\"[^\"]*\")*\])*)")
_PREDICATE = re.compile(r"\[((?:[^\[\]'\"]|'[^']*'|\"[^\"]*\")*)\]")
_TEXT = r"""\s*(?:'([^']*)'|"([^"]*)")\s*"""
_CONDITIONS = (
    (re.compile(rf"@([\w-]+)\s*={_TEXT}"), "{}"),
    (re.compile(rf"contains\(\s*@([\w-]+)\s*,{_TEXT}\)"), "x{}x"),
    (re.compile(rf"starts-with\(\s*@([\w-]+)\s*,{_TEXT}\)"), "{}x"),
    (re.compile(rf"contains\(concat\(' ',\s*normalize-space\(@(class)\),\s*' '\),{_TEXT}\)"), "{}"),
)
_HEAD = ("meta", "title", "link")
_VOID = ("meta", "link", "img", "input", "br", "hr")


@dataclass
class Built:
    """The elements that a path asks for, outermost first, as tags with their attributes."""

    steps: list[tuple[str, dict[str, str]]]
    attribute: str | None = None  # that the path ends in

    def html(self, inside: str) -> str:
        steps = [(tag, dict(attributes)) for tag, attributes in self.steps]
        if self.attribute:
            steps[-1][1][self.attribute] = inside
            inside = ""
        for tag, attributes in reversed(steps):
            written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            inside = f"<{tag}{written}>" + ("" if tag in _VOID else f"{inside}</{tag}>")
        return inside

    @property
    def in_head(self) -> bool:
        return self.steps[-1][0] in _HEAD


def build(path: str) -> Built | None:
    """What an XPath asks for; None where it is not one of the simple kinds."""
    path = path.strip()
    attribute = None
    if match := re.fullmatch(r"(.*)/@([\w-]+)", path):
        path, attribute = match[1], match[2]
    path = path.removesuffix("/text()")
    steps, at = [], 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None or (step[1] == "/" and not steps):
            return None
        attributes = _attributes(step[3])
        if attributes is None or step[2] in ("html", "body", "head", "script", "style", "noscript", "iframe"):
            return None
        steps.append(("div" if step[2] == "*" else step[2], attributes))
        at = step.end()
    return Built(steps, attribute) if steps else None


def _attributes(predicates: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for predicate in _PREDICATE.findall(predicates):
        if predicate.strip() == "1":
            continue
        for condition in re.split(r"\band\b", predicate):
            pair = _condition(condition.strip())
            if pair is None:
                return None
            name, value = pair
            found[name] = f"{found[name]} {value}" if name in found else value
    return found


def _condition(text: str) -> tuple[str, str] | None:
    for pattern, form in _CONDITIONS:
        if match := pattern.fullmatch(text):
            value = match[2] if match[2] is not None else match[3]
            return match[1], form.format(value).strip() if form == "{}" and match[1] == "class" else form.format(value)
    return None


@dataclass
class Page:
    """A page made for one pattern, and what its article must be."""

    html: str
    gone: list[str] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    date: str | None = None
    single_page: str | None = None
    next_page: str | None = None


def directives(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and not line.strip().startswith("#"):
            yield name.strip(), value.strip()


def page_for(text: str) -> Page | None:
    """A page to the rules of a pattern that says `text`; None where they are not simple enough."""
    rules = list(directives(text))
    if any(name.startswith(("wrap_in", "dissolve")) for name, _ in rules):
        return None
    bodies = [value for name, value in rules if name == "body"]
    container = build(bodies[0]) if bodies else None
    if container is None or container.attribute or container.in_head:
        return None
    head, top, page = [], [], Page("")
    for name, value in (("title", TITLE), ("author", AUTHOR), ("date", DATE)):
        paths = [path for rule, path in rules if rule == name]
        made = build(paths[0]) if paths else None
        if made and not (made.attribute and not made.in_head):
            (head if made.in_head else top).append(made.html(value))
            setattr(page, name, value)
    inside = [f"<p>{STORY[0]}</p>"]
    for n, (name, value) in enumerate(rules):
        made = _stripped(name, value)
        if made and not made.in_head:
            page.gone.append(f"Stripped words number {n}.")
            inside.append(made.html(page.gone[-1]))
    for name in ("next_page", "single_page"):
        links = [path for rule, path in rules if rule == f"{name}_link"]
        link = build(links[0]) if links else None
        if link and link.attribute == "href" and all(rule != "if_page_contains" for rule, _ in rules):
            setattr(page, name, f"https://site.example/{name}")
            (head if link.in_head else top).append(link.html(f"https://site.example/{name}"))
    inside.append(f"<p>{STORY[1]}</p>")
    page.html = (
        f"<!doctype html><html><head>{''.join(head)}</head><body><nav>Somewhere else entirely</nav>{''.join(top)}"
        f"{container.html(''.join(inside))}<footer>Imprint and other duties</footer></body></html>"
    )
    replaced = any(find in page.html for find, _ in read_pattern(text).replace)
    return page if not replaced and _holds(page, rules) else None


def _stripped(name: str, value: str) -> Built | None:
    if name == "strip":
        return build(value)
    if name == "strip_id_or_class":
        return Built([("div", {"class": value.strip("'\"")})])
    return None


def _holds(page: Page, rules: list[tuple[str, str]]) -> bool:
    """Whether a browser's eyes see the page as it was meant: the strips leave the story, `body` finds it."""
    root = parse(page.html)
    for name, value in rules:
        if name == "strip":
            nodes = root.xpath(value)
        elif name == "strip_id_or_class":
            word = value.strip("'\"")
            nodes = root.xpath("//*[contains(@class, $word) or contains(@id, $word)]", word=word)
        else:
            continue
        assert isinstance(nodes, list)
        texts = ["".join(map(str, each.itertext())) for each in nodes if isinstance(each, etree._Element)]
        if any(story in text for story in STORY for text in texts):
            return False
    for name, expected in (("title", page.title), ("author", page.author), ("date", page.date)):
        if expected and not root.xpath(next(value for rule, value in rules if rule == name)):
            return False  # HTML does not let these elements stand in each other
    body = next(value for name, value in rules if name == "body")
    found = root.xpath(body)
    assert isinstance(found, list)
    texts = ["".join(map(str, each.itertext())) for each in found if isinstance(each, etree._Element)]
    return any(STORY[0] in text and STORY[1] in text for text in texts) and not any("Imprint" in text for text in texts)


def faults(page: Page, article: Article) -> list[str]:
    """What the article has too much or too little."""
    found = [f"lost: {text}" for text in STORY if text not in article.text]
    found += [f"kept: {text}" for text in page.gone if text in article.text]
    found += [f"around: {text}" for text in ("Somewhere else", "Imprint") if text in article.text]
    if page.title and article.title != page.title:
        found.append(f"title: {article.title}")
    if page.author and page.author not in article.authors:
        found.append(f"author: {article.authors}")
    if page.date and article.published != datetime(2024, 3, 5, 9, 30, tzinfo=UTC):
        found.append(f"date: {article.published}")
    found += [
        f"{name}: {getattr(article, name)}"
        for name in ("next_page", "single_page")
        if getattr(page, name) and getattr(article, name) != getattr(page, name)
    ]
    return found


@pytest.fixture(scope="module")
def commons(shared: Path) -> dict[str, str]:
    folder = shared / "corpus" / "ftr-site-config"
    return {file.name: file.read_text(encoding="utf-8-sig") for file in sorted(folder.glob("*.txt"))}


def test_pages_built_to_the_rules_of_the_commons_give_the_articles_they_promise(
    commons: dict[str, str], shared: Path
) -> None:
    pack = RulePack(shared / "corpus" / "ftr-site-config")
    built, wrong = 0, {}
    for name, text in commons.items():
        page = page_for(text) if not name.startswith(".") and name != "global.txt" else None
        if page is None:
            continue
        built += 1
        rules = pack.rules_for(name.removesuffix(".txt"))
        found = faults(page, clean(page.html, "https://site.example/story", rules=rules))
        if found:
            wrong[name] = found
    assert built >= 800
    assert wrong == {}


def test_imported_sites_read_the_same_pages_the_same(commons: dict[str, str]) -> None:
    checked = 0
    for name, text in list(commons.items())[::10]:
        page = page_for(text) if not name.startswith(".") else None
        if page is None:
            continue
        sites = import_pattern(name, text).sites
        config = load_text(with_sites("", sites), Path("config.yaml"), environ={})
        (site,) = config.sites.values()
        assert faults(page, clean(page.html, "https://site.example/story", rules=site.rules)) == []
        checked += 1
    assert checked >= 20
