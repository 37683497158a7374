"""Templates of the user's own: they take the place of ours, and cannot do harm."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.config.model import PublishConfig
from feeds.errors import PublishError
from feeds.publish import render, render_index

Make = Callable[..., Any]


@pytest.fixture
def rendered(tmp_path: Path, make_feed: Make) -> Callable[..., str]:
    """The Atom feed as the given entry template renders it."""

    def render_with(template: str, **fields: Any) -> str:
        (tmp_path / "mine").mkdir(exist_ok=True)
        (tmp_path / "mine/entry.html.j2").write_text(template)
        publish = PublishConfig(templates="mine")
        return render(make_feed(**fields), publish, folder=tmp_path)[0].body.decode()

    return render_with


def test_a_template_of_the_users_folder_takes_the_place_of_ours(rendered: Callable[..., str]) -> None:
    atom = rendered("<p>{{ entry.title }} by {{ entry.authors | join(', ') }}</p>{{ content }}")
    assert "&lt;p&gt;Story 1 by Ada Example&lt;/p&gt;&lt;p&gt;The story of day 1" in atom


def test_a_sites_own_template_is_found_beside_the_config(
    tmp_path: Path, make_feed: Make, publish: PublishConfig
) -> None:
    (tmp_path / "radio.html.j2").write_text("<p>On air: {{ entry.title }}</p>")
    atom, *_ = render(make_feed(template="radio.html.j2"), publish, folder=tmp_path)
    assert b"On air: Story 1" in atom.body


def test_a_site_may_name_a_packaged_template(tmp_path: Path, make_feed: Make, publish: PublishConfig) -> None:
    feed = make_feed(template="entry.html.j2")
    assert render(feed, publish, folder=tmp_path)[0] == render(make_feed(), publish)[0]


def test_a_stylesheet_of_the_users_own_is_allowed_by_the_policy(tmp_path: Path, make_feed: Make) -> None:
    (tmp_path / "style.css").write_text("body { color: teal }\n\n/* </style><script>PWN()</script> */")
    publish = PublishConfig(templates=".")
    *_, page = render(make_feed(), publish, folder=tmp_path)
    ours = render(make_feed(), PublishConfig())[-1]
    assert b"color: teal" in page.body
    assert b"</style><script" not in page.body
    assert page.body.partition(b"style-src")[2][:60] != ours.body.partition(b"style-src")[2][:60]


def test_a_page_may_extend_our_layout(tmp_path: Path) -> None:
    (tmp_path / "index.html.j2").write_text(
        '{% extends "layout.html.j2" %}{% block body %}<h1>{{ title }}, mine</h1>{% endblock %}'
    )
    index, *_ = render_index([], [], PublishConfig(templates=".", title="Ours"), folder=tmp_path)
    assert b"<h1>Ours, mine</h1>" in index.body
    assert b"Content-Security-Policy" in index.body


def test_what_a_template_writes_is_sanitised(rendered: Callable[..., str]) -> None:
    atom = rendered('<script>PWN()</script><p onclick="PWN()">{{ content }}</p>')
    assert "PWN" not in atom


def test_values_are_escaped_in_templates(rendered: Callable[..., str], make_entry: Make) -> None:
    atom = rendered("<p>{{ entry.title }}</p>", entries=(make_entry(title="1 < 2 <i> & 3"),))
    assert "&lt;p&gt;1 &amp;lt; 2 &amp;lt;i&amp;gt; &amp;amp; 3&lt;/p&gt;" in atom


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ entry.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ entry.title.format.__globals__ }}",
        "{{ '{0.__class__}'.format(entry) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''|attr('__class__') }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../../../etc/passwd' %}",
        "{{ feed.entries.append(1) }}",
        "{{ no_such_value }}",
        "{% for %}",
        "{{ 1 / 0 }}",
        "{{ entry.title + 1 }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(rendered: Callable[..., str], template: str) -> None:
    with pytest.raises(PublishError, match="the template cannot be used") as caught:
        rendered(template)
    assert caught.value.where.startswith("entry.html.j2")
    assert caught.value.mend


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set s = 'x' * 1000 %}{% for a in s %}{% for b in s %}{% for c in s %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(999) recursive %}{{ loop(range(999)) }}{% endfor %}",
        "{{ 'x' * 10 ** 10 }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%01000000000d' % 1 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ [1] * 1000000000 }}",
        "{% set ns = namespace(s='x') %}{% for a in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for a in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for a in range(60) %}{% set n.s %}{{ n.s }}{{ n.s }}{% endset %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for a in range(60) %}{% set ns.s = [ns.s, ns.s] | join %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for a in range(60) %}{% set ns.s = ns.s | replace('x', 'xx') %}{% endfor %}",
        "{% set ns = namespace(n=9) %}{% for a in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
        "{{ (1).to_bytes(1000000000, 'big') }}",
        "{{ [1] | batch(1000000000, 2) | list }}",
    ],
)
def test_no_template_runs_for_ever_or_fills_the_memory(rendered: Callable[..., str], template: str) -> None:
    started = time.perf_counter()
    with pytest.raises(PublishError):
        rendered(template)
    assert time.perf_counter() - started < 5


def test_the_usual_filters_and_methods_are_there(rendered: Callable[..., str]) -> None:
    atom = rendered(
        "<p>{{ entry.title | upper | replace('STORY', 'Tale') }}, {{ entry.title.split() | length }},"
        " {{ entry.categories | join('; ') }}, {{ entry.published | day }}, {{ 'a' ~ 1 }}, {{ 2 * 3 + 1 }},"
        " {{ entry.published.strftime('%Y') }}, {{ entry.authors | first | default('-') }}</p>"
    )
    assert "&lt;p&gt;Tale 1, 2, News; Radio, 5 March 2024, a1, 7, 2024, Ada Example&lt;/p&gt;" in atom


def test_joining_escapes(rendered: Callable[..., str], make_entry: Make) -> None:
    atom = rendered("<p>{{ entry.categories | join('<br>') }}</p>", entries=(make_entry(categories=("<a", "b")),))
    assert "&lt;p&gt;&amp;lt;a&amp;lt;br&amp;gt;b&lt;/p&gt;" in atom


def test_a_missing_template_is_said(make_feed: Make, publish: PublishConfig, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"nowhere\.html"):
        render(make_feed(template="nowhere.html"), publish, folder=tmp_path)
