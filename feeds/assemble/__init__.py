"""Draft → Entry → Feed: ids, dates, what changed. Pure: values in, values out; `now` is an argument."""

from feeds.assemble.entries import title_of
from feeds.assemble.feed import archive_size, make_archive, make_feed, make_merged_feed, with_lengths, without_doubles
from feeds.assemble.ids import mint_entry_id, mint_feed_id
from feeds.assemble.merge import Frame, merge
from feeds.assemble.words import difference, fingerprint

__all__ = [
    "Frame",
    "archive_size",
    "difference",
    "fingerprint",
    "make_archive",
    "make_feed",
    "make_merged_feed",
    "merge",
    "mint_entry_id",
    "mint_feed_id",
    "title_of",
    "with_lengths",
    "without_doubles",
]
