"""The pages in a real Chromium: nothing runs, nothing is asked for, everyone can read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner import CleanHTML
from feeds.config.model import PublishConfig
from feeds.model import Feed, Incident, Rendition, SiteHealth
from feeds.publish import FolderTarget, render, render_index, summary_of

pytestmark = pytest.mark.browser
Make = Callable[..., Any]
STORY = """
<p>The ferry runs late, <a href="https://site.example/x">says the log</a>.</p><h2>What it shows</h2>
<ul><li>Monday</li></ul><blockquote><p>Quoted.</p></blockquote><pre><code>{code}</code></pre>
<table><thead><tr><th>Day</th><th>Delay</th></tr></thead><tbody><tr><td>Monday</td><td>9</td></tr></tbody></table>
<p><a href="https://site.example/y"><img src="data:{pixel}"></a></p>
<h5>A deep heading</h5><p>{word}</p>
<table><tr>{cells}</tr></table>
""".format(
    pixel="image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
    code="a very long line of code " * 20,
    word="Unbreakable" * 30,
    cells="<td>municipalities</td>" * 12,
)
LONG_FORMULA = f"<math><mrow>{'<mi>a</mi><mo>+</mo>' * 40}<mi>b</mi></mrow></math>"


@pytest.fixture
def axe(node_modules: Path) -> str:
    """axe-core's source."""
    source = node_modules / "axe-core/axe.min.js"
    if not source.is_file():
        pytest.skip("needs axe-core (npm install axe-core; set NODE_MODULES to the folder node_modules)")
    return source.read_text()


@pytest.fixture
def site(tmp_path: Path, make_feed: Make, make_entry: Make, publish: PublishConfig, noon: Any) -> Path:
    """A folder with all pages, of everyday feeds: no pictures, for those a page may ask for."""
    entries = tuple(make_entry(n, image=None, html=STORY if n < 3 else "<p>Short.</p>") for n in range(1, 26))
    feed: Feed = make_feed(entries=entries, image=None, newest_archive=1)
    german = replace(feed, slug="stadt", title="Stadtgespräch", language="de", entries=())
    incident = Incident(slug="stadt", what="the listing matched no items", since=noon, where="https://site.example/")
    health = [
        SiteHealth(slug="show", title="The Show", url=feed.url, last_change=noon, entries=25),
        SiteHealth(slug="stadt", title="Stadtgespräch", url=feed.url, incidents=(incident,)),
    ]
    target = FolderTarget(tmp_path / "public")
    summaries = [summary_of(each, publish) for each in (feed, german)]
    for rendition in [
        *render(feed, publish),
        *render(replace(feed, archive=1), publish),
        *render(german, publish),
        *render_index(summaries, health, publish),
    ]:
        target.write(rendition)
    return target.folder


@pytest.mark.parametrize("page", ["index", "show", "show/archive-1", "stadt", "health"])
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_page_is_quiet_fits_the_screen_and_is_accessible(
    chromium: Any, axe: str, site: Path, page: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    tab = context.new_page()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("request", lambda request: said.append(request.url))
    tab.goto(f"file://{site}/{page}.html")
    assert said == [f"file://{site}/{page}.html"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = tab.evaluate(f"{axe}; axe.run()")
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []
    context.close()


def test_a_wide_table_or_formula_is_scrolled_by_itself_and_keeps_its_words_whole(
    chromium: Any, make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    html = f"<p>See:</p><table><tr>{'<td>municipalities</td>' * 12}</tr></table><p>{LONG_FORMULA}</p>"
    page = render(make_feed(entries=(make_entry(1, image=None, html=html),), image=None), publish)[-1]
    tab = chromium.new_page(viewport={"width": 375, "height": 900})
    tab.set_content(page.body.decode())
    assert tab.evaluate("document.documentElement.scrollWidth") == 375
    assert tab.evaluate("[...document.querySelectorAll('td')].every(cell => cell.offsetHeight < 48)")  # one line
    tab.locator("table").focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("document.querySelector('table').scrollLeft > 0")
    tab.close()


def test_text_that_is_written_from_right_to_left_begins_at_the_right(
    chromium: Any, make_feed: Make, make_entry: Make, publish: PublishConfig
) -> None:
    html = '<blockquote dir="rtl"><p>اقتباس</p></blockquote><table dir="rtl"><tr><td>يوم</td></tr></table>'
    entry = make_entry(1, title="القهوة", authors=("أحمد",), image=None, html=html)
    page = render(make_feed(title="المدينة", entries=(entry,), image=None), publish)[-1]
    tab = chromium.new_page()
    tab.set_content(page.body.decode())
    right_of = "node => { const r = document.createRange(); r.selectNodeContents(node); %s }"
    box = right_of % "return Math.round(r.getBoundingClientRect().right - node.closest('main, .top').clientWidth)"
    edge = {name: tab.locator(name).first.evaluate(box) for name in ("h1", "article h2", "article header p", "td")}
    assert len(set(edge.values())) == 1, edge
    quote = tab.locator("blockquote").evaluate("node => getComputedStyle(node).borderRightWidth")
    assert quote == "3px"
    assert tab.locator("time").first.evaluate("node => getComputedStyle(node).direction") == "ltr"
    tab.close()


def test_a_page_works_without_script_and_its_address_can_be_copied(chromium: Any, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"file://{site}/index.html")
    tab.get_by_role("link", name="The Show", exact=True).click()
    assert tab.get_by_label("Feed address").input_value() == "https://feeds.example/show.atom"
    assert tab.locator("article").count() == 20
    assert tab.locator(".older li").count() == 5
    tab.get_by_role("link", name="All feeds").click()
    assert tab.title() == "Our feeds"
    context.close()


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "by sanitising alone"])
def test_no_payload_runs_on_a_page(
    visit: Callable[..., list[str]],
    payloads: list[str],
    make_feed: Make,
    make_entry: Make,
    publish: PublishConfig,
    policy: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("feeds.publish.pages.FULL_ENTRIES", 50)
    for start in range(0, len(payloads), 50):
        some = payloads[start : start + 50]
        entries = tuple(
            make_entry(
                n, title=p, authors=(p,), content=CleanHTML(p), image=p, categories=(p,), language=p, id=p, url=p
            )
            for n, p in enumerate(some, 1)
        )
        feed = make_feed(entries=entries, title=some[0], subtitle=some[-1], language=some[0])
        assert visit(render(feed, publish)[-1], policy) == [], some


def test_the_canary_sings_where_a_script_runs(visit: Callable[..., list[str]]) -> None:
    page = Rendition(name="x.html", media_type="text/html", body=b"<script>PWN()</script><p onfocus=PWN()>")
    assert visit(page) == ["PWN", "PWN"]


def test_the_policy_stops_a_script_that_slipped_through(
    visit: Callable[..., list[str]], make_feed: Make, publish: PublishConfig
) -> None:
    page = render(make_feed(), publish)[-1]
    harm = (
        b"<script>PWN()</script><img src=x onerror=PWN()><iframe src=https://evil.example></iframe>"
        b"<link rel=stylesheet href=https://evil.example/x.css><object data=https://evil.example></object>"
        b"<style>body{background:url(https://evil.example/x)}</style><p onfocus=PWN()>"
    )
    body = page.body.replace(b"</main>", harm + b"</main>")
    assert harm in body
    assert visit(replace(page, body=body)) == []
