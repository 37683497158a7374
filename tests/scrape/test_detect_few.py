"""Young sites: one or two items are found, and a page without any gives none of its menus."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.scrape import find_items

URL = "https://young.example/"
MENU = "<header><a href='/'>Young</a><nav><a href='/about/'>About</a> <a href='/sample-page/'>Sample</a></nav></header>"
FOOTER = "<footer><a href='/privacy-policy/'>Privacy</a> <a href='https://wordpress.org/'>WordPress</a></footer>"
WIDGETS = (
    "<aside><h2>Recent comments</h2><ul><li><a href='https://other.example/'>A commenter</a></li></ul><h2>Archives</h2>"
    "<ul><li><a href='/2024/03/'>March 2024</a></li></ul><a href='/wp-login.php'>Log in</a></aside>"
)

WORDPRESS = (
    "<article class='post hentry'><header><h2 class='entry-title'><a href='/?p=1' rel='bookmark'>Hello world!</a></h2>"
    "<a href='/?p=1'><time datetime='2024-03-02T09:00:00Z'>2 March 2024</time></a></header><div><p>Welcome here."
    "</p></div><footer><a href='/category/uncategorized/'>Unsorted</a> <a href='/?p=1#respond'>Comment</a></footer>"
    "</article>"
)
GHOST = (
    "<div class='feed'><article class='card'><a class='card-link' href='/coming-soon/'><img src='/1.jpg' alt='Sea'>"
    "<h3>Coming soon</h3><p>A brand new site.</p><footer><time datetime='2024-05-10'>10 May 2024</time></footer>"
    "</a></article></div>"
)
HUGO = (
    "<article class='entry'><header><h2>My first post</h2></header><p>How it all began, in a few words.</p><footer>"
    "<span>January 10, 2024</span></footer><a aria-label='post link to My first post' href='/posts/my-first-post/'></a>"
    "</article>"
)
BY_HAND = (
    "<p><a href='/feed.xml'>rss</a></p><ul><li>2024-02-03 <a href='/2024/how-i-built-a-sundial.html'>How I built a"
    " sundial</a></li></ul><p>made by hand</p>"
)
EVENT = (
    "<h1>Upcoming events</h1><article><header><time datetime='2025-03-14'>14 March @ 19:30</time><h3>"
    "<a href='/event/spring-ceilidh/'>Spring ceilidh</a></h3><address>Main Street</address></header><p>Doors at seven."
    "</p></article><nav><a href='/events/?past'>Previous events</a></nav>"
)


@pytest.mark.parametrize(
    ("main", "path", "title", "day"),
    [
        (WORDPRESS, "?p=1", "Hello world!", datetime(2024, 3, 2, 9, tzinfo=UTC)),
        (GHOST, "coming-soon/", "Coming soon", datetime(2024, 5, 10, tzinfo=UTC)),
        (HUGO, "posts/my-first-post/", "My first post", datetime(2024, 1, 10, tzinfo=UTC)),
        (BY_HAND, "2024/how-i-built-a-sundial.html", "How I built a sundial", datetime(2024, 2, 3, tzinfo=UTC)),
        (EVENT, "event/spring-ceilidh/", "Spring ceilidh", datetime(2025, 3, 14, tzinfo=UTC)),
    ],
    ids=["wordpress", "ghost", "hugo", "by hand", "event"],
)
def test_the_one_item_of_a_young_site_is_found(main: str, path: str, title: str, day: datetime) -> None:
    html = f"<html lang='en'><body>{MENU}<main><h1>Blog</h1>{main}</main>{WIDGETS}{FOOTER}</body></html>"
    (item,) = find_items(html.encode(), URL)
    assert (item.url, item.title, item.published) == (URL + path, title, day)


def test_two_items_are_both_found() -> None:
    second = WORDPRESS.replace("?p=1", "?p=2").replace("Hello world!", "Second thoughts").replace("03-02", "03-09")
    html = f"<html lang='en'><body>{MENU}<main>{second}{WORDPRESS}</main>{WIDGETS}{FOOTER}</body></html>"
    items = find_items(html.encode(), URL)
    assert [(item.url, item.title) for item in items] == [
        ("https://young.example/?p=2", "Second thoughts"),
        ("https://young.example/?p=1", "Hello world!"),
    ]


@pytest.mark.parametrize(
    "main",
    [
        "<h1>Blog</h1><p>It seems we cannot find what you are looking for.</p>",
        "<h1>Page not found</h1><p>Try our <a href='/start'>home page</a> or <a href='/search'>search for it</a>.</p>",
        "<h1>About us</h1><p>Founded on 3 May 2019. Read more <a href='/team'>about our team</a>.</p>"
        "<h2>Contact</h2><p>Write to <a href='/office'>our office</a>.</p>",
        "<article><h1>Storm leaves thousands without power</h1><p>By <a href='/authors/jane'>Jane</a>, 2 March 2024</p>"
        f"{'<p>It took an hour, and nobody was surprised.</p>' * 9}<a href='/tag/sea'>sea</a></article>",
    ],
    ids=["no posts", "not found", "about", "article"],
)
def test_a_page_without_items_gives_none_of_its_links(main: str) -> None:
    html = f"<html lang='en'><body>{MENU}<main>{main}</main>{FOOTER}</body></html>"
    assert find_items(html.encode(), URL) == []


def test_the_site_s_name_in_a_heading_is_no_item() -> None:
    header = f"<header><h1><a href='{URL}'>Young</a></h1><nav><a href='/blog/'>Blog</a> <a href='/join/'>Join</a></nav>"
    post = "<article><h2><a href='/blog/first-meeting/'>First meeting</a></h2><time datetime='2025-09-09'></time>"
    (item,) = find_items(f"{header}</header><main>{post}</article></main>".encode(), f"{URL}blog/")
    assert item.title == "First meeting"
