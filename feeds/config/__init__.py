"""config.yaml → Config."""

from feeds.config.model import (
    ArticleConfig,
    Config,
    FetchConfig,
    FilterConfig,
    ListingConfig,
    MergedFeed,
    PublishConfig,
    SiteConfig,
)

__all__ = [
    "ArticleConfig",
    "Config",
    "FetchConfig",
    "FilterConfig",
    "ListingConfig",
    "MergedFeed",
    "PublishConfig",
    "SiteConfig",
]
