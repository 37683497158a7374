"""From found items to a site config whose selectors are proved."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Listing, Response
from feeds.scrape import Proposal, propose, read_listing
from feeds.scrape.naming import worth

URL = "https://paper.example/section/"
NOW = datetime(2024, 6, 1, tzinfo=UTC)
TOWNS = """Harwich Hook Bergen Kiel Gdynia Tallinn Turku Visby Oban Mallaig Lerwick Stornoway Kirkwall Thurso
    Ullapool""".split()


def headline(n: int) -> str:
    return f"The ferry from {TOWNS[n % 15]} to {TOWNS[(n * 4 + 1) % 15]}, crossing number {n}"


def row(n: int, *, classes: str = "teaser css-1x8h2k", image: bool = True) -> str:
    picture = f"<img class='thumb' data-src='/img/{n}.jpg' src='data:image/gif;base64,R0lGOD'>" if image else ""
    return (
        f"<div class='{classes}'>{picture}<p class='teaser__kicker'>Ferries</p>"
        f"<div class='teaser__title'><a href='/2024/crossing-number-{n}'>{headline(n)}</a></div>"
        f"<span class='teaser__date'>{n % 28 + 1} March 2024</span><span class='byline'>By Jane Doe</span>"
        f"<p class='teaser__text'>How it went, from the first wave to the last rope: part {n}.</p></div>"
    )


def page(numbers: range, *, lead: str = "", more: str = "") -> bytes:
    rail = "".join(f"<li><a href='/2024/crossing-number-{n}'>{headline(n)}</a></li>" for n in range(70, 78))
    menu = "".join(f"<li><a href='/topic/{town}'>{town}</a></li>" for town in TOWNS)
    body = f"<nav><ul>{menu}</ul></nav><main id='content'>{lead}{''.join(map(row, numbers))}{more}</main>"
    return (
        f"<html lang='en'><head><title>Ferries</title></head><body>{body}"
        f"<aside><h3>Most read</h3><ul>{rail}</ul></aside></body></html>"
    ).encode()


def listing(proposal: Proposal) -> dict[str, Any]:
    found: dict[str, Any] = proposal.config["listing"]
    return found


def read(proposal: Proposal, html: bytes, url: str = URL) -> Listing:
    site = SiteConfig.model_validate({"slug": "ferries", **proposal.config})
    return read_listing(Response(url=url, final_url=url, body=html), site, now=NOW)


def test_the_proposed_selectors_give_what_was_found() -> None:
    html = page(range(12))
    proposal = propose(html, URL)
    assert proposal.exact
    assert listing(proposal)["items"] == "div.teaser"
    given = read(proposal, html)
    assert [item.url for item in given.items] == [item.url for item in proposal.items]
    first = given.items[0]
    assert first.title == headline(0)
    assert first.published == datetime(2024, 3, 1, tzinfo=UTC)
    assert first.image == "https://paper.example/img/0.jpg"
    assert first.summary == "How it went, from the first wave to the last rope: part 0."
    assert proposal.coverage["title"] == proposal.coverage["published"] == proposal.coverage["image"] == 12
    assert (given.title, proposal.config["language"]) == ("Ferries", "en")


def test_generated_names_and_positions_are_not_relied_on() -> None:
    written = json.dumps(dict(propose(page(range(12)), URL).config))
    assert not re.search(r"nth|css-|:first|:last|:eq|\[\d", written)


def test_selectors_hold_on_the_second_page_too() -> None:
    second = Response(url=f"{URL}?page=2", final_url=f"{URL}?page=2", body=page(range(20, 32)))
    proposal = propose(page(range(12), more="<a rel='next' href='?page=2'>Older</a>"), URL, second)
    assert proposal.exact
    assert proposal.next_page == f"{URL}?page=2"
    assert len(read(proposal, second.body, second.final_url).items) == 12


def test_a_selector_that_fails_on_the_second_page_is_not_proposed() -> None:
    """The first page has a class for its rows that the second has not."""
    first = page(range(12)).replace(b"class='teaser css-1x8h2k'", b"class='front-teaser'")
    second = page(range(20, 32)).replace(b"class='teaser css-1x8h2k'", b"class='archive-teaser'")
    proposal = propose(first, URL, Response(url=f"{URL}?page=2", final_url=f"{URL}?page=2", body=second))
    if "listing" in proposal.config:
        assert "front-teaser" not in json.dumps(listing(proposal))
        assert len(read(proposal, second, f"{URL}?page=2").items) == 12


def test_rows_of_two_kinds_get_a_selector_for_each() -> None:
    lead = row(50, classes="hero")
    proposal = propose(page(range(10), lead=lead), URL)
    found = [item.url for item in proposal.items]
    assert [item.url for item in read(proposal, page(range(10), lead=lead)).items] == found


def test_a_link_that_is_not_the_first_is_named() -> None:
    rows = "".join(
        f"<li class='job'><a class='company' href='/company/{TOWNS[n % 3]}'>{TOWNS[n % 3]} Lines</a>"
        f"<a class='job-link' href='/jobs/{n}-deck-officer-in-{TOWNS[n].lower()}'>"
        f"Deck officer in {TOWNS[n]}, full time</a></li>"
        for n in range(12)
    )
    html = f"<html><title>Jobs</title><body><main><ul>{rows}</ul></main></body></html>".encode()
    proposal = propose(html, URL)
    assert proposal.exact
    assert listing(proposal)["link"] == "a.job-link::attr(href)"
    assert (
        read(proposal, html).items[3].title == "Deck officer in Tallinn, full time" or proposal.coverage["title"] == 12
    )


def test_where_no_selector_is_exact_the_items_are_left_to_be_found() -> None:
    """Rows that nothing tells from the rows of the rail."""
    shuffled = "".join(
        f"<p><a href='/2024/crossing-number-{n}'>{headline(n)}</a> <i>{n + 1} March 2024</i></p>"
        f"<p><a href='/topic/{TOWNS[n]}'>{TOWNS[n]}</a></p>"
        for n in range(12)
    )
    html = f"<html><title>Ferries</title><body><div>{shuffled}</div></body></html>".encode()
    proposal = propose(html, URL)
    given = read(proposal, html)
    assert [item.url for item in given.items] == [item.url for item in proposal.items]


def test_a_page_without_items_is_refused() -> None:
    with pytest.raises(ScrapeError, match="no items"):
        propose(b"<html><p>Nothing</p></html>", URL)


def test_feeds_that_the_page_announces_are_offered() -> None:
    html = page(range(9)).replace(b"<title>", b"<link rel=alternate type='application/rss+xml' href='/feed'><title>")
    assert [feed.url for feed in propose(html, URL).offers.feeds] == ["https://paper.example/feed"]


def test_proposals_for_real_pages_are_exact_or_leave_the_items_to_be_found(shared: Path) -> None:
    corpus = shared / "corpus" / "listing-dev"
    truths = [json.loads(line) for line in (corpus / "truth.jsonl").read_text("utf-8").splitlines()][::5]
    exact = 0
    for truth in truths:
        html = gzip.decompress((corpus / "html" / f"{truth['id']}.html.gz").read_bytes())
        proposal = propose(html, truth["url"])
        given = [item.url for item in read(proposal, html, truth["url"]).items]
        assert sorted(given) == sorted({item.url for item in proposal.items}), truth["id"]
        exact += proposal.exact
    assert exact >= 0.7 * len(truths)


@pytest.mark.parametrize(
    "token",
    ["css-1x8h2k", "Card_title__3xQ2p", "eJWC9_", "S_Tcik", "MWeE_m", "cf095c30", "product_UCJ1nUFwhh", "b", "gc"],
)
def test_names_that_a_build_made_are_worth_nothing(token: str) -> None:
    assert worth(token) <= 0.1


@pytest.mark.parametrize(
    "token", "article post-list PagePromo-content storyCard h-entry views-row Item js_news player-mp3".split()
)
def test_names_that_people_gave_are_worth_something(token: str) -> None:
    assert worth(token) > 0.1


def test_where_only_a_build_named_things_the_items_are_found_anew() -> None:
    html = re.sub(rb"class='[^']*'", b"class='S_Tcik'", page(range(12)))
    proposal = propose(html, URL)
    assert "S_Tcik" not in json.dumps(dict(proposal.config))
    assert len(proposal.items) == 12


def test_a_home_page_is_called_by_its_sites_name() -> None:
    named = b"<title>Home</title><meta property='og:site_name' content='The Ferry Post'>"
    html = page(range(12)).replace(b"<title>Ferries</title>", named)
    assert propose(html, URL).config["title"] == "The Ferry Post"
