"""config.yaml → Config."""

from feeds.config.describe import schema
from feeds.config.edit import append_site, append_sites, with_sites
from feeds.config.load import load, pack_of, site_like
from feeds.config.model import (
    Config,
    FetchConfig,
    FilterConfig,
    MergedFeed,
    PodcastConfig,
    PublishConfig,
    SiteConfig,
    SiteTest,
)
from feeds.config.places import url_fault
from feeds.config.reading import ArticleConfig, JsonConfig, ListingConfig
from feeds.config.slugs import slug_fault, slugify
from feeds.config.subscriptions import to_subscriptions

__all__ = [
    "ArticleConfig",
    "Config",
    "FetchConfig",
    "FilterConfig",
    "JsonConfig",
    "ListingConfig",
    "MergedFeed",
    "PodcastConfig",
    "PublishConfig",
    "SiteConfig",
    "SiteTest",
    "append_site",
    "append_sites",
    "load",
    "pack_of",
    "schema",
    "site_like",
    "slug_fault",
    "slugify",
    "to_subscriptions",
    "url_fault",
    "with_sites",
]
