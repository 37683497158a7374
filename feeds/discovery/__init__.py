"""From an address to a site config that is proved to work: what `feedmill add` proposes. Stores nothing."""

from feeds.discovery.site import Discovery, discover_site

__all__ = ["Discovery", "discover_site"]
