"""What a page says about itself, from sources that agree, contradict each other, or are broken."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.metadata import Metadata, read_metadata
from cleaner.model import Rules, Wall
from cleaner.walls import find_wall

URL = "https://gazette.example/2024/03/05/council-votes-to-keep-the-old-bridge/"
NOW = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)
PROSE = "<p>" + "The council met on Tuesday and voted, after four hours, to keep the bridge where it is. " * 6 + "</p>"


def read(html: str, *, url: str = URL, now: datetime | None = None, **rules: Any) -> Metadata:
    return read_metadata(parse(html), url=url, rules=Rules(**rules), now=now)


def page(body: str, head: str = "", lang: str = "en-GB") -> str:
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{body}{PROSE}</body></html>"


def ld(*values: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


# --- title ---------------------------------------------------------------------------------------------------------

TITLE = "Council votes to keep the old bridge"


@pytest.mark.parametrize(
    "html",
    {
        "site name after a bar": page(f"<h1>{TITLE}</h1>", f"<title>{TITLE} | The Gazette</title>"),
        "site name before a dash": page(f"<h1>{TITLE}</h1>", f"<title>The Gazette - {TITLE}</title>"),
        "no heading": page(
            "", f"<title>{TITLE} - The Gazette</title><meta property=og:site_name content='The Gazette'>"
        ),
        "the site's name as first heading": page(
            f"<h1>The Gazette</h1><h1>{TITLE}</h1>",
            f"<title>{TITLE} | The Gazette</title><meta property=og:title content='{TITLE}'>",
        ),
        "a heading for the menu": page(
            f"<h1>Menu</h1><div><h1>{TITLE}</h1></div>", f"<title>{TITLE} - Gazette</title>"
        ),
        "a heading left empty": page("<h1></h1>", f"<title>{TITLE}</title>"),
        "a kicker inside the heading": page(
            f"<h1><span>Politics</span> <span>{TITLE}</span></h1>",
            f"<title>{TITLE} | The Gazette</title><meta property=og:title content='{TITLE}'>",
        ),
        "a logo as the only heading": page(
            f"<div><h1><a href='https://gazette.example/'>Valley News</a></h1></div><h2 class=post-title>{TITLE}</h2>",
            f"<title>{TITLE} – from the valley</title>",
        ),
        "a menu's heading": page(
            f"<nav><h1>Open the menu of sections</h1></nav><h1>{TITLE}</h1>", f"<title>{TITLE} - Gazette</title>"
        ),
        "the site's section in the title": page(
            f"<h1>{TITLE}</h1>", f"<title>{TITLE} | Politics | gazette.example</title>"
        ),
        "an icon's title": page(f"<svg><title>Search</title></svg><h1>{TITLE}</h1>", f"<title>{TITLE}</title>"),
        "json-ld alone": page("", ld({"@type": "NewsArticle", "headline": TITLE})),
        "escaped twice in the metadata": page("", f"<meta property=og:title content='{TITLE}&amp;#8203;'>"),
    }.values(),
)
def test_the_title_is_what_the_sources_agree_on(html: str) -> None:
    assert read(html).title == TITLE


def test_a_title_keeps_the_pages_own_spelling_of_the_heading() -> None:
    html = page(
        "<h1>“Keep it,” says the council’s chair</h1>", '<title>"Keep it," says the council\'s chair | G</title>'
    )
    assert read(html).title == "“Keep it,” says the council’s chair"


def test_a_heading_in_capitals_is_spelled_as_the_metadata_have_it() -> None:
    assert read(page(f"<h1>{TITLE.upper()}</h1>", f"<title>{TITLE} | The Gazette</title>")).title == TITLE
    assert read(page("<h1>NATO</h1>", "<title>NATO</title>")).title == "NATO"


def test_a_part_of_the_title_that_belongs_to_it_stays() -> None:
    title = "Bridges: a love story - part two"
    assert read(page(f"<h1>{title}</h1>", f"<title>{title}</title>")).title == title


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("&lt;script&gt; in HTML5 explained", "<script> in HTML5 explained"),
        ("Tom &amp;amp; Jerry", "Tom &amp; Jerry"),
        ("  many \n\t spaces  ", "many spaces"),
        ("\u202egnp.exe", "gnp.exe"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        (
            "\u0645\u0642\u0627\u0644 123 \u05e9\u05dc\u05d5\u05dd",
            "\u0645\u0642\u0627\u0644 123 \u05e9\u05dc\u05d5\u05dd",
        ),
    ],
)
def test_a_title_is_plain_text(heading: str, title: str) -> None:
    assert read(page(f"<h1>{heading}</h1>"), url="").title == title


@pytest.mark.parametrize("title", ["", "\u200b\u200b", " "])
def test_a_title_that_cannot_be_seen_is_none(title: str) -> None:
    assert read(page(f"<h1>{title}</h1>", f"<title>{title}</title>"), url="").title is None


def test_a_chinese_title_is_cut_at_its_own_separators() -> None:
    html = page("<h1>市议会决定保留旧桥</h1>", "<title>市议会决定保留旧桥_新闻中心_公报</title>", lang="zh-CN")
    assert read(html, url="https://gongbao.example/a/1.html").title == "市议会决定保留旧桥"


# --- dates ---------------------------------------------------------------------------------------------------------


def published(html: str, **options: Any) -> str | None:
    found = read(html, **options).published
    return found.isoformat() if found else None


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


@pytest.mark.parametrize("address", ["/2024/1234/a", "/2024/best-of/05/a", "/12024/03/05/a", "/2024/03/"])
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


# --- authors -------------------------------------------------------------------------------------------------------


def authors(html: str, **rules: Any) -> tuple[str, ...]:
    return read(html, **rules).authors


PERSON = {"@type": "Person", "name": "Jane Doe"}


@pytest.mark.parametrize(
    "said",
    [
        "Jane Doe",
        "By Jane Doe",
        PERSON,
        [PERSON],
        {"@type": ["Person"], "givenName": "Jane", "familyName": "Doe"},
        [{"name": None}, PERSON, {"@type": "Person", "name": "jane doe"}],
        [PERSON, {"@type": "Organization", "name": "The Gazette"}],
        "Jane Doe, Staff Writer",
        "Jane Doe | The Gazette",
        "Jane Doe <jane@gazette.example>",
        "Jane Doe (@janedoe)",
        "Jane Doe, MD, PhD",
        "Jane Doe &amp; Admin",
    ],
)
def test_json_ld_authors_are_names(said: object) -> None:
    assert authors(page("<h1>A</h1>", ld({"@type": "Article", "author": said}))) == ("Jane Doe",)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Santiago Ramón y Cajal", ("Santiago Ramón y Cajal",)),
        ("Ana Ruiz y José Paz", ("Ana Ruiz", "José Paz")),
        ("Di Stefano", ("Di Stefano",)),
        ("Jane, John and Jill", ("Jane", "John", "Jill")),
        ("URSULA VON DER LEYEN", ("URSULA VON DER LEYEN",)),
        ("Нина Петрова и Иван Иванов", ("Нина Петрова", "Иван Иванов")),
        ("山田太郎、鈴木花子", ("山田太郎", "鈴木花子")),
        ("محمد علي", ("محمد علي",)),
        ("Reporter, Jane Doe", ("Jane Doe",)),
        (", The Gazette", ()),
        ("https://gazette.example/jane", ()),
        ("Admin", ()),
        ("Redaktion", ("Redaktion",)),
        ("Gazette staff", ("Gazette staff",)),
        ("By News Desk | 5 March", ("News Desk",)),
        ("Senior Reporter", ()),
        ("undefined", ()),
        ({"@type": "Organization", "name": "The Gazette"}, ("The Gazette",)),
        ([PERSON, {"@type": "Organization", "name": "The Gazette"}], ("Jane Doe",)),
        ("Jane Doe, Home and Garden Expert & John Roe", ("Jane Doe", "John Roe")),
    ],
)
def test_names_of_many_kinds(said: object, names: tuple[str, ...]) -> None:
    assert authors(page("<h1>A</h1>", ld({"@type": "Article", "author": said}))) == names


def test_a_catalogues_names_are_turned_round() -> None:
    head = "<meta name=citation_author content='Roy, Aniruddha'><meta name=citation_author content='Patel, Jyoti'>"
    assert authors(page("<h1>A</h1>", head)) == ("Aniruddha Roy", "Jyoti Patel")


def test_a_forums_thread_is_by_who_began_it() -> None:
    posts = "".join(
        f"<div itemscope><span itemprop=author itemscope><b itemprop=name>{name}</b></span><p>Hello.</p></div>"
        for name in ("paul_b203", "Jane Doe", "Mad Reader")
    )
    assert authors(page(f"<h1>A</h1>{posts}")) == ("paul_b203",)


def test_an_author_may_be_a_reference_into_the_graph() -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Article", "headline": "A", "author": {"@id": "#/person/1"}},
            {"@type": "Person", "@id": "#/person/1", "name": "Jane Doe"},
            {"@type": "Person", "@id": "#/person/2", "name": "Someone Else"},
        ],
    }
    assert authors(page("<h1>A</h1>", ld(graph))) == ("Jane Doe",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("By Jane Doe, John Roe and Jill Poe", ("Jane Doe", "John Roe", "Jill Poe")),
        ("Von Anna Müller und Jörg Groß", ("Anna Müller", "Jörg Groß")),
        ("Par Anne Petit et Luc Grand", ("Anne Petit", "Luc Grand")),
        ("Por María Ruiz y José Paz", ("María Ruiz", "José Paz")),
        ("Di Anna Rossi e Luca Bianchi", ("Anna Rossi", "Luca Bianchi")),
        ("Written by Jane Doe on 5 March 2024", ("Jane Doe",)),
        ("5 March 2024 · By Jane Doe · 5 min read", ("Jane Doe",)),
        ("Jane Doe – 5 March 2024", ("Jane Doe",)),
        ("Автор: Анна Иванова", ("Анна Иванова",)),
        ("記者：王小明", ("王小明",)),
        ("By JANE DOE, Associated Press", ("JANE DOE",)),
        ("By Admin", ()),
        ("By Staff Writer", ()),
        ("Reviewed by Jane Doe", ()),
        ("Photo by Jane Doe", ()),
        ("by the sea", ()),
        ("@janedoe", ()),
        ("jane@gazette.example", ()),
    ],
)
def test_a_byline_under_the_title(byline: str, names: tuple[str, ...]) -> None:
    assert authors(page(f"<h1>{TITLE}</h1><div>{byline}</div>")) == names


def test_a_label_may_stand_on_a_line_of_its_own() -> None:
    assert authors(page(f"<h1>{TITLE}</h1><div>Written by</div><div>Jane Doe</div>")) == ("Jane Doe",)


def test_marked_authors_are_found_whatever_the_language() -> None:
    for body in (
        "<a rel=author href=/x>山田太郎</a>",
        "<span itemprop=author itemscope><span itemprop=name>山田太郎</span></span>",
    ):
        assert authors(page(f"<h1>A</h1>{body}")) == ("山田太郎",)


@pytest.mark.parametrize("name", ["yazar", "szerzo", "verfasser", "toimittaja", "penulis"])
def test_authors_are_found_by_class_names_in_other_languages(name: str) -> None:
    lines = f"<div><span>DHK</span><span class={name}>Nilgün Aksoy</span></div>"
    assert authors(page(f"<h1>A title</h1>{lines}")) == ("Nilgün Aksoy",)


def test_an_editors_label_is_no_part_of_the_name() -> None:
    assert authors(page("<h1>A title</h1><p class=author>责任编辑：王敏</p>")) == ("王敏",)


def test_the_lines_below_a_headline_may_be_called_its_nav() -> None:
    line = "<div class=news_nav><div>کد خبر: ۵۵۱۲۳</div><div>تاریخ انتشار: ۱۸ اسفند ۱۴۰۳ - ۰۹:۳۰</div></div>"
    published = read(page(f"<h1>{TITLE}</h1>{line}", lang="fa"), url="").published
    assert published is not None and published.isoformat() == "2025-03-08T09:30:00+00:00"


def test_teams_agencies_and_the_site_itself_are_authors_only_when_nobody_is() -> None:
    article = "<meta property=og:type content=article><meta property=og:site_name content='The Gazette'>"
    site, agency = (f"{article}<meta name=author content='{name}'>" for name in ("The Gazette", "Associated Press"))
    assert authors(page("<h1>A title</h1>", site)) == ("The Gazette",)
    assert authors(page("<h1>A title</h1><div>By Jane Doe</div>", site)) == ("Jane Doe",)
    assert authors(page("<h1>A title</h1><div>By Gazette Staff</div>", article)) == ("Gazette Staff",)
    assert authors(page("<h1>A title</h1><div>By Jane Doe</div>", agency)) == ("Jane Doe",)
    assert authors(page("<h1>A title</h1>", agency)) == ("Associated Press",)


def test_a_page_that_is_no_article_is_not_by_its_site() -> None:
    head = "<meta property=og:site_name content='The Gazette'><meta name=author content='The Gazette'>"
    assert authors(page("<h1>Our shop</h1>", head)) == ()


def test_who_stands_by_the_title_is_the_author_and_not_who_owns_the_account() -> None:
    said = ld({"@type": "Article", "author": {"@type": "Person", "name": "KatieS"}})
    assert authors(page("<h1>A title</h1><div>by Aoife O’Riordan</div><p>5 March 2024</p>", said)) == (
        "Aoife O’Riordan",
    )
    assert authors(page("<h1>A title</h1><div>By The Sea Side</div>" + "<p>the sea, a side</p>", said)) == ("KatieS",)


def test_after_a_byline_that_names_a_body_no_other_stories_writers_are_asked() -> None:
    body = (
        f"<h1>A title</h1><div>By Associated Press</div>{PROSE}<div>By Other Writer</div>"
        "<div><span class=author>Another Writer</span></div>"
    )
    assert authors(page(body)) == ("Associated Press",)


def test_sections_after_a_byline_are_no_authors() -> None:
    line = "<p>On 5 March 2024 By Jane Doe In Budget Travel, Travel Guides</p>"
    assert authors(page(f"<h1>A title</h1>{line}")) == ("Jane Doe",)


@pytest.mark.parametrize("line", ["Print Article", "Sign In", "I Accept", "Sort By", "Free Shipping"])
def test_buttons_under_the_title_are_no_authors(line: str) -> None:
    assert authors(page(f"<h1>A title</h1><p>{line}</p>"), url="https://gazette.example/") == ()


def test_a_weekday_is_no_author() -> None:
    assert authors(page("<h1>A title</h1><p class=author>Sat, 2 March 2024</p>")) == ()


def test_a_nickname_in_small_letters_may_follow_a_by() -> None:
    assert authors(page("<h1>A title</h1><p>by ibby | 5 March 2024</p>")) == ("ibby",)
    assert authors(page("<h1>A title</h1><p>by the sea</p>")) == ()


def test_a_blog_named_after_its_writer_is_written_by_them() -> None:
    head = "<meta property=og:site_name content='Jane Doe'><meta name=author content='Jane Doe'>"
    assert authors(page("<h1>A title</h1>", head)) == ("Jane Doe",)


def test_commenters_and_other_stories_writers_are_no_authors() -> None:
    body = (
        "<h1>A title</h1><article><p>Story.</p></article>"
        "<div class=comments><span class=author>Angry Reader</span> <a rel=author href=/u>Mad Reader</a></div>"
        "<div class=related><span class=byline>By Other Writer</span></div>"
    )
    assert authors(page(body)) == ()


# --- the rest ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=en>", "en"),
        ("<html lang=en_us>", "en-US"),
        ("<html lang=ZH-hans-cn>", "zh-Hans-CN"),
        ("<html xml:lang='pt-br'>", "pt-BR"),
        ("<html lang=en><meta property=og:locale content=en_GB>", "en-GB"),
        ("<html lang=de><meta property=og:locale content=en_US>", "de"),
        ("<html><meta http-equiv=content-language content='fr, en'>", "fr"),
        ("<html><meta name=language content=Deutsch>", "de"),
        ("<html lang=iw dir=rtl>", "he"),
        ("<html lang=und>", None),
        ("<html lang='{{ lang }}'>", None),
        ("<html>", None),
    ],
)
def test_the_language_is_what_the_page_says(html: str, language: str | None) -> None:
    assert read(html + "<body><p>Some words that would be easy to guess.</p>").language == language


def test_the_language_of_a_page_that_says_none_is_told_by_its_words() -> None:
    said = "On croit que l'ardoise craint la pluie, mais elle ne craint que le vent, et celui qui tourne sur le toit."
    found = read(f"<html><body><nav>Home About</nav><p>{said}</p>")
    assert (found.language, found.sources["language"]) == ("fr", "words")
    assert read(f"<html lang=de><body><p>{said}</p>").language == "de"


def test_the_sites_language_fills_in_for_a_page_that_says_none() -> None:
    assert read("<html><body><p>x</p>", language="nl").language == "nl"
    assert read("<html lang=fr><body><p>x</p>", language="nl").language == "fr"


def test_links_are_absolute_and_of_the_web() -> None:
    head = (
        "<base href=/b/><link rel=canonical href='../a?x=1'><meta property=og:image content='pic.jpg'>"
        "<link rel=image_src href='javascript:alert(1)'>"
    )
    found = read(page("<h1>A</h1>", head))
    assert found.canonical_url == "https://gazette.example/a?x=1"
    assert found.image == "https://gazette.example/b/pic.jpg"
    assert read(page("<h1>A</h1>", "<meta property=og:image content='javascript:alert(1)'>")).image is None


def test_a_logo_is_no_lead_image() -> None:
    head = "<meta property=og:image content='/static/logo.png'>" + ld({"@type": "Article", "image": {"url": "/p.jpg"}})
    assert read(page("<h1>A</h1>", head)).image == "https://gazette.example/p.jpg"


def test_summary_and_tags() -> None:
    head = (
        "<meta name=description content='All of &lt;b&gt;it&lt;/b&gt; in short'>"
        "<meta property=article:tag content=Bridges><meta property=article:tag content='Local news'>"
        "<meta property=article:tag content=Bridges>"
    )
    found = read(page("<h1>A</h1>", head))
    assert found.summary == "All of it in short"
    assert found.tags == ("Bridges", "Local news")


def test_what_the_publishing_system_notes_for_itself_is_no_tag() -> None:
    keywords = "Bridges, 105726154, Section:culture, category:news|world, @town, 1984, Viral: Kids, C#"
    found = read(page("<h1>A</h1>", f"<meta name=keywords content='{keywords}'>"))
    assert found.tags == ("Bridges", "1984", "Viral: Kids", "C#")


def test_enclosures_of_every_kind_each_once() -> None:
    said = {
        "@type": "PodcastEpisode",
        "duration": "PT1H2M3S",
        "associatedMedia": {"@type": "MediaObject", "contentUrl": "/e1.mp3", "contentSize": "24.5 MB"},
    }
    body = (
        "<audio controls src=/e1.mp3></audio><audio><source src=/e2.m4a type=audio/mp4></audio>"
        "<a href='https://cdn.example/e3.ogg?x=1'>Listen</a><picture><source srcset=/x.webp></picture>"
        "<div class=related-episodes><a href=/other.mp3>Other episode</a></div>"
    )
    first, second, third = read(page(f"<h1>A</h1>{body}", ld(said))).enclosures
    assert (first.url, first.type, first.length, first.duration) == (
        "https://gazette.example/e1.mp3", "audio/mpeg", 24_500_000, 3723,
    )  # fmt: skip
    assert (second.url, second.type) == ("https://gazette.example/e2.m4a", "audio/mp4")
    assert (third.url, third.type, third.title) == ("https://cdn.example/e3.ogg?x=1", "audio/ogg", "Listen")


def test_transcripts_and_chapters_go_with_the_first_recording() -> None:
    said = {
        "@type": "PodcastEpisode",
        "associatedMedia": {"@type": "AudioObject", "contentUrl": "/e1.mp3"},
        "transcript": "https://cdn.example/e1.txt",
        "audio": {"@type": "AudioObject", "transcript": "Good evening, said the pilot."},
        "video": {"caption": {"contentUrl": "/e1.de.srt", "inLanguage": "de", "encodingFormat": "text/srt"}},
    }
    body = (
        "<audio src=/e1.mp3><track kind=captions src=/e1.vtt srclang=en><track kind=chapters src=/c.vtt>"
        "<track kind=metadata src=/m.vtt></audio><a href=/e1/words hreflang=en-GB>Read the full transcript</a>"
        "<a href='#words'>Transcript</a><a href=/chapters/1.json>Chapters</a><a href=/about>Our transcript policy</a>"
        "<a href=/data.json>Data</a><div class=related-episodes><a href=/other>Transcript</a></div>"
    )
    (first,) = read(page(f"<h1>A</h1>{body}", ld(said))).enclosures
    site = "https://gazette.example"
    assert [(each.kind, each.url, each.type, each.language) for each in first.tracks] == [
        ("captions", f"{site}/e1.vtt", "text/vtt", "en"),
        ("transcript", "https://cdn.example/e1.txt", "text/plain", None),
        ("captions", f"{site}/e1.de.srt", "text/srt", "de"),
        ("transcript", f"{site}/e1/words", "text/html", "en-GB"),
        ("chapters", f"{site}/c.vtt", "text/vtt", None),
        ("chapters", f"{site}/chapters/1.json", "application/json+chapters", None),
    ]


@pytest.mark.parametrize("name", ["Transcript", "Episode transcript (PDF)", "Transkript", "文字起こし"])
def test_a_link_that_is_called_transcript_is_one(name: str) -> None:
    (first,) = read(page(f"<h1>A</h1><audio src=/e.mp3></audio><p><a href=/t.pdf>{name}</a></p>")).enclosures
    assert [(each.kind, each.type) for each in first.tracks] == [("transcript", "application/pdf")]


def test_a_page_without_a_recording_has_no_transcript_of_one() -> None:
    assert read(page("<h1>A</h1><p><a href=/speech>Transcript</a></p>")).enclosures == ()


def test_a_sites_own_selectors_say_where_transcript_and_chapters_are() -> None:
    body = (
        "<h1>A</h1><audio src=/e.mp3><track kind=captions src=/wrong.vtt></audio>"
        "<a class=t href=/t?id=5>Words</a><a class=c href=/c?id=5>Parts</a>"
    )
    (first,) = read(page(body), transcript=(".t",), chapters=(".c",)).enclosures
    assert [(each.kind, each.url) for each in first.tracks] == [
        ("transcript", "https://gazette.example/t?id=5"),
        ("chapters", "https://gazette.example/c?id=5"),
    ]


def test_rules_win_over_everything_that_is_found() -> None:
    head = ld({"@type": "Article", "headline": "Wrong", "author": "Wrong Person", "datePublished": "2020-01-01"})
    body = (
        "<h2 class=t>Right</h2><b class=a>By Jane Doe</b><i class=d>5 March 2024, 14:30</i>"
        "<img class=i src=/right.jpg><a class=m href=/right.mp3>Play</a>"
    )
    found = read(
        page(body, head), title=(".none", ".t"), author=(".a::text",), published=(".d",), image=(".i",), audio=(".m",)
    )  # fmt: skip
    assert (found.title, found.authors) == ("Right", ("Jane Doe",))
    assert found.published == datetime(2024, 3, 5, 14, 30, tzinfo=UTC)
    assert found.image == "https://gazette.example/right.jpg"
    assert [each.url for each in found.enclosures] == ["https://gazette.example/right.mp3"]
    assert {found.sources[name] for name in ("title", "authors", "published", "image", "enclosures")} == {"rule"}


# --- hostile -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    {
        "trailing commas": '{"@type":"Article","headline":"H","datePublished":"2024-03-05",}',
        "comments": '/* x */ {"@type":"Article", // y\n "datePublished":"2024-03-05"}',
        "html comment": '<!-- {"@type":"Article","datePublished":"2024-03-05"} -->',
        "cdata": '//<![CDATA[\n{"@type":"Article","datePublished":"2024-03-05"}\n//]]>',
        "line break in a string": '{"@type":"Article","headline":"a\nb","datePublished":"2024-03-05"}',
        "entities": "{&quot;@type&quot;:&quot;Article&quot;,&quot;datePublished&quot;:&quot;2024-03-05&quot;}",
        "two values": '{"@type":"WebSite"}{"@type":"Article","datePublished":"2024-03-05"}',
        "semicolon": '{"@type":"Article","datePublished":"2024-03-05"};',
        "list": '[{"@type":["Thing","NewsArticle"],"datePublished":["2024-03-05"]}]',
        "nested": '{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2024-03-05"}}',
        "bad escape": '{"@type":"Article","headline":"a\\\'b","datePublished":"2024-03-05"}',
    }.values(),
)
def test_broken_json_ld_is_read_as_far_as_it_goes(script: str) -> None:
    html = page("<h1>A</h1>", f'<script type="application/ld+json">{script}</script>')
    assert read(html, url="").published == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "script",
    [
        '{"a":[' * 50_000,
        "[" * 100_000 + "]" * 100_000,
        '{"@type":' * 3_000 + "1" + "}" * 3_000,
        '{"@graph":[' + ",".join('{"@type":"Article","author":"x"}' for _ in range(20_000)) + "]}",
        '{"@type":"Article","author":' + '{"author":' * 500 + "1" + "}" * 501,
        '{"@id":"a","@type":"Article","author":{"@id":"a"}}',
        "null", "0", '"x"', "{}", "[]", "", "{", '{"@type":null}',
        '{"@type":"Article","author":{"name":{"name":["x"]}}}',
        '{"@type":"Article","headline":{"@value":"x"},"author":[[["A B"]]],"image":[{"url":[]}],"datePublished":5}',
    ],
)  # fmt: skip
def test_no_json_ld_breaks_or_stalls_the_reading(script: str) -> None:
    found = read(page("<h1>A title</h1>", f'<script type="application/ld+json">{script}</script>'))
    assert found.title == "A title"


def test_related_articles_in_json_ld_are_not_the_page() -> None:
    said = {
        "@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-05",
        "relatedLink": [{"@type": "NewsArticle", "headline": "Other", "datePublished": "2024-03-04"}],
    }  # fmt: skip
    other = {"@type": "NewsArticle", "headline": "Another", "datePublished": "2024-03-03", "author": "Another One"}
    found = read(page(f"<h1>{TITLE}</h1>", f"<title>{TITLE}</title>" + ld(other, said)))
    assert found.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert found.title == TITLE


def test_every_hostile_page_has_metadata_or_none_but_no_crash(shared: Path) -> None:
    folder = shared / "corpus/hostile"
    for line in (folder / "cases.jsonl").read_text("ascii").splitlines():
        case = json.loads(line)
        if case["kind"] == "page" and "file" in case:
            text = decode((folder / case["file"]).read_bytes(), case["headers"].get("Content-Type", ""))
            found = read(text, url="https://site.example/dir/page.html")
            if title := case["must"].get("title"):
                assert found.title == title, case["id"]
            for value in (getattr(found, each.name) for each in fields(found)):
                assert not isinstance(value, str) or "\x00" not in value


SCRAPS = st.sampled_from(
    "<h1> </h1> <title> <time datetime='2024-03-05'> <p> By Jane_Doe, | 5_March_2024 2_hours_ago <a_rel=author> "
    "<meta_property=og:title_content='x'> <script_type='application/ld+json'>{\"@type\":\"Article\",</script> "
    "<div_class=byline> <span_itemprop=author> <svg> <base_href=//[> <html_lang=xx> <audio_src=a.mp3> © \x00 &amp; "
    "<link_rel=canonical_href='http://[::1'> <source_src=//x/y.ogg> <nav> <footer> مرحبا 二〇二四年三月五日 ".split()
).map(lambda scrap: scrap.replace("_", " "))


@settings(max_examples=150, deadline=None)
@given(st.lists(SCRAPS | st.text(max_size=20), max_size=30))
def test_any_page_gives_metadata(scraps: list[str]) -> None:
    root = parse("".join(scraps))
    found = read_metadata(root, url=URL, rules=Rules(), now=NOW)
    assert found.published is None or found.published.tzinfo is not None
    assert all(isinstance(name, str) and name for name in found.authors)
    assert find_wall(root, "") in (None, *get_args(Wall))


def test_a_title_without_end_is_shortened_and_takes_no_time() -> None:
    html = page(f"<h1>{'Tic ' * 500_000}</h1>" + f"<p>{'1/1/' * 200_000}</p>", f"<title>{'T' * 2_000_000}</title>")
    title = read(html, url="").title
    assert title is not None
    assert title.startswith("Tic Tic")
    assert len(title) <= 501
