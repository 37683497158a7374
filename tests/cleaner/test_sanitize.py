"""What came from outside is harmless in every parser, and what is harmless stays."""

from __future__ import annotations

import html
import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from cleaner import Rules, clean, one_line, plain_text, sanitize
from cleaner.sanitize import ID_PREFIX, MAX_CANDIDATES, MAX_DEPTH

BASE = "https://site.example/dir/page.html"
Judge = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def checker(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("atom_check", shared / "bench" / "atom_check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def judge(checker: ModuleType) -> Judge:
    """The faults that the checker's four parsers see in content."""

    def faults(content: str) -> list[str]:
        found = checker.Checker("content", checker.Options())
        found.html("entry", content, "content")
        # Escaped twice stays escaped twice: an article on HTML may say `&lt;`.
        return [f"{each.rule}: {each.detail}" for each in found.findings if each.rule != "double-escaped"]

    return faults


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "corpus" / "hostile" / "cases.jsonl").read_text("ascii").splitlines()
    return [case for line in lines if (case := json.loads(line))["kind"] in ("html", "field")]


def visible(content: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", content))


def test_every_hostile_payload_is_inert_in_four_parsers(cases: list[dict[str, Any]], judge: Judge) -> None:
    hostile = [case for case in cases if case["must"] == "inert"]
    assert len(hostile) > 300
    for case in hostile:
        for base in (BASE, ""):
            clean = sanitize(case["payload"], base)
            assert judge(clean) == [], case["id"]
            assert sanitize(clean) == clean, case["id"]
            for text in case.get("text", ()):
                assert text in visible(clean), case["id"]


def test_every_harmless_payload_is_kept(cases: list[dict[str, Any]], judge: Judge) -> None:
    harmless = [case for case in cases if case["must"] == "kept"]
    assert len(harmless) > 20
    for case in harmless:
        clean = sanitize(case["payload"], BASE)
        assert judge(clean) == [], case["id"]
        tree = lxml_html.fragment_fromstring(clean, create_parent="div")
        for element, *rest in case.get("has", ()):
            values = [node.get(rest[0]) if rest else "" for node in tree.iter(element)]
            assert values, (case["id"], element, clean)
            if len(rest) == 2:
                assert rest[1] in values, (case["id"], clean)
        for text in case.get("text", ()):
            assert text in visible(clean).replace("\xa0", " "), case["id"]


def test_whole_pages_with_hostile_stories_are_inert(cases: list[dict[str, Any]], judge: Judge) -> None:
    """Through clean(), the way that every page takes; in each field of the article as well."""
    rules = Rules(body=("main",))
    for case in cases:
        if case["kind"] == "html" and case["must"] == "inert":
            payload = case["payload"]
            page = f"<title>{payload}</title><main><h1>{payload}</h1><p>Before.</p>{payload}<p>After.</p></main>"
            article = clean(page, BASE, rules=rules)
            assert judge(article.html) == [], case["id"]
            assert sanitize(article.html) == article.html, case["id"]
            assert not re.search(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe]", f"{article.title}{article.text}"), case[
                "id"
            ]


def test_whole_pages_with_harmless_stories_keep_them(cases: list[dict[str, Any]]) -> None:
    rules = Rules(body=("main",))
    for case in cases:
        if case["must"] != "kept":
            continue
        html = clean(
            f"<title>x</title><main><p>Before.</p>{case['payload']}<p>After.</p></main>", BASE, rules=rules
        ).html
        tree = lxml_html.fragment_fromstring(html, create_parent="div")
        for element, *rest in case.get("has", ()):
            values = [node.get(rest[0]) if rest else "" for node in tree.iter(element)]
            assert values and (len(rest) < 2 or rest[1] in values), (case["id"], rest, html)
        for text in case.get("text", ()):
            assert text in visible(html).replace("\xa0", " "), case["id"]


def test_payloads_in_one_another_stay_inert(cases: list[dict[str, Any]], judge: Judge) -> None:
    payloads = [case["payload"] for case in cases if case["kind"] == "html"]
    for one, other in zip(payloads, payloads[7:] + payloads[:7], strict=True):
        clean = sanitize(f"<p>{one}<table><tr><td>{other}", BASE)
        assert judge(clean) == [], (one, other)
        assert sanitize(clean) == clean


# A tilde stands for a space inside a tag.
PIECES = st.sampled_from(
    [
        piece.replace("~", " ")
        for piece in """
    <p> </p> <div> </div> <a~href="/x"> <a~href=#n> </a> <b> </b> <i> <table> <tr> <td> </td> </table> <caption> <ul>
    <li> </ul> <ol~start=2> <dl> <dt> <dd> <h1> <h2> </h1> <pre> </pre> <br> <hr> <img~src=/i.png> <img> <p~id=n> <svg>
    <math> </math> <mi> <mtext> <mglyph> <annotation-xml~encoding=text/html> <style> </style> <script> </script> <!--
    --> --!> <![CDATA[ ]]> <iframe~src=https://www.youtube.com/embed/x> </iframe> <select> <option> <form> <button>
    <template> <noscript> </noscript> <details> <summary> <video~src=/v.mp4> <audio> <source~src=/a.mp3> <ruby> <rt>
    <rp> <object> <textarea> <title> <xmp> <plaintext> <body> </body> <html> &lt; &amp; &#0; &#x1f; " ' > < = x y é 漢
    """.split()
    ]
    + ["\n", " ", "\x00", "\x0c", "\r", "\ud800", "\ufffe", "\u202e", "\xa0"]
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join))
def test_cleaning_twice_changes_nothing(markup: str) -> None:
    clean = sanitize(markup, BASE)
    assert sanitize(clean) == clean
    assert sanitize(clean, BASE) == clean


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(markup=st.lists(PIECES, max_size=20).map("".join))
def test_no_soup_gets_past_any_parser(markup: str, judge: Judge) -> None:
    assert judge(sanitize(markup, BASE)) == []


@pytest.mark.parametrize("wrapper", ["div", "b", "blockquote", "ul><li", "table><tr><td", "font"])
def test_abysses_are_filled_up_in_time(wrapper: str, judge: Judge) -> None:
    clean = sanitize(f"<{wrapper}>" * 30_000 + "<p>deep</p>")
    assert "deep" in clean
    assert judge(clean) == []
    assert clean.count("<") <= 2 * MAX_DEPTH + 4


def test_a_thousand_paragraphs_are_no_abyss() -> None:
    page = "<p>one <b>two</b></p>" * 3_000
    assert sanitize(page) == page


def test_frames_are_those_of_players_over_https() -> None:
    frame = sanitize(
        '<iframe src="http://www.youtube.com/embed/x" name="top" onload="x()" width="5">no frames</iframe>'
    )
    assert frame == '<iframe src="https://www.youtube.com/embed/x" width="5"></iframe>'
    for src in ("https://youtube.com.evil.example/", "https://youtube.com:8443/embed/x", "javascript:x", "/embed/x"):
        assert sanitize(f'<p>a</p><iframe src="{src}">b</iframe>', BASE) == "<p>a</p>"


def test_ids_stay_where_something_links_to_them_and_shadow_nothing() -> None:
    clean = sanitize('<p>x<a href="#fn:1">1</a> <a href="#gone">2</a></p><p id="fn:1">n</p><p id="body">o</p>', BASE)
    assert f'href="#{ID_PREFIX}fn-1"' in clean and f'id="{ID_PREFIX}fn-1"' in clean
    assert 'id="body"' not in clean and "content-body" not in clean
    assert f'href="{BASE}#gone"' in clean


def test_ids_go_with_the_last_link_that_leads_there() -> None:
    assert sanitize("<p id=n>a<x<a href=#n></p>b") == "<p>a</p>b"
    kept = '<p id="user-content-n">a<a href="#user-content-n" rel="noopener">b</a> id="user-content-x"</p>'
    assert sanitize(kept) == kept


def test_srcset_is_bounded_and_absolute() -> None:
    many = ", ".join(f"/{n}.png {n}w" for n in range(1, 400))
    clean = sanitize(f'<img src="/0.png" srcset="{many}">', BASE)
    assert clean.count("https://site.example/") == MAX_CANDIDATES + 1


def test_small_pictures_may_be_data_and_only_raster_ones() -> None:
    png = "data:image/png;base64," + "A" * 80
    assert png in sanitize(f'<img src="{png}">')
    assert sanitize('<p>x<img src="data:image/svg+xml;base64,PHN2Zy8+"></p>') == "<p>x</p>"
    assert "data:" not in sanitize(f'<a href="{png}">x</a>')


def test_control_characters_go_and_text_stays() -> None:
    clean = sanitize("<p>a\x00b\x08c&#x1b;d\ufffee\ud83df</p><pre>x\r\ny\x0cz</pre>")
    assert clean == "<p>abcdef</p><pre>x\ny\nz</pre>"


def test_bare_text_is_a_paragraph_and_nothing_is_nothing() -> None:
    assert sanitize("5 < 6 & 7") == "<p>5 &lt; 6 &amp; 7</p>"
    assert sanitize("") == sanitize(" \n ") == sanitize("<script>x</script>") == ""


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>Bold</b> &amp; co", "Bold & co"),
        ("Tom &amp;amp; Jerry", "Tom &amp; Jerry"),
        ("&lt;script&gt; in HTML5 explained", "<script> in HTML5 explained"),
        ("  many \n\t spaces  ", "many spaces"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u200b\u200b", ""),
        ("a\x00b\x08c\x0bd\x1fe", "abcde"),
        ("\ud83d", ""),
        ("a\ufffe\uffffb", "ab"),
        ("</title><script>PWN()</script>", ""),
        ("<a href=javascript:PWN()>Jane</a>", "Jane"),
        ("5 < 6 and R&D", "5 < 6 and R&D"),
        ("]]>", "]]>"),
        ("\u2028x\u2029", "x"),
        ("👨‍👩‍👧‍👦 family", "👨‍👩‍👧‍👦 family"),
        ("مقال 123 שלום", "مقال 123 שלום"),
        ("บทความ  ใหม่", "บทความ ใหม่"),
        ("<p>One.</p><p>Two.</p><ul><li>a</li><li>b</li></ul>", "One. Two. a b"),
        ("1<br>2<br/>3 <b>4</b>5", "1 2 3 45"),
    ],
)
def test_plain_text_is_what_a_reader_would_read(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_plain_text_of_every_hostile_field_is_one_safe_line(cases: list[dict[str, Any]], checker: ModuleType) -> None:
    fields = [case for case in cases if case["kind"] == "field" and case["group"] in ("markup", "text", "author")]
    for case in fields:
        line = plain_text(case["payload"])
        assert "\n" not in line and not checker.CONTROL.search(line) and not checker.BIDI.search(line), case["id"]
        assert one_line(line) == line


def test_text_that_a_parser_decoded_already_keeps_its_tags() -> None:
    assert one_line(" the <script>  tag\u202e &amp; its uses") == "the <script> tag &amp; its uses"
    assert one_line("\u200b\ufeff") == ""
    assert one_line("Repair Assis\u00adtance\u200b Program") == "Repair Assistance Program"
