"""Pages → what they say: Response → Listing, and Item + Response → Draft. Pure."""

from feeds.scrape.article import (
    is_story_itself,
    leads_home,
    look_for_wall,
    make_draft,
    read_page,
    refuse_front_page,
)
from feeds.scrape.detect import find_items, find_next_page
from feeds.scrape.listing import names_no_site
from feeds.scrape.propose import Proposal, propose
from feeds.scrape.prove import Proof, broken, prove_articles, prove_listing
from feeds.scrape.sources import (
    MOST_LEADS,
    advised,
    discover,
    json_items,
    listing_request,
    read_listing,
    source_of,
)
from feeds.scrape.zones import guess_zone

__all__ = [
    "MOST_LEADS",
    "Proof",
    "Proposal",
    "advised",
    "broken",
    "discover",
    "find_items",
    "find_next_page",
    "guess_zone",
    "is_story_itself",
    "json_items",
    "leads_home",
    "listing_request",
    "look_for_wall",
    "make_draft",
    "names_no_site",
    "propose",
    "prove_articles",
    "prove_listing",
    "read_listing",
    "read_page",
    "refuse_front_page",
    "source_of",
]
