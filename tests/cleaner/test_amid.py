"""What stands amid a story and leads away from it: teasers, appeals, links to shops."""

from __future__ import annotations

import numpy as np
import pytest
from lxml import etree

from cleaner.blocks import read_blocks
from cleaner.dom import parse
from cleaner.extract.amid import amid

PROSE = "The river rose for three days, and on the fourth the bridge at the mill was gone; nobody had seen it go."


def body_of(markup: str) -> etree._Element:
    body = parse(f"<body>{markup}</body>").find("body")
    assert body is not None
    return body


def amid_of(box: str, dropped: str) -> list[str]:
    blocks = read_blocks(body_of(f"<p>{PROSE * 2}</p>{box}<p>{PROSE * 2}</p>"))
    keep = np.array([text != dropped for text in blocks.text])
    return [text for part in amid(blocks, keep) for text in blocks.text[part]]


def test_a_teaser_whose_label_was_left_out_goes_with_it() -> None:
    assert amid_of("<div><p>Czytaj też:</p><a href=/1>Kolejka wraca</a></div>", "Czytaj też:") == ["Kolejka wraca"]
    heading = "<div><p>Læs også</p><a href=/1><h3>Møllen kører igen</h3></a></div>"
    assert amid_of(heading, "Læs også") == ["Møllen kører igen"]
    sentence = "<div><p>Ajánlott cikkek</p><h3><a href=/1>Újra őröl a malom</a></h3><p>Negyven évig állt.</p></div>"
    assert amid_of(sentence, "Ajánlott cikkek") == ["Újra őröl a malom", "Negyven évig állt."]


def cut_amid(markup: str, dropped: set[str]) -> list[str]:
    blocks = read_blocks(body_of(markup))
    keep = np.array([text not in dropped for text in blocks.text])
    return [text for part in amid(blocks, keep) for text in blocks.text[part]]


def test_what_is_left_of_a_box_whose_label_was_left_out_goes_with_it() -> None:
    box = "<div><h3>Ähnliche Beiträge</h3><h4><a href=/k>Ein Curry für faule Abende</a></h4><p>In Vegan</p></div>"
    story = f"<p>{PROSE}</p><p>{PROSE * 2}</p>"
    assert cut_amid(story + box, {"Ähnliche Beiträge", "In Vegan"}) == [
        "Ein Curry für faule Abende",
        "In Vegan",
    ]
    assert cut_amid(story + box.replace("Ähnliche Beiträge", "Mein Rat"), {"Mein Rat", "In Vegan"}) == []


def test_a_box_amid_the_story_that_asks_for_gifts_is_none_of_it() -> None:
    box = "<div><h3>Helfen Sie mit!</h3><p>50 Euro retten zehn Quadratmeter.</p><a href=/s>Jetzt spenden</a></div>"
    story = f"<div><p>{PROSE * 2}</p>{{}}<p>{PROSE * 2}</p></div>"
    assert cut_amid(story.format(box), {"Jetzt spenden"})[0] == "Helfen Sie mit!"
    assert cut_amid(story.format("<p>They would rather give.</p><p><a href=/g>Gifts of 1720</a></p>"), set()) == []
    assert cut_amid(f"<div><h1>Mills</h1><a href=/d>Donate</a></div>{story.format('')}", set()) == []


def test_links_to_shops_below_a_look_are_none_of_the_story() -> None:
    links = "<a href=//s.example/1>Pullover</a> | <a href=//s.example/2>Turnschuhe</a>"
    story = f"<p>{PROSE * 2}</p>"
    assert cut_amid(f"{story}<p><b>Shop my look*</b><br>{links}</p>", set())[0].startswith("Shop my look")
    assert cut_amid(f"{story}<p>Get the look</p><p>{links}</p>", set()) == ["Get the look", "Pullover | Turnschuhe"]
    assert cut_amid(f"{story}<p>Get the look by rolling up the sleeves.</p><p>{PROSE}</p>", set()) == []


def test_the_heading_of_a_box_goes_with_its_links() -> None:
    lost = "<li><a href=/1>Seven more mills that grind by the wind alone</a></li>"
    dropped = "Seven more mills that grind by the wind alone"
    assert amid_of(f"<div><h3>More from the Miller</h3><ul>{lost}</ul></div>", dropped) == ["More from the Miller"]
    assert amid_of(f"<h3>The wind</h3><ul>{lost}</ul>", dropped) == []
    part = "<section><div><h3>The wind</h3><p><a href=/ada>Ada Miller</a></p></div><p>It blew.</p></section>"
    assert amid_of(part, "Ada Miller") == []


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
    assert amid_of(box, dropped) == []
