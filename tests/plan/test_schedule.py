"""When to look again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config import FetchConfig, SiteConfig
from feeds.memory import Known
from feeds.plan import is_due, next_check, next_try, next_visit, pace, rules_digest

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
SITE = SiteConfig(slug="news", url=("https://news.example/",))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def a_site(**facts: Any) -> SiteConfig:
    return SITE.model_copy(update=facts)


def every(interval: timedelta) -> SiteConfig:
    return a_site(fetch=FetchConfig(every=interval))


def visited(site: SiteConfig = SITE, **facts: Any) -> Known:
    known = Known(
        slug="news",
        created=NOW,
        rules=rules_digest(site),
        last_visit=NOW,
        last_success=NOW,
        last_change=NOW,
        next_visit=NOW + HOUR,
    )
    return replace(known, **facts)


def test_a_new_site_is_due() -> None:
    assert is_due(Known(slug="news"), SITE, NOW)


def test_a_site_is_due_when_its_time_has_come() -> None:
    assert not is_due(visited(), SITE, NOW + 30 * MINUTE)
    assert is_due(visited(), SITE, NOW + HOUR)
    assert is_due(visited(), SITE, NOW + HOUR - 3 * MINUTE), "a timer is never quite on time"
    assert not is_due(visited(), SITE, NOW + HOUR - 4 * MINUTE)


def test_every_wins_and_may_be_changed_between_visits() -> None:
    known = visited()
    assert not is_due(known, every(DAY), NOW + 2 * HOUR)
    assert is_due(known, every(10 * MINUTE), NOW + 10 * MINUTE)


def test_a_site_that_asked_for_patience_has_it_whatever_every_says() -> None:
    known = visited(failures=1, next_visit=NOW + 5 * HOUR)
    assert not is_due(known, every(10 * MINUTE), NOW + 4 * HOUR)


def test_a_visit_that_is_to_come_was_made_by_a_wrong_clock_and_keeps_nobody_away() -> None:
    assert is_due(visited(), SITE, NOW - 400 * DAY)
    assert not is_due(visited(), SITE, NOW - MINUTE), "two runs side by side"


def test_another_config_makes_a_site_due() -> None:
    assert is_due(visited(), a_site(timezone="Europe/London"), NOW)
    assert not is_due(visited(), a_site(title="Other", keep=5), NOW), "this changes only how it is published"


def test_a_site_that_is_gone_is_not_due_until_its_config_changes() -> None:
    known = visited(gone=NOW)
    assert not is_due(known, SITE, NOW + 100 * DAY)
    assert is_due(known, a_site(url=("https://news.example/new",)), NOW)
    assert next_visit(known, SITE, NOW) is None


def test_a_folder_on_this_machine_is_always_due() -> None:
    site = a_site(url=("file:///srv/pages/index.html",))
    assert is_due(visited(site), site, NOW)
    assert next_visit(visited(site, pace=DAY.total_seconds(), failures=3), site, NOW) == NOW
    daily = a_site(url=site.url, fetch=FetchConfig(every=DAY))
    assert not is_due(visited(daily), daily, NOW)
    assert next_visit(visited(daily), daily, NOW) == NOW + DAY


@pytest.mark.parametrize(
    ("facts", "pause"),
    [
        ({"pace": None}, HOUR),
        ({"pace": 7200.0}, 2 * HOUR),
        ({"pace": 1.0}, 10 * MINUTE),
        ({"pace": 1e7}, DAY),
        ({"pace": 60.0, "last_change": NOW - 10 * HOUR}, HOUR),
        ({"pace": 60.0, "last_change": NOW - 100 * DAY}, DAY),
        ({"failures": 1}, 10 * MINUTE),
        ({"failures": 2}, 20 * MINUTE),
        ({"failures": 5}, 160 * MINUTE),
        ({"failures": 500}, DAY),
    ],
)
def test_the_next_visit_follows_the_sites_own_pace(facts: Any, pause: timedelta) -> None:
    assert next_visit(visited(**facts), SITE, NOW) == NOW + pause


def test_what_is_fresh_is_left_alone_for_a_day_at_the_most() -> None:
    assert next_visit(visited(), SITE, NOW, fresh_until=NOW + 3 * HOUR) == NOW + 3 * HOUR
    assert next_visit(visited(), SITE, NOW, fresh_until=NOW + MINUTE) == NOW + HOUR
    assert next_visit(visited(), SITE, NOW, fresh_until=NOW + 300 * DAY) == NOW + DAY
    assert next_visit(visited(), every(MINUTE), NOW, fresh_until=NOW + DAY) == NOW + MINUTE


def test_retry_after_is_obeyed_for_a_week_at_the_most() -> None:
    assert next_visit(visited(), every(MINUTE), NOW, retry_after=7200) == NOW + 2 * HOUR
    assert next_visit(visited(), SITE, NOW, retry_after=1e9) == NOW + 7 * DAY


def test_the_pace_is_the_median_gap_between_entries() -> None:
    assert pace([NOW, NOW - HOUR, NOW - 2 * HOUR, NOW - 9 * HOUR]) == 3600
    assert pace([NOW, NOW - HOUR]) is None, "two entries are no habit"
    assert pace([]) is None


def test_a_batch_is_no_pace() -> None:
    spaced = [NOW - timedelta(seconds=n) for n in range(50)]
    assert pace(spaced) is None
    assert pace([*spaced, NOW - DAY, NOW - 2 * DAY]) == pytest.approx(86400, abs=60)


def test_an_article_is_checked_each_time_it_is_twice_as_old() -> None:
    moment, checks = NOW, []
    while (due := next_check(NOW - 10 * MINUTE, SITE, moment)) is not None:
        checks.append(due)
        moment = max(due, moment + 10 * MINUTE)
    assert len(checks) <= 14
    assert checks[-1] - NOW < 30 * DAY


def test_a_failed_item_is_tried_ever_less_often_and_then_no_more() -> None:
    pauses = [next_try(attempt, NOW) for attempt in range(1, 10)]
    assert pauses[0] == NOW
    assert pauses[1] == NOW + 10 * MINUTE
    times = [each for each in pauses if each]
    assert times == sorted(times)
    assert pauses[-1] is None


@given(
    st.floats(min_value=0, max_value=1e12) | st.none(),
    st.integers(0, 10_000),
    st.timedeltas(timedelta(), 12_000 * DAY).map(lambda ago: NOW - ago) | st.none(),
)
def test_the_next_visit_is_always_between_ten_minutes_and_a_day_away(
    seconds: float | None, failures: int, changed: datetime | None
) -> None:
    coming = next_visit(visited(pace=seconds, failures=failures, last_change=changed), SITE, NOW)
    assert coming is not None
    assert 10 * MINUTE <= coming - NOW <= DAY
