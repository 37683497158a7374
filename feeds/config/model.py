"""Every key of config.yaml, described once: the validator, the JSON Schema and the reference come from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints, Tag

from cleaner import Rules
from feeds.config.reading import ArticleConfig, JsonConfig, ListingConfig, Section
from feeds.config.rulepack import RulePack, with_fallback
from feeds.config.types import (
    Duration,
    Filled,
    FolderURL,
    Language,
    OneOrMany,
    OneOrMore,
    Pattern,
    Source,
    Span,
    TimeZone,
    Whole,
)
from feeds.model import Format


class PublishConfig(Section):
    """Where the feeds go and how they look."""

    folder: Filled = "public"
    """Folder (relative to config.yaml) or `s3://bucket/prefix` (extra: s3)."""
    base_url: FolderURL = "http://localhost:8000/"
    """Where that folder is served; feeds name themselves by it."""
    formats: OneOrMore[Format] = ("atom",)
    """What to publish for each site: atom, rss, json."""
    author: str | None = None
    """Feed-level author where a page names none; default: the feed's title."""
    title: str = "Feeds"
    """What index.html and feeds.opml call the collection."""
    hub: str | None = None
    """WebSub hub to name in the feeds and to ping when one changed; it may be on a network of your own."""
    templates: str | None = None
    """Folder of templates that take the place of ours, by name."""


class Patterns(Section):
    """Regular expressions by field; an item matches when any of them does."""

    title: OneOrMany[Pattern] = ()
    """Of the item's title."""
    url: OneOrMany[Pattern] = ()
    """Of its address."""
    author: OneOrMany[Pattern] = ()
    """Of any of its authors."""
    category: OneOrMany[Pattern] = ()
    """Of any of its categories."""
    text: OneOrMany[Pattern] = ()
    """Of the story's text."""


class FilterConfig(Section):
    """Which items become entries."""

    include: Patterns = Patterns()
    """Every field that is named must match."""
    exclude: Patterns = Patterns()
    """No field that is named may match."""
    since: Duration | None = None
    """Items that are older than this when they are first seen are left out."""


class FetchConfig(Section):
    """How to behave towards the site's server."""

    every: Duration | None = None
    """Time between visits; default: learned from the site's own pace."""
    delay: Duration = timedelta(seconds=1)
    """Between two requests to one host; a longer Crawl-delay of robots.txt wins."""
    timeout: Span = timedelta(seconds=30)
    """For one whole exchange, redirects and all."""
    robots: Literal["obey", "ignore"] = "obey"
    """Whether robots.txt is heeded."""
    render: Literal["never", "auto", "browser"] = "never"
    """`browser` renders pages in Chromium (extra: browser); `auto` only when plain HTTP gave an empty shell."""
    headers: dict[str, str] = Field(default_factory=dict, repr=False)
    """HTTP headers to send, by name; write ${ENV_NAME} for secrets."""
    headers_off: dict[str, str] = Field(default_factory=dict, repr=False)
    """Headers that an imported config brought and that are not sent; move those you want to `headers`."""
    cookies: dict[str, str] = Field(default_factory=dict, repr=False)
    """Cookies to send, by name; write ${ENV_NAME} for secrets."""
    auth: str | None = Field(default=None, repr=False)
    """`user:password` for basic authentication; write ${ENV_NAME} for secrets."""
    client_certificate: str | None = None
    """Path of a PEM file with certificate and key."""
    ca_certificates: str | None = None
    """Path of a PEM file of authorities to trust beside the usual ones."""
    proxy: str | None = Field(default=None, repr=False)
    """Address of an HTTP proxy, as `http://proxy.example:3128`."""
    user_agent: str | None = None
    """Default: Feedmill, its version and `contact`."""
    contact: str | None = None
    """A URL or address where the site's owner can reach you, named in the User-Agent."""
    allow_private: bool | OneOrMany[str] = False
    """true: the hosts of this site's own `url` may be on a private network or this machine; a list of further hosts
    and networks (as 10.1.0.0/16) opens those too, for items and redirects that lead there."""
    max_bytes: Whole = Field(default=10_000_000, ge=1000)
    """Of one page, on the wire and after decompression."""
    max_header_bytes: Whole = Field(default=131_072, ge=1000)
    """Of the headers of one answer."""
    max_headers: Whole = Field(default=99, ge=10, le=99)
    """Header lines of one answer."""
    max_redirects: Whole = Field(default=10, ge=0, le=50)
    """Redirects followed for one page."""
    budget: Whole = Field(default=200, ge=1)
    """Requests for this site in one run."""
    max_seconds: Span = timedelta(minutes=15)
    """For this site in one run."""


class PodcastConfig(Section):
    """What directories of podcasts ask of a show and no page says; in its RSS feed, where the site has audio."""

    category: Filled | None = None
    """As Apple names it; a subcategory after `>`: `Arts > Books`."""
    explicit: bool | None = None
    """Whether it is for adults alone."""
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$")] | None = None
    """Where the directory reaches the owner; it is published."""


class SiteTest(Section):
    """A page of the site and what its article must hold: run by `feedmill check --live`."""

    url: str
    """A page of the site."""
    contains: OneOrMany[str] = ()
    """What the article's text must hold."""


def _article_kind(value: Any) -> str:
    return "off" if value is False else "rules"


def _article_rules(value: Any) -> Any:
    return {} if value is True else value


_RULES = {field.name for field in fields(Rules)} & ArticleConfig.model_fields.keys() - {"replace", "wrap"}
"""Keys of `article:` that are rules of the cleaner as they are written."""


class SiteConfig(Section):
    """One site: where its items are and what to make of them."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    slug: str = Field(default="", exclude=True)
    """Set from the key under `sites:`."""
    url: OneOrMore[str]
    """Its show page, or several. `file:` addresses start at config.yaml's folder."""
    title: str | None = None
    """Default: what the page calls itself."""
    description: str | None = None
    """The feed's subtitle; default: what the page says of itself."""
    author: str | None = None
    """Feed-level author; default: `publish.author`."""
    image: str | None = None
    """Address of the feed's picture; default: what the page names."""
    timezone: TimeZone = "UTC"
    """For dates that name none."""
    language: Language | None = None
    """Language tag, as `en-GB`; default: what the pages say."""
    source: Source = "auto"
    """What the address leads to: page, feed, sitemap, json, wordpress, auto (what fits best) or a plug-in's name."""
    listing: ListingConfig = ListingConfig()
    """Where the show page keeps its items."""
    json_: JsonConfig = Field(default=JsonConfig(), alias="json")
    """Where a JSON API keeps its items."""
    article: Annotated[
        Annotated[ArticleConfig, BeforeValidator(_article_rules), Tag("rules")] | Annotated[Literal[False], Tag("off")],
        Discriminator(_article_kind),
    ] = ArticleConfig()
    """How to read the items' pages. false: entries from the listing alone; true undoes a false of the defaults."""
    filter: FilterConfig = FilterConfig()
    """Which items become entries."""
    keep: Whole = Field(default=100, ge=1, le=10_000)
    """Entries in the feed; older ones go to the archive feeds."""
    formats: OneOrMore[Format] | None = None
    """Default: publish.formats."""
    template: str | None = None
    """Entry template of its own (relative to config.yaml or a packaged one)."""
    fetch: FetchConfig = FetchConfig()
    """How to behave towards the site's server."""
    podcast: PodcastConfig = PodcastConfig()
    """What directories of podcasts ask of a show."""
    withdraw: bool = False
    """Tell readers to delete entries whose articles are gone (RFC 6721)."""
    show_changes: bool = False
    """Say in a corrected entry what changed."""
    params: dict[str, str] = Field(default_factory=dict)
    """Values to fill in wherever another key of the site says `{name}`."""
    tests: OneOrMany[SiteTest] = ()
    """Pages and what their articles must hold, for `feedmill check --live`."""

    pack: RulePack | None = Field(default=None, exclude=True, repr=False)
    """Set from `rules:`."""
    lines: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)
    """Where keys that an error may name are written, as `config.yaml:12`; set by the loader."""

    def written(self, key: str, values: Sequence[str]) -> str:
        """What a key says and where, for an error: `listing.items is 'article h2 a', config.yaml:12`."""
        place = f", {self.lines[key]}" if key in self.lines else ""
        return f"{key} is {' or '.join(map(repr, values)) or 'not set'}{place}"

    def rules_for(self, host: str) -> Rules:
        """The article rules for a page of `host`: the site's own, completed by those of the rule pack."""
        packed = self.pack.rules_for(host) if self.pack else None
        return with_fallback(self.rules, packed) if packed else self.rules

    @property
    def rules(self) -> Rules:
        """The article rules as the cleaner takes them."""
        article = self.article or ArticleConfig()
        values: dict[str, Any] = {key: getattr(article, key) for key in _RULES}
        return Rules(
            **values,
            replace=tuple((each.find, each.with_) for each in article.replace),
            wrap=tuple((selector, each.in_) for each in article.wrap for selector in each.select),
            timezone=self.timezone if "timezone" in self.model_fields_set else None,  # the page may tell it, then
            language=self.language,
        )


class MergedFeed(Section):
    """Several sites as one feed."""

    slug: str = Field(default="", exclude=True)
    """Set from the key under `feeds:`."""
    sites: OneOrMore[str]
    """Names of the sites to join."""
    title: str | None = None
    """Default: the name."""
    description: str | None = None
    """The feed's subtitle."""
    filter: FilterConfig = FilterConfig()
    """Which entries of the sites go in."""
    keep: Whole = Field(default=100, ge=1, le=10_000)
    """Entries in the feed; older ones are found in the feeds of the sites."""
    podcast: PodcastConfig = PodcastConfig()
    """What directories of podcasts ask of a show."""
    formats: OneOrMore[Format] | None = None
    """Default: publish.formats."""


class Config(Section):
    """The whole of config.yaml."""

    publish: PublishConfig = PublishConfig()
    """Where the feeds go and how they look."""
    store: Filled = Field(default="feedmill.db", repr=False)
    """SQLite file (relative to config.yaml) or `postgresql://…`."""
    defaults: dict[str, Any] = Field(default_factory=dict)
    """Any key of a site, for all sites; a site's own value wins."""
    rules: str | None = None
    """Folder of Full-Text RSS site patterns to use for whatever host an item is on."""
    sites: dict[str, SiteConfig] = Field(default_factory=dict)
    """The sites by name (slug). Of small letters, digits, - and _ it is the feed's file name; of others one is made."""
    feeds: dict[str, MergedFeed] = Field(default_factory=dict)
    """Merged feeds: slug → sites to join."""
    folder: Path = Field(default=Path(), exclude=True)
    """Where config.yaml lies; set by the loader, relative paths start there."""
    secrets: tuple[str, ...] = Field(default=(), exclude=True, repr=False)
    """Values that came from the environment: never to be shown in a log, an error or a file."""
