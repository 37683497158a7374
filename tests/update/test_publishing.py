"""From what is remembered to what is published: the same bytes, nothing lost, nothing broken let through."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import PublishError
from feeds.jobs import run
from feeds.model import Rendition
from feeds.publish import FolderTarget
from feeds.update import publishing

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ROOT = Path(__file__).parent.parent.parent


def test_two_fresh_folders_get_the_same_bytes(
    make_bench: Callable[[str], Any], site: Any, bench: Any, news: Any
) -> None:
    news("One", "Two", "Three")
    bench.update()
    other = make_bench("elsewhere")
    other.config = bench.config
    other.update()
    assert other.files() == bench.files()


def test_what_a_killed_run_remembered_but_did_not_write_is_written_by_the_next(
    bench: Any, site: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    news("One")
    bench.update()
    news("Two", "One")
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "render", _dies)
        with pytest.raises(_Killed):
            bench.update(later=HOUR)
    assert bench.titles() == ["One"]
    site.seen.clear()
    report = bench.update(later=timedelta(minutes=1))
    assert [seen.path for seen in site.seen] == ["/news"]
    assert report.files == ("news.atom", "news.html")
    assert bench.titles() == ["Two", "One"]


def test_it_is_written_even_by_a_run_in_which_the_site_is_not_due(
    bench: Any, site: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    news("One")
    with monkeypatch.context() as patch:
        patch.setattr(FolderTarget, "write", _dies)
        with pytest.raises(_Killed):
            bench.update()
    site.seen.clear()
    bench.update(everything=False)
    assert site.seen == []
    assert bench.titles() == ["One"]


def test_a_file_that_somebody_deleted_is_written_again(bench: Any, news: Any) -> None:
    news("One")
    bench.update()
    before = bench.files()
    (bench.folder / "public/news.atom").unlink()
    bench.update(later=HOUR)
    assert bench.files() == before


def test_a_lost_store_gives_whole_feeds_again(bench: Any, news: Any) -> None:
    news("One", "Two")
    bench.update()
    before = bench.files()
    for path in bench.folder.glob("feedmill.db*"):
        path.unlink()
    bench.update()
    assert bench.files() == before, "at the same moment even the same bytes"


def test_another_address_or_format_is_published_without_asking_the_site(bench: Any, site: Any, news: Any) -> None:
    news("One")
    bench.update()
    entry = bench.feed().entries[0].id
    bench.config["publish"] |= {"base_url": "https://elsewhere.example/feeds", "formats": ["atom", "json"]}
    site.seen.clear()
    bench.update(everything=False)
    assert site.seen == []
    assert bench.feed().feed.links[0].href == "https://elsewhere.example/feeds/news.atom"
    assert "news.json" in bench.files()
    assert bench.feed().entries[0].id == entry, "ids are for ever"


def test_a_new_filter_cleans_the_feed_of_what_came_in_before(bench: Any, news: Any) -> None:
    news("One", "Two", "Three")
    bench.update()
    bench.config["sites"]["news"]["filter"] = {"exclude": {"title": "two"}}
    bench.update(later=HOUR)
    assert bench.titles() == ["One", "Three"]


def test_a_new_age_cleans_the_feed_of_what_was_older_when_it_came_in(bench: Any, site: Any) -> None:
    site.page("/news", bench.listing("Old", "Young"))
    site.page("/old", bench.story("Old", date="2024-04-01T08:00:00Z"))
    site.page("/young", bench.story("Young", date="2024-04-30T08:00:00Z"))
    bench.config["feeds"] = {"all": {"sites": ["news"], "filter": {"since": "10 days"}}}
    bench.build()
    assert bench.titles() == ["Young", "Old"]
    assert bench.titles("all.atom") == ["Young"]
    bench.config["sites"]["news"]["filter"] = {"since": "10 days"}
    bench.build(later=20 * DAY)
    assert bench.titles() == bench.titles("all.atom") == ["Young"], "it was young when it was first seen"


def test_a_feed_that_keeps_fewer_entries_finds_them_behind_a_filter(bench: Any, news: Any) -> None:
    news("One", "Two", "Three", "Four", "Five", "Six")
    bench.update()
    bench.config["sites"]["news"] |= {"keep": 3, "filter": {"exclude": {"title": "One|Two|Three"}}}
    bench.update(later=HOUR)
    assert bench.titles() == ["Four", "Five", "Six"]


def test_older_entries_go_to_archives_that_are_written_once(bench: Any, news: Any) -> None:
    bench.config["sites"]["news"]["keep"] = 2
    news("One", "Two", "Three", "Four", "Five")
    bench.update()
    first = bench.files()
    archives = {name: body for name, body in first.items() if name.startswith("news/") and name.endswith(".atom")}
    assert sorted(archives) == ["news/archive-1.atom", "news/archive-2.atom"]
    assert bench.titles() == ["One", "Two"]
    assert bench.titles("news/archive-1.atom") == ["Four", "Five"]
    news("Nine", "Eight", "Seven", "Six", "One")
    bench.update(later=HOUR)
    after = bench.files()
    assert {name: after[name] for name in archives} == archives
    assert _history(bench) == {"One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}


def _history(bench: Any) -> set[str]:
    """The titles that a reader finds who follows prev-archive to the end (RFC 5005, section 4)."""
    titles: set[str] = set()
    name: str | None = "news.atom"
    while name:
        feed = bench.feed(name)
        titles |= {entry.title for entry in feed.entries}
        links = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        name = links[0].removeprefix("https://feeds.example.org/") if links else None
    return titles


def test_a_missing_archive_is_written_again_as_it_was(bench: Any, news: Any) -> None:
    bench.config["sites"]["news"]["keep"] = 2
    news("One", "Two", "Three", "Four", "Five")
    bench.update()
    before = bench.files()
    (bench.folder / "public/news/archive-1.atom").unlink()
    (bench.folder / "public/news.atom").unlink()
    bench.update(later=HOUR)
    assert bench.files() == before


def test_archives_move_with_the_published_address(bench: Any, news: Any) -> None:
    bench.config["sites"]["news"]["keep"] = 2
    news("One", "Two", "Three", "Four", "Five")
    bench.update()
    bench.config["publish"]["base_url"] = "https://elsewhere.example/"
    bench.update(later=HOUR)
    for name, body in bench.files().items():
        assert b"feeds.example.org/" not in body, name


def test_a_feed_that_shrank_to_nothing_is_not_published(bench: Any, news: Any) -> None:
    news("One", "Two", "Three", "Four", "Five", "Six")
    bench.update()
    before = bench.files()["news.atom"]
    with bench.store() as store, store.write() as connection:
        from sqlalchemy import text

        connection.execute(text("DELETE FROM entries WHERE title <> 'One'"))
        connection.execute(text("UPDATE sites SET revision = revision + 1"))
    report = bench.update(later=HOUR)
    assert report.status == "failed"
    assert report.problems[0].kind == "publish"
    assert "had 6" in report.problems[0].what
    assert bench.files()["news.atom"] == before
    assert b"was not published" in bench.files()["health.html"]


def test_a_smaller_feed_that_the_config_asks_for_is_published(bench: Any, news: Any) -> None:
    news("One", "Two", "Three", "Four", "Five", "Six")
    bench.update()
    bench.config["sites"]["news"]["filter"] = {"include": {"title": "One"}}
    assert bench.update(later=HOUR).ok
    assert bench.titles() == ["One"]


def test_a_mistake_in_a_template_keeps_the_last_good_feed(bench: Any, news: Any) -> None:
    news("One")
    bench.update()
    before = bench.files()["news.atom"]
    (bench.folder / "entry.j2").write_text("{{ nonsense.here }}")
    bench.config["sites"]["news"]["template"] = "entry.j2"
    report = bench.update(later=HOUR)
    assert (report.status, report.problems[0].kind) == ("failed", "publish")
    assert "entry.j2" in report.problems[0].where
    assert bench.files()["news.atom"] == before
    (bench.folder / "entry.j2").write_text("<p>Mended.</p>{{ content }}")
    assert bench.update(later=HOUR).ok
    assert b"Mended" in bench.files()["news.atom"]


def test_archives_wait_for_older_items_that_are_left_for_the_next_visit(bench: Any, news: Any, make_bench: Any) -> None:
    titles = [f"Story {number}" for number in range(9)]
    news(*titles)
    at_once = make_bench("undisturbed")
    at_once.config["sites"]["news"] = bench.config["sites"]["news"] | {"keep": 2}
    at_once.build()
    bench.config["sites"]["news"] |= {"keep": 2, "fetch": {"budget": 6}}
    assert bench.update().waiting == 4
    assert not [name for name in bench.files() if "archive" in name]
    assert bench.update(later=HOUR).waiting == 0
    archived = {name: bench.titles(name) for name in bench.files() if name.endswith(".atom") and "archive" in name}
    assert archived == {name: at_once.titles(name) for name in archived}
    assert len(archived) == 4


def test_merged_feeds_join_sites_and_tell_each_story_once(bench: Any, site: Any, another_site: Any, news: Any) -> None:
    news("One", "Two")
    copied = (
        "The ferry that had been promised for the spring will not sail before the autumn, the harbour master said "
        "on Monday, because the engine that was ordered from abroad has not come and nobody knows where it is."
    )
    site.page("/two", bench.story("Two", text=copied))
    another_site.page("/news", bench.listing("Other", "Copied", title="Elsewhere"))
    another_site.page("/other", bench.story("Other"))
    another_site.page("/copied", bench.story("Two", text=copied))
    bench.config["sites"]["more"] = {"url": another_site.url("/news"), "listing": {"items": "li.item"}}
    bench.config["feeds"] = {"all": {"sites": ["news", "more"], "title": "Everything"}}
    bench.build()
    assert sorted(bench.titles("all.atom")) == ["One", "Other", "Two"]
    ids = {entry.id for name in ("news.atom", "more.atom") for entry in bench.feed(name).entries}
    assert {entry.id for entry in bench.feed("all.atom").entries} <= ids
    before = bench.files()
    bench.build(later=HOUR)
    assert bench.files() == before
    assert b"Everything" in before["index.html"]


def test_a_merged_feed_tells_the_length_of_its_sites_media(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["listing"]["audio"] = "a.audio::attr(href)"
    bench.config["feeds"] = {"all": {"sites": ["news"]}}
    site.page("/news", bench.listing("One").replace("</li>", '<a class="audio" href="/one.mp3">Listen</a></li>'))
    site.page("/one", bench.story("One"))
    site.page("/one.mp3", b"x" * 1234, Content_Type="audio/mpeg")
    bench.build()
    (enclosure,) = bench.feed("all.atom").entries[0].enclosures
    assert (enclosure.length, enclosure.type) == ("1234", "audio/mpeg")


def test_what_newer_code_makes_of_a_feed_is_published_though_nothing_else_is_new(
    bench: Any, news: Any, tmp_path: Path
) -> None:
    for name in ("feeds", "cleaner", "templates"):
        shutil.copytree(ROOT / name, tmp_path / "code" / name, ignore=shutil.ignore_patterns("__pycache__"))
    news("One", "Two")
    bench.config["feeds"] = {"all": {"sites": ["news"]}}
    bench.load()

    def build() -> dict[str, bytes]:
        environ = os.environ | {"PYTHONPATH": str(tmp_path / "code"), "FEEDMILL_ALLOW_PRIVATE": "1"}
        subprocess.run([sys.executable, "-m", "feeds", "build"], cwd=bench.folder, env=environ, check=True)
        return {name: body for name, body in bench.files().items() if name.endswith(".atom")}

    before = build()
    code = tmp_path / "code/feeds/assemble/feed.py"
    assert b"From The News" in before["all.atom"]
    code.write_text(code.read_text("utf-8").replace('f"From {', 'f"Out of {'), "utf-8")
    assert build() == {**before, "all.atom": before["all.atom"].replace(b"From The News", b"Out of The News")}


def test_a_merged_feed_that_cannot_be_published_is_in_trouble(bench: Any, news: Any) -> None:
    news("One", "Two")
    bench.config["feeds"] = {"all": {"sites": ["news"], "title": "Everything"}}
    bench.build()
    assert [(each.slug, each.entries, each.trouble) for each in bench.health()] == [("news", 2, None), ("all", 2, None)]
    whole = bench.files()["all.atom"]
    (bench.folder / "public/all.atom").unlink()
    (bench.folder / "public/all.atom").mkdir()
    assert not bench.build(later=HOUR).ok
    trouble = bench.health()[1].trouble
    assert trouble and trouble.kind == "publish"
    assert b"Everything</bdi>: cannot be written" in bench.files()["health.html"]
    (bench.folder / "public/all.atom").rmdir()
    assert bench.build(later=HOUR).ok
    assert bench.health()[1].trouble is None
    assert bench.files()["all.atom"] == whole


def test_a_merged_feed_has_a_filter_of_its_own(bench: Any, news: Any) -> None:
    news("One", "Two")
    bench.config["feeds"] = {"all": {"sites": ["news"], "filter": {"exclude": {"title": "One"}}}}
    bench.build()
    assert bench.titles("all.atom") == ["Two"]


def test_a_merged_feed_that_keeps_fewer_entries_finds_them_behind_its_filter(bench: Any, news: Any) -> None:
    news("One", "Two", "Three", "Four")
    bench.config["feeds"] = {"all": {"sites": ["news"], "keep": 2, "filter": {"exclude": {"title": "One|Two"}}}}
    bench.build()
    assert bench.titles("all.atom") == ["Three", "Four"]


def test_a_correction_says_what_changed_when_asked_for(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["show_changes"] = True
    text = "The council will meet on Tuesday to decide what is to become of the old tram depot by the river."
    news("One")
    site.page("/one", bench.story("One", text=text))
    bench.update()
    site.page("/one", bench.story("One", text=text.replace("Tuesday", "Thursday")))
    news("Two", "One")
    bench.update(later=HOUR)
    assert "“Tuesday” → “Thursday”" in bench.feed().entries[1].content[0].value


def test_a_hub_is_told_of_a_changed_feed_and_of_no_other(bench: Any, site: Any, news: Any) -> None:
    heard = []
    site.answer("/hub", lambda seen: heard.append(seen.body) or (204, {}, b""))
    bench.config["publish"]["hub"] = site.url("/hub")
    news("One")
    bench.update()
    assert len(heard) == 1
    assert b"hub.url=https%3A%2F%2Ffeeds.example.org%2Fnews.atom" in heard[0]
    bench.update(later=HOUR)
    assert len(heard) == 1


def test_a_hub_may_be_on_a_network_of_ones_own(bench: Any, site: Any, news: Any) -> None:
    heard = []
    site.answer("/hub", lambda seen: heard.append(seen.body) or (204, {}, b""))
    bench.config["publish"]["hub"] = site.url("/hub")
    bench.config["sites"]["news"]["fetch"] = {"allow_private": True, "delay": 0}
    news("One")
    assert run(bench.load(), now=bench.now, everything=True).ok
    assert len(heard) == 1


def test_a_hub_that_does_not_answer_is_told_again_later(bench: Any, site: Any, news: Any) -> None:
    heard = []
    site.answer("/hub", lambda seen: heard.append(seen.body) or (500, {}, b""))
    bench.config["publish"]["hub"] = site.url("/hub")
    news("One")
    assert bench.update().ok, "the feed is published all the same"
    tries = len(heard)
    assert tries >= 1
    bench.update(later=timedelta(minutes=1))
    assert len(heard) == tries, "not at once"
    site.answer("/hub", lambda seen: heard.append(seen.body) or (202, {}, b""))
    bench.update(later=HOUR)
    assert len(heard) == tries + 1
    bench.update(later=HOUR)
    assert len(heard) == tries + 1


def test_an_index_that_cannot_be_written_is_a_problem_of_the_run(
    bench: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    news("One")
    write = FolderTarget.write

    def full(self: FolderTarget, rendition: Rendition) -> bool:
        if rendition.name == "index.html":
            raise PublishError("no room left", where="index.html")
        return write(self, rendition)

    monkeypatch.setattr(FolderTarget, "write", full)
    report = bench.build()
    assert not report.ok
    assert report.problems[0].what == "no room left"
    assert bench.titles() == ["One"]


def test_no_file_tells_when_the_run_was(bench: Any, news: Any) -> None:
    news("One")
    bench.update()
    before = bench.files()
    report = bench.build(later=timedelta(days=400))
    assert bench.files() == before
    assert report.files == ()


class _Killed(BaseException):
    """Ends a run in the middle of what it does, as a signal would."""


def _dies(*_: Any, **__: Any) -> Any:
    raise _Killed
