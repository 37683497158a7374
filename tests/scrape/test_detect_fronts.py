"""Fronts: sections of different mark-up are one list; what is told twice or paid for is left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from feeds.scrape import find_items

URL = "https://courier.example/"
PLACES = "harbour council library bridge market school river train tower garden museum island ferry forest mill".split()
VERBS = "opens again|closes for the winter|gets a new roof|asks for more money|wins first prize|loses its keeper".split(
    "|"
)
TOPICS = "politics economy culture local science sport".split()


def headline(n: int) -> str:
    return f"The {PLACES[n % 15]} by the {PLACES[(n * 7 + 3) % 15]} {VERBS[n % 6]}"


class Desk:
    """Hands out stories, and remembers them."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self._numbers = count()

    def story(self, section: str) -> tuple[str, str]:
        n = next(self._numbers)
        self.told.append((f"{URL}{section}/{headline(n).lower().replace(' ', '-')}-{2000 + n}", headline(n)))
        return self.told[-1]

    def stories(self, section: str, many: int) -> Iterator[tuple[str, str]]:
        return (self.story(section) for _ in range(many))


def rail(heading: str, row: str) -> str:
    rows = (row.format(url=f"{URL}local/{PLACES[n]}-in-the-snow-{90 + n}", title=headline(40 + n)) for n in range(5))
    return f"<div class='box'><h2>{heading}</h2><div>{''.join(rows)}</div></div>"


def front(main: str) -> bytes:
    menu = "".join(f"<a href='/{topic}/'>{topic.title()}</a>" for topic in TOPICS)
    foot = "".join(f"<a href='/{name}/'>{name.title()}</a>" for name in ("about", "contact", "jobs", "imprint"))
    body = f"<header><nav>{menu}</nav></header><main>{main}</main><footer>{foot}</footer>"
    return f"<html lang='en'><head><title>Courier</title></head><body>{body}</body></html>".encode()


CARD = (
    "<article class='card'><a href='{url}'><img src='/i.jpg' alt=''></a><h3><a href='{url}'>{title}</a></h3></article>"
)


def fill(row: str, stories: Iterator[tuple[str, str]]) -> str:
    return "".join(row.format(url=url, title=title) for url, title in stories)


def sections(desk: Desk) -> str:
    hero = fill(
        "<a class='hero' href='{url}'><h1>{title}</h1><p>What is known so far.</p></a>", desk.stories("local", 1)
    )
    side = fill(
        "<div class='py-4'><span>Live</span><h2><a href='{url}'>{title}</a></h2></div>", desk.stories("sport", 4)
    )
    grid = fill(CARD, desk.stories("politics", 6))
    brief = fill("<li><a href='{url}'>{title}</a></li>", desk.stories("economy", 7))
    voices = fill(
        "<div class='voice'><img src='/a.jpg'><a class='italic' href='{url}'>{title}</a><p>Ada Winter</p></div>",
        desk.stories("culture", 4),
    )
    return (
        f"<section><div>{hero}</div><div>{side}</div></section><section><h2><a href='/politics/'>Politics</a></h2>"
        f"<div class='grid'>{grid}</div><a href='/politics/'>See all</a></section><section><h2>In brief</h2><ul>{brief}"
        f"</ul></section><section class='opinion'><h2>Opinion</h2>{voices}</section>"
    )


def test_sections_of_different_mark_up_are_one_list_in_page_order() -> None:
    desk = Desk()
    items = find_items(front(sections(desk)), URL)
    assert [(item.url, item.title) for item in items] == desk.told


def test_a_story_that_stands_in_two_sections_is_told_once() -> None:
    desk = Desk()
    main = sections(desk)
    again = fill("<li><a href='{url}'>{title}</a></li>", iter(desk.told[5:9]))
    items = find_items(front(f"{main}<section><h2>Latest</h2><ul>{again}</ul></section>"), URL)
    assert [item.url for item in items] == [url for url, _ in desk.told]


def test_what_is_most_read_or_paid_for_is_no_section() -> None:
    desk = Desk()
    main = sections(desk)
    rows = "<div><h6><a href='{url}'>{title}</a></h6></div>"
    html = front(main + rail("Most read", rows) + rail("Sponsored", rows))
    assert [item.url for item in find_items(html, URL)] == [url for url, _ in desk.told]


def test_a_rail_built_of_the_same_cards_as_the_list_is_left_out() -> None:
    desk = Desk()
    cards = fill(CARD, desk.stories("world", 12))
    items = find_items(front(f"<h1>World</h1><div class='grid'>{cards}</div>{rail('Recommended for you', CARD)}"), URL)
    assert [item.url for item in items] == [url for url, _ in desk.told]


def test_headings_of_sections_that_lead_where_the_menu_leads_are_no_items() -> None:
    desk = Desk()
    lead, row = (
        f"<article class='item{name}'><h3><a href='{{url}}'>{{title}}</a></h3>{more}</article>"
        for name, more in ((" full", "<p><a href='{url}'>What is known so far, and what is not.</a></p>"), ("", ""))
    )
    parts = "".join(
        f"<div class='box'><hgroup><h2><a href='/{topic}/'>{topic.title()}</a></h2></hgroup>"
        f"<div>{fill(lead, desk.stories(topic, 1))}{fill(row, desk.stories(topic, 2))}</div></div>"
        for topic in TOPICS[:2]
    )
    assert [item.url for item in find_items(front(parts), URL)] == [url for url, _ in desk.told]


@pytest.mark.parametrize(
    "heading",
    [
        "सबसे ज्यादा पढ़ी गई",
        "ข่าวยอดนิยม",
        "많이 본 뉴스",
        "Δημοφιλή",
        "ΠΙΟ ΔΙΑΒΑΣΜΕΝΑ",
        "پربازدیدترین",
        "הנקראות ביותר",
        "熱門新聞",
        "よく読まれている記事",
        "Nejčtenější",
        "Legolvasottabb",
        "Cele mai citite",
        "Đọc nhiều",
        "Berita Populer",
        "Luetuimmat",
        "Сейчас читают",
    ],
)
def test_a_rail_is_left_out_whatever_its_language_is(heading: str) -> None:
    desk = Desk()
    cards = fill(CARD, desk.stories("world", 12))
    items = find_items(front(f"<h1>World</h1><div class='grid'>{cards}</div>{rail(heading, CARD)}"), URL)
    assert [item.url for item in items] == [url for url, _ in desk.told]


def test_topics_of_a_publishing_system_do_not_make_a_post_a_rail() -> None:
    desk = Desk()
    posts = "".join(
        f"<article class='post tag-popular'><h2><a href='{url}'>{title}</a></h2><p>2 May</p></article>"
        for url, title in desk.stories("local", 8)
    )
    assert [item.url for item in find_items(front(posts), URL)] == [url for url, _ in desk.told]


def test_a_story_with_a_short_address_stays_with_those_that_look_just_like_it() -> None:
    names = ["Fog season", "Ten frames from a closed mine", "In praise of the contact sheet", "A darkroom on a barge"]
    names += ["The colour of sodium", "Portraits by post"]
    told = [(f"{URL}essays/{name.lower().replace(' ', '-')}", name) for name in names]
    lead = "<a class='lead' href='{url}'><div>{title}</div><p>In a cellar one negative takes a month.</p></a>"
    tile = "<a class='tile' href='{url}'><div><img src='/2.jpg' alt=''></div><span>Essays</span><div>{title}</div></a>"
    first = (f"{URL}interviews/the-man-who-prints-with-salt", "The man who prints with salt")
    items = find_items(front(f"{fill(lead, iter([first]))}<div>{fill(tile, iter(told))}</div>"), URL)
    assert [item.url for item in items] == [url for url, _ in [first, *told]]
