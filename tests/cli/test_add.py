"""`feedmill add`: from an address to a site that builds."""

from __future__ import annotations

import importlib.util
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from feeds.config import load

TOWNS = "Harwich Hook Bergen Kiel Gdynia Tallinn Turku Visby Oban Mallaig Lerwick Stornoway".split()
NO_DELAY = "defaults:\n  fetch: {delay: 0 seconds}   # our own server\n\nsites:\n"
TODAY = datetime.now(UTC).replace(hour=9, minute=30, second=0, microsecond=0)


def headline(n: int) -> str:
    return f"The ferry from {TOWNS[n % 12]} to {TOWNS[(n * 5 + 1) % 12]}, crossing number {n}"


def row(n: int) -> str:
    day = TODAY - timedelta(days=n)
    return (
        f"<article class='teaser css-1x8h2k'><h2><a href='/2024/crossing-{n}'>{headline(n)}</a></h2>"
        f"<p class='teaser__text'>How it went, from the first wave to the last rope: part {n}.</p>"
        f"<time datetime='{day:%Y-%m-%dT%H:%M}'>{day:%d %B %Y}</time></article>"
    )


def page(numbers: range, *, head: str = "", more: str = "", lang: str = "en") -> str:
    menu = "".join(f"<li><a href='/topic/{town}'>{town}</a></li>" for town in TOWNS)
    return (
        f"<html lang='{lang}'><head><title>Crossings of the North</title>{head}</head><body><nav><ul>{menu}</ul></nav>"
        f"<main>{''.join(map(row, numbers))}{more}</main></body></html>"
    )


def story(n: int, *, title: str | None = None, more: str = "") -> str:
    told = "".join(
        f"<p>In hour {hour} of crossing {n} the wind went round by {hour * n % 360} degrees, and the mate wrote it"
        f" down in the log with the others, as he had done on {n} crossings before this one.</p>"
        for hour in range(1, 7)
    )
    return (
        f"<html><head><title>{title or headline(n)}</title></head><body><main><h1>{headline(n)}</h1>{told}{more}</main>"
        "</body></html>"
    )


def entry(n: int, site: Any, *, days: int = 0, link: str = "") -> str:
    date = (TODAY - timedelta(days=n + days)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    link = link or site.url(f"/2024/crossing-{n}")
    return f"<item><title>{headline(n)}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def feed(*entries: str) -> str:
    return f"<rss version='2.0'><channel><title>Crossings</title>{''.join(entries)}</channel></rss>"


ALTERNATE = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"


@pytest.fixture
def ferries(site: Any, tmp_path: Path) -> Any:
    """A section of a site with twelve stories, and an empty config.yaml."""
    (tmp_path / "config.yaml").write_text(NO_DELAY)
    site.page("/news/", page(range(12)))
    for n in range(40):
        site.page(f"/2024/crossing-{n}", story(n))
    return site


def proposed(result: Any) -> dict[str, Any]:
    """The site that `--print` gave."""
    (site,) = YAML(typ="safe").load(result.stdout)["sites"].values()
    return dict(site)


def test_what_add_appends_builds_a_feed_of_whole_stories(feedmill: Any, ferries: Any, tmp_path: Path) -> None:
    added = feedmill("add", ferries.url("/news/"), "--yes")
    assert (added.exit_code, added.stdout) == (0, ""), added.stderr
    assert headline(0) in added.stderr.replace("\n", " ") or "crossing number 0" in added.stderr
    site = load(tmp_path / "config.yaml").sites["crossings-of-the-north"]
    assert site.listing.items == ("article",)
    assert feedmill("build").exit_code == 0
    written = (tmp_path / "public/crossings-of-the-north.atom").read_text()
    assert written.count("<entry>") == 12
    assert "In hour 6 of crossing 11" in written


def test_the_yaml_goes_to_stdout_alone_and_changes_nothing(feedmill: Any, ferries: Any, tmp_path: Path) -> None:
    result = feedmill("add", ferries.url("/news/"), "--print")
    assert proposed(result)["listing"]["items"] == "article"
    assert (tmp_path / "config.yaml").read_text() == NO_DELAY


def test_what_a_person_wrote_stays_to_the_byte(feedmill: Any, ferries: Any, tmp_path: Path) -> None:
    mine = NO_DELAY + "  # the first one\n  own:\n    url: 'https://own.example/'   # mine\n\n\n# the end\n"
    (tmp_path / "config.yaml").write_text(mine)
    feedmill("add", ferries.url("/news/"), "--yes")
    after = (tmp_path / "config.yaml").read_text()
    assert [line for line in mine.splitlines() if line not in after.splitlines()] == []
    assert after.startswith(mine.partition("\n\n\n")[0])
    assert list(load(tmp_path / "config.yaml").sites) == ["own", "crossings-of-the-north"]


def test_a_page_that_is_a_site_already_is_told(feedmill: Any, ferries: Any) -> None:
    feedmill("add", ferries.url("/news/"), "--yes")
    again = feedmill("add", ferries.url("/news"), "--yes")
    assert again.exit_code == 2
    assert "is the site 'crossings-of-the-north' already" in again.stderr


def test_a_second_section_gets_a_name_of_its_own(feedmill: Any, ferries: Any, tmp_path: Path) -> None:
    ferries.page("/more/", page(range(12, 24)))
    feedmill("add", ferries.url("/news/"), "--yes")
    feedmill("add", ferries.url("/more/"), "--yes")
    assert list(load(tmp_path / "config.yaml").sites) == ["crossings-of-the-north", "crossings-of-the-north-2"]


@pytest.mark.parametrize("slug", ["index", "a/b", "taken"])
def test_a_name_that_cannot_be_is_told_before_anything_is_fetched(
    feedmill: Any, ferries: Any, tmp_path: Path, slug: str
) -> None:
    (tmp_path / "config.yaml").write_text(NO_DELAY + "  taken: {url: https://own.example/}\n")
    assert feedmill("add", ferries.url("/news/"), "--slug", slug).exit_code == 2
    assert ferries.seen == []


def test_without_an_answer_nothing_is_added(feedmill: Any, ferries: Any, tmp_path: Path) -> None:
    result = feedmill("add", ferries.url("/news/"))
    assert result.exit_code == 1
    assert "nothing was added" in result.stderr
    assert (tmp_path / "config.yaml").read_text() == NO_DELAY


def test_an_address_needs_no_scheme(feedmill: Any, ferries: Any) -> None:
    result = feedmill("add", ferries.url("/news/").removeprefix("http://"), "--print")
    assert proposed(result)["url"] == ferries.url("/news/")


def test_what_the_config_says_of_all_sites_holds_for_a_new_one(feedmill: Any, ferries: Any, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "defaults: {fetch: {delay: 0 seconds, user_agent: Ferryman, headers: {X-Pass: '1'}}}\nsites:\n"
    )
    feedmill("add", ferries.url("/news/"), "--print")
    assert {seen.headers["User-Agent"] for seen in ferries.seen} == {"Ferryman"}
    assert {seen.headers["X-Pass"] for seen in ferries.seen} == {"1"}


def test_no_page_is_asked_for_twice(feedmill: Any, ferries: Any) -> None:
    ferries.page("/news/", page(range(12), head=ALTERNATE))
    ferries.page("/feed.xml", feed(*(entry(n, ferries) for n in range(10))))
    feedmill("add", ferries.url("/news/"), "--print")
    assert len(ferries.paths) == len({*ferries.paths})


def test_a_listing_that_goes_on_is_followed_when_its_next_page_was_proved(feedmill: Any, ferries: Any) -> None:
    ferries.page("/news/", page(range(12), more="<a rel='next' href='?page=2'>Older</a>"))
    ferries.page("/news/?page=2", page(range(12, 24)))
    assert proposed(feedmill("add", ferries.url("/news/"), "--print"))["listing"]["pages"] == 3


@pytest.mark.parametrize(
    ("second", "why"),
    [(None, "there is no such page"), (range(12), "shows the same items"), (range(0), "no items")],
    ids=["missing", "the same", "empty"],
)
def test_a_next_page_that_is_none_is_told(feedmill: Any, ferries: Any, second: range | None, why: str) -> None:
    ferries.page("/news/", page(range(12), more="<a rel='next' href='?page=2'>Older</a>"))
    ferries.answer(
        "/news/?page=2",
        lambda _: (404, {}, b"") if second is None else (200, {"Content-Type": "text/html"}, page(second).encode()),
    )
    result = feedmill("add", ferries.url("/news/"), "--print")
    assert "pages" not in proposed(result)["listing"]
    assert f"only the first page is read; {ferries.url('/news/?page=2')}" in result.stderr
    assert why in result.stderr


def test_a_healthy_feed_of_the_page_is_preferred_and_made_whole(feedmill: Any, ferries: Any, tmp_path: Path) -> None:
    ferries.page("/news/", page(range(12), head=ALTERNATE))
    ferries.page("/feed.xml", feed(*(entry(n, ferries) for n in range(10))))
    feedmill("add", ferries.url("/news/"), "--yes")
    site = load(tmp_path / "config.yaml").sites["crossings-of-the-north"]
    assert (site.url, site.source) == ((ferries.url("/feed.xml"),), "feed")
    feedmill("build")
    assert "In hour 6 of crossing 9" in (tmp_path / "public/crossings-of-the-north.atom").read_text()


def test_the_page_itself_can_be_asked_for(feedmill: Any, ferries: Any) -> None:
    ferries.page("/news/", page(range(12), head=ALTERNATE))
    ferries.page("/feed.xml", feed(*(entry(n, ferries) for n in range(10))))
    assert proposed(feedmill("add", ferries.url("/news/"), "--page", "--print"))["source"] == "page"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "the server sent an empty page"),
        ("<html><body><h1>Our feeds</h1></body></html>", "no feed"),
        ("<rss version='2.0'><channel><title>Crossings</title></channel></rss>", "it is empty"),
        ("<rss version='2.0'><channel><item><title>Cros", "none of the feed's 1 entries has a link"),
        ("OLD", "it lacks the page's newest items"),
        ("OTHER", "it lists other things than the page"),
    ],
    ids=["nothing", "a page", "empty", "broken", "stale", "another list"],
)
def test_a_feed_that_is_not_well_is_left_aside(feedmill: Any, ferries: Any, body: str, why: str) -> None:
    made = {
        "OLD": feed(*(entry(n, ferries) for n in range(7, 12))),
        "OTHER": feed(*(entry(n, ferries) for n in range(20, 32))),
    }
    ferries.page("/news/", page(range(12), head=ALTERNATE))
    ferries.page("/feed.xml", made.get(body, body))
    result = feedmill("add", ferries.url("/news/"), "--print")
    assert proposed(result)["source"] == "page"
    assert f"its feed {ferries.url('/feed.xml')} is not taken: " in result.stderr
    assert why in result.stderr


def test_of_several_feeds_that_of_the_section_is_taken(feedmill: Any, ferries: Any) -> None:
    section = ALTERNATE.replace("/feed.xml", "/news/feed.xml")
    ferries.page("/news/", page(range(12), head=ALTERNATE + section))
    mixed = [entry(n, ferries) if n % 4 else entry(n + 20, ferries) for n in range(12)]
    ferries.page("/feed.xml", feed(*mixed))
    ferries.page("/news/feed.xml", feed(*(entry(n, ferries) for n in range(12))))
    assert proposed(feedmill("add", ferries.url("/news/"), "--print"))["url"] == ferries.url("/news/feed.xml")


def test_a_feed_that_counts_clicks_is_known_by_its_titles(feedmill: Any, ferries: Any) -> None:
    ferries.page("/news/", page(range(12), head=ALTERNATE))
    for n in range(10):
        ferries.redirect(f"/click/{n}", f"/2024/crossing-{n}")
    ferries.page("/feed.xml", feed(*(entry(n, ferries, link=ferries.url(f"/click/{n}")) for n in range(10))))
    assert proposed(feedmill("add", ferries.url("/news/"), "--print"))["source"] == "feed"


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("FEED", "feed"),
        ("<urlset><url><loc>/2024/crossing-1</loc></url></urlset>", "sitemap"),
        ('[{"title": "One", "url": "/2024/crossing-1"}]', "json"),
    ],
    ids=["feed", "sitemap", "json"],
)
def test_an_address_that_is_no_page_is_read_as_what_it_is(
    feedmill: Any, ferries: Any, body: str, source: str, tmp_path: Path
) -> None:
    ferries.page("/list", feed(entry(1, ferries)) if body == "FEED" else body, Content_Type="text/plain")
    result = feedmill("add", ferries.url("/list"), "--yes")
    assert result.exit_code == 0, result.stderr
    (site,) = load(tmp_path / "config.yaml").sites.values()
    assert site.source == source
    assert feedmill("build").exit_code == 0


@pytest.mark.parametrize(
    ("lang", "zone"), [("ja", "Asia/Tokyo"), ("en-GB", "Europe/London"), ("en-US", None), ("es-ES", None)]
)
def test_a_time_zone_is_proposed_where_the_page_tells_it(
    feedmill: Any, ferries: Any, lang: str, zone: str | None
) -> None:
    ferries.page("/news/", page(range(12), lang=lang))
    assert proposed(feedmill("add", ferries.url("/news/"), "--print")).get("timezone") == zone


def test_offsets_that_do_not_fit_speak_against_a_zone(feedmill: Any, ferries: Any) -> None:
    stamp = "<meta property='article:published_time' content='2024-01-05T10:00:00+05:30'>"
    ferries.page("/news/", page(range(12), lang="en-GB"))
    for n in range(12):
        ferries.page(f"/2024/crossing-{n}", story(n).replace("<title>", f"{stamp}<title>"))
    assert "timezone" not in proposed(feedmill("add", ferries.url("/news/"), "--print"))


def test_a_page_that_is_a_story_itself_is_remarked_upon(feedmill: Any, ferries: Any) -> None:
    said = "<meta property='og:type' content='article'><meta property='article:published_time' content='2024-03-01'>"
    ferries.page("/story/", page(range(5), head=said))
    assert "the page is an article itself" in feedmill("add", ferries.url("/story/"), "--print").stderr
    assert "an article itself" not in feedmill("add", ferries.url("/news/"), "--print").stderr


def test_no_article_rules_are_proposed_where_the_cleaner_does_well(feedmill: Any, ferries: Any) -> None:
    assert "article" not in proposed(feedmill("add", ferries.url("/news/"), "--print"))


def test_a_line_that_all_articles_share_is_stripped(feedmill: Any, ferries: Any) -> None:
    line = "This story is part of our series on the crossings of the North (all of them)."
    for n in range(12):
        ferries.page(f"/2024/crossing-{n}", story(n, more=f"<p>{line}</p>"))
    rules = proposed(feedmill("add", ferries.url("/news/"), "--print"))["article"]
    assert rules == {
        "strip_text": [r"^This story is part of our series on the crossings of the North \(all of them\)\.$"]
    }


def test_articles_that_seem_to_have_one_title_get_a_rule_for_it(feedmill: Any, ferries: Any) -> None:
    named = "<meta property='og:title' content='Crossings of the North'>"
    for n in range(12):
        body = story(n, title="Crossings of the North").replace("<title>", f"{named}<title>").replace("h1>", "h2>")
        ferries.page(f"/2024/crossing-{n}", body.replace("<main>", "<main><h1>Crossings of the North</h1>"))
    assert proposed(feedmill("add", ferries.url("/news/"), "--print"))["article"]["title"] == "main h2"


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (404, "gone", "there is no such page (404)"),
        (200, "<html><body><p>Nothing to see.</p></body></html>", "no items were found on the page"),
        (
            200,
            "<html><head><script src='/app.js'></script></head><body><div id='root'></div></body></html>",
            "--browser",
        ),
    ],
    ids=["missing", "no list", "an empty shell"],
)
def test_a_page_that_gives_nothing_is_told_with_the_way_out(
    feedmill: Any, ferries: Any, status: int, body: str, why: str, tmp_path: Path
) -> None:
    ferries.answer("/none/", lambda _: (status, {"Content-Type": "text/html"}, body.encode()))
    result = feedmill("add", ferries.url("/none/"), "--yes")
    assert result.exit_code == 1
    assert why in result.stderr
    assert (tmp_path / "config.yaml").read_text() == NO_DELAY


@pytest.mark.parametrize("text", ["", "not an address", "https://", "ftp://a.example/", "http://[::1", "a:b@a.example"])
def test_what_is_no_address_is_wrong_usage(feedmill: Any, text: str) -> None:
    result = feedmill("add", text, "--yes")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("before", ["", "# my sites\n", "publish: {title: Mine}\n", "sites:\n"])
def test_the_first_site_may_come_into_any_beginning(feedmill: Any, ferries: Any, tmp_path: Path, before: str) -> None:
    (tmp_path / "config.yaml").write_text(before)
    ferries.page("/news/", page(range(3)))
    result = feedmill("add", ferries.url("/news/"), "--yes")
    assert result.exit_code == 0, result.stderr
    after = (tmp_path / "config.yaml").read_text()
    assert after.startswith(before)
    assert len(load(tmp_path / "config.yaml").sites) == 1


@pytest.mark.browser
@pytest.mark.skipif(
    importlib.util.find_spec("playwright") is None
    or not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    reason="needs playwright (the extra: browser) and a Chromium on the system",
)
def test_a_page_that_scripts_draw_is_read_in_a_browser_when_asked_for(feedmill: Any, ferries: Any) -> None:
    rows = json.dumps("<main>" + "".join(map(row, range(6))) + "</main>")
    script = f"<script>document.getElementById('root').innerHTML = {rows}</script>"
    ferries.page("/app/", f"<html><head><title>App</title></head><body><div id='root'></div>{script}</body></html>")
    result = feedmill("add", ferries.url("/app/"), "--browser", "--print")
    assert result.exit_code == 0, result.stderr
    site = proposed(result)
    assert (site["listing"]["items"], site["fetch"]) == ("article", {"render": "browser"})
