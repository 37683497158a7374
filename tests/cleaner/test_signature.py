"""Names that a story is signed with at its end."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.dom import parse
from cleaner.extract.signature import signature

PROSE = "The river rose for three days, and on the fourth the bridge at the mill was gone; nobody had seen it go. "
HAN = "　町の水車は三日続いた雨で壊れたが、住民が力を合わせて直し、春から再び回り始めた。" * 4


def signed(end: str, prose: str = PROSE * 3) -> tuple[str, ...]:
    story = parse(f"<main><p>{prose}</p>{end}</main>").find(".//main")
    assert story is not None
    return signature(story)


@pytest.mark.parametrize(
    "end",
    [
        "<p><b>Ada Miller</b></p>",
        "<p>Nobody.<br><br><b>Ada Miller</b></p>",
        "<p style='text-align: right'>Ada Miller</p>",
        "<p><b>Ada Miller</b></p><p> </p>",
        "<p>(Ada Miller)</p>",
    ],
)
def test_a_name_that_stands_apart_below_the_story_is_its_authors(end: str) -> None:
    assert signed(end) == ("Ada Miller",)


@pytest.mark.parametrize(
    "end",
    [
        "<p>Ada Miller</p>",
        "<p>It was built by <b>Ada Miller</b></p>",
        "<p><b>The Bridge</b></p>",
        "<p><em>Godzilla Minus One</em></p>",
        "<p><b>Gazette News</b></p>",
        "<p><b>Read our terms</b></p>",
        "<b>Ada Miller</b> of the mill",
    ],
)
def test_the_end_of_a_sentence_headings_and_bodies_sign_nothing(end: str) -> None:
    assert signed(end) == ()


def test_japanese_papers_sign_in_brackets() -> None:
    assert signed("<p>町は来年も続ける。（山田太郎）</p>", HAN) == ("山田太郎",)
    assert signed("<p>町は来年も続ける。（敬称略）</p>", HAN) == ()
    assert signed("<p>町は来年も続ける。（共同）</p>", HAN) == ()


def test_a_byline_is_believed_before_a_signature() -> None:
    page = "<article><h1>The mill</h1>{}" + f"<p>{PROSE}</p>" * 4 + "<p><b>Ada Miller</b></p></article>"
    assert clean(page.format("<p>By Jane Doe</p>")).authors == ("Jane Doe",)
    assert clean(page.format("")).authors == ("Ada Miller",)
