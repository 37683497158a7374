"""Where a listing goes on: rel=next, "older", or the number after this one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from feeds.scrape.dom import base_url
from feeds.urls import absolute, identity, registrable_domain

MAX_LINKS = 4000
_NEXT = re.compile(
    r"(?:«|‹|←|⟵)?\s?(?:older(?: posts| entries| articles| stories| news)?|next(?: page| posts| entries| results| \d+)?"
    r"|view more|more (?:posts|articles|stories|news|results)|load more|show more|previous (?:posts|entries|articles)"
    r"|nächste(?: seite)?|weiter(?:e)?|ältere(?: beiträge| artikel| einträge)?|vor"
    r"|(?:page )?suivante?s?|(?:articles |billets )?(?:plus anciens|précédents)|articles plus anciens"
    r"|siguiente(?:s)?|(?:página )?siguiente|(?:entradas|artículos) (?:más )?antigu[ao]s|próxim[ao](?: página)?"
    r"|(?:pagina )?successiv[ao]|avanti|articoli (?:precedenti|meno recenti)|posts? antigos|seguinte"
    r"|volgende(?: pagina)?|oudere(?: berichten)?|næste|neste|nästa|seuraava|następn[ay]|starsze(?: wpisy)?"
    r"|další|ďalší|следующая(?: страница)?|следующие|вперед|вперёд|далее|дальше|ещ[её]|ранее|наступна|далі"
    r"|sonraki(?: sayfa)?|επόμεν[ηο]|הבא|التالي|الصفحة التالية|بعدی|अगला|ถัดไป|tiếp(?: theo)?|sau|berikutnya"
    r"|下一?[页頁]|次へ?|次の?(?:ページ|\d+件)?|もっと見る|下へ|以前の記事|다음(?: 페이지)?|더보기|后一页|後一頁)"
    r"\s?(?:»|›|→|⟶|>+|▸|►)?|[»›→⟶▸►]|>{1,2}",
    re.IGNORECASE,
)
_NAMED_NEXT = re.compile(
    r"(?:^|[\s_-])(?:next|older|nav-previous|pagination-next|pager-next|loadmore|load-more)(?:$|[\s_-])", re.IGNORECASE
)
_PAGER = re.compile(r"pag(?:e|ination|inator|er|ing|ina)|wp-pagenavi|nav-?links|seiten", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
_COUNTED = re.compile(r"\d{1,6}")
_FOLDER_FILE = re.compile(r"/(?:index|default)\.\w{2,5}$", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")
# What a page's number adds to an address: /page/2, /p2, -25, /index2, /2
_NUMBERED = re.compile(
    r"[/_.=-](?:index|page|seite|pagina|página|strona|sida|sivu|stranica|pg|p|s|f|o)?[/_.=-]?\d{1,6}$", re.IGNORECASE
)


def find_next_page(root: etree._Element, url: str) -> str | None:
    """The listing's next (older) page, None where the page names none; never on another registrable domain."""
    base = base_url(root, url)
    ways = (_by_relation, _by_word, _by_number)
    return next((found for way in ways for found in way(root, url, base) if _is_sibling(found, url)), None)


def _is_sibling(found: str, url: str) -> bool:
    return registrable_domain(found) == registrable_domain(url) and identity(found) != identity(url)


def _by_relation(root: etree._Element, url: str, base: str) -> Iterator[str]:
    for node in root.iter("link", "a"):
        if "next" in (node.get("rel") or "").lower().split() and (found := absolute(base, node.get("href") or "")):
            yield found


def _by_word(root: etree._Element, url: str, base: str) -> Iterator[str]:
    """Links that say "next" or "older", or are classed so, and lead to an address like this one."""
    for node, text in _links(root):
        said = [text, node.get("aria-label") or "", node.get("title") or ""]
        if not any(_NEXT.fullmatch(" ".join(each.split())) for each in said if each) and not _is_named_next(node):
            continue
        if (found := absolute(base, node.get("href") or "")) and _is_another_page(found, url):
            yield found


def _by_number(root: etree._Element, url: str, base: str) -> Iterator[str]:
    """Of a row of numbered links the one after this page's own number."""
    numbers: dict[int, str] = {}
    for node, text in _links(root):
        if (
            _NUMBER.fullmatch(text)
            and (found := absolute(base, node.get("href") or ""))
            and _is_another_page(found, url)
        ):
            numbers.setdefault(int(text), found)
    if not numbers or min(numbers) > 2:  # years and volumes are numbers too
        return
    here = next((number for number, found in numbers.items() if identity(found) == identity(url)), None)
    here = here or next(n for n in range(1, max(numbers) + 1) if n not in numbers or n == max(numbers))
    if here + 1 in numbers:
        yield numbers[here + 1]


def _links(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for count, node in enumerate(root.iter("a")):
        if count >= MAX_LINKS:
            return
        if node.get("href"):
            yield node, " ".join("".join(str(text) for text in node.itertext()).split())


def _is_named_next(node: etree._Element) -> bool:
    parent = node.getparent()
    classes = [node.get("class") or "", (parent.get("class") or "") if parent is not None else ""]
    return any(_NAMED_NEXT.search(each) and _PAGER.search(_around(node)) for each in classes)


def _around(node: etree._Element) -> str:
    names = []
    for up in [node, *list(node.iterancestors())[:4]]:
        names += [up.get("class") or "", up.get("id") or "", up.get("role") or "", up.get("aria-label") or ""]
    return " ".join(names)


def _is_another_page(found: str, url: str) -> bool:
    """Whether two addresses differ in nothing but a page's number, a cursor or the like."""
    here, there = _plain_forms(urlsplit(url).path), _plain_forms(urlsplit(found).path)
    return bool(here & there)


def _plain_forms(path: str) -> set[str]:
    """An address' path without its file's ending, without what may be a page's number, and with all numbers alike."""
    path = _ENDING.sub("", _FOLDER_FILE.sub("/", path)).rstrip("/")
    return {path, _NUMBERED.sub("", path).rstrip("/"), _COUNTED.sub("0", path)}
