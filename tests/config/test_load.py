"""config.yaml is read whole: defaults, params, files, numbers as written, secrets."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.config import Config, load
from feeds.errors import ConfigError

Read = Callable[..., Config]

WHOLE = """
    publish:
      folder: public
      base_url: https://feeds.example.org
      formats: [atom, json]
      author: Somebody
    store: feedmill.db
    defaults: {keep: 20, fetch: {delay: 2 seconds, headers: {X-One: "1"}}}
    sites:
      morning-call:
        url: https://radio.example/shows/morning-call/
        title: Morning Call
        timezone: Europe/London
        language: en-GB
        source: page
        listing:
          items: article.card
          link: a.headline::attr(href)
          title: [h3::text, ./h2/text()]
          published: time::attr(datetime)
          next_page: a[rel=next]::attr(href)
          pages: 1
        article:
          body: .story
          extractor: auto
          strip: [".promo", "#comments"]
          strip_text: ["^Watch the interview"]
          stop_at: ["You'll also like"]
          next_page: a.next::attr(href)
          replace: [{find: a, with: b}]
        filter: {include: {title: radio}, exclude: {title: repeat, url: /old/}, since: 30 days}
        keep: 100
        template: entry.html.j2
        fetch:
          every: 30 minutes
          robots: obey
          headers: {X-Two: 2}
      brief: {url: [https://a.example/, https://b.example/], article: false}
    feeds:
      all: {sites: [morning-call, brief], title: Everything}
"""


@pytest.fixture
def whole(write: Callable[[str], Path], tmp_path: Path) -> Path:
    (tmp_path / "entry.html.j2").write_text("{{ entry.content }}")
    return write(WHOLE)


def test_every_key_of_the_design_is_read(whole: Path) -> None:
    config = load(whole, environ={})
    site = config.sites["morning-call"]
    assert site.slug == "morning-call"
    assert site.listing.title == ("h3::text", "./h2/text()")
    assert site.rules.strip == (".promo", "#comments")
    assert site.rules.replace == (("a", "b"),)
    assert site.filter.since == timedelta(days=30)
    assert site.fetch.every == timedelta(minutes=30)
    assert config.publish.formats == ("atom", "json")
    assert config.sites["brief"].url == ("https://a.example/", "https://b.example/")
    assert config.sites["brief"].article is False
    assert config.feeds["all"].slug == "all"
    assert config.folder == whole.parent.resolve()


def test_defaults_go_below_a_sites_own_values_mapping_by_mapping(whole: Path) -> None:
    site = load(whole, environ={}).sites["morning-call"]
    assert site.keep == 100
    assert site.fetch.delay == timedelta(seconds=2)
    assert site.fetch.headers == {"X-One": "1", "X-Two": "2"}
    assert load(whole, environ={}).sites["brief"].keep == 20


@pytest.mark.parametrize(
    ("default", "own", "expected"),
    [
        ("{strip: [.a]}", "{strip: [.b]}", (".b",)),
        ("{strip: [.a]}", "{body: main}", (".a",)),
        ("{strip: [.a]}", "true", (".a",)),
        ("{strip: [.a]}", "false", None),
        ("false", "{strip: .b}", (".b",)),
        ("false", "true", ()),
        ("{strip: .a}", "", (".a",)),
    ],
)
def test_article_rules_and_their_defaults(read: Read, default: str, own: str, expected: Any) -> None:
    site = read(f"""
        defaults: {{article: {default}}}
        sites:
          a:
            url: https://a.example/
            article: {own}
    """).sites["a"]
    assert (site.article.strip if site.article else None) == expected


def test_a_key_without_a_value_says_nothing(read: Read) -> None:
    config = read("""
        publish:
        defaults: # none so far
        sites:
          a:
            url: https://a.example/
            title: ~
            fetch: # every: 1 day
        feeds:
    """)
    assert config.sites["a"].title is None


def test_file_addresses_start_at_the_configs_folder_and_stay_inside(read: Read, tmp_path: Path) -> None:
    (tmp_path / "outside").symlink_to("/etc")
    site = read("""
        sites:
          a:
            url: ["file:pages/a b.html", "file:./pages/%C3%A4.html"]
            tests: [{url: "file:pages/t.html", contains: x}]
    """).sites["a"]
    folder = tmp_path.resolve().as_uri()
    assert site.url == (f"{folder}/pages/a%20b.html", f"{folder}/pages/%C3%A4.html")
    assert site.tests[0].url == f"{folder}/pages/t.html"
    with pytest.raises(ConfigError, match="leads out of the folder"):
        read("sites: {a: {url: file:outside/passwd}}")


def test_params_are_filled_in_where_they_are_named(read: Read) -> None:
    site = read("""
        sites:
          jobs:
            url: https://jobs.example/in/{region}?n={n}&x={other}
            title: Jobs in {region}
            params: {region: berlin, n: 007}
            fetch: {headers: {X-Region: "{region}"}}
    """).sites["jobs"]
    assert site.url == ("https://jobs.example/in/berlin?n=007&x={other}",)
    assert site.title == "Jobs in berlin"
    assert site.fetch.headers == {"X-Region": "berlin"}


def test_numbers_stay_as_written_where_text_is_wanted(read: Read) -> None:
    site = read("""
        sites:
          2024: {url: https://a.example/, title: 1984, fetch: {cookies: {session: 0123, v: 1.50, d: 2024-03-01}}}
    """).sites["2024"]
    assert site.title == "1984"
    assert site.fetch.cookies == {"session": "0123", "v": "1.50", "d": "2024-03-01"}


def test_words_that_older_yaml_took_for_true_and_false_are_words(read: Read) -> None:
    assert read("sites: {no: {url: https://a.example/, title: yes, language: no}}").sites["no"].language == "no"


def test_anchors_aliases_and_merge_keys_work(read: Read) -> None:
    config = read("""
        sites:
          a: &a
            url: https://a.example/
            listing: &cards {items: article, title: [h2::text, h3::text]}
          b: {<<: *a, url: https://b.example/}
          c: {url: https://c.example/, listing: *cards}
    """)
    assert config.sites["b"].url == ("https://b.example/",)
    assert config.sites["b"].listing == config.sites["c"].listing == config.sites["a"].listing


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"\xef\xbb\xbfsites: {a: {url: https://a.example/}}\r\n")
    assert [*load(tmp_path / "config.yaml", environ={}).sites] == ["a"]


def test_a_thousand_sites_load_in_a_moment(read: Read) -> None:
    sites = "".join(
        f"  site-{n}:\n    url: https://site.example/{n}\n    listing:\n      items: article\n" for n in range(1000)
    )
    started = time.process_time()
    assert len(read(f"defaults: {{timezone: Europe/Berlin}}\nsites:\n{sites}").sites) == 1000
    assert time.process_time() - started < 5


def test_the_environment_fills_in_secrets_and_no_complaint_shows_them(write: Callable[[str], Path]) -> None:
    path = write("""
        publish: {base_url: "${SECRET}"}
        store: ${SECRET}
        sites:
          a:
            url: ${SECRET}
            listing: {items: "${SECRET}", title: "x"}
            keep: ${SHORT}
            timezone: ${SECRET}
            source: ${SHORT}
            formats: ["${SECRET}"]
            article: {strip_text: "(${SECRET}"}
            fetch: {auth: "${SECRET}", proxy: "${SECRET}", headers: {Authorization: "Bearer ${SECRET}\\n"}}
    """)
    with pytest.raises(ConfigError) as caught:
        load(path, environ={"SECRET": "]hush-hush[", "SHORT": "zq"})
    assert len(caught.value.complaints) >= 9
    assert "hush" not in str(caught.value)
    assert "zq" not in str(caught.value)
    assert "'${SHORT}' is no whole number" in str(caught.value)


def test_passwords_that_stand_in_the_file_itself_are_not_shown_either(write: Callable[[str], Path]) -> None:
    path = write("""
        store: postgresql://me:hush@db.example/x
        sites:
          a:
            url: https://me:hush@a.example/
            fetch: {auth: hush, proxy: hush, cookies: {"a b": hush}}
          b: {url: https://b.example/, fetch: {headers: {Authorization: hush}, budget: 0}}
    """)
    with pytest.raises(ConfigError) as caught:
        load(path, environ={})
    assert "hush" not in str(caught.value)


def test_secrets_are_known_so_that_logs_can_leave_them_out(read: Read) -> None:
    text = 'sites: {a: {url: https://a.example/, fetch: {auth: "me:${PASSWORD}", user_agent: "$${PASSWORD}"}}}'
    config = read(text, {"PASSWORD": "hush", "OTHER": "x"})
    assert config.secrets == ("hush",)
    fetch = config.sites["a"].fetch
    assert (fetch.auth, fetch.user_agent) == ("me:hush", "${PASSWORD}")
    assert "hush" not in repr(config)


def test_the_configs_that_ship_with_the_project_load() -> None:
    root = Path(__file__).parents[2]
    config = load(root / "config.yaml", environ={})
    assert len(config.sites) == 3
    for site in config.sites.values():
        assert all(url.startswith("file:///") for url in site.url)


def test_the_process_environment_is_the_default(write: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TITLE", "From outside")
    path = write("sites: {a: {url: https://a.example/, title: '${A_TITLE}'}}")
    assert load(path).sites["a"].title == "From outside"
    assert os.environ["A_TITLE"] == "From outside"
