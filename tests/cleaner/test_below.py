"""What stands below a story: other stories, what readers say, what members sign with."""

from __future__ import annotations

import pytest
from stories import PROSE, body_of

from cleaner.blocks import Blocks, read_blocks
from cleaner.dom import parse
from cleaner.extract.below import next_story, signatures
from cleaner.extract.comments import called_comments, dated_comments, numbered_comments
from cleaner.features import shape, sums
from cleaner.features_head import Head, read_head


def river(*stories: str, level: str = "h1 class=head") -> tuple[Blocks, Head]:
    page = "".join(f"<{level}>{title}</{level[:2]}><p>{PROSE * 4}</p>" for title in stories)
    head = "<title>The mill burns - Daily News</title><meta property=og:type content=article>"
    return read_blocks(body_of(page)), read_head(parse(head), "")


def test_a_page_that_goes_on_with_other_stories_ends_with_its_own() -> None:
    blocks, head = river("The mill burns", "Rain to come", "Snow to come")
    assert next_story(blocks, head, [True] * len(blocks)) == 2
    assert next_story(blocks, head, [True, True, False, False, False, False]) is None


@pytest.mark.parametrize(
    ("stories", "level"),
    [
        (("The mill burns", "The mill burns"), "h1 class=head"),
        (("The mill burns", "Rain"), "h1"),
        (("The mill burns", "Rain"), "h2 class=head"),
        (("Rain", "Snow"), "h1 class=head"),
    ],
)
def test_a_story_in_parts_is_one_story(stories: tuple[str, ...], level: str) -> None:
    blocks, head = river(*stories, level=level)
    assert next_story(blocks, head, [True] * len(blocks)) is None


def called(markup: str) -> list[str]:
    blocks = read_blocks(body_of(markup))
    page = shape(blocks)
    return [text for section in called_comments(blocks, page, sums(page.words)) for text in blocks.text[section]]


def test_comments_below_a_sure_story_are_none_of_it() -> None:
    said = f"<section id=comments><p>First!<p>{PROSE}</section>"
    assert called(f"<article>{f'<p>{PROSE}' * 20}</article>{said}<p>Imprint") == ["First!", PROSE]


def test_below_a_short_entry_the_list_that_an_engine_calls_comments_is_none_of_it() -> None:
    comment = "<li><cite>Ada</cite> says:<p>We never had such a bridge, and I always wished that we had one.</p></li>"
    entry, few = f"<p>{PROSE}</p>" * 6, f"<p>{PROSE}</p>" * 3
    assert called(f"{entry}<ol class=commentlist>{comment * 3}</ol>")
    assert not called(f"{entry}<div class=comments>{comment * 3}</div>")
    assert not called(f"{few}<ol class=commentlist>{comment * 3}</ol>")


def numbered(heading: str, story: str, rest: str = "<p>Imprint") -> list[str]:
    blocks = read_blocks(body_of(f"<article>{story}</article><div><h3>{heading}</h3><p>{PROSE}</div>{rest}"))
    page = shape(blocks)
    return [text for section in numbered_comments(blocks, page, sums(page.words)) for text in blocks.text[section]]


def test_a_box_that_begins_with_the_number_of_comments_is_none_of_the_story() -> None:
    story = f"<p>{PROSE}" * 3
    assert numbered("14 Comments", story) == ["14 Comments", PROSE]
    assert numbered("Комментарии (5)", story) == ["Комментарии (5)", PROSE]
    assert numbered("Discussion", story) == []
    assert numbered("14 Comments", "<p>A short question.") == []
    assert numbered("14 Comments", story, rest=story) == []


def test_posts_of_a_thread_and_comments_amid_a_story_are_no_comments_section() -> None:
    thread = "".join(f"<div class=comments><p>{PROSE}</div>" for _ in range(9))
    assert called(f"<p>{PROSE}{thread}") == []
    assert called(f"{f'<p>{PROSE}' * 20}<div id=comments><p>{PROSE}</div>{f'<p>{PROSE}' * 20}") == []


def test_what_members_put_below_each_post_is_none_of_it() -> None:
    posts = "".join(f"<div class=content>{PROSE}</div><div class=signature>Breastshot, {n}</div>" for n in range(2))
    blocks = read_blocks(body_of(posts))
    assert [text for part in signatures(blocks) for text in blocks.text[part]] == ["Breastshot, 0", "Breastshot, 1"]
    assert signatures(read_blocks(body_of(f"<p>{PROSE}<p class=signature>Yours, Ada"))) == []


def dated(markup: str) -> list[str]:
    blocks = read_blocks(body_of(markup))
    return [text for part in dated_comments(blocks, shape(blocks).words.tolist()) for text in blocks.text[part]]


COMMENT = "<div class=x><p>{}</p><p>Posted by: Ada, 27 Sep 2011 | 15:2{}</p></div>"


@pytest.mark.parametrize("label", ["Comments (2)", "Visitor comments Add your comment", "10 réactions", "Коментари"])
def test_what_readers_say_under_a_heading_that_tells_so_is_no_part_of_the_story(label: str) -> None:
    said = COMMENT.format("First!", 1) + COMMENT.format("Second.", 2)
    page = f"<p>{PROSE * 12}</p><div><h3>{label}</h3>{said}</div><p>Imprint"
    assert dated(page)[::2] == [
        label,
        "Posted by: Ada, 27 Sep 2011 | 15:21",
        "Posted by: Ada, 27 Sep 2011 | 15:22",
    ]


@pytest.mark.parametrize("told", ["2小时前", "3 hours ago", "昨天 22:17"])
def test_comments_may_tell_their_time_from_now_and_the_story_may_have_no_blanks(told: str) -> None:
    said = f"<div><h3>全部评论 70条</h3>{f'<ul><li><p>好桥！</p><p>{told}</p></li></ul>' * 2}</div>"
    assert dated(f"{'<p>市议会周二投票决定保留老桥。</p>' * 20}{said}<p>Imprint")[0] == "全部评论 70条"


def test_a_heading_without_dated_posts_and_a_page_of_several_posts_have_no_dated_comments() -> None:
    assert dated(f"<p>{PROSE * 12}</p><h3>Comments</h3><p>{PROSE}</p><p>{PROSE}</p>") == []
    post = f"<h2>The mill</h2><p>5 March 2024</p><p>{PROSE * 12}</p><p>3 comments</p>"
    assert dated(post * 6) == []
    assert dated("<h3>2 comments</h3>" + COMMENT.format("First!", 1) * 3) == []
