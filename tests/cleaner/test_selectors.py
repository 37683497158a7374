"""Selectors as people write them select what they say."""

from __future__ import annotations

import pytest
from lxml import etree

from cleaner import SelectorError, compile_selector, first_match, parse

PAGE = parse(
    '<div id=d class="a b"><p class=a>one</p><p class="c,d">two</p><b>three</b>'
    '<p title="x,y">four <a href=/x>link</a></p></div>'
)


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("p.a", ["one"]),
        ("p.a::text", ["one"]),
        ("a::attr(href)", ["/x"]),
        ("p:has(a)", ["four link"]),
        ("p:not(.a)", ["two", "four link"]),
        ("div > :is(.a,b)", ["one", "three"]),
        ("div > :is(.a,.x)", ["one"]),
        (':is([title="x,y"],.x)', ["four link"]),
        (":where(i,.a) + p", ["two"]),
        ("//p[@class='a']", ["one"]),
        ("./body/div/b", ["three"]),
        ("(//p)[2]", ["two"]),
        ("(substring-after(//b, 'th'))", ["ree"]),
        ("(count(//p))", ["3.0"]),
        ("(//p = 'one')", []),
        ("(string(//i))", []),
        ("(re:replace(//b, 'e+', 'g', 'E'))", ["thrE"]),
    ],
)
def test_a_selector_finds_elements_or_strings(selector: str, found: list[str]) -> None:
    nodes = compile_selector(selector).select(PAGE)
    texts = ["".join(map(str, node.itertext())) if isinstance(node, etree._Element) else node for node in nodes]
    assert [text for text in texts if text not in ("onetwothreefour link",)] == found


@pytest.mark.parametrize("selector", ["", "p[", "p::attr(", "//p[", "p:nonsense", "p:not(:has(a))"])
def test_what_is_no_selector_is_refused_when_it_is_compiled(selector: str) -> None:
    with pytest.raises(SelectorError):
        compile_selector(selector)


def test_unknown_functions_are_refused_when_they_are_used() -> None:
    with pytest.raises(SelectorError, match="cannot be evaluated"):
        compile_selector("(nothing-like-it(//p))").select(PAGE)


def test_located_strings_know_their_element_and_selected_ones_do_not_hold_the_page() -> None:
    (located,) = compile_selector("a::attr(href)").locate(PAGE)
    (selected,) = compile_selector("a::attr(href)").select(PAGE)
    assert located == selected == "/x"
    assert isinstance(located, etree._ElementUnicodeResult) and located.getparent() is not None
    assert type(selected) is str


def test_of_ordered_fallbacks_the_first_that_finds_something_counts() -> None:
    assert first_match(PAGE, ("i", "b::text", "p::text")) == ["three"]
    assert first_match(PAGE, ("i",)) == []
