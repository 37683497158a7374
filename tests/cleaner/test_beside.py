"""What goes with a story's blocks and is kept with them: captions, heads of tables, labels, notes."""

from __future__ import annotations

import numpy as np
from stories import POST, body_of

from cleaner.blocks import read_blocks
from cleaner.extract.beside import beside


def beside_of(markup: str, kept: set[str]) -> list[str]:
    """The texts that are kept beside the blocks of these texts."""
    blocks = read_blocks(body_of(markup))
    keep = np.array([text in kept for text in blocks.text], bool)
    return [text for part, _ in beside(blocks, keep) for text in blocks.text[part]]


def test_a_kept_picture_keeps_its_caption() -> None:
    figure = "<figure><img src=a.jpg><figcaption>The mill at dawn</figcaption></figure>"
    other = "<figure><img src=b.jpg><figcaption><a href=/b>Another story</a></figcaption></figure>"
    one, two = "The mill was built in 1720.", "It burnt twice, and twice it was built again."
    assert beside_of(f"<p>{one}</p>{figure}{other}<p>{two}</p>", {one, two}) == ["The mill at dawn"]


def test_a_kept_table_keeps_its_head_and_its_caption() -> None:
    table = "<table><tr><th>Year<th>Tons<tr><td>1350<td>41<tr><td>1400<td>52</table>"
    figure = f"<figure>{table}<figcaption>Salt</figcaption></figure>"
    assert beside_of(figure, {"1350", "41", "1400", "52"}) == ["Salt", "Year", "Tons"]
    assert beside_of(table, {"1350"}) == []


def test_a_box_that_opens_keeps_what_it_is_called() -> None:
    details = "<details><summary>Why so?</summary><p>because</p></details>"
    region = "<h4><button id=b>How so?</button></h4><div role=region aria-labelledby=b><p>thus</p></div>"
    assert beside_of(details + region, {"because", "thus"}) == ["Why so?", "How so?"]
    assert beside_of(details + region, set()) == []


def test_a_button_that_opens_a_kept_box_stays_with_it() -> None:
    item = "<h4><button data-bs-toggle=collapse data-bs-target=#a>How so?</button></h4><div id=a><p>thus</p></div>"
    other = "<h4><button aria-expanded=false aria-controls=b>Share</button></h4><div id=b><p>elsewhere</p></div>"
    assert beside_of(item + other, {"thus"}) == ["How so?"]


def test_a_heading_between_kept_blocks_stays_where_it_heads_prose() -> None:
    one, two = "The mill was built in 1720.", "It burnt twice, and twice it was built again, the second time in brick."
    heads = "<h2><div><a href=#f></a></div><div>The fires</div></h2>"
    assert beside_of(f"<p>{one}</p>{heads}<p>{two}</p>", {one, two}) == ["The fires"]
    assert beside_of(f"<p>{one}</p><h2><a href=/b>Another story</a></h2><p>{two}</p>", {one, two}) == []
    assert beside_of(f"<p>{one}</p><h2>Share</h2><p>Copy</p><p>{two}</p>", {one, two}) == []


def test_a_quotation_between_kept_blocks_stays_unless_it_is_said_already() -> None:
    one, two = "The mill was built in 1720.", "It burnt twice, and twice it was built again."
    story = f"<p>{one}</p><blockquote{{}}>{{}}</blockquote><p>{two}</p>"
    assert beside_of(story.format("", "Stone waits."), {one, two}) == ["Stone waits."]
    assert beside_of(story.format("", "It burnt twice"), {one, two}) == []


def test_a_post_that_a_story_shows_stays_whole_and_one_beside_other_links_does_not() -> None:
    one, two = "The mill was built in 1720.", "It burnt twice, and twice it was built again."
    amid = f"<article><p>{one}</p><div>{POST}</div><p>{two}</p></article>"
    rail = f"<div><h3>Posts</h3><p>The mill in pictures</p>{POST}</div>"
    assert beside_of(amid + rail, {one, two}) == ["Stone waits.", "— Jo (@jo) 5 May"]


def test_a_note_that_kept_text_refers_to_stays() -> None:
    text = "<p>prose<sup id=r1><a href=#n1>1</a></sup></p>"
    note = "<ol><li id=n1><a href=#r1>^</a> The parish book</li><li id=n2>Nobody asks for this</li></ol>"
    marked = "<div><a id=n1 href=#r1>1</a><p>The parish book</p></div>"
    assert beside_of(text + note, {"prose1"}) == ["^ The parish book"]
    assert beside_of(text + marked, {"prose1"}) == ["1", "The parish book"]


def test_a_quotation_in_a_figure_stays_with_whose_it_is() -> None:
    one, two = "The mill was built in 1720.", "It burnt twice, and twice it was built again."
    figure = "<figure><blockquote>Stone waits.</blockquote><figcaption>— Mrs Geddes</figcaption></figure>"
    assert beside_of(f"<p>{one}</p>{figure}<p>{two}</p>", {one, two}) == ["Stone waits.", "— Mrs Geddes"]
