"""The title: what a page's headings, its title element and its metadata agree on."""

from __future__ import annotations

import pytest
from gazette import PROSE, TITLE, ld, page, read


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
        "a logo with another name than the title element": page(
            f"<h1><a href='/'>Welcome to Valley News</a></h1><h2>{TITLE}</h2>",
            f"<title>{TITLE} - The News of the Valley</title>",
        ),
        "a lower heading and no mark before the site's name": page(
            f"<h4>About us</h4><h4>{TITLE}</h4>", f"<title>{TITLE}, The Gazette</title>"
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


def test_a_line_called_the_title_tells_where_the_sites_name_begins_on_a_page_without_headings() -> None:
    body = f"<table><tr><td><div class=news_title>{TITLE}</div></td></tr></table>"
    html = page(body, f"<title>{TITLE} - Lanka News</title>")
    assert read(html, url="https://gazette.example/9213.html").title == TITLE


def test_quotation_marks_do_not_part_a_title() -> None:
    quoted = "Le maire «assume» et «revendique» sa méthode"
    html = page(f"<h1>{quoted}</h1>", f"<title>{quoted} - Gazette</title><meta property=og:title content='{quoted}'>")
    assert read(html, url="https://gazette.example/le-maire-assume-et-revendique-sa-methode").title == quoted
    assert read(page("", "<title>Le « oui » de la mairie « Gazette</title>")).title == "Le « oui » de la mairie"


def test_a_blogs_name_over_a_post_is_no_title() -> None:
    post = "<h2><a href='/2013/02/bridges/' rel=bookmark>Seven bridges</a></h2>"
    html = page(
        f"<h1><a href='/blog/'>The River Watch</a></h1>{post}",
        "<title>The River Watch » Blog Archive » Seven bridges</title>",
    )
    assert read(html, url="https://rivers.example/2013/02/bridges/").title == "Seven bridges"


def test_a_posts_headline_over_the_name_of_its_site_stays_the_title() -> None:
    html = page(
        "<h1>Seven bridges and a ferry</h1><h2 class=site-title>The River Watch</h2>",
        "<title>Seven bridges and a ferry – The River Watch</title>",
    )
    assert read(html, url="https://rivers.example/2013/02/7/").title == "Seven bridges and a ferry"


def test_a_long_title_in_a_script_without_spaces_beats_the_logo() -> None:
    title = "สภาเมืองลงมติให้คงสะพานเก่าไว้"
    html = page(
        f"<div id=website-logo><h1><a href='/node'>ข่าวสะพาน</a></h1></div><h1>{title}</h1>",
        f"<title>{title} | ข่าวสะพาน</title>",
        lang="th",
    )
    assert read(html, url="https://gazette.example/node/80642").title == title


def test_a_logo_as_first_heading_is_no_title_where_the_title_element_begins_with_it() -> None:
    body = f"<h1><a href=/>Notebook</a></h1><h1>{TITLE}</h1>"
    html = page(body, f"<title>Notebook: {TITLE}</title>")
    assert read(html, url="https://notes.example/archives/2562").title == TITLE


def test_a_headline_beside_the_sites_name_in_the_title_element_is_no_logo() -> None:
    body = f"<h1><a href=/>The Gazette</a></h1><h1>{TITLE}</h1><h1>Jane Doe</h1>"
    assert read(page(body, f"<title>{TITLE} | The Gazette</title>")).title == TITLE


@pytest.mark.parametrize(
    "html",
    [
        page(
            f"<div><h1><a href='https://gazette.example/'>Margins</a></h1></div><h2><a href=/x>{TITLE}</a></h2>",
            f"<title>Margins &raquo; Blog Archive &raquo; {TITLE}</title>",
        ),
        page(
            f"<h1>Old stones of Perche</h1><h2 class=t>{TITLE}</h2>", f"<title>{TITLE} - Old stones of Perche</title>"
        ),
        page(f"<h1>Northern tea</h1><h2 class=subject>{TITLE}</h2>", f"<title>ada_m: {TITLE}</title>"),
    ],
)
def test_under_a_banner_the_lower_heading_that_the_title_element_has_is_the_headline(html: str) -> None:
    assert read(html, url="https://gazette.example/48213.html").title == TITLE


@pytest.mark.parametrize(
    "html",
    [
        page(f"<div><h2>Office for Bridges</h2></div><h1>{TITLE}</h1>", f"<title>{TITLE} | Office for Bridges</title>"),
        page(f"<h1>{TITLE}</h1><h3>Ada Miller</h3>", f"<title>{TITLE} – Ada Miller – Platform</title>"),
        page(
            f"<div><h2><a href=/>Office for Bridges</a></h2></div><h1>{TITLE}</h1>", "<title>Office for Bridges</title>"
        ),
    ],
)
def test_a_lower_heading_with_the_name_of_a_site_or_an_author_is_no_headline(html: str) -> None:
    assert read(html).title == TITLE


def test_an_address_spells_words_without_their_accents() -> None:
    head = "<title>Der Müller von Färö - Alte Mühlen</title>"
    html = page("<h1>Alte Mühlen</h1>", head, "de")
    assert read(html, url="https://site.example/2012/der-mueller-von-faeroe/").title == "Der Müller von Färö"
    assert read(html, url="https://site.example/2012/der-muller-von-faro/").title == "Der Müller von Färö"


def test_a_lower_heading_that_is_the_whole_title_element_needs_no_part_of_it() -> None:
    title = "wheel_gear: Progress Report"
    assert read(page(f"<h2>{title}</h2><h3>wheel_gear</h3>", f"<title>{title}</title>"), url="").title == title


def test_sections_of_an_entry_that_are_h1_make_no_rivals_to_its_headline() -> None:
    banner = "<header><h1 class=title><a href=/>Data Blog</a></h1></header>"
    entry = f"<h3 class='post-title entry-title'>{TITLE}</h3>{PROSE}<h1>The old bridge and the new</h1>{PROSE}"
    html = page(banner + entry, f"<title>Data Blog: {TITLE}</title>")
    assert read(html, url="https://data.example/2025/12/bridges.html").title == TITLE


def test_an_address_without_accents_speaks_for_the_title_that_has_them() -> None:
    kicker = "<h1>A halálos áldozatok száma egyre nő</h1>"
    title = "Újabb robbanások történtek Tiencsinben"
    html = page(f"{kicker}<p>{title}</p>", f"<title>{title} - kulfold.example</title>", lang="hu")
    assert read(html, url="https://kulfold.example/cikk/Ujabb_robbanasok_tortentek_Tiencsinben").title == title


def test_the_mark_of_a_headings_link_is_no_part_of_a_title() -> None:
    heading = '<h1>Pruning jobs<a class=headerlink href="#pruning-jobs">¶</a></h1>'
    assert read(page(heading, "<title>Pruning jobs - Orchard</title>"), url="").title == "Pruning jobs"


def test_a_title_element_that_breaks_off_yields_to_the_whole_title() -> None:
    head = (
        "<title>inkpot — On blue There was no word for it in half...</title><meta property=og:title content='On blue'>"
    )
    said = ld({"@type": "BlogPosting", "headline": "On blue"})
    html = page("<h1><a href=/>inkpot</a></h1><h2 class=title>On blue</h2>", head + said)
    assert read(html, url="").title == "On blue"
