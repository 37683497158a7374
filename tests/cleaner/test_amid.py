"""What stands amid a story and leads away from it: teasers, rails, appeals."""

from __future__ import annotations

import numpy as np
import pytest
from stories import PROSE, body_of

from cleaner.blocks import read_blocks
from cleaner.extract.amid import amid

STORY = f"<p>{PROSE * 2}</p>"


def cut_from(markup: str, *dropped: str) -> list[str]:
    """What is left out of a page of which these blocks were dropped already."""
    blocks = read_blocks(body_of(markup))
    keep = np.array([text not in dropped for text in blocks.text])
    return [text for part in amid(blocks, keep) for text in blocks.text[part]]


@pytest.mark.parametrize(
    ("label", "teaser", "cut"),
    [
        ("Czytaj też:", "<a href=/1>Kolejka wraca</a>", ["Kolejka wraca"]),
        ("Læs også", "<a href=/1><h3>Møllen kører igen</h3></a>", ["Møllen kører igen"]),
        (
            "Ajánlott cikkek",
            "<h3><a href=/1>Újra őröl a malom</a></h3><p>Negyven évig állt.</p>",
            ["Újra őröl a malom", "Negyven évig állt."],
        ),
    ],
)
def test_a_teaser_whose_label_was_left_out_goes_with_it(label: str, teaser: str, cut: list[str]) -> None:
    assert cut_from(f"{STORY}<div><p>{label}</p>{teaser}</div>{STORY}", label) == cut


def test_what_is_left_of_a_box_whose_label_was_left_out_goes_with_it() -> None:
    box = "<div><h3>{}</h3><h4><a href=/k>Ein Curry für faule Abende</a></h4><p>In Vegan</p></div>"
    related = STORY + box.format("Ähnliche Beiträge")
    assert cut_from(related, "Ähnliche Beiträge", "In Vegan") == ["Ein Curry für faule Abende"]
    assert cut_from(STORY + box.format("Mein Rat"), "Mein Rat", "In Vegan") == []


def test_a_list_below_the_story_and_a_label_that_was_left_out_goes_with_it() -> None:
    items = [
        f"Another mill that grinds again, {n} The wheel stood still for many years, and now it turns." for n in (1, 2)
    ]
    rows = "".join(f"<li><a href=/{n}>{item[:33]}</a>{item[33:]}</li>" for n, item in enumerate(items))
    told, end = f"<div>You may also like</div><ul>{rows}</ul>", "<p>Imprint</p>"
    label = ("You may also like", "Imprint")
    assert cut_from(f"{STORY * 9}{told}{end}", *label) == items
    assert cut_from(f"{STORY}{told}{end}", *label) == [], "a page of links"
    assert cut_from(f"{STORY * 9}{told}{STORY}", *label) == [], "amid the story"
    assert cut_from(f"{STORY * 9}<div>The mills</div><ul>{rows}</ul>{end}", "The mills", "Imprint") == []
    assert cut_from(f"{STORY * 9}{told.replace('</li>', f' {PROSE * 3}</li>')}{end}", *label) == []


def test_a_box_amid_the_story_that_asks_for_gifts_is_none_of_it() -> None:
    box = "<div><h3>Helfen Sie mit!</h3><p>50 Euro retten zehn Quadratmeter.</p><a href=/s>Jetzt spenden</a></div>"
    gifts = "<p>They would rather give.</p><p><a href=/g>Gifts of 1720</a></p>"
    assert cut_from(f"<div>{STORY}{box}{STORY}</div>", "Jetzt spenden")[0] == "Helfen Sie mit!"
    assert cut_from(f"<div>{STORY}{gifts}{STORY}</div>") == []
    assert cut_from(f"<div><h1>Mills</h1><a href=/d>Donate</a></div>{STORY}{STORY}") == []


def test_the_heading_of_a_box_goes_with_its_links() -> None:
    lost = "Seven more mills that grind by the wind alone"
    links = f"<ul><li><a href=/1>{lost}</a></li></ul>"
    assert cut_from(f"{STORY}<div><h3>More from the Miller</h3>{links}</div>{STORY}", lost) == ["More from the Miller"]
    assert cut_from(f"{STORY}<h3>The wind</h3>{links}{STORY}", lost) == []
    part = "<section><div><h3>The wind</h3><p><a href=/ada>Ada Miller</a></p></div><p>It blew.</p></section>"
    assert cut_from(f"{STORY}{part}{STORY}", "Ada Miller") == []


@pytest.mark.parametrize(
    ("box", "dropped"),
    [
        ("<div><p>Czytaj też:</p><a href=/1>Kolejka wraca</a></div>", "none of it"),
        ("<div><p>The mills:</p><a href=/1>Kolejka wraca</a></div>", "The mills:"),
        ("<div><p>Related</p><a href=/1>The old mill</a><p>which ground until 1950</p></div>", "Related"),
        ("<p>Related</p><a href=/1>The old mill</a>", "Related"),
    ],
)
def test_links_that_nothing_calls_teasers_stay(box: str, dropped: str) -> None:
    assert cut_from(f"{STORY}{box}{STORY}", dropped) == []
