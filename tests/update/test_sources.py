"""Sources that lead elsewhere, and what becomes of an item whose page gives less than its source."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

import pytest

PAGE = "<html lang='en'><head><title>Ships Archives</title>{}</head><body class='category category-7'>-</body></html>"
JSON = {"Content-Type": "application/json"}


def blog(site: Any, posts: Callable[[Any], Any]) -> str:
    """A category's page of a WordPress site, whose API answers with `posts`."""
    for n in range(3):
        site.page(
            f"/story-{n}", f"<html><body><article><h1>Story {n}</h1>{'<p>It went well. ' * 9}</article></body></html>"
        )
    site.answer("/wp-json/wp/v2/posts", posts)
    head = f"<link rel='https://api.w.org/' href='{site.url('/wp-json/')}'>"
    return str(site.page("/ships/", PAGE.format(head)))


def page_of(seen: Any, site: Any) -> Any:
    """One post a page, three in all."""
    number = int(seen.path.partition("&page=")[2] or 1) - 1
    post = {"link": site.url(f"/story-{number}"), "title": {"rendered": f"Story {number}"}}
    return 200, {**JSON, "X-WP-TotalPages": "3"}, json.dumps([post]).encode()


def test_the_posts_of_a_category_are_read_page_by_page(bench: Any, site: Any) -> None:
    bench.config["sites"]["news"] = {
        "url": blog(site, lambda seen: page_of(seen, site)), "source": "wordpress", "listing": {"pages": 3},
    }  # fmt: skip
    bench.update()
    feed = bench.feed()
    assert (feed.feed.title, len(feed.entries)) == ("Ships Archives", 3)
    asked = [path for path in site.paths if "/wp/v2/posts" in path]
    assert len(asked) == 3
    assert all("categories=7" in path for path in asked)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_api_is_told_with_the_way_out(bench: Any, site: Any, status: int) -> None:
    bench.config["sites"]["news"] = {"url": blog(site, lambda _: (status, JSON, b"{}")), "source": "wordpress"}
    report = bench.update()
    (problem,) = report.problems
    assert (problem.what, problem.mend) == (
        f"the WordPress API is closed ({status})", "set source: page, or source: feed"
    )  # fmt: skip


def test_where_robots_txt_is_missing_the_sitemap_is_looked_for_in_its_usual_place(bench: Any, site: Any) -> None:
    site.page("/news/", PAGE.format(""))
    site.page("/news/one", bench.story("One"))
    site.page("/sitemap.xml", f"<urlset><url><loc>{site.url('/news/one')}</loc></url></urlset>")
    bench.config["sites"]["news"] = {"url": site.url("/news/"), "source": "sitemap"}
    report = bench.update()
    assert report.problems == ()
    feed = bench.feed()
    assert (feed.feed.title, feed.feed.link) == ("Ships Archives", site.url("/news/"))
    assert [entry.title for entry in feed.entries] == ["One"]


def test_a_site_without_any_sitemap_is_told_the_way_out(bench: Any, site: Any) -> None:
    bench.config["sites"]["news"] = {"url": site.page("/news/", PAGE.format("")), "source": "sitemap"}
    report = bench.update()
    (problem,) = report.problems
    assert problem.what == "no sitemap was found"
    assert "source: page" in problem.mend


TOLD = "".join(
    f"<p>What the feed tells of hour {hour} of that day, and why it mattered to all of them.</p>" for hour in range(9)
)
STUB = (
    "<html><head><title>One</title></head><body><article><h1>One</h1>"
    f"{TOLD.partition('</p>')[0]}</p></article></body></html>"
)


@pytest.fixture
def fed(bench: Any, site: Any) -> Any:
    """A feed of one whole story; `site.page("/one", …)` is its page."""

    def serve(told: str) -> None:
        item = (
            f"<item><title>One</title><link>{site.url('/one')}</link><description>{escape(told)}</description></item>"
        )
        site.page("/feed", f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>")

    serve(TOLD)
    bench.config["sites"]["news"] = {"url": site.url("/feed"), "source": "feed"}
    return serve


def published(bench: Any) -> str:
    (entry,) = bench.feed().entries
    return str(entry.content[0].value)


def test_a_feed_keeps_its_text_where_the_page_gives_less(bench: Any, site: Any, fed: Any) -> None:
    site.page("/one", STUB)
    bench.update()
    assert "hour 8" in published(bench)


def test_it_keeps_it_when_the_page_is_looked_at_again(bench: Any, site: Any, fed: Any) -> None:
    site.page("/one", STUB)
    bench.update()
    for _ in range(3):
        bench.update(later=timedelta(hours=6))
        assert "hour 8" in published(bench)


def test_a_correction_in_the_feed_is_published_all_the_same(bench: Any, site: Any, fed: Any) -> None:
    site.page("/one", STUB)
    bench.update()
    fed(TOLD.replace("hour 8", "the last hour"))
    bench.update(later=timedelta(hours=6))
    assert "the last hour" in published(bench)


def test_a_page_that_gives_more_is_what_is_published(bench: Any, site: Any, fed: Any) -> None:
    site.page("/one", bench.story("One", "The page itself tells it all. " * 40))
    bench.update()
    assert "The page itself" in published(bench)


def test_a_feeds_text_is_taken_when_its_page_fails_for_good(bench: Any, site: Any, fed: Any) -> None:
    site.answer("/one", lambda _: (500, {}, b""))
    for _ in range(4):
        bench.update(later=timedelta(days=1))
    assert "hour 8" in published(bench)


def test_rules_of_the_site_win_over_the_feeds_text(bench: Any, site: Any, fed: Any) -> None:
    site.page("/one", STUB)
    bench.config["sites"]["news"]["article"] = {"body": "article"}
    bench.update()
    assert "hour 8" not in published(bench)


def test_a_page_of_another_story_lends_it_nothing(bench: Any, site: Any, fed: Any) -> None:
    site.redirect("/one", "/")
    site.page(
        "/", "<html><head><title>Home of all</title></head><body><p>Welcome to our home, dear reader.</p></body></html>"
    )
    bench.update()
    (entry,) = bench.feed().entries
    assert (entry.title, entry.link) == ("One", site.url("/one"))


def episodes(site: Any, *numbers: int, link: str = "", more: str = "") -> str:
    """A show's feed; each episode links what `link` says, which is nothing by itself."""
    rows = "".join(
        f"<item><title>Episode {n}</title>{link.format(n=n)}<guid isPermaLink='false'>ep-{n}</guid>"
        f"<description>In episode {n} we talk about {n} things.</description>{more.format(n=n)}</item>"
        for n in numbers
    )
    home = f"<title>The Show</title><link>{site.url('/show')}</link>"
    return f"<rss version='2.0'><channel>{home}{rows}</channel></rss>"


@pytest.mark.parametrize("link", ["", "<link>/show</link>", "<link>/changes</link>", "<link>/changes#{n}</link>"])
def test_episodes_without_pages_of_their_own_are_entries_all_the_same(bench: Any, site: Any, link: str) -> None:
    for path in ("/show", "/changes"):
        site.page(path, bench.story("The show", "All about the show and its hosts, and nothing about an episode."))
    site.page("/news", episodes(site, 2, 1, link=link))
    bench.config["sites"]["news"] = {"url": site.url("/news"), "source": "feed"}
    bench.update()
    first = {entry.title: entry.id for entry in bench.feed().entries}
    assert [*first] == ["Episode 2", "Episode 1"]
    assert site.paths == ["/news"]  # a page that tells none of them is not asked for
    assert len({entry.link for entry in bench.feed().entries}) == 2
    site.page("/news", episodes(site, 3, 2, 1, link=link))
    assert bench.update(later=timedelta(days=1)).new == 1
    again = {entry.title: entry.id for entry in bench.feed().entries}
    assert [*again] == ["Episode 3", *first]
    assert first.items() <= again.items()
    files = bench.files()
    bench.update(later=timedelta(days=1))
    assert bench.files() == files


def test_one_story_that_a_feed_links_twice_is_one_entry(bench: Any, site: Any) -> None:
    """As the BBC's do: a revised story has another guid, its address and the number of the revision."""
    site.page("/one", bench.story("One"))
    rows = "".join(
        f"<item><title>One{'!' * n}</title><link>/one</link><guid>{site.url('/one')}#{n}</guid></item>" for n in (1, 2)
    )
    site.page("/news", f"<rss version='2.0'><channel><title>News</title><link>/</link>{rows}</channel></rss>")
    bench.config["sites"]["news"] = {"url": site.url("/news"), "source": "feed"}
    bench.update()
    assert [entry.link for entry in bench.feed().entries] == [site.url("/one")]


def changes(*versions: int) -> str:
    rows = "".join(
        f"<section id=v{n}><h2><a href='#v{n}'>Version {n}</a></h2><p>We mended thing {n}.</p></section>"
        for n in versions
    )
    return f"<html lang=en><head><title>Changes</title></head><body>{rows}</body></html>"


@pytest.mark.parametrize("listing", [{}, {"link": "a::attr(href)"}, {"id": "::attr(id)"}, {"content": "p"}])
def test_each_section_of_one_page_is_an_entry(bench: Any, site: Any, listing: dict[str, str]) -> None:
    site.page("/news", changes(2, 1))
    bench.config["sites"]["news"]["listing"] = {"items": "section", **listing}
    bench.update()
    assert bench.titles() == ["Version 2", "Version 1"]
    assert [entry.link for entry in bench.feed().entries] == [site.url("/news#v2"), site.url("/news#v1")]
    assert "We mended thing 2." in bench.feed().entries[0].content[0].value
    site.page("/news", changes(3, 2, 1))
    assert (bench.update(later=timedelta(days=1)).new, len(bench.titles())) == (1, 3)
    site.page("/news", changes(3, 2, 1).replace("thing 2", "things 2 and 4"))
    assert bench.update(later=timedelta(days=1)).changed == 1


def test_a_feed_whose_entries_name_nothing_to_know_them_by_fails_aloud(bench: Any, site: Any) -> None:
    rows = "<item><title>One</title><description>Words.</description></item>"
    site.page("/news", f"<rss version='2.0'><channel><title>News</title>{rows}</channel></rss>")
    bench.config["sites"]["news"] = {"url": site.url("/news"), "source": "feed"}
    assert [problem.what for problem in bench.update().problems] == ["none of the feed's 1 entries has a link or an id"]


STORY = '<p>The <a href="map">map</a> of the river: <img src="/map.png" width="400" height="300"></p>'
API_ANSWERS = {
    "json": [{"link": "/2024/river/", "title": "The river", "body": STORY}],
    "wordpress": [{"link": "/2024/river/", "title": {"rendered": "The river"}, "content": {"rendered": STORY}}],
    "feed": {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "News",
        "items": [{"id": "1", "url": "/2024/river/", "title": "The river", "content_html": STORY}],
    },
}


@pytest.mark.parametrize("source", API_ANSWERS)
def test_relative_addresses_in_a_sources_text_start_at_the_items_page(bench: Any, site: Any, source: str) -> None:
    url = site.page("/wp-json/wp/v2/posts", json.dumps(API_ANSWERS[source]), Content_Type="application/json")
    bench.config["sites"]["news"] = {"url": url, "source": source, "article": False, "json": {"content": "body"}}
    bench.update()
    (entry,) = bench.feed().entries
    assert f'href="{site.url("/2024/river/map")}"' in entry.content[0].value
    assert f'src="{site.url("/map.png")}"' in entry.content[0].value
