"""The whole way of a page, on pages that break things."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import re
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Article, Rules, SiteProfile, clean, join
from cleaner.boilerplate import fingerprint

URL = "https://site.example/dir/page.html"
PROSE = "The river rose for three days, and on the fourth the bridge at the mill was gone; nobody had seen it go. "


def page(story: str, before: str = "", after: str = "") -> str:
    return (
        "<!doctype html><html lang=en><head><title>The bridge at the mill</title></head><body>"
        "<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav>"
        f"{before}<main><article><h1>The bridge at the mill</h1>{story}</article></main>{after}"
        "<footer><p>© 2024 The Mill Gazette. All rights reserved.</p></footer></body></html>"
    )


STORY = "".join(f"<p>{PROSE * 3}</p>" for _ in range(6))


def cases(shared: Path) -> Iterator[dict[str, Any]]:
    for line in (shared / "corpus/hostile/cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["kind"] == "page":
            yield case


def clean_case(shared: Path, case: dict[str, Any]) -> Article:
    data = (shared / "corpus/hostile" / case["file"]).read_bytes()
    return clean(data, URL, content_type=case["headers"].get("Content-Type", ""))


def test_every_hostile_page_ends_in_an_article(shared: Path) -> None:
    slow = []
    for case in cases(shared):
        if "file" in case:
            start = time.process_time()
            clean_case(shared, case)
            if (seconds := time.process_time() - start) > case["must"].get("max_seconds", 10):
                slow.append((case["id"], seconds))
    assert slow == []


def test_hostile_pages_keep_their_text_and_lose_what_must_go(shared: Path) -> None:
    faults = []
    for case in cases(shared):
        if "file" in case:
            article = clean_case(shared, case)
            seen = f"{article.title} {article.text}"
            faults += [(case["id"], "lost", text) for text in case["must"].get("text", []) if text not in seen]
            faults += [(case["id"], "kept", text) for text in case["must"].get("gone", []) if text in article.html]
    assert faults == []


def test_no_hostile_page_puts_into_a_feed_what_xml_cannot_hold(shared: Path) -> None:
    for case in cases(shared):
        if "file" in case:
            article = clean_case(shared, case)
            element = ElementTree.Element("content")
            element.text = f"{article.title} {article.html} {article.text}"
            ElementTree.fromstring(ElementTree.tostring(element))


def _clean_big(path: str, names: list[str], results: Any) -> None:
    """In a process of its own, whose peak of memory is the pages'."""
    specification = importlib.util.spec_from_file_location("make_big", path)
    assert specification and specification.loader
    maker: ModuleType = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(maker)
    clean(page(STORY))  # read the weights first
    seconds = {}
    for name in names:
        data = b"".join(maker.make(name, 1))
        start = time.process_time()
        clean(data, URL)
        seconds[name] = time.process_time() - start
    results.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def test_pages_too_big_for_people_stay_within_their_bounds(shared: Path) -> None:
    limits = {case["make"]: case["must"].get("max_seconds", 30) for case in cases(shared) if "make" in case}
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    maker = str(shared / "corpus/hostile/make_big.py")
    process = context.Process(target=_clean_big, args=(maker, list(limits), results))
    process.start()
    process.join(200)
    assert process.exitcode == 0
    seconds, megabytes = results.get(timeout=5)
    assert {name: spent for name, spent in seconds.items() if spent > limits[name]} == {}
    assert megabytes < 1024


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/\"'= abpdivtrulh1!-&#;x\0\n", max_size=400), st.binary(max_size=40))
def test_no_scrap_of_html_makes_it_raise(scrap: str, noise: bytes) -> None:
    clean(scrap.encode() + noise, URL)


def test_the_story_is_in_and_the_furniture_is_out() -> None:
    article = clean(page(STORY, after="<aside><h3>More news</h3><ul><li><a href=/a>Sheep stolen</a></ul></aside>"), URL)
    assert article.text.count("The river rose") == 18
    assert not {"Sport", "Sheep stolen", "All rights reserved"} & set(article.text.split("\n"))


def test_the_same_page_gives_the_same_article() -> None:
    assert clean(page(STORY), URL) == clean(page(STORY), URL)


def test_a_sites_body_rule_wins_over_the_classifier() -> None:
    aside = "<div class=note><p>Only this.</p></div>"
    assert clean(page(STORY, after=aside), URL, rules=Rules(body=(".note",))).text == "Only this."


def test_several_bodies_are_joined_in_page_order() -> None:
    parts = "<div class=part><p>One.</p></div><p>between</p><div class=part><p>Two.</p></div>"
    assert clean(page(parts), URL, rules=Rules(body=(".part",))).text == "One.\nTwo."


def test_a_body_rule_that_finds_nothing_leaves_the_choice_to_the_classifier() -> None:
    assert "The river rose" in clean(page(STORY), URL, rules=Rules(body=(".nowhere",))).text


def test_readability_decides_alone_where_a_site_says_so() -> None:
    article = clean(page(STORY), URL, rules=Rules(extractor="readability"), trace=True)
    assert article.trace.extractor == "readability"
    assert "The river rose" in article.text


def test_what_a_site_repeats_is_left_out() -> None:
    appeal = f"Support the Gazette: {PROSE}"
    profile = SiteProfile(pages=5, blocks={fingerprint(appeal): 5})
    story = f"<p>{appeal}</p>{STORY}"
    assert "Support" in clean(page(story), URL).text
    assert "Support" not in clean(page(story), URL, profile=profile).text


def test_stripped_and_stopped_by_rules() -> None:
    story = f"<p class=promo>{PROSE}</p>{STORY}<h2>You may also like</h2><p>{PROSE} Later.</p>"
    article = clean(page(story), URL, rules=Rules(strip=(".promo",), stop_at=("You may also like",)))
    assert article.text.count("The river rose") == 18


def test_every_block_has_a_verdict_when_asked() -> None:
    trace = clean(page(STORY), URL, trace=True).trace
    kept = {verdict.text[:9]: verdict.kept for verdict in trace.verdicts}
    assert trace.extractor == "classifier"
    assert kept["The river"]
    assert not kept["Sport"]
    assert all(0 <= verdict.score <= 1 and verdict.path and verdict.why for verdict in trace.verdicts)


def test_no_verdicts_unless_asked() -> None:
    assert clean(page(STORY), URL).trace.verdicts == ()


def test_pictures_of_the_story_stay_and_those_around_it_go() -> None:
    story = f"<figure><img src=/in.jpg alt='The mill'></figure>{STORY}"
    rail = "".join(
        f"<div class=card><a href=/{n}><img src=/out{n}.jpg><h4>Other story {n}</h4></a></div>" for n in "abc"
    )
    article = clean(page(story, after=f"<aside>{rail}</aside>"), URL)
    assert "https://site.example/in.jpg" in article.html
    assert "out" not in article.html


def test_parts_of_an_article_are_joined() -> None:
    parts = [clean(page(f"<p>{PROSE}{n}</p>{STORY}"), URL) for n in ("one", "two")]
    joined = join(parts)
    assert joined.title == parts[0].title
    assert joined.text.count("The river rose") == 38


def test_joined_parts_have_no_pager_and_keep_what_leads_elsewhere() -> None:
    pager = "<p>Page 1 <a href=/walk?page=2>2</a> | <a href=/walk?page=3>3</a></p>"
    parts = [
        clean(page(STORY + pager), "https://site.example/walk", rules=Rules(next_page=("p > a",))),
        clean(page(STORY + "<p><a href=/walk?page=3#top>On to the weir</a></p>"), "https://site.example/walk?page=2"),
        clean(page(STORY + "<p>Begin <a href=/walk>at the mill</a>, or <a href=/map>on the map</a>.</p>"), URL),
    ]
    parts[1:] = replace(parts[1], next_page="https://site.example/walk?page=3"), parts[2]
    assert all("page=" in part.html for part in parts[:2])
    links = re.findall(r'href="([^"]+)"', join(parts).html)
    assert links == ["https://site.example/walk", "https://site.example/map"]


def test_pictures_that_lead_to_the_next_part_are_joined() -> None:
    slide = "<p><a href=/walk?page=2><img src=/weir.jpg alt='The weir'></a></p>"
    part = clean(page(STORY + slide), "https://site.example/walk", rules=Rules(next_page=("p > a",)))
    assert part.next_page is not None
    assert "/weir.jpg" in join([part, part]).html
