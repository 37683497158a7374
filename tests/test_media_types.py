"""What a file is, by its name."""

from __future__ import annotations

import mimetypes

import pytest

from feeds.media_types import media_type_named


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("https://radio.example/one.mp3?from=feed", "audio/mpeg"),
        ("folder/index.html", "text/html"),
        ("no-ending", None),
        ("https://radio.example/", None),
    ],
)
def test_the_end_of_a_name_tells_the_media_type(name: str, media_type: str | None) -> None:
    assert media_type_named(name) == media_type


def test_what_the_machine_knows_of_files_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mimetypes.types_map, ".mp3", "audio/of-this-machine")
    assert media_type_named("one.mp3") == "audio/mpeg"
