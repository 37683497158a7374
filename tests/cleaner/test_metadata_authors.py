"""Who wrote a page: people, and nobody else."""

from __future__ import annotations

import pytest
from gazette import PROSE, TITLE, authors, ld, page, read

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
        ("Reporting by Jane Doe in Kyiv; Editing by John Roe", ("Jane Doe",)),
        ("Editing by John Roe", ()),
        ("View all posts by Jane Doe", ("Jane Doe",)),
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
        ("Photos and Story By Jane Doe", ("Jane Doe",)),
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


def test_a_name_above_a_job_at_the_headline_is_the_authors() -> None:
    assert authors(page(f"<h1>{TITLE}</h1><div>Jane Doe</div><div>Co-Founder &amp; Marketing Director</div>")) == (
        "Jane Doe",
    )
    assert authors(page(f"<h1>{TITLE}</h1><h2>Garden Courses</h2><h2>Editor Basics</h2>")) == ()


def test_a_button_makes_no_name_of_the_line_above_it() -> None:
    assert authors(page(f"<h1>{TITLE}</h1><p>Available Anytime</p><div>Sign in to course</div>")) == ()


def test_a_book_by_somebody_in_a_heading_is_no_byline() -> None:
    head = "<meta name=author content='Jane Doe'>"
    assert authors(page(f"<h1>{TITLE}</h1><h2>The Devils by John Roe (May 13th)</h2>", head)) == ("Jane Doe",)


def test_a_label_may_stand_on_a_line_of_its_own() -> None:
    assert authors(page(f"<h1>{TITLE}</h1><h3>Author</h3><p>Jane Doe</p>")) == ("Jane Doe",)
    assert authors(page(f"<h1>{TITLE}</h1><h3>Author</h3><p>See all of the news</p>")) == ()
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


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Écrit par", "Escrito por", "Autor", "執筆者"])
def test_a_cards_row_names_the_author_where_its_label_says_so(label: str) -> None:
    rows = "<meta name=twitter:label{} content='{}'><meta name=twitter:data{} content='{}'>"
    assert authors(page("", rows.format(1, label, 1, "Jane Doe"))) == ("Jane Doe",)
    assert authors(page("", rows.format(2, label, 2, "Jane Doe"))) == ("Jane Doe",)
    assert authors(page("", rows.format(1, "Est. reading time", 1, "Six minutes"))) == ()


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


@pytest.mark.parametrize("name", ["Ann B.", "Robert Downie Jr.", "J. R. R. Toller"])
def test_the_point_after_an_initial_is_the_names_and_after_a_byline_it_is_not(name: str) -> None:
    assert authors(page("", f"<meta name=author content='{name}'>")) == (name,)
    assert authors(page("", "<meta name=author content='By Ann Field.'>")) == ("Ann Field",)


def test_a_footer_of_the_headline_names_the_author() -> None:
    footer = (
        "<div class=footer><p>5 March 2024 Von <span itemprop=author><span itemprop=name>Ida Berg</span></span></p>"
    )
    item = f"<div itemscope itemtype='http://schema.org/Article'><h1>{TITLE}</h1>{footer}</div></div>"
    assert authors(page(item)) == ("Ida Berg",)
    assert authors(page(f"<h1>{TITLE}</h1><div class=footer><i itemprop=author>Ida Berg</i></div>")) == ()


def test_the_accounts_that_systems_come_with_are_nobody() -> None:
    line = "<dl><dd class=createdby>Written by <span itemprop=author>Jane Doe</span></dd></dl>"
    assert authors(page(f"<h1>{TITLE}</h1>{line}", "<meta name=author content='Super User'>")) == ("Jane Doe",)
    assert authors(page(f"<h1>{TITLE}</h1>", "<meta name=author content='Super User'>")) == ()


def test_what_a_label_before_a_name_says_of_the_page_is_no_part_of_it() -> None:
    assert authors(page(f"<h1>{TITLE}</h1><p class=author>[有料会員記事] 早坂美緒</p>", lang="ja")) == ("早坂美緒",)


def test_a_name_with_its_initials_is_no_handle() -> None:
    for name in ("Б.Сарнай", "J.K.Rowling"):
        line = f"<p><a href=/author/9>{name}</a> <span>5 March 2024</span></p>"
        assert authors(page(f"<h1>{TITLE}</h1>{line}")) == (name,)
    assert authors(page(f"<h1>{TITLE}</h1><p>By jane.doe</p>")) == ()


def test_what_the_next_label_of_a_line_says_is_no_part_of_the_name() -> None:
    line = "2024-03-05 08:16:35 来源：江南日报 作者：王小明 责任编辑：周萍"
    assert authors(page(f"<h1>{TITLE}</h1><p>{line}</p>", lang="zh")) == ("王小明",)
    assert authors(page(f"<h1>{TITLE}</h1><p>By Jane Doe Photo: John Roe</p>")) == ("Jane Doe",)


def test_the_sites_name_beside_an_authors_is_left_out() -> None:
    head = f"<title>{TITLE} - The Courier</title>"
    assert authors(page(f"<h1>{TITLE}</h1><p class=byline>Jane Doe / The Courier</p>", head)) == ("Jane Doe",)


def test_who_took_the_picture_is_not_the_author_whatever_the_class_says() -> None:
    box = f"<h1>{TITLE}</h1><p>5 March 2024</p><img src=a.jpg><div class=foto-autors>Photo: E. Ozola/LETA</div>"
    assert authors(page(box)) == ()


def test_a_name_may_be_one_of_the_pieces_of_the_line_with_the_date() -> None:
    line = "<div><span>The Courier</span><span>Yann LE GOFF.</span><span>Published 5 March 2024 at 7:15</span></div>"
    assert authors(page(f"<h1>{TITLE}</h1>{line}<p>It is for the le and the la of it.")) == ("Yann LE GOFF",)


def test_a_publisher_that_is_called_after_the_site_is_not_who_wrote() -> None:
    head = "<meta property=og:site_name content='La Gaceta'><meta name=author content='Ediciones La Gaceta'>"
    byline = "<p><a rel=author href='/ana-ruiz'>Ana Ruiz</a></p>"
    assert authors(page(f"<h1>{TITLE}</h1>{byline}", head)) == ("Ana Ruiz",)


def test_the_paper_that_the_address_is_called_after_is_no_second_author() -> None:
    head = "<meta name=author content='Jane Doe, Daily Bridge'>"
    found = read(page(f"<h1>{TITLE}</h1>", head), url="https://www.dailybridge.example/story/1")
    assert found.authors == ("Jane Doe",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe Senior Washington Correspondent", ("Jane Doe",)),
        ("By Jane Doe, Former Deputy Tech Editor", ("Jane Doe",)),
        ("Par Jeanne Dupont, Luc Martin Envoyés spéciaux à Toulouse", ("Jeanne Dupont", "Luc Martin")),
        ("【作者: 张小明 】", ("张小明",)),
    ],
)
def test_what_a_byline_says_of_its_people_is_no_part_of_their_names(byline: str, names: tuple[str, ...]) -> None:
    assert authors(page(f"<h1>{TITLE}</h1><div class=byline>{byline}</div>")) == names


@pytest.mark.parametrize(
    "line",
    [
        "<div class=post__byline><cite>By Jane Doe</cite><span>5 minute Read</span></div>",
        "<div><a href=/people/jane-doe/>Jane Doe</a><span>, <a href=https://social.example/jd>@janedoe</a></span></div>",
    ],
)
def test_what_stands_beside_a_name_in_a_byline_does_not_hide_it(line: str) -> None:
    assert authors(page(f"<h1>{TITLE}</h1>{line}")) == ("Jane Doe",)


def test_a_japanese_byline_may_have_a_dot_after_its_label() -> None:
    html = page("<h1>市議会が古い橋を残す</h1><p class=author>文●山田太郎／公報編集部</p>", lang="ja")
    assert authors(html)[:1] == ("山田太郎",)


def test_a_link_to_the_pages_of_reporters_is_nobodys_name() -> None:
    html = page(
        "<h1>市議会が古い橋を残す</h1><p>本文</p><ul><li><a class=author href=/r>記者ページ</a></ul>", lang="ja"
    )
    assert authors(html) == ()


def test_who_drew_the_pictures_is_no_author() -> None:
    credit = "<p>By <a rel=author href=/a>Jane Doe</a></p><p>Illustration by <a rel=author href=/b>John Roe</a></p>"
    assert authors(page(f"<h1>{TITLE}</h1>{credit}")) == ("Jane Doe",)


def test_an_update_is_nobodys_name() -> None:
    assert authors(page(f"<h1>{TITLE}</h1><div>First Posted : November 19, 2018</div><div>Last Update</div>")) == ()


def test_a_byline_stands_below_the_headline_even_where_the_only_h1_is_the_sites_name() -> None:
    body = f"<h1>Notebook of a bank</h1><ul><li>Archive</li></ul><h3>{TITLE}</h3><p>By Jane Doe</p>"
    assert authors(page(body, f"<title>{TITLE}</title>")) == ("Jane Doe",)


def test_a_name_after_the_date_on_its_line_is_the_authors() -> None:
    line = "<div><span class=submitted>Tue, 2009-05-19 14:30 &mdash; Fiona Carrick</span></div>"
    head = f"<title>{TITLE} | The Gazette</title>"
    html = page(f"<h1><a href=/>The Gazette</a></h1><h2 class=with-tabs>{TITLE}</h2>{line}", head)
    assert authors(html) == ("Fiona Carrick",)
    assert str(read(html).published)[:16] == "2009-05-19 14:30"


def test_a_first_name_in_the_metadata_is_completed_by_the_byline() -> None:
    head = "<meta name=author content=Mathilde>"
    byline = "<p>Par Mathilde Roquebrune, dimanche 5 octobre 2008</p>"
    assert authors(page(f"<h1>{TITLE}</h1>{byline}", head, "fr")) == ("Mathilde Roquebrune",)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("von <a href=/m>klarabell</a> um 21:17 | in: <a href=/t>verse</a>", "klarabell"),
        (
            "Geschrieben von <a href=/a>Ruben Haase</a> in <a href=/s>Skripte</a> um 23:14 | Kommentare (4)",
            "Ruben Haase",
        ),
        ("Автор: <b>severny_chai</b>", "severny_chai"),
    ],
)
def test_the_line_below_an_entry_names_its_author(line: str, name: str) -> None:
    html = f"<html lang=de><body><h3>{TITLE}</h3>{PROSE}<div class=blog_entryFooter>{line}</div></body></html>"
    assert authors(html.replace("<h3>", "<h1>").replace("</h3>", "</h1>")) == (name,)


def test_the_name_of_a_blog_of_one_person_is_no_author() -> None:
    logo = "<header><a class=site-title rel=author href=/>Notes on terminals and trees</a></header>"
    person = "<p><span itemprop=author><span itemprop=name>Niilo Salmela</span></span></p>"
    assert authors(page(f"{logo}<h1>{TITLE}</h1>{person}")) == ("Niilo Salmela",)


def test_a_curator_is_no_second_author() -> None:
    line = "<dl><dt>Words by</dt><dd>Winifred Achebe, Assistant Curator</dd></dl>"
    assert authors(page(f"<h1>{TITLE}</h1>{line}")) == ("Winifred Achebe",)


@pytest.mark.parametrize(
    "line",
    [
        "Freitag, 16. November 2012 &middot; Ines Paulsen &middot; <a href=#c>2 Kommentare</a>",
        "vendredi, 16 novembre 2012 &middot; Ines Paulsen",
        "Pubblicato da <span>Ines Paulsen</span> a 18:22",
        "Opublikowane przez Ines Paulsen",
    ],
)
def test_the_line_below_the_title_names_the_author_in_any_language(line: str) -> None:
    assert authors(page(f"<h1>{TITLE}</h1><div class=info>{line}</div>", lang="de")) == ("Ines Paulsen",)


def test_a_label_beside_the_date_is_no_name() -> None:
    box = "<div><small>Data:</small><p>14 giugno 2022</p></div><div><small>Tempo di lettura:</small><p>2 min</p></div>"
    assert authors(page(f"<h1>{TITLE}</h1>{box}", lang="it")) == ()


def test_neither_who_is_on_a_picture_nor_the_site_is_the_author() -> None:
    caption = "<div class=caption><div>Landrat Ebert (links) bei der Probefahrt</div></div>"
    assert authors(page(f"<h1>{TITLE}</h1><p>28.08.2014</p>{caption}", lang="de")) == ()
    brand = "<header><a href=/>Zielona Dolina</a></header><p>27.06.2018</p>"
    assert authors(page(f"{brand}<h1>{TITLE}</h1>", f"<title>{TITLE} - Zielona Dolina</title>", "pl")) == ()


def test_the_section_that_stands_beside_the_date_is_nobody() -> None:
    menu = "<nav><ul><li><a href=/nk>North Korea</a></ul></nav>"
    line = "<div><strong><a href=/{}>{}</a></strong> <span>09:31 August 20, 2019</span></div>"
    assert authors(page(f"{menu}<h1>{TITLE}</h1>{line.format('nk', 'North Korea')}")) == ()
    assert authors(page(f"{menu}<h1>{TITLE}</h1>{line.format('jd', 'Jane Doe')}")) == ("Jane Doe",)


def test_what_a_box_ends_with_stands_not_beside_the_date_at_its_beginning() -> None:
    lines = "".join(f"<p>ข่าว {place}</p>" for place in range(40))
    box = f"<div>Submitted on 5 March 2024{lines}<div>การเมือง สิทธิมนุษยชน</div></div>"
    assert authors(page(f"<h1>{TITLE}</h1>{box}", lang="th")) == ()


def test_a_table_of_facts_says_who_wrote_what_the_page_is_about() -> None:
    facts = "<table><tr><th>Written by<td>Jane Doe<tr><th>Studio<td>AIC</table>"
    assert authors(page(f"<h1>{TITLE}</h1>{facts}")) == ()


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
        ("<div>March 1, 2022 · 3 min · Jo Perret | <a href=/e>Suggest Changes</a></div>", ("Jo Perret",)),
        ("<em class=journalist_name>김서연 기자</em>", ("김서연",)),
    ],
)
def test_authors_are_found_where_programs_put_them(markup: str, names: tuple[str, ...]) -> None:
    assert authors(page(f"<h1>{TITLE}</h1>{markup}")) == names


def test_a_paper_is_no_author_where_its_reporter_is_named() -> None:
    head = "<meta property=og:article:author content='바다일보 | 네이버'>"
    assert authors(page("<h1>얼음 장수</h1><em class=journalist_name>김서연 기자</em>", head)) == ("김서연",)


def test_the_footer_of_anothers_article_names_no_author_of_this_one() -> None:
    other = (
        "<article><p>Robin Vos</p><footer class=item__footer>By Vanessa Swales • December 22, 2023</footer></article>"
    )
    html = page(f"<h1>{TITLE}</h1><p>5 March 2024</p>{other}", "<meta name=author content='Madison Czopek'>")
    assert read(html).authors == ("Madison Czopek",)
