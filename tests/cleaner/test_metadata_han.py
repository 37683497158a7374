"""Pages in Chinese, and what is customary only there: dates, bylines, titles, labels."""

from __future__ import annotations

import pytest
from gazette import page, published

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
