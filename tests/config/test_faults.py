"""Every fault in config.yaml is told at once, with its place and how to mend it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.config import load
from feeds.errors import ConfigError

Complaints = Callable[..., list[str]]


def test_all_faults_are_told_at_once_in_the_files_order(complaints: Complaints) -> None:
    found = complaints("""
        publish: {formats: [atm], base_url: feeds.example}
        sites:
          radio:
            url: https://radio.example/
            listing:
              itms: article.card
              link: "a[["
            article:
              strip_text: "("
            timezone: Europe/Lodnon
            keep: 5
            keep: 6
            fetch: {auth: "${RADIO_AUTH}"}
            template: none.j2
          radio2: {title: No address}
        feeds: {both: {sites: [radio, radio3]}}
    """)
    assert found == [
        "config.yaml:1:21: publish.formats[0]: 'atm' is not one of atom, rss, json (did you mean 'atom'?)",
        "config.yaml:1:37: publish.base_url: 'feeds.example' is no http or https address"
        " (write 'https://feeds.example')",
        "config.yaml:6:7: sites.radio.listing.itms: no such key (did you mean 'items'?)",
        "config.yaml:7:13: sites.radio.listing.link: 'a[[' is no valid selector:"
        " Expected ident or '*', got <DELIM '[' at 2>",
        "config.yaml:9:19: sites.radio.article.strip_text: '(' is no valid regular expression:"
        " missing ), unterminated subpattern at position 0",
        "config.yaml:10:15: sites.radio.timezone: no such time zone: 'Europe/Lodnon' (did you mean 'Europe/London'?)",
        "config.yaml:12:5: sites.radio.keep: given twice: first on line 11 (keep one of them)",
        "config.yaml:13:19: sites.radio.fetch.auth: the environment has no RADIO_AUTH (set it: export RADIO_AUTH=…)",
        "config.yaml:14:15: sites.radio.template: there is no template 'none.j2'"
        " (a path that starts at config.yaml's folder)",
        "config.yaml:15:3: sites.radio2.url: missing (every site needs it)",
        "config.yaml:16:31: feeds.both.sites[1]: there is no site 'radio3' (did you mean 'radio'?)",
    ]


def test_a_complaint_shows_the_line_and_marks_the_place(write: Callable[[str], Path]) -> None:
    path = write("""
        sites:
          a:
            url: https://a.example/
            listing:
              itms: article h2 a
    """)
    with pytest.raises(ConfigError) as caught:
        load(path, environ={})
    assert str(caught.value).splitlines() == [
        f"{path}:5:7: sites.a.listing.itms: no such key (did you mean 'items'?)",
        "    5 |       itms: article h2 a",
        "      |       ^",
    ]


def test_a_fault_in_the_defaults_is_told_once_at_its_place(complaints: Complaints) -> None:
    found = complaints("""
        defaults:
          fetch: {dely: 3}
          template: none.j2
        sites:
          a: {url: https://a.example/}
          b: {url: https://b.example/, fetch: {delay: 1 second}}
    """)
    assert found == [
        "config.yaml:2:11: defaults.fetch.dely: no such key (did you mean 'delay'?)",
        "config.yaml:3:13: defaults.template: there is no template 'none.j2'"
        " (a path that starts at config.yaml's folder)",
    ]


def test_a_default_that_no_site_uses_is_checked_too(complaints: Complaints) -> None:
    (only,) = complaints("""
        defaults: {timezone: Mars/Olympus}
        sites:
          a: {url: https://a.example/, timezone: UTC}
    """)
    assert only.startswith("config.yaml:1:22: defaults.timezone: no such time zone")


@pytest.mark.parametrize(
    ("site", "says"),
    [
        ("listing: article.card", "listing: 'article.card' stands where keys with their values are wanted"),
        ("items: article.card", "items: no such key (it belongs below 'listing:' or 'json:')"),
        ("delay: 1 second", "delay: no such key (it belongs below 'fetch:')"),
        ("keep: many", "keep: 'many' is no whole number"),
        ("keep: true", "keep: true is no whole number"),
        ("listing: {pages: true}", "listing.pages: true is no whole number"),
        ("keep: 0", "keep: '0' is too small (at least 1)"),
        ("keep: 99999", "keep: '99999' is too large (at most 10000)"),
        ("withdraw: perhaps", "withdraw: 'perhaps' is neither true nor false"),
        ("title: true", "title: true stands where text is wanted (true and false as text need quotes)"),
        ("title: [a]", "title: a list stands where text is wanted"),
        ("fetch: {every: 3 moons}", "fetch.every: not a duration: write a number and a unit"),
        ("fetch: {every: 1e300}", "fetch.every: not a duration"),
        ("fetch: {headers: [a]}", "fetch.headers: a list stands where names with their values are wanted"),
        ("fetch: {headers: {'a b': c}}", "fetch.headers.'a b': is no name that HTTP allows"),
        ('fetch: {headers: {a: "b\\r\\nc: d"}}', "fetch.headers.a: holds a line break or control character"),
        ('fetch: {user_agent: "b\\nc: d"}', "fetch.user_agent: holds a line break or control character"),
        ("fetch: {auth: user}", "fetch.auth: has no ':' between user and password"),
        ("fetch: {proxy: proxy.example}", "fetch.proxy: is no proxy address"),
        ("fetch: {client_certificate: no.pem}", "fetch.client_certificate: there is no file 'no.pem'"),
        ("fetch: {allow_private: 10.0.0.0/99}", "fetch.allow_private: '10.0.0.0/99' is no host or network"),
        ("fetch: {allow_private: [nas.lan, 'http://b/']}", "fetch.allow_private: 'http://b/' is no host or network"),
        ("source: pages", "source: no such source: 'pages' (there are page, feed, sitemap, json, wordpress, auto"),
        (
            "source: rss",
            "source: no such source: 'rss' (there are page, feed, sitemap, json, wordpress, auto; did you mean 'feed'",
        ),
        ("timezone: london", "timezone: no such time zone: 'london' (did you mean 'Europe/London'?)"),
        ("timezone: New York", "timezone: no such time zone: 'New York' (did you mean 'America/New_York'?)"),
        ("timezone: europe/paris", "timezone: no such time zone: 'europe/paris' (did you mean 'Europe/Paris'?)"),
        (
            "timezone: GMT+1",
            "timezone: no such time zone: 'GMT+1' (name a place, as 'Europe/Paris', whose summer time counts",
        ),
        (
            "timezone: UTC-05:00",
            "timezone: no such time zone: 'UTC-05:00' (name a place, as 'Europe/Paris', whose summer time counts too; "
            "the hour alone is 'Etc/GMT+5')",
        ),
        ("language: english_uk", "language: 'english_uk' is no language tag (write one as 'en' or 'pt-BR')"),
        ("language: English", "language: 'English' is no language tag (did you mean 'en'?)"),
        ("language: en_GB", "language: 'en_GB' is no language tag (did you mean 'en-GB'?)"),
        ("fetch: {timeout: 0}", "fetch.timeout: 0 leaves no time for anything"),
        ("fetch: {max_seconds: 0 minutes}", "fetch.max_seconds: 0 leaves no time for anything"),
        ("fetch: {proxy: 'socks5://proxy.example:1080'}", "fetch.proxy: only HTTP proxies can be used"),
        ("json: {items: 'a['}", "json.items: 'a[' is no valid JMESPath"),
        ("json: {paging: {by: cursor}}", "json.paging: missing ('by: cursor' needs to know where an answer gives it)"),
        ("article: {replace: [{find: ''}]}", "article.replace[0].find: must not be empty"),
        ("article: {wrap: [{select: b}]}", "article.wrap[0].in: missing"),
        ("article: {lazy_attributes: 'a b'}", "article.lazy_attributes: 'a b' is no name of the kind wanted here"),
        (
            "article: {strip_text: 'a{99999999999999999999}'}",
            "article.strip_text: 'a{99999999999999999999}' is no valid",
        ),
        ("filter: {exclude: {title: ''}}", "filter.exclude.title: must not be empty"),
        ("fetch: {max_requests: 5}", "fetch.max_requests: no such key"),
        ("article: {wrap: {select: b, in: DIV}}", "article.wrap.in: 'DIV' is no name of the kind wanted here"),
        ("article: {wrap: {select: b}}", "article.wrap.in: missing ('wrap' needs it)"),
        ("tests: {url: x}", "tests.url: 'x' is no http, https or file address"),
        ("slug: other", "slug: no such key (the name above is the slug)"),
        ("article: {strip: #comments }", "article"),
        ("listing: {title: #main}", ""),
        ("image: picture.png", "image: 'picture.png' is no http or https address"),
        ("tests: [{url: x}]", "tests[0].url: 'x' is no http, https or file address"),
    ],
)
def test_what_is_wrong_with_a_value_is_told_in_plain_words(complaints: Complaints, site: str, says: str) -> None:
    (only,) = complaints(f"sites:\n  a:\n    url: https://a.example/\n    {site}\n")
    prefix = "config.yaml:" if not says or says == "article" else f": sites.a.{says}"
    assert prefix in only


@pytest.mark.parametrize("end", ["?file=", "#feeds"])
def test_a_published_address_to_which_no_name_can_be_added_is_refused(complaints: Complaints, end: str) -> None:
    (only,) = complaints(f"""
        publish: {{base_url: "https://feeds.example/{end}"}}
        sites: {{a: {{url: https://a.example/}}}}
    """)
    assert f"publish.base_url: holds a '{end[0]}'" in only


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("publish: {formats: []}\nsites: {a: {url: https://a.example/}}", "publish.formats"),
        ("sites: {a: {url: https://a.example/, formats: []}}", "sites.a.formats"),
        ("sites: {a: {url: https://a.example/}}\nfeeds: {all: {sites: []}}", "feeds.all.sites"),
    ],
)
def test_a_list_that_must_hold_something_does(complaints: Complaints, text: str, key: str) -> None:
    (only,) = complaints(text)
    assert f": {key}: must not be empty" in only


def test_what_the_loader_sets_is_no_key_of_a_merged_feed_either(complaints: Complaints) -> None:
    (only,) = complaints("""
        sites: {a: {url: https://a.example/}}
        feeds: {all: {sites: a, slug: other}}
    """)
    assert only.startswith("config.yaml:2:25: feeds.all.slug: no such key (the name above is the slug)")


def test_a_selector_that_yaml_takes_for_a_comment_is_noticed(complaints: Complaints) -> None:
    (only,) = complaints("sites:\n  a:\n    url: https://a.example/\n    article:\n      body: #main\n")
    assert only == (
        "config.yaml:5:7: sites.a.article.body: empty, for '#main' after a blank is a comment"
        " (in quotes it counts: '#main')"
    )


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("radio.example/shows", "'radio.example/shows' is no http, https or file address"),
        ("ftp://a.example/", "'ftp://a.example/' is no http, https or file address"),
        ("javascript:alert(1)", "is no http, https or file address"),
        ("https://", "'https://' names no host"),
        ("https://a.example:99999/", "'https://a.example:99999/' is no address that can be read"),
        ("'https://a.example/b c'", "is no address: it holds blanks"),
        ("'http://[::1/'", "is no address that can be read"),
        ("https://me:hush@a.example/", "holds a password (write 'auth: ${ENV_NAME}' below 'fetch:' instead)"),
        ("file:../outside.html", "leads out of the folder of config.yaml"),
        ("file:///etc/passwd", "leads out of the folder of config.yaml"),
        ("file:%2e%2e/outside.html", "leads out of the folder of config.yaml"),
        ("file://server/share.html", "leads out of the folder of config.yaml"),
        ("file:", "leads out of the folder of config.yaml"),
        ("[]", "must not be empty"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(complaints: Complaints, url: str, says: str) -> None:
    (only,) = complaints(f"sites: {{a: {{url: {url}}}}}")
    assert says in only
    assert "hush" not in only


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sites:\n\ta: 1\n", "config.yaml:2:1: a tab (YAML is indented with spaces only)"),
        ("sites:\n  a: {url: x\n", "config.yaml:2:6: a '{' that is never closed"),
        ("sites:\n  a:\n    title: 'x\n", "config.yaml:3:12: a quote that is never closed (close it)"),
        ("sites:\n  a:\n    title: x: y\n", "config.yaml:3:13: a ':' that cannot stand here"),
        ("sites:\n  a:\n    title: @x\n", "config.yaml:3:12: a value cannot begin with @ (put the value in quotes)"),
        ("sites:\n  a:\n    title: *x\n", "config.yaml:3:12: sites.a.title: '*x' names nothing in this file"),
        ("sites: {}\n---\nsites: {}\n", "config.yaml:2:1: a second document"),
        ("sites: {a: &a [*a]}\n", "config.yaml:1:16: sites.a[0]: '*a' stands inside the very thing that it names"),
        (
            "sites: !!python/object:os.system {}\n",
            "config.yaml:1:8: sites: YAML tags such as '!!python/object",
        ),
        ("sites:\n  a: \x01\n", "config.yaml:2:6: U+0001 is a character that YAML does not allow"),
        ("", "config.yaml:1:1: empty ('feedmill init' writes one to start with)"),
        ("# nothing yet\n", "config.yaml:1:1: empty"),
        ("hello", "config.yaml:1:1: not a mapping of keys"),
        ("sites: {}", "config.yaml:1:8: sites: there is no site yet (try: feedmill add URL)"),
        ("store: x.db", "config.yaml:1:1: sites: there is no site yet"),
        ("sites: [a]", "config.yaml:1:8: sites: holds the sites by name"),
        ("sites: {a: https://a.example/}", "sites.a: 'https://a.example/' stands where keys with their values are"),
        ("{[a]: 1, sites: {a: {url: https://a.example}}}", "config.yaml:1:2: a key must be a single word"),
        ("site: {a: {url: https://a.example/}}", "config.yaml:1:1: site: no such key (did you mean 'sites'?)"),
        ("defaults: 5\nsites: {a: {url: https://a.example}}", "config.yaml:1:11: defaults: holds keys of a site"),
    ],
)
def test_a_file_that_is_no_config_says_where_and_why(complaints: Complaints, text: str, says: str) -> None:
    assert any(says in each for each in complaints(text)), complaints(text)


def test_a_missing_file_names_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml: no such file \('feedmill init' writes one"):
        load(tmp_path / "config.yaml", environ={})


def test_a_folder_in_the_files_place_and_text_that_is_not_utf8_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, environ={})
    (tmp_path / "config.yaml").write_bytes(b"sites:\n  a:\n    title: caf\xe9\n")
    with pytest.raises(ConfigError, match=r"config\.yaml:3: not UTF-8 text \(save it as UTF-8\)"):
        load(tmp_path / "config.yaml", environ={})
    (tmp_path / "config.yaml").write_bytes(b"x" * 10_000_001)
    with pytest.raises(ConfigError, match="larger than 10 MB"):
        load(tmp_path / "config.yaml", environ={})


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000 + "x",
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    ],
    ids=["lists", "mappings", "dashes", "aliases"],
)
def test_a_yaml_bomb_is_refused_before_it_goes_off(complaints: Complaints, bomb: str) -> None:
    started = time.process_time()
    (only,) = complaints(bomb)
    assert "nested more than 40 levels deep" in only or "more than 300,000 values" in only
    assert time.process_time() - started < 10


def test_what_an_extra_does_asks_for_the_extra(complaints: Complaints, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.config.checks.find_spec", lambda name: None)
    found = complaints("""
        publish: {folder: "s3://bucket/feeds"}
        store: postgresql://db.example/feeds
        sites: {a: {url: https://a.example/, fetch: {render: browser}}}
    """)
    assert found == [
        "config.yaml:1:19: publish.folder: publishing to a bucket comes with the extra 's3'"
        " (pip install 'feedmill[s3]')",
        "config.yaml:2:8: store: a PostgreSQL store comes with the extra 'postgres' (pip install 'feedmill[postgres]')",
        "config.yaml:3:54: sites.a.fetch.render: 'render: browser' comes with the extra 'browser'"
        " (pip install 'feedmill[browser]')",
    ]


def test_a_database_of_another_kind_is_told_before_a_build(complaints: Complaints) -> None:
    (only,) = complaints("store: mysql://ann:sesame@db/feeds\nsites: {a: {url: https://a.example/}}\n")
    assert "config.yaml:1:8: store: mysql databases are not supported (use a SQLite file or postgresql://…)" in only


def test_a_file_without_its_scheme_is_told_how_to_be_written(complaints: Complaints, tmp_path: Path) -> None:
    (tmp_path / "show").mkdir()
    (tmp_path / "show" / "index.html").write_text("<p>")
    (only,) = complaints("sites: {a: {url: show/index.html}}\n")
    assert "write 'file:' before the path" in only
