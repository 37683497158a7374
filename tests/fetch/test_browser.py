"""Pages that scripts write, in a real Chromium that reaches nothing but through us."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError
from feeds.fetch import Fetcher
from feeds.fetch.shell import is_empty_shell
from feeds.model import Request

_MISSING = (
    "needs playwright (the extra: browser)"
    if importlib.util.find_spec("playwright") is None
    else ""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    else "needs a Chromium on the system"
)
chromium = [pytest.mark.browser, pytest.mark.skipif(bool(_MISSING), reason=_MISSING)]

SHELL = """<!DOCTYPE html><html><head><title>App</title><script src="/app.js"></script></head>
<body><div id="root"></div><noscript>You need to enable JavaScript.</noscript></body></html>"""
APP = """addEventListener('load', async () => {
  const news = await (await fetch('/api/news')).json();
  document.getElementById('root').innerHTML = news.map(n => `<h2><a href="${n.url}">${n.title}</a></h2>`).join('');
});"""
NEWS = '[{"url": "/story", "title": "Written by a script"}]'


@pytest.fixture
def app(site: Any) -> str:
    site.page("/app.js", APP, Content_Type="text/javascript")
    site.page("/api/news", NEWS, Content_Type="application/json")
    return str(site.page("/", SHELL))


@pytest.fixture(scope="module")
def browser_fetcher(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Fetcher(folder=tmp_path_factory.mktemp("browser"), backoff=0.01) as fetcher:
        yield fetcher


@pytest.fixture
def render(browser_fetcher: Fetcher, config: Any, request: Any) -> Any:
    def fetch(url: str, *, asked: Request | None = None, **options: Any) -> Any:
        site = config(url, slug=request.node.name, **{"render": "browser", "timeout": 20} | options)
        return browser_fetcher.fetch(asked or Request(url=url), site)

    return fetch


class TestRendering:
    pytestmark = chromium

    def test_a_page_is_had_as_its_scripts_write_it(self, app: str, site: Any, render: Any) -> None:
        response = render(app)
        assert b"Written by a script" in response.body
        assert response.content_type == "text/html; charset=utf-8"
        assert (response.url, response.final_url) == (app, app)
        assert site.paths == ["/", "/app.js", "/api/news"]
        assert all(seen.headers["User-Agent"].startswith("Feedmill/") for seen in site.seen)
        assert site.most_at_once == 1

    def test_one_that_says_the_same_is_a_304(self, app: str, render: Any) -> None:
        known = render(app).validators
        again = render(app, asked=Request(url=app, validators=known))
        assert (again.status, again.body, again.validators) == (304, b"", known)

    def test_auto_renders_empty_shells_alone(self, app: str, site: Any, render: Any) -> None:
        full = site.page("/full", f"<script src=/app.js></script><p>{'A story of some length. ' * 20}</p>", ETag='"1"')
        assert render(full, render="auto").validators.etag == '"1"'
        assert b"Written by a script" in render(app, render="auto").body
        assert site.paths == ["/full", "/", "/app.js", "/api/news"]

    def test_auto_looks_behind_a_shell_that_did_not_change(self, site: Any, app: str, render: Any) -> None:
        site.page("/", SHELL, ETag='"shell"')
        known = render(app, render="auto").validators
        site.page("/api/news", NEWS.replace("script", "hand"), Content_Type="application/json")
        assert b"Written by a hand" in render(app, render="auto", asked=Request(url=app, validators=known)).body

    def test_pictures_films_fonts_frames_and_watchers_are_not_asked_for(self, site: Any, render: Any) -> None:
        page = """<img src=/a.png><video src=/b.mp4></video><iframe src=/frame></iframe><link rel=icon href=/icon.png>
        <style>@font-face{font-family:x;src:url(/c.woff)}p{font-family:x;background:url(/d.png)}</style><p>text</p>
        <script src="https://www.google-analytics.com/ga.js"></script>"""
        render(site.page("/", page))
        assert site.paths == ["/"]

    def test_files_and_private_hosts_are_out_of_reach_by_every_way(
        self, site: Any, another_site: Any, render: Any, tmp_path: Path
    ) -> None:
        (tmp_path / "secret.js").write_text("document.write('read from disk')")
        another_site.page("/secret", "secret", Access_Control_Allow_Origin="*")
        there = f"127.0.0.2:{another_site.port}/secret"
        page = f"""<div id=out>nothing</div><script src="http://{there}?script"></script>
        <script src="file://{tmp_path}/secret.js"></script><script>
        new EventSource('http://{there}?events'); new WebSocket('ws://{there}?socket');
        new WebSocket('ws://127.0.0.1:{another_site.port}/secret?socket');
        navigator.sendBeacon('http://127.0.0.1:{another_site.port}/secret?beacon');
        fetch('http://{there}?fetch').then(() => out.textContent = 'had', () => out.textContent = 'not had');
        </script>"""
        response = render(site.page("/", page))
        assert b"not had" in response.body
        assert b"read from disk</" not in response.body
        assert another_site.seen == []

    def test_a_page_cannot_lead_the_browser_to_a_private_host(self, site: Any, another_site: Any, render: Any) -> None:
        there = f"http://127.0.0.2:{another_site.port}/secret"
        try:
            response = render(site.page("/", f"<p>here</p><script>location = '{there}'</script>"))
            assert response.final_url == site.url("/")
        except FetchError as error:
            assert error.kind in ("browser", "timeout")
        assert another_site.seen == []

    def test_a_page_that_never_ends_meets_the_deadline(self, site: Any, app: str, render: Any) -> None:
        url = site.page("/loop", "<p>x</p><script>while (true);</script>")
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            render(url, timeout=3)
        assert caught.value.kind == "timeout"
        assert time.monotonic() - started < 10
        assert b"Written by a script" in render(app).body  # and the browser goes on

    def test_a_chromium_that_breaks_down_is_replaced(self, app: str, render: Any) -> None:
        render(app)
        for process in _descendants():
            with suppress(OSError):
                command = (process / "cmdline").read_text()
                if "--type=" not in command and "chrom" in command.split("\0")[0]:
                    os.kill(int(process.name), signal.SIGKILL)
        time.sleep(0.3)
        assert b"Written by a script" in render(app).body

    def test_a_page_that_writes_without_end_is_too_big(self, site: Any, render: Any) -> None:
        url = site.page("/", "<p>x</p><script>document.body.innerHTML = '<p>' + 'x'.repeat(3e6)</script>")
        with pytest.raises(FetchError) as caught:
            render(url, max_bytes=1_000_000)
        assert (caught.value.kind, "fetch.max_bytes" in caught.value.mend) == ("too-big", True)

    def test_what_a_page_asks_for_is_on_the_sites_budget(self, site: Any, render: Any) -> None:
        site.page("/part", "1", Content_Type="text/javascript")
        scripts = "".join(f"<script src='/part?{n}'></script>" for n in range(20))
        render(site.page("/", f"<p>x</p>{scripts}"), budget=5)
        assert len(site.seen) == 5

    def test_the_parts_of_a_page_are_in_bounds_together(self, site: Any, render: Any) -> None:
        for n in range(6):
            site.page(f"/{n}.js", f"count.textContent += 'x'; /* {'.' * 9000} */", Content_Type="text/javascript")
        scripts = "".join(f"<script src='/{n}.js'></script>" for n in range(6))
        assert b'<p id="count">xxx</p>' in render(site.page("/", f"<p id=count></p>{scripts}"), max_bytes=10_000).body

    def test_two_pages_are_rendered_at_once_without_seeing_each_other(
        self, site: Any, another_site: Any, render: Any
    ) -> None:
        page = "<script>document.cookie = 'me=1'; localStorage.me = 1</script><p>x</p>"
        look = "<p id=out></p><script>out.textContent = 'seen: ' + document.cookie + (localStorage.me || '')</script>"
        render(site.page("/", page))
        assert b"seen: </p>" in render(site.page("/look", look)).body

    def test_what_is_no_page_is_passed_on_as_it_is(self, site: Any, render: Any) -> None:
        assert render(site.page("/", "<rss/>", Content_Type="application/rss+xml")).body == b"<rss/>"


def _descendants() -> list[Path]:
    """The processes that this one started, and those that they did."""
    parents: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    found = [os.getpid()]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return [Path("/proc") / str(each) for each in found[1:]]


@pytest.mark.parametrize(
    ("page", "empty"),
    [
        (SHELL, True),
        ("<html><body><div id='__next'></div><script>1</script>" + "<script>x</script>" * 20, True),
        ("<html><body><p>A page without scripts, and short.</p>", False),
        ("<script>1</script><p>" + "A story with its text in place. " * 20, False),
        ("<script>" + "'a story' + " * 500 + "</script><div id=app>Loading…</div>", True),
        ("", False),
    ],
)
def test_an_empty_shell_is_told_from_a_page(page: str, empty: bool) -> None:
    assert is_empty_shell(page.encode(), "text/html; charset=utf-8") is empty
