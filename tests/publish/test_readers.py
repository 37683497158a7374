"""Real feed readers read the same entries, dates and contents from every format."""

from __future__ import annotations

import calendar
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from feeds.config.model import PublishConfig
from feeds.model import Feed
from feeds.publish import FolderTarget, render

pytestmark = pytest.mark.reader
Make = Callable[..., Any]
TITLES = ["R&D, “quoted” – ünïcode", "1 < 2 and AT&T; really", "مقال 123 שלום", "👩‍🚀 joined", "It's a 'plain' one"]
HTML = (
    "<p>Größe &amp; <b>bold</b> &lt;tag&gt; “text”</p><pre><code>if a &lt; b:\n\n    pass</code></pre>"
    '<p><a href="https://site.example/?a=1&amp;b=2" rel="noopener">link</a></p>'
)


@dataclass(frozen=True)
class Read:
    """What a reader shows of an entry."""

    id: str
    title: str
    url: str
    published: int  # seconds since 1970
    content: str
    enclosure: str


@pytest.fixture
def feed(make_feed: Make, make_entry: Make) -> Feed:
    entries = tuple(make_entry(n, title=title, html=HTML) for n, title in enumerate(TITLES, 1))
    made: Feed = make_feed(entries=entries)
    return made


@pytest.fixture
def folder(feed: Feed, tmp_path: Path, publish: PublishConfig) -> Path:
    target = FolderTarget(tmp_path / "public")
    for rendition in render(feed, publish):
        target.write(rendition)
    return target.folder


@pytest.fixture
def expected(feed: Feed, folder: Path) -> list[Read]:
    contents = [item["content_html"] for item in json.loads((folder / "show.json").read_text())["items"]]
    assert all(HTML in content for content in contents)
    return [
        Read(each.id, each.title, each.url, int(each.published.timestamp()), content, each.enclosures[0].url)
        for each, content in zip(feed.entries, contents, strict=True)
    ]


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize("name", ["show.atom", "show.rss"])
def test_feedparser(folder: Path, expected: list[Read], name: str) -> None:
    parsed = feedparser.parse((folder / name).read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo
    assert [
        Read(
            e.id, e.title, e.link, calendar.timegm(e.published_parsed), e.content[0].value, e.enclosures[0].href
        )
        for e in parsed.entries
    ] == expected  # fmt: skip
    assert {e.author for e in parsed.entries} == {"Ada Example"}
    assert [tag.term for tag in parsed.entries[0].tags] == ["News", "Radio"]


@pytest.mark.parametrize("name", ["show.atom", "show.rss"])
def test_newsboat(folder: Path, tmp_path: Path, expected: list[Read], name: str) -> None:
    (tmp_path / "urls").write_text(f"file://{folder}/{name}\n")
    (tmp_path / "config").write_text("")
    files = ["-u", f"{tmp_path}/urls", "-c", f"{tmp_path}/cache.db", "-C", f"{tmp_path}/config"]
    environment = {"HOME": str(tmp_path), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    subprocess.run([program("newsboat"), *files, "-x", "reload"], check=True, env=environment, timeout=60)
    with sqlite3.connect(tmp_path / "cache.db") as cache:
        rows = cache.execute("select guid, title, url, pubDate, content, enclosure_url, author from rss_item")
        found = rows.fetchall()
    assert [Read(*row[:6]) for row in sorted(found, key=lambda row: -row[3])] == expected
    assert {row[6] for row in found} == {"Ada Example"}


@pytest.mark.parametrize("name", ["show.atom", "show.rss"])
def test_sfeed(folder: Path, expected: list[Read], name: str) -> None:
    with (folder / name).open("rb") as stream:
        run = subprocess.run([program("sfeed")], check=True, stdin=stream, stdout=subprocess.PIPE, timeout=60)
    found = []
    for line in run.stdout.decode().splitlines():
        published, title, url, content, kind, identity, _author, enclosure, *_rest = line.split("\t")
        assert kind == "html"
        content = content.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
        found.append(Read(identity, title, url, int(published), content, enclosure))
    assert found == expected


@pytest.fixture
def node(node_modules: Path) -> Callable[[str, str, Path], list[dict[str, Any]]]:
    """Read a file with a script that gets its text as `text` and sets `found` to the entries."""

    def run(package: str, script: str, path: Path) -> list[dict[str, Any]]:
        if not (node_modules / package).is_dir():
            pytest.skip(f"needs {package} (npm install {package}; set NODE_MODULES to the folder node_modules)")
        code = f"""
            const {{ createRequire }} = require("module");
            const load = createRequire({json.dumps(str(node_modules / "x.js"))});
            const text = require("fs").readFileSync({json.dumps(str(path))}, "utf8");
            (async () => {{ {script}; console.log(JSON.stringify(found)); }})();
        """
        done = subprocess.run([program("node"), "-e", code], check=True, stdout=subprocess.PIPE, timeout=60)
        return list(json.loads(done.stdout))

    return run


def seconds(date: str) -> int:
    return int(datetime.fromisoformat(date).timestamp())


@pytest.mark.parametrize("name", ["show.atom", "show.rss"])
def test_rss_parser_of_npm(node: Make, folder: Path, expected: list[Read], name: str) -> None:
    script = """
        const Parser = load("rss-parser");
        const found = (await new Parser({customFields: {item: ["content:encoded"]}}).parseString(text)).items
    """
    found = node("rss-parser", script, folder / name)
    assert [
        Read(
            each.get("id") or each["guid"],
            each["title"],
            each["link"],
            seconds(each["isoDate"]),
            each.get("content:encoded") or each["content"],
            each.get("enclosure", {}).get("url", ""),
        )
        for each in found
    ] == [replace(each, enclosure=each.enclosure if name == "show.rss" else "") for each in expected]  # not of Atom


@pytest.mark.parametrize("name", ["show.atom", "show.rss", "show.json"])
def test_feedsmith_of_npm(node: Make, folder: Path, expected: list[Read], name: str) -> None:
    script = """
        const { format, feed } = load("feedsmith").parseFeed(text);
        const first = (list) => (list || [{}])[0];
        const found = (feed.entries || feed.items).map((e) => ({
            atom: () => ({id: e.id, title: e.title.value ?? e.title, url: e.links.find(l => l.rel == "alternate").href,
                date: e.published, content: e.content.value ?? e.content,
                enclosure: e.links.find(l => l.rel == "enclosure").href}),
            rss: () => ({id: e.guid.value, title: e.title, url: e.link, date: new Date(e.pubDate).toISOString(),
                content: e.content.encoded, enclosure: first(e.enclosures).url}),
            json: () => ({id: e.id, title: e.title, url: e.url, date: e.date_published, content: e.content_html,
                enclosure: first(e.attachments).url}),
        })[format]())
    """
    found = node("feedsmith", script, folder / name)
    assert [
        Read(e["id"], e["title"], e["url"], seconds(e["date"]), e["content"], e["enclosure"]) for e in found
    ] == expected
