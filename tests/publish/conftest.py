"""Feeds to publish, and the checker that judges what was published."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cleaner import CleanHTML, Enclosure, sanitize
from feeds.config.model import PublishConfig
from feeds.model import Entry, Feed, Rendition

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NOON = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    """When the newest entry of the feeds here was published."""
    return NOON


@pytest.fixture
def publish() -> PublishConfig:
    return PublishConfig(base_url="https://feeds.example/", title="Our feeds")


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    """An entry with everything in it; number 1 is the newest, any field may be given."""

    def make(number: int = 1, **fields: Any) -> Entry:
        published = NOON - timedelta(hours=number - 1)
        html: str = fields.pop("html", f"<p>The story of day {number}, told in a few words.</p>")
        values: dict[str, Any] = {
            "id": f"tag:feeds.example,2024:show/{number}",
            "url": f"https://site.example/story-{number}",
            "title": f"Story {number}",
            "published": published,
            "updated": published,
            "first_seen": published,
            "authors": ("Ada Example",),
            "summary": f"Day {number} in short",
            "content": CleanHTML(sanitize(html)),
            "image": f"https://site.example/pictures/{number}.jpg",
            "categories": ("News", "Radio"),
            "enclosures": (
                Enclosure(
                    url=f"https://site.example/audio/{number}.mp3", type="audio/mpeg", length=4321, duration=3723
                ),
            ),
            "language": "en-GB",
        }
        return Entry(**(values | fields))

    return make


@pytest.fixture
def make_feed(make_entry: Callable[..., Entry]) -> Callable[..., Feed]:
    """A feed of three entries in all formats; any field may be given."""

    def make(**fields: Any) -> Feed:
        values: dict[str, Any] = {
            "slug": "show",
            "id": "tag:feeds.example,2024:show",
            "title": "The Show",
            "url": "https://site.example/show/",
            "base_url": "https://feeds.example/",
            "updated": NOON,
            "entries": tuple(make_entry(number) for number in (1, 2, 3)),
            "subtitle": "Stories from a radio show",
            "authors": ("The Station",),
            "language": "en-GB",
            "image": "https://site.example/logo.png",
            "formats": ("atom", "rss", "json"),
        }
        return Feed(**(values | fields))

    return make


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Where npm has put what some tests compare with: $NODE_MODULES, else beside the tests."""
    return Path(os.environ.get("NODE_MODULES", Path(__file__).parents[2] / "node_modules"))


@pytest.fixture(scope="session")
def atom_check(shared: Path) -> ModuleType:
    """The strict checker of published feeds, as a library."""
    path = shared / "bench" / "atom_check.py"
    spec = importlib.util.spec_from_file_location("atom_check", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["atom_check"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def findings(atom_check: ModuleType) -> Callable[[list[Rendition]], list[str]]:
    """What the checker finds wrong in renditions, one line a finding."""

    def check(renditions: list[Rendition]) -> list[str]:
        options = atom_check.Options(fast=True)
        lines = []
        for rendition in renditions:
            if rendition.name.endswith("health.json"):
                continue
            for found in atom_check.check_bytes(rendition.body, rendition.name, options):
                lines.append(f"{found.file}: {found.where}: {found.rule}: {found.detail}")
        return lines

    return check


ACCEPTED = re.compile(
    r"SecurityRisk: .* (?:iframe|math|m[a-z]+)$"  # players of a few known hosts, and formulas
    r"|NotHtml: .*[Nn]on-html"
    r"|SecurityRiskAttr: .* (?:(?:audio|video) controls|m[a-z]+ \w+)$"  # without, readers show no player
    r"|DuplicateUpdated: "  # two stories of one day, where their pages do not tell the hour
    r"|UnknownNamespace: .*/tombstones/1.0$|UnsupportedNamespace: .*podcastindex.org"  # newer than the validator
    r"|BadCharacters: "  # what the page itself could not decode
)
"""Warnings that we could avoid only by saying less than we know, or more."""


@pytest.fixture(scope="session")
def broken_rules(request: pytest.FixtureRequest) -> Callable[..., list[str]]:
    """The W3C validator's rules that a feed breaks when it is served at an address, but for those we accept."""
    rules = sys.modules["feed_rules"]

    def check(body: bytes, location: str, now: datetime | None = None) -> list[str]:
        found = rules.broken_rules(body, location, now or datetime.now(UTC))
        return [each for each in found if not ACCEPTED.match(each)]

    return check


@pytest.fixture(scope="session")
def payloads(shared: Path) -> list[str]:
    """Every text of the hostile corpus that attacks as markup or as a field."""
    lines = (shared / "corpus/hostile/cases.jsonl").read_text("ascii").splitlines()
    cases = [json.loads(line) for line in lines]
    return list(dict.fromkeys(case["payload"] for case in cases if case["kind"] in ("field", "html")))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, headless."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra browser is not installed")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium is installed (set CHROMIUM to its path)")
    with playwright.sync_playwright() as start:
        browser = start.chromium.launch(executable_path=program, args=CHROMIUM)
        yield browser
        browser.close()


class Visitor:
    """A tab that opens pages and notes what they did: scripts that ran, hosts that were asked for code or pages.

    Pictures and media may be asked for; nothing is answered.
    """

    def __init__(self, chromium: Any, *, policy: bool) -> None:
        self.did: list[str] = []
        self.body = b""
        self.context = chromium.new_context(bypass_csp=not policy)
        self.context.expose_function("PWN", lambda *_: self.did.append("PWN"))
        self.context.route("**/*", self.answer)
        self.tab = self.context.new_page()
        self.tab.on("dialog", self.dismiss)

    def dismiss(self, dialog: Any) -> None:
        self.did.append("dialog")
        dialog.dismiss()

    def answer(self, route: Any) -> None:
        if route.request.url == "https://public.example/page.html":
            route.fulfill(body=self.body, content_type="text/html; charset=utf-8")
            return
        if route.request.resource_type not in ("image", "media"):
            self.did.append(f"{route.request.resource_type} {route.request.url}")
        route.abort()

    def open(self, page: Rendition) -> list[str]:
        self.did.clear()
        self.body = page.body
        self.tab.goto("https://public.example/page.html")
        self.tab.evaluate("""() => {
            for (const each of document.querySelectorAll("*"))
                for (const kind of ["mouseover", "focus", "click", "animationstart", "toggle", "pointerenter"])
                    if (kind != "click" || !each.closest("a, label")) each.dispatchEvent(new Event(kind))
        }""")
        self.tab.wait_for_timeout(100)
        return list(self.did)


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., list[str]]]:
    """Open a page and say what it did."""
    visitors = {policy: Visitor(chromium, policy=policy) for policy in (True, False)}
    yield lambda page, policy=True: visitors[policy].open(page)
    for visitor in visitors.values():
        visitor.context.close()
