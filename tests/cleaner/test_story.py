"""Cutting the story out of the tree: its blocks with the structure around them, and its pictures."""

from __future__ import annotations

import numpy as np
from lxml import etree
from stories import PROSE, body_of

from cleaner.blocks import read_blocks
from cleaner.extract.story import cut_out


def kept_of(markup: str, keep: list[int]) -> str:
    body = body_of(markup)
    blocks = read_blocks(body)
    mask = np.isin(np.arange(len(blocks)), keep)
    return etree.tostring(cut_out(body, blocks, mask), encoding="unicode", method="html")


def test_what_is_kept_keeps_its_structure() -> None:
    assert kept_of("<ul><li>one</li><li>two</li></ul><p>three</p>", [0]) == "<div><ul><li>one</li></ul></div>"


def test_text_after_a_dropped_element_stays() -> None:
    assert kept_of("<div>before<p>promo</p>after</div>", [0, 2]) == "<div><div>beforeafter</div></div>"


def test_a_row_keeps_its_empty_cells() -> None:
    assert "<td></td><td>two</td>" in kept_of("<table><tr><td>one</td><td>two</td></tr></table>", [1])


def test_a_picture_among_kept_text_stays_even_if_its_caption_goes() -> None:
    story = f"<p>{PROSE}</p><figure><img src=a.jpg><figcaption>Photo: someone</figcaption></figure><p>{PROSE}</p>"
    assert "a.jpg" in kept_of(story, [0, 2])


def test_a_picture_in_a_dropped_card_goes() -> None:
    card = "<div class=card><a href=/x><img src=a.jpg><b>Other story</b></a></div>"
    assert "a.jpg" not in kept_of(f"<p>{PROSE}</p>{card}<p>{PROSE}</p>", [0, 2])


def test_keeping_everything_changes_no_text() -> None:
    markup = f"<h1>T</h1><p>{PROSE} <b>bold</b> end</p><ul><li>a<li>b</ul>tail"
    body = body_of(markup)
    before = "".join(map(str, body.itertext()))
    blocks = read_blocks(body)
    assert "".join(map(str, cut_out(body, blocks, np.ones(len(blocks), bool)).itertext())) == before


def test_a_mark_that_is_dropped_leaves_the_place_that_links_lead_to() -> None:
    markup = "<p>prose<a href=#n1>1</a></p><div><a id=n1 href=/x>1</a><p>note</p></div>"
    body = body_of(markup)
    blocks = read_blocks(body)
    story = cut_out(body, blocks, np.array([text != "1" for text in blocks.text]))
    assert b'<div><a id="n1"></a><p>note</p></div>' in etree.tostring(story, method="html")


def test_a_note_that_is_dropped_leaves_no_place_for_links_to_lead_to_its_neighbour() -> None:
    dropped = "A note that is long enough to be no number, no term and no heading, and that was dropped. " * 2
    markup = f"<p>prose<a href=#n1>1</a></p><ol><li id=n1>{dropped}</li><li id=n2>another</li></ol>"
    body = body_of(markup)
    blocks = read_blocks(body)
    story = cut_out(body, blocks, np.array([text != dropped.strip() for text in blocks.text]))
    assert [each.get("id") for each in story.iter() if each.get("id")] == ["n2"]


def test_a_picture_in_a_link_to_its_file_stays_whatever_the_link_says_of_the_file() -> None:
    prose = "<p>The saws stand on their teeth, so I glued a strip of leather to the bottom of it.</p>"
    lightbox = (
        "<div><a href=/till.jpeg?x=1><img src=/till_690.jpeg><span>till</span> <span>1920×1440 230 KB</span></a></div>"
    )
    card = "<div><a href=/other><img src=/other.jpeg><span>Sharpening without a vise</span></a></div>"
    body = body_of(f"{prose}{lightbox}{card}{prose}")
    blocks = read_blocks(body)
    story = cut_out(body, blocks, np.array([text.startswith("The saws") for text in blocks.text]))
    assert [image.get("src") for image in story.iter("img")] == ["/till_690.jpeg"]
