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


def test_a_copy_that_differs_here_and_there_is_one_all_the_same() -> None:
    once = blocks_of(STORY)
    narrow = STORY.replace("<h2>Mile 2", "<p>Turn your telephone.</p><h2>Mile 2").replace("<h2>Mile 6</h2>", "")
    assert blocks_of(f"<div>{STORY}</div><div>{narrow}</div>") == [*once, "Turn your telephone."]
    assert blocks_of(f"<div>{STORY}</div><div>{STORY}</div><div>{STORY}</div>") == once


def test_what_is_said_twice_in_a_row_is_read_once() -> None:
    slide = "<h3>The ferry</h3><p>It crosses every hour, and waits for nobody who is not in sight.</p>"
    assert blocks_of(STORY + slide * 2) == blocks_of(STORY + slide)
    assert blocks_of(STORY + slide * 5) == blocks_of(STORY + slide)  # a band that goes round
    pulled = f"<p>{PARTS[4]}</p><blockquote>{PARTS[4]}</blockquote>"
    assert blocks_of(STORY.replace(f"<p>{PARTS[4]}</p>", pulled)) == blocks_of(STORY)
    assert blocks_of(STORY.replace("<h2>Mile 3</h2>", "<h2>Mile 3</h2><h3>Mile 3</h3>")) == blocks_of(STORY)


def test_the_filler_of_a_page_that_is_being_built_stays() -> None:
    filler = (
        "<p>Lorem ipsum dolor sit amet, consectetur adipisicing elit.</p><p>Tempor incididunt ut labore et dolore.</p>"
    )
    assert len(blocks_of(filler * 3)) == 6


def test_a_picture_that_stands_alone_is_shown_once_and_an_icon_in_a_line_each_time() -> None:
    arrow = "<img src=/arrow.png width=300>"
    markup = f"<p>{arrow}</p>{STORY}<p>{arrow}</p><p>Press {arrow}.</p>"
    shown = [block for block in tidy(body_of(markup), url=URL) if block.find(".//img") is not None]
    assert ["".join(block.itertext()) for block in shown] == ["", "Press ."]


def test_verses_and_code_may_say_a_thing_twice() -> None:
    refrain = (
        "<p>The river runs, the river runs, as far as I can see,<br>and never has a river run as far away from me.</p>"
    )
    assert len(blocks_of(STORY + refrain * 2)) == len(blocks_of(STORY)) + 2
    command = "<pre><code>make clean; make all; make check; make the same once more, to be sure of it</code></pre>"
    assert len(blocks_of(STORY + command * 2)) == len(blocks_of(STORY)) + 2


def test_what_stands_below_each_of_several_things_stays() -> None:
    note = "<p>Prices were looked up on Friday, and may have changed since, as prices do.</p><p>See our terms.</p>"
    page = STORY.replace("<h2>Mile 3", f"{note}<h2>Mile 3") + note
    assert sum("looked up" in block for block in blocks_of(page)) == 2


def test_a_label_that_stands_many_times_in_a_row_stands_once() -> None:
    label = "<p>Photo gallery of the walk</p>"
    assert blocks_of(STORY + label * 5)[-2:] == [blocks_of(STORY)[-1], "Photo gallery of the walk"]
    assert len(blocks_of(STORY + label * 4)) == len(blocks_of(STORY)) + 4


def test_a_sentence_that_fills_a_page_of_nothing_else_stays() -> None:
    assert len(blocks_of("<p>All work and no play makes for a dull story, however long it is.</p>" * 40)) == 40
