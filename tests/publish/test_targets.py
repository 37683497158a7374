"""The folder that feeds are published to."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.config.model import PublishConfig
from feeds.errors import PublishError
from feeds.model import Rendition
from feeds.publish import FolderTarget, open_target, orphans

Make = Callable[..., Any]


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "public")


def file(name: str = "show.atom", body: bytes = b"<feed/>", *, immutable: bool = False) -> Rendition:
    return Rendition(name=name, media_type="application/atom+xml", body=body, immutable=immutable)


def test_a_file_is_written_and_read_back(target: FolderTarget) -> None:
    assert target.read("show.atom") is None
    assert target.write(file())
    assert target.read("show.atom") == b"<feed/>"


def test_the_folder_is_found_relative_to_the_config(tmp_path: Path) -> None:
    open_target(PublishConfig(folder="site/public"), tmp_path).write(file())
    assert (tmp_path / "site/public/show.atom").is_file()


def test_an_unchanged_file_is_left_alone(target: FolderTarget) -> None:
    target.write(file())
    before = (target.folder / "show.atom").stat()
    assert not target.write(file())
    after = (target.folder / "show.atom").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_changed_file_is_replaced_not_written_over(target: FolderTarget) -> None:
    target.write(file())
    with (target.folder / "show.atom").open("rb") as reader:
        assert target.write(file(body=b"<feed>new</feed>"))
        assert reader.read() == b"<feed/>"  # who was reading goes on reading what there was
    assert target.read("show.atom") == b"<feed>new</feed>"


def test_an_immutable_file_is_written_once(target: FolderTarget) -> None:
    assert target.write(file("show/archive-1.atom", immutable=True))
    assert not target.write(file("show/archive-1.atom", b"other", immutable=True))
    assert target.read("show/archive-1.atom") == b"<feed/>"


def test_names_are_sorted_and_leave_out_hidden_files(target: FolderTarget) -> None:
    for name in ("show/archive-1.atom", "b.atom", "a.atom"):
        target.write(file(name))
    (target.folder / ".htaccess").write_text("Deny from all")
    (target.folder / ".well-known").mkdir()
    (target.folder / ".well-known/x").touch()
    assert list(target.names()) == ["a.atom", "b.atom", "show/archive-1.atom"]


def test_deleting_takes_the_empty_folder_along(target: FolderTarget) -> None:
    target.write(file("show/archive-1.atom"))
    target.delete("show/archive-1.atom")
    target.delete("show/archive-1.atom")
    assert list(target.folder.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a/../../x", "", ".htaccess", "a/.b", "a\\b", "c:x", "a\x00b", "a\nb"]
)
def test_no_name_leads_out_of_the_folder(target: FolderTarget, name: str) -> None:
    for act in (target.read, target.delete, lambda each: target.write(file(each))):
        with pytest.raises(PublishError):
            act(name)
    assert list(target.folder.iterdir()) == []


def test_servers_may_read_what_is_published(target: FolderTarget) -> None:
    umask = os.umask(0o022)
    try:
        target.write(file())
    finally:
        os.umask(umask)
    assert stat.S_IMODE((target.folder / "show.atom").stat().st_mode) == 0o644


def test_half_written_files_of_killed_runs_are_swept_and_those_of_living_ones_are_not(target: FolderTarget) -> None:
    dead, living = target.folder / ".feedmill-dead", target.folder / ".feedmill-living"
    dead.touch()
    with living.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        FolderTarget(target.folder)
        assert (dead.exists(), living.exists()) == (False, True)
        os.utime(living, (time.time() - 7200,) * 2)
        FolderTarget(target.folder)
        assert not living.exists(), "nobody writes a file for an hour"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("a file where a folder should be")
    with pytest.raises(PublishError, match="public") as caught:
        FolderTarget(tmp_path / "public")
    assert caught.value.mend


def test_a_failed_write_leaves_nothing_behind(target: FolderTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    target.write(file())

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PublishError, match="No space left"):
        target.write(file(body=b"new"))
    assert [path.name for path in target.folder.iterdir()] == ["show.atom"]
    assert target.read("show.atom") == b"<feed/>"


def test_orphans_are_files_of_feeds_that_left_the_config() -> None:
    ours = ["index.html", "feeds.opml", "health.atom", "health.html", "health.json"]
    theirs = ["robots.txt", "about.html", "gone/picture.png"]
    kept = ["kept.atom", "kept.html", "kept/archive-1.atom"]
    gone = ["gone.atom", "gone.html", "gone.json", "gone/archive-1.atom", "gone/archive-1.html"]
    assert orphans([*gone, *ours, *theirs, *kept], {"kept": ["atom"]}) == tuple(gone)


def test_formats_that_left_the_config_are_orphans_too() -> None:
    kept = ["kept.atom", "kept.html", "kept/archive-1.atom", "kept/archive-1.html"]
    stale = ["kept.json", "kept.rss", "kept/archive-1.json"]
    assert orphans([*stale, *kept, "health.json", "mine.json.html"], {"kept": ["atom"]}) == tuple(stale)
