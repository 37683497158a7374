"""What the programs of blogs and offices write around a story: where it is filed, the way back, what it costs."""

from __future__ import annotations

from datetime import date

import pytest

from cleaner.dom import parse
from cleaner.render import to_text
from cleaner.sanitize import sanitize
from cleaner.tidy import inner_html, tidy

PROSE = "The river rose for three days, and on the fourth the bridge at the mill was gone; nobody had seen it go."
STORY = f"<p>{PROSE}</p><p>{PROSE[::-1]}</p><p>{PROSE.upper()}</p>"


def text_of(markup: str) -> list[str]:
    """The lines of a story that are not prose, once it is tidy."""
    root = parse(f"<main>{markup}</main>")
    story = root.find(".//main")
    assert story is not None
    made = tidy(story, url="https://site.example/a", authors=("Ada Miller",), days=(date(2012, 2, 21),), language="de")
    lines = to_text(sanitize(inner_html(made))).split("\n")
    return [line for line in lines if line and line not in (PROSE, PROSE[::-1], PROSE.upper())]


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Tuesday, 21 February 2012 at 22:41 and is filed under <a href=/a>Film</a>. You can"
        " follow any responses to this entry through the <a href=/f>RSS 2.0</a> feed. You can leave a response, or"
        " <a href=/t>trackback</a> from your own site.",
        "Dieser Eintrag wurde veröffentlicht am Dienstag um 22:41 Uhr und ist abgelegt unter <a href=/a>Film</a>.",
        "Dieser Beitrag wurde unter <a href=/a>Film</a> veröffentlicht. Setze ein Lesezeichen auf den Permalink.",
        "Cette entrée a été publiée dans <a href=/a>Cinéma</a> par Ada. Vous pouvez la mettre en favoris.",
        "Ten wpis został opublikowany w kategorii <a href=/a>Film</a>.",
    ],
)
def test_the_line_that_says_where_an_entry_is_filed_is_left_out(line: str) -> None:
    assert text_of(f"{STORY}<p><small>{line}</small></p>") == []


def test_a_sentence_about_an_entry_stays() -> None:
    line = "Dieser Eintrag wurde am Montag von Hand geschrieben und nie gelesen."
    assert text_of(f"{STORY}<p>{line}</p>") == [line]


def test_the_last_line_that_says_who_posted_it_is_left_out() -> None:
    line = "<div>Geschrieben von <a href=/a>Ada Miller</a> in <a href=/s>Skripte</a> um 23:14 | Kommentare (4)</div>"
    heading = "<div>Trackbacks</div><div>Trackback für diesen Eintrag</div><h3>Kommentare</h3>"
    assert text_of(f"{STORY}{line}{heading}") == []
    assert len(text_of(f"{line}{STORY}")) == 1  # amid a page of many entries each may have one


def test_links_back_are_left_out() -> None:
    links = "<a href=/n>&lt;&lt; zurück zu den Berichten</a> | <a href=#top>nach oben</a>"
    assert text_of(f"{STORY}<p>{links}</p><div><a href=/l>&laquo; Back to the overview</a></div>") == []
    assert text_of(f"{STORY}<h3>Zurück zur Natur</h3><p>{PROSE}</p>") == ["Zurück zur Natur"]
    assert text_of(f"{STORY}<p>Read <a href=/b>Back to Black</a> again</p>") == ["Read Back to Black again"]


@pytest.mark.parametrize(
    "rating", ["4.8 von 26 Bewertungen", "Recipe rating: 4.7 from 12 votes", "4.9 from 120 reviews", "Rate this recipe"]
)
def test_how_a_recipe_was_rated_is_left_out(rating: str) -> None:
    assert text_of(f"{STORY}<div>{rating}</div><ul><li>250 g red lentils</li></ul>") == ["250 g red lentils"]


def test_orders_to_buy_are_left_out_however_many_there_are() -> None:
    button = "<a class=et_pb_button href=//s.example/{0} rel=sponsored>Stove {0} bei Amazon ansehen*</a>"
    other = "<a class=btn href=//b.example/{0}>Preis bei Bergzeit prüfen*</a>"
    boxes = "".join(f"<h2>Stove {n}</h2><p>{PROSE}</p><div>{(button + other).format(n)}</div>" for n in "123")
    assert text_of(boxes) == ["Stove 1", "Stove 2", "Stove 3"]
    assert text_of(f"{STORY}<p><a href=//s.example/9 rel=sponsored>Stove 9</a></p>") == ["Stove 9"]


@pytest.mark.parametrize(
    "line",
    [
        "<h2 class=date-header>Dienstag, 21. Februar 2012</h2>",
        "<p>21.02.2012 19:45 von Ada Miller (Kommentare: 2)</p>",
        "<p>Dienstag 21. Februar 2012 11:20 Alter: 3 Tage</p>",
        "<p>21. 02. 2012 9:26 Rubrika: Praha Přečteno 1842krát</p>",
    ],
)
def test_a_line_of_date_author_and_counts_above_a_story_is_left_out(line: str) -> None:
    assert text_of(f"{line}{STORY}") == []


def test_a_heading_that_says_more_than_the_date_stays() -> None:
    line = "Was am 21. Februar 2012 an der Brücke geschah"
    assert text_of(f"<h2>{line}</h2>{STORY}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "If you enjoyed this article, please consider <a href=/feed/>subscribing to the feed</a> to have more of them.",
        "Wenn dir der Beitrag gefallen hat, kannst du mein Blog per <a href=/feed/>RSS abonnieren</a>.",
    ],
)
def test_a_last_line_for_those_who_liked_it_is_left_out(line: str) -> None:
    assert text_of(f"{STORY}<p><b>{line}</b></p>") == []
    assert len(text_of(f"<p>{line}</p>{STORY}{STORY}")) == 1


def test_what_the_owner_of_a_page_says_of_copying_and_citing_it_is_left_out() -> None:
    rights = (
        "<p>© 2023 Science Daily Network</p>"
        "<p>Citation: The bridge at the mill (2023, December 22) retrieved 24 December 2023 from https://site.example/x</p>"
        "<p>This document is subject to copyright. Apart from any fair dealing for the purpose of private study or"
        " research, no part may be reproduced without the written permission. The content is provided for information"
        " purposes only.</p>"
    )
    pixel = "<noscript><div style=display:none><img src=//count.example/p.gif height=1 width=1></div></noscript>"
    assert text_of(STORY + rights + pixel) == []
    assert text_of(f"<p>© 2023 Science Daily Network</p>{STORY}") == ["© 2023 Science Daily Network"]
