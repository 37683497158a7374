"""Headings that head nothing of the story."""

from __future__ import annotations

from stories import PROSE, tidied

LONG = f"<p>{PROSE * 6}</p>"


def test_a_heading_that_was_never_closed_is_what_it_holds() -> None:
    assert tidied(f"<main><h2><div>{LONG}{LONG}</div></main>").startswith("<p>")


def test_headings_at_the_end_that_are_but_links_head_other_stories() -> None:
    teasers = "<h3><a href=/1>The weir is mended</a></h3><a href=/2><h3>The ferry runs again</h3></a>"
    assert "weir" not in tidied(f"<main>{LONG}{teasers}</main>")
    assert "weir" in tidied(f"<main>{teasers}{LONG}{teasers}</main>")  # a page of such headings
    assert "weir" in tidied(f"<main><p>Three stories.</p>{teasers}</main>")
    feed = teasers * 2 + "<p>The Gazette</p>" + teasers
    assert tidied(f"<main>{LONG}{feed}</main>") == tidied(f"<main>{LONG}</main>")
    assert "weir" in tidied(f"<main>{LONG}{teasers}<p>The Gazette</p></main>")
    assert "weir" not in tidied(f"<main><p>{'市议会周二投票决定保留老桥。' * 13}</p>{teasers}</main>")
