"""Every key of config.yaml, described once: the validator, the JSON Schema and the reference come from here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cleaner import Rules
from feeds.config.types import Duration, OneOrMany, Pattern, Selectors, TimeZone
from feeds.model import Format


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class PublishConfig(_Model):
    """Where the feeds go and how they look."""

    folder: str = "public"
    """Folder (relative to config.yaml) or `s3://bucket/prefix` (extra: s3)."""
    base_url: str = "http://localhost:8000/"
    """Where that folder is served; feeds name themselves by it."""
    formats: OneOrMany[Format] = ("atom",)
    """What to publish for each site: atom, rss, json."""
    author: str | None = None
    """Feed-level author where a page names none; default: the feed's title."""
    title: str = "Feeds"
    """What index.html and feeds.opml call the collection."""
    hub: str | None = None
    """WebSub hub to name in the feeds and to ping when one changed."""
    templates: str | None = None
    """Folder of templates that take the place of ours, by name."""


class ListingConfig(_Model):
    """Where a show page keeps its items. Without `items`, they are found by themselves."""

    items: Selectors = ()
    """One element an item."""
    link: Selectors = ()
    """Default: the item's own link, else the one in its heading, else its first."""
    title: Selectors = ()
    """Default: the item's heading, else its link's text."""
    published: Selectors = ()
    """Default: the item's `time` element, when it has one."""
    summary: Selectors = ()
    image: Selectors = ()
    author: Selectors = ()
    categories: Selectors = ()
    audio: Selectors = ()
    id: Selectors = ()
    next_page: Selectors = ()
    pages: int = Field(default=1, ge=1, le=1000)
    """How many pages of the listing to read, at the most."""
    max_items: int = Field(default=500, ge=1)
    """Items taken from one listing, at the most."""


class Replacement(_Model):
    """A literal replacement on the raw page."""

    find: str = Field(min_length=1)
    with_: str = Field(default="", alias="with")


class ArticleConfig(_Model):
    """How to read an item's page."""

    body: Selectors = ()
    """Default: the cleaner finds the story."""
    extractor: Literal["auto", "readability"] = "auto"
    title: Selectors = ()
    author: Selectors = ()
    published: Selectors = ()
    image: Selectors = ()
    audio: Selectors = ()
    strip: Selectors = ()
    """Elements to drop."""
    strip_text: OneOrMany[Pattern] = ()
    """Blocks whose text matches are dropped."""
    stop_at: OneOrMany[str] = ()
    """Heading text: it and all that follows is dropped."""
    next_page: Selectors = ()
    """Link to the article's next part; the parts are joined."""
    max_parts: int = Field(default=20, ge=1, le=200)
    """Parts of one article, at the most."""
    replace: tuple[Replacement, ...] = ()


class Patterns(_Model):
    """Regular expressions by field; an item matches when any of them does."""

    title: OneOrMany[Pattern] = ()
    url: OneOrMany[Pattern] = ()
    author: OneOrMany[Pattern] = ()
    category: OneOrMany[Pattern] = ()
    text: OneOrMany[Pattern] = ()


class FilterConfig(_Model):
    """Which items become entries."""

    include: Patterns = Patterns()
    """Every field that is named must match."""
    exclude: Patterns = Patterns()
    """No field that is named may match."""
    since: Duration | None = None
    """Items older than this are left out."""


class FetchConfig(_Model):
    """How to behave towards the site's server."""

    every: Duration | None = None
    """Time between visits; default: learned from the site's own pace."""
    delay: Duration = timedelta(seconds=1)
    """Between two requests to one host; a longer Crawl-delay of robots.txt wins."""
    timeout: Duration = timedelta(seconds=30)
    """For one whole exchange, redirects and all."""
    robots: Literal["obey", "ignore"] = "obey"
    render: Literal["never", "auto", "browser"] = "never"
    """`browser` renders pages in Chromium (extra: browser); `auto` only when plain HTTP gave an empty shell."""
    headers: dict[str, str] = Field(default_factory=dict)
    cookies: dict[str, str] = Field(default_factory=dict)
    auth: str | None = None
    """`user:password` for basic authentication; write ${ENV_NAME} for secrets."""
    client_certificate: str | None = None
    """Path of a PEM file with certificate and key."""
    ca_certificates: str | None = None
    """Path of a PEM file of authorities to trust beside the usual ones."""
    proxy: str | None = None
    user_agent: str | None = None
    """Default: Feedmill, its version and `contact`."""
    contact: str | None = None
    """A URL or address where the site's owner can reach you, named in the User-Agent."""
    allow_private: bool = False
    """Let this site be on a private network or this machine."""
    max_bytes: int = Field(default=10_000_000, ge=1000)
    """Of one page, after decompression."""
    max_redirects: int = Field(default=10, ge=0, le=50)
    max_requests: int = Field(default=200, ge=1)
    """Requests for this site in one run."""
    max_seconds: Duration = timedelta(minutes=15)
    """For this site in one run."""


class SiteTest(_Model):
    """A page of the site and what its article must hold: run by `feedmill check --live`."""

    url: str
    contains: OneOrMany[str] = ()


class SiteConfig(_Model):
    """One site: where its items are and what to make of them."""

    slug: str = Field(default="", exclude=True, json_schema_extra={"readOnly": True})
    """Set from the key under `sites:`."""
    url: OneOrMany[str]
    """Its show page, or several."""
    title: str | None = None
    """Default: what the page calls itself."""
    description: str | None = None
    author: str | None = None
    timezone: TimeZone = "UTC"
    """For dates that name none."""
    language: str | None = None
    source: Literal["page", "feed", "sitemap", "json", "wordpress", "auto"] = "auto"
    listing: ListingConfig = ListingConfig()
    article: ArticleConfig | Literal[False] = ArticleConfig()
    """false: entries from the listing alone."""
    filter: FilterConfig = FilterConfig()
    keep: int = Field(default=100, ge=1, le=10_000)
    """Entries in the feed; older ones go to the archive feeds."""
    formats: OneOrMany[Format] | None = None
    """Default: publish.formats."""
    template: str | None = None
    """Entry template of its own (relative to config.yaml or a packaged one)."""
    fetch: FetchConfig = FetchConfig()
    withdraw: bool = False
    """Tell readers to delete entries whose articles are gone (RFC 6721)."""
    show_changes: bool = False
    """Say in a corrected entry what changed."""
    tests: tuple[SiteTest, ...] = ()

    @property
    def rules(self) -> Rules:
        """The article rules as the cleaner takes them."""
        a = self.article or ArticleConfig()
        return Rules(
            body=a.body,
            title=a.title,
            author=a.author,
            published=a.published,
            image=a.image,
            audio=a.audio,
            next_page=a.next_page,
            strip=a.strip,
            strip_text=a.strip_text,
            stop_at=a.stop_at,
            replace=tuple((each.find, each.with_) for each in a.replace),
            extractor=a.extractor,
            timezone=self.timezone,
            language=self.language,
        )


class MergedFeed(_Model):
    """Several sites as one feed."""

    slug: str = Field(default="", exclude=True, json_schema_extra={"readOnly": True})
    sites: OneOrMany[str]
    title: str | None = None
    filter: FilterConfig = FilterConfig()
    keep: int = Field(default=100, ge=1, le=10_000)
    formats: OneOrMany[Format] | None = None


class Config(_Model):
    """The whole of config.yaml."""

    publish: PublishConfig = PublishConfig()
    store: str = "feedmill.db"
    """SQLite file (relative to config.yaml) or `postgresql://…`."""
    defaults: dict[str, Any] = Field(default_factory=dict)
    """Any key of a site, for all sites; a site's own value wins."""
    rules: str | None = None
    """Folder of Full-Text RSS site patterns to use for whatever host an item is on."""
    sites: dict[str, SiteConfig] = Field(default_factory=dict)
    feeds: dict[str, MergedFeed] = Field(default_factory=dict)
    """Merged feeds: slug → sites to join."""
    folder: Path = Field(default=Path(), exclude=True)
    """Where config.yaml lies; set by the loader, relative paths start there."""
