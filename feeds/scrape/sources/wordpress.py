"""A WordPress site's REST API as source, scoped to the category, tag or author page that was given.

The API is where the page says it is (rel="https://api.w.org/"); the page names itself in the API with a
`link rel=alternate type=application/json` (https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from lxml import etree

from cleaner import parse_date, plain_text
from feeds.config import SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Item, Listing, Request, Response
from feeds.scrape.dom import html_of
from feeds.scrape.forms import is_json
from feeds.scrape.listing import describe
from feeds.scrape.sources.discover import offers
from feeds.urls import absolute

ACCEPT = "application/json"
PER_PAGE = 50
MEND = "set source: page, or source: feed"
_SCOPES = {"categories": "categories", "tags": "tags", "users": "author"}
_RESOURCE = re.compile(r"/wp/v2/(\w{1,40})/(\d{1,12})/?$")
_BODY_CLASS = {"category": "categories", "tag": "tags", "author": "author"}


def read(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The posts of an answer of the API; of a page, the way to them.

    Raises ScrapeError where a page names no API, or an answer holds no posts.
    """
    del now
    if is_json(response.body) or is_answer(response):
        return _posts(response, site)
    follow = ask(response)
    if not follow:
        raise ScrapeError("the page names no WordPress API", where=response.final_url, mend=MEND)
    root = html_of(response)
    return replace(describe(root, response, site), follow=follow)


def is_answer(response: Response) -> bool:
    """Whether it was the API that was asked."""
    return "/wp/v2/" in unquote(response.url)


def ask(response: Response) -> tuple[Request, ...]:
    """The request for a page's posts; none where the page names no API."""
    root = html_of(response)
    found = offers(root, response.final_url, response.headers.get("link", ""))
    if found.wordpress is None:
        return ()
    scope = _scope(root, found.resource)
    query = {"_embed": "author,wp:featuredmedia,wp:term", "per_page": str(PER_PAGE), **scope}
    return (_ask(found.wordpress, query),)


def _ask(api: str, query: dict[str, str]) -> Request:
    """The API's root may be a path (/wp-json/) or, without pretty links, a query (/?rest_route=/)."""
    parts = urlsplit(api)
    pairs = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "rest_route" in pairs:
        pairs["rest_route"] = "/wp/v2/posts"
        url = urlunsplit(parts._replace(query=urlencode(pairs | query)))
    else:
        url = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/wp/v2/posts", query=urlencode(query)))
    return Request(url=url, accept=ACCEPT)


def _scope(root: etree._Element, resource: str | None) -> dict[str, str]:
    """What narrows the posts to those of the page, from its own address in the API, else from its body's classes."""
    if resource and (named := _RESOURCE.search(urlsplit(resource).path)) and named[1] in _SCOPES:
        return {_SCOPES[named[1]]: named[2]}
    body = root.find("body")
    classes = (body.get("class") or "").split() if body is not None else []
    for kind, parameter in _BODY_CLASS.items():
        numbers = [each.removeprefix(f"{kind}-") for each in classes if re.fullmatch(rf"{kind}-\d{{1,12}}", each)]
        if kind in classes and numbers:
            return {parameter: numbers[0]}
    return {}


def _posts(response: Response, site: SiteConfig) -> Listing:
    body = response.body
    start = body.find(b'[{"id":')  # a plug-in's warnings may stand before it
    try:
        posts = json.loads(body if is_json(body) or start < 0 else body[start:])
    except (ValueError, RecursionError) as error:
        raise ScrapeError("the API's answer is no JSON", where=response.final_url, mend=MEND) from error
    if not isinstance(posts, list):
        said = posts.get("message") if isinstance(posts, dict) else None
        told = f': "{plain_text(str(said))}"' if said else ""
        raise ScrapeError(f"the API's answer holds no posts{told}", where=response.final_url, mend=MEND)
    items = [item for post in posts if isinstance(post, dict) and (item := _item(post, response.final_url, site))]
    return Listing(
        url=site.url[0], items=tuple(items[: site.listing.max_items]), next_page=_next(response) if items else None
    )


def _next(response: Response) -> str | None:
    total = response.headers.get("x-wp-totalpages", "")
    parts = urlsplit(response.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    at = int(page) if (page := query.get("page", "1")).isdecimal() and len(page) < 7 else 1
    if not total.isdecimal() or len(total) > 7 or at >= int(total):
        return None
    return urlunsplit(parts._replace(query=urlencode({**query, "page": str(at + 1)})))


def _item(post: Mapping[str, Any], base: str, site: SiteConfig) -> Item | None:
    url = absolute(base, post["link"]) if isinstance(post.get("link"), str) else None
    if url is None:
        return None
    embedded = post.get("_embedded")
    embedded = embedded if isinstance(embedded, dict) else {}
    content = post.get("content")
    whole = isinstance(content, dict) and not content.get("protected")
    return Item(
        url=url,
        id=_rendered(post, "guid") or None,
        title=plain_text(_rendered(post, "title")) or None,
        published=_moment(post, "date", site),
        updated=_moment(post, "modified", site),
        summary=plain_text(_rendered(post, "excerpt")) or None,
        image=_picture(embedded, base),
        authors=tuple(
            name for each in _dicts(embedded.get("author")) if (name := plain_text(str(each.get("name") or "")))
        ),
        categories=_terms(embedded),
        html=(_rendered(post, "content") or None) if whole else None,
        why="a post of the WordPress API",
    )


def _moment(post: Mapping[str, Any], name: str, site: SiteConfig) -> datetime | None:
    """`date_gmt` is UTC without saying so; `date` is in the site's zone, which the API keeps to itself."""
    for key, zone in ((f"{name}_gmt", None), (name, site.timezone)):
        text = post.get(key)
        if isinstance(text, str) and (read := parse_date(text, timezone=zone)):
            return read.astimezone(UTC)
    return None


def _rendered(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name)
    text = value.get("rendered") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _picture(embedded: Mapping[str, Any], base: str) -> str | None:
    sources = (each.get("source_url") for each in _dicts(embedded.get("wp:featuredmedia")))
    return next((url for href in sources if isinstance(href, str) and (url := absolute(base, href))), None)


def _terms(embedded: Mapping[str, Any]) -> tuple[str, ...]:
    groups = embedded.get("wp:term")
    terms = (
        [term for group in groups if isinstance(group, list) for term in _dicts(group)]
        if isinstance(groups, list)
        else []
    )
    names = (plain_text(str(term.get("name") or "")) for term in terms)
    return tuple(dict.fromkeys(name for name in names if name and name != "Uncategorized"))


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
