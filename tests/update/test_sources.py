"""Sources that lead elsewhere, and what becomes of an item whose page gives less than its source."""

from __future__ import annotations

import json
from collections.abc import Callable
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
