"""Pictures whose addresses differ and that are the same."""

from __future__ import annotations

from cleaner.tidy import holds_picture, same_picture
from cleaner.tidy.sizes import picture_key


def test_one_picture_in_many_sizes_is_one_picture() -> None:
    for other in (
        "https://a.example/media/river-1024x576.jpg",
        "https://b.example/media/river.webp?w=300",
        "https://a.example/media/river-scaled.jpg",
        "https://c.example/_next/image?url=https%3A%2F%2Fa.example%2Fmedia%2Friver.jpg&w=640",
    ):
        assert same_picture("https://a.example/media/river.jpg", other), other
    assert not same_picture("https://a.example/media/river.jpg", "https://a.example/media/ford.jpg")
    assert not same_picture("https://a.example/img?id=1", "https://a.example/img?id=2")
    assert picture_key("https://a.example/") == "?"


def test_templates_can_ask_whether_the_lead_image_is_shown_already() -> None:
    html = '<p><img src="https://a.example/i/river-300x200.jpg?a=1&amp;b=2" alt=""></p>'
    assert holds_picture(html, "https://a.example/i/river.jpg")
    assert not holds_picture(html, "https://a.example/i/mill.jpg")
