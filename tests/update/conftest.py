"""A folder with a config.yaml, a web site to read, and a clock that the test sets."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feeds.config import Config, load
from feeds.jobs import run
from feeds.model import SiteHealth
from feeds.report import Event, Report, SiteReport
from feeds.store import Store, open_store

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


def story(title: str = "A story", text: str = "", *, head: str = "", after: str = "", date: str = "") -> str:
    """An article's page: long enough that nobody takes its story for furniture."""
    body = text or f"This is what happened in the matter of {title}, told at some length so that it reads as prose."
    stamp = f'<meta property="article:published_time" content="{date}">' if date else ""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{stamp}{head}</head><body>'
        f"<nav><a href=/>Home</a> <a href=/about>About</a></nav><main><article><h1>{title}</h1>"
        f"<p>{body}</p><p>And there was a second paragraph, with more to say about {title} than the first.</p>"
        f"</article></main>{after}</body></html>"
    )


def listing(*titles: str, title: str = "The News", extra: str = "", next_page: str = "") -> str:
    """A show page: an item for each title, which is its address, too (`a story` is at /a-story)."""
    rows = "".join(f'<li class="item"><a href="/{slug(each)}">{each}</a></li>' for each in titles)
    more = f'<a rel="next" href="{next_page}">Older</a>' if next_page else ""
    head = f'<html lang="en"><head><title>{title}</title></head>'
    return f"<!doctype html>{head}<body><ul>{rows}</ul>{more}{extra}</body></html>"


def slug(title: str) -> str:
    return title.lower().replace(" ", "-")


@dataclass
class Bench:
    """What a test works with; `config` is what config.yaml says, to be changed at will."""

    folder: Path
    config: dict[str, Any]
    now: datetime = NOW
    reports: list[Report] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    story = staticmethod(story)
    listing = staticmethod(listing)

    def load(self) -> Config:
        path = self.folder / "config.yaml"
        path.write_text(json.dumps(self.config))
        return load(path)

    def build(self, *named: str, later: timedelta = timedelta(), everything: bool = True, **options: Any) -> Report:
        """`feedmill build`, so much later than the last one."""
        self.now += later
        config = self.load()
        sites: Sequence[Any] | None = [config.sites[name] for name in named] or None
        report = run(
            config,
            sites,
            now=self.now,
            everything=everything,
            allow_private=True,
            on_event=self.events.append,
            **options,
        )
        self.reports.append(report)
        return report

    def update(self, **options: Any) -> SiteReport:
        """The same, of the one site that most tests have."""
        return self.build(**options).sites[0]

    def store(self) -> Store:
        return open_store(self.config.get("store", "feedmill.db"), self.folder)

    def health(self) -> tuple[SiteHealth, ...]:
        with self.store() as store:
            return store.health()

    def files(self) -> dict[str, bytes]:
        """Everything that is published, by name."""
        root = self.folder / "public"
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    def feed(self, name: str = "news.atom") -> Any:
        """A published feed as a reader sees it."""
        return feedparser.parse(self.files()[name])

    def titles(self, name: str = "news.atom") -> list[str]:
        return [entry.title for entry in self.feed(name).entries]


@pytest.fixture
def make_bench(tmp_path: Path) -> Callable[[str], Bench]:
    """Makes a bench in a folder of that name; its `news` site is not set up."""

    def make(name: str) -> Bench:
        folder = tmp_path / name
        folder.mkdir()
        publish = {"base_url": "https://feeds.example.org/", "title": "My feeds"}
        fetch = {"delay": 0, "timeout": 5, "robots": "ignore"}
        return Bench(folder=folder, config={"publish": publish, "defaults": {"fetch": fetch}, "sites": {}})

    return make


@pytest.fixture
def bench(make_bench: Callable[[str], Bench], site: Any) -> Bench:
    """One site, `news`, that reads http://127.0.0.1:PORT/news."""
    made = make_bench("home")
    made.config["sites"]["news"] = {"url": site.url("/news"), "listing": {"items": "li.item"}}
    return made


@pytest.fixture
def news(bench: Bench, site: Any) -> Callable[..., None]:
    """Serves a show page of these stories, and the stories; each with an ETag of its own text."""

    def serve(*titles: str, **listing_options: Any) -> None:
        tagged(site, "/news", listing(*titles, **listing_options))
        for title in titles:
            if f"/{slug(title)}" not in site._pages:
                tagged(site, f"/{slug(title)}", story(title))

    return serve


def tagged(site: Any, path: str, body: str) -> None:
    import hashlib

    site.page(path, body, ETag=f'"{hashlib.md5(body.encode()).hexdigest()}"')


@pytest.fixture
def serve_tagged(site: Any) -> Callable[[str, str], None]:
    """Serves a page with an ETag that is a digest of its text."""
    return lambda path, body: tagged(site, path, body)
