"""The deck: the line between a headline and its story that tells what it is about."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.blocks import read_blocks
from cleaner.dom import parse
from cleaner.extract.deck import deck
from cleaner.features import shape
from cleaner.features_head import read_head

HEADLINE = "The mill at Selby grinds again"
DECK = "After forty years of silence a family brings its stones back to life."
STORY = [
    f"Paragraph {number}: how the wheel was mended, who paid for the timber, what the miller's daughter said of the"
    " noise, and why nobody in the village had believed that the stones would ever turn again before the spring came."
    for number in ("one", "two", "three", "four")
]


def deck_of(between: str, *, summary: str = "", opening: str = "", box: str = "div", level: str = "h1") -> list[str]:
    """What of the markup between headline and story is taken for the deck, where the story alone was kept.

    box, level: the element around headline and markup, and the headline's own.
    """
    story = [opening + STORY[0], *STORY[1:]]
    root = parse(
        f"<title>{HEADLINE}</title><meta name=description content='{summary}'>"
        f"<nav><a href=/>Home</a></nav><article><{box}><{level}>{HEADLINE}</{level}>{between}</{box}>"
        + "".join(f"<p>{each}</p>" for each in story)
    )
    body = root.find("body")
    assert body is not None
    blocks = read_blocks(body)
    keep = np.array([text in story for text in blocks.text], bool)
    return [text for part in deck(blocks, shape(blocks), read_head(root, ""), keep) for text in blocks.text[part]]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p class=article__dek>{DECK}</p>",
        f"<h2 class='sub-headline speakable'>{DECK}</h2>",
        f"<div class=ContentHeaderDek-bIqFFZ><p>{DECK}</p></div>",
        f"<h2 itemprop=alternativeHeadline>{DECK}</h2>",
        f"<p class=chapo>{DECK}</p>",
        f"<div class=by>By Ann Field</div><p class=standfirst>{DECK}</p>",
    ],
)
def test_a_line_that_the_markup_calls_the_deck_is_one(markup: str) -> None:
    assert deck_of(markup) == [DECK]


def test_a_line_that_the_page_gives_as_its_summary_is_one() -> None:
    assert deck_of(f"<p>{DECK}</p>", summary=DECK) == [DECK]
    assert deck_of(f"<p>{DECK}</p>") == []


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure><img src=a.jpg><figcaption class=deck>{DECK}</figcaption></figure>",
        f"<div class=author-bio><p class=subtitle>{DECK}</p></div>",
        f"<p class=subtitle><a href=/other>{DECK}</a></p>",
        "<p class=subtitle>May 2 2024</p>",
    ],
)
def test_captions_authors_links_and_scraps_are_none(markup: str) -> None:
    assert deck_of(markup) == []


def test_a_deck_that_the_story_begins_with_as_well_is_not_told_twice() -> None:
    assert deck_of(f"<p class=dek>{DECK}</p>", opening=DECK + " ") == []


def test_a_heading_right_below_the_headline_is_its_deck_whatever_it_is_called() -> None:
    assert deck_of(f"<h2 class=a_st>{DECK}</h2>") == [DECK]
    assert deck_of(f"<h2 class=a_st><a href=/other>{DECK}</a></h2>") == []
    assert deck_of(f"<p>5 March</p><h2 class=a_st>{DECK}</h2>") == []


def test_the_second_line_of_a_headlines_own_box_is_the_deck() -> None:
    """As HTML has it: a headline's further lines stand in a <p> beside it, in <hgroup> or <header>."""
    assert deck_of(f"<p>{DECK}</p><p>By Ann Field", box="header") == [DECK]
    assert deck_of(f"<p>By Ann Field</p><p>{DECK}</p>", box="hgroup") == []
    assert deck_of("<p>Published: Mar 8, 2024 · Modified: May 19, 2025 by Ann Field</p>", box="header") == []
    assert deck_of(f"<p>Home ❯ The valley ❯ {HEADLINE}</p>", box="header") == []
    assert deck_of(f"<h4 class=a_st>{DECK}</h4>", level="h3") == [DECK]


def test_a_theme_may_put_its_prefix_before_the_decks_name() -> None:
    assert deck_of(f"<p class=td-post-sub-title>{DECK}</p>") == [DECK]
