"""Which picture an <img> stands for: its real address among placeholders, lazy attributes and srcsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from cleaner.furniture.decor import dimension, is_icon, is_picture, is_pixel, is_sign
from cleaner.links import absolute
from cleaner.sanitize import safe_srcset
from cleaner.tidy.sizes import picture_key
from cleaner.tidy.walk import Handler, Walk

WIDE_ENOUGH = 1_200
"""Pixels: the smallest candidate at least this wide is chosen; readers' columns are about 700."""

# What lazy loaders call the real address, most telling first.
_LAZY = tuple(
    """
    data-src data-lazy-src data-original data-lazy data-echo data-hi-res-src data-orig-file data-large-file
    data-full-src data-image-src data-image data-img-src data-actualsrc data-url data-defer-src data-pin-media
    """.split()
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "srcset")
_PLACEHOLDER = re.compile(
    r"(?:.*[_.-])?(?:blank|spacer|space|placeholder|transparent|1x1|1px|pixel|clear|grey|gray|empty|lazy(?:load)?|"
    r"loading|loader|spinner|dummy|trans)(?:[_.-][a-z0-9_-]*)?\.(?:gif|png|svg|jpe?g|webp)",
    re.IGNORECASE,
)
_LONGEST_PLACEHOLDER = 60  # characters of a file's name
_CANDIDATE = re.compile(r"(\S+)(?: ([0-9.]+)([wx]))?(?:, |$)")
_IMAGES = frozenset({"img", "amp-img", "amp-anim"})


def picture(node: etree._Element, base: str) -> etree._Element | None:
    """A clean <img> for an <img> or <picture>; None for placeholders, tracking pixels and images without address."""
    image = node if node.tag in _IMAGES else next(node.iter(*_IMAGES), None)
    sources = () if node is image else tuple(node.iter("source"))
    if image is None or is_pixel(image):
        return None
    candidates = _srcset(image, base)
    # A <source> may be cropped for telephones or of a type that few readers show: the last resort.
    url = _best(candidates) or _own(image, base) or next(filter(None, (_best(_srcset(s, base)) for s in sources)), None)
    if url is None or is_icon(url, image):
        return None
    clean = etree.Element("img", src=url)
    if " " in candidates:
        clean.set("srcset", candidates)
    clean.set("alt", " ".join(image.get("alt", "").split()))
    width, height = dimension(image.get("width")), dimension(image.get("height"))
    if width and height:
        clean.set("width", str(width))
        clean.set("height", str(height))
    return clean


def symbol(image: etree._Element) -> str | None:
    """The character that an image stands for (an emoji drawn as a picture), else None."""
    alt = image.get("alt", "").strip()
    return alt if 0 < len(alt) <= 8 and all(char > "\u203b" for char in alt) and not alt.isalpha() else None


def _own(image: etree._Element, base: str) -> str | None:
    """The image's address: what a lazy loader would put there, else what is there."""
    for value in _addresses(image):
        if not value.startswith("data:") and not _is_placeholder(value) and (url := absolute(base, value)):
            return url
    source = image.get("src", "")
    return source if len(source) > 1_000 and source.startswith("data:image/") else None


def _addresses(image: etree._Element) -> Iterator[str]:
    attributes = {str(name): str(value) for name, value in image.items()}
    for name in _LAZY:
        if lazy := attributes.get(name):
            yield lazy.strip()
    for name, value in attributes.items():
        other = value if name.startswith("data-") and name not in _LAZY else ""
        if is_picture(other) and not _is_set(other):
            yield other.strip()
    if source := attributes.get("src"):
        yield source.strip()


def _is_set(value: str) -> bool:
    return " " in value.strip() or value.lstrip().startswith(("{", "["))


def _srcset(node: etree._Element, base: str) -> str:
    """The element's first usable srcset, lazy ones before the one that shows; empty when there is none."""
    for name in _LAZY_SETS:
        value = node.get(name)
        if value and "data:" not in value and (found := safe_srcset(base, value)):
            return found
    return ""


def _best(candidates: str) -> str | None:
    """Of the candidates the smallest that is wide enough, else the widest."""
    sized = [
        (float(size or 1) * (1 if unit == "w" else 600), url) for url, size, unit in _CANDIDATE.findall(candidates)
    ]
    enough = [each for each in sized if each[0] >= WIDE_ENOUGH]
    chosen = min(enough)[1] if enough else max(sized, key=lambda each: each[0])[1] if sized else ""
    return chosen if chosen and not _is_placeholder(chosen) else None


def _is_placeholder(url: str) -> bool:
    name = url.partition("?")[0].rpartition("/")[2]
    return len(name) <= _LONGEST_PLACEHOLDER and _PLACEHOLDER.fullmatch(name) is not None


def _image(walk: Walk, node: etree._Element) -> None:
    if (sign := symbol(node)) is not None:
        walk.write.text(sign)
        return
    clean = picture(node, walk.base)
    if clean is None or is_sign(clean.get("src", ""), walk.write.link, walk.page):
        return
    key = picture_key(clean.get("src", ""))
    # Pages repeat a picture for other screens, or as a thumbnail; icons in a table or amid a sentence mean something.
    is_icon = walk.write.container.tag in ("td", "th") or walk.write.has_words
    if key in (*walk.pictures[:1], *walk.pictures[-2:]) and not is_icon:
        return
    walk.pictures.append(key)
    walk.write.inline(clean)


def _noscript(walk: Walk, node: etree._Element) -> None:
    """What a page shows without its scripts: pictures that they would have loaded; its words are excuses."""
    inside: etree._Element | None = node
    if node.text and "<img" in node.text:  # a parser that runs scripts leaves it as text
        inside = etree.fromstring(f"<div>{node.text}</div>", etree.HTMLParser(no_network=True, remove_comments=True))
    for each in inside.iter("img", "iframe") if inside is not None else ():
        walk.element(each)


HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys((*_IMAGES, "picture"), _image),
    "noscript": _noscript,
}
