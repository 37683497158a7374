"""What a page holds twice is read once."""

from __future__ import annotations

from stories import URL, body_of

from cleaner.tidy import tidy

PARTS = [
    f"Part {number} of the walk leads along the river, past the weir and over a bridge." * 3 for number in range(9)
]
STORY = "".join(f"<h2>Mile {number}</h2><p>{part}</p>" for number, part in enumerate(PARTS))


def blocks_of(html: str) -> list[str]:
    return ["".join(block.itertext()) for block in tidy(body_of(html), url=URL)]


def test_a_story_that_is_there_twice_is_read_once() -> None:
    once = blocks_of(f"<div class=wide>{STORY}</div>")
    telephone = STORY.replace("Mile 4", "M. 4")
    assert blocks_of(f"<div class=wide>{STORY}</div><div class=narrow>{telephone}</div>") == [*once, "M. 4"]


def test_what_stands_below_each_of_several_things_stays() -> None:
    note = "<p>Prices were looked up on Friday, and may have changed since, as prices do.</p><p>See our terms.</p>"
    page = STORY.replace("<h2>Mile 3", f"{note}<h2>Mile 3") + note
    assert sum("looked up" in block for block in blocks_of(page)) == 2


def test_a_quote_of_the_paragraph_beside_it_goes_and_the_paragraph_stays() -> None:
    quote = f"<blockquote><p>{PARTS[4]}</p></blockquote>"
    assert blocks_of(STORY.replace("<h2>Mile 5", f"{quote}<h2>Mile 5")) == blocks_of(STORY)
    assert blocks_of(STORY.replace("<h2>Mile 4", f"{quote}<h2>Mile 4")) == blocks_of(STORY)


def test_a_paragraph_that_fills_a_page_of_nothing_else_stays() -> None:
    assert len(blocks_of("<p>All work and no play makes for a dull story, however long it is.</p>" * 40)) == 40
