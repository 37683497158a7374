"""config.yaml → Config."""

from feeds.config.describe import schema
from feeds.config.edit import append_site, append_sites
from feeds.config.load import load, site_like
from feeds.config.model import (
    Config,
    FetchConfig,
    FilterConfig,
    MergedFeed,
    Patterns,
    PodcastConfig,
    PublishConfig,
    SiteConfig,
    SiteTest,
)
from feeds.config.reading import ArticleConfig, JsonConfig, ListingConfig
from feeds.config.slugs import slug_fault, slugify

__all__ = [
    "ArticleConfig",
    "Config",
    "FetchConfig",
    "FilterConfig",
    "JsonConfig",
    "ListingConfig",
    "MergedFeed",
    "Patterns",
    "PodcastConfig",
    "PublishConfig",
    "SiteConfig",
    "SiteTest",
    "append_site",
    "append_sites",
    "load",
    "schema",
    "site_like",
    "slug_fault",
    "slugify",
]
