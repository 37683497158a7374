"""What words and addresses hint at, in the languages of the pages that were looked at."""

from __future__ import annotations

import re
from functools import lru_cache

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

ITEM_TYPE = re.compile(
    r"schema\.org/(?:\w*Article|\w*Posting|Product|Event|Recipe|Review|Book|Movie|CreativeWork|Course|Offer|PodcastEpisode)",
    re.IGNORECASE,
)
ITEM_CLASS = re.compile(r"(?:^|\s)(?:h-entry|hentry|h-event|h-product|hproduct|h-recipe|h-review)(?:\s|$)")

_DATE = re.compile(
    r"\b(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]|\b\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:19|20)?\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|fév|fev"
    r"|avr|mai|juin|juil|aoû|déc|mär|maj|okt|dez|mag|giu|lug|set|ott"
    r"|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?\b"
    r"|\b\d+\s?(?:minute|hour|day|week|month|min|hr)s?\.?\sago\b|\b(?:yesterday|today)\b|\d+\s?(?:分|小时|時間|天|日)前",
    re.IGNORECASE,
)
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
_ASIDE = re.compile(
    r"popular|trending|most\s(?:read|view|comment)|related|recommend|you (?:may|might)|also like|recently|categories"
    r"|tags|archives?|follow|newsletter|sponsor|partner|editor'?s|top \d|hot |blogroll|links|recent comments|shop by"
    r"|filter|browse|beliebt|meistgeles|verwandt|kategorien|más (?:leíd|vist)|relacionad|categorías|plus lus|populaires"
    r"|catégories|più letti|correlati|популярн|похожие|рубрики|читайте|热门|推荐|相关|分类|人気|ランキング|関連"
    r"|カテゴリ|おすすめ|인기|추천|관련",
    re.IGNORECASE,
)


def is_dated(text: str) -> bool:
    """Whether a text seems to name a day or a moment; quick, and meant for counting only."""
    return bool(_DIGIT_OR_DAY.search(text)) and bool(_DATE.search(text))


def is_aside(heading: str) -> bool:
    """Whether a heading announces what is beside the page's own list: "Most read", "Categories"."""
    return bool(_ASIDE.search(heading))


@lru_cache(maxsize=20_000)
def hints(name: str) -> tuple[int, int]:
    """How many different words in an element's class and id speak against, and for, its being the list."""
    return tuple(len({word.lower() for word in pattern.findall(name)}) for pattern in (_NEGATIVE, _POSITIVE))  # type: ignore[return-value]  # two patterns, two counts
