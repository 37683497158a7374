"""Where networks take part in a page: endpoints that share it, channels of its site, frames of their posts."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

# Where share buttons lead: endpoints that post the page's own address elsewhere.
_SHARE = re.compile(
    r"""
    https?://(?:
        (?:(?:www|m|en-gb|de-de)\.)?facebook\.com/(?:sharer|share\.php|dialog/(?:share|feed|send))
      | (?:(?:www|mobile)\.)?(?:twitter|x)\.com/(?:intent/(?:tweet|post)|share|home\?status)
      | (?:www\.)?linkedin\.com/(?:share(?:Article|\?)|sharing/share-offsite|cws/share)
      | (?:[a-z]{2}\.|www\.)?pinterest\.[a-z.]{2,6}/pin/create
      | (?:(?:www|old)\.)?reddit\.com/(?:submit|r/[^/]+/submit)
      | (?:www\.)?tumblr\.com/(?:share|widgets/share)
      | (?:wa\.me/?\?text|(?:api|web)\.whatsapp\.com/send\?(?:.*&)?text)
      | (?:t\.me|telegram\.me)/share
      | (?:www\.)?vk(?:ontakte)?\.(?:com|ru)/share
      | connect\.ok\.ru/offer | (?:www\.)?ok\.ru/dk\?st\.cmd=addShare
      | (?:social-plugins\.)?line\.(?:me/lineit|me/R/msg)
      | (?:lineit|timeline)\.line\.me/
      | service\.weibo\.com/share
      | (?:www\.)?xing\.com/(?:spi/shares|app/user\?op=share|social/share)
      | (?:share\.)?flipboard\.com/bookmarklet | (?:www\.)?getpocket\.com/(?:save|edit)
      | (?:www\.)?instapaper\.com/(?:hello2|edit) | news\.ycombinator\.com/submitlink
      | (?:b|bookmark)\.hatena\.ne\.jp/(?:add|entry) | (?:www\.)?addtoany\.com/(?:share|add_to)
      | (?:www\.)?addthis\.com/bookmark | (?:www\.)?sharethis\.com/ | buffer(?:app)?\.com/add
      | (?:www\.)?threads\.(?:net|com)/intent | bsky\.app/intent/compose | (?:www\.)?mix\.com/add
      | plus\.google\.com/share | (?:www\.)?stumbleupon\.com/submit | (?:www\.)?digg\.com/submit
      | mastodonshare\.com/ | sharetomastodon\.[a-z.]+/ | story\.kakao\.com/share
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHER_SHARE = re.compile(
    r"(?:whatsapp|fb-messenger|viber|tg|line)://|mailto:\?(?:.*&)?(?:subject|body)=|sms:[?&]", re.IGNORECASE
)
# Where a site keeps a page, a channel or a group of its own; not a single post there.
_CHANNEL = re.compile(
    r"""
    https?://(?:www\.|m\.|[a-z]{2}-[a-z]{2}\.)?(?:
        (?:t|telegram)\.me/(?:s/|joinchat/)?[\w+-]+
      | whatsapp\.com/channel/\w+ | chat\.whatsapp\.com/[\w/]+
      | news\.google\.com/(?:(?:app|publications?|s)/)?[\w-]+ | google\.[a-z.]{2,6}/preferences/source
      | (?:invite\.|chats\.)?viber\.com/[\w=]+ | lin\.ee/\w+ | (?:page\.)?line\.me/(?:R/ti/p/)?[@%\w]+ | zalo\.me/\w+
      | (?:facebook|fb)\.com/(?:groups/|pages/)?[\w.%-]+(?:/\d+)? | instagram\.com/[\w.]+ | (?:twitter|x)\.com/\w+
      | youtube\.com/(?:@|c/|channel/|user/)[\w.%-]+ | tiktok\.com/@[\w.]+ | threads\.(?:net|com)/@[\w.]+
      | bsky\.app/profile/[\w.-]+ | vk\.(?:com|ru)/[\w.]+ | ok\.ru/(?:group/)?\w+ | (?:zen\.yandex|dzen)\.ru/[\w.-]+
      | max\.ru/\w+ | flipboard\.com/@\w+ | weibo\.com/(?:u/)?\w+ | linkedin\.com/(?:company|showcase)/[\w.%-]+
    )/?(?:[?\#].*)?""",
    re.IGNORECASE | re.VERBOSE,
)
# What networks let a page frame of them: a post or a film, or else buttons, boxes of fans and comments.
_PLUGIN = re.compile(
    r"https?://(?:(?:www|[a-z]{2}-[a-z]{2})\.)?facebook\.com/(?:v\d+\.\d+/)?plugins/(?P<plugin>\w+)"
    r"|https?://platform\.(?:twitter|x|linkedin)\.com/(?P<part>widgets|embed|in|badges)/?",
    re.IGNORECASE,
)
_SHOWING = frozenset(("post", "video", "embed"))
_FRAMED = re.compile(
    r"(https?://(?:www\.)?(?:instagram\.com/(?:p|reel|tv)|threads\.(?:net|com)/@[\w.]+/post)/[\w-]+)/embed\b.*"
)


def is_share(href: str) -> bool:
    """Whether a link does nothing but post the page somewhere or mail it."""
    return bool(_SHARE.match(href) or _OTHER_SHARE.match(href))


def is_channel(href: str) -> bool:
    """Whether a link leads to where a site may be followed: its channel, page or group elsewhere."""
    return _CHANNEL.fullmatch(href) is not None


def framed_post(url: str) -> str | None:
    """What a reader finds in a frame: of a network's frame the post that it shows, None where it is but a button."""
    if post := _FRAMED.fullmatch(url):
        return f"{post[1]}/"
    plugin = _PLUGIN.match(url)
    if plugin is None:
        return url
    if (plugin["plugin"] or plugin["part"]).lower() not in _SHOWING:
        return None
    query = parse_qs(urlsplit(url).query)
    number = query.get("id", [""])[0]
    return query.get("href", [f"https://twitter.com/i/status/{number}" if number.isdigit() else url])[0]
