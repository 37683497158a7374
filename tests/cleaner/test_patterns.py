"""Patterns of people against texts of strangers."""

from __future__ import annotations

import threading
import time

import pytest
from lxml import etree

from cleaner import CleanError, PatternError, Rules, SelectorError, clean, compile_pattern, compile_selector, parse
from cleaner.patterns import XPATH_FUNCTIONS

ENDLESS = "(a|aa)+$"
HOSTILE = "a" * 60 + "!"
NAMESPACES = {"re": "http://exslt.org/regular-expressions"}


def test_a_pattern_is_what_re_takes_in_any_case_of_letters() -> None:
    assert compile_pattern(r"^watch\b.*(?<!not) (?P<q>['\"])it(?P=q)").found_in("Watch 'it' now")
    assert not compile_pattern("watch").is_all_of("Watch it")
    for wrong in ("(", r"\p{L}", "(?<=a+)b"):
        with pytest.raises(PatternError, match="is no valid regular expression"):
            compile_pattern(wrong)


def test_a_pattern_that_would_never_end_says_so_and_lets_others_work_meanwhile() -> None:
    ticks, done = [], threading.Event()

    def count() -> None:
        while not done.wait(0.01):
            ticks.append(time.monotonic())

    other = threading.Thread(target=count)
    other.start()
    try:
        with pytest.raises(PatternError, match=r"\(a\|aa\)\+\$' takes more than 1 second"):
            compile_pattern(ENDLESS).found_in(HOSTILE)
    finally:
        done.set()
        other.join()
    assert len(ticks) > 10


@pytest.mark.parametrize("key", ["strip_text", "stop_at"])
def test_a_rule_whose_pattern_would_never_end_is_named(key: str) -> None:
    page = f"<main><h1>A story</h1><p>{HOSTILE}</p><p>It goes on.</p></main>"
    with pytest.raises(CleanError, match=f"^{key}: the pattern"):
        clean(page, rules=Rules(body=("main",), **{key: (ENDLESS,)}))


def test_xpaths_regular_expressions_are_bounded_too() -> None:
    page = parse(f"<p title='{HOSTILE}' lang='('>One</p>")
    with pytest.raises(SelectorError, match="takes more than"):
        compile_selector(f"//p[re:test(@title, '{ENDLESS}')]").select(page)
    with pytest.raises(SelectorError, match="no valid regular expression"):
        compile_selector("//p[re:test(., @lang)]").select(page)


@pytest.mark.parametrize(
    "path",
    [
        "//p[re:test(., 'ONE', 'i')]/@class",
        "//p[re:test(., 'ONE')]/@class",
        r"//p[re:test(b, '\d')]/@class",
        "re:test(//nothing, '')",
        "re:test(true(), 't', 'i')",
        "re:replace(//p/@title, 'e', 'g', 'E')",
        r"re:replace(//p/@title, '(\w+), (\w+)', '', '\2 \1')",
        "re:replace(//p[@class='b'], 'T', 'i', '<')",
        r"re:replace(7, '\d', 'g', 'x')",
        "re:match(., 'Zero')",
        r"re:match(//p/@title, '(\w)(\w)e')[2]/text()",
        r"re:match(//p/@title, '\w+', 'g')/text()",
        r"re:match(//p/@title, '(\w)(\w)', 'g')/text()",
    ],
)
def test_xpaths_regular_expressions_give_what_those_of_lxml_give(path: str) -> None:
    page = parse("<p class=a title='one, three'>One</p><p class=b>Two <b>2</b></p><p class=c>Three</p>")
    theirs = etree.XPath(path, namespaces=NAMESPACES)
    assert etree.XPath(path, namespaces=NAMESPACES, extensions=XPATH_FUNCTIONS, regexp=False)(page) == theirs(page)
