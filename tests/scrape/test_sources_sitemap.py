"""A sitemap as source, and the way to it. Nothing here fetches."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

from answers import read, site

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/section/old</loc><lastmod>2024-01-01</lastmod></url>
<url><loc>https://news.example/section/new</loc><lastmod>2024-03-05T10:00:00+00:00</lastmod>
  <news:news><news:publication_date>2024-03-04</news:publication_date>
  <news:title>Fresh &amp; new</news:title></news:news>
  <image:image><image:loc>https://news.example/new.jpg</image:loc></image:image></url>
<url><loc>https://news.example/other/elsewhere</loc><lastmod>2024-03-06</lastmod></url>
<url><loc>https://partner.example/section/theirs</loc></url>
<url><loc>https://news.example/section/</loc></url>
</urlset>"""


def test_a_sitemap_gives_what_lies_below_the_page_changed_last_first() -> None:
    items = read(SITEMAP, site("sitemap"), url="https://news.example/sitemap.xml").items
    assert [item.url for item in items] == ["https://news.example/section/new", "https://news.example/section/old"]
    new = items[0]
    assert (new.title, new.image) == ("Fresh & new", "https://news.example/new.jpg")
    assert new.published == datetime(2024, 3, 4, tzinfo=UTC)
    assert new.updated == datetime(2024, 3, 5, 10, tzinfo=UTC)


def test_a_sitemap_of_its_own_address_gives_all_of_its_site_and_may_be_zipped() -> None:
    url = "https://news.example/sitemap.xml.gz"
    items = read(gzip.compress(SITEMAP.encode()), site("sitemap", url), url=url).items
    assert [item.url.rpartition("/")[2] for item in items] == ["elsewhere", "new", "old", ""]


def test_an_index_leads_to_the_maps_of_stories_news_and_latest_first() -> None:
    maps = "".join(
        f"<sitemap><loc>https://news.example/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in [
            ("category-sitemap", "2024-05-05"),
            ("post-sitemap1", "2024-01-01"),
            ("post-sitemap2", "2024-03-01"),
            ("news-sitemap", "2024-02-01"),
        ]
    )
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'
    follow = read(index, site("sitemap"), url="https://news.example/sitemap.xml").follow
    names = [request.url.rpartition("/")[2] for request in follow]
    assert names == ["news-sitemap.xml", "post-sitemap2.xml", "post-sitemap1.xml", "category-sitemap.xml"]


def test_the_way_to_a_sitemap_leads_through_robots_txt() -> None:
    (robots,) = read("<html><p>A page</p></html>", site("sitemap")).follow
    assert robots.url == "https://news.example/robots.txt"
    told = read("User-agent: *\nSitemap: https://news.example/maps/all.xml\n", site("sitemap"), url=robots.url)
    assert [request.url for request in told.follow] == ["https://news.example/maps/all.xml"]
    silent = read("User-agent: *\n", site("sitemap"), url=robots.url)
    assert [request.url for request in silent.follow] == ["https://news.example/sitemap.xml"]


def test_a_sitemap_of_many_urls_gives_the_latest_of_them() -> None:
    rows = "".join(
        f"<url><loc>https://news.example/{n}</loc><lastmod>{2000 + n % 23}-03-01</lastmod></url>" for n in range(3000)
    )
    url = "https://news.example/sitemap.xml"
    config = site("sitemap", url, listing={"max_items": 5})
    items = read(f"<urlset>{rows}</urlset>", config, url=url).items
    assert [item.updated and item.updated.year for item in items] == [2022] * 5


def test_titles_are_those_of_news_not_of_pictures() -> None:
    names = "xmlns:image='http://x/image' xmlns:video='http://x/video'"
    picture = "<image:image><image:loc>/p.jpg</image:loc><image:title>A picture</image:title></image:image>"
    film = "<video:video><video:title>A film</video:title></video:video>"
    url = "https://news.example/sitemap.xml"
    rows = f"<url><loc>/section/1</loc>{picture}</url><url><loc>/section/2</loc>{film}</url>"
    items = read(f"<urlset {names}>{rows}</urlset>", site("sitemap"), url=url).items
    assert [(item.title, item.image) for item in items] == [(None, "https://news.example/p.jpg"), ("A film", None)]


def test_a_plain_sitemap_holds_addresses_alone() -> None:
    url = "https://news.example/map.txt"
    items = read("\ufeffhttps://news.example/section/1\r\n\r\nsomething else\r\n", site("sitemap"), url=url).items
    assert [item.url for item in items] == ["https://news.example/section/1"]


def test_entities_of_a_hostile_sitemap_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>https://news.example/section/&b;</loc></url><url><loc>&f;</loc></url></urlset>"
    )
    urls = [item.url for item in read(bomb, site("sitemap"), url="https://news.example/sitemap.xml").items]
    assert not any("aaaa" in url or "root" in url for url in urls)
