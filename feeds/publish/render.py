"""Feed → Renditions: what the published folder holds, as values. No disk is written here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cleaner import CleanHTML
from feeds.config import PublishConfig
from feeds.model import Entry, Feed, FeedSummary, Incident, Rendition, SiteHealth
from feeds.publish.content import contents, finish
from feeds.publish.door import moment, safe_base, safe_feed, safe_summary
from feeds.publish.generator import to_atom, to_rss
from feeds.publish.json_feed import to_json
from feeds.publish.names import HEALTH, JSON, MEDIA_TYPES, OPML_FILE, feed_name, is_immutable
from feeds.publish.opml import to_opml
from feeds.publish.pages import feed_page, health_page, incident_id, index_page
from feeds.publish.text import html_text, plain, uuid_urn, web_url

_FORMATS = {"atom": to_atom, "rss": to_rss, "json": to_json}
MOST_INCIDENTS = 100
"""Incidents that the health pages tell of."""


def render(feed: Feed, publish: PublishConfig, *, folder: Path = Path()) -> list[Rendition]:
    """Every file of one feed document: SLUG.atom (.rss, .json as `feed.formats` asks) and SLUG.html.

    With `feed.archive` set these are SLUG/archive-N.atom and so on, the feeds among them immutable.
    folder: where relative paths in the config start (`Config.folder`).
    The same feed gives the same bytes. Raises PublishError on a template that cannot be used.
    """
    safe = safe_feed(feed, publish)
    stories = contents(safe, publish, folder)
    documents = [_rendition(safe, extension, _FORMATS[extension](safe, stories)) for extension in safe.formats]
    return [*documents, _rendition(safe, "html", feed_page(safe, stories, publish, folder))]


def summary_of(feed: Feed, publish: PublishConfig) -> FeedSummary:
    """What the index will say of a feed."""
    safe = safe_feed(feed, publish)
    newest = safe.entries[0] if safe.entries else None
    return FeedSummary(
        slug=feed.slug,
        title=safe.title,
        url=safe.url,
        updated=safe.updated,
        formats=feed.formats,
        subtitle=safe.subtitle,
        language=safe.language,
        image=safe.image,
        entries=len(safe.entries),
        last_title=newest.title if newest else None,
        last_published=newest.published if newest else None,
    )


def render_index(
    feeds: Sequence[FeedSummary], health: Sequence[SiteHealth], publish: PublishConfig, *, folder: Path = Path()
) -> list[Rendition]:
    """index.html, feeds.opml (where there is a feed) and health.html, .json, .atom, in the order given."""
    base = safe_base(publish)
    summaries = [safe_summary(each) for each in feeds]
    sites = [_safe_health(each) for each in health]
    title = plain(publish.title) or "Feeds"
    incidents = _incidents(sites)
    files = [("index.html", "html", index_page(summaries, sites, publish, base, folder))]
    if summaries:
        files.append((OPML_FILE, "opml", to_opml(summaries, title, base)))
    published = {each.slug for each in summaries}
    files += [
        ("health.html", "html", health_page(sites, published, incidents, publish, base, folder)),
        ("health.json", "plain-json", _health_json(sites)),
        ("health.atom", "atom", _health_atom(sites, incidents, publish, base)),
    ]
    return [Rendition(name=name, media_type=_TYPES[kind], body=body) for name, kind, body in files]


_TYPES = MEDIA_TYPES | {"plain-json": JSON}


def _rendition(feed: Feed, extension: str, body: bytes) -> Rendition:
    name = feed_name(feed.slug, extension, feed.archive)
    return Rendition(name=name, media_type=MEDIA_TYPES[extension], body=body, immutable=is_immutable(name))


def _safe_health(site: SiteHealth) -> SiteHealth:
    return replace(
        site,
        title=plain(site.title) or plain(site.slug) or "Site",
        url=web_url(site.url) or "",
        moved_to=web_url(site.moved_to),
        last_change=moment(site.last_change) if site.last_change else None,
        incidents=_told_apart(_safe_incident(each) for each in site.incidents),
    )


def _safe_incident(incident: Incident) -> Incident:
    return replace(
        incident,
        what=plain(incident.what) or "failed",
        since=moment(incident.since),
        where=_public_place(incident.where),
        mend=plain(incident.mend),
        until=moment(incident.until) if incident.until else None,
    )


def _told_apart(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Without those that would have another's id: the same trouble in the same place from the same moment on."""
    return tuple({incident_id(each, ""): each for each in incidents}.values())


def _public_place(where: str) -> str:
    """Where it was, for everyone to see: of a file on this machine only the name."""
    return plain(where.rpartition("/")[2] if where.startswith(("file:", "/")) else where)


def _incidents(sites: Sequence[SiteHealth]) -> list[tuple[str, Incident]]:
    """(site's title, incident), newest first."""
    rows = [(site.title, incident) for site in sites for incident in site.incidents]
    return sorted(rows, key=lambda row: (row[1].since, row[1].slug), reverse=True)[:MOST_INCIDENTS]


def _health_json(sites: Sequence[SiteHealth]) -> bytes:
    rows = [
        {
            "slug": plain(site.slug),
            "title": site.title,
            "url": site.url or None,
            "ok": site.trouble is None,
            "entries": site.entries,
            "last_change": site.last_change.isoformat() if site.last_change else None,
            "incidents": [
                {
                    "what": each.what,
                    "where": each.where or None,
                    "mend": each.mend or None,
                    "since": each.since.isoformat(),
                    "until": each.until.isoformat() if each.until else None,
                }
                for each in site.incidents
            ],
        }
        for site in sites
    ]
    document = {"ok": all(row["ok"] for row in rows), "sites": rows}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _health_atom(
    sites: Sequence[SiteHealth], incidents: Sequence[tuple[str, Incident]], publish: PublishConfig, base: str
) -> bytes:
    # With no incident and no entry there is no moment to name but one that never moves; validators doubt older ones.
    moments = [site.last_change for site in sites if site.last_change] if not incidents else []
    feed = Feed(
        slug=HEALTH,
        id=uuid_urn(f"{base}health.atom"),
        title=f"{publish.title}: health",
        url=f"{base}health.html",
        base_url=base,
        updated=min(moments, default=datetime(1990, 1, 1, tzinfo=UTC)),
        entries=tuple(_incident_entry(title, incident, base) for title, incident in incidents),
        authors=(publish.author or publish.title,),
    )
    safe = safe_feed(feed, publish)
    return to_atom(safe, [_incident_content(entry) for entry in safe.entries])


def _incident_entry(title: str, incident: Incident, base: str) -> Entry:
    state = "is over" if incident.until else "is not over yet"
    return Entry(
        id=incident_id(incident, base),
        url="",  # so it links to its place on health.html
        title=f"{title}: {incident.what}",
        published=incident.since,
        updated=incident.until or incident.since,
        first_seen=incident.since,
        summary=" ".join(filter(None, [incident.where, incident.mend, f"The incident {state}."])),
    )


def _incident_content(entry: Entry) -> CleanHTML:
    return finish(f"<p>{html_text(entry.summary or '')}</p>")
