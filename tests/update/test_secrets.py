"""What config.yaml takes from the environment is sent to the site's server and goes nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

SECRET = "s3same/0pen+now"
SPELLED = ("s3same", "0pen")


@pytest.fixture
def keyed(bench: Any, site: Any, news: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site whose show page wants a key, and repeats it in its stories."""
    monkeypatch.setenv("KEY", SECRET)
    bench.config["sites"]["news"]["url"] = site.url("/keyed?key=${KEY}")
    news("One")
    site.page("/keyed", bench.listing("One"), ETag='"1"')
    link = '<a href="/archive?key=s3same%2F0pen%2Bnow">the archive</a>'
    echo = f"<p>The rest of the matter was told years ago and lies in {link}, under s3same/0pen+now, as ever.</p>"
    site.page("/one", bench.story("One").replace("</article>", f"{echo}</article>"))
    return bench


def everything(bench: Any) -> str:
    """All that is on disk, and all that was reported."""
    files = [path.read_bytes() for path in bench.folder.rglob("*") if path.is_file() and path.name != "config.yaml"]
    return "".join(each.decode("utf-8", "replace") for each in files) + repr(bench.reports) + repr(bench.events)


def test_a_key_in_a_show_pages_address_is_sent_and_never_told(keyed: Any, site: Any) -> None:
    assert keyed.update().new == 1
    assert site.seen[0].path.startswith("/keyed?key=s3same")
    assert "The rest of the matter" in keyed.feed().entries[0].content[0].value
    told = everything(keyed)
    assert not [each for each in SPELLED if each in told]
    site.seen.clear()
    keyed.update(later=timedelta(hours=1))
    (request,) = site.seen
    assert request.headers["If-None-Match"] == '"1"'


def test_it_is_not_told_when_something_fails_either(keyed: Any, site: Any) -> None:
    site.page("/keyed", "<p>We have moved.</p>")
    assert keyed.update().status == "failed"
    site.remove("/keyed")
    assert keyed.update(later=timedelta(days=1)).status == "failed"
    told = everything(keyed)
    assert "REDACTED" in told or "…" in told
    assert not [each for each in SPELLED if each in told]


def test_the_password_of_a_login_is_not_told_by_itself(
    bench: Any, site: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGIN", "editor:0pen-s3same")
    bench.config["sites"]["news"]["fetch"] = {"auth": "${LOGIN}"}
    news("One")
    site.page("/one", bench.story("One", text="Whoever asks is told that the password of the day is 0pen-s3same."))
    assert bench.update().new == 1
    assert "0pen-s3same" not in everything(bench)


def test_it_is_told_neither_as_the_pages_name_nor_as_an_author(keyed: Any, site: Any) -> None:
    site.page("/keyed", keyed.listing("One", title=f"News for {SECRET}"))
    head = f'<meta name="author" content="Ann {SECRET} Bell"><meta property="article:tag" content="{SECRET}">'
    site.page("/one", keyed.story("One", head=head))
    assert keyed.update().new == 1
    assert keyed.feed().feed.title == "News for REDACTED"
    told = everything(keyed)
    assert not [each for each in SPELLED if each in told]


def test_an_item_whose_own_address_has_the_key_is_read_there_and_told_without_it(keyed: Any, site: Any) -> None:
    address = "/one?key=s3same/0pen%2Bnow"
    site.page("/keyed", keyed.listing().replace("<ul>", f'<ul><li class="item"><a href="{address}">One</a></li>'))
    site.remove("/one")
    assert keyed.update().failed == 1
    assert [site.unread for site in keyed.health()] == [1]
    front = f'<link rel="canonical" href="{site.url("/keyed")}">'  # as some sites name on every page
    site.page("/one", keyed.story("One", head=front))
    assert keyed.update(later=timedelta(days=1)).new == 1
    assert address in site.paths
    assert [site.unread for site in keyed.health()] == [0]
    told = repr(keyed.files()) + repr(keyed.reports)
    assert not [each for each in SPELLED if each in told]


def test_secrets_that_are_written_out_are_not_told_either(bench: Any, site: Any, news: Any) -> None:
    bench.config["sites"]["news"]["fetch"] = {
        "auth": "editor:0pen-s3same",
        "headers": {"X-Api-Key": "t0ken-of-mine", "Authorization": "Bearer b3arer-of-mine", "Accept-Language": "en-GB"},
        "cookies": {"sid": "c00kie-of-mine", "consent": "accepted"},
    }
    news("One")
    told = "Told are 0pen-s3same, t0ken-of-mine, b3arer-of-mine and c00kie-of-mine, all accepted, as en-GB."
    site.page("/one", bench.story("One", text=told))
    assert bench.update().new == 1
    content = bench.feed().entries[0].content[0].value
    assert "Told are REDACTED, REDACTED, REDACTED and REDACTED, all accepted, as en-GB." in content
