"""Pages in Chinese, and what is customary only there: dates, bylines, titles, labels."""

from __future__ import annotations

import pytest
from gazette import authors, page, published, read

TITLE_ZH = "市议会投票决定保留老桥"


@pytest.mark.parametrize(
    ("shown", "language", "moment"),
    [
        ("发布时间：18-03-08 23:16", "zh", "2018-03-08T23:16:00+00:00"),
        ("18-03-08 23:16", "zh-CN", "2018-03-08T23:16:00+00:00"),
        ("24/03/05 09:00", "ja", "2024-03-05T09:00:00+00:00"),
        ("24.03.05 09:00", "ko", "2024-03-05T09:00:00+00:00"),
        ("24-03-05", "nl", "2005-03-24T00:00:00+00:00"),
    ],
)
def test_a_year_of_two_digits_comes_first_in_east_asia(shown: str, language: str, moment: str) -> None:
    html = page(f"<h1>{TITLE_ZH}</h1><p class=date>{shown}</p>", lang=language)
    assert published(html, url="") == moment


def test_a_line_of_labels_tells_the_day() -> None:
    line = "时间：2019-09-25 作者：王小明 阅读：1644"
    about = "<p>活动时间：2019-10-01</p>"
    html = page(f"<h1>{TITLE_ZH}</h1>{about}<div><div>{line}</div></div>", lang="zh")
    assert published(html, url="") == "2019-09-25T00:00:00+00:00"


@pytest.mark.parametrize(
    "head",
    [
        '<meta itemprop="dateUpdate" content="2018-03-08 23:16:24">',
        '<script type="application/ld+json">{"@context": "https://search.example/contexts/page.jsonld", '
        '"title": "市议会", "pubDate": "2018-03-08T23:16:24", "upDate": "2018-03-09T08:00:00"}</script>',
    ],
)
def test_a_date_for_chinese_search_engines_is_the_pages(head: str) -> None:
    assert published(page(f"<h1>{TITLE_ZH}</h1>", head, lang="zh"), url="") == "2018-03-08T23:16:24+00:00"


def test_a_date_for_search_engines_gives_way_to_what_the_page_shows() -> None:
    head = '<script type="application/ld+json">{"pubDate": "2018-03-08T23:16:24"}</script>'
    html = page(f"<h1>{TITLE_ZH}</h1><p>2018-03-08 20:00:00</p>", head, lang="zh")
    assert published(html, url="") == "2018-03-08T20:00:00+00:00"


@pytest.mark.parametrize(
    "html",
    [
        page("", f"<title>{TITLE_ZH}-河谷日报</title><meta property=og:site_name content=河谷日报>"),
        page(f"<h2>{TITLE_ZH}</h2>", f"<title>{TITLE_ZH}-Gazette 河谷日报</title>"),
        page(f"<div class=title>{TITLE_ZH}</div>", f"<title>河谷日报--{TITLE_ZH}</title>"),
        page(f"<table><tr><td>首页</td></tr><tr><td>{TITLE_ZH}</td></tr></table>", f"<title>{TITLE_ZH}-要闻</title>"),
        page(f"<h2 class=title><span>原创</span>{TITLE_ZH}</h2>", f"<title>{TITLE_ZH}</title>"),
    ],
)
def test_no_spaces_part_a_chinese_title_from_what_is_added_to_it(html: str) -> None:
    assert read(html, url="").title == TITLE_ZH


@pytest.mark.parametrize("title", ["1-10月老桥维修投资结构趋稳", "2018-2019年老桥维修计划公布"])
def test_a_span_of_numbers_parts_no_title(title: str) -> None:
    assert read(page("", f"<title>{title}</title>"), url="").title == title


@pytest.mark.parametrize("said", ["老桥,市议会", "老桥;市议会;;", "老桥，市议会", "老桥、市议会", "老桥 市议会"])
def test_tags_are_parted_as_chinese_pages_part_them(said: str) -> None:
    assert read(page("", f"<meta name=keywords content='{said}'>")).tags == ("老桥", "市议会")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("作者：王小明（河谷日报）", ("王小明",)),
        ("采写：河谷记者 王小明 李红", ("王小明", "李红")),
        ("作者：王小明 <a href=/>返回首页，查看更多</a>", ("王小明",)),
        ("作者：河谷发布 关注", ("河谷发布",)),
        ("作者：未知", ()),
        ("作者：网络整理", ()),
        ("（责任编辑：系统管理员）", ()),
    ],
)
def test_a_chinese_byline_names_people_and_nothing_else(line: str, names: tuple[str, ...]) -> None:
    assert authors(page(f"<h1>{TITLE_ZH}</h1><p>2024-03-05</p><p>{line}</p>", lang="zh"), url="") == names


@pytest.mark.parametrize(
    ("begin", "names"),
    [
        ("河谷社巴黎3月5日电（记者王小明）", ("王小明",)),
        ("<b>河谷报讯</b>（记者 王小明 李红 整理）", ("王小明", "李红")),
        ("(本报记者 王小明 通讯员 李红)", ("王小明", "李红")),
        ("〔記者王小明／台北報導〕", ("王小明",)),
        ("会上有人说（记者认为不对）", ("陈编",)),
    ],
)
def test_the_reporter_in_the_first_line_goes_before_the_pages_editor(begin: str, names: tuple[str, ...]) -> None:
    story = f"<p>{begin}市议会周二投票决定保留老桥。</p><p>{'市议会投票决定保留老桥。' * 20}</p>"
    menu = "".join(f"<p>栏目{number}</p>" for number in range(9))
    html = page(f"<title>{TITLE_ZH}</title><h1>{TITLE_ZH}</h1>{menu}{story}<p>责任编辑：陈编</p>", lang="zh")
    assert authors(html, url="") == names
    html = html.replace("<title>", "<meta name=author content=河谷><title>")
    assert names == ("陈编",) or authors(html, url="") == names


def test_who_is_authorised_or_called_name_is_no_author() -> None:
    head = "<meta name=author content='name, me@mail.example'>"
    assert authors(page(f"<h1>{TITLE_ZH}</h1><p class=authorized>我已授权</p>", head), url="") == ()
