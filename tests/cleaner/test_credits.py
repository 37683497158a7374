"""What a story says at its top and its end that the metadata say already."""

from __future__ import annotations

from datetime import date

import pytest
from stories import PROSE, tidied

from cleaner.render import to_text
from cleaner.words import says_the_same


def dated(markup: str) -> str:
    days = [date(2025, 3, 11), date(2025, 3, 12)]
    return to_text(tidied(markup, days=days, language="it"))


def dated_in_german(markup: str) -> str:
    return to_text(tidied(markup, days=[date(2012, 2, 21)], language="de"))


@pytest.mark.parametrize(
    "line",
    [
        "11 Marzo 2025 alle 07:45",
        "Ada Miller, 11/3/2025",
        "Pubblicato: 11 marzo 2025",
        "2025-03-12 14:05 · Ada Miller",
        "Pubblicato: 11/3/2025 - 14:22 Aggiornato: 12/3/2025 - 15:01 Fonte: ANS",
    ],
)
def test_a_line_at_the_top_that_says_when_the_story_appeared_goes(line: str) -> None:
    prose = "La campana suona di nuovo. " * 10
    assert dated(f"<p>{line}</p><p>{prose}</p>") == prose.strip()


@pytest.mark.parametrize(
    "line",
    ["12 Marzo 2024", "Scadenza: 11 marzo 2025", "Il molino è fermo da quando bruciò, 11 marzo 2025"],
)
def test_a_line_with_another_day_or_with_more_to_say_stays(line: str) -> None:
    assert line in dated(f"<p>{line}</p><p>{'La campana suona di nuovo. ' * 10}</p>")


def test_the_days_of_posts_and_a_day_that_is_most_of_the_page_stay() -> None:
    post = "<p>Bert 11.3.2025 alle 07:45</p><p>Suona.</p>"
    assert dated(post) == "Bert 11.3.2025 alle 07:45\nSuona."
    assert dated(f"{post}<p>{'Bene. ' * 50}</p>{post}").count("11.3.2025") == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A Walk, along the River!", "A walk along the river", True),
        ("A walk along the river", "A walk along the river | The Valley News", True),
        ("A walk along the river", "A walk along the river bank", False),
        ("磨坊开放了", "磨坊开放了 - 山谷新闻", False),
        ("", "", False),
    ],
)
def test_titles_are_the_same_but_for_case_punctuation_and_the_site(one: str, other: str, same: bool) -> None:
    assert says_the_same(one, other) is same


@pytest.mark.parametrize("lead", ["Tác giả: ", "Συντάκτης: ", "Written by "])
def test_a_byline_at_the_top_goes_whatever_language_it_begins_in(lead: str) -> None:
    html = tidied(f"<p>{lead}Lương Thị Mận</p><p>The mill turns again.</p>", authors=["Lương Thị Mận"])
    assert html == "<p>The mill turns again.</p>"


@pytest.mark.parametrize(
    "line",
    [
        "Ada Miller covers the valley. Reach her at ada@gazette.example.",
        "Ada Miller is a reporter. Follow her @adamiller.",
        "<b>Ada Miller</b></p><p>Ada writes about rivers. Email: ada@gazette.example",
        "<em>Ada Miller lives by the river and writes about it.</em>",
    ],
)
def test_a_last_line_that_tells_of_the_author_goes(line: str) -> None:
    told = tidied(f"<p>The mill turns again.</p><p>It will turn until somebody stops it.</p><p>{line}</p>")
    assert told == "<p>The mill turns again.</p>\n<p>It will turn until somebody stops it.</p>"


@pytest.mark.parametrize(
    "line",
    ["Ada Miller was the last to leave the mill.", "Write to Ada Miller at ada@gazette.example."],
)
def test_a_last_line_with_the_authors_name_stays_where_it_may_be_the_story(line: str) -> None:
    assert line in tidied(f"<p>The mill turns again.</p><p>{line}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "<h2 class=date-header>Dienstag, 21. Februar 2012</h2>",
        "<p>21.02.2012 19:45 von Ada Miller (Kommentare: 2)</p>",
        "<p>Dienstag 21. Februar 2012 11:20 Alter: 3 Tage</p>",
        "<p>21. 02. 2012 9:26 Rubrika: Praha Přečteno 1842krát</p>",
    ],
)
def test_a_line_of_date_author_and_counts_above_a_story_is_left_out(line: str) -> None:
    assert dated_in_german(f"{line}<p>{PROSE * 3}</p>") == PROSE * 3


def test_a_heading_that_says_more_than_the_date_stays() -> None:
    line = "Was am 21. Februar 2012 an der Brücke geschah"
    assert line in dated_in_german(f"<h2>{line}</h2><p>{PROSE * 3}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "时间：2012-02-21 06:23 来源： 河谷日报",
        "来源：本站原创 作者：王小明 时间：2012年02月21日 23:00 浏览： 33",
        "2012-02-21 15:10:53 字号：A- A A+ 来源：河谷网 阅读数 1644",
    ],
)
def test_what_chinese_pages_say_beside_the_date_is_left_out_with_it(line: str) -> None:
    story = f"<p>{'市议会周二投票决定保留老桥。' * 20}</p>"
    assert tidied(f"<p>{line}</p>{story}", days=[date(2012, 2, 21)], language="zh") == story
    told = f"<p>{line}。市议会周二投票决定保留老桥，会后还说到明年的事。</p>{story}"
    assert "明年" in tidied(told, days=[date(2012, 2, 21)], language="zh")
