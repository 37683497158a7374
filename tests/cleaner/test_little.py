"""Posts that say next to nothing: a line, a picture, a film."""

from __future__ import annotations

import pytest

from cleaner import clean

URL = "https://site.example/2025/post.html"
MENU = "<nav><a href=/>Home</a> <a href=/about>About</a><img src=/comics/socks.png></nav>"
FOOT = "<footer><p>Drawn on envelopes.</p><iframe src=https://www.youtube.com/embed/AbCdEfGhIjK></iframe></footer>"


def page(body: str, head: str = "") -> str:
    return f"<html lang=en><head><title>Juno Hale</title>{head}</head><body>{body}</body></html>"


def test_a_post_of_two_words_is_what_the_page_calls_its_content() -> None:
    post = "<article class=h-entry><div class=e-content><p>Snow again.</p></div></article>"
    assert clean(page(post), URL).html == "<p>Snow again.</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<p>Snow again.</p>",
        "<div class=e-content><a href=/>Snow again</a></div>",
    ],
)
def test_what_nothing_calls_a_post_is_none(body: str) -> None:
    assert clean(page(body), URL).html == ""


def test_a_comic_is_its_picture() -> None:
    own = '<meta property="og:image" content="https://site.example/comics/socks.png">'
    comic = "<div id=comic><img src=/comics/socks.png alt=Socks></div><a rel=prev href=/1>Prev</a>"
    assert clean(page(MENU + comic + FOOT, own), URL).html == (
        '<p><img src="https://site.example/comics/socks.png" alt="Socks"></p>'
    )


def test_a_film_is_its_player() -> None:
    film = "<div id=film><iframe src=https://www.youtube.com/embed/LmNoPqRsTuV></iframe></div>"
    html = clean(page(MENU + film + FOOT), URL).html
    assert "LmNoPqRsTuV" in html and "AbCdEfGhIjK" not in html


def test_a_picture_with_a_line_below_keeps_the_picture_among_its_notes() -> None:
    notes = "<ol>" + "<li>mothwing liked this</li>" * 9 + "</ol>"
    caption = "<div class=caption><p>The last bus of the week, upper deck, everyone asleep but the moths.</p></div>"
    post = f"<article><div><a href=/image/7><img src=/bus_500.jpg></a></div>{caption}{notes}</article>"
    assert '<img src="https://site.example/bus_500.jpg"' in clean(page(MENU + post), URL).html


def test_an_essay_in_pictures_is_the_pages_only_article() -> None:
    post = "<article><h2>Dawn</h2><img src=/dawn.jpg><h2>Dusk</h2><img src=/dusk.jpg></article>"
    html = clean(page(MENU + post + FOOT), URL).html
    assert "Dawn" in html and "https://site.example/dusk.jpg" in html
    assert clean(page(MENU + post + post + FOOT), URL).html == ""
