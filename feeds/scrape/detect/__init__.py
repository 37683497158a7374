"""The items of any listing page, without a config."""

from feeds.scrape.detect.find import find_items

__all__ = ["find_items"]
