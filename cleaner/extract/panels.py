"""The labels of boxes that open: summaries of details, buttons of accordions, tabs."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from cleaner.extract.kept import Kept

_LABEL = 150  # characters
_ROLES = ("region", "tabpanel")


def panel_labels(kept: Kept) -> Iterator[int]:
    """What stands above a box that opens and was kept: its <summary>, the label that it names, its button."""
    blocks = kept.blocks
    for node in blocks.with_text("summary"):
        if kept.count(blocks.nodes.parent[node]) > kept.count(node):
            yield node
    opened = [(node, _opens(blocks.elements[node])) for tag in ("button", "a") for node in blocks.nodes.of_tag(tag)]
    named = [(node, blocks.elements[node].get("aria-labelledby", "")) for node in _panels(kept)]
    places = blocks.by_id({name for _, name in (*opened, *named) if name})
    pairs = [(button, places.get(name)) for button, name in opened]
    pairs += [(place, panel) for panel, name in named if (place := places.get(name)) is not None]
    for label, panel in pairs:
        if panel is not None and kept.has_most(panel) and blocks.length(label) <= _LABEL:
            yield label


def _panels(kept: Kept) -> list[int]:
    """The nodes whose role is that of a box that opens."""
    nodes = kept.blocks.nodes
    # A role is one of the names of a node's kind: few kinds have any of these.
    kinds = [number for number, (_, names) in enumerate(nodes.kinds) if "region" in names or "tabpanel" in names]
    return [node for node in nodes.of_kinds(kinds) if kept.blocks.elements[node].get("role") in _ROLES]


def _opens(button: etree._Element) -> str:
    """The id of what a button or a link that serves as one opens."""
    if button.get("aria-expanded") is None and button.get("data-bs-toggle", button.get("data-toggle")) != "collapse":
        return ""
    names = (button.get(name) for name in ("aria-controls", "data-bs-target", "data-target", "href"))
    return next((name.removeprefix("#") for name in names if name), "")
