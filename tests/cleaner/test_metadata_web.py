"""What systems that many sites run on say of their pages, in their own ways."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cleaner import Article, clean

URL = "https://site.example/stories/old-diesel"
PROSE = "<p>It turns over well enough, and there is white smoke, but it will not catch below ten degrees.</p>" * 6


def read(head: str, body: str, now: datetime | None = None) -> Article:
    return clean(f"<html lang=en><head>{head}</head><body>{body}{PROSE}</body></html>", URL, now=now)


def test_a_boards_name_in_its_h1_is_no_title() -> None:
    head = "<title>Old diesel will not start - The Tractor Board</title>"
    body = "<h1>The Tractor Board</h1><h2 class=topic-title><a href=/t>Old diesel will not start</a></h2>"
    assert read(head, body).title == "Old diesel will not start"


def test_the_mark_of_a_headings_link_is_no_part_of_a_title() -> None:
    heading = '<h1>Pruning jobs<a class=headerlink href="#pruning-jobs">¶</a></h1>'
    assert read("<title>Pruning jobs - Orchard</title>", heading).title == "Pruning jobs"


def test_a_title_element_that_breaks_off_yields_to_the_whole_title() -> None:
    head = (
        "<title>inkpot — On blue There was no word for it in half...</title><meta property=og:title content='On blue'>"
    )
    head += '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "On blue"}</script>'
    assert read(head, "<h1><a href=/>inkpot</a></h1><h2 class=title>On blue</h2>").title == "On blue"


def test_a_date_without_a_year_invents_none_where_a_machines_date_is_there() -> None:
    head = "<meta itemprop=datePublished content=2022-10-03T12:20:00+01:00>"
    body = "<h1>Old diesel</h1><time datetime='Oct 3'>3 Oct</time>"
    now = datetime(2026, 11, 20, tzinfo=UTC)
    found = read(head, body, now).published
    assert found is not None and found.isoformat() == "2022-10-03T12:20:00+01:00"


@pytest.mark.parametrize(
    "markup",
    [
        "<abbr class=published itemprop=datePublished title=2013-07-14T21:07:00+02:00>21:07</abbr>",
        "<relative-time datetime=2013-07-14T21:07:00+02:00>14 Jul 21:07</relative-time>",
    ],
)
def test_a_machines_date_is_read_where_programs_put_it(markup: str) -> None:
    found = read("<title>Old diesel</title>", f"<h1>Old diesel</h1><p>Posted {markup}</p>").published
    assert found is not None and found.isoformat() == "2013-07-14T21:07:00+02:00"


def test_what_a_time_element_tells_a_machine_wins_over_what_it_shows() -> None:
    body = (
        "<h1>Old diesel</h1><p>released <relative-time datetime=2025-03-04T15:20:31Z>04 Mar 15:20</relative-time></p>"
    )
    assert read("", body, datetime(2026, 11, 20, tzinfo=UTC)).published == datetime(2025, 3, 4, 15, 20, 31, tzinfo=UTC)


def test_dates_in_quotes_and_of_members_are_not_the_pages() -> None:
    said = '{"@type": "NewsArticle", "headline": "Old diesel", "datePublished": "2022-08-14T07:00:00Z"}'
    quote = "<blockquote><p>Two cubs!</p>— Trust <a href=/s>August 12, 2022</a></blockquote>"
    page = read(f"<script type=application/ld+json>{said}</script>", f"<h1>Old diesel</h1>{quote}")
    assert page.published == datetime(2022, 8, 14, 7, tzinfo=UTC)
    joined = "<dl><dd>Joined: Mon Mar 02, 2009 7:14 pm</dd></dl><time datetime=2018-01-14T18:22:05Z>Sun 6:22 pm</time>"
    assert read("", f"<h1>Old diesel</h1>{joined}").published == datetime(2018, 1, 14, 18, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        (
            "<div data-testid=byline-contributors><div><span>Fiona McLeod</span></div><div>Scotland</div></div>",
            ("Fiona McLeod",),
        ),
        (
            "<p><span class=person-author>Irina Valk</span> <span class=person-author>Bo Sand</span></p>",
            ("Irina Valk", "Bo Sand"),
        ),
        ("<p class=byline>Photographs by <a href=/p>Olga Brandt</a></p>", ("Olga Brandt",)),
        (
            "<div>March 1, 2022 · 3 min · Jo Perret | <a href=/e>Suggest Changes</a></div>",
            ("Jo Perret",),
        ),
        ("<em class=journalist_name>김서연 기자</em>", ("김서연",)),
    ],
)
def test_authors_are_found_where_programs_put_them(markup: str, names: tuple[str, ...]) -> None:
    assert read("<title>Old diesel</title>", f"<h1>Old diesel</h1>{markup}").authors == names


def test_a_paper_is_no_author_where_its_reporter_is_named() -> None:
    head = "<meta property=og:article:author content='바다일보 | 네이버'>"
    assert read(head, "<h1>얼음 장수</h1><em class=journalist_name>김서연 기자</em>").authors == ("김서연",)


def day_of(body: str) -> str | None:
    found = read("", body).published
    return found.date().isoformat() if found else None


def test_of_several_days_below_the_headline_the_nearest_is_the_pages() -> None:
    body = "<h1>Prices change</h1><p>December 15, 2025 // 8 min read</p><p>They fall by a third on January 1, 2026.</p>"
    assert day_of(body) == "2025-12-15"


@pytest.mark.parametrize("name", ["duet-date-and-comments", "entry-meta nyo-social-comments", "headline__footer"])
def test_a_date_beside_a_count_of_comments_or_in_a_headlines_footer_is_the_pages(name: str) -> None:
    assert day_of(f"<h1>Old diesel</h1><div class='{name}'>By Ann Field<p>5 May 2024</div>") == "2024-05-05"
