"""What words and addresses hint at, in the languages of the pages that were looked at."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|£|zł|kr|руб|₽|USD|EUR|лв)", re.IGNORECASE)
META_URL = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|users?|members?|profiles?|topics?|page|login|signin|signup|register|cart|search"
    r"|about|contact|privacy|terms|help|faq|account|subscribe|newsletter|share|feed|rss|policy|policies|careers?|label"
    r"|kategorie)(?:[/.]|$)",
    re.IGNORECASE,
)
"""Addresses of what is about a site rather than in it."""
FILE_URL = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|zip|exe|css|js)$", re.IGNORECASE)
DATED_URL = re.compile(r"/(?:19|20)\d\d/|/(?:19|20)\d\d-?[01]\d-?[0-3]\d")
SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|linkedin|pinterest|reddit|instagram|youtube|t|whatsapp|tiktok|threads|google|apple)"
    r"\.(?:com|me|net)$"
)

_ITEM_TYPE = re.compile(
    r"schema\.org/(?:\w*Article|\w*Posting|Product|Event|Recipe|Review|Book|Movie|CreativeWork|Course|Offer|PodcastEpisode)",
    re.IGNORECASE,
)
_ITEM_CLASS = re.compile(r"(?:^|\s)(?:h-entry|hentry|h-event|h-product|hproduct|h-recipe|h-review)(?:\s|$)")

_DATE = re.compile(
    r"\b(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]|\d{1,2}月\s?\d{1,2}日|\b\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:19|20)?\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|fév|fev"
    r"|avr|mai|juin|juil|aoû|déc|mär|maj|okt|dez|mag|giu|lug|set|ott"
    r"|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?\s\d{1,2}(?:st|nd|rd|th)?\b"
    r"|\b\d+\s?(?:minute|hour|day|week|month|min|hr)s?\.?\sago\b|\b(?:yesterday|today)\b|\d+\s?(?:分|小时|時間|天|日)前",
    re.IGNORECASE,
)
_LONGEST_DAY, _BESIDE_DAY = 30, 9
"""Characters of the longest text that is but a day, and letters of what else it says: "Posted on"."""
_DIGIT_OR_DAY = re.compile(r"\d|yesterday|today", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"nav|menu|foot|side|aside|relat|popul|trend|most|widget|bread|crumb|tags|tagcloud|pagin|pager|share|social|promo"
    r"|sponsor|advert|comment|recommend|recent|archive|blogroll|login|modal|cookie|filter|facet|sort|lang|topbar|toolbar"
    r"|mega|drawer|author|newsletter|subscribe|header|refine|swatch|categor|banner|utility",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"main|content|list|result|item|post|entr|article|card|product|story|stories|teaser|river|stream|feed|grid|thread"
    r"|topic|event|job|news|blog|collection|primary|title|headline|latest",
    re.IGNORECASE,
)
_RAIL = (
    r"popular|trending|most\s(?:read|view|comment|shared|watched|listened)|top \d|related"
    r"|recommend|you (?:may|might)|(?:also|may|might) like|recently viewed|newsletter|sponsor|partner|promoted|advert"
    r"|editor'?s|blogroll|recent comments|beliebt|meist\s?gelesen|verwandt|anzeige|más (?:leíd|vist)|relacionad"
    r"|plus (?:lus|populaires)|les plus|populaires|à lire aussi|più (?:letti|lette|visti)|correlati"
    r"|mais (?:lid|vist|acess)|més (?:llegi|vist)|das könnte (?:sie|dich)|populair|meest (?:gelezen|bekeken)|lees ook"
    r"|gerelateerd|mest (?:läst|lest|læst|sett|delad|populær)|populär|luetuimm|suosituimm|loetuim|lasītāk|skaitomiaus"
    r"|najczęściej|popularn|polecane|nejčten|najčítan|mohlo by v|souvisej|najčitan|najbolj brano|legolvasott|népszerű"
    r"|kapcsolódó|cele mai (?:citite|populare)|articole similare|популярн|похожие|читаемое|читают|обсуждаем"
    r"|найчитан|най-четен|реклама|читайте|вам может|δημοφιλ|διαβασμ[έε]ν|δείτε επίσης|διαβάστε (?:επίσης|ακόμ)"
    r"|χορηγ|çok (?:okunan|izlenen|konuşulan)|popüler|ilgili haber|đọc nhiều|xem nhiều|liên quan|populer"
    r"|paling (?:banyak|popul)|terkait|baca juga"
    r"|热门|推荐|相关|排行|猜你喜欢|熱門|推薦|相關|最多閱讀|延伸閱讀|人気|ランキング|関連|おすすめ|よく読まれ"
    r"|인기|추천|관련|많이 (?:본|읽)|랭킹|الأكثر|ذات صلة|اقرأ أيض|قد يعجبك|پربازدید|پربیننده|پرمخاطب|بیشترین بازدید"
    r"|محبوب‌?\s?ترین|مرتبط|سب سے زیادہ|مقبول ترین|הנקרא|הנצפ|הכי (?:נקרא|נצפ)|פופולרי|כתבות קשורות|אולי יעניין"
    r"|सबसे (?:ज|अधिक)|सर्वाधिक|लोकप्रिय|ट्रेंडिंग|संबंधित|यह भी पढ|সর্বাধিক|জনপ্রিয়|আরও পড়ুন|அதிகம் படி"
    r"|ยอดนิยม|มากที่สุด|มาแรง|เกี่ยวข้อง"
)
_ASIDE = re.compile(
    rf"{_RAIL}|recently|hot |categories|tags|archives?|follow|links|shop by|filter|browse|kategorien|categorías"
    r"|catégories|рубрики|分类|カテゴリ",
    re.IGNORECASE,
)
_RAIL_ALONE = re.compile(_RAIL, re.IGNORECASE)


def is_item(element: etree._Element) -> bool:
    """Whether an element says itself that it is an article, a product or the like: microdata, microformats."""
    kind, classes = element.get("itemtype"), element.get("class") or ""
    if kind is not None:
        return bool(_ITEM_TYPE.search(kind))
    return "h" in classes and bool(_ITEM_CLASS.search(classes))


def is_dated(text: str) -> bool:
    """Whether a text seems to name a day or a moment; quick, and meant for counting only."""
    return bool(_DIGIT_OR_DAY.search(text)) and bool(_DATE.search(text))


def is_day(text: str) -> bool:
    """Whether a text is but a day or a moment."""
    return len(text) <= _LONGEST_DAY and is_dated(text) and sum(map(str.isalpha, _DATE.sub("", text))) <= _BESIDE_DAY


def is_aside(heading: str) -> bool:
    """Whether a heading announces what is beside the page's own list: "Most read", "Categories"."""
    return bool(_ASIDE.search(heading))


def is_rail(heading: str) -> bool:
    """Whether a heading announces items that are told elsewhere as well, or are paid for: "Most read", "Sponsored"."""
    return bool(_RAIL_ALONE.search(heading))


@lru_cache(maxsize=20_000)
def hints(name: str) -> tuple[int, int]:
    """How many different words in an element's class and id speak against, and for, its being the list."""
    return tuple(len({word.lower() for word in pattern.findall(name)}) for pattern in (_NEGATIVE, _POSITIVE))  # type: ignore[return-value]  # two patterns, two counts
