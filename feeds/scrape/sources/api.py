"""A JSON API as source: JMESPath (https://jmespath.org) picks the items and their fields; pages, offsets, cursors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import jmespath
from jmespath.exceptions import JMESPathError

from cleaner import Enclosure, date_order, parse_date, plain_text
from feeds.config import JsonConfig, SiteConfig
from feeds.errors import ScrapeError
from feeds.model import Item, Listing, Request, Response
from feeds.urls import absolute, absolute_part

ACCEPT = "application/json,*/*;q=0.5"
_LINK = ("link", "url", "permalink", "href")
_SAID = ("message", "error", "error_message", "detail", "title")
_MAX_DEPTH = 5
_MAX_KEYS = 200
"""How far and wide an answer is searched for its items."""
_TITLE = ("title", "headline", "name")
_PUBLISHED = (
    "published",
    "published_at",
    "publishedAt",
    "date_published",
    "datePublished",
    "pubDate",
    "date",
    "created_at",
    "createdAt",
    "created",
    "timestamp",
)


def request(url: str, site: SiteConfig) -> Request:
    """How the site's API is asked for its first page."""
    config = site.json_
    if config.method == "GET":
        return Request(url=url, accept=ACCEPT)
    return _post(url, config.body)


def read(response: Response, site: SiteConfig, *, now: datetime) -> Listing:
    """The items that `json.items` picks; `follow` holds the requests for further pages.

    Raises ScrapeError where the answer is no JSON, or `json.items` picks nothing from the site's first page.
    """
    config = site.json_
    data = _load(response)
    rows = rows_of(data, config, response)
    rows_read = rows[: site.listing.max_items]
    read_date = _date_reader(rows_read, response, site, now)
    items = [item for row in rows_read if (item := _item(row, response, site, read_date))]
    if not items and response.url in site.url and not (config.paging and config.paging.where == "body"):
        found = items_path(data)
        hint = f", and {found!r} holds some" if found else ""
        link = f", json.link is {' or '.join(map(repr, config.link))}" if rows and config.link else ""
        raise ScrapeError(
            f"the answer holds no items{_told(data)}",
            where=response.final_url,
            mend=f"json.items is {config.items!r}{link}{hint}; try: feedmill preview {site.slug}",
        )
    follow = tuple(_more(data, len(rows), response, site)) if items else ()
    return Listing(url=response.final_url, items=tuple(items), follow=follow)


def rows_of(data: Any, config: JsonConfig, response: Response) -> list[Any]:
    """The list that `json.items` picks from an answer; one mapping counts as a list of it. Raises ScrapeError."""
    rows = search(config.items, data, response)
    return rows if isinstance(rows, list) else [rows] if isinstance(rows, dict) else []


def _load(response: Response) -> Any:
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError) as error:
        is_page = response.body[:200].lstrip()[:1] == b"<"
        mend = "it is a page: set source: page" if is_page else str(error)
        raise ScrapeError("the answer is no JSON", where=response.final_url, mend=mend) from error


def _told(data: Any) -> str:
    """What an API says instead of giving items."""
    said = next((data[key] for key in _SAID if isinstance(data.get(key), str)), "") if isinstance(data, dict) else ""
    return f': "{plain_text(said)[:200]}"' if said else ""


def items_path(data: Any) -> str | None:
    """JMESPath to the list in an answer whose members have a link and a title by their usual names; None without one.

    The longest one; of equal ones that which is dated, then the outermost.
    """
    best: tuple[tuple[int, bool, int], str] | None = None
    queue: list[tuple[str, Any, int]] = [("", data, 0)]
    for path, value, depth in queue:
        if isinstance(value, dict) and depth < _MAX_DEPTH:
            for key, each in list(value.items())[:_MAX_KEYS]:
                name = key if re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII) else json.dumps(key)
                queue.append((f"{path}.{name}" if path else name, each, depth + 1))
        elif isinstance(value, list):
            rows = [row for row in value if isinstance(row, dict) and _is_listed(row)]
            rank = (len(rows), any(row.get(key) for row in rows for key in _PUBLISHED), -depth)
            if rows and len(rows) >= len(value) / 2 and (best is None or rank > best[0]):
                best = rank, path or "@"
    return best[1] if best else None


def _is_listed(row: Mapping[str, Any]) -> bool:
    return all(any(isinstance(row.get(key), str) for key in keys) for keys in (_LINK, _TITLE))


@lru_cache(maxsize=512)
def _compiled(path: str) -> Any:
    return jmespath.compile(path)


def search(path: str, data: Any, response: Response) -> Any:
    """What a path picks. Raises ScrapeError where it cannot be applied to the data, as a sum to words."""
    try:
        return _compiled(path).search(data)
    except (JMESPathError, RecursionError) as error:
        raise ScrapeError(f"{path!r} cannot be applied: {error}", where=response.final_url) from error


def picked(path: str, row: Any, response: Response) -> Any:
    """What a path picks from one row; None where it cannot be applied to it: it may fit the others."""
    try:
        return search(path, row, response)
    except ScrapeError:
        return None


def _date_reader(
    rows: Sequence[Any], response: Response, site: SiteConfig, now: datetime
) -> Callable[[str], datetime | None]:
    """Reads the dates of an answer, all in one order of day and month: any with a day beyond twelve settles it."""
    found = (_first(site.json_.published or _PUBLISHED, row, response) for row in rows)
    order = date_order([each for each in found if isinstance(each, str)], site.language)
    return partial(parse_date, language=site.language, timezone=site.timezone, now=now, day_first=order)


def _first(paths: Iterable[str], row: Any, response: Response) -> Any:
    """What the first path that finds more than a blank picks from a row."""
    values = (picked(path, row, response) for path in paths)
    return next((each for each in values if (each.strip() if isinstance(each, str) else each not in (None, []))), None)


def _item(row: Any, response: Response, site: SiteConfig, read_date: Callable[[str], datetime | None]) -> Item | None:
    config = site.json_
    first = partial(_first, row=row, response=response)

    base = response.final_url
    url = next(_addresses(first(config.link or _LINK), base, absolute_part), None)
    if url is None:
        return None
    named = first(config.id)
    return Item(
        url=url,
        id=str(named) if isinstance(named, (str, int)) else None,
        title=_plain(first(config.title or _TITLE)),
        published=_moment(first(config.published or _PUBLISHED), read_date),
        updated=_moment(first(config.updated), read_date),
        summary=_plain(first(config.summary)),
        image=_address(first(config.image), base),
        authors=_names(first(config.author)),
        categories=_names(first(config.categories)),
        enclosures=tuple(Enclosure(url=each) for each in _addresses(first(config.audio), base)),
        html=content if isinstance(content := first(config.content), str) else None,
        why=f"json.items {config.items!r}",
    )


def _more(data: Any, count: int, response: Response, site: SiteConfig) -> Iterator[Request]:
    """The requests for the pages after this one of `count` rows."""
    paging = site.json_.paging
    if paging is None or paging.pages == 1:
        return
    if paging.by in ("page", "offset"):
        written = paging.model_fields_set
        start = paging.start if paging.by == "page" or "start" in written else 0
        step = paging.step if paging.by == "page" or "step" in written else count
        yield from (_turned(response.url, site, start + turn * step) for turn in range(1, paging.pages))
        return
    value = search(paging.next, data, response) if paging.next else None
    if paging.by == "link" and (url := _address(value, response.final_url)):
        yield Request(url=url, accept=ACCEPT)
    elif paging.by == "cursor" and isinstance(value, (str, int)) and value != "":
        yield _turned(response.url, site, value)


def _turned(url: str, site: SiteConfig, value: str | int) -> Request:
    """The request for another page: its number, offset or cursor set in the address or in the body."""
    config, paging = site.json_, site.json_.paging
    assert paging is not None  # who asks for a page has said how
    name = paging.param or paging.by
    if paging.where == "body":
        return _post(url, _with(config.body, name.split("."), value))
    parts = urlsplit(url)
    pairs = {**dict(parse_qsl(parts.query, keep_blank_values=True)), name: str(value)}
    return request(urlunsplit(parts._replace(query=urlencode(pairs))), site)


def _with(body: Any, names: list[str], value: str | int) -> dict[str, Any]:
    """`body` with a value set at `variables.after` or the like."""
    found = dict(body) if isinstance(body, dict) else {}
    head, *rest = names
    found[head] = _with(found.get(head), rest, value) if rest else value
    return found


def _post(url: str, body: Any) -> Request:
    if isinstance(body, str):
        kind, data = "application/x-www-form-urlencoded", body.encode()
    else:
        kind, data = "application/json", json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    return Request(url=url, method="POST", body=data, headers=(("Content-Type", kind),), accept=ACCEPT)


def _moment(value: Any, read_date: Callable[[str], datetime | None]) -> datetime | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        seconds = value / 1000 if value > 1e11 else value  # milliseconds, as JavaScript counts
        try:
            return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
        except (OverflowError, ValueError, OSError):
            return None
    return read_date(str(value))


def _plain(value: Any) -> str | None:
    return plain_text(str(value)) or None if isinstance(value, (str, int, float)) else None


def _names(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    named = (each.get("name") if isinstance(each, Mapping) else each for each in values)
    return tuple(dict.fromkeys(name for each in named if (name := _plain(each))))


def _address(value: Any, base: str) -> str | None:
    return next(_addresses(value, base), None)


def _addresses(value: Any, base: str, resolved: Callable[[str, str], str | None] = absolute) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        href = each.get("url") if isinstance(each, Mapping) else each
        if isinstance(href, str) and href and (url := resolved(base, href)):
            yield url
