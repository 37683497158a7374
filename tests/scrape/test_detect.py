"""Items found without a config: what a person would say a page lists, on the kinds of pages that mislead."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import parse
from feeds.model import Item
from feeds.scrape import find_items
from feeds.scrape.detect import detect_items
from feeds.scrape.detect.addresses import address

URL = "https://paper.example/section/"
WORDS = "harbour council ferry bridge winter market school river night train tower garden museum storm island".split()


def headline(n: int) -> str:
    """A headline that no other number has."""
    a, b, c = (WORDS[(n * k + n // len(WORDS)) % len(WORDS)] for k in (1, 4, 7))
    return f"The {a} and the {b}: what the {c} of number {n} tells"


def slug(n: int) -> str:
    return headline(n).lower().replace(":", "").replace(" ", "-")


def post(n: int, *, tag: str = "article", extra: str = "") -> str:
    return (
        f"<{tag} class='post'><a href='/2024/03/{slug(n)}'><img src='/img/{n}.jpg' width='300'></a>"
        f"<h2><a href='/2024/03/{slug(n)}'>{headline(n)}</a></h2>"
        f"<p class='meta'>By <span class='author'>Jane Doe</span>,"
        f" <time datetime='2024-03-{n % 28 + 1:02}'>{n % 28 + 1} March 2024</time></p>"
        f"<p>What happened at the {WORDS[n % 15]} on that day, told at some length by those who saw it: {n}.</p>"
        f"{extra}</{tag}>"
    )


MENU = "<nav><ul>" + "".join(f"<li><a href='/topic/{w}'>{w.title()}</a></li>" for w in WORDS) + "</ul></nav>"
FOOTER = "<footer>" + "".join(f"<a href='/about/{w}'>About {w}</a> " for w in WORDS) + "</footer>"


def page(main: str, *, head: str = "", body: str = "") -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>News</title>{head}</head>"
        f"<body {body}>{MENU}<main>{main}</main>{FOOTER}</body></html>"
    ).encode()


def urls(items: Sequence[Item]) -> list[str]:
    return [item.url.removeprefix("https://paper.example") for item in items]


def stories(numbers: Sequence[int]) -> list[str]:
    return [f"/2024/03/{slug(n)}" for n in numbers]


def test_posts_are_found_with_all_that_they_show() -> None:
    items = find_items(page("".join(map(post, range(10)))), URL)
    assert urls(items) == stories(range(10))
    first = items[0]
    assert first.title == headline(0)
    assert first.published == datetime(2024, 3, 1, tzinfo=UTC)
    assert first.date == first.published
    assert first.image == "https://paper.example/img/0.jpg"
    assert first.authors == ("Jane Doe",)
    assert first.summary == "What happened at the harbour on that day, told at some length by those who saw it: 0."
    assert "alike links" in first.why


def test_a_blogroll_bigger_than_the_posts_is_not_the_list() -> None:
    roll = "".join(
        f"<li><a href='https://friend{n}.example/'>The blog of my friend {n} by name</a></li>" for n in range(200)
    )
    html = page("".join(map(post, range(8))) + f"<aside><h3>Blogroll</h3><ul>{roll}</ul></aside>")
    assert urls(find_items(html, URL)) == stories(range(8))


def test_a_rail_of_the_same_build_is_left_out() -> None:
    rail = "".join(f"<li><a href='/2024/03/{slug(n)}'>{headline(n)}</a></li>" for n in range(40, 50))
    html = page("".join(map(post, range(10))) + f"<div class='most-read'><h3>Most read</h3><ol>{rail}</ol></div>")
    assert urls(find_items(html, URL)) == stories(range(10))


def test_a_featured_story_and_the_grid_below_are_one_list() -> None:
    hero = post(30, tag="section").replace("class='post'", "class='post lead'").replace("h2>", "h1>")
    grid = "".join(f"<div class='cell'>{post(n)}</div>" for n in range(9))
    found = urls(find_items(page(f"{hero}<div class='grid'>{grid}</div>"), URL))
    assert found[-9:] == stories(range(9))
    assert set(found) <= set(stories([30, *range(9)]))


def test_a_wrapper_that_is_called_sidebar_does_not_hide_the_posts() -> None:
    html = page(
        f"<div class='sidebar-left widget'>{''.join(map(post, range(10)))}</div>", body="class='has-sidebar no-menu'"
    )
    assert urls(find_items(html, URL)) == stories(range(10))


def test_the_title_of_a_card_is_not_its_shop_now() -> None:
    cards = "".join(
        f"<div class='card'><img src='/p/{n}.jpg'><h3>Lamp model {WORDS[n]}</h3><span>$ {n + 20}.00</span>"
        f"<a class='btn' href='/product/lamp-{WORDS[n]}'>Shop now</a></div>"
        for n in range(12)
    )
    items = find_items(page(cards), URL)
    assert [item.title for item in items] == [f"Lamp model {WORDS[n]}" for n in range(12)]


def test_the_title_of_a_docket_is_in_another_cell_than_its_link() -> None:
    rows = "".join(
        f"<tr><td>Mar {n + 1}, 2024</td><td>2023AP{1000 + n}</td>"
        f"<td>{WORDS[n].title()} Company v. State of {WORDS[n + 1].title()}</td>"
        f"<td><a href='/opinions/{7000 + n}.pdf'>PDF</a></td></tr>"
        for n in range(12)
    )
    head = "<tr><th>Date</th><th>Docket</th><th>Caption</th><th>Opinion</th></tr>"
    items = find_items(page(f"<h1>Opinions</h1><table>{head}{rows}</table>"), URL)
    assert items[0].title == "Harbour Company v. State of Council"
    assert [item.published and item.published.date() for item in items] == [date(2024, 3, n + 1) for n in range(12)]


def test_read_more_links_at_the_end_of_flat_stories_have_the_heading_above_as_title() -> None:
    flat = "".join(
        f"<h3>{headline(n)}</h3><p>Posted March {n + 1}, 2024 by a hand</p>"
        f"<p>{'What it was about, at length. ' * 4}</p>"
        f"<p class='more'><a href='/Articles/{9000 + n}'>Read more</a></p>"
        for n in range(10)
    )
    items = find_items(page(f"<div class='stream'>{flat}</div>"), URL)
    assert [item.title for item in items] == [headline(n) for n in range(10)]
    assert [item.published and item.published.day for item in items] == list(range(1, 11))


def test_an_item_with_several_links_is_told_once() -> None:
    extra = "<a href='/author/jane'>Jane</a> <a href='/2024/03/x#comments'>12 comments</a> <a href='/tag/sea'>sea</a>"
    items = find_items(page("".join(post(n, extra=extra) for n in range(10))), URL)
    assert urls(items) == stories(range(10))


def test_what_each_heading_leads_to_is_the_item_and_not_what_every_entry_links_to() -> None:
    entries = "".join(
        f"<div class='entry'><h2><a href='/changes/{slug(n)}'>{headline(n)}</a></h2><p><a href='/docs/{WORDS[n]}'>The"
        f" documentation</a>.</p><ul><li><a href='/docs/fix-{n}'>Fixed: the export of empty tables</a></li></ul></div>"
        for n in range(7)
    )
    assert urls(find_items(page(entries), URL)) == [f"/changes/{slug(n)}" for n in range(7)]


def event(n: int) -> str:
    when = f"<b class='day'>{n % 28 + 1}</b><b class='month'>Oct</b><b class='year'>2024</b>"
    links = f"<a href='/2024/03/{slug(n)}'>Details</a> <a class='buy' href='/tickets/{n}'>Tickets</a>"
    return f"<div class='event'><div class='when'>{when}</div><h3>{headline(n)}</h3><p>Town hall, 7 pm</p>{links}</div>"


def test_an_event_with_details_and_tickets_is_told_once_with_its_day_set_in_parts() -> None:
    items = find_items(page("".join(map(event, range(9)))), URL)
    assert urls(items) == stories(range(9))
    assert [item.title for item in items] == [headline(n) for n in range(9)]
    assert items[2].published == datetime(2024, 10, 3, tzinfo=UTC)


def test_a_headline_and_how_long_ago_it_was_are_one_item() -> None:
    rows = "".join(
        f"<tr><td>{n}.</td><td><a href='https://host{n}.example/'>{headline(n)}</a></td></tr>"
        f"<tr><td></td><td>by <b>eve{n}</b> <a href='item?id={n + 40}'>{n} hours ago</a></td></tr>"
        for n in range(1, 16)
    )
    items = find_items(page(f"<table>{rows}</table>"), URL)
    assert [item.url for item in items] == [f"https://host{n}.example/" for n in range(1, 16)]


@pytest.mark.parametrize(
    ("language", "title", "path"),
    [
        ("zh", "市政厅宣布第{}号渡轮今年冬天停航", "/a/{}.html"),
        ("ja", "港の市場、第{}回の夜祭りを開催へ", "/news/{}"),
        ("ko", "항구 시장 제{}회 밤 축제 열린다", "/article/{}"),
        ("ar", "إعلان بلدية الميناء رقم {} عن العبارة", "/ar/{}"),
    ],
)
def test_scripts_that_write_no_spaces_are_read_as_well(language: str, title: str, path: str) -> None:
    rows = "".join(
        f"<li><a href='{path.format(700 + n)}'>{title.format(n)}</a><span>2024-03-{n + 1:02}</span></li>"
        for n in range(15)
    )
    items = find_items(page(f"<ul class='list'>{rows}</ul>").replace(b"lang='en'", f"lang='{language}'".encode()), URL)
    assert [item.title for item in items] == [title.format(n) for n in range(15)]
    assert items[4].published == datetime(2024, 3, 5, tzinfo=UTC)


def test_a_page_in_windows_1251_is_read_in_its_own_letters() -> None:
    rows = "".join(
        f"<div class='news'><h3><a href='/n/{n}.html'>Новость о пароме и рынке номер {n}</a></h3>"
        f"<span class='d'>{n + 1} марта 2024</span><p>Коротко о том, что случилось у моста вчера вечером.</p></div>"
        for n in range(12)
    )
    html = f"<html><head><meta charset='windows-1251'><title>Новости</title></head><body>{rows}</body></html>"
    items = find_items(html.encode("cp1251"), URL)
    assert items[2].title == "Новость о пароме и рынке номер 2"
    assert items[2].published == datetime(2024, 3, 3, tzinfo=UTC)


def test_one_date_with_a_day_beyond_twelve_settles_the_order_of_all() -> None:
    rows = "".join(
        f"<li><a href='/story/{slug(n)}'>{headline(n)}</a> <span>{day:02}/03/2024</span></li>"
        for n, day in enumerate([1, 2, 3, 4, 25, 6, 7, 8])
    )
    items = find_items(page(f"<ul>{rows}</ul>").replace(b"lang='en'", b""), URL)
    assert [item.published and item.published.day for item in items] == [1, 2, 3, 4, 25, 6, 7, 8]


def test_the_day_in_the_heading_above_dates_the_items_below() -> None:
    days = "".join(
        f"<h3>{day} March 2024</h3><ul>"
        + "".join(f"<li><a href='/story/{slug(n)}'>{headline(n)}</a></li>" for n in range(day * 5, day * 5 + 5))
        + "</ul>"
        for day in (5, 4, 3)
    )
    items = find_items(page(f"<div class='archive'>{days}</div>"), URL)
    assert [item.published and item.published.day for item in items] == [5] * 5 + [4] * 5 + [3] * 5


def test_a_link_with_a_whole_card_in_it_gives_the_heading_as_title() -> None:
    cards = "".join(
        f"<a class='card' href='/story/{slug(n)}'><img src='/i/{n}.jpg' alt='A photograph of something'>"
        f"<span>News</span><h4>{headline(n)}</h4><p>And what follows from it for those who live there.</p>"
        f"<span>March {n + 1}, 2024</span></a>"
        for n in range(9)
    )
    items = find_items(page(f"<div class='cards'>{cards}</div>"), URL)
    assert [item.title for item in items] == [headline(n) for n in range(9)]


def test_hours_ago_need_a_clock_and_get_one_where_it_is_given() -> None:
    rows = "".join(
        f"<li><h3><a href='/story/{slug(n)}'>{headline(n)}</a></h3><span>{n + 1} hours ago</span></li>"
        for n in range(9)
    )
    html = page(f"<ul>{rows}</ul>")
    assert {item.published for item in find_items(html, URL)} == {None}
    now = datetime(2024, 3, 5, 12, tzinfo=UTC)
    items = detect_items(parse(html.decode()), URL, now=now)
    assert items[1].published == datetime(2024, 3, 5, 10, tzinfo=UTC)


def test_audio_of_an_episode_is_its_enclosure() -> None:
    episodes = "".join(
        f"<div class='episode'><h3><a href='/episode/{slug(n)}'>{headline(n)}</a></h3>"
        f"<div><audio src='/audio/{n}.mp3'></audio></div><p>{'About the sea and the night. ' * 3}</p></div>"
        for n in range(8)
    )
    (first, *_) = find_items(page(episodes), URL)
    assert [(each.url, each.type) for each in first.enclosures] == [("https://paper.example/audio/0.mp3", "audio/mpeg")]


# -- Data in the page


def json_ld(numbers: Sequence[int]) -> str:
    members = [
        {
            "@type": "ListItem",
            "position": n,
            "item": {
                "@type": "NewsArticle",
                "url": f"/2024/03/{slug(n)}",
                "headline": headline(n),
                "datePublished": "2024-03-05",
            },
        }
        for n in numbers
    ]
    data = json.dumps({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": members})
    return f"<script type='application/ld+json'>{data}</script>"


def test_what_the_page_does_not_show_is_filled_in_from_its_data() -> None:
    bare = "".join(f"<div class='t'><h3><a href='/2024/03/{slug(n)}'>{headline(n)}</a></h3></div>" for n in range(9))
    items = find_items(page(bare, head=json_ld(range(9))), URL)
    assert {item.published for item in items} == {datetime(2024, 3, 5, tzinfo=UTC)}
    assert "own data" in items[0].why


def test_data_that_the_page_does_not_show_does_not_replace_what_it_shows() -> None:
    items = find_items(page("".join(map(post, range(9))), head=json_ld(range(50, 70))), URL)
    assert urls(items) == stories(range(9))


def things(numbers: Sequence[int]) -> list[dict[str, object]]:
    return [
        {"title": headline(n), "path": f"/2024/03/{slug(n)}", "publishedAt": "2024-03-05T10:00:00Z"} for n in numbers
    ]


def next_data(numbers: Sequence[int]) -> str:
    data = json.dumps({"props": {"edges": [{"node": thing} for thing in things(numbers)]}})
    return f"<script id='__NEXT_DATA__' type='application/json'>{data}</script>"


def nuxt(numbers: Sequence[int]) -> str:
    """Nuxt's flat list: mappings of names to the places where the values stand."""
    flat: list[object] = [{"data": 1}, []]
    for thing in things(numbers):
        flat.append({key: len(flat) + 1 + at for at, key in enumerate(thing)})
        flat.extend(thing.values())
    return f"<script type='application/json' id='__NUXT_DATA__'>{json.dumps(flat)}</script>"


def flight(numbers: Sequence[int]) -> str:
    line = "1c:" + json.dumps(["$", "$L9", None, {"posts": things(numbers)}]) + "\n"
    return f"<script>self.__next_f.push([1,{json.dumps(line)}])</script>"


def apollo(numbers: Sequence[int]) -> str:
    cache = {f"Post:{n}": {"__typename": "Post", **thing} for n, thing in enumerate(things(numbers))}
    return f"<script>window.__APOLLO_STATE__ = {json.dumps({'ROOT_QUERY': {'__typename': 'Query'}, **cache})};</script>"


@pytest.mark.parametrize(
    "state",
    [
        next_data,
        lambda n: f"<script>window.__INITIAL_STATE__ = {json.dumps({'feed': {'items': things(n)}})};</script>",
        lambda n: f"<script>window.__DATA__ = JSON.parse({json.dumps(json.dumps(things(n)))});</script>",
        nuxt,
        flight,
        apollo,
        json_ld,
    ],
    ids=["next", "assigned", "parsed", "nuxt", "flight", "apollo", "json-ld"],
)
def test_a_page_that_scripts_would_draw_is_read_from_its_data(state: object) -> None:
    assert callable(state)
    links = "<a href='/privacy'>Privacy</a> <a href='/terms'>Terms</a>"
    shell = f"<html><body><div id='app'></div>{links}{state(range(12))}</body></html>"
    items = find_items(shell.encode(), URL)
    assert sorted(urls(items)) == sorted(stories(range(12)))
    assert items[0].title in {headline(n) for n in range(12)}
    assert items[0].published is not None and items[0].published.date() == date(2024, 3, 5)


# -- Nothing, and hostile pages


@pytest.mark.parametrize(
    "html", ["", "<p>Nothing here.</p>", "<a href='/1'>One</a>", MENU + FOOTER, "\0\xff<a href=http://[>"]
)
def test_a_page_that_lists_nothing_gives_nothing(html: str) -> None:
    assert find_items(html.encode("utf-8", "replace"), URL) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<a href='/x/1'>",
                "<a href='/x/2'>",
                "<a href='//[:'>",
                "</a>",
                "<li>",
                "</li>",
                "<h2>",
                "</h2>",
                "<tr><td>",
                "<time datetime='99'>",
                "text 5/6/2024",
                "<div hidden>",
                "</div>",
                "<script type='application/ld+json'>[{",
                "</script>",
                "<base href='http://b.example/'>",
            ]
        ),
        max_size=40,
    )
)
def test_no_page_makes_it_fail(scraps: list[str]) -> None:
    for item in find_items("".join(scraps).encode(), URL):
        assert item.url.startswith("http")


def test_a_page_of_ten_thousand_links_is_bounded() -> None:
    html = "<ul>" + "".join(
        f"<li><div><a href='/story/{n}-of-the-night'>Story {n} of the night</a></div></li>" for n in range(10_000)
    )
    items = find_items(html.encode(), URL)
    assert 1000 < len(items) <= 3000


def test_nesting_to_the_sky_is_bounded() -> None:
    deep = "<div>" * 3000 + "".join(map(post, range(5))) + "</div>" * 3000
    assert isinstance(find_items(deep.encode(), URL), list)


def test_data_that_nests_without_end_is_bounded() -> None:
    bomb = "[" * 50_000 + "]" * 50_000
    html = page("".join(map(post, range(9))), head=f"<script type='application/ld+json'>{bomb}</script>")
    assert len(find_items(html, URL)) == 9


# -- The corpus


@pytest.fixture(scope="session")
def benchmark(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("listing_benchmark", shared / "bench" / "listing.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_scores_on_the_corpus_do_not_sink(shared: Path, benchmark: ModuleType) -> None:
    """Learnt from these very pages, so only a floor: see docs/sources.md for what other sites can expect."""
    records = []
    for truth in benchmark.load_corpus(str(shared / "corpus" / "listing-dev"))[::3]:
        items = find_items(gzip.decompress(Path(truth["_html"]).read_bytes()), truth["url"])
        records.append({**benchmark.score_page(truth, items, truth["url"]), "cpu_s": 0})
    total = benchmark.summarise(records)
    assert total["f1"] >= 0.95
    assert total["title"] >= 0.95
    assert total["date"] >= 0.9
    assert total["empty"] == 0


def test_the_links_that_sort_a_table_are_no_items() -> None:
    board = "https://board.example/forum.php?f=9"
    head = "<tr><td><a href='?f=9&amp;sort=title'>Thread</a> / <a href='?f=9&amp;sort=by'>By</a></td></tr>"
    rows = "".join(
        f"<tr><td><a href='thread.php?t={70 + n}'>{headline(n)}</a> <i>user{n}</i></td></tr>" for n in range(7)
    )
    items = find_items(f"<html lang='en'><body><table>{head}{rows}</table></body></html>".encode(), board)
    assert [item.title for item in items] == [headline(n) for n in range(7)]


@pytest.mark.parametrize(
    ("there", "own", "back"),
    [
        ("https://a.example/", "https://a.example/news/", True),
        ("https://www.a.example", "https://a.example/news/2024", True),
        ("https://a.example/news/", "https://a.example/news/?page=2", True),
        ("https://a.example/list?f=9&sort=title", "https://a.example/list?f=9", True),
        ("https://a.example/list?order=desc&f=9", "https://a.example/list?f=9&order=asc", True),
        ("https://a.example/list?order_by=day&sort=asc", "https://a.example/list", True),
        ("https://a.example/?p=12", "https://a.example/", False),
        ("https://a.example/list?f=9&t=1", "https://a.example/list?f=9", False),
        ("https://a.example/list?sort=title", "https://a.example/list?f=9", False),
        ("https://b.example/", "https://a.example/news/", False),
        ("https://a.example/newsroom", "https://a.example/news/", False),
    ],
)
def test_an_address_leads_back_up_or_to_the_page_in_another_order(there: str, own: str, back: bool) -> None:
    assert address(there).leads_back(address(own)) is back


def test_a_release_is_its_page_rather_than_what_it_can_be_downloaded_as() -> None:
    rows = "".join(
        f"<section><div><time datetime='2025-0{9 - n}-11'></time><a href='/quilt/tree/v1.{9 - n}'>v1.{9 - n}</a></div>"
        f"<div class='box'><span><a href='/quilt/releases/tag/v1.{9 - n}'>v1.{9 - n}</a></span><h3>What is new</h3><ul>"
        f"<li>Fix the planner in <a href='/quilt/pull/{90 - n}'>#{90 - n}</a></li></ul><div class='box-footer'>"
        f"<a href='/quilt/releases/download/v1.{9 - n}/quilt.tar.gz'>quilt.tar.gz</a></div></div></section>"
        for n in range(5)
    )
    items = find_items(
        f"<html><body><main>{rows}</main></body></html>".encode(), "https://forge.example/quilt/releases"
    )
    assert [item.url.rpartition("/releases/")[2] for item in items] == [f"tag/v1.{9 - n}" for n in range(5)]


def test_a_list_of_nothing_but_downloads_is_one() -> None:
    rows = "".join(
        f"<li><a href='/pub/quilt-1.{n}.tar.gz'>quilt-1.{n}.tar.gz</a> 2025-03-0{n + 1}</li>" for n in range(5)
    )
    items = find_items(f"<html><body><ul>{rows}</ul></body></html>".encode(), "https://forge.example/pub/")
    assert len(items) == 5


def pictures(rows: Sequence[tuple[str, str]]) -> bytes:
    shown = "".join(f"<figure><a href='{url}'><img src='/1.jpg' alt='{alt}'></a></figure>" for url, alt in rows)
    menu = "<header><a href='/'>Ink</a><nav><a href='/prints'>Prints</a> <a href='/about'>About</a></nav></header>"
    foot = "<footer><a href='https://www.instagram.com/ink'>Instagram</a> <a href='/terms'>Terms</a></footer>"
    return f"<html lang='en'><body>{menu}<main>{shown}</main>{foot}</body></html>".encode()


NAMES = ["Heron at dusk", "Three boats", "Winter hedge", "Fox, running", "The old gasworks"]


def test_items_that_are_but_pictures_are_called_what_the_pictures_show() -> None:
    items = find_items(pictures([(f"/prints/{n}", name) for n, name in enumerate(NAMES)]), "https://ink.example/prints")
    assert [(item.url, item.title) for item in items] == [
        (f"https://ink.example/prints/{n}", name) for n, name in enumerate(NAMES)
    ]


@pytest.mark.parametrize(
    "url", ["https://maker-{n}.example/", "/flag/{n}", "/about/prize-{n}"], ids=["sponsors", "flags", "prizes"]
)
def test_pictures_that_lead_elsewhere_are_no_items(url: str) -> None:
    html = pictures([(url.format(n=n), name) for n, name in enumerate(NAMES)])
    assert find_items(html, "https://ink.example/prints") == []


def test_a_document_may_be_called_by_its_day() -> None:
    bodies = "Planning Committee|Full Council|Audit and Risk Committee|Planning Committee|Licensing Committee".split(
        "|"
    )
    papers = list(zip(bodies, "Agenda Minutes Agenda Minutes Notice".split(), strict=True))
    rows = "".join(
        f"<tr><td>0{n + 1}/07/2025</td><td class='title'>{body}</td><td>{kind}</td><td><span><a href='/files/"
        f"{body.replace(' ', '-')}-{kind}-2025-07-0{n + 1}.pdf'>{kind} – {body} 0{n + 1}/07/2025</a></span></td></tr>"
        for n, (body, kind) in enumerate(papers)
    )
    items = find_items(f"<html lang='en-GB'><body><table>{rows}</table></body></html>".encode(), URL)
    assert [item.title for item in items] == [f"{k} – {b} 0{n + 1}/07/2025" for n, (b, k) in enumerate(papers)]
