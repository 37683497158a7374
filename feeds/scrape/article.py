"""An item's page: Response → Article, and Item + Article → Draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from cleaner import Article, CleanError, Enclosure, clean, first_match, plain_text, sanitize, to_text
from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Draft, Item, Response
from feeds.scrape.dom import html_of
from feeds.urls import host, identity, is_web, normal, registrable_domain, without_trackers

_WALLS = {
    "paywall": ("the story is behind a paywall", "give the site's cookies in fetch.cookies, or set article: false"),
    "login": ("the page asks for a login", "give the site's cookies in fetch.cookies, or set article: false"),
    "consent": ("a consent wall stands before the story", "give its consent cookie in fetch.cookies"),
    "javascript": ("the page is built by script", "set fetch.render: browser, or try: feedmill add URL --browser"),
    "bot-check": ("blocked by a bot check", "visit less often (fetch.delay), or ask the site's owner"),
    "not-found": ("the page says that the story is not there", "nothing to mend if the site withdrew it"),
    "error": ("the page is an error message", "it is tried again at the next visit"),
    "not-html": ("this is no web page", "exclude such links with filter.exclude.url"),
    "feed": ("this is a feed already", "take it as a source of its own: source: feed"),
    "redirect": ("the page only leads on to another", "name the page that it leads to"),
    "frames": ("the page is a set of frames without text", "name the page that one of its frames shows"),
}
_MORE = 1.2
_FURNITURE = 200
"""Characters that a feed adds to a story: "The post appeared first on", links to share it."""


def read_page(response: Response, site: SiteConfig, *, now: datetime) -> Article:
    """The article on one page, by the site's rules.

    Raises ScrapeError when the page stands in the way of its own story (a wall, a soft 404, no HTML),
    when nothing is left of it, or when a rule cannot be applied.
    """
    address = public_url(response)
    try:
        rules = site.rules_for(host(address))
        article = clean(response.body, address, rules=rules, content_type=response.content_type, now=now)
    except CleanError as error:
        raise ScrapeError(str(error), where=response.final_url, mend=f"see sites.{site.slug}.article") from error
    _refuse_wall(article, response)
    if not article.html and not article.enclosures:
        body = site.article.body if site.article else ()
        hint = site.written("article.body", body) if body else "name it in article.body"
        raise ScrapeError(
            "no story was found on the page",
            where=response.final_url,
            mend=f"{hint}; try: feedmill preview {site.slug}",
        )
    if address != response.final_url and article.next_page:
        return replace(article, next_page=_beside(article.next_page, address, response.final_url))
    return article


def refuse_front_page(response: Response, site: SiteConfig) -> None:
    """Raise a ScrapeError where the server led on from a story to the front page: its way to say that it is gone."""
    if leads_home(response, site):
        raise ScrapeError(
            "the server leads on to its front page, the story is not there",
            where=response.url,
            mend=_WALLS["not-found"][1],
        )


def leads_home(response: Response, site: SiteConfig) -> bool:
    """Whether a page of the site was asked for, and what came is a show page or the root of the site.

    Elsewhere a root may well be what a short link to it means.
    """
    asked, came = identity(response.url), identity(response.final_url)
    shows = {identity(url) for url in site.url}
    if asked == came or asked in shows or not any(_same_site(response.url, url) for url in site.url):
        return False
    at_root = came == identity(urljoin(response.final_url, "/"))
    return came in shows or (at_root and _same_site(response.url, response.final_url))


def look_for_wall(response: Response) -> None:
    """Raise a ScrapeError that names the wall where a page without items is one: a bot check, a login, no HTML."""
    _refuse_wall(clean(response.body, response.final_url, content_type=response.content_type), response)


def is_story_itself(response: Response) -> bool:
    """Whether a page says that it is an article, and when it was published: a page that lists articles is not dated."""
    root = html_of(response)
    kind = first_match(root, ("//meta[@property='og:type']/@content",))
    dated = first_match(root, ("//meta[@property='article:published_time']/@content",))
    return bool(dated) and [str(each).strip().lower() for each in kind[:1]] == ["article"]


def _refuse_wall(article: Article, response: Response) -> None:
    if article.wall is not None:
        what, mend = _WALLS[article.wall]
        raise ScrapeError(what, where=response.final_url, mend=mend)


def public_url(response: Response) -> str:
    """Where a page is on the web: its final URL, or for one read from disk the canonical URL that it names."""
    if is_web(response.final_url):
        return response.final_url
    root = html_of(response)
    named = first_match(root, ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"))
    return next((url for href in named if isinstance(href, str) and (url := normal(href))), response.final_url)


def make_draft(item: Item, article: Article | None, site: SiteConfig, position: int) -> Draft:
    """One draft of what the listing and the item's page say; `article` is None where pages are not opened.

    The item's own page wins over the listing's row, unless it gives less of the story than the source told itself, as
    the stub before a paywall does, and no rule says that this is the story.
    """
    if article is None:
        return _from_listing(item, position)
    by_rule = bool(site.article and site.article.body)
    if item.html and not by_rule and _gives_less(article, told := _from_listing(item, position)):
        return _completed(told, article) if _same_words(article.title, item.title) else told
    return Draft(
        url=_address(article, item),
        item_url=item.url,
        source_id=item.id,
        title=article.title or item.title or _untitled(item),
        authors=article.authors or item.authors,
        published=_published(item, article, site),
        modified=article.modified or item.updated,
        summary=item.summary or article.summary,
        content=article.html,
        text=to_text(article.html),  # `article.text` has no captions; a reader sees when one is put right
        image=article.image or item.image,
        categories=tuple(dict.fromkeys((*item.categories, *article.tags))),
        enclosures=_enclosures(article, item),
        language=article.language,
        position=position,
    )


def _gives_less(article: Article, told: Draft) -> bool:
    """Whether a page holds clearly less text than its source gave; furniture of a feed's own does not count as more."""
    return len(told.text) > _MORE * len(article.text) + _FURNITURE


def _completed(told: Draft, article: Article) -> Draft:
    """What a source told of a story, with what its page knows beside: who wrote it, and the picture."""
    return replace(
        told,
        authors=told.authors or article.authors,
        published=told.published or article.published,
        image=told.image or article.image,
        enclosures=told.enclosures or article.enclosures,
        language=article.language,
    )


def _same_words(one: str | None, other: str | None) -> bool:
    return bool(one and other) and " ".join(str(one).casefold().split()) == " ".join(str(other).casefold().split())


def _from_listing(item: Item, position: int) -> Draft:
    content = sanitize(item.html or "", item.url)  # where it is read, its relative addresses start at its page
    return Draft(
        url=without_trackers(item.url),
        item_url=item.url,
        source_id=item.id,
        title=item.title or _untitled(item),
        authors=item.authors,
        published=item.published,
        modified=item.updated,
        summary=item.summary,
        content=content,
        text=plain_text(content) or item.summary or "",
        told=bool(content),
        image=item.image,
        categories=item.categories,
        enclosures=item.enclosures,
        position=position,
    )


def _enclosures(article: Article, item: Item) -> tuple[Enclosure, ...]:
    """The page's media, with what the listing (a feed often) tells of them and the page does not."""
    if not article.enclosures:
        return item.enclosures
    said = {each.url: each for each in item.enclosures}
    if len(article.enclosures) == len(item.enclosures) == 1:
        said = {article.enclosures[0].url: item.enclosures[0]}  # the same by another address
    return tuple(_told(each, said.get(each.url)) for each in article.enclosures)


def _told(medium: Enclosure, said: Enclosure | None) -> Enclosure:
    if said is None:
        return medium
    same_file = medium.url == said.url
    return replace(
        medium,
        type=medium.type or (said.type if same_file else None),
        length=medium.length or (said.length if same_file else None),
        duration=medium.duration or said.duration,
        tracks=medium.tracks or said.tracks,
    )


def _published(item: Item, article: Article, site: SiteConfig) -> datetime | None:
    """The page's date, unless a selector of the site's own gave the row another day.

    A row often shows the day alone, so where both mean the same day the page's moment is the finer one.
    """
    by_rule = bool(site.article and site.article.published)
    if not (by_rule and article.published) and site.listing.published and item.published:
        same_day = article.published and abs(article.published - item.published) < timedelta(hours=36)
        return article.published if same_day else item.published
    return article.published or item.published


def _address(article: Article, item: Item) -> str:
    """Where the story is read: the page's canonical URL when it is on the same site, else the item's link."""
    canonical = article.canonical_url
    if canonical and (not is_web(item.url) or _same_site(canonical, item.url)):
        return canonical
    return without_trackers(item.url)


def _beside(url: str, address: str, on_disk: str) -> str:
    """The file of a page that is a neighbour of `address` on the web, whose own file is `on_disk`."""
    folder, disk = (each.rpartition("/")[0] + "/" for each in (address, on_disk))
    return disk + url.removeprefix(folder) if url.startswith(folder) else url


def _same_site(one: str, other: str) -> bool:
    return registrable_domain(one) == registrable_domain(other)


def _untitled(item: Item) -> str:
    """A name for a story that has none: the first words of its summary, else the end of its address."""
    words = (item.summary or "").split()[:12]
    return " ".join(words) or item.url.rstrip("/").rpartition("/")[2] or item.url
