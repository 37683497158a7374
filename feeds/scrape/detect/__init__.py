"""The items of any listing page, and where it goes on, without a config."""

from feeds.scrape.detect.find import Found, detect, detect_items, find_items
from feeds.scrape.detect.pagination import find_next_page

__all__ = ["Found", "detect", "detect_items", "find_items", "find_next_page"]
