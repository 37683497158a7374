"""What is a date, and what is none: the corpus of dates, and the decisions that it leaves to us."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import date_order, parse_date
from cleaner.metadata.dates.calendars import jalali_day

WRONG_IN_CORPUS = {"date-language-46": "2024-10-05"}
"""Croatian "listopad" is October (CLDR, and every Croatian); the case has the Polish and Czech sense, November."""

LONDON = "Europe/London"
NOW = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


def test_every_date_of_the_hostile_corpus_is_read_right(shared: Path) -> None:
    wrong = []
    for line in (shared / "corpus/hostile/cases.jsonl").read_text("ascii").splitlines():
        case = json.loads(line)
        if case["kind"] != "date":
            continue
        now = datetime.fromisoformat(case["now"]) if case.get("now") else None
        language = None if case["lang"] == "und" else case["lang"]
        found = parse_date(case["text"], language=language, timezone=case.get("tz"), now=now)
        want = WRONG_IN_CORPUS.get(case["id"], case["expect"])
        if not _agrees(found, want, case.get("tz") or "UTC"):
            wrong.append((case["id"], case["text"][:50], found, want))
    assert wrong == []


def _agrees(found: datetime | None, want: str | None, zone: str) -> bool:
    if want is None or found is None:
        return found is None and want is None
    if len(want) == len("2024-03-05"):
        return found.astimezone(ZoneInfo(zone)).date().isoformat() == want
    return found == datetime.fromisoformat(want)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("4 December 2017, 09:02", "2017-12-04T09:02+00:00"),
        ("4 July 2017, 09:02", "2017-07-04T08:02+00:00"),  # summer time
        ("4 July 2017", "2017-07-03T23:00+00:00"),  # no time: the day begins in London
    ],
)
def test_a_visible_date_is_in_the_sites_own_zone(text: str, utc: str) -> None:
    found = parse_date(text, language="en-GB", timezone=LONDON)
    assert found is not None
    assert found.astimezone(UTC).isoformat(timespec="minutes") == utc


def test_a_named_offset_wins_over_the_sites_zone() -> None:
    found = parse_date("2024-07-01T10:00:00-04:00", timezone=LONDON)
    assert found is not None
    assert found.utcoffset() == timedelta(hours=-4)


def test_an_ambiguous_zone_name_means_the_sites_own_where_it_goes_by_it() -> None:
    kolkata = parse_date("5 March 2024 14:30 IST", timezone="Asia/Kolkata")
    jerusalem = parse_date("5 March 2024 14:30 IST", timezone="Asia/Jerusalem")
    assert kolkata == datetime(2024, 3, 5, 9, 0, tzinfo=UTC)
    assert jerusalem == datetime(2024, 3, 5, 12, 30, tzinfo=UTC)


def test_an_unknown_zone_of_the_site_is_utc() -> None:
    assert parse_date("2024-03-05 10:00", timezone="Mars/Olympus") == datetime(2024, 3, 5, 10, tzinfo=UTC)


def test_day_and_month_follow_what_the_site_shows_elsewhere() -> None:
    assert date_order(["04/05/2024", "31/05/2024"]) is True
    assert date_order(["04/05/2024", "05/31/2024"]) is False
    assert date_order(["31/05/2024", "05/31/2024"]) is None, "a site that contradicts itself settles nothing"
    assert date_order(["04/05/2024"]) is None
    assert date_order(["04/05/2024"], "en-GB") is True
    assert date_order(["04/05/2024"], "en-US") is False
    assert date_order(["31/05/2024"], "en-US") is True, "what is seen counts more than what is usual"
    assert parse_date("04/05/2024", day_first=True) == datetime(2024, 5, 4, tzinfo=UTC)
    assert parse_date("04/05/2024", day_first=False) == datetime(2024, 4, 5, tzinfo=UTC)


def test_english_alone_does_not_settle_the_order_but_the_zone_can() -> None:
    assert parse_date("04/05/2024", language="en") is None
    assert parse_date("04/05/2024", language="en", timezone=LONDON) is not None
    assert parse_date("04/05/2024", language="en", timezone="America/Chicago") == datetime(
        2024, 4, 5, tzinfo=ZoneInfo("America/Chicago")
    )


def test_relative_dates_need_a_now() -> None:
    assert parse_date("2 hours ago") is None
    assert parse_date("March 4") is None
    assert parse_date("2 hours ago", now=NOW) == NOW - timedelta(hours=2)


@pytest.mark.parametrize("text", ["Yesterday's papers", "Today we launch", "3 days ago the president spoke of it"])
def test_a_sentence_is_no_relative_date(text: str) -> None:
    assert parse_date(text, now=NOW) is None


def test_the_first_of_several_dates_counts_with_its_own_time() -> None:
    found = parse_date("Published: March 5, 2024. Updated: March 6, 2024 10:00 AM", language="en-US")
    assert found == datetime(2024, 3, 5, tzinfo=UTC)


def test_a_day_of_the_week_may_be_joined_to_the_date_by_a_dash() -> None:
    assert parse_date("الأحد-2024-10-27 12:18 pm", language="ar") == datetime(2024, 10, 27, 12, 18, tzinfo=UTC)
    assert parse_date("build-2024-10-27") is None


def test_a_page_that_misstates_its_language_is_still_read() -> None:
    assert parse_date("5. März 2024", language="en") == datetime(2024, 3, 5, tzinfo=UTC)
    assert parse_date("March 5, 2024", language="de") == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["14 de jan. de 2024", "2024年1月14日", "14 gennaio 2024", "ינואר 14, 2024"])
def test_the_language_need_not_be_known_where_the_name_means_one_month(text: str) -> None:
    assert parse_date(text) == datetime(2024, 1, 14, tzinfo=UTC)


def test_a_name_that_means_two_months_is_none_without_a_language() -> None:
    assert parse_date("5 listopada 2024") is None  # October in Croatian, November in Polish


@pytest.mark.parametrize(
    ("persian", "ours"),
    [((1403, 1, 1), date(2024, 3, 20)), ((1402, 12, 29), date(2024, 3, 19)), ((1399, 12, 30), date(2021, 3, 20)),
     ((1402, 12, 30), None), ((1357, 11, 22), date(1979, 2, 11))],
)  # fmt: skip
def test_the_persian_calendar(persian: tuple[int, int, int], ours: date | None) -> None:
    assert jalali_day(*persian) == ours


@given(st.text(max_size=300), st.sampled_from([None, "en", "de", "ja", "fa", "th"]))
def test_any_text_gives_an_aware_date_or_none(text: str, language: str | None) -> None:
    found = parse_date(text, language=language, now=NOW)
    assert found is None or found.tzinfo is not None


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001 (zone added)
def test_what_a_machine_writes_is_read_to_the_second(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(aware.isoformat()) == aware
    assert parse_date(aware.strftime("%a, %d %b %Y %H:%M:%S +0000")) == aware
    assert parse_date(f"{aware:%d} {aware:%B} {aware:%Y}, {aware:%H:%M}") == aware.replace(second=0)


def test_arabic_papers_name_a_month_twice() -> None:
    moment = parse_date("الأحد، 04 آب/اغسطس 2013، آخر تحديث 02:21 (GMT+0400)", language="ar")
    assert moment is not None and moment.isoformat() == "2013-08-04T02:21:00+04:00"
    assert parse_date("5 آذار/مارس 2024", language="ar") == datetime(2024, 3, 5, tzinfo=UTC)
