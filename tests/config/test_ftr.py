"""Full-Text RSS site patterns: imported as site configs, or used as a rule pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from feeds.config import Config
from feeds.config.edit import with_sites
from feeds.config.importers.ftr import import_ftr, import_pattern
from feeds.config.importers.patterns import read_pattern
from feeds.config.load import load_text
from feeds.config.rulepack import RulePack
from feeds.errors import ConfigError

Read = Callable[..., Config]


def imported(text: str, name: str = "news.example.txt") -> Any:
    (site,) = import_pattern(name, text).sites.values()
    return site


def lost(text: str) -> list[tuple[int, str, str]]:
    return [(line.number, line.rule, line.why) for line in read_pattern(text).lines if line.outcome == "lost"]


def test_every_directive_becomes_the_rule_that_means_the_same() -> None:
    site = imported("""
        # by hand
        title: //h1
        body: //div[@id='story']
        body: //article
        author: //a[@rel='author']
        date: //time/@datetime
        strip: //aside
        strip_attr: //img/@srcset
        strip_id_or_class: sharing "box"
        strip_image_src: /pixel.gif
        single_page_link: //a[@class='print']
        next_page_link: //a[@rel='next']
        native_ad_clue: //meta[@name='paid']
        wrap_in(blockquote): //div[@class='quote']
        dissolve: //font
        src_lazy_load_attr: data-big
        find_string: <a
        replace_string: <b
        replace_string(<i>): <em>
        prune: no
        autodetect_on_failure: no
        insert_detected_image: no
        skip_json_ld: yes
        not_logged_in_xpath: //form[@id='login']
        test_url: http://news.example/a
        test_contains: First words
        test_contains: Last words
        test_url: http://news.example/b
    """)
    assert site == {
        "url": "http://news.example/",
        "article": {
            "body": ["//div[@id='story']", "//article"],
            "title": ["//h1"],
            "author": ["//a[@rel='author']"],
            "published": ["//time/@datetime"],
            "strip": [
                "//aside",
                "//img/@srcset",
                '[id*="sharing \\"box\\""], [class*="sharing \\"box\\""]',
                'img[src*="/pixel.gif"]',
            ],
            "dissolve": ["//font"],
            "single_page": ["//a[@class='print']"],
            "next_page": ["//a[@rel='next']"],
            "sponsored": ["//meta[@name='paid']"],
            "login_wall": ["//form[@id='login']"],
            "lazy_attributes": ["data-big"],
            "wrap": [{"select": "//div[@class='quote']", "in": "blockquote"}],
            "replace": [{"find": "<a", "with": "<b"}, {"find": "<i>", "with": "<em>"}],
            "prune": False,
            "detect": False,
            "detect_image": False,
            "json_ld": False,
        },
        "tests": [
            {"url": "http://news.example/a", "contains": ["First words", "Last words"]},
            {"url": "http://news.example/b"},
        ],
    }


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ('replace_string(,"value":): ,"invalid":', (',"value":', ',"invalid":')),
        ("replace_string(a(b)c): d(e)", ("a(b)c", "d(e)")),
        ("replace_string(<p>):", ("<p>", "")),
        ("replace_string( ) ): x", (" ) ", "x")),
        ('replace_string("</div>"): "&lt;/div&gt;"', ("</div>", "&lt;/div&gt;")),
        ('replace_string(src="): data-src="', ('src="', 'data-src="')),
        ('find_string: "a: hidden"\nreplace_string: "a: visible"', ("a: hidden", "a: visible")),
        ('find_string: src="x"\nreplace_string: " foo="', ('src="x"', '" foo="')),
        ("find_string: <script\nreplace_string:", ("<script", "")),
    ],
)  # fmt: skip
def test_replacements_are_read_greedily_and_quotes_come_off_in_pairs(line: str, pair: tuple[str, str]) -> None:
    pattern = read_pattern(line)
    assert pattern.replace == [pair]
    assert {each.outcome for each in pattern.lines} == {"carried"}


@pytest.mark.parametrize(
    ("line", "selector"),
    [
        ("substring-before(//title, ' | ')", "(substring-before(//title, ' | '))"),
        ("id('story')/p", "(id('story')/p)"),
        ("'Jane Doe'", "('Jane Doe')"),
        ("(//h1)[1]", "(//h1)[1]"),
        ("//h1 | //h2", "//h1 | //h2"),
        ("substring-after(//p, '&mdash;')", "(substring-after(//p, '—'))"),
    ],
)
def test_xpaths_that_give_strings_are_selectors_of_ours(line: str, selector: str) -> None:
    assert read_pattern(f"author: {line}").author == [selector]


def test_what_cannot_be_carried_over_is_told_with_its_line_and_why() -> None:
    found = lost("""
        titl: //h1
        body: //div[
        strip: php:function('x', //a)
        body:
        no colon at all
        replace_string: x
        test_contains: y
        if_page_contains: //p
        wrap_in: //p
        wrap_in(<b>): //p
        http_header(a b): c
        requires_login: yes
        find_string: z
    """)
    assert [(number - 1, rule) for number, rule, _ in found] == [
        (1, "titl"), (2, "body"), (3, "strip"), (4, "body"), (5, "no"), (6, "replace_string"), (7, "test_contains"),
        (8, "if_page_contains"), (9, "wrap_in"), (10, "wrap_in"), (11, "http_header"), (12, "requires_login"),
        (13, "find_string"),
    ]  # fmt: skip
    assert all(why for _, _, why in found)
    assert "fetch.cookies" in found[11][2]


def test_headers_that_pose_as_another_reader_are_switched_off(read: Read) -> None:
    text = "http_header(User-Agent): Googlebot\nhttp_header(cookie): a=b\nhttp_header(Referer): https://x.example/"
    result = import_pattern("news.example.txt", text)
    config = load_text(with_sites("", result.sites), Path("config.yaml"), environ={})
    fetch = config.sites["news.example"].fetch
    assert fetch.headers == {"Referer": "https://x.example/"}
    assert fetch.headers_off == {"User-Agent": "Googlebot", "cookie": "a=b"}
    assert [line.outcome for line in result.lines] == ["off", "off", "carried"]


def test_a_condition_belongs_to_the_link_rule_before_it() -> None:
    link = read_pattern("""
        single_page_link: //a[@id='print']/@href
        if_page_contains: //p[@class='long']
        next_page_link: concat('/', //b)
        if_page_contains: //i
    """)
    from cleaner import Rules

    rules = Rules(single_page=tuple(link.single_page), next_page=tuple(link.next_page))
    url = "https://news.example/a"
    page = "<a id=print href=/all>Print</a><b>part-2</b>"
    assert clean(page, url, rules=rules).single_page is None
    assert clean(page + "<p class=long>x", url, rules=rules).single_page == "https://news.example/all"
    assert clean(page, url, rules=rules).next_page is None
    assert clean(page + "<i>x", url, rules=rules).next_page == "https://news.example/part-2"


def test_text_that_looks_like_our_environment_stays_as_it_was() -> None:
    site = imported("replace_string(${HOME}): ${PATH}")
    config = load_text(with_sites("", {"a": site}), Path("config.yaml"), environ={})
    assert config.sites["a"].rules.replace == (("${HOME}", "${PATH}"),)


def test_the_commons_come_over_nearly_whole(shared: Path) -> None:
    folder = shared / "corpus" / "ftr-site-config"
    result = import_ftr(folder)
    assert len(result.files) == len([*folder.glob("*.txt")]) > 1300
    assert len(result.sites) == len(result.files) - 1  # global.txt is no site
    assert result.share >= 0.98
    for rule in ("body", "strip", "strip_id_or_class", "author", "next_page_link", "prune", "http_header"):
        counts = result.by_rule()[rule]
        assert counts["lost"] <= 0.01 * counts.total(), rule


def test_every_imported_site_is_a_valid_config(shared: Path) -> None:
    sites = import_ftr(shared / "corpus" / "ftr-site-config").sites
    few = dict([*sites.items()][::6])
    assert len(load_text(with_sites("", few), Path("config.yaml"), environ={}).sites) == len(few)


@given(st.text(max_size=400))
def test_no_text_is_too_strange_for_the_reader(text: str) -> None:
    result = import_pattern("a.example.txt", text)
    assert load_text(with_sites("sites:\n", result.sites), Path("config.yaml"), environ={}, may_be_empty=True)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_files_are_read_as_their_editor_saved_them(tmp_path: Path, coding: str, newline: str) -> None:
    text = newline.join(["title: //h1", "strip: //p[contains(., 'Lire à côté')]", ""])
    (tmp_path / "cafe.example.txt").write_bytes(text.encode(coding))
    (site,) = import_ftr(tmp_path).sites.values()
    assert site["article"] == {"title": ["//h1"], "strip": ["//p[contains(., 'Lire à côté')]"]}


def test_a_comment_behind_a_value_is_no_part_of_it() -> None:
    site = imported("""
        body: //div[@class='story']   # since the relaunch
        strip: //a[@href='#top']
        strip_id_or_class: promo # both columns
        prune: no # keep tables
        skip_json_ld: yes # it is wrong""")
    assert site["article"] == {
        "body": ["//div[@class='story']"],
        "strip": ["//a[@href='#top']", '[id*="promo"], [class*="promo"]'],
        "prune": False,
        "json_ld": False,
    }


def test_an_unknown_directive_is_told_with_the_one_that_may_be_meant() -> None:
    assert lost("titl: //h1\nfootnotes: no\n\x01\x02: 1\nwrap_in(): //i") == [
        (1, "titl", "no directive of Full-Text RSS (is 'title' meant?)"),
        (2, "footnotes", "a rule of Instapaper's that Full-Text RSS ignores"),
        (3, "unknown", "no directive of Full-Text RSS"),
        (4, "wrap_in", "not in its form"),
    ]


@pytest.mark.parametrize("text", ["", "# nothing yet", "Read me: this is no pattern", "tidy: yes"])
def test_a_file_without_rules_makes_no_site(text: str) -> None:
    result = import_pattern("README.txt", text)
    assert (result.sites, result.files[0].note) == ({}, "holds no rule, so it makes no site")


@pytest.fixture
def pack(tmp_path: Path) -> RulePack:
    (tmp_path / "news.example.txt").write_text("body: //b\nstrip: //i\n")
    (tmp_path / "www.shop.example.txt").write_text("body: //s\n")
    (tmp_path / ".blogs.example.txt").write_text("body: //u\n")
    (tmp_path / "one.blogs.example.txt").write_text("body: //q\nautodetect_on_failure: no\n")
    (tmp_path / "global.txt").write_text("title: //meta/@content\nstrip: //aside\n")
    return RulePack(tmp_path)


@pytest.mark.parametrize(
    ("host", "body"),
    [
        ("news.example", ("//b",)),
        ("www.news.example", ("//b",)),
        ("NEWS.example.", ("//b",)),
        ("shop.example", ("//s",)),
        ("two.blogs.example", ("//u",)),
        ("a.b.blogs.example", ("//u",)),
        ("one.blogs.example", ("//q",)),
        ("unknown.example", ()),
        ("../news.example", None),
        ("", None),
    ],
)
def test_a_pack_is_looked_up_by_host_then_parent_then_for_all(
    pack: RulePack, host: str, body: tuple[str, ...] | None
) -> None:
    rules = pack.rules_for(host)
    assert (rules.body if rules else None) == body


def test_what_holds_for_all_is_added_unless_detection_is_off(pack: RulePack) -> None:
    news, one = pack.rules_for("news.example"), pack.rules_for("one.blogs.example")
    assert news and one
    assert news.strip == ("//i", "//aside")
    assert news.title == ("//meta/@content",)
    assert one.strip == one.title == ()


def test_a_pack_without_a_word_on_a_host_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "news.example.txt").write_text("body: //b\n")
    assert RulePack(tmp_path).rules_for("other.example") is None


def test_a_packs_file_is_found_in_whatever_letters_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "News.Example.TXT").write_text("body: //b\nstrip: //[\n")
    (tmp_path / "README.txt").write_text("body: //[\n")
    rules = RulePack(tmp_path).rules_for("news.example")
    assert rules and rules.body == ("//b",)
    assert [fault.partition(":")[0] for fault in RulePack(tmp_path).faults()] == [str(tmp_path / "News.Example.TXT")]


def test_rules_in_config_yaml_name_the_folder(read: Read, tmp_path: Path) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "news.example.txt").write_text("body: //b\nprune: no\ntitle: //h2\n")
    site = read("""
        rules: patterns
        sites: {a: {url: https://a.example/, language: en, article: {title: h1, strip: .x}}}
    """).sites["a"]
    rules = site.rules_for("news.example")
    assert (rules.body, rules.title, rules.strip, rules.prune) == (("//b",), ("h1", "//h2"), (".x",), False)
    assert (rules.language, rules.timezone) == ("en", None)
    assert site.rules_for("other.example") == site.rules
    with pytest.raises(ConfigError, match="there is no folder 'nowhere'"):
        read("rules: nowhere\nsites: {a: {url: https://a.example/}}")


def test_a_folder_without_patterns_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no site patterns"):
        import_ftr(tmp_path)
    with pytest.raises(ConfigError, match="cannot be read"):
        import_ftr(tmp_path / "none.txt")


def test_two_files_never_make_one_site(tmp_path: Path) -> None:
    for name in ("news.example.txt", ".news.example.txt", "NEWS.example.txt"):
        (tmp_path / name).write_text("body: //b\n")
    assert sorted(import_ftr(tmp_path).sites) == ["news.example", "news.example-2", "news.example-3"]
