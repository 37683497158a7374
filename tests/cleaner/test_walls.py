"""Pages that stand in the way of their own story are known, and stories about such pages are not taken for them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cleaner.decode import decode
from cleaner.dom import parse
from cleaner.metadata.texts import text_of
from cleaner.walls import find_wall, is_file

STORY = "The committee met on Tuesday and agreed to nothing, as it had on Monday, and then went out for lunch. " * 12


def wall_of(html: str) -> str | None:
    """What the whole page's text, taken as the story, is judged to be."""
    root = parse(html)
    body = root.find("body")
    return find_wall(root, text_of(body, 5_000) if body is not None else "")


def page(title: str, body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


WALLS = {
    "cloudflare": (
        "bot-check",
        page("Just a moment...", "<p>Verifying you are human. This may take a few seconds.</p>"),
    ),
    "datadome": (
        "bot-check",
        page("site.example", "<p>Please wait.</p><script src='https://ct.captcha-delivery.com/c.js'></script>"),
    ),
    "perimeterx": ("bot-check", page("Access to this page has been denied", "<h1>Press & Hold to confirm</h1>")),
    "german consent": ("consent", page("Zeitung", "<p>Mit Werbung weiterlesen. Alle akzeptieren. Einstellungen</p>")),
    "login form": ("login", page("Log in", "<form><input name=u><input type=password name=p></form><p>Welcome</p>")),
    "login notice": ("login", page("Forum", "<p>You must be logged in to view this thread.</p>")),
    "noscript": ("javascript", page("App", "<div id=root></div><noscript>Please enable JavaScript.</noscript>")),
    "empty shell": ("javascript", page("App", "<div id=__next></div><script src=/main.js></script>")),
    "spanish 404": ("not-found", page("Página no encontrada", "<h1>Error 404</h1><p>Lo sentimos.</p>")),
    "japanese 404": ("not-found", page("ページが見つかりません", "<p>お探しのページは見つかりませんでした。</p>")),
    "furnished 404": (
        "not-found",
        page("Page not found | Gazette", "<article><h1>Page not found</h1></article>" + "<p>A menu item</p>" * 60),
    ),
    "nginx": ("error", page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>")),
    "meta refresh": (
        "redirect",
        page("Moved", "<a href=/new>Moved</a>", "<meta http-equiv=refresh content='0; url=/new'>"),
    ),
    "frames": (
        "frames",
        "<html><head><title>F</title></head><frameset cols='20%,80%'><frame src=a><frame src=b></frameset>",
    ),
    "feed": ("feed", "<?xml version='1.0'?><rss version='2.0'><channel><title>F</title></channel></rss>"),
    "json": ("not-html", '{"error":"unauthorized"}'),
    "mangled bytes": ("not-html", "\ufffdPNG\n\x1a\n" + "\ufffd\x01\x02" * 40),
    "paywall": (
        "paywall",
        page(
            "Deal struck",
            "<article><p>The two sides agreed on Friday.</p></article><p>" + "Section of the site. " * 100 + "</p>",
            '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
        ),
    ),
}


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_named(name: str) -> None:
    wall, html = WALLS[name]
    root = parse(html)
    article = root.find(".//article")
    body = root.find("body")
    story = article if article is not None else body
    assert find_wall(root, text_of(story) if story is not None else "") == wall


@pytest.mark.parametrize(
    "title",
    [
        "404: how the web's error page became an art form",
        "We value your privacy, say 842 partners",
        "Just a moment... with the inventor of the captcha",
        "Access denied: the fight over public records",
        "Log in or log out? The psychology of passwords",
    ],
)
def test_a_story_about_walls_is_no_wall(title: str) -> None:
    text = STORY + "Checking your browser before accessing the site. Please enable JavaScript and accept all cookies."
    assert wall_of(page(title, f"<article><h1>{title}</h1><p>{text}</p></article>")) is None


def test_a_story_with_a_bot_checks_script_on_its_page_is_no_wall() -> None:
    script = "<script src='https://site.example/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
    assert wall_of(page("A story", f"<article><p>{STORY}</p></article>{script}")) is None


def test_a_short_note_is_no_wall() -> None:
    assert (
        wall_of(
            page("Closed on Monday", "<article><h1>Closed on Monday</h1><p>We open again on Tuesday.</p></article>")
        )
        is None
    )


def test_a_paid_story_that_is_there_in_full_is_no_wall() -> None:
    said = (
        '{"@type":"NewsArticle","isAccessibleForFree":false,'
        '"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".paid"}}'
    )
    head = f'<script type="application/ld+json">{said}</script>'
    short = "The two sides agreed on Friday to meet again next week, and on little else. " * 4
    assert wall_of(page("Deal struck", f"<article><div class=paid><p>{short}</p></div></article>", head)) is None
    assert wall_of(page("Deal struck", f"<article><p>{short[:76]}</p></article>", head)) == "paywall"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.4\n%\xe2\xe3", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", True),
        (b"\x00\x00\x00\x18ftypmp42", True),
        (b"\n<!doctype html>", False),
        (b"\xef\xbb\xbf<html>", False),
        (b"Plain text about %PDF-1.4", False),
        (b"", False),
    ],
)
def test_files_are_known_by_their_first_bytes(data: bytes, expected: bool) -> None:
    assert is_file(data) is expected


def test_hostile_pages_that_are_no_articles(shared: Path) -> None:
    folder = shared / "corpus/hostile"
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text("ascii").splitlines()]
    expected = {
        "page-soft-404": "not-found",
        "page-cookie-wall": "consent",
        "page-bot-wall": "bot-check",
        "page-script-shell": "javascript",
        "page-meta-refresh": "redirect",
        "page-feed-as-html": "feed",
        "page-json-as-html": "not-html",
        "page-frameset": "frames",
    }
    for case in cases:
        if case["kind"] != "page" or "file" not in case:
            continue
        data = (folder / case["file"]).read_bytes()
        if case["id"] in ("page-png-as-html", "page-pdf-as-html"):
            assert is_file(data), case["id"]
        elif case["id"] in expected:
            assert wall_of(decode(data, case["headers"].get("Content-Type", ""))) == expected[case["id"]], case["id"]
        elif case["must"].get("text"):
            assert wall_of(decode(data, case["headers"].get("Content-Type", ""))) is None, case["id"]


def test_no_real_page_of_a_sample_is_taken_for_a_wall(shared: Path) -> None:
    """Every 12th page of the corpora. With the true text: what the extractor misses is not the walls' fault."""
    flagged = []
    for corpus in ("wcxb-dev", "news-dev"):
        lines = (shared / "corpus" / corpus / "truth.jsonl").read_text("utf-8").split("\n")
        for truth in map(json.loads, filter(None, lines[::12])):
            data = gzip.decompress((shared / "corpus" / corpus / "html" / f"{truth['id']}.html.gz").read_bytes())
            wall = find_wall(parse(decode(data, "")), truth["main_content"] or "")
            if wall and truth["main_content"]:
                flagged.append((truth["id"], wall))
    assert flagged == []
