"""Which item pages a visit asks for, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feeds.config import SiteConfig
from feeds.memory import Aside, Due, KnownEntry, Plan
from feeds.model import Item
from feeds.plan import plan_update, trusted
from feeds.plan.digests import row_digest

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
SITE = SiteConfig(slug="news", url=("https://news.example/",))


def item(name: str, **facts: Any) -> Item:
    return Item(url=f"https://news.example/{name}", **{"title": name.capitalize(), **facts})


def entry(of: Item, **facts: Any) -> KnownEntry:
    """An entry that was made of an item, whose row was then as it is now."""
    moments = dict.fromkeys(("published", "updated", "first_seen", "checked"), NOW)
    told = {"id": f"tag:{of.url}", "row": row_digest(of, SITE), "url": of.url, "fingerprint": "", **moments, **facts}
    return KnownEntry(item=of, **told)


def aside(of: Item, **facts: Any) -> Aside:
    return Aside(item=of, **{"row": row_digest(of, SITE), "first_seen": NOW, "reason": "failed", **facts})


def plan(*items: Item, known: tuple[KnownEntry, ...] = (), asides: tuple[Aside, ...] = (), **more: Any) -> Plan:
    site = more.pop("site", SITE)
    return plan_update(
        items,
        site,
        known={each.item.url: each for each in known},
        asides={each.item.url: each for each in asides},
        now=NOW,
        **{"due": Due(), **more},
    )


def opened(made: Plan) -> list[tuple[str, str]]:
    return [(each.item.url.rpartition("/")[2], each.why) for each in made.wanted]


def test_items_that_were_never_met_are_opened_in_page_order() -> None:
    made = plan(item("one"), item("two"))
    assert opened(made) == [("one", "new"), ("two", "new")]
    assert [each.position for each in made.wanted] == [0, 1]


def test_an_entry_whose_row_is_what_it_was_needs_no_look() -> None:
    made = plan(item("one"), known=(entry(item("one")),))
    assert (opened(made), made.unchanged) == ([], 1)
    assert made.listed == {"tag:https://news.example/one"}


def test_an_entry_whose_row_says_something_else_is_opened() -> None:
    assert opened(plan(item("one", title="Corrected"), known=(entry(item("one")),))) == [("one", "row changed")]


def test_every_entry_is_opened_when_the_sites_rules_have_changed() -> None:
    assert opened(plan(item("one"), known=(entry(item("one")),), rules_changed=True)) == [("one", "rules")]


def test_of_two_links_to_one_article_the_first_row_speaks() -> None:
    first, second = item("one", title="Corrected"), item("one?from=rail")
    known = entry(item("one"))
    again = entry(second, id=known.id, row=known.row)
    assert opened(plan(first, second, known=(known, again))) == [("one", "row changed")]


def test_an_item_that_the_filter_leaves_out_by_its_row_is_not_opened() -> None:
    site = SITE.model_copy(update={"filter": SITE.filter.model_validate({"exclude": {"title": "one"}})})
    made = plan(item("one"), item("two"), site=site)
    assert opened(made) == [("two", "new")]
    assert [each.item.url for each in made.filtered] == ["https://news.example/one"]


@pytest.mark.parametrize(
    ("next_try", "why"),
    [(NOW, [("one", "again")]), (NOW + timedelta(seconds=1), []), (None, [])],
    ids=["due", "not yet due", "given up"],
)
def test_an_item_that_failed_is_opened_again_when_it_is_due(next_try: datetime | None, why: list[Any]) -> None:
    assert opened(plan(item("one"), asides=(aside(item("one"), next_try=next_try),))) == why


def test_an_item_that_was_given_up_is_new_once_its_row_changes() -> None:
    given_up = aside(item("one"), next_try=None)
    assert opened(plan(item("one", title="Corrected"), asides=(given_up,))) == [("one", "new")]


def test_what_the_listing_asks_for_comes_before_retries_and_these_before_checks() -> None:
    due = Due(checks=(entry(item("old")),), tries=(aside(item("lost")),))
    assert opened(plan(item("one"), due=due)) == [("one", "new"), ("lost", "again"), ("old", "check")]


def test_an_entry_that_is_due_for_a_check_is_asked_for_once_and_by_its_row_of_today() -> None:
    known = entry(item("one"))
    listed = plan(item("one", summary="Told otherwise today."), known=(known,), due=Due(checks=(known,)))
    assert opened(listed) == [("one", "check")]
    assert listed.wanted[0].item.summary == "Told otherwise today."
    changed = plan(item("one", title="Corrected"), known=(known,), due=Due(checks=(known,)))
    assert opened(changed) == [("one", "row changed")]


def test_an_items_page_is_listed_once_and_ids_that_several_have_are_none() -> None:
    items = trusted([item("one", id="a"), item("two", id="a"), item("three", id="b"), item("one", id="c")])
    assert [(each.title, each.id) for each in items] == [("One", None), ("Two", None), ("Three", "b")]
