"""Rules that change the course of an update: single pages, advertisements, logins, a rule pack."""

from __future__ import annotations

from typing import Any


def test_an_article_that_links_to_itself_on_one_page_is_read_there(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page(
        "/one", bench.story("One", "Only the beginning.", after='<a class="print" href="/one-whole">On one page</a>')
    )
    site.page("/one-whole", bench.story("One", "The whole of it, from the beginning to the very end of the matter."))
    bench.config["sites"]["news"]["article"] = {"single_page": "a.print"}
    assert bench.update().new == 1
    assert site.paths == ["/news", "/one", "/one-whole"]
    (entry,) = bench.feed().entries
    assert entry.link == site.url("/one")
    assert "to the very end" in entry.content[0].value
    assert "Only the beginning" not in entry.content[0].value


def test_an_advertisement_becomes_no_entry_and_no_failure(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    site.page("/two", bench.story("Two", after='<p class="paid">Sponsored by somebody</p>'))
    bench.config["sites"]["news"]["article"] = {"sponsored": "p.paid"}
    report = bench.update()
    assert (report.new, report.failed) == (1, 0)
    assert bench.titles() == ["One"]


def test_a_page_behind_a_login_is_told_and_never_an_entry(bench: Any, site: Any, news: Any) -> None:
    news("One", "Two")
    site.page("/two", bench.story("Two", after='<form id="sign-in"></form>'))
    bench.config["sites"]["news"]["article"] = {"login_wall": "#sign-in"}
    report = bench.update()
    assert (report.new, report.failed) == (1, 1)
    assert "login" in str(report.problems)


def test_a_rule_pack_is_used_for_the_host_that_an_article_is_on(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page("/one", bench.story("One", after="<div id='real'><p>The story that only the pack knows of.</p></div>"))
    pack = bench.folder / "patterns"
    pack.mkdir()
    (pack / "127.0.0.1.txt").write_text("# by hand\nbody: //div[@id='real']\nprune: no\n")
    (pack / "other.example.txt").write_text("body: //nav\n")
    bench.config["rules"] = "patterns"
    bench.update()
    content = bench.feed().entries[0].content[0].value
    assert "only the pack knows of" in content
    assert "second paragraph" not in content


def test_a_sites_own_rules_come_before_those_of_the_pack(bench: Any, site: Any, news: Any) -> None:
    news("One")
    site.page("/one", bench.story("One", after="<div id='real'><p>The pack's story.</p></div><p class='x'>Mine.</p>"))
    pack = bench.folder / "patterns"
    pack.mkdir()
    (pack / "127.0.0.1.txt").write_text("body: //div[@id='real']\n")
    bench.config["rules"] = "patterns"
    bench.config["sites"]["news"]["article"] = {"body": [".none", ".x"]}
    bench.update()
    assert "Mine." in bench.feed().entries[0].content[0].value


def test_a_filter_that_cannot_be_asked_within_a_time_is_told_and_loses_nothing(
    bench: Any, site: Any, news: Any
) -> None:
    hostile = "a" * 60 + "!"
    news("One", hostile)
    site.page(f"/{hostile}", bench.story(hostile))
    bench.config["sites"]["news"]["filter"] = {"exclude": {"title": "(a|aa)+$"}}
    report = bench.update()
    assert (report.new, report.failed) == (1, 1)
    assert "filter.exclude.title: the pattern '(a|aa)+$' takes more than 1 second" in str(report.problems)
    bench.config["sites"]["news"]["filter"] = {"exclude": {"title": "^a+$"}}
    assert bench.update().new == 1
    assert sorted(bench.titles()) == ["One", hostile]
    # Of a filter that comes later the last good feed stays.
    bench.config["sites"]["news"]["filter"] = {"exclude": {"title": "(a|aa)+$"}}
    report = bench.update()
    assert "filter.exclude.title" in str(report.problems)
    assert sorted(bench.titles()) == ["One", hostile]
