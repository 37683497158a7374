"""`feedmill serve`, spoken to over real HTTP."""

from __future__ import annotations

import gzip
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("uvicorn", reason="the extra serve is not installed")

from feeds.model import Incident, SiteHealth
from feeds.web.pace import Schedule
from feeds.web.serve import create_app, server

FEED = b"<feed>" + b"<entry>a story that repeats itself</entry>" * 100 + b"</feed>"


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


Ask = Callable[..., Answer]


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Ask]:
    """A server on a port that the system picks, as a function that asks it."""
    serving = server(create_app(folder, **options), port=0)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = serving.servers[0].sockets[0].getsockname()[1]

    def ask(path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    try:
        yield ask
    finally:
        serving.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    public = tmp_path / "public"
    (public / "show").mkdir(parents=True)
    for name in ("show.atom", "show/archive-1.atom"):
        (public / name).write_bytes(FEED)
    (public / "index.html").write_text("<!DOCTYPE html><title>Feeds</title>")
    (public / "show.json").write_text("{}")
    (public / "health.json").write_text("{}")
    (public / ".secret").write_text("secret")
    (tmp_path / "feedmill.db").write_text("secret")
    return public


@pytest.fixture
def ask(folder: Path) -> Iterator[Ask]:
    with running(folder) as ask:
        yield ask


def test_a_feed_is_served_with_validators_and_its_type(ask: Ask) -> None:
    answer = ask("/show.atom")
    assert (answer.status, answer.body) == (200, FEED)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(FEED))
    assert answer.headers["ETag"].startswith('"')
    assert answer.headers["Last-Modified"].endswith("GMT")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in answer.headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/show.json", "application/feed+json; charset=utf-8"),
        ("/health.json", "application/json; charset=utf-8"),
    ],
)
def test_files_have_the_type_of_what_they_are(ask: Ask, path: str, kind: str) -> None:
    answer = ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


def test_an_unchanged_feed_costs_no_body(ask: Ask) -> None:
    first = ask("/show.atom")
    for headers in (
        {"If_None_Match": first.headers["ETag"]},
        {"If_None_Match": f'"other", W/{first.headers["ETag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": first.headers["Last-Modified"]},
    ):
        answer = ask("/show.atom", **headers)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", first.headers["ETag"])
    for headers in (
        {"If_None_Match": '"other"'},
        {"If_None_Match": '"other"', "If_Modified_Since": first.headers["Last-Modified"]},
        {"If_Modified_Since": "yesterday"},
    ):
        assert ask("/show.atom", **headers).status == 200


def test_a_changed_file_is_served_at_once_with_another_tag(ask: Ask, folder: Path) -> None:
    first = ask("/show.atom")
    (folder / "new").write_bytes(b"<feed>new</feed>")
    (folder / "new").replace(folder / "show.atom")
    answer = ask("/show.atom", If_None_Match=first.headers["ETag"])
    assert (answer.status, answer.body) == (200, b"<feed>new</feed>")


def test_gzip_is_served_to_who_takes_it_under_a_tag_of_its_own(ask: Ask) -> None:
    plain, packed = ask("/show.atom"), ask("/show.atom", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == FEED
    assert len(packed.body) < len(FEED) / 5
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert ask("/show.atom", Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"]).status == 304
    for refused in ("gzip;q=0", "identity", "br;q=0, *;q=0", "gzip;q=nonsense"):
        assert "Content-Encoding" not in ask("/show.atom", Accept_Encoding=refused).headers
    assert "Content-Encoding" not in ask("/index.html", Accept_Encoding="gzip").headers  # too small to gain


def test_brotli_is_served_where_its_library_is_installed(ask: Ask) -> None:
    brotli = pytest.importorskip("brotli", reason="brotli is not installed")
    answer = ask("/show.atom", Accept_Encoding="gzip, br;q=0.5")
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.body) == FEED
    assert ask("/show.atom", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_head_tells_the_same_without_the_body(ask: Ask) -> None:
    get, head = ask("/show.atom"), ask("/show.atom", "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Last-Modified"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed_from_outside(ask: Ask, method: str) -> None:
    assert ask("/show.atom", method).status == 405


@pytest.mark.parametrize(
    "path",
    ["/nothing.atom", "/.secret", "/../feedmill.db", "/%2e%2e/feedmill.db", "/..%2ffeedmill.db", "/show/../.secret",
     "/show", "/show/", "//etc/passwd", "/%2fetc%2fpasswd", "/show.atom%00", "/\\..\\feedmill.db", "/" + "a" * 5000,
     "/http://127.0.0.1:1/", "/x?url=http://127.0.0.1:1/"],
)  # fmt: skip
def test_nothing_but_published_files_is_served(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"127.0.0.1" not in answer.body


def test_a_link_that_leads_out_of_the_folder_is_not_followed(ask: Ask, folder: Path) -> None:
    (folder / "show.rss").symlink_to(folder.parent / "feedmill.db")
    assert ask("/show.rss").status == 404


def test_archives_are_cached_for_ever_and_feeds_by_their_sites_pace(folder: Path) -> None:
    with running(folder, fresh_for=lambda slug: timedelta(hours=len(slug))) as ask:
        assert ask("/show/archive-1.atom").headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert ask("/show.atom").headers["Cache-Control"] == "public, max-age=14400"


def test_a_feed_is_fresh_until_a_site_of_it_is_visited_again() -> None:
    now, looks = datetime(2024, 3, 5, 12, tzinfo=UTC), []

    def health() -> list[SiteHealth]:
        looks.append(1)
        due = {"soon": 30, "later": 7200, "overdue": -60, "never": 0, "month": 30 * 86400}
        return [
            SiteHealth(slug=slug, title=slug, url="", next_visit=now + timedelta(seconds=left) if left else None)
            for slug, left in due.items()
        ]

    feeds = {each: (each,) for each in ("soon", "later", "overdue", "never", "month")} | {"all": ("month", "later")}
    schedule = Schedule(health, feeds)
    fresh = {name: schedule.fresh_for(name, now).total_seconds() for name in (*feeds, "index")}
    assert fresh == {
        "soon": 60, "later": 7200, "overdue": 60, "never": 300, "month": 86400, "all": 7200, "index": 300,
    }  # fmt: skip
    assert len(looks) == 1


def test_health_names_the_sites_in_trouble(folder: Path) -> None:
    moment = datetime(2024, 3, 5, 12, tzinfo=UTC)
    sites = [
        SiteHealth(slug="well", title="Well", url="https://a.example/"),
        SiteHealth(
            slug="ill",
            title="Ill",
            url="https://b.example/",
            failures=3,
            last_success=moment,
            incidents=(Incident(slug="ill", what="no answer", since=moment),),
        ),
    ]
    with running(folder, health=lambda: sites) as ask:
        answer = ask("/health")
        assert (answer.status, json.loads(answer.body)) == (200, {"ok": True, "sites": 2, "in_trouble": ["ill"]})
        assert answer.headers["Cache-Control"] == "no-store"
        metrics = ask("/metrics")
        lines = metrics.body.decode().splitlines()
        assert metrics.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert 'feedmill_site_up{site="well"} 1' in lines
        assert 'feedmill_site_up{site="ill"} 0' in lines
        assert 'feedmill_site_failures{site="ill"} 3' in lines
        assert 'feedmill_site_last_success_timestamp_seconds{site="ill"} 1709640000' in lines


def test_metrics_count_answers(ask: Ask) -> None:
    for path in ("/show.atom", "/show.atom", "/nothing"):
        ask(path)
    lines = ask("/metrics").body.decode().splitlines()
    assert 'feedmill_http_responses_total{status="200"} 2' in lines
    assert 'feedmill_http_responses_total{status="404"} 1' in lines


def test_sites_are_refreshed_in_the_background_on_schedule(folder: Path) -> None:
    rounds: list[float] = []
    with running(folder, refresh=lambda: rounds.append(time.monotonic()), every=timedelta(seconds=0.1)) as ask:
        while len(rounds) < 3:
            assert ask("/show.atom").status == 200
    assert all(later - earlier > 0.05 for earlier, later in pairwise(rounds))


def test_a_round_that_fails_is_counted_and_the_next_one_comes(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    rounds: list[int] = []

    def refresh() -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError("the store is locked")

    with running(folder, refresh=refresh, every=timedelta(seconds=0.05)) as ask:
        while len(rounds) < 2:
            time.sleep(0.02)
        time.sleep(0.05)
        lines = ask("/metrics").body.decode().splitlines()
        assert ask("/health").status == 200
    assert 'feedmill_refreshes_total{outcome="failed"} 1' in lines
    assert "the store is locked" in caplog.text


def test_readers_are_answered_while_a_round_is_under_way(folder: Path) -> None:
    began, may_end = threading.Event(), threading.Event()

    def refresh() -> None:
        began.set()
        may_end.wait(10)

    with running(folder, refresh=refresh) as ask:
        assert began.wait(5)
        assert ask("/show.atom").status == 200
        may_end.set()


def test_a_stop_waits_for_the_round_under_way(folder: Path) -> None:
    ended: list[bool] = []

    def refresh() -> None:
        time.sleep(0.5)
        ended.append(True)

    with running(folder, refresh=refresh):
        pass
    assert ended


def test_a_stop_does_not_wait_for_ever(folder: Path) -> None:
    with running(folder, refresh=lambda: time.sleep(5), patience=0.2):
        started = time.monotonic()
    assert time.monotonic() - started < 4


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_sigterm_ends_it_well_and_it_is_bound_to_this_machine_alone(folder: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = f"""if True:
        from pathlib import Path
        from feeds.web.serve import create_app, listen, serve
        serve(create_app(Path({str(folder)!r})), listen("127.0.0.1", {port}))"""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=Path.cwd())
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.2", port), timeout=1)
    finally:
        process.send_signal(signal.SIGTERM)
        code_of = process.wait(20)
    assert code_of in (0, -signal.SIGTERM)
