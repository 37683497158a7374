"""Pages → what they say: Response → Listing, and Item + Response → Draft. Pure."""

from feeds.scrape.article import make_draft, read_page
from feeds.scrape.detect import find_items

__all__ = ["find_items", "make_draft", "read_page"]
