"""The life of a site, at random: whatever happens to its pages, some things always hold of its feed."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feeds.config import load
from feeds.jobs import run

WORDS = "harbour lamp goat tram council river bread letter bell night bus map storm kettle train roof".split()


@dataclass
class Life:
    """A folder of pages that change; `stories` maps file names to (title, text)."""

    folder: Path
    dice: random.Random
    stories: dict[str, tuple[str, str]] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    made: int = 0

    def text(self) -> str:
        return " ".join(self.dice.choice(WORDS) for _ in range(40)).capitalize() + "."

    def publish_story(self) -> None:
        self.made += 1
        name = f"story-{self.made}.html"
        self.stories[name] = (f"Story {self.made} of the {self.dice.choice(WORDS)}", self.text())
        self.listed.insert(0, name)

    def correct(self) -> None:
        name = self.dice.choice([*self.stories])
        self.stories[name] = (self.stories[name][0], self.text())

    def rename(self) -> None:
        name = self.dice.choice([*self.stories])
        self.stories[name] = (f"{self.stories[name][0]}!", self.stories[name][1])

    def drop(self) -> None:
        if len(self.listed) > 2:
            self.listed.pop()

    def shuffle(self) -> None:
        self.dice.shuffle(self.listed)

    def break_or_mend(self) -> None:
        self.broken ^= {self.dice.choice([*self.stories])}

    def link_twice(self) -> None:
        self.listed.append(self.dice.choice(self.listed))

    def go_on(self) -> None:
        for _ in range(self.dice.randint(0, 3)):
            self.dice.choice(
                [
                    self.publish_story,
                    self.publish_story,
                    self.correct,
                    self.rename,
                    self.drop,
                    self.shuffle,
                    self.break_or_mend,
                    self.link_twice,
                ]
            )()

    def write(self) -> None:
        pages = self.folder / "pages"
        shutil.rmtree(pages, ignore_errors=True)
        pages.mkdir()
        rows = "".join(f'<li class="item"><a href="{name}">{self.stories[name][0]}</a></li>' for name in self.listed)
        pages.joinpath("index.html").write_text(f"<html lang=en><title>Life</title><body><ul>{rows}</ul></body></html>")
        for name, (title, text) in self.stories.items():
            if name not in self.broken:
                page = f"<title>{title}</title><body><article><h1>{title}</h1><p>{text}</p></article></body>"
                pages.joinpath(name).write_text(f"<html lang=en>{page}</html>")


def build(folder: Path, now: datetime) -> Any:
    report = run(load(folder / "config.yaml"), now=now)
    path = folder / "public/life.atom"
    return report.sites[0], feedparser.parse(path.read_bytes()).entries if path.exists() else []


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_feed_stays_true(seed: int, tmp_path: Path) -> None:
    life = Life(folder=tmp_path, dice=random.Random(seed))
    for _ in range(3):
        life.publish_story()
    site = {"url": "file:pages/index.html", "listing": {"items": "li.item"}, "keep": 1000}
    (tmp_path / "config.yaml").write_text(json.dumps({"sites": {"life": site}}))
    now = datetime(2024, 5, 1, 12, tzinfo=UTC)
    before: dict[str, Any] = {}
    for _ in range(12):
        life.write()
        report, entries = build(tmp_path, now)
        after = {entry.id: entry for entry in entries}
        assert len(after) == len(entries), "ids are unique"
        assert before.keys() <= after.keys(), "nothing is lost"
        for identity, entry in before.items():
            assert after[identity].published == entry.published, "dates of publication stay"
            assert after[identity].updated >= entry.updated
            changed = (entry.title, entry.content) != (after[identity].title, after[identity].content)
            assert changed or after[identity].updated == entry.updated, "only a change moves updated"
        told = "".join(entry.content[0].value for entry in entries)
        for name in set(life.listed) - life.broken:
            assert life.stories[name][1] in told, "every listed story that can be read is told as it is now"
        files = {path: path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file()}
        again, _ = build(tmp_path, now)
        assert (again.new, again.changed) == (0, 0)
        assert files == {path: path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file()}
        assert report.ok
        before = after
        now += timedelta(minutes=life.dice.randint(1, 3000))
        life.go_on()
