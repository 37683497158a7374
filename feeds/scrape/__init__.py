"""Pages → what they say: Response → Listing, and Item + Response → Draft. Pure."""

from feeds.scrape.article import make_draft, read_page

__all__ = ["make_draft", "read_page"]
