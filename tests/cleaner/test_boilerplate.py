"""What a site repeats is learned from its pages, and forgotten when the site forgets it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import SiteProfile
from cleaner.boilerplate import MAX_BLOCKS, MAX_PAGES, fingerprint, is_boilerplate, learn, reason

PROMO = fingerprint("Listen again to Morning Call on any weekday")


def profile_of(*pages: list[str]) -> SiteProfile:
    profile = SiteProfile()
    for page in pages:
        profile = learn(profile, page)
    return profile


def test_numbers_case_and_white_space_make_no_difference() -> None:
    assert fingerprint("12 Comments on this story") == fingerprint(" 34  comments on\nthis STORY ")
    assert fingerprint("12 comments on this story") != fingerprint("12 comments on that story")


def test_short_texts_are_no_evidence_but_short_is_shorter_in_chinese() -> None:
    assert fingerprint("Ingredients") == "" == fingerprint("  ")
    assert fingerprint("订阅我们的每日新闻电子邮件") != ""
    assert not is_boilerplate(SiteProfile(pages=9, blocks={"": 9}), "")


def test_three_pages_and_half_of_them_make_boilerplate() -> None:
    pages = [[PROMO, fingerprint(f"The story number {word} of this day")] for word in ("one", "two", "three")]
    assert not is_boilerplate(profile_of(*pages[:2]), PROMO)
    profile = profile_of(*pages)
    assert is_boilerplate(profile, PROMO)
    assert not is_boilerplate(profile, pages[0][1])
    assert reason(profile, PROMO) == "profile: on 3 of 3 pages"
    rare = profile_of(*pages, *[[f"{n:016x}"] for n in range(4)])
    assert not is_boilerplate(rare, PROMO)


def test_a_block_counts_once_a_page_and_no_profile_knows_nothing() -> None:
    assert not is_boilerplate(profile_of([PROMO] * 9), PROMO)
    assert not is_boilerplate(SiteProfile(), PROMO)


def test_what_is_shown_no_more_fades() -> None:
    old = profile_of(*[[PROMO]] * MAX_PAGES)
    assert is_boilerplate(old, PROMO)
    for number in range(2 * MAX_PAGES):
        old = learn(old, [f"{number:016x}"])
    assert not is_boilerplate(old, PROMO)


def test_a_profile_never_grows_beyond_its_bound_and_keeps_what_repeats() -> None:
    profile = profile_of(*[[PROMO, *(f"{page}-{n}" for n in range(1_900))] for page in range(5)])
    assert len(profile.blocks) <= MAX_BLOCKS
    assert profile.blocks[PROMO] == 5
    assert f"{4}-{7}" in profile.blocks  # of the page just read


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=12))
def test_learning_is_pure_and_counts_pages(pages: list[list[str]]) -> None:
    first, second = profile_of(*pages), profile_of(*pages)
    assert first == second and first.pages == len(pages)
    assert all(count == sum(mark in page for page in pages) for mark, count in first.blocks.items())
