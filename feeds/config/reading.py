"""Keys of config.yaml that say how pages are read: `listing`, `article`, `json`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from feeds.config.types import AttributeName, Filled, JMESPath, OneOrMany, Pattern, Selectors, TagName, Whole


class Section(BaseModel):
    """A mapping of config.yaml: its fields are the keys, their docstrings the reference.

    Fields with `exclude=True` are no keys: the loader sets them.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,
    )


class ListingConfig(Section):
    """Where a show page keeps its items. Without `items`, they are found by themselves."""

    items: Selectors = ()
    """One element an item."""
    link: Selectors = ()
    """Default: the item's own link, else the one in its heading, else its first."""
    title: Selectors = ()
    """Default: the item's heading, else its link's text."""
    published: Selectors = ()
    """Default: the item's `time` element, when it has one."""
    summary: Selectors = ()
    """The teaser, as plain text."""
    content: Selectors = ()
    """The story, where the show page tells it whole: the entry's content with `article: false`, else a stand-in."""
    image: Selectors = ()
    """The item's picture."""
    author: Selectors = ()
    """Who wrote it."""
    categories: Selectors = ()
    """Every match is a category."""
    audio: Selectors = ()
    """An audio or video file: becomes an enclosure."""
    id: Selectors = ()
    """What the site itself tells items apart by; default: the link."""
    next_page: Selectors = ()
    """Link to the listing's next page."""
    pages: Whole = Field(default=1, ge=1, le=1000)
    """How many pages of the listing to read, at the most."""
    max_items: Whole = Field(default=500, ge=1)
    """Items taken from one listing, at the most."""


class Replacement(Section):
    """A literal replacement on the raw page."""

    find: str = Field(min_length=1)
    """Text of the page's source, as it stands."""
    with_: str = Field(default="", alias="with")
    """What takes its place; default: nothing."""


class Wrap(Section):
    """Elements to put into a new one."""

    select: Selectors
    """The elements."""
    in_: TagName = Field(alias="in")
    """The new element's name, as `blockquote`."""


class ArticleConfig(Section):
    """How to read an item's page. Rules always win over what the cleaner would find by itself."""

    body: Selectors = ()
    """The story; several elements are joined. Default: the cleaner finds it."""
    extractor: Literal["auto", "readability"] = "auto"
    """What finds the story where `body` does not: the cleaner's own choice, or readability alone."""
    title: Selectors = ()
    """Default: what the page's metadata and headings agree on."""
    author: Selectors = ()
    """Every match is an author."""
    published: Selectors = ()
    """The date as the page gives it, machine-readable or as people write it."""
    image: Selectors = ()
    """The lead image."""
    audio: Selectors = ()
    """An audio or video file: becomes an enclosure."""
    transcript: Selectors = ()
    """A recording's words in writing: a page, or a file of captions (vtt, srt). Default: found by itself."""
    chapters: Selectors = ()
    """A recording's chapters as a file (Podcasting 2.0 JSON, or vtt). Default: found by itself."""
    strip: Selectors = ()
    """Elements to drop; attributes too (`img::attr(srcset)`) and texts (`p.note::text`)."""
    strip_text: OneOrMany[Pattern] = ()
    """Blocks whose text matches are dropped."""
    stop_at: OneOrMany[Filled] = ()
    """Heading text, or a pattern of it (so `new?` is also `ne`): the heading and all that follows is dropped."""
    wrap: OneOrMany[Wrap] = ()
    """Elements to put into a new one: `{select: .pull, in: blockquote}`."""
    dissolve: Selectors = ()
    """Elements to take away while what they hold stays."""
    prune: bool = True
    """false: what `body` selects is kept whole, but for what the rules strip; no furniture is looked for in it."""
    detect: bool = True
    """false: where the rules find no story, do not look for one."""
    detect_image: bool = True
    """false: no lead image but the one that `image` selects."""
    json_ld: bool = True
    """false: the page's JSON-LD is wrong, take no metadata from it."""
    lazy_attributes: OneOrMany[AttributeName] = ()
    """Attributes that hold an image's real address, beside those that are well known."""
    next_page: Selectors = ()
    """Link to the article's next part; the parts are joined."""
    max_parts: Whole = Field(default=20, ge=1, le=200)
    """Parts of one article, at the most."""
    single_page: Selectors = ()
    """Link to the article on one page: that page is read instead."""
    sponsored: Selectors = ()
    """A page that has one of these is an advertisement and becomes no entry."""
    login_wall: Selectors = ()
    """A page that has one of these stands behind a login."""
    replace: OneOrMany[Replacement] = ()
    """Literal replacements on the raw page, in order."""


class Pagination(Section):
    """How an API is asked for more."""

    by: Literal["page", "offset", "cursor", "link"]
    """Count pages, count items, pass on what the last answer gave, or follow the address that it gave."""
    param: str = ""
    """Query parameter, or key of the body (also `variables.after`) to set; default: `page`, `offset` or `cursor`."""
    where: Literal["query", "body"] = "query"
    """Set it in the address or in the JSON body."""
    start: Whole = Field(default=1, ge=0)
    """The first page's number (by: page), or the first offset; offsets start at 0 unless this is written."""
    step: Whole = Field(default=1, ge=1)
    """Added for each further page; for offsets the number of items on a page."""
    next: JMESPath | None = None
    """Where an answer gives the cursor, or the next page's address."""
    pages: Whole = Field(default=1, ge=1, le=1000)
    """Pages to read, at the most."""


class JsonConfig(Section):
    """A JSON API as a source (`source: json`): JMESPath expressions, a list meaning ordered fallbacks.

    A path that does not fit a row finds nothing there.
    """

    items: JMESPath = "@"
    """The list of items in the answer."""
    link: OneOrMany[JMESPath] = ()
    """Default: `link`, `url` or `permalink`; relative addresses start at the API's."""
    title: OneOrMany[JMESPath] = ()
    """Default: `title`, `headline` or `name`."""
    published: OneOrMany[JMESPath] = ()
    """Text, or seconds since 1970; default: what the usual names give."""
    updated: OneOrMany[JMESPath] = ()
    """When the item was last changed."""
    summary: OneOrMany[JMESPath] = ()
    """The teaser; markup in it is dropped."""
    content: OneOrMany[JMESPath] = ()
    """The story as HTML, its relative addresses starting at the item's; the entry's content with `article: false`."""
    image: OneOrMany[JMESPath] = ()
    """The item's picture."""
    author: OneOrMany[JMESPath] = ()
    """A name or a list of names."""
    categories: OneOrMany[JMESPath] = ()
    """A name or a list of names."""
    audio: OneOrMany[JMESPath] = ()
    """An audio or video file: becomes an enclosure."""
    id: OneOrMany[JMESPath] = ()
    """What the API tells items apart by."""
    method: Literal["GET", "POST"] = "GET"
    """How to ask."""
    body: dict[str, Any] | list[Any] | str | None = None
    """What to send with POST: a mapping goes as JSON, text as it is."""
    paging: Pagination | None = None
    """How to ask for more; default: one page."""
