"""Which number is the month: told by the list, by the rest of the page, or by the order in which the list runs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from feeds.scrape import find_items

URL = "https://parish.example/notices/"
NAMES = "harbour council library bridge market school river tower".split()


def notices(days: Sequence[str], *, around: str = "", language: str = "") -> bytes:
    rows = "".join(
        f"<li><a href='/notices/the-{name}-and-its-keeper'>The {name} and its keeper</a> <small>{day}</small></li>"
        for name, day in zip(NAMES, days, strict=False)
    )
    lang = f" lang='{language}'" if language else ""
    return f"<html{lang}><body><h1>Notices</h1>{around}<ul>{rows}</ul></body></html>".encode()


def days(html: bytes) -> list[str | None]:
    return [item.published and f"{item.published:%d %b}" for item in find_items(html, URL)]


SUMMER = ["01 Oct", "07 Sep", "02 Aug", "05 Jul"]


@pytest.mark.parametrize(
    ("written", "around", "language"),
    [
        (["01/10/24", "07/09/24", "02/08/24", "05/07/24"], "", "en-GB"),
        (["01/10/2024", "07/09/2024", "02/08/2024", "05/07/2024"], "", "fr"),
        (["10/01/24", "09/07/24", "08/02/24", "07/05/24"], "", "en-US"),
        (["01/10/2024", "07/09/2024", "02/08/2024", "05/07/2024"], "<p>Page changed 28/10/2024</p>", ""),
        (["10/01/24", "09/07/24", "08/02/24", "07/05/24"], "<p>Page changed 10/28/2024</p>", ""),
        (["01/10/24", "07/09/24", "02/08/24", "05/07/24"], "", ""),
    ],
    ids=["british", "french", "american", "another date", "another date, month first", "newest first"],
)
def test_day_and_month_are_told_apart(written: list[str], around: str, language: str) -> None:
    assert days(notices(written, around=around, language=language)) == SUMMER


def test_what_nothing_settles_is_no_date() -> None:
    assert days(notices(["01/10/24", "02/10/24", "03/10/24", "04/10/24"])) == [None] * 4


def test_links_that_are_but_a_day_are_no_items() -> None:
    rows = "".join(
        f"<p><a href='/story/{name}'>The {name} and its keeper</a></p>"
        + (f"<p><a href='/item/{name}'>{n} hours ago</a></p>" if n % 4 else "<p>3 hours ago</p>")
        for n, name in enumerate(NAMES)
    )
    items = find_items(f"<html lang='en'><body><div>{rows}</div></body></html>".encode(), URL)
    assert [item.url for item in items] == [f"https://parish.example/story/{name}" for name in NAMES]


@pytest.mark.parametrize(
    "row",
    [
        "<dt>{day}</dt><dd><a href='{url}'>{title}</a></dd>",
        "<dt><a href='{url}'>{title}</a></dt><dd>{day}</dd>",
        "<p class='when'>{day}</p><p class='what'><a href='{url}'>{title}</a></p>",
        "<p class='what'><a href='{url}'>{title}</a></p><p class='when'>{day}</p>",
        "<p class='what'><a href='{url}'>{title}</a></p><p class='when'>{day}</p><hr>",
    ],
)
def test_a_line_with_the_date_belongs_to_the_item_over_or_under_it_as_the_list_s_ends_tell(row: str) -> None:
    said = ["2025-06-24", "2025-06-17", "2025-06-10", "2025-05-27"]
    rows = "".join(
        row.format(url=f"/notices/the-{name}-and-its-keeper", title=f"The {name} and its keeper", day=day)
        for name, day in zip(NAMES, said, strict=False)
    )
    html = f"<html><body><h1>Notices</h1><dl>{rows}</dl></body></html>".encode()
    assert days(html) == ["24 Jun", "17 Jun", "10 Jun", "27 May"]
