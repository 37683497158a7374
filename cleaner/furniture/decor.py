"""Pictures that no story is told with: what counts its readers, what a page is operated with, what sells something."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree

_DIMENSION = re.compile(r"\s*([0-9]{1,5})(?:\.[0-9]+)?(?:px)?\s*")
_SMALL = 100  # pixels
_WIDE_ICON = 128  # pixels
_WIDE_LOGO = 300  # pixels

_UNSEEN = re.compile(r"display:none|visibility:hidden|(?<![-\w])(?:left|top):-\d{3,}px|(?<![-\w])(?:width|height):1px")
"""On a style without blanks. No width of 0: so do lazy loaders begin that stretch a picture to fill its box."""

_ICON = re.compile(r"/icons?[/_-][^?#]*$|/[^/?#]*[_-]icon\.(?:svg|png|gif)(?:[?#]|$)|/sprites?[/_.-]", re.IGNORECASE)
_DRAWN_ICON = re.compile(
    r"(?:^|[/_.-])(?:icons?|(?:down|up|left|right)?[_-]?arrows?|chevron|caret|close|share|hamburger)(?:[_.-][^/?#]*)?"
    r"\.svg(?:[?#]|$)",
    re.IGNORECASE,
)
_AVATAR = re.compile(r"(?:^|[\s_-])avatar(?:$|[\s_-])|\bavatars?/|gravatar\.|user_avatar", re.IGNORECASE)
_LOGO = re.compile(
    r"/(?:site-?|header-?|footer-?)?logo(?:[._@-](?:white|black|dark|light|small|mobile|[0-9]{1,4}x?[0-9]{0,4}|[0-9]x))*"
    r"\.(?:png|svg|gif|jpe?g|webp)(?:[?#]|$)",
    re.IGNORECASE,
)
_DRAWN_FORMULA = "mwe-math-fallback-image"  # what a wiki shows where MathML is unknown, beside the MathML

_HOME = re.compile(r"https?://[^/]+/?")
_ADVERT = re.compile(
    r"(?:^|[^a-z0-9])(?:cta|ads?|adverts?|advertisement|(?:web|blog)?banners?|button|btn|promos?|interstitial|leaderboard|"
    r"728x90|970x(?:90|250)|300x(?:250|600)|160x600|468x60|320x50)(?:$|[^a-z])",
    re.IGNORECASE,
)
_LONGEST_NAME = 80  # characters: longer ones are drawn by lot, and hold any word
_COUNTED_CLICK = re.compile(r"/(?:ad|advert|banner)s?[/_-]?click", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|bmp|svg)(?:$|[?#/])", re.IGNORECASE)


def dimension(value: str | None) -> int:
    """Pixels that a width or height attribute says; 0 where it says none."""
    found = _DIMENSION.fullmatch(value) if value else None
    return int(found[1]) if found else 0


def is_picture(url: str) -> bool:
    """Whether an address leads to a picture file and not to a page."""
    return _PICTURE.search(url) is not None


def is_pixel(image: etree._Element) -> bool:
    """Whether it is there to count readers, not to be seen."""
    for name in ("width", "height"):
        size = image.get(name)
        if size is not None and len(size) < 6 and size.strip(" px") in ("0", "1", "2"):
            return True
    if _hides(image):
        return not any(str(name).startswith("data-") and "src" in str(name) for name in image.attrib)  # until it loads
    # Where scripts do not run nothing would ever show it.
    around = image.getparent()
    return around is not None and _hides(around) and next(around.iterancestors("noscript"), None) is not None


def _hides(element: etree._Element) -> bool:
    style = element.get("style")
    return style is not None and _UNSEEN.search(style.replace(" ", "").lower()) is not None


def is_icon(url: str, image: etree._Element) -> bool:
    """Whether it is part of a page's controls (a play button, a tick), by the folder or name that says so."""
    kind = image.get("class", "")
    if (
        _DRAWN_FORMULA in kind
        and (around := image.getparent()) is not None
        and next(around.iter("math"), None) is not None
    ):
        return True
    called_avatar = "avatar" in f"{kind} {url}".lower() and (_AVATAR.search(kind) or _AVATAR.search(url))
    width = dimension(image.get("width"))
    if called_avatar and width <= _SMALL:
        return True
    if _LOGO.search(url) and width < _WIDE_LOGO:
        return True
    drawn = ".svg" in url and ("logo" in f"{url} {image.get('alt')}".lower() or bool(_DRAWN_ICON.search(url)))
    return (drawn or bool(_ICON.search(url))) and width < _WIDE_ICON


def is_sign(url: str, link: str, page: str) -> bool:
    """Whether a picture is a signboard: a logo that leads home, an advert or a button that leads elsewhere.

    url: the picture's; link: where it leads, or empty; page: the page's own URL. A file that is called an advert
    and leads nowhere may be what a story is about.
    """
    if not link or link == page or is_picture(link):
        return False
    name = unquote(unquote(url.partition("?")[0].rpartition("/")[2]))
    is_named = len(name) <= _LONGEST_NAME and _ADVERT.search(name)
    return bool(_HOME.fullmatch(link) or _COUNTED_CLICK.search(link) or is_named)
