"""Adding a site leaves every byte that a person wrote where it was."""

from __future__ import annotations

import difflib
import stat
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.config import load
from feeds.config.edit import append_site, append_sites, with_sites
from feeds.errors import ConfigError

SITE = {
    "url": "https://new.example/",
    "title": "A: title, with #things",
    "listing": {"items": "#list > li", "title": ["h2::text", "h3::text"]},
    "article": False,
    "keep": 5,
}

HAND_WRITTEN = {
    "comments everywhere": """
        # My feeds

        publish:   # where
            folder:    'public'  # single quotes

        sites:   # all of them

          # the first
          a:   # a
            url: "https://a.example/"   # double quotes
            listing: {items: article.card,   title: [h2::text, h3::text]}   # flow

          # the second

          b:
            url: https://b.example/
            # fetch:
            #   every: 1 day

          # c:
          #   url: https://c.example/

        # Merged

        feeds:   # at the end
          both: {sites: [a, b]}
        # the very end
        """,
    "no blank lines between sites": "sites:\n  a: {url: https://a.example/}\n  b: {url: https://b.example/}\n",
    "no newline at the end": "sites:\n  a:\n    url: https://a.example/",
    "a comment without newline at the end": "sites:\n  a:\n    url: https://a.example/\n  # end",
    "four blanks": "sites:\n    a:\n        url: https://a.example/\nstore: x.db\n",
    "CRLF": "# one\r\nsites:\r\n  a:\r\n    url: https://a.example/\r\n\r\n# two\r\nstore: x.db\r\n",
    "no sites key": "# feeds\npublish:\n  folder: out\n# end\n",
    "no sites key and no newline": "store: x.db",
    "an empty file": "",
    "only comments": "# feeds to come\n",
    "sites without value": "sites:   # none yet\n\nstore: x.db\n",
    "sites without value at the end": "store: x.db\nsites:",
    "empty braces": "sites: {}   # none yet\nstore: x.db\n",
    "braces": "sites: {a: {url: https://a.example/}}   # one line\n",
    "braces over lines": "sites: {\n  a: {url: https://a.example/},   # one\n  b: {url: http://b/}  # two\n}\n",
    "braces with a last comma": "sites: {\n  a: {url: https://a.example/},   # the first\n}\n",
    "all in braces": "{store: x.db, sites: {a: {url: https://a.example/}}}\n",
    "all in braces, no sites": "{store: x.db}\n",
    "block text at the end": "sites:\n  a:\n    url: http://x\n    title: |\n      One.\n\n      Two.\n\nstore: x.db\n",
    "folded text that keeps its end": "sites:\n  a:\n    url: http://x\n    title: >+\n      One.\n\n\nstore: x.db\n",
    "an empty site in the making": "sites:\n  a:\n    url: https://a.example/\n    title:\nstore: x.db\n",
    "anchors": "sites:\n  a: &a\n    url: https://a.example/\n  b:\n    <<: *a\n",
    "a byte order mark": "\ufeffsites:\n  a:\n    url: https://a.example/\n",
    "document start": "---\nsites:\n  a:\n    url: https://a.example/\n",
    "quoted key": '"sites":\n  "a":\n    url: https://a.example/\n',
}  # fmt: skip


@pytest.mark.parametrize("text", HAND_WRITTEN.values(), ids=HAND_WRITTEN.keys())
def test_a_site_is_added_and_nothing_else_changes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    before = textwrap.dedent(text).removeprefix("\n").encode()
    path.write_bytes(before)
    append_site(path, "new-site", SITE)
    after = path.read_bytes()
    site = load(path, environ={}).sites["new-site"]
    assert site.title == SITE["title"]
    assert site.listing.title == ("h2::text", "h3::text")
    assert site.article is False
    kept = "".join(each[2:] for each in difflib.ndiff([*before.decode()], [*after.decode()]) if each[0] != "+")
    assert kept.replace("{}", "").split() == before.decode().replace("{}", "").split()
    if b"new-site: {" not in after:  # in braces the new one may share a line
        assert [line for line in before.splitlines() if b"sites" not in line and line not in after.splitlines()] == []
    assert (b"\r\n" in after) == (b"\r\n" in before)
    assert after.count(b"\r") in (0, after.count(b"\n"))


def test_the_new_site_stands_below_the_last_one_and_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(textwrap.dedent(HAND_WRITTEN["comments everywhere"]))
    append_site(path, "new-site", {"url": "https://new.example/"}, comment="Added by feedmill add")
    above, below = textwrap.dedent(HAND_WRITTEN["comments everywhere"]).split("\n\n# Merged")
    new = "\n\n  # Added by feedmill add\n  new-site:\n    url: https://new.example/"
    assert path.read_text() == f"{above}{new}\n\n# Merged{below}"


def test_sites_follow_the_indentation_and_the_gaps_of_the_file() -> None:
    text = "sites:\n    a:\n        url: https://a.example/\n    b:\n        url: https://b.example/\n"
    assert with_sites(text, {"c": {"url": "x", "listing": {"items": "a"}}, "d": {"url": "y"}}) == text + (
        "    c:\n        url: x\n        listing:\n            items: a\n    d:\n        url: y\n"
    )


def test_ten_sites_added_one_by_one_are_the_same_as_ten_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("sites:\n  a:\n    url: https://a.example/\n\n# end\n")
    sites = {f"s{n}": {"url": f"https://s{n}.example/"} for n in range(10)}
    at_once = with_sites(path.read_text(), sites)
    for slug, site in sites.items():
        append_site(path, slug, site)
    assert path.read_text() == at_once
    assert [*load(path, environ={}).sites] == ["a", *sites]


@pytest.mark.parametrize(
    "value",
    [*"*'\"~%\u2028", "", "${NAME}", "# x", "a: b", "@x", "no", "12", " x ", "ü✓", "line\nbreak", "[a", "{b}", "- x"],
)
@pytest.mark.parametrize("text", ["sites:\n  a: {url: x}\n", "sites: {a: {url: x}}\n"])
def test_any_text_comes_back_as_it_was(text: str, value: str) -> None:
    from feeds.config.source import read_tree

    found = read_tree(with_sites(text, {"b": {"url": value, "list": [value]}}), {}).data
    assert found["sites"]["b"] == {"url": value, "list": [value]}


def test_a_name_that_is_taken_or_no_file_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("sites:\n  a: {url: https://a.example/}\n")
    for slug, says in (
        ("a", "there is a site 'a' already"),
        ("../a", "cannot be in a file name"),
        ("index", "by that"),
    ):
        with pytest.raises(ConfigError, match=says):
            append_site(path, slug, SITE)
    assert path.read_text() == "sites:\n  a: {url: https://a.example/}\n"


@pytest.mark.parametrize("text", ["- a\n", "sites: *x\n", "a: &x {b: {url: y}}\nsites: *x\n", "sites: [a]\n", "a: [\n"])
def test_a_file_that_cannot_take_a_site_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError):
        append_site(path, "new", SITE)
    assert path.read_text() == text
    assert [each.name for each in tmp_path.iterdir()] == ["config.yaml"]


def test_the_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("sites:\n  a: {url: https://a.example/}\n")
    real.chmod(0o640)
    link = tmp_path / "config.yaml"
    link.symlink_to(real)
    append_sites(link, {"b": SITE, "c": SITE})
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [*load(link, environ={}).sites] == ["a", "b", "c"]


def test_a_missing_file_is_told(write: Callable[[str], Path], tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        append_site(tmp_path / "none.yaml", "new", SITE)


def test_empty_braces_leave_no_empty_line() -> None:
    site = {"a": {"url": "https://a.example/"}}
    assert (
        with_sites("sites: {}\n", site) == with_sites("sites:\n", site) == "sites:\n  a:\n    url: https://a.example/\n"
    )
