"""html2rss configs become site configs that find the same items."""

from __future__ import annotations

import json
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import compile_selector, parse
from feeds.config import SiteConfig
from feeds.config.edit import with_sites
from feeds.config.importers.fields import css_of, split_group, union
from feeds.config.importers.html2rss import import_config, import_html2rss
from feeds.config.importers.report import Imported
from feeds.config.importers.xpath import quoted, ruby_pattern, ruby_replacement, substring
from feeds.config.load import load_text
from feeds.errors import ConfigError
from feeds.model import Item, Response
from feeds.scrape import read_listing

NOW = datetime(2024, 5, 1, tzinfo=UTC)


def imported(text: str) -> Imported:
    return import_config("site.yml", textwrap.dedent(text))


def loaded(result: Imported) -> SiteConfig:
    (site,) = load_text(with_sites("", result.sites), Path("config.yaml"), environ={}).sites.values()
    return site


def items(site: SiteConfig, html: str) -> tuple[Item, ...]:
    (url,) = site.url
    return read_listing(Response(url=url, final_url=url, body=html.encode()), site, now=NOW).items


def test_a_whole_config_comes_over() -> None:
    result = imported("""
        channel: {url: https://news.example/, title: News, description: All of it, language: en, ttl: 90,
                  time_zone: Europe/London}
        headers: {Accept-Language: en}
        strategy: browserless
        request: {max_redirects: 3, max_requests: 7, total_timeout_seconds: 60}
        selectors:
          items: {selector: article, enhance: true, pagination: {max_pages: 3}}
          title: {selector: h2}
          url: {selector: "a:first", extractor: href}
          description: {selector: .text, extractor: html}
          published_at: {selector: time, extractor: attribute, attribute: datetime, post_process: [{name: parse_time}]}
          author: {selector: .by}
          enclosure: {selector: audio, extractor: attribute, attribute: src, content_type: audio/mpeg}
          guid: [code]
          code: {extractor: attribute, attribute: data-code}
          topic: {selector: .topic}
          place: {selector: .place}
          categories: [topic, place]
    """)
    (slug, site), *_ = result.sites.items()
    assert slug == "site"
    assert site == {
        "url": "https://news.example/",
        "title": "News",
        "description": "All of it",
        "language": "en",
        "timezone": "Europe/London",
        "listing": {
            "items": "article",
            "next_page": ["link[rel~=next]::attr(href)", "a[rel~=next]::attr(href)"],
            "pages": 3,
            "title": "h2",
            "link": "a:first-of-type::attr(href)",
            "published": "time::attr(datetime)",
            "author": ".by",
            "content": ".text",
            "audio": "audio::attr(src)",
            "categories": ".topic, .place",
            "id": "./@data-code",
        },
        "article": False,
        "fetch": {
            "every": "90 minutes",
            "render": "auto",
            "headers": {"Accept-Language": "en"},
            "max_redirects": 3,
            "budget": 7,
            "max_seconds": "60 seconds",
        },
    }
    assert result.share == 1.0


def test_steps_on_text_become_one_xpath_that_does_them_all() -> None:
    site = loaded(
        imported(r"""
        channel: {url: https://films.example/}
        selectors:
          items: {selector: li}
          url: {selector: a, extractor: href}
          title:
            selector: a
            post_process:
              - {name: gsub, pattern: '/^(\d+)\.\s/', replacement: '[\1] '}
              - {name: template, string: '%{self} ("%<start>s", it''s %{rate})'}
          start: {selector: i, post_process: [{name: substring, start: 6}]}
          rate: {selector: b, post_process: [{name: substring, start: -3, end: -2}]}
          description: {selector: p, post_process: [{name: substring, start: 0, end: -8}]}
    """)
    )
    page = "<ul><li><a href=/x>12. The  Ferry</a><i>Start 1 May</i><b>Rated 87%</b><p>A film. (more)</p></ul>"
    (item,) = items(site, page)
    assert item.title == '[12] The Ferry ("1 May", it\'s 87)'
    assert item.summary == "A film."


def test_the_item_itself_may_be_a_field() -> None:
    site = loaded(
        imported("""
        channel: {url: https://docs.example/}
        selectors:
          items: {selector: "a.release"}
          title: {extractor: text}
          url: {extractor: href}
          author: {extractor: static, static: "The Team"}
    """)
    )
    (item,) = items(site, "<a class=release href=/v1>Version 1</a><a href=/v2>Version 2</a>")
    assert (item.title, item.url, item.authors) == ("Version 1", "https://docs.example/v1", ("The Team",))


def test_html_and_selectors_that_begin_with_a_combinator() -> None:
    site = loaded(
        imported("""
        channel: {url: https://jobs.example/}
        selectors:
          items: {selector: .job}
          url: {selector: a, extractor: href}
          description: {selector: "> div", extractor: html}
    """)
    )
    (item,) = items(
        site, "<div class=job><a href=/1>One</a><div>A <b>good</b> <a href=job>job</a><div>x</div></div></div>"
    )
    assert item.html is not None
    assert "<b>good</b>" in item.html
    assert 'href="https://jobs.example/job"' in item.html
    assert site.article is False


def test_parameters_become_params() -> None:
    site = loaded(
        imported("""
        parameters: {region: {type: string, default: berlin}, kind: {type: string}}
        channel: {url: "https://jobs.example/%<region>s/%{kind}?q=100%25", title: "Jobs in %<region>s"}
        headers: {X-Region: "%{region}"}
        selectors: {items: {selector: .job}, url: {selector: a, extractor: href}}
    """)
    )
    assert site.params == {"region": "berlin", "kind": ""}
    assert site.url == ("https://jobs.example/berlin/?q=100%25",)
    assert site.title == "Jobs in berlin"
    assert site.fetch.headers == {"X-Region": "berlin"}


@pytest.mark.parametrize(
    ("pagination", "listing", "url"),
    [
        ("4", {"pages": 4}, "https://a.example/"),
        ("{strategy: custom_selector, selector: a.older, max_pages: 2}", {"pages": 2, "next_page": "a.older"}, "https://a.example/"),
        ("{strategy: url_template, max_pages: 3}", {}, ["https://a.example/", "https://a.example/?page=2", "https://a.example/?page=3"]),
        ("{strategy: offset, param: o, increment: 25, max_pages: 2}", {}, ["https://a.example/", "https://a.example/?o=25"]),
    ],
)  # fmt: skip
def test_pagination(pagination: str, listing: dict[str, Any], url: Any) -> None:
    result = imported(f"""
        channel: {{url: https://a.example/}}
        selectors: {{items: {{selector: li, pagination: {pagination}}}, url: {{selector: a, extractor: href}}}}
    """)
    (site,) = result.sites.values()
    assert site["url"] == url
    assert {key: site["listing"].get(key) for key in listing} == listing
    assert loaded(result)


def test_without_selectors_the_items_are_found_by_themselves() -> None:
    result = imported("channel: {url: https://a.example/}\nauto_source: {cleanup: {min_words_title: 3}}")
    assert result.sites == {"site": {"url": "https://a.example/"}}
    assert [line.outcome for line in result.lines] == ["carried", "given"]


def test_retired_names_are_understood_and_told() -> None:
    result = imported("""
        channel: {url: https://a.example/, headers: {X-A: b}, strategy: faraday}
        selectors: {items: {selector: li}, link: {selector: a, extractor: href}, updated: {selector: time}}
    """)
    site = loaded(result)
    assert (site.listing.link, site.listing.published) == (("a::attr(href)",), ("time",))
    assert site.fetch.headers == {"X-A": "b"}
    told = {line.rule: line.why for line in result.lines if line.why.startswith("retired")}
    assert told.keys() == {"channel.headers", "channel.strategy", "selectors.link", "selectors.updated"}


def test_what_cannot_be_carried_over_is_told_and_the_rest_comes() -> None:
    result = imported(r"""
        channel: {url: https://a.example/, language: "no such thing", time_zone: Mars/Olympus, ttl: soon, colour: red}
        stylesheets: [{href: /x.xsl, type: text/xsl}]
        request: {browserless: {preload: {wait_after_ms: 5}}}
        selectors:
          items: {selector: li, pagination: {strategy: json_cursor, cursor_path: a}}
          url: {selector: a, extractor: href}
          title: {selector: "h2:nonsense"}
          author: {selector: b, extractor: magic}
          description:
            {selector: p, post_process: [{name: gsub, pattern: '/[[:cntrl:]]/', replacement: ''}, {name: what}]}
          guid: [title, serial]
          spare: {selector: i}
    """)
    lost = {line.rule: line.why for line in result.lines if line.outcome == "lost"}
    assert lost.keys() == {
        "channel.language", "channel.time_zone", "channel.ttl", "channel.colour", "stylesheets", "request.browserless",
        "selectors.items.pagination", "selectors.title", "selectors.author.extractor", "selectors.guid",
        "selectors.description.post_process.gsub", "selectors.description.post_process.what", "selectors.spare",
    }  # fmt: skip
    assert loaded(result).listing.items == ("li",)


def test_an_api_is_read_with_jmespath() -> None:
    result = imported("""
        headers: {Accept: application/json}
        channel: {url: https://api.films.example/surveys}
        selectors:
          items: {selector: "new > array > object, recent > array > object"}
          title: {selector: title, post_process: [{name: template, string: "%<self>s (%<grade>s)"}]}
          grade: {selector: survey grade}
          url: {post_process: [{name: template, string: "https://films.example/%s/", methods: [code]}]}
          code: {selector: film-code}
          author: {selector: directors array object name}
          published_at: {selector: created_at, post_process: [{name: parse_time}]}
          description: {selector: text, post_process: [{name: markdown_to_html}]}
          categories: [grade, kind]
          kind: {extractor: static, static: film}
          guid: [code]
          enclosure: {selector: still url, content_type: image/jpeg}
    """)
    assert [line for line in result.lines if line.outcome == "lost"] == []
    site = loaded(result)
    film = {
        "title": "The Ferry", "survey": {"grade": "A"}, "film-code": 7, "directors": [{"name": "Ann"}, {"name": "Bo"}],
        "created_at": "2024-03-01", "text": "<p>Long.</p>", "still": {"url": "/7.jpg"},
    }  # fmt: skip
    (first, second) = items(site, json.dumps({"new": [film], "recent": [{"title": "Old", "film-code": 8}]}))
    assert (first.title, first.url, first.id) == ("The Ferry (A)", "https://films.example/7/", "7")
    assert (first.authors, first.categories) == (("Ann", "Bo"), ("A", "film"))
    assert first.published == datetime(2024, 3, 1, tzinfo=UTC)
    assert (first.html, first.image) == ("<p>Long.</p>", "https://api.films.example/7.jpg")
    assert (second.title, second.url) == ("Old ()", "https://films.example/8/")
    assert site.article is False


def test_several_fields_can_make_up_the_id() -> None:
    site = loaded(
        imported("""
        channel: {url: https://a.example/}
        selectors:
          items: {selector: li}
          url: {selector: a, extractor: href}
          code: {selector: b, post_process: [{name: gsub, pattern: '/[[:space:]]+/', replacement: '-'}]}
          guid: [code, url]
    """)
    )
    (item,) = items(site, "<ul><li><a href='/x'>X</a> <b>1  2</b></li></ul>")
    assert item.id == "1-2 /x"


def test_templates_of_old_name_their_fields_apart() -> None:
    site = loaded(
        imported("""
        channel: {url: https://a.example/}
        selectors:
          items: {selector: li}
          title: {selector: a, post_process: {name: template, string: "%s by %s", methods: [self, author]}}
          link: {selector: a, extractor: href}
          author: {selector: b}
    """)
    )
    (item,) = items(site, "<ul><li><a href='/x'>X</a> <b>Ann</b></li></ul>")
    assert item.title == "X by Ann"


def test_a_parameter_that_is_used_but_not_declared_is_asked_for() -> None:
    result = imported("channel: {url: 'https://a.example/%<user>s/', title: 'By %<user>s'}\nauto_source: {}")
    (site,) = result.sites.values()
    assert (site["url"], site["title"], site["params"]) == ("https://a.example/{user}/", "By {user}", {"user": ""})
    assert [line.why for line in result.lines if line.outcome == "lost"] == [
        "it has no default: write a value below 'params: user:'"
    ]


def test_what_is_written_twice_is_told_with_its_line() -> None:
    result = imported("""
        channel: {url: https://a.example/}
        selectors:
          items: {selector: li}
          items: {selector: tr}
    """)
    (line,) = (line for line in result.lines if line.outcome == "lost")
    assert (line.rule, line.number) == ("selectors.items", 5)


def test_several_feeds_in_one_file_share_what_stands_beside_them() -> None:
    result = imported("""
        headers: {X-A: "1"}
        feeds:
          one: {channel: {url: https://one.example/}, selectors: {items: {selector: li}}, headers: {X-B: "2"}}
          two: {channel: {url: https://two.example/}, selectors: {items: {selector: p}}}
    """)
    assert result.sites["one"]["fetch"]["headers"] == {"X-A": "1", "X-B": "2"}
    assert result.sites["two"]["fetch"]["headers"] == {"X-A": "1"}


@pytest.mark.parametrize("text", ["", "- a", "channel: [", "channel: {url: nonsense}", "selectors: {}", "channel: 5"])
def test_a_file_that_makes_no_site_is_told(text: str) -> None:
    result = imported(text)
    assert result.sites == {}
    assert result.files[0].note
    assert result.files[0].lost


def test_the_commons_come_over_and_load(shared: Path) -> None:
    folder = shared / "corpus" / "html2rss-configs"
    result = import_html2rss(folder)
    assert len(result.sites) == len([*folder.rglob("*.yml")]) == 30
    assert result.share > 0.98
    assert len(load_text(with_sites("", result.sites), Path("config.yaml"), environ={}).sites) == 30


_YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        "channel url selectors items selector title extractor attribute post_process name string categories guid "
        "parameters headers strategy pagination request auto_source enclosure template feeds".split()
    ), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@example({"selectors": {"items": False}, "headers": [None]})
@given(_YAML)
def test_no_config_is_too_strange(data: Any) -> None:
    import json

    base = {"channel": {"url": "https://a.example/"}}
    result = import_config("a.yml", json.dumps({**base, **data} if isinstance(data, dict) else data))
    if result.sites:
        load_text(with_sites("", result.sites), Path("config.yaml"), environ={})


@pytest.mark.parametrize("text", ["plain", "it's", 'say "x"', 'it\'s "both"', '"', "'\"'", ""])
def test_any_text_can_be_an_xpath_string(text: str) -> None:
    assert compile_selector(f"({quoted(text)})").select(parse("")) == ([text] if text else [])


@pytest.mark.parametrize("start", [-6, -3, -1, 0, 1, 4])
@pytest.mark.parametrize("end", [None, -4, -1, 0, 2, 5])
def test_substrings_are_cut_as_ruby_cuts_them(start: int, end: int | None) -> None:
    text = "abcdef"
    last = len(text) if end is None else end + 1 if end >= 0 else len(text) + end + 1
    first = start if start >= 0 else len(text) + start
    found = compile_selector(f"({substring(quoted(text), start, end)})").select(parse(""))
    assert "".join(map(str, found)) == text[first:last]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/a.b/i", ("a.b", True)),
        ("a.b", (r"a\.b", False)),
        (r"/(?<year>\d+)\z/m", (r"(?s)(?P<year>\d+)\Z", False)),
        (r"/\h+\/(?<!x)/", (r"[0-9a-fA-F]+/(?<!x)", False)),
    ],
)
def test_patterns_of_ruby(pattern: str, expected: tuple[str, bool]) -> None:
    assert ruby_pattern(pattern) == expected
    assert ruby_replacement(r"\0-\k<year>-\1") == r"\g<0>-\g<year>-\1"


def test_selectors_of_nokogiri() -> None:
    assert css_of("a:first, b:last, p:first-child, > div") == (
        "a:first-of-type, b:last-of-type, p:first-child,:scope > div"
    )
    assert split_group('a[x="1,2"], b:is(c, d)') == ['a[x="1,2"]', " b:is(c, d)"]
    assert union(["a, b", "c"]) == "a, b, c"
    assert union(["a", "./@x"]) == "(descendant-or-self::a | ./@x)"


def test_a_folder_without_configs_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no html2rss configs"):
        import_html2rss(tmp_path)
