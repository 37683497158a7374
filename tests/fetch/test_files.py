"""`file:` URLs: pages beside the config, and nothing else of the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from feeds.config import FetchConfig, SiteConfig
from feeds.errors import FetchError
from feeds.fetch import Fetcher
from feeds.model import Request, Response


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config/pages").mkdir(parents=True)
    (tmp_path / "config/pages/show.html").write_text("<p>a show</p>")
    (tmp_path / "config/pages/index.html").write_text("<p>all shows</p>")
    (tmp_path / "secret.html").write_text("secret")
    return tmp_path / "config"


def read(folder: Path, url: str, request: Request | None = None, **fetch: Any) -> Response:
    site = SiteConfig(slug="x", url=("file:pages/show.html",), fetch=FetchConfig(**fetch))
    with Fetcher(folder=folder) as fetcher:
        return fetcher.fetch(request or Request(url=url), site)


def _refusal(folder: Path, url: str, **fetch: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        read(folder, url, **fetch)
    return caught.value


def test_a_file_is_read_by_relative_and_by_absolute_url(folder: Path) -> None:
    for url in ("file:pages/show.html", (folder / "pages/show.html").as_uri(), "FILE:pages/sh%6Fw.html#part"):
        response = read(folder, url)
        assert (response.body, response.content_type, response.status) == (b"<p>a show</p>", "text/html", 200)
        assert response.url == response.final_url == url


def test_a_folder_stands_for_its_index(folder: Path) -> None:
    assert read(folder, "file:pages/").body == b"<p>all shows</p>"


def test_a_file_that_says_the_same_answers_304_whatever_its_date(folder: Path) -> None:
    first = read(folder, "file:pages/show.html")
    os.utime(folder / "pages/show.html", (1, 1))
    request = Request(url="file:pages/show.html", validators=first.validators)
    again = read(folder, "", request)
    assert (again.status, again.body, again.validators) == (304, b"", first.validators)
    (folder / "pages/show.html").write_text("<p>a new show</p>")
    assert read(folder, "", request).body == b"<p>a new show</p>"


@pytest.mark.parametrize(
    "url",
    "file:../secret.html file:pages/../../secret.html file:%2e%2e/secret.html file:///etc/passwd file:/ "
    "file://localhost/etc/passwd file: file:pages/%00 file:pages/link.html file:pages/linked/".split(),
)
def test_nothing_outside_the_folder_is_read(folder: Path, url: str) -> None:
    (folder / "pages/link.html").symlink_to(folder.parent / "secret.html")
    (folder / "pages/linked").mkdir()
    (folder / "pages/linked/index.html").symlink_to(folder.parent / "secret.html")
    refusal = _refusal(folder, url)
    assert refusal.kind == "refused"
    assert "secret" not in refusal.what


def test_a_missing_file_a_pipe_and_one_too_big_are_errors(folder: Path) -> None:
    os.mkfifo(folder / "pages/pipe.html")
    assert _refusal(folder, "file:pages/missing.html").kind == "file"
    assert _refusal(folder, "file:pages/pipe.html").kind == "file"
    (folder / "pages/big.html").write_bytes(b"x" * 2000)
    refusal = _refusal(folder, "file:pages/big.html", max_bytes=1000)
    assert (refusal.kind, "fetch.max_bytes" in refusal.mend) == ("too-big", True)


def test_a_site_of_the_web_reads_no_files(folder: Path) -> None:
    site = SiteConfig(url=("http://127.0.0.1:1/",))
    with Fetcher(folder=folder) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(url="file:pages/show.html"), site)
    assert caught.value.kind == "refused"
