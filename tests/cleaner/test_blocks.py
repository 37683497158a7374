"""The page as blocks: what divides them, what they know of themselves."""

from __future__ import annotations

import pytest
from lxml import etree

from cleaner.blocks import Blocks, read_blocks
from cleaner.dom import parse


def blocks_of(body: str) -> Blocks:
    found = parse(f"<body>{body}</body>").find("body")
    assert found is not None
    return read_blocks(found)


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<div>a <b>bold</b> and <a href=x>link</a><p>inside</p>after</div>", ["a bold and link", "inside", "after"]),
        ("<a href=x><h3>card</h3><p>teaser</p></a>", ["card", "teaser"]),
        ("first<br>line<br><br>second", ["first line", "second"]),
        ("<p>a<script>x()</script>b<style>c</style></p>", ["ab"]),
        ("<ul><li>one<li>two</ul><dl><dt>t<dd>d</dl>", ["one", "two", "t", "d"]),
        ("<table><tr><td>cell<th>head</table>", ["cell", "head"]),
        ("<p> \n </p><p>\N{NO-BREAK SPACE}</p>", []),
        ("<p>let <math><mstyle><msqrt><mi>x</mi></msqrt><mo>=</mo><mn>2</mn></mstyle></math> be", ["let x=2 be"]),
    ],
    ids=["paragraphs", "mixed", "a link around blocks", "breaks", "silent", "lists", "tables", "blanks", "math"],
)  # fmt: skip
def test_blocks_are_runs_of_text_that_no_block_level_tag_divides(body: str, texts: list[str]) -> None:
    assert blocks_of(body).text == texts


def test_no_text_is_lost_and_none_is_read_twice() -> None:
    body = "a<div>b<span>c<p>d</p>e</span>f<ul>g<li>h<b>i</b></li>j</ul></div>k<custom-card>l</custom-card>m"
    assert "".join(blocks_of(body).text) == "abcdefghijklm"


def test_a_block_knows_how_much_of_it_is_linked() -> None:
    blocks = blocks_of("<p>read <a href=x>this one</a> now</p>")
    assert (blocks.linked, blocks.links) == ([len("this one")], [1])


def test_a_nodes_range_holds_the_blocks_below_it() -> None:
    blocks = blocks_of("<p>0</p><section><p>1</p><p>2</p></section><p>3</p>")
    (section,) = [n for n, kind in enumerate(blocks.nodes.kind) if blocks.nodes.kinds[kind][0] == "section"]
    assert (blocks.nodes.first[section], blocks.nodes.end[section]) == (1, 3)


def test_hidden_elements_hide_what_is_in_them() -> None:
    blocks = blocks_of("<div style='display: none'><p>secret</p></div><p>open</p>")
    assert [blocks.nodes.hidden[node] for node in blocks.owner] == [True, False]


def test_a_path_leads_back_to_the_element() -> None:
    root = parse("<body><div><p>one</p><p>two</p></div>")
    body = root.find("body")
    assert body is not None
    (found,) = root.xpath(read_blocks(body).path(1))
    assert isinstance(found, etree._Element)
    assert found.text == "two"
