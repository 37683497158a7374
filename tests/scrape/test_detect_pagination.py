"""Where a listing goes on."""

from __future__ import annotations

import pytest

from cleaner import parse
from feeds.scrape import find_next_page

URL = "https://paper.example/news"


def following(body: str, url: str = URL, head: str = "") -> str | None:
    return find_next_page(parse(f"<html><head>{head}</head><body>{body}</body></html>"), url)


def test_rel_next_is_believed_first() -> None:
    assert following("<a href='/news/page/9'>Older</a>", head="<link rel=next href='?page=2'>") == f"{URL}?page=2"
    assert following("<a rel='nofollow next' href='/news/page/2'>2</a>") == "https://paper.example/news/page/2"


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Older posts",
            "« Older Entries",
            "Next »",
            "Next page",
            "›",
            "Load more",
            "Nächste Seite",
            "Ältere Beiträge",
        ),
        *("Page suivante", "Siguiente", "Entradas antiguas", "Successiva", "Próxima página", "Volgende", "Następna"),
        *("Следующая", "下一页", "次へ", "もっと見る", "다음", "التالي"),
    ],
)
def test_the_word_for_it_is_known_in_many_languages(words: str) -> None:
    links = f"<a href='/about'>About</a> <a href='/news?page=2'>\n {words} </a>"
    assert following(links) == "https://paper.example/news?page=2"


def test_a_word_that_leads_elsewhere_is_no_next_page() -> None:
    assert following("<a href='/story/the-next'>Next</a>") is None
    assert following("<a href='/events'>Older</a>") is None


@pytest.mark.parametrize(
    ("here", "links", "expected"),
    [
        ("/news", "<b>1</b> <a href='/news?page=2'>2</a> <a href='/news?page=3'>3</a>", "/news?page=2"),
        ("/news?page=2", "<a href='/news'>1</a> <b>2</b> <a href='/news?page=3'>3</a>", "/news?page=3"),
        ("/news?page=3", "<a href='/news'>1</a> <a href='/news?page=2'>2</a> <b>3</b>", None),
        ("/board-f2.html", "<b>1</b> <a href='/board-f2-25.html'>2</a>", "/board-f2-25.html"),
        ("/list/1-10/all.html", "<b>1</b> <a href='/list/11-20/all.html'>2</a>", "/list/11-20/all.html"),
        ("/terms/22", "<a href='/terms/21'>21</a> <b>22</b> <a href='/terms/23'>23</a>", None),
    ],
)
def test_numbered_pages_are_counted_on(here: str, links: str, expected: str | None) -> None:
    base = "https://paper.example"
    assert following(links, base + here) == (base + expected if expected else None)


def test_another_domain_is_never_the_next_page() -> None:
    assert following("", head="<link rel=next href='https://partner.example/news?page=2'>") is None
    beside = "https://archive.paper.co.uk/news?page=2"
    assert following(f"<a href='{beside}'>Older</a>", "https://www.paper.co.uk/news") == beside


def test_a_page_that_is_its_own_next_page_ends_there() -> None:
    assert following("<a rel=next href='https://www.paper.example/news/?utm_source=pager#top'>Next</a>") is None


def test_a_named_pager_is_enough_where_the_link_is_a_picture() -> None:
    arrow = "<div class='pagination'><a class='next' href='/news?p=2'><img src='/arrow.svg'></a></div>"
    assert following(arrow) == "https://paper.example/news?p=2"
