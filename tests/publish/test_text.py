"""Texts, links and names from outside, at the last door."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.publish.names import feed_name, stem
from feeds.publish.text import entry_id, html_text, language, media_type, plain, web_url

SOUP = st.text(alphabet=st.sampled_from("<>/!&;#x=a bp\u200d\u202e\x00'\"[-") | st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("  many \n\t spaces  ", "many spaces"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("<script> in HTML5 explained", "<script> in HTML5 explained"),
        ("Never write <br> again", "Never write ‹br› again"),
        ("</title><script>PWN()</script>", "‹/title›‹script›PWN()‹/script›"),
        ("<b>Bold</b> &amp; co", "‹b›Bold‹/b› & co"),
        ("a\x00b\x08c\x0bd\x1fe", "abcde"),
        ("\ud83d", ""),
        ("a\ufffe\uffffb", "ab"),
        ("\u202egnp.exe", "gnp.exe"),
        ("&#8238;gnp.exe", "gnp.exe"),
        ("\u200b\u200b", ""),
        ("&xxe;", "xxe;"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
        ("AT&T", "AT&T"),
        ("مقال 123 שלום", "مقال 123 שלום"),
        (None, ""),
    ],
)
def test_a_text_is_one_line_that_holds_no_markup(said: str | None, shown: str) -> None:
    assert plain(said) == shown


def test_a_long_text_is_cut_between_words() -> None:
    assert plain("word " * 1000, 30) == "word word word word word word…"


def test_joined_emoji_and_accents_survive_the_cut() -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"
    cut = plain(family * 20, 50).removesuffix("…")
    assert cut == family * (len(cut) // len(family))
    assert not plain("e\u0301" * 100, 51).removesuffix("…").endswith("e")


@given(SOUP)
def test_plain_text_stays_as_it_is_the_second_time(text: str) -> None:
    once = plain(text)
    assert plain(once) == once


@given(SOUP)
def test_plain_text_never_holds_markup_or_forbidden_characters(text: str) -> None:
    shown = plain(text)
    assert not re.search(r"</[a-z]\w*\s*>|<[a-z]\w*\s[^<>]*=|<!--|&[a-z]\w+;|&#\d+;", shown, re.IGNORECASE)
    assert not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e]", shown)


@given(SOUP)
def test_text_for_rss_is_no_tag_for_any_parser(text: str) -> None:
    assert not re.search(r"<\S", html_text(plain(text)))


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "<a " * 100_000, "&amp;" * 100_000, "&" + "amp;" * 100_000, " " * 10**6]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    plain(text, 50_000)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "said",
    [
        "javascript:PWN()",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/x",
        "http://[::1",
        "",
        None,
        "x",
        "/x",
    ],
)
def test_only_absolute_web_addresses_are_links(said: str | None) -> None:
    assert web_url(said) is None


def test_links_are_in_normal_form_without_credentials() -> None:
    assert web_url("\tHTTPS://user:pw@SITE.example:443/a/../über uns\n") == "https://site.example/%C3%BCber%20uns"


@pytest.mark.parametrize(
    "good",
    [
        "tag:feeds.example,2024-05-01:show/1",
        "tag:feeds.example,2024:show/1",
        "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        "https://site.example/?p=12",
        "https://site.example/live#post-3",
    ],
)
def test_good_ids_stay_as_they_are(good: str) -> None:
    assert entry_id(good) == good


@pytest.mark.parametrize(
    "bad",
    [
        "12345",
        "",
        "javascript:PWN()",
        "HTTPS://Site.example/x",
        "https://site.example:443/",
        "https://site.example/a b",
        "https://site.example/%7ea",
        "tag:x",
        "tag:a..b,2024:x",
        "tag:a.example,2024-13-01:x",
        "urn:x",
        "x y",
        "\ud83d",
        "a\x00",
    ],
)
def test_other_ids_become_a_uuid_that_stays_the_same(bad: str) -> None:
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry_id(bad))
    assert entry_id(bad) == entry_id(bad) != entry_id(bad + "x")


def test_languages_and_media_types_are_of_their_form() -> None:
    tags = ("en_GB", "de", "", None, "no language", '"><script>')
    assert [language(tag) for tag in tags] == ["en-GB", "de", None, None, None, None]
    assert media_type("Audio/MPEG; codecs=x", "https://a.example/x") == "audio/mpeg"
    assert media_type('a"b/c', "https://a.example/x.MP3?y") == "audio/mpeg"
    assert media_type(None, "https://a.example/x") == "application/octet-stream"


@pytest.mark.parametrize("slug", ["morning-call", "a", "2nd_show", "x" * 80])
def test_a_safe_slug_is_the_file_name(slug: str) -> None:
    assert stem(slug) == slug


@given(st.text(max_size=200), st.text(max_size=200))
def test_two_slugs_never_share_a_file_and_none_leaves_the_folder(one: str, other: str) -> None:
    for slug in (one, other):
        assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", stem(slug))
        assert stem(slug) not in {"index", "health", "feeds", "con", "nul", "com1"}
    assert (stem(one) == stem(other)) == (one == other)
    assert stem(one).casefold() == stem(one)


def test_file_names() -> None:
    assert feed_name("show", "atom") == "show.atom"
    assert feed_name("show", "atom", 3) == "show/archive-3.atom"
    assert feed_name("index", "html") == "index-1bc04b52.html"
