"""The kept content of a page as clean structure: headings, lists, tables, pictures, players, code, notes.

Text is not chosen here (that is extraction's task), but for furniture that no story means: share bars, sign-up boxes,
rails of links to other stories.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lxml import etree

from cleaner import furniture
from cleaner.surgery import Dropped
from cleaner.tidy import code, embeds, figures, flow, images, inline, lists, quotations, tables
from cleaner.tidy.credits import drop_credits
from cleaner.tidy.outline import straighten
from cleaner.tidy.repeats import drop_repeats
from cleaner.tidy.sizes import holds_picture, same_picture
from cleaner.tidy.walk import SILENT, Handler, Walk, linked_ids

__all__ = ["holds_picture", "inner_html", "same_picture", "tidy"]

_HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(SILENT, lambda walk, node: None),
    **flow.HANDLERS,
    **lists.HANDLERS,
    **quotations.HANDLERS,
    **figures.HANDLERS,
    **inline.HANDLERS,
    **code.HANDLERS,
    **tables.HANDLERS,
    **images.HANDLERS,
    **embeds.HANDLERS,
}


def tidy(
    story: etree._Element,
    *,
    url: str,
    base: str | None = None,
    title: str | None = None,
    authors: Sequence[str] = (),
    days: Sequence[date] = (),
    language: str | None = None,
    direction: str = "",
    dropped: Dropped | None = None,
    prune: bool = True,
) -> etree._Element:
    """The story as a new `div` of clean structure; `story` itself loses its furniture.

    url: of the page; base: what its relative links start from, when a <base> says otherwise.
    title, authors, days: what the story must not repeat at its top; days: of publication and change.
    language: of the page, for the days' names.
    direction: of the page's text ("rtl"), where the story itself names none.
    dropped: told of every element that is thrown away as furniture, and why.
    prune: False where a person vouches for all that is in the story.
    """
    if prune:
        furniture.clear(story, dropped)
    page = url.split("#")[0]
    has_breaks = next(story.iter("br"), None) is not None
    made = Walk(_HANDLERS, base or url, page, linked_ids(story, page)).run(story, direction)
    if prune and has_breaks:
        furniture.clear_made(made)
    if prune:
        drop_repeats(made)
    drop_credits(made, title=title, authors=authors, days=days, language=language)
    straighten(made)
    return made


def inner_html(node: etree._Element) -> str:
    """The markup of what is in an element, each block on a line of its own."""
    parts = [str(etree.tostring(child, encoding="unicode", method="html")) for child in node]
    return "\n".join([node.text or "", *parts]).strip()
