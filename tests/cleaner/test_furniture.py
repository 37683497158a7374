"""What sites set into their stories and around them: notices, teasers, offers, where it is filed, the way back."""

from __future__ import annotations

import pytest
from stories import PROSE, body_of, tidied

from cleaner.furniture import clear
from cleaner.furniture.networks import is_share
from cleaner.render import to_text

LONG = f"<p>{PROSE * 6}</p>"
PARAGRAPHS = (PROSE, PROSE[::-1], PROSE.upper())
STORY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)


def left_of(markup: str) -> list[str]:
    """The lines of a story that are not its paragraphs, once it is tidy."""
    return [line for line in to_text(tidied(markup)).split("\n") if line and line not in PARAGRAPHS]


def test_what_goes_is_told() -> None:
    told: list[str] = []
    clear(body_of("<p>The mill turns.</p><p>Advertisement</p>"), lambda node, why: told.append(f"{node.text}: {why}"))
    assert told == ["Advertisement: furniture: notice"]


def test_share_endpoints_are_told_from_pages_of_the_same_hosts() -> None:
    assert is_share("https://www.facebook.com/sharer/sharer.php?u=x") and is_share("https://x.com/intent/post?text=y")
    assert is_share("mailto:?subject=x&body=y") and is_share("whatsapp://send?text=x")
    assert not is_share("https://www.facebook.com/themill") and not is_share("https://twitter.com/mill/status/1")
    assert not is_share("mailto:mill@site.example") and not is_share("https://wa.me/491234567")


def test_many_buttons_are_what_a_page_shows() -> None:
    assert tidied('<p>A mill</p><p><a class="btn" href="/buy">Buy</a></p>' * 3).count("Buy") == 3


def test_a_line_between_single_breaks_that_leads_to_another_story_goes() -> None:
    lines = ("The mill turns again.", "<a href=/1>Read also: Ten mills</a>", "Its wheel was <a href=/2>mended</a>.")
    told = tidied(f"<p>{'<br>'.join(lines)}</p>")
    assert "Ten mills" not in told and "again.<br>Its wheel was <a" in told.replace("\n", "")
    told = tidied(f"<p>{'<br>'.join(lines[1:])}</p>")
    assert told.startswith("<p>Its wheel was <a")
    told = tidied(f"<p>{lines[1]}<br>{lines[1]}<br>{lines[2]}<br>{lines[1]}</p>")
    assert told.startswith("<p>Its wheel was <a") and "Ten mills" not in told
    assert tidied(f"<p>{lines[0]}</p><p>{lines[1]}<br>{lines[1]}</p>") == f"<p>{lines[0]}</p>"


@pytest.mark.parametrize("line", ["[Read more: {}]", "<b>[Related: {}]</b>", "[ Also read {}. ]"])
def test_a_teaser_may_stand_in_brackets(line: str) -> None:
    told = tidied(f"{LONG}<p>{line.format('<a href=/1>Ten mills</a>')}</p>{LONG}")
    assert told == tidied(f"{LONG}{LONG}")


def test_an_appeal_amid_the_story_goes_where_it_is_but_a_link_that_names_the_service() -> None:
    story = "<p>The mill turns again, and its wheel has not stood still since.</p>"
    appeal = "Clique aqui para seguir o canal da Folha no WhatsApp"
    assert appeal not in tidied(f"{story}<ul><li><a href=/w>{appeal}</a></li></ul>{story}{story}")
    assert appeal in tidied(f"{story}<p>{appeal} <a href=/w>said the miller</a></p>{story}{story}")


def test_an_appeal_for_money_at_the_end_goes_with_its_box() -> None:
    appeal = (
        "<div><h4>The Stakes Have Never Been Higher</h4>"
        "<div><p>We believe that everyone needs good journalism, but we understand that not everyone can afford to pay "
        "for it. That is why what we write is there for everybody.</p><p>Our desks take their time for their work, and "
        "check what they are told before they tell it, as long as it takes them.</p>"
        "<p>Help keep news free for everyone by giving us as little as $1. Your contribution will go a long way.</p>"
        "</div></div>"
    )
    story = "".join(f"<p>{number} {PROSE} {PROSE}</p>" for number in range(6))
    assert tidied(f"<main>{story}{appeal}</main>") == tidied(f"<main>{story}</main>")
    assert "Stakes" in tidied(f"<main>{appeal}{story}</main>")  # only at the end
    german = "<p>Ohne Ihre Unterstützung können wir nicht mehr lange so weitermachen.</p>"
    assert "Unterstützung" not in tidied(f"<main>{story}{german}</main>")


@pytest.mark.parametrize(
    "last",
    [
        "To make a donation to the mill, call the parish office; the trustees have raised $2,000 so far.",
        "The mill relies on donations from the parish, and on the miller, who has not been paid since May.",
        "We must consider what our children will say when the river is gone and the mill stands dry.",
        "“We are grateful to all who support our work, and your contribution will not be forgotten,” the miller said.",
        "Mit ihrer Hilfe gelang es dem Müller, das Rad noch vor dem Winter wieder in Gang zu setzen.",
        "Mit ihrer Spende von 2.000 Euro unterstützt die Firma den Verein, der die Mühle seit Mai betreibt.",
        "El alcalde apoya desde hace medio año a los vecinos que quieren que el molino vuelva a moler.",
        "Un don permet désormais aux meuniers de réparer la roue avant l'hiver, selon la commune.",
    ],
)
def test_what_a_story_says_last_of_gifts_and_help_is_the_story(last: str) -> None:
    story = "".join(f"<p>{number} {PROSE} {PROSE}</p>" for number in range(6))
    assert last[5:40] in tidied(f"<main>{story}<p>{last}</p></main>")


@pytest.mark.parametrize(
    "notice",
    [
        "If you buy through a link on our site, we may receive compensation. By using this site, you consent.",
        "Disclosure: As an Affiliate Marketer, I earn from qualifying purchases.",
        "Für Käufe über unsere Links erhalten wir unter Umständen eine Provision.",
    ],
)
def test_what_a_site_earns_by_its_links_is_no_last_line_of_a_story(notice: str) -> None:
    assert tidied(f"<main><p>{PROSE * 4}</p><p>{notice}</p></main>") == tidied(f"<main><p>{PROSE * 4}</p></main>")


def test_an_offer_amid_the_story_goes_with_what_it_offers_and_not_with_the_story() -> None:
    story = f"<p>{'The mill turns again, and its wheel has not stood still since. ' * 4}</p>"
    offer = "<h3>Create a free account to read this article</h3>"
    box = f"<div>{offer}<ul><li>Local news, free for 30 days</li></ul></div>"
    more = story.replace("mill", "ferry")
    assert tidied(f"{story}{box}{more}").count("<") == 4
    assert tidied(f"<div>{story}{offer}{more}</div>").count("<") == 4


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Tuesday, 21 February 2012 at 22:41 and is filed under <a href=/a>Film</a>. You can"
        " follow any responses to this entry through the <a href=/f>RSS 2.0</a> feed. You can leave a response, or"
        " <a href=/t>trackback</a> from your own site.",
        "Dieser Eintrag wurde veröffentlicht am Dienstag um 22:41 Uhr und ist abgelegt unter <a href=/a>Film</a>.",
        "Dieser Beitrag wurde unter <a href=/a>Film</a> veröffentlicht. Setze ein Lesezeichen auf den Permalink.",
        "Cette entrée a été publiée dans <a href=/a>Cinéma</a> par Ada. Vous pouvez la mettre en favoris.",
        "Ten wpis został opublikowany w kategorii <a href=/a>Film</a>.",
    ],
)
def test_the_line_that_says_where_an_entry_is_filed_is_left_out(line: str) -> None:
    assert left_of(f"{STORY}<p><small>{line}</small></p>") == []


def test_a_sentence_about_an_entry_stays() -> None:
    line = "Dieser Eintrag wurde am Montag von Hand geschrieben und nie gelesen."
    assert left_of(f"{STORY}<p>{line}</p>") == [line]


def test_the_last_line_that_says_who_posted_it_is_left_out() -> None:
    line = "<div>Geschrieben von <a href=/a>Ada Miller</a> in <a href=/s>Skripte</a> um 23:14 | Kommentare (4)</div>"
    heading = "<div>Trackbacks</div><div>Trackback für diesen Eintrag</div><h3>Kommentare</h3>"
    assert left_of(f"{STORY}{line}{heading}") == []
    assert len(left_of(f"{line}{STORY}")) == 1  # amid a page of many entries each may have one


def test_links_back_are_left_out() -> None:
    links = "<a href=/n>&lt;&lt; zurück zu den Berichten</a> | <a href=#top>nach oben</a>"
    assert left_of(f"{STORY}<p>{links}</p><div><a href=/l>&laquo; Back to the overview</a></div>") == []
    assert left_of(f"{STORY}<h3>Zurück zur Natur</h3><p>{PROSE}</p>") == ["Zurück zur Natur"]
    assert left_of(f"{STORY}<p>Read <a href=/b>Back to Black</a> again</p>") == ["Read Back to Black again"]


@pytest.mark.parametrize(
    "rating", ["4.8 von 26 Bewertungen", "Recipe rating: 4.7 from 12 votes", "4.9 from 120 reviews", "Rate this recipe"]
)
def test_how_a_recipe_was_rated_is_left_out(rating: str) -> None:
    assert left_of(f"{STORY}<div>{rating}</div><ul><li>250 g red lentils</li></ul>") == ["250 g red lentils"]


def test_orders_to_buy_are_left_out_however_many_there_are() -> None:
    button = "<a class=et_pb_button href=//s.example/{0} rel=sponsored>Stove {0} bei Amazon ansehen*</a>"
    other = "<a class=btn href=//b.example/{0}>Preis bei Bergzeit prüfen*</a>"
    boxes = "".join(f"<h2>Stove {n}</h2><p>{PROSE}</p><div>{(button + other).format(n)}</div>" for n in "123")
    assert left_of(boxes) == ["Stove 1", "Stove 2", "Stove 3"]
    assert left_of(f"{STORY}<p><a href=//s.example/9 rel=sponsored>Stove 9</a></p>") == ["Stove 9"]


@pytest.mark.parametrize(
    "line",
    [
        "If you enjoyed this article, please consider <a href=/feed/>subscribing to the feed</a> to have more of them.",
        "Wenn dir der Beitrag gefallen hat, kannst du mein Blog per <a href=/feed/>RSS abonnieren</a>.",
    ],
)
def test_a_last_line_for_those_who_liked_it_is_left_out(line: str) -> None:
    assert left_of(f"{STORY}<p><b>{line}</b></p>") == []
    assert len(left_of(f"<p>{line}</p>{STORY}{STORY}")) == 1


def test_what_the_owner_of_a_page_says_of_copying_and_citing_it_is_left_out() -> None:
    rights = (
        "<p>© 2023 Science Daily Network</p>"
        "<p>Citation: The bridge at the mill (2023, December 22) retrieved 24 December 2023 from https://site.example/x</p>"
        "<p>This document is subject to copyright. Apart from any fair dealing for the purpose of private study or"
        " research, no part may be reproduced without the written permission. The content is provided for information"
        " purposes only.</p>"
    )
    pixel = "<noscript><div style=display:none><img src=//count.example/p.gif height=1 width=1></div></noscript>"
    assert left_of(STORY + rights + pixel) == []
    assert left_of(f"<p>© 2023 Science Daily Network</p>{STORY}") == ["© 2023 Science Daily Network"]


@pytest.mark.parametrize(
    "line",
    [
        "You are here: <a href=/>Home</a> > <a href=/news>News</a>",
        "您所在的位置： <a href=/>首页</a> > <a href=/k>快讯</a> > 正文",
        "现在位置：<a href=/>首页</a> >> 正文",
        "【打印本页】【关闭窗口】",
        "字号： 大 中 小",
        "微信扫一扫 一键转发",
    ],
)
def test_where_one_is_and_what_one_may_do_with_the_page_is_no_story(line: str) -> None:
    assert left_of(f"<p>{line}</p>{STORY}") == left_of(f"{STORY}<p>{line}</p>{STORY}") == []


@pytest.mark.parametrize("line", ["字体小，读来费力。", "大", "他的位置：门将。"])
def test_a_line_of_the_story_that_begins_like_a_notice_stays(line: str) -> None:
    assert left_of(f"{STORY}<p>{line}</p>{STORY}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：王小明",
        "（责编： AB123）",
        "【编辑：王小明】",
        "本文来源：河谷报 责任编辑：王小明_AB12",
        "免责声明：本文不代表本网观点。",
    ],
)
def test_who_edited_the_page_is_no_last_line_of_a_story(line: str) -> None:
    assert left_of(f"{STORY}<p>{line}</p>") == []
    assert left_of(f"<p>{line}</p>{STORY}") == [line]
