"""Shows whose rows lead to an episode's page and to its sound."""

from __future__ import annotations

from pathlib import Path

from feeds.scrape import find_items

ROOT = Path(__file__).parent.parent.parent


def test_the_page_of_an_episode_is_its_link_and_the_sound_its_enclosure() -> None:
    page = (ROOT / "examples" / "night-ferry" / "index.html").read_bytes()
    items = find_items(page, "https://ferry.example/night-ferry/")
    assert [item.url.rpartition("/")[2] for item in items] == [
        "the-signal-box.html",
        "salt.html",
        "the-first-crossing.html",
    ]
    assert items[1].enclosures[0].url == "https://ferry.example/night-ferry/audio/02-salt.mp3"


def test_sounds_without_pages_are_items_of_their_own() -> None:
    rows = "".join(
        f"<li><h2>Part {n}</h2> <a href='part-{n}.mp3'>Download part {n} of the series</a></li>" for n in range(8)
    )
    items = find_items(f"<main><ul>{rows}</ul></main>".encode(), "https://ferry.example/")
    assert [item.url for item in items] == [f"https://ferry.example/part-{n}.mp3" for n in range(8)]
