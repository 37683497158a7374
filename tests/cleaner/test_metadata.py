"""What a page says about itself beside its title, dates and authors; walls; hostile metadata."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from gazette import NOW, TITLE, URL, ld, page, read
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.metadata import read_metadata
from cleaner.model import Rules, Wall
from cleaner.walls import find_wall


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=en>", "en"),
        ("<html lang=en_us>", "en-US"),
        ("<html lang=ZH-hans-cn>", "zh-Hans-CN"),
        ("<html xml:lang='pt-br'>", "pt-BR"),
        ("<html lang=en><meta property=og:locale content=en_GB>", "en-GB"),
        ("<html lang=de><meta property=og:locale content=en_US>", "de"),
        ("<html><meta http-equiv=content-language content='fr, en'>", "fr"),
        ("<html><meta name=language content=Deutsch>", "de"),
        ("<html lang=iw dir=rtl>", "he"),
        ("<html lang=und>", None),
        ("<html lang=utf-8>", None),
        ("<html lang='{{ lang }}'>", None),
        ("<html>", None),
    ],
)
def test_the_language_is_what_the_page_says(html: str, language: str | None) -> None:
    assert read(html + "<body><p>Some words that would be easy to guess.</p>").language == language


def test_the_language_of_a_page_that_says_none_is_told_by_its_words() -> None:
    said = "On croit que l'ardoise craint la pluie, mais elle ne craint que le vent, et celui qui tourne sur le toit."
    found = read(f"<html><body><nav>Home About</nav><p>{said}</p>")
    assert (found.language, found.sources["language"]) == ("fr", "words")
    assert read(f"<html lang=de><body><p>{said}</p>").language == "de"


def test_a_templates_english_gives_way_to_words_that_are_surely_of_another_language() -> None:
    said = "Le conseil a voté pour le pont et la ville en est heureuse, car elle ne veut pas d'un autre pont. " * 5
    found = read(f"<html lang=en-US><body><p>{said}</p>")
    assert (found.language, found.sources["language"]) == ("fr", "words")
    assert read("<html lang=en-US><body><p>市议会周二开会讨论老桥。" + "市议会投票决定保留老桥。" * 9).language == "zh"


def test_the_sites_language_fills_in_for_a_page_that_says_none() -> None:
    assert read("<html><body><p>x</p>", language="nl").language == "nl"
    assert read("<html lang=fr><body><p>x</p>", language="nl").language == "fr"


def test_links_are_absolute_and_of_the_web() -> None:
    head = (
        "<base href=/b/><link rel=canonical href='../a?x=1'><meta property=og:image content='pic.jpg'>"
        "<link rel=image_src href='javascript:alert(1)'>"
    )
    found = read(page("<h1>A</h1>", head))
    assert found.canonical_url == "https://gazette.example/a?x=1"
    assert found.image == "https://gazette.example/b/pic.jpg"
    assert read(page("<h1>A</h1>", "<meta property=og:image content='javascript:alert(1)'>")).image is None


def test_a_logo_is_no_lead_image() -> None:
    head = "<meta property=og:image content='/static/logo.png'>" + ld({"@type": "Article", "image": {"url": "/p.jpg"}})
    assert read(page("<h1>A</h1>", head)).image == "https://gazette.example/p.jpg"


def test_summary_and_tags() -> None:
    head = (
        "<meta name=description content='All of &lt;b&gt;it&lt;/b&gt; in short'>"
        "<meta property=article:tag content=Bridges><meta property=article:tag content='Local news'>"
        "<meta property=article:tag content=Bridges>"
    )
    found = read(page("<h1>A</h1>", head))
    assert found.summary == "All of it in short"
    assert found.tags == ("Bridges", "Local news")
    assert read(page("", "<meta name=keywords content='Q&amp;amp;A; old bridges'>")).tags == ("Q&A", "old bridges")


def test_a_path_that_is_written_as_a_host_is_no_address_of_the_page() -> None:
    assert read(page("<h1>A</h1>", "<link rel=canonical href=https://my-walk>")).canonical_url is None
    url = "http://localhost:8000/a"
    assert read(page("<h1>A</h1>", f"<link rel=canonical href={url}>"), url=url).canonical_url == url


def test_what_the_publishing_system_notes_for_itself_is_no_tag() -> None:
    keywords = "Bridges, 105726154, Section:culture, category:news|world, @town, 1984, Viral: Kids, C#"
    found = read(page("<h1>A</h1>", f"<meta name=keywords content='{keywords}'>"))
    assert found.tags == ("Bridges", "1984", "Viral: Kids", "C#")


def test_enclosures_of_every_kind_each_once() -> None:
    said = {
        "@type": "PodcastEpisode",
        "duration": "PT1H2M3S",
        "associatedMedia": {"@type": "MediaObject", "contentUrl": "/e1.mp3", "contentSize": "24.5 MB"},
    }
    body = (
        "<audio controls src=/e1.mp3></audio><audio><source src=/e2.m4a type=audio/mp4></audio>"
        "<a href='https://cdn.example/e3.ogg?x=1'>Listen</a><picture><source srcset=/x.webp></picture>"
        "<div class=related-episodes><a href=/other.mp3>Other episode</a></div>"
    )
    first, second, third = read(page(f"<h1>A</h1>{body}", ld(said))).enclosures
    assert (first.url, first.type, first.length, first.duration) == (
        "https://gazette.example/e1.mp3", "audio/mpeg", 24_500_000, 3723,
    )  # fmt: skip
    assert (second.url, second.type) == ("https://gazette.example/e2.m4a", "audio/mp4")
    assert (third.url, third.type, third.title) == ("https://cdn.example/e3.ogg?x=1", "audio/ogg", "Listen")


@pytest.mark.parametrize(
    "again",
    [
        "<audio src='/e.mp3?_=1'></audio>",
        "<a href='/e.mp3?ref=download'>Download</a>",
        "<video src='/e.mp3#t=0.1'></video>",
        "<audio src=/e.mp3><source src=/e.ogg></audio>",
        "<audio><source src=/e.ogg type=audio/ogg><source src=/e.mp3 type=audio/mpeg></audio>",
        "<video src=/waves.mp4 autoplay muted loop></video>",
        "<video autoplay loop muted playsinline><source src=/waves.webm></video>",
        "<video src=/watch.html></video>",
        "<div><h3><a href=/7>Seven</a></h3><audio src=/7.mp3></audio></div>",
        "<article><audio src=/7.mp3></audio></article><article><audio src=/8.mp3></audio></article>",
    ],
)
def test_one_recording_is_one_enclosure_and_an_ornament_or_anothers_is_none(again: str) -> None:
    (only,) = read(page(f"<h1>A</h1><audio src=/e.mp3></audio><p>Or here:</p>{again}")).enclosures
    assert only.url == "https://gazette.example/e.mp3"


def test_what_stands_beyond_the_article_is_anothers() -> None:
    rail = "<section><audio src=/f.mp3></audio><a href=/f>Transcript</a></section>"
    inside = "<article><h1>A</h1><audio src=/play/262-leaning-into-the-wind.mp3></audio></article>"
    button = "<a href=/save/262-leaning-into-the-wind.mp3>Download</a>"
    (only,) = read(page(inside.replace("</article>", f"{button}</article>") + rail)).enclosures
    assert (only.url, only.tracks) == ("https://gazette.example/play/262-leaning-into-the-wind.mp3", ())
    (edge,) = read(
        page("<article><h1>A</h1><p>Listen below.</p></article><div><audio src=/e.mp3></audio></div>")
    ).enclosures
    assert edge.url == "https://gazette.example/e.mp3"


def test_transcripts_and_chapters_go_with_the_first_recording() -> None:
    said = {
        "@type": "PodcastEpisode",
        "associatedMedia": {"@type": "AudioObject", "contentUrl": "/e1.mp3"},
        "transcript": "https://cdn.example/e1.txt",
        "audio": {"@type": "AudioObject", "transcript": "Good evening, said the pilot."},
        "video": {"caption": {"contentUrl": "/e1.de.srt", "inLanguage": "de", "encodingFormat": "text/srt"}},
    }
    body = (
        "<audio src=/e1.mp3><track kind=captions src=/e1.vtt srclang=en><track kind=chapters src=/c.vtt>"
        "<track kind=metadata src=/m.vtt></audio><a href=/e1/words hreflang=en-GB>Read the full transcript</a>"
        "<a href='#words'>Transcript</a><a href=/chapters/1.json>Chapters</a><a href=/about>Our transcript policy</a>"
        "<a href=/data.json>Data</a><div class=related-episodes><a href=/other>Transcript</a></div>"
    )
    (first,) = read(page(f"<h1>A</h1>{body}", ld(said))).enclosures
    site = "https://gazette.example"
    assert [(each.kind, each.url, each.type, each.language) for each in first.tracks] == [
        ("captions", f"{site}/e1.vtt", "text/vtt", "en"),
        ("transcript", "https://cdn.example/e1.txt", "text/plain", None),
        ("captions", f"{site}/e1.de.srt", "text/srt", "de"),
        ("transcript", f"{site}/e1/words", "text/html", "en-GB"),
        ("chapters", f"{site}/c.vtt", "text/vtt", None),
        ("chapters", f"{site}/chapters/1.json", "application/json+chapters", None),
    ]


@pytest.mark.parametrize("name", ["Transcript", "Episode transcript (PDF)", "Transkript", "文字起こし"])
def test_a_link_that_is_called_transcript_is_one(name: str) -> None:
    (first,) = read(page(f"<h1>A</h1><audio src=/e.mp3></audio><p><a href=/t.pdf>{name}</a></p>")).enclosures
    assert [(each.kind, each.type) for each in first.tracks] == [("transcript", "application/pdf")]


def test_a_page_without_a_recording_has_no_transcript_of_one() -> None:
    assert read(page("<h1>A</h1><p><a href=/speech>Transcript</a></p>")).enclosures == ()


def test_a_sites_own_selectors_say_where_transcript_and_chapters_are() -> None:
    body = (
        "<h1>A</h1><audio src=/e.mp3><track kind=captions src=/wrong.vtt></audio>"
        "<a class=t href=/t?id=5>Words</a><a class=c href=/c?id=5>Parts</a>"
    )
    (first,) = read(page(body), transcript=(".t",), chapters=(".c",)).enclosures
    assert [(each.kind, each.url) for each in first.tracks] == [
        ("transcript", "https://gazette.example/t?id=5"),
        ("chapters", "https://gazette.example/c?id=5"),
    ]


def test_rules_win_over_everything_that_is_found() -> None:
    head = ld({"@type": "Article", "headline": "Wrong", "author": "Wrong Person", "datePublished": "2020-01-01"})
    body = (
        "<h2 class=t>Right</h2><b class=a>By Jane Doe</b><i class=d>5 March 2024, 14:30</i>"
        "<img class=i src=/right.jpg><a class=m href=/right.mp3>Play</a>"
    )
    found = read(
        page(body, head), title=(".none", ".t"), author=(".a::text",), published=(".d",), image=(".i",), audio=(".m",)
    )  # fmt: skip
    assert (found.title, found.authors) == ("Right", ("Jane Doe",))
    assert found.published == datetime(2024, 3, 5, 14, 30, tzinfo=UTC)
    assert found.image == "https://gazette.example/right.jpg"
    assert [each.url for each in found.enclosures] == ["https://gazette.example/right.mp3"]
    assert {found.sources[name] for name in ("title", "authors", "published", "image", "enclosures")} == {"rule"}


# --- hostile -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    {
        "trailing commas": '{"@type":"Article","headline":"H","datePublished":"2024-03-05",}',
        "comments": '/* x */ {"@type":"Article", // y\n "datePublished":"2024-03-05"}',
        "html comment": '<!-- {"@type":"Article","datePublished":"2024-03-05"} -->',
        "cdata": '//<![CDATA[\n{"@type":"Article","datePublished":"2024-03-05"}\n//]]>',
        "line break in a string": '{"@type":"Article","headline":"a\nb","datePublished":"2024-03-05"}',
        "entities": "{&quot;@type&quot;:&quot;Article&quot;,&quot;datePublished&quot;:&quot;2024-03-05&quot;}",
        "two values": '{"@type":"WebSite"}{"@type":"Article","datePublished":"2024-03-05"}',
        "semicolon": '{"@type":"Article","datePublished":"2024-03-05"};',
        "list": '[{"@type":["Thing","NewsArticle"],"datePublished":["2024-03-05"]}]',
        "nested": '{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2024-03-05"}}',
        "bad escape": '{"@type":"Article","headline":"a\\\'b","datePublished":"2024-03-05"}',
    }.values(),
)
def test_broken_json_ld_is_read_as_far_as_it_goes(script: str) -> None:
    html = page("<h1>A</h1>", f'<script type="application/ld+json">{script}</script>')
    assert read(html, url="").published == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "script",
    [
        '{"a":[' * 50_000,
        "[" * 100_000 + "]" * 100_000,
        '{"@type":' * 3_000 + "1" + "}" * 3_000,
        '{"@graph":[' + ",".join('{"@type":"Article","author":"x"}' for _ in range(20_000)) + "]}",
        '{"@type":"Article","author":' + '{"author":' * 500 + "1" + "}" * 501,
        '{"@id":"a","@type":"Article","author":{"@id":"a"}}',
        "null", "0", '"x"', "{}", "[]", "", "{", '{"@type":null}',
        '{"@type":"Article","author":{"name":{"name":["x"]}}}',
        '{"@type":"Article","headline":{"@value":"x"},"author":[[["A B"]]],"image":[{"url":[]}],"datePublished":5}',
    ],
)  # fmt: skip
def test_no_json_ld_breaks_or_stalls_the_reading(script: str) -> None:
    found = read(page("<h1>A title</h1>", f'<script type="application/ld+json">{script}</script>'))
    assert found.title == "A title"


def test_related_articles_in_json_ld_are_not_the_page() -> None:
    said = {
        "@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-05",
        "relatedLink": [{"@type": "NewsArticle", "headline": "Other", "datePublished": "2024-03-04"}],
    }  # fmt: skip
    other = {"@type": "NewsArticle", "headline": "Another", "datePublished": "2024-03-03", "author": "Another One"}
    found = read(page(f"<h1>{TITLE}</h1>", f"<title>{TITLE}</title>" + ld(other, said)))
    assert found.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert found.title == TITLE


def test_every_hostile_page_has_metadata_or_none_but_no_crash(shared: Path) -> None:
    folder = shared / "corpus/hostile"
    for line in (folder / "cases.jsonl").read_text("ascii").splitlines():
        case = json.loads(line)
        if case["kind"] == "page" and "file" in case:
            text = decode((folder / case["file"]).read_bytes(), case["headers"].get("Content-Type", ""))
            found = read(text, url="https://site.example/dir/page.html")
            if title := case["must"].get("title"):
                assert found.title == title, case["id"]
            for value in (getattr(found, each.name) for each in fields(found)):
                assert not isinstance(value, str) or "\x00" not in value


SCRAPS = st.sampled_from(
    "<h1> </h1> <title> <time datetime='2024-03-05'> <p> By Jane_Doe, | 5_March_2024 2_hours_ago <a_rel=author> "
    "<meta_property=og:title_content='x'> <script_type='application/ld+json'>{\"@type\":\"Article\",</script> "
    "<div_class=byline> <span_itemprop=author> <svg> <base_href=//[> <html_lang=xx> <audio_src=a.mp3> © \x00 &amp; "
    "<link_rel=canonical_href='http://[::1'> <source_src=//x/y.ogg> <nav> <footer> مرحبا 二〇二四年三月五日 ".split()
).map(lambda scrap: scrap.replace("_", " "))


@settings(max_examples=150, deadline=None)
@given(st.lists(SCRAPS | st.text(max_size=20), max_size=30))
def test_any_page_gives_metadata(scraps: list[str]) -> None:
    root = parse("".join(scraps))
    found = read_metadata(root, url=URL, rules=Rules(), now=NOW)
    assert found.published is None or found.published.tzinfo is not None
    assert all(isinstance(name, str) and name for name in found.authors)
    assert find_wall(root, "") in (None, *get_args(Wall))


def test_a_title_without_end_is_shortened_and_takes_no_time() -> None:
    html = page(f"<h1>{'Tic ' * 500_000}</h1>" + f"<p>{'1/1/' * 200_000}</p>", f"<title>{'T' * 2_000_000}</title>")
    title = read(html, url="").title
    assert title is not None
    assert title.startswith("Tic Tic")
    assert len(title) <= 501
