"""What a page's site is called: by its metadata, and perhaps by its address or beside the title."""

from __future__ import annotations

from urllib.parse import urlsplit

from cleaner.metadata.jsonld import Node, strings, types
from cleaner.metadata.signals import Signals
from cleaner.metadata.texts import attribute_text
from cleaner.sanitize import one_line

_MAX_NAME = 100  # characters
_MAX_END = 60  # of what stands beside the title in the title element
_AROUND = " -–—|·•»«:/"
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization"))


def site_names(signals: Signals) -> list[str]:
    """All the names that the metadata have for the site, the best first."""
    texts = signals.all_meta("og:site_name", "application-name", "apple-mobile-web-app-title")
    nodes = signals.graph.nodes
    texts += [name for node in nodes if "WebSite" in types(node) for name in strings(node.get("name"))]
    texts += [name for node in nodes for name in _publisher(node, signals) if not name.startswith("http")]
    names = map(attribute_text, texts)
    return list(dict.fromkeys(name for name in names if name and len(name) <= _MAX_NAME))


def _publisher(node: Node, signals: Signals) -> list[str]:
    """The name of an organisation, or of who published what the node describes."""
    body = node if types(node) & _ORGANISATIONS else node.get("publisher")
    return strings(signals.graph.resolve(body))[:1]


def likely_names(signals: Signals, title: str) -> list[str]:
    """What may be the site's name, or on a blog its author's: what the title element has beside the title, and the
    parts of the address ("Jane Doe, USA TODAY": a paper may be called as its address is).
    """
    before, found, after = one_line(signals.title).partition(title) if title else ("", "", "")
    ends = (end.strip(_AROUND) for end in (before, after)) if found else ()
    return [end for end in ends if 1 < len(end) <= _MAX_END] + (urlsplit(signals.url).hostname or "").split(".")
