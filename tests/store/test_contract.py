"""What every store does, whichever database it is in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cleaner import CleanHTML, Enclosure
from feeds.memory import Aside, Changes, Known, KnownEntry, KnownPage, Media, Ping, Published
from feeds.model import Entry, FeedSummary, Item, Validators
from feeds.report import Problem
from feeds.store import Store, StoreConflictError, open_store

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
NAME = "morning-call"


def an_entry(number: int, **facts: object) -> Entry:
    when = NOW - timedelta(days=number)
    entry = Entry(
        id=f"tag:feeds.example,2024-05-01:{NAME}/{number}",
        url=f"https://radio.example/story-{number}",
        title=f"Story {number} “quoted” – ÅÄÖ 漢字",
        published=when,
        updated=when,
        first_seen=NOW,
        authors=("Ann Ash", "Bo Beck"),
        summary="In short.",
        content=CleanHTML(f"<p>Story {number}.</p>"),
        image="https://radio.example/lead.jpg",
        categories=("Radio", "News"),
        enclosures=(
            Enclosure(url="https://radio.example/a.mp3", type="audio/mpeg", length=3_000_000_000, duration=61),
        ),
        language="en-GB",
        fingerprint=f"print-{number}",
        aliases=(f"https://radio.example/story-{number}",),
        validators=Validators(etag='W/"1"', last_modified="Wed, 01 May 2024 12:00:00 GMT"),
    )
    return replace(entry, **facts)  # type: ignore[arg-type]


def remembered(entry: Entry, **facts: object) -> KnownEntry:
    known = KnownEntry(
        id=entry.id,
        item=Item(url=entry.url, title=entry.title, published=entry.published, categories=("Radio",)),
        row="row-1",
        url=entry.url,
        fingerprint=entry.fingerprint,
        edition="an edition",
        published=entry.published,
        updated=entry.updated,
        first_seen=entry.first_seen,
        validators=entry.validators,
        checked=NOW,
        next_check=NOW + timedelta(hours=1),
        aliases=entry.aliases,
    )
    return replace(known, **facts)  # type: ignore[arg-type]


def first_visit(*entries: Entry, slug: str = NAME, **facts: object) -> Changes:
    after = Known(slug=slug, created=NOW, feed_id=f"tag:feeds.example,2024-05-01:{slug}", last_visit=NOW)
    changes = Changes(
        before=Known(slug=slug),
        after=after,
        entries=entries,
        known=tuple(map(remembered, entries)),
        visible=bool(entries),
    )
    return replace(changes, **facts)  # type: ignore[arg-type]


def test_a_site_never_visited_is_new(store: Store) -> None:
    assert store.known(NAME) == Known(slug=NAME)
    assert store.known(NAME).is_new
    assert store.entries(NAME, 10) == ()
    assert store.published(NAME) is None


def test_an_entry_comes_back_as_it_went_in(store: Store) -> None:
    entry = an_entry(1)
    store.apply(first_visit(entry), now=NOW)
    assert store.entries(NAME, 10) == (entry,)
    assert store.entries_by_id(NAME, [entry.id, "nobody"]) == {entry.id: entry}


def test_what_is_known_of_a_site_comes_back_as_it_went_in(store: Store) -> None:
    after = Known(
        slug=NAME,
        rules="abc",
        feed_id="tag:feeds.example,2024-05-01:morning-call",
        created=NOW,
        url="https://radio.example/",
        title="Morning Call",
        description="Every morning.",
        language="en-GB",
        image="https://radio.example/logo.png",
        pages=(
            KnownPage(
                url="https://radio.example/", validators=Validators(etag='"x"'), digest="d", moved_to="https://m/"
            ),
            KnownPage(url="https://radio.example/?page=2", gone=NOW),
        ),
        last_visit=NOW,
        last_success=NOW,
        next_visit=NOW + timedelta(hours=1),
        failures=3,
        gone=NOW,
        pace=3600.5,
    )
    store.apply(first_visit(after=after), now=NOW)
    assert store.known(NAME) == after


def test_the_newest_entries_come_first_and_ties_keep_the_pages_order(store: Store) -> None:
    same_day = [an_entry(n, published=NOW, updated=NOW, first_seen=NOW - timedelta(seconds=n)) for n in (2, 1, 3)]
    store.apply(first_visit(an_entry(9), *same_day, an_entry(0, published=NOW + timedelta(days=1))), now=NOW)
    assert [entry.id[-1] for entry in store.entries(NAME, 10)] == ["0", "1", "2", "3", "9"]
    assert [entry.id[-1] for entry in store.entries(NAME, 2, skip=1)] == ["1", "2"]
    assert store.dates(NAME, 2) == (NOW + timedelta(days=1), NOW)


def test_an_entry_is_known_under_every_url_it_was_met_under(store: Store) -> None:
    entry = an_entry(1)
    store.apply(first_visit(entry), now=NOW)
    before = store.known(NAME)
    moved = remembered(entry, aliases=("https://radio.example/moved?utm_source=mail", "guid:17"))
    store.apply(Changes(before=before, after=before, known=(moved,)), now=NOW)
    spelled_otherwise = (
        "http://www.radio.example/story-1/",
        "https://radio.example/moved",
        "https://radio.example/other",
    )
    found = store.find(NAME, (*spelled_otherwise, "guid:17"))
    assert {url: known.id for url, known in found.items()} == {
        spelled_otherwise[0]: entry.id,
        spelled_otherwise[1]: entry.id,
        "guid:17": entry.id,
    }
    assert found["guid:17"] == replace(remembered(entry), aliases=())
    assert store.entries(NAME, 1)[0].aliases == ("https://radio.example/moved?utm_source=mail", entry.url)


def test_entries_are_found_by_their_titles(store: Store) -> None:
    store.apply(first_visit(*map(an_entry, (1, 2, 3))), now=NOW)
    found = store.called(NAME, [an_entry(2).title, an_entry(2).title, "Another"])
    assert [known.id for known in found] == [an_entry(2).id]
    assert store.called("another-site", [an_entry(2).title]) == store.called(NAME, []) == ()


def test_urls_that_are_too_long_for_an_index_are_told_apart_all_the_same(store: Store) -> None:
    start = "https://radio.example/" + "".join(chr(97 + n * 7 % 26) + str(n) for n in range(800))
    one, other = an_entry(1, aliases=(f"{start}?1",)), an_entry(2, aliases=(f"{start}?2",))
    store.apply(first_visit(one, other), now=NOW)
    assert [store.find(NAME, [f"{start}?{n}"])[f"{start}?{n}"].id for n in (1, 2)] == [one.id, other.id]


@pytest.mark.parametrize(
    "name", ["guid://[", "guid:http://[::1", "http://[", "guid:", "", "\0", "guid:\ud800", "x" * 9000]
)
def test_whatever_a_source_calls_an_item_it_is_known_by(store: Store, name: str) -> None:
    entry = an_entry(1)
    store.apply(first_visit(entry, known=(remembered(entry, aliases=(name, entry.url)),)), now=NOW)
    assert store.find(NAME, [name])[name].id == entry.id


def test_items_left_out_are_forgotten_in_time(store: Store) -> None:
    def left_out(number: int, when: datetime) -> Aside:
        return Aside(item=Item(url=f"https://radio.example/{number}"), row="r", first_seen=when, reason="filtered")

    store.apply(first_visit(asides=(left_out(1, NOW),)), now=NOW)
    before = store.known(NAME)
    later = NOW + timedelta(days=91)
    store.apply(Changes(before=before, after=before, asides=(left_out(2, later),)), now=later)
    assert [*store.asides(NAME, [f"https://radio.example/{n}" for n in (1, 2)])] == ["https://radio.example/2"]


def test_sites_do_not_see_each_others_entries(store: Store) -> None:
    entry = an_entry(1)
    store.apply(first_visit(entry), now=NOW)
    store.apply(first_visit(replace(entry, title="Elsewhere"), slug="other"), now=NOW)
    assert [store.entries(slug, 9)[0].title for slug in (NAME, "other")] == [entry.title, "Elsewhere"]
    store.forget("other")
    assert store.entries("other", 9) == ()
    assert store.known("other").is_new
    assert len(store.entries(NAME, 9)) == 1


def test_a_change_takes_the_place_of_what_was_and_lifts_the_revision(store: Store) -> None:
    entry = an_entry(1)
    store.apply(first_visit(entry), now=NOW)
    before = store.known(NAME)
    later = NOW + timedelta(days=1)
    corrected = replace(entry, title="Corrected", updated=later, change="Story → Corrected")
    store.apply(
        Changes(before=before, after=before, entries=(corrected,), known=(remembered(corrected),), visible=True),
        now=later,
    )
    assert store.entries(NAME, 10) == (corrected,)
    assert store.known(NAME).revision == before.revision + 1


def test_a_visit_that_saw_nothing_new_leaves_the_revision(store: Store) -> None:
    store.apply(first_visit(an_entry(1)), now=NOW)
    before = store.known(NAME)
    later = NOW + timedelta(hours=1)
    store.apply(Changes(before=before, after=replace(before, last_visit=later, failures=1)), now=later)
    assert store.known(NAME) == replace(before, last_visit=later, failures=1)


def test_of_two_visits_that_began_alike_the_second_is_refused_whole(store: Store) -> None:
    store.apply(first_visit(an_entry(1)), now=NOW)
    before = store.known(NAME)
    first, second = an_entry(2), an_entry(3)
    store.apply(
        Changes(before=before, after=before, entries=(first,), known=(remembered(first),), visible=True), now=NOW
    )
    late = Changes(before=before, after=before, entries=(second,), known=(remembered(second),), visible=True)
    with pytest.raises(StoreConflictError, match="another run has just updated the feed morning-call"):
        store.apply(late, now=NOW)
    assert [entry.id[-1] for entry in store.entries(NAME, 9)] == ["1", "2"]


def test_of_two_first_visits_the_second_is_refused(store: Store) -> None:
    store.apply(first_visit(an_entry(1)), now=NOW)
    with pytest.raises(StoreConflictError):
        store.apply(first_visit(an_entry(2)), now=NOW)


def test_many_sites_are_remembered_at_once_from_many_threads(store: Store) -> None:
    def visit(number: int) -> int:
        slug = f"site-{number}"
        store.apply(first_visit(an_entry(1), an_entry(2), slug=slug), now=NOW)
        before = store.known(slug)
        store.apply(replace(first_visit(an_entry(3), slug=slug), before=before, after=before), now=NOW)
        store.hosts.put("radio.example", "robots", str(number))
        return len(store.entries(slug, 9))

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(visit, range(40))) == [3] * 40
    assert len(store.health()) == 40


def test_items_set_aside_wait_until_they_are_settled(store: Store) -> None:
    failed = Aside(
        item=Item(url="https://radio.example/broken", title="Broken", html="<p>its own text</p>"),
        row="r",
        first_seen=NOW,
        reason="failed",
        attempts=2,
        next_try=NOW + timedelta(minutes=10),
    )
    unwanted = replace(failed, item=Item(url="https://radio.example/ad"), reason="filtered", next_try=None)
    store.apply(first_visit(asides=(failed, unwanted)), now=NOW)
    asked = ["http://radio.example/broken/", "https://radio.example/ad", "https://radio.example/none"]
    assert store.asides(NAME, asked) == {asked[0]: failed, asked[1]: unwanted}
    assert store.known(NAME).retry_at == NOW + timedelta(minutes=10)
    assert store.due(NAME, NOW, check_before=NOW, checks=9).tries == ()
    assert store.due(NAME, NOW + timedelta(minutes=10), check_before=NOW, checks=9).tries == (failed,)
    before = store.known(NAME)
    store.apply(Changes(before=before, after=before, settled=(failed.item.url,)), now=NOW)
    assert store.asides(NAME, asked) == {asked[1]: unwanted}
    assert store.known(NAME).retry_at is None


def test_what_is_due_comes_in_the_order_of_its_waiting_and_in_bounds(store: Store) -> None:
    entries = [an_entry(n) for n in range(5)]
    known = [remembered(entry, next_check=NOW - timedelta(hours=n)) for n, entry in enumerate(entries)]
    store.apply(first_visit(*entries, known=(*known[:4], replace(known[4], next_check=None))), now=NOW)
    assert [each.id[-1] for each in store.due(NAME, NOW, check_before=NOW, checks=3).checks] == ["3", "2", "1"]
    assert store.due(NAME, NOW, check_before=NOW - timedelta(hours=9), checks=3).checks == ()
    assert store.known(NAME).check_at == NOW - timedelta(hours=3)


def test_withdrawn_entries_leave_the_feed_and_are_told_apart(store: Store) -> None:
    entry, kept = an_entry(1), an_entry(2)
    store.apply(first_visit(entry, kept), now=NOW)
    before = store.known(NAME)
    gone = remembered(entry, deleted=NOW, gone_since=NOW, next_check=None)
    store.apply(Changes(before=before, after=before, known=(gone,), visible=True), now=NOW)
    assert store.entries(NAME, 9) == (kept,)
    assert store.deleted(NAME, 9) == ((entry.id, NOW),)
    assert store.find(NAME, [entry.url])[entry.url].deleted == NOW


def test_a_media_file_is_asked_for_until_its_length_is_known(store: Store) -> None:
    unknown = Media(url="https://radio.example/a.mp3?token=1", next_try=NOW)
    store.apply(first_visit(media=(unknown,)), now=NOW)
    assert store.due(NAME, NOW, check_before=NOW, checks=9).media == (unknown,)
    before = store.known(NAME)
    answered = replace(unknown, length=3_000_000_000, type="audio/mpeg", attempts=1, next_try=None)
    store.apply(Changes(before=before, after=before, media=(answered,), visible=True), now=NOW)
    assert store.due(NAME, NOW, check_before=NOW, checks=9).media == ()
    assert store.media(NAME, [unknown.url, "https://radio.example/b.mp3"]) == {unknown.url: answered}


def test_entries_beyond_keep_go_to_archives_that_never_change(store: Store) -> None:
    store.apply(first_visit(*(an_entry(n) for n in range(1, 26))), now=NOW)
    assert store.archive(NAME, keep=10, size=10) == 2
    first = store.archived(NAME, 1)
    assert [entry.id.rpartition("/")[2] for entry in first] == [str(n) for n in range(16, 26)]
    before = store.known(NAME)
    more = tuple(an_entry(-n) for n in range(6))
    changes = Changes(before=before, after=before, entries=more, known=tuple(map(remembered, more)), visible=True)
    store.apply(changes, now=NOW)
    assert store.archive(NAME, keep=10, size=10) == 3
    assert store.archived(NAME, 1) == first
    everywhere = {entry.id for n in (1, 2, 3) for entry in store.archived(NAME, n)} | {
        entry.id for entry in store.entries(NAME, 10)
    }
    assert len(everywhere) == 31


def test_a_corrected_entry_stays_in_its_archive(store: Store) -> None:
    entries = [an_entry(n) for n in range(5)]
    store.apply(first_visit(*entries), now=NOW)
    assert store.archive(NAME, keep=2, size=2) == 2
    before = store.known(NAME)
    corrected = replace(entries[4], title="Corrected")
    changes = Changes(before=before, after=before, entries=(corrected,), known=(remembered(corrected),), visible=True)
    store.apply(changes, now=NOW)
    assert corrected in store.archived(NAME, 1)


def test_trouble_opens_one_incident_and_ends_when_it_is_over(store: Store) -> None:
    trouble = Problem(kind="listing", what="no answer", where="https://radio.example/", mend="wait", subject="u")
    store.apply(first_visit(problems=(trouble,)), now=NOW)
    later = NOW + timedelta(hours=1)
    before = store.known(NAME)
    store.apply(Changes(before=before, after=before, problems=(replace(trouble, what="HTTP 500"),)), now=later)
    (incident,) = store.health()[0].incidents
    assert (incident.what, incident.since, incident.until) == ("HTTP 500", NOW, None)
    store.apply(Changes(before=before, after=before), now=later)
    (incident,) = store.health()[0].incidents
    assert (incident.since, incident.until) == (NOW, later)
    assert store.health()[0].trouble is None


def test_an_articles_trouble_lasts_until_the_article_is_settled(store: Store) -> None:
    trouble = Problem(
        kind="article", what="HTTP 500", where="https://radio.example/1", subject="https://radio.example/1"
    )
    store.apply(first_visit(an_entry(2), problems=(trouble,)), now=NOW)
    before = store.known(NAME)
    store.apply(Changes(before=before, after=before), now=NOW)
    assert store.health()[0].incidents[0].until is None
    assert store.health()[0].trouble is None, "one bad article does not make a bad site"
    store.apply(Changes(before=before, after=before, settled=("https://radio.example/1",)), now=NOW)
    assert store.health()[0].incidents[0].until == NOW


def test_where_no_article_can_be_read_the_site_is_in_trouble(store: Store) -> None:
    url = "https://radio.example/1"
    trouble = Problem(kind="article", what="no story was found", where=url, subject=url)
    store.apply(first_visit(problems=(trouble,)), now=NOW)
    (health,) = store.health()
    assert health.trouble is not None
    assert (health.trouble.what, health.unread) == ("no story was found", 1)


def test_trouble_with_publishing_is_told_apart_from_a_visits(store: Store) -> None:
    store.apply(first_visit(), now=NOW)
    store.note(NAME, ["publish"], [Problem(kind="publish", what="not well-formed")], now=NOW)
    before = store.known(NAME)
    store.apply(Changes(before=before, after=before), now=NOW)
    assert store.health()[0].trouble is not None
    store.note(NAME, ["publish"], [], now=NOW)
    assert store.health()[0].trouble is None


def test_health_counts_what_is_there(store: Store) -> None:
    store.apply(first_visit(an_entry(1), an_entry(2)), now=NOW)
    (health,) = store.health()
    assert (health.slug, health.entries, health.last_change) == (NAME, 2, NOW)


def test_what_was_published_is_remembered(store: Store) -> None:
    summary = FeedSummary(
        slug=NAME, title="Morning Call", url="https://radio.example/", updated=NOW, last_published=NOW
    )
    published = Published(
        slug=NAME,
        feed_id="tag:f",
        key="k",
        rules="r",
        files=("morning-call.atom",),
        summary=summary,
        archives=2,
        archive_key="a",
    )
    store.remember_published(published)
    store.remember_published(replace(published, key="k2"))
    assert store.published(NAME) == replace(published, key="k2")
    assert store.all_published() == (replace(published, key="k2"),)


def test_hosts_are_remembered(store: Store) -> None:
    assert store.hosts.get("radio.example", "retry_after") is None
    store.hosts.put("radio.example", "retry_after", "1")
    store.hosts.put("radio.example", "retry_after", "2")
    store.hosts.put("other.example", "retry_after", "3")
    assert store.hosts.get("radio.example", "retry_after") == "2"


def test_a_hub_is_told_until_it_hears(store: Store) -> None:
    ping = Ping(topic="https://feeds.example/a.atom", hub="https://hub.example/", slug=NAME, next_try=NOW)
    store.queue_ping(ping)
    assert store.due_pings(NOW - timedelta(seconds=1)) == ()
    assert store.due_pings(NOW) == (ping,)
    store.queue_ping(replace(ping, attempts=1, next_try=NOW + timedelta(hours=1)))
    assert store.due_pings(NOW) == ()
    store.drop_ping(ping)
    assert store.due_pings(NOW + timedelta(days=1)) == ()


def test_text_that_no_database_can_hold_is_held_without_what_it_cannot(store: Store) -> None:
    entry = an_entry(1, title="NUL \0 and half a \ud83d face", summary="fine")
    store.apply(first_visit(entry), now=NOW)
    assert store.entries(NAME, 1)[0].title == "NUL  and half a ? face"


def test_everything_is_there_after_closing_and_opening(store: Store, address: str, tmp_path: Path) -> None:
    store.apply(first_visit(an_entry(1)), now=NOW)
    store.close()
    with open_store(address, tmp_path) as again:
        assert again.entries(NAME, 9) == (an_entry(1),)


def test_quiet_visits_are_remembered_together_and_never_over_a_later_one(store: Store) -> None:
    for slug in ("a", "b", "new"):
        if slug != "new":
            store.apply(first_visit(an_entry(1), slug=slug), now=NOW)
    known = store.known_sites(["a", "b", "new"])
    assert known["new"] == Known(slug="new")
    later = NOW + timedelta(hours=1)
    before = known["b"]
    changes = Changes(before=before, after=replace(before, last_visit=later), visible=True)
    store.apply(changes, now=later)
    noon = NOW + timedelta(minutes=1)
    store.quiet_visits([replace(each, last_visit=noon, next_visit=later) for each in known.values()])
    after = store.known_sites(["a", "b", "new"])
    assert (after["a"].last_visit, after["a"].next_visit) == (noon, later)
    assert after["b"].last_visit == later
    assert after["new"].is_new


def test_open_incidents_of_visits_are_counted(store: Store) -> None:
    store.apply(first_visit(problems=(Problem(kind="listing", what="no answer"),)), now=NOW)
    before = store.known(NAME)
    assert before.incidents == 1
    store.apply(Changes(before=before, after=before), now=NOW)
    assert store.known(NAME).incidents == 0


def test_notes_are_kept_by_name(store: Store) -> None:
    assert store.recall("key") is None
    store.remember("key", "1")
    store.remember("key", "2")
    assert store.recall("key") == "2"
