"""Tables of contents: links to the headings of the story that they stand above."""

from __future__ import annotations

import pytest
from stories import body_of

from cleaner.blocks import read_blocks
from cleaner.extract.contents import contents

PROSE = "<p>The river rose for three days, and on the fourth the bridge at the mill was gone; nobody saw it go.</p>"
SECTIONS = "".join(f"<h2 id={each.lower()}>{each}</h2>{PROSE}" for each in ("History", "Machines", "Sources"))


def contents_of(markup: str) -> list[str]:
    blocks = read_blocks(body_of(markup))
    return [text for part in contents(blocks) for text in blocks.text[part]]


def items(markup: str) -> str:
    return "".join(markup.format(each, each.lower()) for each in ("History", "Machines", "Sources"))


@pytest.mark.parametrize(
    "box",
    [
        f"<table id=toc><tr><td><h2>Inhaltsverzeichnis</h2><ul>{items('<li><a href=#{1}>{0}</a>')}</ul></table>",
        f"<div><p>Contents [hide]</p><ol>{items('<li><a href=#{1}>{0}</a>')}</ol></div>",
        f"<p>Inhalt: {items('<a href=#{1}>{0}</a> · ')}</p>",
        f"<nav><ul>{items('<li><a href=#{1}><span>1.2</span> <span>{0}</span></a>')}</ul></nav>",
    ],
)
def test_a_table_of_contents_is_told_by_the_headings_that_it_repeats(box: str) -> None:
    found = contents_of(f"{PROSE}{box}{SECTIONS}")
    assert "Sources" in found[-1]
    assert not any("river" in text for text in found)


@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li><a href=#a>Ada</a><li><a href=#b>Bea</a><li><a href=#c>Cleo</a></ul><p id=a>1700<p id=b>x<p id=c>y",
        f"<ul>{items('<li><a href=/{1}>{0}</a>')}</ul>{SECTIONS}",
        f"{PROSE}{items('<h2><a href=#{1}>{0}</a></h2>' + PROSE)}",
        f"<p>See <a href=#history>History</a> and what is said there of its owners and their quarrels.</p>{SECTIONS}",
        f"<p><a href=#history>History</a></p>{SECTIONS}",
    ],
)
def test_other_links_and_headings_that_link_to_themselves_are_none(markup: str) -> None:
    assert contents_of(markup) == []
