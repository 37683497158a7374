"""When a page was published and changed, from sources that agree, contradict each other, or are broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from gazette import NOW, PROSE, TITLE, ld, page, published, read


def test_json_ld_names_both_dates() -> None:
    said = {
        "@type": "NewsArticle",
        "datePublished": "2024-03-05T10:00:00+01:00",
        "dateModified": "2024-03-06T08:00:00+01:00",
    }
    found = read(page("<h1>A</h1>", ld(said)))
    assert found.published == datetime(2024, 3, 5, 9, tzinfo=UTC)
    assert found.modified == datetime(2024, 3, 6, 7, tzinfo=UTC)
    assert found.sources["published"] == "article json-ld"


def test_the_shown_date_gives_the_day_and_metadata_the_time() -> None:
    head = "<meta property='article:published_time' content='2024-03-05T21:14:00Z'>"
    assert published(page("<h1>A</h1><p>5 March 2024</p>", head)) == "2024-03-05T21:14:00+00:00"


def test_a_shown_local_time_tells_the_zone_of_the_metadata() -> None:
    head = "<meta property='article:published_time' content='2024-03-06T03:22:07Z'>"
    html = page("<h1>A</h1><p>March 5, 2024 at 10:22 PM</p>", head, lang="en-US")
    assert published(html) == "2024-03-05T22:22:07-05:00"


@pytest.mark.parametrize(
    ("shown", "offset"), [("5:52 AM", "+05:30"), ("6:07 AM", "+05:45"), ("2:07 AM", "+00:00"), ("8:38 PM", "+00:00")]
)
def test_a_difference_that_no_clock_has_tells_no_zone(shown: str, offset: str) -> None:
    day = "6 March 2024" if shown.endswith("AM") else "5 March 2024"
    head = "<meta property='article:published_time' content='2024-03-06T00:22:07Z'>"
    found = published(page(f"<h1>A</h1><p>{day}, {shown}</p>", head, lang="en"))
    assert found is not None and found.endswith(offset)


def test_a_moment_shown_with_its_zone_is_in_that_zone() -> None:
    head = "<meta property='article:published_time' content='2024-03-06T03:22:07+00:00'>"
    html = page("<h1>A</h1><time datetime='2024-03-05T22:22:07-05:00'>Tuesday</time>", head)
    assert published(html) == "2024-03-05T22:22:07-05:00"


def test_a_shown_day_tells_the_day_of_the_metadatas_moment() -> None:
    east = "<meta property='article:published_time' content='2024-03-04T20:40:00Z'>"
    assert published(page("<h1>A</h1><p>5 March 2024</p>", east), url="") == "2024-03-05T00:40:00+04:00"
    west = "<meta property='article:published_time' content='2024-03-06T03:10:00Z'>"
    assert published(page("<h1>A</h1><p>5 March 2024</p>", west), url="") == "2024-03-05T23:10:00-04:00"


def test_a_day_that_the_page_changed_on_is_no_other_zones_day() -> None:
    head = (
        "<meta property='article:published_time' content='2024-03-04T20:40:00Z'>"
        "<meta property='article:modified_time' content='2024-03-05T09:00:00Z'>"
    )
    found = read(page("<h1>A</h1><p>5 March 2024</p>", head), url="")
    assert found.modified == datetime(2024, 3, 5, 9, tzinfo=UTC)
    assert found.published is not None
    assert found.published.isoformat() == "2024-03-04T20:40:00+00:00"


def test_a_shown_date_is_in_the_sites_zone() -> None:
    found = read(
        page("<h1>A</h1><div class=story-date>4 December 2017, 09:02</div>"), timezone="Europe/London"
    ).published
    assert found == datetime(2017, 12, 4, 9, 2, tzinfo=ZoneInfo("Europe/London"))
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("Veröffentlicht am 05.03.2024 um 14.30 Uhr", "de", "2024-03-05"),
        ("Publié le 5 mars 2024 à 14h30 par Anne Petit", "fr", "2024-03-05"),
        ("2024年3月5日 14:30", "ja", "2024-03-05"),
        ("Опубликовано: 5 марта 2024", "ru", "2024-03-05"),
        ("۱۵ اسفند ۱۴۰۲", "fa", "2024-03-05"),
        ("5 มี.ค. 2567", "th", "2024-03-05"),
        ("٥ مارس ٢٠٢٤", "ar", "2024-03-05"),
    ],
)
def test_a_date_under_the_title_is_read_in_the_pages_language(line: str, language: str, day: str) -> None:
    found = read(page(f"<h1>{TITLE}</h1><p>{line}</p>", lang=language), url="").published
    assert found is not None
    assert found.date().isoformat() == day


def test_the_country_of_the_address_settles_day_and_month() -> None:
    html = page("<h1>A title</h1><p>04/05/2024</p>", lang="en")
    assert published(html, url="https://gazette.example/a") is None, "two readings"
    assert published(html, url="https://gazette.co.uk/a") == "2024-05-04T00:00:00+00:00"


def test_another_date_of_the_page_settles_day_and_month() -> None:
    html = page("<h1>A title</h1><p>04/05/2024</p><p>Updated 31/05/2024</p>", lang="en")
    found = read(html, url="")
    assert (found.published, found.modified) == (datetime(2024, 5, 4, tzinfo=UTC), datetime(2024, 5, 31, tzinfo=UTC))


def test_metadata_and_address_settle_day_and_month() -> None:
    html = page("<h1>A title</h1><p>Published 04/05/2024</p><p>Updated 06/05/2024</p>", lang="en")
    found = read(html, url="https://gazette.example/2024/may/04/a-title")
    assert (found.published, found.modified) == (datetime(2024, 5, 4, tzinfo=UTC), datetime(2024, 5, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    "address",
    ["/2024/mar/05/a", "/blog/2024/march/05/a", "/n1/2024/0305/c1.html", "/2024-03/05/a.htm", "/20240305/a"],
)
def test_addresses_hold_dates_of_many_forms(address: str) -> None:
    assert published(page("<h1>A</h1>"), url=f"https://gazette.example{address}") == "2024-03-05T00:00:00+00:00"


@pytest.mark.parametrize(
    "address", ["/2024/1234/a", "/2024/best-of/05/a", "/12024/03/05/a", "/2024/03/", "/194709-13-a", "/1947/09/13/a"]
)
def test_numbers_of_an_address_that_are_no_day_are_no_date(address: str) -> None:
    assert published(page("<h1>A</h1>"), url=f"https://gazette.example{address}") is None


def test_a_label_on_a_line_of_its_own_tells_what_a_date_is() -> None:
    body = "<h1>A</h1><dl><dt>Posted on</dt><dd>5 March 2024</dd><dt>Updated at</dt><dd>10 June 2024</dd></dl>"
    found = read(page(body), url="")
    assert (found.published, found.modified) == (datetime(2024, 3, 5, tzinfo=UTC), datetime(2024, 6, 10, tzinfo=UTC))


def test_the_first_publication_counts() -> None:
    body = "<h1>A</h1><p>30 September 2024</p>"
    note = "<p class=publish-date>This article was originally published on 5 March 2024 and is kept up to date.</p>"
    assert published(page(body + PROSE + note), url="") == "2024-03-05T00:00:00+00:00"


def test_a_date_of_publication_that_moves_with_every_change_is_none() -> None:
    head = "".join(
        f"<meta property='article:{name}' content='2024-06-10T08:00:00Z'>"
        for name in ("published_time", "modified_time")
    )
    said = {"@type": "BlogPosting", "datePublished": "2024-03-05T10:00:00Z"}
    found = read(page("<h1>A</h1>", head + ld(said)), url="")
    assert (found.published, found.modified) == (
        datetime(2024, 3, 5, 10, tzinfo=UTC),
        datetime(2024, 6, 10, 8, tzinfo=UTC),
    )


def test_a_meta_may_have_a_name_of_its_own() -> None:
    assert published(page("<h1>A</h1>", "<meta name=w-published-date content=2024-03-05>"), url="") is not None


def test_a_posts_footer_holds_its_date() -> None:
    body = "<h1>A</h1>" + PROSE + "<div class=entry-footer><span class=date>Posted on 5 March 2024</span></div>"
    assert published(page(body), url="") == "2024-03-05T00:00:00+00:00"


def test_dates_of_comments_related_stories_and_copyright_are_not_the_pages() -> None:
    body = (
        "<h1>Council votes</h1><article><p>The story.</p></article>"
        "<div class=related-stories><p>Other</p><time datetime=2023-01-01>1 January 2023</time></div>"
        "<div id=comments><div class=comment><time datetime=2024-03-07>7 March 2024</time> Nice!</div></div>"
        "<footer>© 2024 The Gazette, 1 January 2020</footer>"
    )
    assert read(page(body), url="https://gazette.example/a").published is None


def test_published_is_not_the_day_of_the_last_update() -> None:
    head = "<meta property='article:published_time' content='2023-01-10'>"
    html = page("<h1>A</h1><p class=updated>Last updated: 5 March 2024</p>", head)
    found = read(html, url="")
    assert (found.published, found.modified) == (datetime(2023, 1, 10, tzinfo=UTC), datetime(2024, 3, 5, tzinfo=UTC))


def test_a_page_that_shows_only_when_it_was_updated_has_that_date() -> None:
    found = read(page("<h1>A</h1><p>Updated on 5 March 2024</p>"), url="")
    assert found.published == datetime(2024, 3, 5, tzinfo=UTC)


def test_the_address_dates_a_page_that_says_nothing() -> None:
    assert published(page("<h1>A</h1>")) == "2024-03-05T00:00:00+00:00"
    assert published(page("<h1>A</h1>"), url="https://gazette.example/archive/2024/") is None


def test_no_date_is_invented() -> None:
    html = page("<h1>The summer of 1969</h1><p>Page 3 of 12</p><p>5 min read</p>")
    assert read(html, url="", now=NOW).published is None


def test_relative_dates_need_now() -> None:
    html = page("<h1>A</h1><p>2 hours ago</p>")
    assert read(html, url="").published is None
    assert read(html, url="", now=NOW).published == NOW - timedelta(hours=2)


def test_a_date_from_before_the_web_amid_a_sentence_is_what_the_story_is_about() -> None:
    lines = "<ul><li>The act was signed into law on August 14, 1935</ul>"
    assert published(page(f"<h1>{TITLE}</h1>{lines}"), url="https://gazette.example/x") is None
    archived = page(f"<h1>{TITLE}</h1><p>Tuesday, August 14, 1935</p>")
    assert published(archived, url="https://gazette.example/x") == "1935-08-14T00:00:00+00:00"


def test_an_address_may_have_a_section_between_year_and_month() -> None:
    address = "https://gazette.example/2010/POLITICS/08/13/council.bridge/index.html"
    assert published(page(f"<h1>{TITLE}</h1>"), url=address) == "2010-08-13T00:00:00+00:00"


def test_what_a_caption_says_was_posted_dates_no_page() -> None:
    caption = "<p>Snapshots by Jane Doe, the engineer's wife, posted while on holiday in town on January 20, 2017</p>"
    html = page(f"<h1>{TITLE}</h1><div>Thu, 14 May 2020 17:55 UTC</div>{PROSE * 3}{caption}")
    assert published(html, url="https://gazette.example/x") == "2020-05-14T17:55:00+00:00"


def test_a_page_that_names_one_zone_means_it_everywhere() -> None:
    head = "<meta property=article:published_time content='2012-10-28T02:48:29+01:00'>"
    html = page(f"<h1>{TITLE}</h1><p>Updated 28 October 2012, 03:21</p>", head)
    modified = read(html, url="https://gazette.example/x").modified
    assert modified is not None and modified.isoformat() == "2012-10-28T03:21:00+01:00"


def test_the_lines_below_a_lower_heading_with_the_title_date_the_page() -> None:
    top = "<div>4 April 2016</div><h1>At least a hundred came</h1>"
    html = page(f"{top}{PROSE * 2}<h2>{TITLE}</h2><p>15 August 2015 10:28</p>", f"<title>{TITLE}</title>")
    assert published(html, url="https://gazette.example/x") == "2015-08-15T10:28:00+00:00"


@pytest.mark.parametrize(
    "shown",
    [
        '<time data-published="2024-03-05 09:13:00Z">4 hours ago</time>',
        '<span class=meta-time data-edition=us data-date="2024-03-05T09:13:00+00:00"></span>',
        '<abbr class=published title="2024-03-05T09:13Z">09:13</abbr>',
        "<relative-time datetime=2024-03-05T09:13:00Z>5 Mar 09:13</relative-time>",
    ],
)
def test_a_moment_may_stand_in_an_attribute_that_is_for_scripts(shown: str) -> None:
    html = page(f"<h1>A title</h1><p>{shown}</p>")
    assert published(html, url="https://gazette.example/a") == "2024-03-05T09:13:00+00:00"


def test_an_attribute_that_speaks_of_a_change_is_no_day_of_publication() -> None:
    html = page('<h1>A title</h1><p><time data-updated="2024-03-05 09:13:00Z">today</time></p>')
    assert published(html, url="https://gazette.example/a") is None


def test_the_rest_of_a_date_written_twice_is_no_date() -> None:
    line = "<div class=dateArticle>Jeudi 28 juin 2012 <span>4 28 /06 /Juin /2012 10:05</span></div>"
    assert (published(page(f"<h1>{TITLE}</h1>{line}", lang="fr"), url="") or "")[:10] == "2012-06-28"


def test_the_footer_of_an_article_has_its_date() -> None:
    footer = "<footer class=note-footer><time class=note-date datetime=2022-01-20>January 20, 2022</time></footer>"
    html = page(f"<article><header><h1>{TITLE}</h1></header>{PROSE}{footer}</article>")
    assert (published(html, url="") or "")[:10] == "2022-01-20"
    assert published(html.replace("article", "section"), url="") is None


def test_the_day_on_which_a_source_was_looked_up_is_not_the_pages() -> None:
    source = "<ol><li>The mills. <span class=reference-accessdate>Retrieved 2010-01-25</span></ol>"
    assert published(page(f"<h1>{TITLE}</h1>{'<p>A line</p>' * 50}{source}"), url="https://gazette.example/x") is None


def test_a_date_without_a_year_invents_none_where_a_machines_date_is_there() -> None:
    head = "<meta itemprop=datePublished content=2022-10-03T12:20:00+01:00>"
    html = page("<h1>A</h1><time datetime='Oct 3'>3 Oct</time>", head)
    assert published(html, url="", now=NOW) == "2022-10-03T12:20:00+01:00"


def test_what_a_time_element_tells_a_machine_wins_over_what_it_shows() -> None:
    html = page("<h1>A</h1><p>released <relative-time datetime=2023-03-04T15:20:31Z>04 Mar 15:20</relative-time></p>")
    assert published(html, url="", now=NOW) == "2023-03-04T15:20:31+00:00"


def test_dates_in_quotes_and_of_members_are_not_the_pages() -> None:
    said = ld({"@type": "NewsArticle", "headline": "A", "datePublished": "2022-08-14T07:00:00Z"})
    quote = "<blockquote><p>Two cubs!</p>— Trust <a href=/s>August 12, 2022</a></blockquote>"
    assert published(page(f"<h1>A</h1>{quote}", said), url="") == "2022-08-14T07:00:00+00:00"
    joined = "<dl><dd>Joined: Mon Mar 02, 2009 7:14 pm</dd></dl><time datetime=2018-01-14T18:22:05Z>Sun 6:22 pm</time>"
    assert published(page(f"<h1>A</h1>{joined}"), url="") == "2018-01-14T18:22:05+00:00"


def test_of_several_days_below_the_headline_the_nearest_is_the_pages() -> None:
    body = "<h1>Prices change</h1><p>December 15, 2025 // 8 min read</p><p>They fall by a third on January 1, 2026.</p>"
    assert published(page(body, lang="en"), url="") == "2025-12-15T00:00:00+00:00"


@pytest.mark.parametrize("name", ["duet-date-and-comments", "entry-meta nyo-social-comments", "headline__footer"])
def test_a_date_beside_a_count_of_comments_or_in_a_headlines_footer_is_the_pages(name: str) -> None:
    html = page(f"<h1>A</h1><div class='{name}'>By Ann Field<p>5 May 2024</div>")
    assert published(html, url="") == "2024-05-05T00:00:00+00:00"


def test_the_lines_below_a_headline_may_be_called_its_nav() -> None:
    line = "<div class=news_nav><div>کد خبر: ۵۵۱۲۳</div><div>تاریخ انتشار: ۱۸ اسفند ۱۴۰۳ - ۰۹:۳۰</div></div>"
    assert published(page(f"<h1>{TITLE}</h1>{line}", lang="fa"), url="") == "2025-03-08T09:30:00+00:00"
